import * as z from 'zod';
import { checkAlways, members } from './checks.ts';

/**
 * Filters of an abonnement (CloudEvents Subscriptions 0.1 §3.2.4). They look at attributes of a message, never at its
 * data.
 */

const FILTER_DIALECTS = ['exact', 'prefix', 'suffix', 'all', 'any', 'not'] as const;

/** Attributes of the messages that the hub sends. Case makes no difference to their names. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
]);

const knownAttributes = checkAlways<Record<string, string>>((conditions, report) => {
  const names = Object.keys(members(conditions));
  if (names.length === 0) report([], 'noemt geen attribuut');
  for (const name of names) {
    if (!ATTRIBUTES.has(name.toLowerCase())) report([name], 'is geen attribuut van een bericht');
  }
});

/** Attributes whose values are UUIDs, for which case makes no difference. */
const UUID_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'subject']);

const withUuidsInLowerCase = (conditions: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(conditions).map(([name, value]) => [
      name,
      UUID_ATTRIBUTES.has(name.toLowerCase()) ? value.toLowerCase() : value,
    ]),
  );

const conditions = (title: string, description: string) =>
  z
    .record(z.string(), z.string().min(1).max(500))
    .check(knownAttributes)
    .overwrite(withUuidsInLowerCase)
    .optional()
    .meta({
      title,
      description,
      examples: [{ type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1' }],
    });

const oneDialect = checkAlways<object>((filter, report) => {
  const chosen = FILTER_DIALECTS.filter((dialect) => members(filter)[dialect] !== undefined);
  if (chosen.length !== 1) report([], `moet precies één van deze hebben: ${FILTER_DIALECTS.join(', ')}`);
});

/** One filter. It has exactly one of the dialects; three of those hold filters themselves. */
export interface FilterInput {
  exact?: Record<string, string> | undefined;
  prefix?: Record<string, string> | undefined;
  suffix?: Record<string, string> | undefined;
  all?: FilterInput[] | undefined;
  any?: FilterInput[] | undefined;
  not?: FilterInput | undefined;
}

const subfilters = (title: string, description: string) =>
  z
    .array(z.lazy((): z.ZodType<FilterInput> => Filter))
    .min(1)
    .max(10)
    .optional()
    .meta({ title, description });

export const Filter: z.ZodType<FilterInput> = z
  .strictObject({
    exact: conditions('Exact', 'Elk genoemd attribuut heeft precies deze waarde'),
    prefix: conditions('Prefix', 'Elk genoemd attribuut begint met deze waarde'),
    suffix: conditions('Suffix', 'Elk genoemd attribuut eindigt op deze waarde'),
    all: subfilters('All', 'Al deze filters passen'),
    any: subfilters('Any', 'Een van deze filters past'),
    not: z
      .lazy((): z.ZodType<FilterInput> => Filter)
      .optional()
      .meta({ title: 'Not', description: 'Dit filter past niet' }),
  })
  .check(oneDialect)
  .meta({
    title: 'Filter',
    description: 'Voorwaarde aan de attributen van een bericht; precies één van de zes',
  });
