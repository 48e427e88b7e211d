import * as z from 'zod';
import { controleAltijd, leden } from './controle.ts';

/** Filters of a subscription (CloudEvents Subscriptions 0.1 §3.2.4): on attributes of a message, never on its data. */

const FILTERDIALECTEN = ['exact', 'prefix', 'suffix', 'all', 'any', 'not'] as const;

/** Attributes of the messages that the hub sends; their names are compared without regard to case. */
const ATTRIBUTEN: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
]);

const bekendeAttributen = controleAltijd<Record<string, string>>((voorwaarden, meld) => {
  const namen = Object.keys(leden(voorwaarden));
  if (namen.length === 0) meld([], 'noemt geen attribuut');
  for (const naam of namen) {
    if (!ATTRIBUTEN.has(naam.toLowerCase())) meld([naam], 'is geen attribuut van een bericht');
  }
});

/** Attributes of which every value is a UUID, and so the same in capitals. */
const UUID_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'subject']);

const withUuidsInLowerCase = (conditions: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(conditions).map(([name, value]) => [
      name,
      UUID_ATTRIBUTES.has(name.toLowerCase()) ? value.toLowerCase() : value,
    ]),
  );

const voorwaarden = (title: string, description: string) =>
  z
    .record(z.string(), z.string().min(1).max(500))
    .check(bekendeAttributen)
    .overwrite(withUuidsInLowerCase)
    .optional()
    .meta({
      title,
      description,
      examples: [{ type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1' }],
    });

const eenDialect = controleAltijd<object>((filter, meld) => {
  const gekozen = FILTERDIALECTEN.filter((dialect) => leden(filter)[dialect] !== undefined);
  if (gekozen.length !== 1) meld([], `moet precies één van deze hebben: ${FILTERDIALECTEN.join(', ')}`);
});

/** One filter: exactly one of the dialects, of which three hold filters themselves. */
export interface FilterInvoer {
  exact?: Record<string, string> | undefined;
  prefix?: Record<string, string> | undefined;
  suffix?: Record<string, string> | undefined;
  all?: FilterInvoer[] | undefined;
  any?: FilterInvoer[] | undefined;
  not?: FilterInvoer | undefined;
}

const deelfilters = (title: string, description: string) =>
  z
    .array(z.lazy((): z.ZodType<FilterInvoer> => Filter))
    .min(1)
    .max(10)
    .optional()
    .meta({ title, description });

export const Filter: z.ZodType<FilterInvoer> = z
  .strictObject({
    exact: voorwaarden('Exact', 'Elk genoemd attribuut heeft precies deze waarde'),
    prefix: voorwaarden('Prefix', 'Elk genoemd attribuut begint met deze waarde'),
    suffix: voorwaarden('Suffix', 'Elk genoemd attribuut eindigt op deze waarde'),
    all: deelfilters('All', 'Al deze filters passen'),
    any: deelfilters('Any', 'Een van deze filters past'),
    not: z
      .lazy((): z.ZodType<FilterInvoer> => Filter)
      .optional()
      .meta({ title: 'Not', description: 'Dit filter past niet' }),
  })
  .check(eenDialect)
  .meta({
    title: 'Filter',
    description: 'Voorwaarde aan de attributen van een bericht; precies één van de zes',
  });
