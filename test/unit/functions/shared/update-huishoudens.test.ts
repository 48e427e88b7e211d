import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { runs } from '../../../runs.ts';
import { ADRES, koppeling } from '../../domain/support.ts';
import { BSN, brpBericht, inbound, koppelingBericht, OTHER_BSN, V_NUMMER } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** A household follows what happens to its members, and its members follow the household. */

const FATHER = Vnummer.parse('2712504443');
const CHILD = Vnummer.parse('2851496460');
const [head] = koppeling().personen;
const family = (change: Record<string, unknown> = {}, without: readonly Vnummer[] = []) =>
  koppelingBericht(
    koppeling({
      personen: [
        { ...head, bsn: BSN },
        { ...head, vNummer: FATHER, bsn: OTHER_BSN, relatie: 'partner', geboortedatum: '1981-01-08' },
        { ...head, vNummer: CHILD, relatie: 'kind', geboortedatum: '2015-12-03' },
      ].filter(({ vNummer }) => !without.includes(vNummer as Vnummer)),
      ...change,
    }),
  );
const deathOfFather = () =>
  brpBericht('nl.brp.persoon.overleden.v1', '2025-09-05T08:00:00Z', {
    bsn: OTHER_BSN,
    datumOverlijden: '2025-09-04',
  });
const move = (bsn: string, gemeentecode: string, moment = '2025-09-01T08:00:00Z') =>
  brpBericht('nl.brp.persoon.verhuisd.v1', moment, {
    bsn,
    gemeentecode,
    datumVerhuizing: moment.slice(0, 10),
    adres: ADRES,
    isCoaLocatie: false,
  });

let hub: HubInMemory;
beforeEach(() => {
  hub = hubInMemory(() => ({}));
});

/** The messages to a partner about a person or a household, each as its kind and data. */
const told = (partner: string, subject: string) =>
  (hub.queues.get(partner) ?? [])
    .filter(({ zaakId }) => zaakId === subject)
    .map((item) => {
      const { type, data } = berichtOf(item);
      return [type.split('.').at(-2), data];
    });
const household = () => hub.pseudonyms.huishoudenId(koppeling().koppelingId);
const kinds = (partner: string, subject: string) => told(partner, subject).map(([soort]) => soort);
const statusOf = async ({ ontvangstId }: InboundBericht) => (await hub.ontvangsten.read(ontvangstId))?.status;

describe('a household of three', () => {
  beforeEach(() => hub.process([family()]));

  it('leads to one order for the shop, which names no zaak', () => {
    expect(hub.queues.get('0907/mage')).toHaveLength(1);
    const [[, data] = []] = told('0907/mage', household());
    expect(data).toMatchObject({ huishoudenId: household(), volgnummer: 1, aantalPersonen: 3 });
    expect(data).not.toHaveProperty('zaakId');
  });

  it('is the same household for balk and wijkondersteuner of both adults', () => {
    for (const partner of ['0907/balk', '0907/wijkondersteuner']) {
      for (const vNummer of [V_NUMMER, FATHER]) {
        expect(told(partner, hub.pseudonyms.zaakId(vNummer))).toMatchObject([
          ['gemeld', { huishoudenId: household() }],
        ]);
      }
    }
  });

  it('is of two persons after a death: the shop and the partners that know the household hear of it, once', async () => {
    const death = deathOfFather();
    await hub.process([death, death]);
    expect(await statusOf(death)).toBe('verwerkt');
    const mother = hub.pseudonyms.zaakId(V_NUMMER);
    expect(told('0907/mage', household()).slice(1)).toMatchObject([
      ['gewijzigd', { volgnummer: 2, aantalPersonen: 2, gewijzigd: ['aantalPersonen'] }],
    ]);
    expect(told('0907/balk', mother).slice(1)).toMatchObject([
      ['gewijzigd', { volgnummer: 2, aantalGezinsleden: 2, gewijzigd: ['aantalGezinsleden'] }],
    ]);
    expect(told('0907/taalmaatjes', mother).slice(1)).toMatchObject([
      ['gewijzigd', { gezinssamenstelling: 'eenoudergezin' }],
    ]);
    expect(kinds('0907/taalschool', mother)).toEqual(['gemeld']);
    expect(told('0907/taalmaatjes', hub.pseudonyms.zaakId(FATHER)).slice(1)).toMatchObject([
      ['vervallen', { reden: 'overleden' }],
    ]);
  });

  it('is three again when a correction withdraws the death', async () => {
    const death = deathOfFather();
    await hub.process([death]);
    await hub.process([
      brpBericht('nl.brp.persoon.ingeschreven.v1', '2025-09-06T08:00:00Z', {
        bsn: OTHER_BSN,
        soort: 'correctie',
        gemeentecode: '0907',
        datumInschrijving: '2025-08-13',
        adres: ADRES,
        isCoaLocatie: false,
        vervangtBerichtId: death.berichtId,
      }),
    ]);
    const [, last] = told('0907/mage', household()).at(-1) ?? [];
    expect(last).toMatchObject({ volgnummer: 3, aantalPersonen: 3, afleveradres: ADRES });
    expect(told('0907/balk', hub.pseudonyms.zaakId(V_NUMMER)).at(-1)?.[1]).toMatchObject({
      aantalGezinsleden: 3,
    });
    expect(kinds('0907/balk', hub.pseudonyms.zaakId(FATHER))).toEqual(['gemeld', 'vervallen', 'gemeld']);
  });

  it('that moves to another gemeente is withdrawn at the shop after the last zaak left, with no reason told', async () => {
    await hub.process([move(BSN, '0796')]);
    expect(told('0907/mage', household()).at(-1)?.[1]).toMatchObject({ aantalPersonen: 2 });
    await hub.process([move(OTHER_BSN, '0796')]);
    expect(told('0907/mage', household()).at(-1)).toMatchObject(['vervallen', { reden: 'anders' }]);
    expect(told('0907/balk', hub.pseudonyms.zaakId(V_NUMMER)).at(-1)).toMatchObject([
      'vervallen',
      { reden: 'andere gemeente' },
    ]);
    expect(await hub.zaken.nogTeVersturen()).toBe(0);
  });

  it('hears of the same change once when the koppeling itself tells it', async () => {
    await hub.process([family({ versie: 2 }, [CHILD])]);
    expect(kinds('0907/mage', household())).toEqual(['gemeld', 'gewijzigd']);
    expect(told('0907/mage', household()).at(-1)?.[1]).toMatchObject({ aantalPersonen: 2 });
    expect(kinds('0907/balk', hub.pseudonyms.zaakId(V_NUMMER))).toEqual(['gemeld', 'gewijzigd']);
  });
});

describe('the furnishing of a home that is agreed with the shop', () => {
  const agreed = (
    vNummer: string,
    goederen: readonly string[],
    moment: string,
    more: Record<string, unknown> = {},
  ): InboundBericht =>
    inbound(
      'nl.inburgeringszaken.woninginrichting.afgesproken.v1',
      moment,
      { zaakId: hub.pseudonyms.zaakId(Vnummer.parse(vNummer)), leverdatum: '2025-09-10', goederen, ...more },
      'gemeente-0907',
    );
  const steps = () =>
    told('0907/mage', household())
      .slice(1)
      .map(([soort, data]) => [soort, data]);

  beforeEach(() => hub.process([family()]));

  it('is told to the shop with the household, a day and goods, and to nobody else', async () => {
    await hub.process([agreed(V_NUMMER, ['tafel', 'bed'], '2025-09-01T08:00:00Z')]);
    expect(steps()).toEqual([
      [
        'afgesproken',
        {
          huishoudenId: household(),
          gemeentecode: '0907',
          volgnummer: 2,
          leverdatum: '2025-09-10',
          goederen: ['bed', 'tafel'],
        },
      ],
    ]);
    for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'])
      expect(kinds(`0907/${partner}`, hub.pseudonyms.zaakId(V_NUMMER))).toEqual(['gemeld']);
  });

  it('is one step when it is reported of two who live together, of which the latest counts', async () => {
    const first = agreed(V_NUMMER, ['bed'], '2025-09-01T08:00:00Z');
    const second = agreed(FATHER, ['bed', 'kast'], '2025-09-02T08:00:00Z');
    await hub.process([first]);
    await hub.process([second]);
    // Who says again what was said before says it now.
    await hub.process([agreed(V_NUMMER, ['bed'], '2025-09-03T08:00:00Z')]);
    expect(steps()).toMatchObject([
      ['afgesproken', { volgnummer: 2, goederen: ['bed'] }],
      ['afgesproken', { volgnummer: 3, goederen: ['bed', 'kast'], vervangt: 2 }],
      ['afgesproken', { volgnummer: 4, goederen: ['bed'], vervangt: 3 }],
    ]);
  });

  it('is told to be off when it is withdrawn, and stands when the one of whom it was reported leaves the household', async () => {
    const report = agreed(V_NUMMER, ['bed'], '2025-09-01T08:00:00Z');
    await hub.process([report]);
    await hub.process([
      agreed(V_NUMMER, ['bed'], '2025-09-02T08:00:00Z', {
        vervangtBerichtId: report.berichtId,
        ingetrokken: true,
      }),
    ]);
    expect(steps().at(-1)).toMatchObject([
      'vervallen',
      { volgnummer: 3, gebeurtenis: 'woninginrichting-afgesproken', vervangt: 2 },
    ]);
    await hub.process([agreed(FATHER, ['kast'], '2025-09-03T08:00:00Z')]);
    await hub.process([deathOfFather()]);
    expect(steps().slice(2)).toMatchObject([
      ['afgesproken', { volgnummer: 4, goederen: ['kast'] }],
      ['gewijzigd', { volgnummer: 5, aantalPersonen: 2 }],
    ]);
  });

  it('ends the same in any order, of two members with a move and a withdrawal', async () => {
    const first = agreed(V_NUMMER, ['bed'], '2025-09-01T08:00:00Z');
    const facts = () => [
      family(),
      first,
      agreed(FATHER, ['bed', 'kast'], '2025-09-02T08:00:00Z', { leverdatum: '2025-09-11' }),
      agreed(V_NUMMER, ['lampen'], '2025-09-03T08:00:00Z'),
      agreed(V_NUMMER, ['lampen'], '2025-09-04T08:00:00Z', {
        vervangtBerichtId: first.berichtId,
        ingetrokken: true,
      }),
    ];
    const holds = async (order: readonly InboundBericht[]) => {
      hub = hubInMemory(() => ({}));
      for (const one of order) await hub.process([one]);
      const [soort, data] = told('0907/mage', household()).at(-1) ?? [];
      return [soort, { ...Object(data), volgnummer: 0, vervangt: 0 }];
    };
    const expected = await holds(facts());
    expect(expected).toMatchObject(['afgesproken', { goederen: ['lampen'] }]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(facts(), { minLength: 5 }), async (order) => {
        expect(await holds([...order, ...order])).toEqual(expected);
      }),
      { numRuns: runs(15) },
    );
  });
});
