import * as z from 'zod';
import { wordsOfType } from './fields.ts';
import { shortFunctionName } from './functions.ts';
import type { Style } from './paint.ts';
import { padText, table } from './text.ts';

/** One thing that happened, for a person who looks on: ids, codes and names of fields, as in the logs themselves. */
export interface ActivityEntry {
  readonly time: string;
  /** Who and what it is about: `COA → zaak 3f7d6c1e`. */
  readonly subject: string;
  readonly text: string;
  readonly fault: boolean;
  /** It is not done with: it waits for somebody who is not known yet. */
  readonly waits?: true;
}

/** Follows a hub by the records that its functions log. */
export interface Activity {
  /** Takes one line of a function's log, and gives what it tells at once. */
  take(functionName: string, line: string): readonly ActivityEntry[];
  /** What was sent since the last time: messages about one zaak that partners of a gemeente get together share a line. */
  sent(): readonly ActivityEntry[];
}

const TEXT = z.string().catch('');
const MAYBE_TEXT = z.string().optional().catch(undefined);
const MAYBE_NUMBER = z.int().optional().catch(undefined);
const TEXTS = z.array(z.string()).catch([]);

const Entry = z.looseObject({
  level: z.string(),
  message: z.string(),
  timestamp: TEXT,
  service: MAYBE_TEXT,
  type: TEXT,
  organisatie: MAYBE_TEXT,
  ontvangstId: MAYBE_TEXT,
  aanname: MAYBE_TEXT,
  reden: MAYBE_TEXT,
  status: MAYBE_NUMBER,
  soort: MAYBE_TEXT,
  pointers: TEXTS,
  zaken: TEXTS,
  zaakId: TEXT,
  partner: TEXT,
  volgnummer: MAYBE_NUMBER,
  deur: MAYBE_TEXT,
  abonnementId: MAYBE_TEXT,
});
type Entry = z.infer<typeof Entry>;

/** More senders than this are not remembered: of what waits for long, the function that took it is named. */
const MOST_SENDERS = 1_000;

/** Follows the log of the functions, and tells what happened in it as lines for a tester. */
export const createActivity = (): Activity => {
  /** Who sent what is not processed yet, by receipt: the functions do not log that. */
  const senders = new Map<string, string>();
  const gathered: Entry[] = [];
  const follow = (entry: Entry, functionName: string): readonly ActivityEntry[] => {
    const name = shortName(entry.service, functionName);
    const { ontvangstId = '' } = entry;
    if (entry.message === TAKEN_IN) {
      if (senders.size < MOST_SENDERS) senders.set(ontvangstId, entry.organisatie ?? name);
      return entry.aanname === 'herhaald' ? [repeated(entry)] : [];
    }
    if (isSent(entry)) gathered.push(entry);
    if (isSent(entry) || UNTOLD.has(entry.message)) return [];
    const sender = senders.get(ontvangstId) ?? name;
    if (entry.message in SETTLED) senders.delete(ontvangstId);
    return [SETTLED[entry.message]?.(entry, sender.toUpperCase()) ?? others(entry, name)];
  };
  return {
    take: (functionName, line) => {
      const entry = read(line);
      if (entry === undefined) return unstructured(functionName, line);
      return SHOWN_LEVELS.has(entry.level) ? follow(entry, functionName) : [];
    },
    sent: () => sentTogether(gathered.splice(0)),
  };
};

const TAKEN_IN = 'bericht aangenomen';
const SHOWN_LEVELS = new Set(['INFO', 'WARN', 'ERROR', 'CRITICAL']);
/** Steps on the way, of which the end is told: a webhook that has to be called, an announcement that comes again. */
const UNTOLD = new Set(['partnerbericht klaargezet', 'aankondiging uitgesteld', 'aankondiging opnieuw']);

/** A record of a function; undefined of a line that is none, such as one of a crash. */
const read = (line: string): Entry | undefined => {
  try {
    return Entry.safeParse(JSON.parse(line)).data ?? SILENT;
  } catch {
    return undefined;
  }
};

/** Metrics have no level. */
const SILENT: Entry = Entry.parse({ level: '', message: '' });

const timeOf = ({ timestamp }: Entry): string => timestamp.slice(11, 19).padEnd(8);
const short = (id: string): string => id.slice(0, 8);

/** `inburgeringshub-coa`, or a name that CloudFormation made of it, is `coa` to a reader. */
const shortName = (service: string | undefined, functionName: string): string =>
  service?.split('-').at(-1) ?? shortFunctionName(functionName);

const told = (entry: Entry, subject: string, text: string, fault = false): ActivityEntry => ({
  time: timeOf(entry),
  subject,
  text,
  fault,
});

const repeated = (entry: Entry): ActivityEntry =>
  told(
    entry,
    `${(entry.organisatie ?? '').toUpperCase()} again`,
    `${wordsOfType(entry.type)}: known already`,
  );

/** What became of a message in. */
const SETTLED: Readonly<Record<string, (entry: Entry, sender: string) => ActivityEntry>> = {
  'bericht verwerkt': (entry, sender) => {
    const zaken = [...new Set(entry.zaken.map(short))];
    const what = wordsOfType(entry.type);
    const [first] = zaken;
    if (first === undefined) return told(entry, `${sender} → no zaak`, what);
    if (zaken.length === 1) return told(entry, `${sender} → zaak ${first}`, what);
    return told(entry, `${sender} → ${zaken.length} zaken`, `${what} (${zaken.join(', ')})`);
  },
  'bericht wacht': (entry, sender) => ({
    ...told(entry, `${sender} → waits`, reasoned(wordsOfType(entry.type), entry)),
    waits: true,
  }),
  'bericht quarantaine': (entry, sender) =>
    told(
      entry,
      `${sender} → quarantine`,
      reasoned(`${wordsOfType(entry.type)}, ontvangst ${entry.ontvangstId ?? ''}`, entry),
      true,
    ),
  'verzoek geweigerd': (entry) => {
    const { organisatie = 'unknown', status, soort, pointers } = entry;
    const where = pointers.length === 0 ? '' : `: ${pointers.join(', ')}`;
    return told(entry, `${organisatie.toUpperCase()} → refused`, `${status} ${soort}${where}`, true);
  },
  'partnerbericht niet bezorgd': (entry) => {
    const { zaakId, partner, volgnummer, abonnementId = '', status = '' } = entry;
    const text = `message ${volgnummer} to ${partner} not delivered: ${entry.reden} ${status}`.trimEnd();
    return told(entry, `zaak ${short(zaakId)} → !`, `${text} (abonnement ${abonnementId})`, true);
  },
};

const reasoned = (what: string, { reden }: Entry): string =>
  reden === undefined ? what : `${what}: ${reden}`;

/** How a message is with its partner, by what was logged of it. */
const waysOf = ({ message, deur }: Entry): string | undefined => {
  if (message === 'partnerbericht verstuurd') return 'in the queue of';
  if (message === 'partnerbericht bezorgd') return 'delivered to';
  return message === 'partnerbericht klaargezet' && deur === 'ophalen' ? 'ready to be fetched by' : undefined;
};

const isSent = (entry: Entry): boolean => waysOf(entry) !== undefined;

const sentTogether = (entries: readonly Entry[]): readonly ActivityEntry[] => {
  const keyOf = (entry: Entry): string => {
    const { zaakId, volgnummer, partner } = entry;
    return [waysOf(entry), zaakId, volgnummer, partner.split('/')[0]].join(' ');
  };
  return [...Map.groupBy(entries, keyOf).values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const [gemeente] = first.partner.split('/');
    const keys = [...new Set([first, ...more].map(({ partner }) => partner.split('/').at(-1)))];
    const subject = `zaak ${short(first.zaakId)} → ${keys.length === 1 ? 'partner' : `${keys.length} partners`}`;
    const text = `message ${first.volgnummer} ${waysOf(first)} ${keys.join(', ')} (${gemeente})`;
    return [told(first, subject, text)];
  });
};

/** Members worth a place in the line of anything else, in this order. All are ids, codes or counts. */
const DETAILS = [
  ...['type', 'organisatie', 'soort', 'partner', 'volgnummer', 'abonnementId', 'status', 'reden', 'fout'],
  ...['aantal', 'uitkomst', 'zaakId', 'zaken', 'ontvangstId', 'herstel', 'herhaling'],
];

const others = (entry: Entry, name: string): ActivityEntry => {
  const details = DETAILS.flatMap((member) => {
    const value = entry[member];
    if (Array.isArray(value)) return value.length === 0 ? [] : [`${member}=${value.join(',')}`];
    const isShown = typeof value === 'number' || (typeof value === 'string' && value !== '');
    return isShown ? [`${member}=${value}`] : [];
  });
  return told(entry, name, [entry.message, ...details].join(' '), entry.level !== 'INFO');
};

/** What a function or the embedded cloud prints when it breaks; only its first line says what. */
const unstructured = (functionName: string, line: string): readonly ActivityEntry[] =>
  /error|timed out/i.test(line) && !/^\s+at /.test(line)
    ? [{ time: '', subject: shortFunctionName(functionName), text: line, fault: true }]
    : [];

/** As wide as the usual subjects, so that the texts stand below each other. */
const SUBJECT = 'zaak 3f7d6c1e → 6 partners'.length;

/** One entry on one line, or on more where that does not fit. A fault begins with `!`. */
export const activityLines = (
  { time, subject, text, fault, waits }: ActivityEntry,
  width: number,
  { bold, warn, bad }: Style,
): readonly string[] => {
  const who = waits === true ? warn(subject) : subject;
  const lines = table([[fault ? '!' : ' ', time.padEnd(8), padText(who, SUBJECT), text]], width, '');
  return fault ? lines.map((line) => bold(bad(line))) : lines;
};
