import { describe, expect, it } from 'vitest';
import { createBooks } from '../../../../adapters/table/books.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { bookOf } from '../../../../domain/delivery/books.ts';
import { GENNEP } from '../../domain/support.ts';
import { geopendBericht, inbound } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import {
  FATHER,
  inAnyOrder,
  kinds,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  play,
  registered,
  SON,
  told,
  zaakOfPerson,
} from './support.ts';

/** Stories of a household in which one person lacks a field that a partner needs. */

describe('a household of three in which one person lacks a field', () => {
  const PARTNERS = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'] as const;
  const without = (...fields: readonly string[]) =>
    Object.fromEntries(Object.entries(member(FATHER, 'partner')).filter(([name]) => !fields.includes(name)));
  const family = (father: object) => [
    member(MOTHER, 'hoofdpersoon'),
    father,
    member(SON, 'kind', '2006-01-01'),
  ];
  const of = (father: object, versie = 1) => koppelingOf(family(father), { versie });

  /** Whom each partner was told of, as far as it is not signed off. */
  const heard = (hub: HubInMemory) =>
    Object.fromEntries(PARTNERS.map((key) => [key, Object.keys(lastTold(hub)[`0907/${key}`] ?? {}).length]));

  const waiting = async (hub: HubInMemory) => {
    const zaak = await zaakOfPerson(hub, FATHER);
    const { gebeurtenissen = [] } = (await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, GENNEP)) ?? {};
    return {
      onZaak: zaak?.gegevens.wachtOpGegevens,
      onTimeline: gebeurtenissen.find(({ naam }) => naam === 'wacht-op-gegevens')?.gegevens,
      inList: await hub.zaken.wachtOpGegevens(GENNEP),
    };
  };
  const NOBODY_WAITS = { onZaak: undefined, onTimeline: undefined, inList: { aantal: 0, zaken: [] } };
  const everything = async (hub: HubInMemory) => [
    lastTold(hub),
    await zaakOfPerson(hub, FATHER),
    await waiting(hub),
  ];

  it.each([
    ['naam', []],
    ['talen', ['wijkondersteuner']],
    ['geslacht', ['taalmaatjes', 'wijkondersteuner']],
    ['geboortedatum', PARTNERS],
  ])('%s: who needs none of it hears of all three, the others of two', async (field, told) => {
    await inAnyOrder([of(without(field)), registered(MOTHER, '2025-08-10')], async (hub) => {
      expect(heard(hub)).toEqual(
        Object.fromEntries(PARTNERS.map((key) => [key, told.includes(key) ? 3 : 2])),
      );
      return everything(hub);
    });
  });

  it('counts that person as any other', async () => {
    const hub = await play([of(without('naam', 'geslacht', 'talen', 'geboortedatum'))]);
    expect(told(hub, 'mage')).toMatchObject([{ data: { volgnummer: 1, aantalPersonen: 3 } }]);
    expect(told(hub, 'balk').map(({ data }) => data)).toMatchObject([
      { aantalGezinsleden: 3 },
      { aantalGezinsleden: 3 },
    ]);
    expect(told(hub, 'wijkondersteuner')[0]?.data).toMatchObject({
      gezinssamenstelling: 'gezin met kinderen',
    });
  });

  it('shows the gemeente which partners wait and for which fields, by the names of fields alone', async () => {
    const hub = await play([of(without('talen'))]);
    const zaak = await zaakOfPerson(hub, FATHER);
    const partners = ['0907/taalschool', '0907/intos', '0907/balk', '0907/taalmaatjes'];
    const { onZaak, onTimeline, inList } = await waiting(hub);
    expect(onZaak?.ontbreekt).toEqual(['talen']);
    expect(onZaak?.partners.toSorted()).toEqual(partners.toSorted());
    expect(onTimeline).toMatchObject({
      ontbreekt: ['talen'],
      betekenis: expect.stringContaining('wat ontbreekt'),
    });
    expect(inList).toEqual({ aantal: 1, zaken: [zaak?.zaakId] });
    const books = createBooks(hub.table, hub.ontvangsten, { inPart: async () => [] });
    const read = await books.books([zaak?.zaakId as ZaakId]);
    expect(await books.checkFacts(read, new Date())).toEqual([]);
    expect(read.flatMap(({ book }) => bookOf(book, () => true).verschillen)).toEqual([]);
    const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, GENNEP);
    const line = timeline?.gebeurtenissen.find(({ naam }) => naam === 'koppeling-geregistreerd');
    expect(line?.gegevens).toMatchObject({ ontbreekt: ['talen'] });
  });

  it.each(['naam', 'talen', 'geslacht'])('%s: version 2 completes it', async (field) => {
    await inAnyOrder([of(without(field)), of(member(FATHER, 'partner'), 2)], async (hub) => {
      expect(heard(hub)).toEqual(Object.fromEntries(PARTNERS.map((key) => [key, 3])));
      expect(await waiting(hub)).toEqual(NOBODY_WAITS);
      return everything(hub);
    });
  });

  it.each(['naam', 'talen', 'geslacht'])('%s: the gemeente completes it', async (field) => {
    await inAnyOrder([of(without(field)), geopendBericht(FATHER)], async (hub) => {
      expect(heard(hub)).toEqual(Object.fromEntries(PARTNERS.map((key) => [key, 3])));
      expect(await waiting(hub)).toEqual(NOBODY_WAITS);
      expect(told(hub, 'mage').at(-1)?.data).toBeDefined();
      return everything(hub);
    });
  });

  it.each(['naam', 'talen', 'geslacht', 'geboortedatum'])(
    '%s: a version 2 that loses it signs nobody off and tells nobody anything',
    async (field) => {
      const first = of(member(FATHER, 'partner'));
      const second = of(without(field), 2);
      const hub = await play([first, second]);
      for (const key of PARTNERS) {
        expect(kinds(told(hub, key))).toEqual(['gemeld', 'gemeld', 'gemeld']);
      }
      expect(await waiting(hub)).toEqual(NOBODY_WAITS);
      await inAnyOrder([first, second], everything);
    },
  );

  it('loses what the gemeente put aside: partners that need a name are signed off when the name does not hold', async () => {
    const hub = await play([of(without('naam')), geopendBericht(FATHER)]);
    expect(kinds(told(hub, 'intos'))).toEqual(['gemeld', 'gemeld', 'gemeld']);
    const zaak = await zaakOfPerson(hub, FATHER);
    const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, GENNEP);
    const line = timeline?.gebeurtenissen.find(({ naam }) => naam === 'casus-geopend');
    const putRight = {
      zaakId: zaak?.zaakId,
      reden: 'Van een ander',
      vervalt: [line?.feitId],
    };
    const moment = '2025-09-05T08:00:00Z';
    await hub.process([inbound('nl.inburgeringszaken.feit.hersteld.v1', moment, putRight, 'gemeente-0907')]);
    expect(kinds(told(hub, 'intos'))).toEqual(['gemeld', 'gemeld', 'gemeld', 'vervallen']);
    expect((await waiting(hub)).onZaak?.ontbreekt).toEqual(['naam']);
    await hub.process([of(member(FATHER, 'partner'), 2)]);
    expect(kinds(told(hub, 'intos')).at(-1)).toBe('gemeld');
    expect(await waiting(hub)).toEqual(NOBODY_WAITS);
  });
});
