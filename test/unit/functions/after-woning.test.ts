import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import { type RoutemapEvent, typeOfEvent } from '../../../contracts/routemap.ts';
import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import { missingIn } from '../../../domain/partners/projection.ts';
import type { Feit } from '../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../domain/zaak/zaak.ts';
import { runs } from '../../runs.ts';
import { koppeling, linked, reported } from '../domain/support.ts';
import { inbound, koppelingBericht } from './berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from './hub-in-memory.ts';

/** Partners that wait for a home: they hear once one is agreed for the household, stop when it falls through, and resume. */

const CODE = '9999' as Gemeentecode;
/**
 * Partners of the oefengemeente that wait for a home here, and read their queue; the product's own gemeenten have none that
 * wait.
 */
const waiting = gemeenteProfile(CODE).partners.filter(
  ({ rol }) => rol === 'mage' || rol === 'wijkondersteuner',
);

beforeAll(() => {
  for (const partner of waiting) Object.assign(partner, { hoort: 'na-akkoord-woning' });
});
afterAll(() => {
  for (const partner of waiting) Reflect.deleteProperty(partner, 'hoort');
});

const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const NEXT_HOME = '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24';
const [HEAD, PARTNER, CHILD] = ['2798163871', '2712504443', '2851496460'];

const person = (vNummer: string | undefined, relatie: string, geboortedatum: string) => ({
  ...koppeling().personen[0],
  vNummer,
  relatie,
  geboortedatum,
});

const HOUSEHOLD = koppelingBericht(
  koppeling({
    gemeentecode: CODE,
    personen: [
      person(HEAD, 'hoofdpersoon', '1990-02-27'),
      person(PARTNER, 'partner', '1991-03-01'),
      person(CHILD, 'kind', '2015-12-03'),
    ],
  }),
);

let hub: HubInMemory;
const zaakOfNumber = (vNummer: string | undefined): ZaakId => hub.pseudonyms.zaakId(vNummer as never);

const report = (
  event: RoutemapEvent,
  datum: string,
  data: Readonly<Record<string, unknown>> = {},
  vNummer = HEAD,
) =>
  inbound(
    typeOfEvent(event),
    `${datum}T12:00:00Z`,
    { zaakId: zaakOfNumber(vNummer), datum, ...data },
    `gemeente-${CODE}`,
  );

const registeredIn = (vNummer: string | undefined, bsn: string) =>
  inbound('nl.brp.persoon.ingeschreven.v1', '2025-09-01T08:00:00Z', {
    bsn,
    vNummer,
    soort: 'verhuizing',
    gemeentecode: CODE,
    datumInschrijving: '2025-09-01',
    adres: { straat: 'Merkstraat', huisnummer: 194, postcode: '6591CD', woonplaats: 'Milsbeek' },
    isCoaLocatie: false,
  });

/** The kinds of messages that a partner got, each with whom it is about. */
const told = (partner: string, subject?: string): readonly string[] =>
  (hub.queues.get(`${CODE}/${partner}`) ?? [])
    .map(berichtOf)
    .filter((bericht) => subject === undefined || bericht.subject === subject)
    .map(({ type }) => type.replace(/^nl\.inburgeringszaken\.(nieuwe\.inburgeraar\.)?|\.v1$/g, ''));

/** What a partner knows in the end of each person or household: nothing, or the last that it was told of them. */
const known = (partner: string): Readonly<Record<string, unknown>> => {
  const perSubject: Record<string, unknown> = {};
  for (const bericht of (hub.queues.get(`${CODE}/${partner}`) ?? []).map(berichtOf)) {
    const { volgnummer: _, gewijzigd: __, ...data } = bericht.data as Record<string, unknown>;
    if (bericht.type.includes('vervallen')) delete perSubject[bericht.subject];
    else perSubject[bericht.subject] = data;
  }
  return perSubject;
};

beforeEach(() => {
  hub = hubInMemory(() => ({}));
});

describe('a partner that waits for a home', () => {
  it('hears nothing at the koppeling, while others do, and is missed by nobody', async () => {
    await hub.process([HOUSEHOLD]);
    expect(told('wijkondersteuner')).toEqual([]);
    expect(told('mage')).toEqual([]);
    expect(told('balk')).toEqual(['gemeld', 'gemeld']);
    expect(told('taalschool')).toEqual(['gemeld', 'gemeld']);
  });

  it('hears of every adult of the household once a home is agreed, on whosever zaak that is reported', async () => {
    await hub.process([HOUSEHOLD, report('woning-goedgekeurd', '2025-07-01', { woningId: HOME }, PARTNER)]);
    for (const vNummer of [HEAD, PARTNER])
      expect(told('wijkondersteuner', zaakOfNumber(vNummer)), String(vNummer)).toEqual(['gemeld']);
    expect(told('mage')).toEqual(['gemeld']);
    expect(told('balk')).toEqual(['gemeld', 'gemeld']);
  });

  it('hears vervallen when the home is refused, and gemeld again when a next one is agreed', async () => {
    await hub.process([
      HOUSEHOLD,
      report('woning-goedgekeurd', '2025-07-01', { woningId: HOME }),
      // The refusal stands on the zaak of the other adult.
      report('woning-geweigerd', '2025-07-10', { woningId: HOME }, PARTNER),
    ]);
    const stopped = ['gemeld', 'vervallen'];
    expect(told('wijkondersteuner', zaakOfNumber(HEAD))).toEqual(stopped);
    expect(told('wijkondersteuner', zaakOfNumber(PARTNER))).toEqual(stopped);
    expect(told('mage')).toEqual(stopped);
    const [, withdrawal] = (hub.queues.get(`${CODE}/wijkondersteuner`) ?? [])
      .map(berichtOf)
      .filter(({ subject }) => subject === zaakOfNumber(HEAD));
    expect(withdrawal?.data).toMatchObject({ reden: 'anders' });
    expect(told('balk')).toEqual(['gemeld', 'gemeld']);
    await hub.process([report('woning-goedgekeurd', '2025-07-20', { woningId: NEXT_HOME })]);
    expect(told('wijkondersteuner', zaakOfNumber(HEAD))).toEqual([...stopped, 'gemeld']);
    expect(told('wijkondersteuner', zaakOfNumber(PARTNER))).toEqual([...stopped, 'gemeld']);
    expect(told('mage')).toEqual([...stopped, 'gemeld']);
  });

  it.each<[RoutemapEvent, object]>([
    ['huurcontract-getekend', {}],
    ['woning-geaccepteerd', {}],
    ['verhuizing-afgerond', {}],
    ['azc-uitstroom-bevestigd', {}],
  ])('hears by %s as well, where the gemeente reports no agreement', async (event, data) => {
    await hub.process([HOUSEHOLD, report(event, '2025-07-01', { ...data })]);
    expect(told('wijkondersteuner', zaakOfNumber(PARTNER))).toEqual(['gemeld']);
    expect(told('mage')).toEqual(['gemeld']);
  });

  it('hears when a member settled in the gemeente, and no refusal ends that', async () => {
    await hub.process([HOUSEHOLD, registeredIn(HEAD, '999966133')]);
    expect(told('wijkondersteuner', zaakOfNumber(HEAD))).toEqual(['gemeld']);
    // The other adult hears of the household, and needs no registration of its own.
    expect(told('wijkondersteuner', zaakOfNumber(PARTNER))).toEqual(['gemeld']);
    expect(told('mage')).toEqual(['gemeld']);
    await hub.process([report('woning-geweigerd', '2025-09-05')]);
    expect(told('wijkondersteuner', zaakOfNumber(PARTNER))).toEqual(['gemeld']);
  });

  it('hears nothing of a home that is turned down, nor of another home that is refused', async () => {
    await hub.process([HOUSEHOLD, report('woning-afgekeurd', '2025-07-01', { woningId: HOME })]);
    expect(told('wijkondersteuner')).toEqual([]);
    await hub.process([
      report('woning-goedgekeurd', '2025-07-05', { woningId: NEXT_HOME }),
      report('woning-geweigerd', '2025-07-08', { woningId: HOME }),
      report('woning-afgekeurd', '2025-07-09', { woningId: HOME }),
    ]);
    expect(told('mage')).toEqual(['gemeld']);
  });

  it('hears vervallen when the gemeente turns down after all what it agreed to, or takes its report back', async () => {
    const agreed = report('woning-goedgekeurd', '2025-07-01', { woningId: HOME });
    await hub.process([HOUSEHOLD, agreed, report('woning-afgekeurd', '2025-07-03', { woningId: HOME })]);
    expect(told('mage')).toEqual(['gemeld', 'vervallen']);
    const again = report('woning-goedgekeurd', '2025-07-05', { woningId: HOME });
    await hub.process([again]);
    expect(told('mage')).toEqual(['gemeld', 'vervallen', 'gemeld']);
    await hub.process([
      report('woning-goedgekeurd', '2025-07-06', {
        woningId: HOME,
        vervangtBerichtId: again.berichtId,
        ingetrokken: true,
      }),
      report('woning-goedgekeurd', '2025-07-06', {
        woningId: HOME,
        vervangtBerichtId: agreed.berichtId,
        ingetrokken: true,
      }),
    ]);
    expect(told('mage')).toEqual(['gemeld', 'vervallen', 'gemeld', 'vervallen']);
  });

  it('is not called missing while it waits for a home, and is when it waits for a name', () => {
    const nameless = linked(koppeling({ gemeentecode: CODE }, { naam: undefined }));
    const agreed = reported('woning-goedgekeurd', '2025-07-01', { woningId: HOME }, undefined, CODE);
    const missing = (feiten: readonly Feit[]) => missingIn(zaakOf(feiten))?.partners;
    expect(missing([nameless])).toHaveLength(4);
    expect(missing([nameless])).not.toContain(`${CODE}/wijkondersteuner`);
    expect(missing([nameless, agreed])).toContain(`${CODE}/wijkondersteuner`);
  });
});

describe('a partner that heard at the koppeling', () => {
  const plan = (datum: string, afspraakdatum: string) =>
    inbound(
      typeOfEvent('kennismaking-gepland'),
      `${datum}T09:00:00Z`,
      {
        zaakId: zaakOfNumber(HEAD),
        afspraakdatum,
        tijd: '10:30',
        plaats: 'Gemeentehuis',
        met: 'financieel ondersteuner',
      },
      `gemeente-${CODE}`,
    );

  it('loses the appointment on the day of the contract when the home is refused, and no more than that', async () => {
    await hub.process([
      HOUSEHOLD,
      report('woning-goedgekeurd', '2025-07-01', { woningId: HOME }),
      plan('2025-07-02', '2025-07-15'),
      report('woning-geweigerd', '2025-07-10', { woningId: HOME }, PARTNER),
    ]);
    expect(told('balk', zaakOfNumber(HEAD))).toEqual([
      'gemeld',
      'kennismaking.gepland',
      'gebeurtenis.vervallen',
    ]);
    expect(told('taalschool', zaakOfNumber(HEAD))).toEqual(['gemeld']);
  });

  it('gets the appointment for a next home, and not the old one again', async () => {
    await hub.process([
      HOUSEHOLD,
      plan('2025-07-02', '2025-07-15'),
      report('woning-geweigerd', '2025-07-10'),
      report('woning-goedgekeurd', '2025-07-20', { woningId: NEXT_HOME }),
    ]);
    const stopped = ['gemeld', 'kennismaking.gepland', 'gebeurtenis.vervallen'];
    expect(told('balk', zaakOfNumber(HEAD))).toEqual(stopped);
    await hub.process([plan('2025-07-21', '2025-08-01')]);
    expect(told('balk', zaakOfNumber(HEAD))).toEqual([...stopped, 'kennismaking.gepland']);
  });
});

/** The other adult goes on in a household of their own. */
const ALONE = koppelingBericht(
  koppeling({
    koppelingId: 'TVS-2025-993910',
    gemeentecode: CODE,
    datumKoppeling: '2025-08-01',
    personen: [person(PARTNER, 'hoofdpersoon', '1991-03-01')],
  }),
);

describe('a home that is reported on the zaak of somebody who left for a household of their own', () => {
  it('is not that of the household that they left', async () => {
    await hub.process([
      HOUSEHOLD,
      ALONE,
      report('woning-goedgekeurd', '2025-08-10', { woningId: HOME }, PARTNER),
    ]);
    expect(told('wijkondersteuner', zaakOfNumber(HEAD))).toEqual([]);
    expect(told('wijkondersteuner', zaakOfNumber(PARTNER))).toEqual(['gemeld']);
    expect(Object.values(known('mage'))).toMatchObject([{ aantalPersonen: 1 }]);
  });

  it('stays that of the household that they left when it was reported before that, and is none of their own', async () => {
    await hub.process([
      HOUSEHOLD,
      report('woning-goedgekeurd', '2025-07-01', { woningId: HOME }, PARTNER),
      ALONE,
    ]);
    expect(Object.keys(known('wijkondersteuner'))).toEqual([zaakOfNumber(HEAD)]);
    expect(Object.values(known('mage'))).toMatchObject([{ aantalPersonen: 2 }]);
  });

  it('is not that of the household that they left either when they go on to a third', async () => {
    const third = koppelingBericht(
      koppeling({
        koppelingId: 'TVS-2025-993911',
        gemeentecode: CODE,
        datumKoppeling: '2025-10-01',
        personen: [person(PARTNER, 'hoofdpersoon', '1991-03-01')],
      }),
    );
    await hub.process([
      HOUSEHOLD,
      ALONE,
      report('woning-goedgekeurd', '2025-08-10', { woningId: HOME }, PARTNER),
      third,
    ]);
    expect(told('wijkondersteuner', zaakOfNumber(HEAD))).toEqual([]);
  });

  it('stays that of the household that they left when it was agreed before the day that COA gives its koppeling', async () => {
    await hub.process([
      HOUSEHOLD,
      report('woning-goedgekeurd', '2025-06-01', { woningId: HOME }, PARTNER),
      ALONE,
    ]);
    expect(Object.keys(known('wijkondersteuner'))).toEqual([zaakOfNumber(HEAD)]);
  });

  it('is one of each, in any order and with any repetition', async () => {
    const story = [
      HOUSEHOLD,
      report('woning-goedgekeurd', '2025-07-01', { woningId: HOME }, PARTNER),
      ALONE,
      report('woning-goedgekeurd', '2025-08-10', { woningId: NEXT_HOME }, PARTNER),
      report('woning-geweigerd', '2025-08-20', { woningId: NEXT_HOME }, PARTNER),
    ];
    for (const [upTo, households] of [
      [4, 2],
      [5, 1],
    ] as const) {
      const some = story.slice(0, upTo);
      const endOf = async (order: typeof some) => {
        hub = hubInMemory(() => ({}));
        await hub.process(order);
        return ['mage', 'wijkondersteuner', 'balk'].map(known);
      };
      const expected = await endOf(some);
      expect(Object.keys(known('mage'))).toHaveLength(households);
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([...some, ...some], { minLength: 2 * upTo }), async (order) => {
          expect(await endOf(order)).toEqual(expected);
        }),
        { numRuns: runs(25) },
      );
    }
  });
});

describe('whatever the order and the number of deliveries', () => {
  it('every partner knows the same in the end', async () => {
    const messages = [
      HOUSEHOLD,
      report('woning-goedgekeurd', '2025-07-01', { woningId: HOME }),
      report('woning-geweigerd', '2025-07-10', { woningId: HOME }, PARTNER),
      report('woning-goedgekeurd', '2025-07-20', { woningId: NEXT_HOME }),
      registeredIn(HEAD, '999966133'),
    ];
    const partners = ['taalschool', 'mage', 'wijkondersteuner', 'balk'];
    const all = () => partners.map((partner) => known(partner));
    const endOf = async (order: typeof messages): Promise<unknown> => {
      hub = hubInMemory(() => ({}));
      await hub.process(order);
      return all();
    };
    // Somebody lives there in the end, and before that a home is agreed, refused or not yet: each end by itself.
    for (const upTo of [2, 3, 4, 5]) {
      const some = messages.slice(0, upTo);
      const expected = await endOf(some);
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...some, ...some], { minLength: 2 * some.length }),
          async (order) => {
            expect(await endOf(order)).toEqual(expected);
          },
        ),
        { numRuns: runs(25) },
      );
      const home = upTo === 3 ? 0 : 1;
      expect(Object.keys(known('mage'))).toHaveLength(home);
      expect(Object.keys(known('wijkondersteuner'))).toHaveLength(2 * home);
      expect(Object.keys(known('balk'))).toHaveLength(2);
    }
  });
});
