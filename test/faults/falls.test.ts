import { describe, expect, it } from 'vitest';
import { Bsn, type Gemeentecode, Vnummer, type ZaakId } from '../../contracts/base-types.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import type { InboundType } from '../../contracts/event-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { countOntvangsten } from '../count.ts';
import { casesOfRun } from '../runs.ts';
import { ADRES, GENNEP, koppeling } from '../unit/domain/support.ts';
import {
  geopendBericht,
  inbound,
  koppelingBericht,
  notificatieBericht,
} from '../unit/functions/berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../unit/functions/hub-in-memory.ts';
import { everyFall, everyFault, outsideCalls } from './outside-calls.ts';

/**
 * Stories in which one message writes on several timelines: zaken that become one and go apart, numbers that are put right,
 * moves. The hub falls once at every step that it takes, and in the end everybody has and knows the same.
 */

const DEN_BOSCH = '0796' as Gemeentecode;
const AYA = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const BILAL = { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999910267') };
const CEMAL = { vNummer: Vnummer.parse('2712504443') };
const PLICHT: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' },
};

const gemeente = (type: InboundType, day: string, data: Record<string, unknown>): InboundBericht =>
  inbound(type, `${day}T08:00:00Z`, data, 'gemeente-0907');

const putRight = (zaakId: ZaakId, day: string, correction: Record<string, unknown>): InboundBericht =>
  gemeente('nl.inburgeringszaken.feit.hersteld.v1', day, { zaakId, reden: 'Verwisseld', ...correction });

const registered = (bsn: Bsn, day: string, gemeentecode: string, more: object = {}): InboundBericht =>
  inbound('nl.brp.persoon.ingeschreven.v1', `${day}T08:00:00Z`, {
    bsn,
    soort: 'verhuizing',
    gemeentecode,
    datumInschrijving: day,
    adres: ADRES,
    isCoaLocatie: false,
    ...more,
  });

const { pseudonyms } = hubInMemory(() => ({}));
const [ayasZaak, bilalsZaak] = [AYA, BILAL].map(({ vNummer }) => pseudonyms.zaakId(vNummer)) as [
  ZaakId,
  ZaakId,
];
const death = inbound('nl.brp.persoon.overleden.v1', '2025-10-01T08:00:00Z', {
  bsn: BILAL.bsn,
  datumOverlijden: '2025-09-30',
});

const toBilal = putRight(ayasZaak, '2025-09-01', { bsn: BILAL.bsn });

/** Den Bosch types over a household of Aya and Cemal, with the BSN of Bilal. */
const typedOver = inbound(
  'nl.tvs.koppeling.gewijzigd.v1',
  '2025-06-20T08:00:02Z',
  {
    ...koppeling({ versie: 2, gemeentecode: DEN_BOSCH }),
    personen: [{ ...AYA, bsn: BILAL.bsn }, CEMAL].flatMap((one) => koppeling({}, one).personen),
  },
  `gemeente-${DEN_BOSCH}`,
);

const neverMoved = registered(BILAL.bsn, '2025-09-10', '0344');

const TYPED_OVER =
  'a version that a gemeente typed over with the BSN of somebody who got it since, once the household is released';

const STORIES: Readonly<Record<string, readonly InboundBericht[]>> = {
  'somebody without a V-nummer at first, of whom COA told under the V-nummer alone': [
    notificatieBericht('SS101', { bsn: AYA.bsn }, '2025-03-10T07:00:00Z'),
    geopendBericht({ bsn: AYA.bsn }, 'Aya'),
    registered(AYA.bsn, '2025-08-13', GENNEP),
    koppelingBericht(koppeling({}, { vNummer: AYA.vNummer, bsn: undefined })),
    registered(AYA.bsn, '2025-08-13', GENNEP, { soort: 'eerste inschrijving', vNummer: AYA.vNummer }),
  ],
  'a BSN that COA puts right, and whose owner has a zaak by DUO': [
    koppelingBericht(koppeling({}, { ...AYA, bsn: BILAL.bsn })),
    registered(BILAL.bsn, '2025-08-13', GENNEP),
    notificatieBericht('SS101', { bsn: BILAL.bsn }, '2025-08-20T07:00:00Z'),
    koppelingBericht(koppeling({ versie: 2 }, AYA)),
  ],
  'a BSN that COA puts right, and whose owner comes later': [
    koppelingBericht(koppeling({}, { ...AYA, bsn: BILAL.bsn })),
    registered(BILAL.bsn, '2025-08-13', GENNEP),
    koppelingBericht(koppeling({ versie: 2 }, AYA)),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, BILAL)),
  ],
  'a BSN that was right after all': [
    koppelingBericht(koppeling({}, AYA)),
    registered(AYA.bsn, '2025-08-13', GENNEP),
    toBilal,
    putRight(ayasZaak, '2025-09-02', { vervalt: [`melding:${toBilal.bron}#${toBilal.berichtId}`] }),
    registered(AYA.bsn, '2025-10-10', DEN_BOSCH),
  ],
  'a BSN that the gemeente mistyped': [
    geopendBericht({ bsn: BILAL.bsn }, 'Aya'),
    registered(BILAL.bsn, '2025-08-13', GENNEP),
    putRight(pseudonyms.zaakIdUnderBsn(BILAL.bsn), '2025-09-01', { bsn: AYA.bsn }),
    geopendBericht({ bsn: BILAL.bsn }, 'Bilal'),
    koppelingBericht(koppeling({}, AYA)),
  ],
  'two zaken that were taken for one person, and go apart': [
    koppelingBericht(koppeling({}, { vNummer: AYA.vNummer, bsn: undefined })),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, BILAL)),
    registered(BILAL.bsn, '2025-08-13', GENNEP),
    putRight(ayasZaak, '2025-09-01', { zelfdePersoon: bilalsZaak }),
    registered(BILAL.bsn, '2025-09-10', GENNEP, { vNummer: BILAL.vNummer }),
    putRight(ayasZaak, '2025-09-20', { vervalt: [`opgenomen:${bilalsZaak}`] }),
  ],
  'a registration that contradicted the BSN, and goes on by itself once that is put right': [
    koppelingBericht(koppeling({}, { ...AYA, bsn: BILAL.bsn })),
    registered(AYA.bsn, '2025-08-13', GENNEP, { vNummer: AYA.vNummer }),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, { vNummer: BILAL.vNummer, bsn: undefined })),
    registered(BILAL.bsn, '2025-08-14', GENNEP, { vNummer: BILAL.vNummer }),
    putRight(ayasZaak, '2025-09-01', { bsn: AYA.bsn }),
  ],
  [TYPED_OVER]: [
    typedOver,
    koppelingBericht(koppeling({}, { vNummer: AYA.vNummer, bsn: undefined })),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, BILAL)),
    inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-06-20T08:00:03Z', {
      koppelingId: koppeling().koppelingId,
      versie: 2,
      gemeentecode: GENNEP,
      reden: 'andere gemeente',
    }),
  ],
  'a move out of the hub that never was': [
    koppelingBericht(koppeling({}, BILAL)),
    registered(BILAL.bsn, '2025-08-13', GENNEP),
    neverMoved,
    putRight(bilalsZaak, '2025-10-02', { vervalt: [`brp:${neverMoved.bron}#${neverMoved.berichtId}`] }),
  ],
  'a move to another gemeente, and a death that was told by mistake': [
    koppelingBericht(koppeling({}, BILAL)),
    registered(BILAL.bsn, '2025-08-13', GENNEP),
    death,
    putRight(bilalsZaak, '2025-10-02', { vervalt: [`brp:${death.bron}#${death.berichtId}`] }),
    registered(BILAL.bsn, '2025-10-10', DEN_BOSCH),
  ],
};

const outcome = async (hub: HubInMemory) => {
  const numbers = [...[AYA, BILAL].flatMap(({ vNummer, bsn }) => [{ vNummer }, { bsn }]), CEMAL];
  const gemeenten = [GENNEP, DEN_BOSCH];
  const found = await Promise.all(
    gemeenten.flatMap((gemeentecode) =>
      numbers.map(async (query) =>
        (await hub.zaken.findZaak(query, gemeentecode)).map(({ zaakId }) => ({ gemeentecode, zaakId })),
      ),
    ),
  );
  // Several numbers lead to one zaak, which is read once.
  const zaken = new Map(found.flat().map((one) => [`${one.gemeentecode} ${one.zaakId}`, one]));
  const seen = await Promise.all(
    [...zaken].map(async ([name, { gemeentecode, zaakId }]) => [
      name,
      {
        zaak: await hub.zaken.zaakForGemeente(zaakId, gemeentecode),
        lines: (await hub.zaken.tijdlijn(zaakId, gemeentecode))?.gebeurtenissen.filter(
          ({ bron }) => bron !== 'hub',
        ),
      },
    ]),
  );
  const told = [...hub.queues].map(([kanaal, items]) => [
    kanaal,
    Object.fromEntries(
      items
        .map(berichtOf)
        .map(({ subject, type, data: { volgnummer: _, ...data } }) => [
          subject,
          type.includes('vervallen') ? 'vervallen' : { ...data, gewijzigd: undefined },
        ]),
    ),
  ]);
  return {
    found,
    seen: Object.fromEntries(seen),
    told: Object.fromEntries(told),
    receipts: await countOntvangsten(hub.ontvangsten),
  };
};

/** Plays a story, and gives the hub as it was before each message, with the calls that this message led to. */
const playWhole = async (story: readonly InboundBericht[]) => {
  const { outside, made } = outsideCalls();
  const hub = hubInMemory(() => PLICHT, { outside });
  const stages: {
    readonly before: HubInMemory;
    readonly calls: readonly string[];
    readonly rest: typeof story;
  }[] = [];
  for (const [place, bericht] of story.entries()) {
    const before = hub.copy();
    const begin = made.length;
    await hub.process([bericht]);
    stages.push({ before, calls: made.slice(begin), rest: story.slice(place) });
  }
  return { hub, stages };
};

describe.each(Object.entries(STORIES))('%s', (_, story) => {
  it('ends the same when the hub falls once, after whichever call that writes or sends', async () => {
    const whole = await playWhole(story);
    const expected = await outcome(whole.hub);
    expect(expected.receipts).toEqual({ ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: story.length });
    for (const { before, calls, rest } of whole.stages) {
      const falls = everyFall(calls);
      expect(falls.length).toBeGreaterThan(1);
      for (const fall of casesOfRun(falls)) {
        const { outside, made } = outsideCalls(fall);
        // Until the message in which it falls every run is the same.
        const hub = before.copy(outside);
        await hub.process(rest);
        expect({ fall, ...(await outcome(hub)) }).toEqual({ fall, ...expected });
        // The fall took place.
        expect(made.length).toBeGreaterThan(fall.call);
        for (const items of hub.queues.values()) {
          expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        }
      }
    }
  });
});

it('puts a version aside for all its members when the hub falls between one and the next', async () => {
  const whole = await playWhole(STORIES[TYPED_OVER] ?? []);
  const expected = await outcome(whole.hub);
  const { before, calls = [], rest = [] } = whole.stages.at(-1) ?? {};
  const falls = everyFault(calls).filter(({ moment }) => moment === 'before its effect');
  expect(falls.length).toBeGreaterThan(1);
  for (const fall of falls) {
    const hub = before?.copy(outsideCalls(fall).outside);
    await hub?.process(rest);
    expect({ fall, ...(hub && (await outcome(hub))) }).toEqual({ fall, ...expected });
  }
});
