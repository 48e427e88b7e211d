import * as z from 'zod';

/** Turns the functions' own structured logs into one readable line each; ids only, as in the logs themselves. */

const LogLine = z.looseObject({ level: z.string(), message: z.string(), timestamp: z.string().optional() });

/** Members worth a place on the line, in this order. All are ids, codes or counts. */
const SHOWN = [
  'type',
  'organisatie',
  'soort',
  'gebeurtenisId',
  'partner',
  'volgnummer',
  'status',
  'reden',
  'fout',
  'aantal',
  'versie',
  'zaakId',
  'zaken',
  'ontvangstId',
  'herstel',
  'herhaling',
] as const;

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // not a structured line
  }
};

const isWorthShowing = (level: string): boolean => level === 'INFO' || isTrouble(level);
const isTrouble = (level: string): boolean => level === 'WARN' || level === 'ERROR' || level === 'CRITICAL';

/** `InburgeringshubVerwerking-CoaFunctie1A2B3C4D`, a name that CloudFormation made, is `coa` to a reader. */
export const shortFunctionName = (name: string): string =>
  (name.split('-').at(-1) ?? name).replace(/(Functie)?[0-9A-F]{8}$/, '').toLowerCase();

/** `inburgeringshub-coa`, or a name that CloudFormation made of it, is `coa` to a reader. */
const shortName = (service: unknown, functionName: string): string =>
  typeof service === 'string' ? (service.split('-').at(-1) ?? service) : functionName;

/** The line to show, or undefined when there is nothing to tell. */
export const activityLine = (functionName: string, line: string): string | undefined => {
  const value = parsed(line);
  if (value === undefined) {
    // What a function or the embedded cloud prints when it breaks; only its first line says what.
    return /error|timed out/i.test(line) && !/^\s+at /.test(line) ? `! ${functionName}: ${line}` : undefined;
  }
  const entry = LogLine.safeParse(value);
  if (!entry.success || !isWorthShowing(entry.data.level)) return undefined;
  const { level, message, timestamp, service } = { service: undefined, ...entry.data };
  const details = SHOWN.flatMap((name) => {
    const detail = entry.data[name];
    if (Array.isArray(detail)) return detail.length === 0 ? [] : [`${name}=${detail.join(',')}`];
    return typeof detail === 'string' || typeof detail === 'number' ? [`${name}=${detail}`] : [];
  });
  const time = (timestamp ?? '').slice(11, 19);
  return [
    isTrouble(level) ? '!' : ' ',
    time,
    shortName(service, functionName).padEnd(16),
    message,
    ...details,
  ]
    .filter((part) => part !== '')
    .join(' ');
};
