import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import type { Gemeentecode, ZaakId } from '../../../../contracts/base-types.ts';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import {
  COUNTED_PER,
  EMITTERS,
  type Emitter,
  METRIC_NAMESPACE,
  METRIC_SERVICE,
  type MetricName,
} from '../../../../contracts/internal/metrics.ts';
import type { ListItem } from '../../../../domain/delivery/item.ts';
import { dayOf, plus } from '../../../../domain/termijnen/calendar.ts';
import { TAKEN, watch } from '../../../../functions/bewaking/watch.ts';
import { accept } from '../../../../functions/shared/rest/accept.ts';
import { createTelemetry, type Observer } from '../../../../functions/shared/telemetry.ts';
import { startApi } from '../../../contract/support/api.ts';
import { koppeling } from '../../domain/support.ts';
import { inbound, inschrijvingBericht, koppelingBericht, notificatieBericht } from '../berichten.ts';
import { deliveryOf } from '../delivery-queue.ts';
import { duoWithPips } from '../duo-pips.ts';
import { hubInMemory, type TelemetryOf } from '../hub-in-memory.ts';
import { trialLoket } from '../loket/support.ts';
import { catchLines } from '../output-lines.ts';
import { HOUR, status, webhookHub } from '../webhook/support.ts';

/**
 * The proof that alarms and dashboards lean on: the functions' own code runs with Powertools itself, and what leaves is
 * exactly what `EMITTERS` says, under the namespace and dimensions that CloudWatch will find it.
 */

const Emf = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

interface Measured {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: readonly string[];
  readonly service: unknown;
  readonly value: unknown;
}

/** One entry for each metric and combination of dimensions in the EMF among these lines. */
const measuredIn = (lines: readonly Readonly<Record<string, unknown>>[]): readonly Measured[] =>
  lines.flatMap((line) => {
    const emf = Emf.safeParse(line);
    if (!emf.success) return [];
    return emf.data._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((dimensions) =>
        Metrics.map(({ Name, Unit }) => ({
          namespace: Namespace,
          name: Name,
          unit: Unit,
          dimensions: dimensions.toSorted(),
          service: line['service'],
          value: line[Name],
        })),
      ),
    );
  });

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', METRIC_NAMESPACE);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Powertools as the environment of this function sets it up. */
const create = <Function extends Emitter>(fn: Function) => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', `inburgeringshub-${fn}`);
  return createTelemetry(fn);
};

const BSN = Bsn.parse('999966133');
const VNUMMER = Vnummer.parse('2798163871');

/** Runs the functions until each has met everything that it counts; gives what each is about to publish. */
const runAll = async (): Promise<readonly (readonly [Emitter, Pick<Observer<never>, 'publish'>])[]> => {
  const observers: [Emitter, Pick<Observer<never>, 'publish'>][] = [];
  const telemetryOf: TelemetryOf = (fn) => {
    const telemetry = create(fn);
    observers.push([fn, telemetry]);
    return telemetry;
  };
  // DUO refuses the PIP.
  const duoPip = duoWithPips(() => ({ kind: 'refused', redenen: ['Nee'] }));
  const hub = hubInMemory(() => ({}), { telemetryOf, unknownFields: 2, duoPip });
  const otherBsn = Bsn.parse('999990019');
  await hub.process([
    koppelingBericht(koppeling({}, { bsn: BSN })),
    inschrijvingBericht({ bsn: otherBsn, vNummer: VNUMMER }),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2025-2' }, { bsn: otherBsn })),
    notificatieBericht('SS101', { bsn: otherBsn, vNummer: VNUMMER }),
    // The stand-in for DUO answers with two members that the contract does not know.
    notificatieBericht('SS137', { bsn: BSN, vNummer: VNUMMER }),
    // A correction of something that is not on the timeline.
    inbound('nl.inburgeringszaken.feit.hersteld.v1', '2025-09-01T08:00:00Z', {
      zaakId: hub.pseudonyms.zaakId(VNUMMER),
      reden: 'Verwisseld',
      vervalt: ['brp:x#y'],
    }),
    inschrijvingBericht({ bsn: BSN }),
    inbound(
      'nl.inburgeringszaken.pip.vastgesteld.v1',
      '2025-09-01T08:00:00Z',
      { zaakId: hub.pseudonyms.zaakId(VNUMMER), dagtekening: '2025-09-01', pip: { leerroute: 'Z' } },
      'gemeente-0907',
    ),
  ]);

  const table = memoryTable();
  const ontvangsten = createOntvangsten(table);
  const bus = { publish: async () => undefined, announceUpdated: async () => undefined };
  const api = create('api');
  observers.push(['api', api]);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const sources = {
    heard: async () => {
      throw new Error('tabel weg');
    },
  };
  const acceptances = { note: async () => undefined };
  const clock = { now: () => new Date(), sleep: async () => undefined };
  for (const organisation of ['coa', 'brp', 'duo']) {
    await accept(
      { acceptances, bus, clock, ontvangsten, sources, log },
      { ...koppelingBericht(), organisatie: organisation },
    );
  }

  const { world, call } = startApi({ telemetry: api });
  const zaakId = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
  const ended = { zaakId, gemeentecode: '0907' as Gemeentecode, status: 'vervallen' };
  world.zaken.set(zaakId, {
    zaak: { ...ended, gegevens: {} },
    tijdlijn: { zaakId, gebeurtenissen: [], termijnen: [] },
    keys: [VNUMMER],
  });
  await call('GET', '/v1/zaken');
  await call('GET', `/v1/zaken/${zaakId}`, { to: 'gemeente-0907' });
  await call('POST', '/v1/zaken/_zoek', {
    to: 'gemeente-0907',
    headers: { 'Content-Type': 'application/json' },
    body: { vNummer: VNUMMER },
  });

  const loket = create('loket');
  observers.push(['loket', loket]);
  const found = { zaakId, gemeentecode: '0907' as Gemeentecode, status: 'vervallen' as const };
  const desk = trialLoket(hub, {
    telemetry: loket,
    zaken: {
      findZaak: async () => [found],
      zaakForGemeente: async () => ({ ...found, gegevens: {} }),
      tijdlijn: async () => ({ zaakId, gebeurtenissen: [], termijnen: [] }),
      termijnen: async () => ({ zaakId, termijnen: [] }),
      intake: async () => undefined,
      gemeenteOf: async () => undefined,
      reportsBy: async () => [],
      membersOf: async () => [],
      nogTeVersturen: async () => 0,
      wachtOpGegevens: async () => ({ aantal: 0, zaken: [] }),
    },
  });
  const cookie = await desk.signedIn('gemeente-0907');
  await desk.get('/loket/niets', cookie);
  await desk.get(`/loket/zaken/${zaakId}`, cookie);
  await desk.submit('/loket/zaken', '/loket/zaken', { nummer: VNUMMER }, cookie);

  const webhook = create('webhook');
  observers.push(['webhook', webhook]);
  const post = await webhookHub({}, { telemetry: webhook });
  await post.put(1, 1);
  await post.run();
  post.setup.response = () => status(422);
  await post.put(1, 2);
  await post.passes(100 * HOUR);

  const bewaking = create('bewaking');
  observers.push(['bewaking', bewaking]);
  await table.write([
    { pk: 'SLEUTEL', sk: 'SLEUTEL', inGebruikOp: '2020-01-01T00:00:00Z' },
    {
      pk: `ZAAK#${zaakId}`,
      sk: 'TERMIJN#wettelijk',
      status: 'TERMIJN#0907#wettelijk',
      sinds: plus(dayOf(new Date()), '-P1D'),
    },
    {
      pk: 'ONTVANGST#9a3c2f0e-0000-8000-9000-000000000001',
      sk: 'ONTVANGST',
      status: 'ONTVANGST#ontvangen',
      sinds: '2020-01-01T00:00:00.000Z',
      type: 'nl.tvs.koppeling.geregistreerd.v1',
      organisatie: 'coa',
      inhoud: '{}',
    },
  ]);
  const delivery = deliveryOf(table, { partners: ['0907/intos'] });
  const needed = {
    ...delivery,
    postvak: {
      ...delivery.postvak,
      count: async () => 1,
      // A run finds out first, by a list of one, whether there is anything to count.
      list: async (...[partner, query]: Parameters<typeof delivery.postvak.list>) =>
        query?.max === 1
          ? {
              items: [{ plek: 'geparkeerd', positie: '2026-01-01T00:00:00.000Z#1' } as ListItem],
              meer: false,
            }
          : delivery.postvak.list(partner, query),
    },
    queueCounts: { countOf: async () => 1 },
    places: { coa: ['dood'] as [string] },
    partnerAlarmAfterMs: 0,
    silenceAlarmAfterMs: { coa: 0, brp: 0, duo: 0 },
    zaken: createZaakLogs(table),
    ontvangsten: { ...ontvangsten, countUntil: async () => 1 },
    bus,
    telemetry: bewaking,
    now: new Date(),
    waitAlarmAfterMs: 1,
    gemeenten: ['0907', '1734'] as Gemeentecode[],
  };
  for (const task of TAKEN.toReversed()) await watch(needed, task);
  return observers;
};

describe('what the functions measure', () => {
  it('is exactly what they declare, under the one service of the hub', async () => {
    const observers: (readonly [Emitter, Pick<Observer<never>, 'publish'>])[] = [];
    await catchLines(async () => {
      observers.push(...(await runAll()));
    });
    const found = new Set<string>();
    for (const [fn, { publish }] of observers) {
      const lines = await catchLines(async () => publish());
      for (const { namespace, service, name, dimensions, unit } of measuredIn(lines))
        found.add([fn, namespace, service, name, dimensions.join('+'), unit].join(' '));
    }
    const expected = Object.entries(EMITTERS).flatMap(([fn, names]) =>
      names.map((name: MetricName) => {
        const dimensions = name in COUNTED_PER ? 'gemeente+service' : 'service';
        return [fn, METRIC_NAMESPACE, METRIC_SERVICE, name, dimensions, 'Count'].join(' ');
      }),
    );
    expect([...found].toSorted()).toEqual(expected.toSorted());
  });

  it('leaves once for each thing that it is about, which stands in the line: of what it reads the gemeente is a dimension', async () => {
    const lines = await catchLines(async () => {
      const { count, publish } = create('api');
      count('Raadplegingen', 1, { gemeente: '0907', wat: 'zaak' });
      count('Raadplegingen', 5, { gemeente: '0907', wat: 'zoekvraag' });
      count('Raadplegingen', 1, { gemeente: '0907', wat: 'zaak' });
      publish();
      publish();
    });
    expect(lines.map((line) => [line['gemeente'], line['wat'], line['Raadplegingen']])).toEqual([
      ['0907', 'zaak', [1, 1]],
      ['0907', 'zoekvraag', 5],
    ]);
    expect(measuredIn(lines).map(({ dimensions }) => dimensions)).toEqual([
      ['gemeente', 'service'],
      ['gemeente', 'service'],
    ]);
  });

  it('that was counted more than once keeps every count', async () => {
    const lines = await catchLines(async () => {
      const { count, publish } = create('coa');
      count('InQuarantaine', 1);
      count('InQuarantaine', 2);
      publish();
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.['InQuarantaine']).toEqual([1, 2]);
  });
});
