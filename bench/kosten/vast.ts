import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import type { Gemeentecode } from '../../contracts/basistypen.ts';
import { BRONNEN, METRIEKEN, type Metriek, type MetriekNaam, UITZENDERS } from '../../contracts/metrieken.ts';
import { createApp } from '../../infra/app.ts';
import { leesOmgeving } from '../../infra/omgevingen/omgeving.ts';
import { STANDAARD } from '../../infra/omgevingen/standaard.ts';
import { parseRate } from '../../local/events/schedule.ts';

/** What the stacks hold whether or not a message comes, counted in the templates themselves. */

export const VASTE_MATEN = [
  'alarmen',
  'samengesteldeAlarmen',
  'dashboards',
  'geheimen',
  'sleutels',
  'mappings',
  'fifoMappings',
  'kanalen',
  'wachtrijen',
  'metrieken',
] as const;
export type VasteMaat = (typeof VASTE_MATEN)[number];
export type Vast = Readonly<Record<VasteMaat, number>>;

/** Everything grows in a straight line with gemeenten and channels: three syntheses give that line. */
export interface Lijn {
  readonly begin: Vast;
  readonly perGemeente: Vast;
  readonly perKanaal: Vast;
}

const Bronnen = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
type Bron = z.infer<typeof Bronnen>['Resources'][string];

const Alarm = z.object({
  Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional(),
});

/** An alarm on an expression costs as many alarms as it reads metrics. */
const alarmMetrieken = ({ Properties }: Bron): number =>
  Alarm.parse(Properties).Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;

/** How many series of a metric a function emits: one, or one for each value of its second dimension. */
const reeksen = (naam: MetriekNaam, gemeenten: number): number => {
  const { dimensie }: Metriek = METRIEKEN[naam];
  if (dimensie === undefined) return 1;
  return dimensie === 'bron' ? BRONNEN.length : gemeenten;
};

/** Series of our own, of all functions together. */
export const eigenMetrieken = (gemeenten: number): number =>
  Object.values<readonly MetriekNaam[]>(UITZENDERS)
    .flat()
    .reduce((som, naam) => som + reeksen(naam, gemeenten), 0);

const PARTNERWACHTRIJ = /-\d{4}-(?!.*dode-brieven).*\.fifo$/;

const Mapping = z.object({
  Enabled: z.boolean().default(true),
  EventSourceArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).optional(),
});

/** Of each enabled mapping of a template, whether it reads a FIFO queue: that has a price of its own. */
const leestFifo = (sjabloon: unknown): readonly boolean[] => {
  const { Resources } = Bronnen.parse(sjabloon);
  return Object.values(Resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::EventSourceMapping') return [];
    const { Enabled, EventSourceArn } = Mapping.parse(Properties);
    const wachtrij = Resources[EventSourceArn?.['Fn::GetAtt'][0] ?? ''];
    return Enabled ? [wachtrij?.Properties['FifoQueue'] === true] : [];
  });
};

const bronnenVan = (sjablonen: readonly unknown[]): readonly Bron[] =>
  sjablonen.flatMap((sjabloon) => Object.values(Bronnen.parse(sjabloon).Resources));

/** Counts what a set of templates of so many gemeenten holds. */
export const telSjablonen = (sjablonen: readonly unknown[], gemeenten: number): Vast => {
  const bronnen = bronnenVan(sjablonen);
  const van = (type: string): readonly Bron[] => bronnen.filter(({ Type }) => Type === type);
  const alarmen = van('AWS::CloudWatch::Alarm');
  const mappings = sjablonen.flatMap(leestFifo);
  return {
    alarmen: alarmen.reduce((som, alarm) => som + alarmMetrieken(alarm), 0),
    samengesteldeAlarmen: van('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: van('AWS::CloudWatch::Dashboard').length,
    geheimen: van('AWS::SecretsManager::Secret').length,
    sleutels: van('AWS::KMS::Key').length,
    mappings: mappings.filter((fifo) => !fifo).length,
    fifoMappings: mappings.filter((fifo) => fifo).length,
    kanalen: van('AWS::SQS::Queue').filter(({ Properties }) =>
      PARTNERWACHTRIJ.test(String(Properties['QueueName'])),
    ).length,
    wachtrijen: van('AWS::SQS::Queue').length,
    metrieken: eigenMetrieken(gemeenten),
  };
};

const elke = (waarde: (maat: VasteMaat) => number): Vast =>
  Object.fromEntries(VASTE_MATEN.map((maat) => [maat, waarde(maat)])) as Vast;

/** The line through three counts: of one gemeente with one channel, one with two, and two with one each. */
export const lijnDoor = (eenEen: Vast, eenTwee: Vast, tweeTwee: Vast): Lijn => {
  const perKanaal = elke((maat) => eenTwee[maat] - eenEen[maat]);
  const perGemeente = elke((maat) => tweeTwee[maat] - eenTwee[maat]);
  return {
    perKanaal,
    perGemeente,
    begin: elke((maat) => eenEen[maat] - perGemeente[maat] - perKanaal[maat]),
  };
};

/** What a hub of so many gemeenten and channels holds. */
export const vastVan = ({ begin, perGemeente, perKanaal }: Lijn, gemeenten: number, kanalen: number): Vast =>
  elke((maat) => begin[maat] + gemeenten * perGemeente[maat] + kanalen * perKanaal[maat]);

/** A run by the clock: what the function gets, and how often. */
export interface Kloktaak {
  readonly invoer: unknown;
  readonly perMaand: number;
}

const MS_PER_MAAND = (365 / 12) * 86_400_000;

const Regel = z.object({
  ScheduleExpression: z.string().optional(),
  State: z.string().optional(),
  Targets: z.array(z.looseObject({ Input: z.string().default('{}') })).default([]),
});

/** What the clock runs, as the rules in the templates say. */
export const kloktaken = (sjablonen: readonly unknown[]): readonly Kloktaak[] =>
  bronnenVan(sjablonen)
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties }) => Regel.parse(Properties))
    .flatMap(({ ScheduleExpression, State, Targets }) =>
      ScheduleExpression === undefined || State === 'DISABLED'
        ? []
        : Targets.map(({ Input }) => ({
            invoer: JSON.parse(Input) as unknown,
            perMaand: MS_PER_MAAND / parseRate(ScheduleExpression),
          })),
    );

const synthetiseer = (gemeenten: readonly ReturnType<typeof gemeente>[]): readonly unknown[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'inburgeringshub-kosten-'));
  try {
    const { app } = createApp({
      omgeving: leesOmgeving({
        ...STANDAARD,
        naam: 'productie',
        gegevens: 'bewaren',
        labels: { eigenaar: 'kosten', kostenplaats: 'kosten' },
        gemeenten: gemeenten.map(({ gemeentecode }) => gemeentecode),
      }),
      gemeenten,
      outdir,
      codeFor: () => Code.fromInline('export const handler = async () => {};'),
    });
    return app.synth().stacks.map(({ template }) => template as unknown);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const gemeente = (gemeentecode: Gemeentecode, ...sleutels: readonly string[]) => ({
  gemeentecode,
  partners: sleutels.map((sleutel) => ({ sleutel })),
});

/** Synthesises the stacks of a productie hub three times, for the line through them and for what the clock runs. */
export const telStacks = (): { readonly lijn: Lijn; readonly klok: readonly Kloktaak[] } => {
  const eenEen = synthetiseer([gemeente('0907', 'taalschool')]);
  const eenTwee = synthetiseer([gemeente('0907', 'taalschool', 'balk')]);
  const tweeTwee = synthetiseer([gemeente('0907', 'taalschool'), gemeente('0171', 'taalschool')]);
  return {
    lijn: lijnDoor(telSjablonen(eenEen, 1), telSjablonen(eenTwee, 1), telSjablonen(tweeTwee, 2)),
    klok: kloktaken(eenEen),
  };
};
