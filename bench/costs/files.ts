import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Reads and checks the files with prices and volumes, and tells how old the prices are. */

const Datum = z.iso.date();
const Origin = { bron: z.string().min(1), datum: Datum, status: z.enum(['gevonden', 'te controleren']) };

const Price = z.strictObject({
  eenheid: z.string().min(1),
  /** The number of units that the price in dollars buys. */
  per: z.number().positive(),
  dollar: z.number().positive(),
  ...Origin,
});
export type Price = z.infer<typeof Price>;

export const PRICE_NAMES = [
  'dynamodbSchrijven',
  'dynamodbLezen',
  'dynamodbOpslag',
  'dynamodbHerstelpunt',
  'sqsStandaard',
  'sqsFifo',
  'eventbridge',
  'archiefOpnemen',
  'archiefOpslag',
  'lambdaAanroep',
  'lambdaRekentijd',
  'apiGateway',
  'kmsVerzoek',
  'kmsSleutel',
  'geheim',
  'geheimVerzoek',
  'logsOpnemen',
  'logsOpslag',
  'metriek',
  'alarm',
  'samengesteldAlarm',
  'dashboard',
  'snsEmail',
  'verkeerUit',
] as const;
export type PriceName = (typeof PRICE_NAMES)[number];

export const Prices = z.strictObject({
  regio: z.string().min(1),
  dollarPerEuro: z.strictObject({ koers: z.number().positive(), ...Origin }),
  prijzen: z.record(z.enum(PRICE_NAMES), Price),
});
export type Prices = z.infer<typeof Prices>;

const Area = z.strictObject({
  naam: z.string().min(1),
  gemeenten: z.int().positive(),
  /** The number of partners with a queue of their own, of all these gemeenten together. */
  kanalen: z.int().nonnegative(),
  koppelingenPerJaar: z.number().positive(),
  bron: z.string().min(1),
});
export type Area = z.infer<typeof Area>;

const ASSUMPTIONS = [
  'berichtenPerKoppeling',
  'raadplegingenPerKoppeling',
  'pollersPerMapping',
  'pollersZonderGrens',
  'urenZeldenGemeten',
  'pollersPerKanaal',
  'pollSeconden',
  'koudePerAanroep',
  'koudePerTik',
  'koudeStartMs',
  'vcpuVolMB',
  'platformLogBytes',
  'sqsSleutelSeconden',
  'sleutelGebruikers',
  'meldingenPerMaand',
] as const;

export const Volumes = z.strictObject({
  gebieden: z.array(Area).min(1),
  aannamen: z.record(
    z.enum(ASSUMPTIONS),
    z.strictObject({ waarde: z.number().nonnegative(), bron: z.string().min(1) }),
  ),
});
export type Volumes = z.infer<typeof Volumes>;

/** The assumptions without their sources. */
export type Assumptions = Readonly<Record<(typeof ASSUMPTIONS)[number], number>>;

const read = <Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> =>
  schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8')));

/** The prices of a region, `bench/prices/<region>.json`. */
export const readPrices = (regio: string): Prices => {
  const regions = readdirSync(join(import.meta.dirname, '../prices')).map((name) =>
    name.replace('.json', ''),
  );
  if (!regions.includes(regio)) throw new Error(`no prices of ${regio}: choose ${regions.join(', ')}`);
  return read(`prices/${regio}.json`, Prices);
};

/** The volumes and assumptions in `bench/volumes.json`. */
export const readVolumes = (): Volumes => read('volumes.json', Volumes);

export const assumptionsOf = ({ aannamen }: Volumes): Assumptions =>
  Object.fromEntries(Object.entries(aannamen).map(([name, { waarde }]) => [name, waarde])) as Assumptions;

/** The age in days at `now` of the oldest price and of the exchange rate, and the prices that still have to be checked. */
export const age = (
  { prijzen, dollarPerEuro }: Prices,
  now: Date,
): {
  readonly oldestDays: number;
  readonly rateDays: number;
  readonly toCheck: readonly string[];
} => {
  const days = (datum: string): number => Math.floor((now.getTime() - Date.parse(datum)) / 86_400_000);
  return {
    oldestDays: Math.max(...Object.values(prijzen).map(({ datum }) => days(datum))),
    rateDays: days(dollarPerEuro.datum),
    toCheck: Object.entries(prijzen).flatMap(([name, { status }]) =>
      status === 'te controleren' ? [name] : [],
    ),
  };
};
