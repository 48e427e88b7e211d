import { FINDINGS_PARTITION, FindingCounts, readFindings } from '../../adapters/table/findings.ts';
import type { Table } from '../../adapters/table/table.ts';
import { FINDINGS, type Finding, type MetricOf } from '../../contracts/internal/metrics.ts';
import { DAY_MS } from '../../contracts/time.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/**
 * What the watch finds, by what it is about: a queue, a partner, a source. One alarm for each kind serves the whole hub, so
 * what lies there for weeks must not hide what comes beside it: an alarm goes off for what is new, ends by itself, and goes
 * off once a day again for what is still so.
 */

export interface FindingDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'partition'>;
  readonly telemetry: Telemetry<MetricOf<'bewaking'>>;
  readonly now: Date;
}

type Noting = Pick<FindingDependencies, 'now'> & {
  readonly table: Pick<FindingDependencies['table'], 'read' | 'writeIfNewer'>;
};

/** How many of each, by what it is about. */
export type Counts = ReadonlyMap<string, number>;

/** Two runs of the watch, so that one that falls after its finding was stored leaves it to the next. */
const TELL_MS = 10 * 60_000;

/**
 * Stores what was counted now, each with the moment since when it is so; gives what is stored. `restarts` says for which
 * counts that moment is now. What is not `among` what was looked at stays as it was.
 */
export const follow = async (
  deps: Noting,
  sk: string,
  counts: Counts,
  restarts: (before: number, now: number) => boolean,
  among: (what: string) => boolean = () => true,
): Promise<FindingCounts> => {
  const before = await readFindings(deps.table, sk);
  const moment = deps.now.toISOString();
  const followed: FindingCounts = Object.fromEntries([
    ...Object.entries(before).filter(([what]) => !among(what)),
    ...[...counts]
      .filter(([, aantal]) => aantal > 0)
      .map(([what, aantal]) => {
        const known = before[what];
        const sinds = known === undefined || restarts(known.aantal, aantal) ? moment : known.sinds;
        return [what, { aantal, sinds }] as const;
      }),
  ]);
  const gevolgd = JSON.stringify(followed);
  if (gevolgd !== JSON.stringify(before)) {
    await deps.table.writeIfNewer({ pk: FINDINGS_PARTITION, sk, gevolgd, op: moment }, 'op');
  }
  return followed;
};

/** Notes what was found. More of the same is news. */
export const note = async (
  deps: Noting,
  finding: Finding,
  counts: Counts,
  among?: (what: string) => boolean,
): Promise<void> => {
  await follow(deps, finding, counts, (before, now) => now > before, among);
};

/** Says what is news, and what is so for another whole day; zero just after that, so that the alarm ends. */
export const tellFindings = async ({ table, telemetry, now }: FindingDependencies): Promise<void> => {
  const items = new Map((await table.partition(FINDINGS_PARTITION)).map((item) => [item.sk, item]));
  for (const finding of FINDINGS) {
    const item = items.get(finding);
    if (item === undefined) continue;
    const aged = Object.entries(FindingCounts.parse(JSON.parse(String(item['gevolgd'])))).map(
      ([what, { aantal, sinds }]) => ({ what, aantal, age: (now.getTime() - Date.parse(sinds)) % DAY_MS }),
    );
    const told = aged.filter(({ age }) => age < TELL_MS);
    if (told.length > 0) {
      const gevonden = Object.fromEntries(told.map(({ what, aantal }) => [what, aantal]));
      telemetry.info('de bewaking vond iets', { vondst: finding, gevonden });
    }
    if (aged.some(({ age }) => age < 2 * TELL_MS)) {
      telemetry.count(
        finding,
        told.reduce((total, { aantal }) => total + aantal, 0),
      );
    }
  }
};
