import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bsn, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { countOntvangsten } from '../../../count.ts';
import { runs } from '../../../runs.ts';
import { ADRES, GENNEP } from '../../domain/support.ts';
import { geopendBericht, inbound, notificatieBericht } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import {
  FATHER,
  koppelingOf,
  MOTHER,
  member,
  type Person,
  PLICHT,
  registered,
  SON,
  told,
} from './support.ts';

/**
 * A person is erased and messages keep coming: earlier messages come late or twice, other members of the household stay, and the
 * same person arrives anew. The outcome depends on the moment of the erasing and never on the order of the deliveries.
 */

interface Named {
  readonly vNummer: Vnummer;
  readonly bsn?: Bsn | undefined;
}
const CHILD = { vNummer: SON.vNummer };
const OTHER_V = Vnummer.parse('2795000500');

/** When COA says something after the erasing: the hub of these stories begins on 8 September 2025. */
const AFTER = '2025-11-01T08:00:00Z';

const named = ({ vNummer, bsn }: Named, voornamen: string, more: object = {}) => ({
  ...member(MOTHER, 'hoofdpersoon'),
  vNummer,
  bsn,
  naam: { voornamen, geslachtsnaam: 'Voorbeeld' },
  ...more,
});

const withdrawn = (versie: number, moment: string): InboundBericht =>
  inbound('nl.tvs.koppeling.ingetrokken.v1', moment, {
    koppelingId: 'S01',
    versie,
    gemeentecode: GENNEP,
    reden: 'anders',
  });

const corrected = (data: object): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    '2025-09-05T08:00:00Z',
    { reden: 'Verwisseld', ...data },
    'gemeente-0907',
  );

const zaakOf = async (hub: HubInMemory, numbers: Parameters<HubInMemory['zaken']['findZaak']>[0]) => {
  const [found] = await hub.zaken.findZaak(numbers, GENNEP);
  return found && (await hub.zaken.zaakForGemeente(found.zaakId, GENNEP));
};

/** Plays what is known, erases a person, and plays the rest weeks later. */
const erased = async (
  known: readonly InboundBericht[],
  { vNummer }: Named,
  rest: readonly InboundBericht[] = [],
) => {
  const before = hubInMemory(() => PLICHT);
  await before.process(known);
  const zaakId = (await zaakOf(before, { vNummer }))?.zaakId as ZaakId;
  await before.erase(zaakId, GENNEP);
  const { table, queues } = before;
  const hub = hubInMemory(() => PLICHT, { table, queues, begin: '2025-12-01T10:00:00Z' });
  await hub.process(rest);
  return { hub, zaakId };
};

/** Items of the table that hold one of these marks. */
const itemsWith = (hub: HubInMemory, ...marks: readonly string[]) =>
  hub.table.alles().filter((item) => marks.some((mark) => JSON.stringify(item).includes(mark)));

const unsettled = async (hub: HubInMemory) => {
  const { ontvangen, wacht, quarantaine } = await countOntvangsten(hub.ontvangsten);
  return { ontvangen, wacht, quarantaine };
};
const NOTHING_LEFT = { ontvangen: 0, wacht: 0, quarantaine: 0 };

/** The data that partners hold in the end, without the ids of zaken, because a new zaak gets a random id. */
const heldByPartners = (hub: HubInMemory) =>
  ['taalschool', 'balk', 'taalmaatjes', 'mage'].map((partner) => [
    partner,
    [...Map.groupBy(told(hub, partner), ({ subject }) => subject).values()]
      .flatMap((berichten) => berichten.slice(-1))
      .filter(({ type }) => !/vervallen|gewist/.test(type))
      .map(({ data }) =>
        JSON.stringify({
          ...data,
          volgnummer: 0,
          gewijzigd: [],
          zaakId: '',
          huishoudenId: '',
          referentie: '',
        }),
      )
      .toSorted(),
  ]);

const endOf = async (hub: HubInMemory, people: readonly Named[]) => ({
  zaken: await Promise.all(
    people.map(async ({ vNummer, bsn }) => {
      const zaak = await zaakOf(hub, { vNummer });
      const termijnen = zaak && (await hub.zaken.termijnen(zaak.zaakId, GENNEP))?.termijnen;
      return {
        status: zaak?.status,
        gegevens: { ...zaak?.gegevens, huishouden: undefined },
        dates: termijnen?.map(({ id, startdatum, einddatum }) => [id, startdatum, einddatum]),
        isFoundByBsn: bsn && (await zaakOf(hub, { bsn }))?.zaakId === zaak?.zaakId,
      };
    }),
  ),
  held: heldByPartners(hub),
  unsettled: await unsettled(hub),
});

interface Story {
  /** What is known before anything else: by it the person has a zaak. */
  readonly first: readonly InboundBericht[];
  /** What is said before the erasing, and comes before it or after it. */
  readonly before: readonly InboundBericht[];
  /** What is said after it. */
  readonly after?: readonly InboundBericht[];
  readonly people: readonly Named[];
}

/**
 * Checks that the outcome is the same when earlier messages come later, in any order and twice. `seen` checks the outcome in the
 * usual order.
 */
const inAnyOrder = async (
  { first, before, after = [], people }: Story,
  seen: (hub: HubInMemory, erasedId: ZaakId) => Promise<void>,
): Promise<void> => {
  const orderly = await erased([...first, ...before], MOTHER, after);
  await seen(orderly.hub, orderly.zaakId);
  const expected = await endOf(orderly.hub, people);
  const late = [...before, ...after];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...before]),
      fc.shuffledSubarray([...first, ...late, ...late], { minLength: first.length + 2 * late.length }),
      async (early, rest) => {
        const { hub } = await erased([...first, ...early], MOTHER, rest);
        expect(await endOf(hub, people)).toEqual(expected);
      },
    ),
    { numRuns: runs(9) },
  );
};

describe('who was erased and arrives anew', () => {
  const first = () => [koppelingOf([named(MOTHER, 'Aya')])];
  const earlier = () => [
    registered(MOTHER, '2025-08-13'),
    notificatieBericht('SS101', { bsn: MOTHER.bsn }, '2025-08-21T07:00:00Z'),
    notificatieBericht('SS131', { vNummer: MOTHER.vNummer }, '2025-08-22T07:00:00Z'),
    koppelingOf([named(MOTHER, 'Anders')], { versie: 2 }),
    withdrawn(3, '2025-08-25T08:00:00Z'),
  ];
  const again = (person: Person, { koppelingId = 'S09', versie = 1 } = {}) =>
    koppelingOf([named(person, 'Terug')], { koppelingId, versie, moment: AFTER });

  it.each<[string, Person, (person: Person) => readonly InboundBericht[]]>([
    ['in a new koppeling, under the same numbers', MOTHER, (person) => [again(person)]],
    [
      'in a higher version of the same koppeling',
      MOTHER,
      (person) => [again(person, { koppelingId: 'S01', versie: 4 })],
    ],
    ['under another V-nummer', { ...MOTHER, vNummer: OTHER_V }, (person) => [again(person)]],
    ['under another BSN', { ...MOTHER, bsn: SON.bsn }, (person) => [again(person)]],
    [
      'by the BSN alone, before COA says whose it is',
      MOTHER,
      (person) => [
        geopendBericht({ bsn: MOTHER.bsn }, 'Terug', '2025-11-12T08:00:00Z'),
        { ...again(person), tijdstip: '2025-11-13T08:00:00Z' } as InboundBericht,
      ],
    ],
  ])('%s, has a zaak of its own, whatever of before comes late', async (_, person, arrives) => {
    const after = [
      ...arrives(person),
      notificatieBericht('SS101', { bsn: person.bsn }, '2025-11-05T07:00:00Z'),
      registered(person, '2025-11-10'),
    ];
    await inAnyOrder(
      { first: first(), before: earlier(), after, people: [person] },
      async (hub, erasedId) => {
        const zaak = await zaakOf(hub, { vNummer: person.vNummer });
        expect(zaak).toMatchObject({ status: 'actief', gegevens: { adres: ADRES } });
        expect(zaak?.zaakId).not.toBe(erasedId);
        const own = told(hub, 'taalschool').filter(({ subject }) => subject === zaak?.zaakId);
        expect(own[0]?.data).toMatchObject({ volgnummer: 1, naam: { voorletters: 'T.' } });
        expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ aantalPersonen: 1 });
        expect(await unsettled(hub)).toEqual(NOTHING_LEFT);
      },
    );
  });

  it('a third time, is erased each time', async () => {
    const { hub } = await erased([...first(), ...earlier()], MOTHER, [again(MOTHER)]);
    await hub.erase((await zaakOf(hub, MOTHER))?.zaakId as ZaakId, GENNEP);
    expect(itemsWith(hub, 'Voorbeeld', MOTHER.vNummer, MOTHER.bsn)).toEqual([]);
    const { table, queues } = hub;
    const third = hubInMemory(() => PLICHT, { table, queues, begin: '2026-02-01T10:00:00Z' });
    const person = { ...MOTHER, vNummer: OTHER_V };
    await third.process([
      ...first(),
      again(MOTHER),
      { ...again(person), tijdstip: '2026-01-20T08:00:00Z' } as InboundBericht,
    ]);
    expect(await zaakOf(third, { bsn: MOTHER.bsn })).toMatchObject({ status: 'actief' });
    expect(await unsettled(third)).toEqual(NOTHING_LEFT);
  });
});

describe('a household of which one member was erased', () => {
  const family = (versie = 1, moment?: string) =>
    koppelingOf(
      [
        named(MOTHER, 'Moeder'),
        named(FATHER, 'Vader', { relatie: 'partner' }),
        named(CHILD, 'Kind', { relatie: 'kind', geboortedatum: '2016-05-01' }),
      ],
      { versie, ...(moment && { moment }) },
    );
  const story = (after: readonly InboundBericht[], people: readonly Named[]): Story => ({
    first: [family()],
    before: [
      registered(MOTHER, '2025-08-13'),
      registered(FATHER, '2025-08-13'),
      notificatieBericht('SS101', MOTHER, '2025-08-20T07:00:00Z'),
      family(2),
    ],
    after,
    people,
  });
  const count = async (hub: HubInMemory, person: Named) =>
    (await zaakOf(hub, { vNummer: person.vNummer }))?.gegevens['huishouden'];

  it('goes on without them, whatever comes late', async () => {
    await inAnyOrder(story([], [FATHER]), async (hub) => {
      expect(await count(hub, FATHER)).toMatchObject({ aantalPersonen: 2 });
      expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ aantalPersonen: 2 });
      expect(itemsWith(hub, 'Moeder', MOTHER.vNummer, MOTHER.bsn)).toEqual([]);
    });
  });

  it('has them again once a later version names them', async () => {
    await inAnyOrder(story([family(3, AFTER)], [MOTHER, FATHER]), async (hub) => {
      for (const person of [MOTHER, FATHER])
        expect(await count(hub, person)).toMatchObject({ aantalPersonen: 3 });
      expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ aantalPersonen: 3 });
    });
  });

  it('ends for the others when COA withdraws the koppeling', async () => {
    await inAnyOrder(story([withdrawn(3, AFTER)], [FATHER]), async (hub) => {
      expect(await zaakOf(hub, FATHER)).toMatchObject({ status: 'vervallen' });
      expect(told(hub, 'mage').at(-1)?.type).toContain('vervallen');
    });
  });

  const alone = () => koppelingOf([named(MOTHER, 'Moeder')]);
  it('is not begun anew by a child that only a late version names: the child would have gone with the last adult', async () => {
    const late = koppelingOf(
      [named(MOTHER, 'Moeder'), named(CHILD, 'Kind', { relatie: 'kind', geboortedatum: '2016-05-01' })],
      { versie: 2 },
    );
    for (const [known, rest] of [
      [[alone(), late], []],
      [[alone()], [late, late]],
    ] as const) {
      const { hub } = await erased(known, MOTHER, rest);
      expect(itemsWith(hub, CHILD.vNummer, MOTHER.vNummer)).toEqual([]);
      expect(await unsettled(hub)).toEqual(NOTHING_LEFT);
    }
  });

  it('goes on with an adult whom only a late version names', async () => {
    const late = koppelingOf([named(MOTHER, 'Moeder'), named(SON, 'Zoon', { relatie: 'overig' })], {
      versie: 2,
    });
    await inAnyOrder({ first: [alone()], before: [late], people: [SON] }, async (hub) => {
      expect(await zaakOf(hub, SON)).toMatchObject({ status: 'actief' });
    });
  });
});

describe('what lies in quarantine with the BSN of who is erased beside another V-nummer', () => {
  it.each([
    ['alone', []],
    ['with others', [named(SON, 'Zoon', { relatie: 'overig' })]],
  ])(
    'says nothing of them any more, whoever it is about, and comes with the next version, %s',
    async (_, others) => {
      const mistaken = koppelingOf([named({ ...FATHER, bsn: MOTHER.bsn }, 'Vader'), ...others], {
        koppelingId: 'S02',
      });
      const { hub } = await erased([koppelingOf([named(MOTHER, 'Moeder')]), mistaken], MOTHER);
      // It can be them under a second V-nummer.
      expect(itemsWith(hub, MOTHER.bsn)).toEqual([]);
      expect(itemsWith(hub, FATHER.vNummer)).toEqual([]);
      const right = koppelingOf([named(FATHER, 'Vader'), ...others], { koppelingId: 'S02', versie: 2 });
      await hub.process([right]);
      expect(await zaakOf(hub, FATHER)).toMatchObject({ status: 'actief' });
    },
  );
});

describe('a correction of who was erased, that comes late', () => {
  const two = () => [
    koppelingOf([named(MOTHER, 'Moeder')]),
    koppelingOf([named({ vNummer: FATHER.vNummer }, 'Vader')], { koppelingId: 'S02' }),
  ];

  it.each([
    ['the erased zaak', (own: ZaakId, other: ZaakId) => ({ zaakId: own, zelfdePersoon: other })],
    ['the other zaak', (own: ZaakId, other: ZaakId) => ({ zaakId: other, zelfdePersoon: own })],
  ])('takes nobody else for that person, said of %s', async (_, data) => {
    const { hub, zaakId } = await erased(two(), MOTHER);
    const other = (await zaakOf(hub, { vNummer: FATHER.vNummer }))?.zaakId as ZaakId;
    await hub.process([corrected(data(zaakId, other)), registered(FATHER, '2025-11-10')]);
    expect(await zaakOf(hub, { vNummer: FATHER.vNummer })).toMatchObject({ zaakId: other, status: 'actief' });
    expect(await unsettled(hub)).toMatchObject({ quarantaine: 0 });
  });

  it('leaves the right BSN free for the arrival anew', async () => {
    const mistaken = { ...MOTHER, bsn: SON.bsn };
    const { hub, zaakId } = await erased([koppelingOf([named(mistaken, 'Moeder')])], MOTHER);
    await hub.process([corrected({ zaakId, bsn: MOTHER.bsn })]);
    expect(itemsWith(hub, MOTHER.bsn)).toEqual([]);
    await hub.process([
      koppelingOf([named(MOTHER, 'Terug')], { koppelingId: 'S09', moment: AFTER }),
      registered(MOTHER, '2025-11-10'),
    ]);
    expect(await zaakOf(hub, { bsn: MOTHER.bsn })).toMatchObject({
      status: 'actief',
      gegevens: { adres: ADRES },
    });
    expect(await unsettled(hub)).toEqual(NOTHING_LEFT);
  });
});
