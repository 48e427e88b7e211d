import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The files with prices and volumes: what they must hold, and how old it is. */

const Datum = z.iso.date();
const Herkomst = { bron: z.string().min(1), datum: Datum, status: z.enum(['gevonden', 'te controleren']) };

const Prijs = z.strictObject({
  eenheid: z.string().min(1),
  /** The dollars buy so many. */
  per: z.number().positive(),
  dollar: z.number().positive(),
  ...Herkomst,
});
export type Prijs = z.infer<typeof Prijs>;

export const PRIJSNAMEN = [
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
export type Prijsnaam = (typeof PRIJSNAMEN)[number];

export const Prijzen = z.strictObject({
  regio: z.string().min(1),
  dollarPerEuro: z.strictObject({ koers: z.number().positive(), ...Herkomst }),
  prijzen: z.record(z.enum(PRIJSNAMEN), Prijs),
});
export type Prijzen = z.infer<typeof Prijzen>;

const Gebied = z.strictObject({
  naam: z.string().min(1),
  gemeenten: z.int().positive(),
  /** Partners with a queue of their own, of all these gemeenten together. */
  kanalen: z.int().nonnegative(),
  koppelingenPerJaar: z.number().positive(),
  bron: z.string().min(1),
});
export type Gebied = z.infer<typeof Gebied>;

const AANNAMEN = [
  'berichtenPerKoppeling',
  'raadplegingenPerKoppeling',
  'pollersPerMapping',
  'pollersPerKanaal',
  'pollSeconden',
  'koudePerAanroep',
  'koudeStartMs',
  'vcpuVolMB',
  'platformLogBytes',
  'sqsSleutelSeconden',
  'sleutelGebruikers',
  'meldingenPerMaand',
] as const;

export const Volumes = z.strictObject({
  gebieden: z.array(Gebied).min(1),
  aannamen: z.record(
    z.enum(AANNAMEN),
    z.strictObject({ waarde: z.number().nonnegative(), bron: z.string().min(1) }),
  ),
});
export type Volumes = z.infer<typeof Volumes>;

/** The assumptions without their sources. */
export type Aannamen = Readonly<Record<(typeof AANNAMEN)[number], number>>;

const lees = <Schema extends z.ZodType>(bestand: string, schema: Schema): z.infer<Schema> =>
  schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', bestand), 'utf8')));

/** The prices of a region, `bench/prijzen/<region>.json`. */
export const leesPrijzen = (regio: string): Prijzen => {
  const regios = readdirSync(join(import.meta.dirname, '../prijzen')).map((naam) =>
    naam.replace('.json', ''),
  );
  if (!regios.includes(regio)) throw new Error(`no prices of ${regio}: choose ${regios.join(', ')}`);
  return lees(`prijzen/${regio}.json`, Prijzen);
};

/** `bench/volumes.json`. */
export const leesVolumes = (): Volumes => lees('volumes.json', Volumes);

export const aannamenVan = ({ aannamen }: Volumes): Aannamen =>
  Object.fromEntries(Object.entries(aannamen).map(([naam, { waarde }]) => [naam, waarde])) as Aannamen;

/** How far the prices can be trusted: the oldest, in days before `nu`, and those without a source of this region. */
export const ouderdom = (
  { prijzen, dollarPerEuro }: Prijzen,
  nu: Date,
): {
  readonly oudsteDagen: number;
  readonly koersDagen: number;
  readonly teControleren: readonly string[];
} => {
  const dagen = (datum: string): number => Math.floor((nu.getTime() - Date.parse(datum)) / 86_400_000);
  return {
    oudsteDagen: Math.max(...Object.values(prijzen).map(({ datum }) => dagen(datum))),
    koersDagen: dagen(dollarPerEuro.datum),
    teControleren: Object.entries(prijzen).flatMap(([naam, { status }]) =>
      status === 'te controleren' ? [naam] : [],
    ),
  };
};
