import { countTermijnen, countZaken } from '../../adapters/table/lists/reading.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import { secretAgeMs } from '../../adapters/table/secret-age.ts';
import { silenceMs } from '../../adapters/table/sources.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { type MetricOf, SOURCES } from '../../contracts/internal/metrics.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import type { DeliveryDependencies } from './delivery.ts';

/** What the watch measures, beside what it does. */
export interface MeasureDependencies {
  readonly table: Pick<Table, 'read' | 'insert' | 'count' | 'perStatus'>;
  readonly ontvangsten: Pick<Ontvangsten, 'countUntil'>;
  readonly telemetry: Telemetry<MetricOf<'bewaking'>>;
  readonly now: Date;
  /** How long a message may wait for its person before somebody is alarmed. */
  readonly waitAlarmAfterMs: number;
  /** Whose zaken are counted. */
  readonly gemeenten: readonly Gemeentecode[];
}

/** Says how much waits, and how much of that too long. */
export const measureWaiting = async ({
  ontvangsten,
  telemetry,
  now,
  waitAlarmAfterMs,
}: MeasureDependencies): Promise<void> => {
  const since = new Date(now.getTime() - waitAlarmAfterMs).toISOString();
  telemetry.count('LangWachtend', await ontvangsten.countUntil('wacht', since));
  telemetry.count('Wachtend', await ontvangsten.countUntil('wacht', now.toISOString()));
};

/** Says of each source how long it has been silent. */
export const measureSilence = ({ table, telemetry, now }: MeasureDependencies): Promise<void> =>
  takeAll(
    SOURCES.map((source) => async () => {
      telemetry.countPer('Stilte', source, Math.floor((await silenceMs(table, source, now)) / 1000));
    }),
  );

/** Says how long the secret of the lookup keys is in use. */
export const measureSecret = async ({ table, telemetry, now }: MeasureDependencies): Promise<void> =>
  telemetry.count('SleutelInGebruik', Math.floor((await secretAgeMs(table, now)) / 1000));

/**
 * Counts per gemeente the zaken, and those with a term that passed or was exceeded. These change with the day, so it
 * runs seldom.
 */
export const measureTermijnen = ({ table, telemetry, now, gemeenten }: MeasureDependencies): Promise<void> =>
  takeAll(
    gemeenten.map((gemeentecode) => async () => {
      const telling = await countTermijnen(table, gemeentecode, dayOf(now));
      telemetry.countPer('TermijnenOverschreden', gemeentecode, telling.overschreden);
      telemetry.countPer('TermijnenNetOverschreden', gemeentecode, telling.netOverschreden.length);
      telemetry.countPer('TermijnenVerstreken', gemeentecode, telling.expired);
      if (telling.netOverschreden.length > 0) {
        telemetry.info('wettelijke termijn overschreden', { gemeentecode, zaken: telling.netOverschreden });
      }
      telemetry.countPer('Zaken', gemeentecode, await countZaken(table, gemeentecode));
    }),
  );

/** The age of the oldest message that its partner does not have yet; 0 when there is none. */
const oldestMs = async ({ postvak, now }: DeliveryDependencies, partner: KanaalId): Promise<number> => {
  const { items } = await postvak.list(partner, { places: ['klaargezet', 'bezig'], max: 1 });
  const [first] = items;
  return first === undefined ? 0 : now.getTime() - Date.parse(first.positie.split('#')[0] ?? '');
};

/**
 * Says per gemeente how many messages no door tries any more, and how old the oldest is that its partner has not got.
 */
export const measurePost = (
  dependencies: DeliveryDependencies & Pick<MeasureDependencies, 'gemeenten'>,
): Promise<void> => {
  const { postvak, telemetry, partners, gemeenten } = dependencies;
  return takeAll(
    gemeenten.map((gemeentecode) => async () => {
      const own = partners.filter((partner) => partner.startsWith(`${gemeentecode}/`));
      const geparkeerd = await Promise.all(own.map((partner) => postvak.count(partner, ['geparkeerd'])));
      const age = await Promise.all(own.map((partner) => oldestMs(dependencies, partner)));
      const total = geparkeerd.reduce((sum, count) => sum + count, 0);
      telemetry.countPer('Geparkeerd', gemeentecode, total);
      telemetry.countPer('OudsteKlaargezet', gemeentecode, Math.floor(Math.max(0, ...age) / 1000));
    }),
  );
};
