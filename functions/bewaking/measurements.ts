import { countTermijnen, countZaken, type TermijnCount } from '../../adapters/table/lists/reading.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import { secretAgeMs } from '../../adapters/table/secret-age.ts';
import { silenceMs } from '../../adapters/table/sources.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { type MetricOf, SOURCES, type Source } from '../../contracts/internal/metrics.ts';
import { DAY_MS } from '../../contracts/time.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { SECRET_DAYS } from '../../domain/secrets.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import type { DeliveryDependencies } from './delivery.ts';
import { follow, note } from './findings.ts';

/** What the watch measures, beside what it does. */
export interface MeasureDependencies {
  readonly table: Pick<Table, 'read' | 'insert' | 'count' | 'perStatus' | 'writeIfNewer'>;
  readonly ontvangsten: Pick<Ontvangsten, 'countUntil'>;
  readonly telemetry: Telemetry<MetricOf<'bewaking'>>;
  readonly now: Date;
  /** How long a message may wait for its person before somebody is alarmed. */
  readonly waitAlarmAfterMs: number;
  /** The same for the silence of a source. */
  readonly silenceAlarmAfterMs: Readonly<Record<Source, number>>;
  /** Whose zaken are counted. */
  readonly gemeenten: readonly Gemeentecode[];
}

/** Notes how much waits longer than agreed. */
export const measureWaiting = async (deps: MeasureDependencies): Promise<void> => {
  const { ontvangsten, now, waitAlarmAfterMs } = deps;
  const since = new Date(now.getTime() - waitAlarmAfterMs).toISOString();
  const waiting = await ontvangsten.countUntil('wacht', since);
  await note(deps, 'BlijftLiggen', new Map([['wachtend', waiting]]), (what) => what === 'wachtend');
};

/** Notes which sources have been silent for longer than they should, and says of each for how long it is. */
export const measureSilence = async (deps: MeasureDependencies): Promise<void> => {
  const { table, telemetry, now, silenceAlarmAfterMs } = deps;
  const silent = new Map<Source, number>();
  try {
    await takeAll(
      SOURCES.map((source) => async () => {
        const silence = await silenceMs(table, source, now);
        telemetry.info('stilte van een bron', { bron: source, seconden: Math.floor(silence / 1000) });
        silent.set(source, silence >= silenceAlarmAfterMs[source] ? 1 : 0);
      }),
    );
  } finally {
    await note(deps, 'StilleBronnen', silent, (what) => silent.has(what as Source));
  }
};

/** Notes whether the secret of the lookup keys has to be replaced. */
export const measureSecret = async (deps: MeasureDependencies): Promise<void> => {
  const age = await secretAgeMs(deps.table, deps.now);
  const due = new Map([['zoeksleutels', age >= SECRET_DAYS * DAY_MS ? 1 : 0]]);
  await note(deps, 'BlijftLiggen', due, (what) => what === 'zoeksleutels');
};

/** What was seen stands in as many items, so that none grows past what DynamoDB takes: some 60,000 zaken of one gemeente. */
const FIRST_DIGITS = [...'0123456789abcdef'] as const;

/**
 * The zaken of a gemeente of which the watch first saw today that a statutory term is exceeded. A term may have been over for weeks
 * before a source says that it ran: the day on which that shows counts, and not the last day. The same term is seen once.
 */
const firstSeenToday = async (
  deps: MeasureDependencies,
  gemeentecode: Gemeentecode,
  exceeded: TermijnCount['exceeded'],
): Promise<readonly string[]> => {
  const today = dayOf(deps.now);
  const news = await Promise.all(
    FIRST_DIGITS.map(async (digit) => {
      const terms = exceeded
        .filter(({ zaakId }) => zaakId.startsWith(digit))
        .map(({ zaakId, lastDay }) => [`${zaakId} ${lastDay}`, 1] as const);
      const seen = await follow(deps, `overschreden ${gemeentecode} ${digit}`, new Map(terms), () => false);
      return Object.entries(seen).flatMap(([term, { sinds }]) =>
        dayOf(new Date(sinds)) === today ? term.split(' ').slice(0, 1) : [],
      );
    }),
  );
  return news.flat();
};

/**
 * Counts per gemeente the zaken, and those with a term that passed or was exceeded; notes those of which it came to know today
 * that one was exceeded. These change with the day, so it runs seldom.
 */
export const measureTermijnen = async (deps: MeasureDependencies): Promise<void> => {
  const { table, telemetry, now, gemeenten } = deps;
  const today = dayOf(now);
  const news = new Map<string, number>();
  try {
    await takeAll(
      gemeenten.map((gemeentecode) => async () => {
        const { exceeded, expired } = await countTermijnen(table, gemeentecode, today);
        const zaken = await firstSeenToday(deps, gemeentecode, exceeded);
        if (zaken.length > 0) telemetry.info('wettelijke termijn overschreden', { gemeentecode, zaken });
        // With its day, so that what is exceeded tomorrow is news again.
        news.set(`${gemeentecode} ${today}`, zaken.length);
        telemetry.info('zaken en termijnen', {
          gemeentecode,
          zaken: await countZaken(table, gemeentecode),
          overschreden: exceeded.length,
          netOverschreden: zaken.length,
          verstreken: expired,
        });
      }),
    );
  } finally {
    await note(deps, 'TermijnenNetOverschreden', news, (what) => news.has(what) || !what.endsWith(today));
  }
};

/** The age of the oldest message that its partner does not have yet; 0 when there is none. */
const oldestMs = async ({ postvak, now }: DeliveryDependencies, partner: KanaalId): Promise<number> => {
  const { items } = await postvak.list(partner, { places: ['klaargezet', 'bezig'], max: 1 });
  const [first] = items;
  return first === undefined ? 0 : now.getTime() - Date.parse(first.positie.split('#')[0] ?? '');
};

/** Notes of which partner messages are parked, and who has not got a message for longer than agreed, whatever its door. */
export const measurePost = async (
  dependencies: DeliveryDependencies &
    Pick<MeasureDependencies, 'gemeenten' | 'table'> & { readonly partnerAlarmAfterMs: number },
): Promise<void> => {
  const { postvak, partners, gemeenten, partnerAlarmAfterMs } = dependencies;
  const parked = new Map<KanaalId, number>();
  const late = new Map<KanaalId, number>();
  try {
    await takeAll(
      gemeenten.map((gemeentecode) => async () => {
        const own = partners.filter((partner) => partner.startsWith(`${gemeentecode}/`));
        await Promise.all(
          own.map(async (partner) => {
            parked.set(partner, await postvak.count(partner, ['geparkeerd']));
            late.set(partner, (await oldestMs(dependencies, partner)) >= partnerAlarmAfterMs ? 1 : 0);
          }),
        );
      }),
    );
  } finally {
    const known: ReadonlySet<string> = new Set(partners);
    const looked = (counts: ReadonlyMap<string, number>) => (what: string) =>
      counts.has(what) || !(known.has(what) || what.startsWith('wachtrij '));
    await note(dependencies, 'Geparkeerd', parked, looked(parked));
    await note(dependencies, 'TeLangKlaargezet', late, looked(late));
  }
};
