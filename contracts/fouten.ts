import type { z } from 'zod';

/** One fault in a message: where (RFC 6901 JSON pointer) and what, in Dutch and without the offending value. */
export interface Fout {
  readonly pointer: string;
  readonly detail: string;
}

/** A path as RFC 6901 writes it. */
export const jsonPointer = (pad: readonly PropertyKey[]): string =>
  pad.map((deel) => `/${String(deel).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const opPad = (waarde: unknown, pad: readonly PropertyKey[]): unknown =>
  pad.reduce<unknown>(
    (huidig, deel) => (typeof huidig === 'object' && huidig !== null ? Reflect.get(huidig, deel) : undefined),
    waarde,
  );

const SOORTEN: Readonly<Record<string, string>> = {
  string: 'tekst',
  number: 'een getal',
  int: 'een geheel getal',
  boolean: 'true of false',
  object: 'een object',
  record: 'een object',
  array: 'een lijst',
};

const EENHEDEN: Readonly<Record<string, readonly [een: string, meer: string]>> = {
  string: [' teken', ' tekens'],
  array: [' element', ' elementen'],
};

const eenheid = (soort: string, aantal: number | bigint): string => {
  const [een, meer] = EENHEDEN[soort] ?? ['', ''];
  return Number(aantal) === 1 ? een : meer;
};

/** What zod says, in the words of a receiver; never repeats the value, which may be personal. */
const inWoorden = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `moet ${SOORTEN[issue.expected] ?? issue.expected} zijn`;
    case 'too_small':
      return `is te klein of te kort: minstens ${issue.minimum}${eenheid(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `is te groot of te lang: hoogstens ${issue.maximum}${eenheid(issue.origin, issue.maximum)}`;
    case 'invalid_value':
      return issue.message.startsWith('Invalid')
        ? `moet een van deze zijn: ${issue.values.join(', ')}`
        : issue.message;
    case 'invalid_format':
    case 'custom':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
      return issue.message;
  }
};

/** Every fault that zod found in `invoer`, unknown members one by one, in the order of the message. */
export const foutenVan = (fout: z.ZodError, invoer: unknown): Fout[] =>
  fout.issues.flatMap((issue): Fout[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((naam) => ({
        pointer: jsonPointer([...issue.path, naam]),
        detail: 'is geen bekend veld',
      }));
    }
    const ontbreekt = issue.path.length > 0 && opPad(invoer, issue.path) === undefined;
    return [
      {
        pointer: jsonPointer(issue.path),
        detail: ontbreekt && issue.code !== 'custom' ? 'ontbreekt' : inWoorden(issue),
      },
    ];
  });

/** Faults of several checks together; about a place that an earlier check named, a later one keeps silent. */
export const joinFaults = (...checks: readonly (readonly Fout[])[]): readonly Fout[] =>
  checks.flatMap((faults, place) => {
    const earlier = new Set(
      checks
        .slice(0, place)
        .flat()
        .map(({ pointer }) => pointer),
    );
    return faults.filter(({ pointer }) => !earlier.has(pointer));
  });
