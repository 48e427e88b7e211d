import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { METRIEK_NAAMRUIMTE, METRIEKEN } from '../../contracts/metrieken.ts';
import { createApp, type GemeenteKanalen } from '../../infra/app.ts';
import { leesOmgeving } from '../../infra/omgevingen/omgeving.ts';
import { STANDAARD } from '../../infra/omgevingen/standaard.ts';

/** What the stacks hold whether or not a message comes, counted in the templates themselves. */

export const VASTE_MATEN = [
  'alarmen',
  'samengesteldeAlarmen',
  'dashboards',
  'geheimen',
  'sleutels',
  'mappings',
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

const Metriek = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.unknown().optional(),
});
const Alarm = Metriek.extend({
  Metrics: z.array(z.object({ MetricStat: z.object({ Metric: Metriek }).optional() })).optional(),
});

/** The metrics that an alarm reads: one on an expression costs as many alarms as it reads metrics. */
const metriekenVan = ({ Properties }: Bron): readonly z.infer<typeof Metriek>[] => {
  const { Metrics, ...zelf } = Alarm.parse(Properties);
  return (
    Metrics?.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])) ?? [zelf]
  );
};

/** Series of our own: each that an alarm watches, and one for each name that none does. */
const eigenMetrieken = (alarmen: readonly Bron[]): number => {
  const bewaakt = alarmen
    .flatMap(metriekenVan)
    .filter(({ Namespace }) => Namespace === METRIEK_NAAMRUIMTE)
    .map(({ MetricName = '', Dimensions }) => ({
      MetricName,
      reeks: JSON.stringify([MetricName, Dimensions]),
    }));
  const namen = new Set(bewaakt.map(({ MetricName }) => MetricName));
  const los = Object.keys(METRIEKEN).filter((naam) => !namen.has(naam));
  return new Set(bewaakt.map(({ reeks }) => reeks)).size + los.length;
};

const PARTNERWACHTRIJ = /-\d{4}-(?!.*dode-brieven).*\.fifo$/;

/** Counts what a set of templates holds. */
export const telSjablonen = (sjablonen: readonly unknown[]): Vast => {
  const bronnen = sjablonen.flatMap((sjabloon) => Object.values(Bronnen.parse(sjabloon).Resources));
  const van = (type: string): readonly Bron[] => bronnen.filter(({ Type }) => Type === type);
  const alarmen = van('AWS::CloudWatch::Alarm');
  return {
    alarmen: alarmen.flatMap(metriekenVan).length,
    samengesteldeAlarmen: van('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: van('AWS::CloudWatch::Dashboard').length,
    geheimen: van('AWS::SecretsManager::Secret').length,
    sleutels: van('AWS::KMS::Key').length,
    mappings: van('AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => Properties['Enabled'] !== false,
    ).length,
    kanalen: van('AWS::SQS::Queue').filter(({ Properties }) =>
      PARTNERWACHTRIJ.test(String(Properties['QueueName'])),
    ).length,
    wachtrijen: van('AWS::SQS::Queue').length,
    metrieken: eigenMetrieken(alarmen),
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

const synthetiseer = (gemeenten: readonly GemeenteKanalen[]): Vast => {
  const outdir = mkdtempSync(join(tmpdir(), 'inburgeringshub-kosten-'));
  try {
    const { app } = createApp({
      omgeving: leesOmgeving({
        ...STANDAARD,
        naam: 'productie',
        gegevens: 'bewaren',
        labels: { eigenaar: 'kosten', kostenplaats: 'kosten' },
      }),
      gemeenten,
      outdir,
      codeFor: () => Code.fromInline('export const handler = async () => {};'),
    });
    return telSjablonen(app.synth().stacks.map(({ template }) => template as unknown));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const gemeente = (gemeentecode: string, ...sleutels: readonly string[]): GemeenteKanalen => ({
  gemeentecode,
  partners: sleutels.map((sleutel) => ({ sleutel })),
});

/** Synthesises the stacks of a productie hub three times and takes the line through them. */
export const telStacks = (): Lijn =>
  lijnDoor(
    synthetiseer([gemeente('0907', 'taalschool')]),
    synthetiseer([gemeente('0907', 'taalschool', 'balk')]),
    synthetiseer([gemeente('0907', 'taalschool'), gemeente('0171', 'taalschool')]),
  );
