import { describe, expect, it } from 'vitest';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { ADRES, GENNEP } from '../../domain/support.ts';
import { inbound, notificatieBericht } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { orders } from './outcomes.ts';
import { byDuo } from './sources.ts';
import {
  died,
  FATHER,
  inAnyOrder,
  kinds,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  PEOPLE,
  play,
  registered,
  SON,
  told,
  zaakOfPerson,
} from './support.ts';

/**
 * Stories of a household: MaGe gets one order for all members, and every other partner a message for each person that it may hear
 * of.
 */

describe('a household of three adults at one address', () => {
  const family = [
    member(MOTHER, 'hoofdpersoon'),
    member(FATHER, 'partner'),
    member(SON, 'kind', '2006-01-01'),
  ];
  const settled = PEOPLE.map((person) => registered(person, '2025-08-10'));

  it('is told to MaGe in one order, and to every other partner in three messages', async () => {
    const hub = await play([koppelingOf(family)]);
    expect(told(hub, 'mage')).toHaveLength(1);
    expect(told(hub, 'mage')[0]?.data).toMatchObject({ volgnummer: 1, aantalPersonen: 3 });
    expect(told(hub, 'mage')[0]?.data).not.toHaveProperty('zaakId');
    // It stands on the timeline of each, as a message about the household.
    const zaakId = (await zaakOfPerson(hub, SON))?.zaakId as ZaakId;
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen.map(({ gegevens }) => gegevens);
    const ofHousehold = lines?.filter((gegevens) => 'huishoudenId' in gegevens && 'partner' in gegevens);
    expect(ofHousehold).toMatchObject([
      { partner: '0907/mage', huishoudenId: told(hub, 'mage')[0]?.subject, volgnummer: 1 },
    ]);
    for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner']) {
      expect(told(hub, partner)).toHaveLength(3);
    }
  });

  it('shows balk and wijkondersteuner, and nobody else, which zaken belong together', async () => {
    const hub = await play([koppelingOf(family)]);
    const households = (partner: string) =>
      new Set(told(hub, partner).map(({ data }) => ('huishoudenId' in data ? data.huishoudenId : undefined)));
    const [own] = told(hub, 'mage');
    expect(households('balk')).toEqual(new Set([own?.subject]));
    expect(households('wijkondersteuner')).toEqual(new Set([own?.subject]));
    for (const partner of ['taalschool', 'intos', 'taalmaatjes']) {
      expect(households(partner)).toEqual(new Set([undefined]));
    }
  });

  it('changes its one order when the address is known, when a member dies and when one is born', async () => {
    const baby = { ...member(SON, 'kind', '2025-09-01'), vNummer: '2795000099', bsn: undefined };
    const hub = await play([
      koppelingOf(family),
      ...settled,
      died(FATHER, '2025-09-02'),
      koppelingOf([family[0] ?? {}, family[2] ?? {}, baby], { versie: 2 }),
    ]);
    const orders = told(hub, 'mage').map(({ data }) => data);
    expect(orders.map(({ volgnummer }) => volgnummer)).toEqual(orders.map((_, index) => index + 1));
    expect(orders.at(-1)).toMatchObject({ aantalPersonen: 3, afleveradres: ADRES });
    expect(orders.map((data) => 'aantalPersonen' in data && data.aantalPersonen)).toContain(2);
    // The others of the household hear it too, where their fields say so.
    const widow = told(hub, 'balk')
      .filter(({ data }) => 'aantalGezinsleden' in data)
      .at(-1);
    expect(widow?.data).toMatchObject({ aantalGezinsleden: 3 });
  });

  it('is signed off once when the koppeling is withdrawn, for no reason that a shop has to know', async () => {
    const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-07-01T08:00:00Z', {
      koppelingId: 'S01',
      versie: 2,
      gemeentecode: '0907',
      reden: 'gezinshereniging elders',
    });
    const hub = await play([koppelingOf(family), withdrawn]);
    expect(kinds(told(hub, 'mage'))).toEqual(['gemeld', 'vervallen']);
    expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(told(hub, 'taalmaatjes').at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(told(hub, 'balk').at(-1)?.data).toMatchObject({ reden: 'gezinshereniging elders' });
  });

  it('counts who lives in the gemeente, also when a version of the koppeling names somebody who does not', async () => {
    const child = member(SON, 'kind', '2015-01-01');
    const story = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-08-10'),
      koppelingOf([member(MOTHER, 'hoofdpersoon'), child], { versie: 2, gemeentecode: '0796' }),
    ];
    await inAnyOrder(story, async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens['huishouden']).toMatchObject({ aantalPersonen: 1 });
      return lastTold(hub);
    });
  });

  it('ends with everybody knowing the same, in any order and however often it is told', async () => {
    await inAnyOrder(
      [koppelingOf(family), ...settled, died(FATHER, '2025-09-02'), notificatieBericht('SS101', MOTHER)],
      async (hub) => lastTold(hub),
    );
  });
});

describe('a couple of whom DUO says that one died', () => {
  const couple = [
    koppelingOf([member(MOTHER, 'hoofdpersoon'), member(FATHER, 'partner')]),
    registered(MOTHER, '2025-07-01'),
    registered(FATHER, '2025-07-01'),
  ];
  const inburgeringsplicht = {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Overlijden',
    einddatum: '2025-08-20',
  } as const;
  const typedOver = inbound(
    'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
    '2025-09-01T10:00:00Z',
    { bsn: MOTHER.bsn, vNummer: MOTHER.vNummer, gemeentecode: '0907', ...inburgeringsplicht },
    'gemeente-0907',
  );

  it.each<[string, InboundBericht, DuoResponses]>([
    ['by SS111', byDuo('SS111', MOTHER, '2025-09-01'), { inburgeringsplicht }],
    ['as the reason in its answer to SS110', byDuo('SS110', MOTHER, '2025-09-01'), { inburgeringsplicht }],
    ['as the reason in its answer to SS124', byDuo('SS124', MOTHER, '2025-09-01'), { inburgeringsplicht }],
    ['in its portal, as the gemeente typed that over', typedOver, {}],
  ])('%s: MaGe delivers for one, and who is left lives alone', async (_, said, answer) => {
    const counted = async (hub: HubInMemory) => (await orders(hub)).map(({ who }) => who['aantalPersonen']);
    const hub = await inAnyOrder([...couple, said], counted, (bsn) => (bsn === MOTHER.bsn ? answer : {}));
    expect(await counted(hub)).toEqual([1]);
    expect((await zaakOfPerson(hub, MOTHER))?.gegevens).toMatchObject({ redenVervallen: 'overleden' });
    expect((await zaakOfPerson(hub, FATHER))?.gegevens).toMatchObject({
      huishouden: { aantalPersonen: 1, gezinssamenstelling: 'alleenstaand' },
    });
  });
});
