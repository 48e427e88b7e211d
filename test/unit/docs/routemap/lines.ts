import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTEMAP, ROUTEMAP_EVENTS, type RoutemapEvent } from '../../../../contracts/routemap.ts';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { PROJECT } from '../../../exported-names.ts';
import { tableOf } from '../generated-parts.ts';

/** Which lines of the routemap run, of step 0 to 10: `docs/routemap.csv` has them all, what is not somebody's internal work. */

export const KINDS = ['bericht', 'mijlpaal', 'termijn'] as const;

export interface Line {
  readonly id: string;
  readonly event: string;
  readonly kind: string;
  readonly step: string;
  /** Whether the line tells the gemeente and nobody else; a role at the gemeente is the gemeente. */
  readonly toGemeente: boolean;
}

export const LINES: readonly Line[] = readFileSync(join(PROJECT, 'docs/routemap.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [id = '', event = '', kind = '', step = '', to = ''] = row.split(',');
    return { id, event, kind, step, toGemeente: to === 'gemeente' };
  });

const page = readFileSync(join(PROJECT, 'docs/routemap.md'), 'utf8');

/** What the page says by hand that the hub does, by the line: everything before the first part that comes from the register. */
export const DONE: ReadonlyMap<string, string> = new Map(
  (page.split('<!-- reports: begin -->')[0] ?? '').split('\n').flatMap((row) => {
    const [, id = '', what = ''] = row.split('|').map((cell) => cell.trim());
    return /^R(\d|BI)/.test(id) ? [[id, what] as const] : [];
  }),
);

/** The events of the register that are this line. */
const eventsOf = ({ id }: Line): readonly RoutemapEvent[] =>
  ROUTEMAP_EVENTS.filter((event) => ROUTEMAP[event].rows.includes(id));

/** The terms that an event ends, each once: gemeenten that have one under the same number share it. */
export const termijnenEndedBy = (event: RoutemapEvent): readonly string[] => {
  const ended = gemeenteProfiles
    .flatMap(({ termijnen }) => termijnen)
    .filter(({ eindGebeurtenis }) =>
      [event, ROUTEMAP[event].geldtAls].includes(eindGebeurtenis as RoutemapEvent),
    );
  return [...new Set(ended.map(({ id }) => id))];
};

/** Whether it is all that a line asks, that it is reported, and told to the gemeente and to the partners that the event names. */
const isDoneByReport = (line: Line): boolean => {
  const events = eventsOf(line);
  if (line.kind === 'termijn') return events.some((event) => termijnenEndedBy(event).length > 0);
  if (line.kind === 'mijlpaal' || line.toGemeente) return true;
  const isOnlyRecorded = DONE.get(line.id)?.startsWith('recorded:') === true;
  return !isOnlyRecorded && events.some((event) => ROUTEMAP[event].horen !== undefined);
};

/** How far a line runs: done as it says, reported while others that it names are not told, or not at all. */
export const stateOf = (line: Line): 'done' | 'recorded' | 'not' => {
  const what = DONE.get(line.id);
  if (what !== undefined && !/^(recorded|only the term):/.test(what)) return 'done';
  const isReported = eventsOf(line).length > 0 || what?.startsWith('recorded:') === true;
  if (!isReported) return 'not';
  return isDoneByReport(line) ? 'done' : 'recorded';
};

const count = (lines: readonly Line[], state: ReturnType<typeof stateOf>): string =>
  String(lines.filter((line) => stateOf(line) === state).length);

/** How many lines of each kind run. */
export const counts = (): string =>
  tableOf(
    ['kind', 'lines', 'done', 'recorded', 'not in the hub'],
    [...KINDS, undefined].map((kind) => {
      const lines = LINES.filter((line) => kind === undefined || line.kind === kind);
      const name = kind ?? 'all';
      return [
        name,
        String(lines.length),
        count(lines, 'done'),
        count(lines, 'recorded'),
        count(lines, 'not'),
      ];
    }),
  );

const tableOfLines = (state: ReturnType<typeof stateOf>): string =>
  tableOf(
    ['line', 'event', 'kind', 'step'],
    LINES.filter((line) => stateOf(line) === state).map(({ id, event, kind, step }) => [
      id,
      `\`${event}\``,
      kind,
      step,
    ]),
  );

/** The lines that are reported, and that somebody else than the gemeente should hear of. */
export const untold = (): string => tableOfLines('recorded');

/** The lines that the hub knows nothing of. */
export const missing = (): string => tableOfLines('not');
