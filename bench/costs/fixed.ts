import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { COUNTED_PER, METRICS, type Metric } from '../../contracts/internal/metrics.ts';
import { createApp } from '../../infra/app.ts';
import { MANY_GEMEENTEN } from '../../infra/constructs/consumer.ts';
import { DEFAULTS } from '../../infra/environments/defaults.ts';
import { readEnvironment } from '../../infra/environments/environment.ts';
import { parseRate } from '../../local/events/schedule.ts';

/** What the stacks hold whether or not a message comes, counted in the templates themselves. */

export const FIXED_SIZES = [
  'alarmen',
  'samengesteldeAlarmen',
  'dashboards',
  'geheimen',
  'sleutels',
  'mappings',
  'mappingsBegrensd',
  'fifoMappings',
  'kanalen',
  'wachtrijen',
  'zeldenGemeten',
  'bijLezenGemeten',
] as const;
export type FixedSize = (typeof FIXED_SIZES)[number];
export type Fixed = Readonly<Record<FixedSize, number>>;

/**
 * Everything grows in a straight line with gemeenten and channels, which three syntheses give: one line for few gemeenten, and one
 * for as many as have their queues bounded.
 */
export interface Line {
  readonly begin: Fixed;
  readonly perGemeente: Fixed;
  readonly perKanaal: Fixed;
}

const Sources = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
type Source = z.infer<typeof Sources>['Resources'][string];

const Alarm = z.object({
  Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional(),
});

/** An alarm on an expression costs as many alarms as it reads metrics. */
const alarmMetrics = ({ Properties }: Source): number =>
  Alarm.parse(Properties).Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;

/** Series of our own that are sent in these hours, whichever function counts: one of a metric, or one for each gemeente. */
const ownMetrics = (sent: Metric['sent'], gemeenten: number): number =>
  Object.entries<Metric>(METRICS)
    .filter(([, metric]) => metric.sent === sent)
    .reduce((total, [name]) => total + (name in COUNTED_PER ? gemeenten : 1), 0);

const PARTNER_QUEUE = /-\d{4}-(?!.*dode-brieven).*\.fifo$/;

const Mapping = z.object({
  Enabled: z.boolean().default(true),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  EventSourceArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).optional(),
});

/**
 * The enabled mappings of a template by how they ask their queue: a FIFO queue has a price of its own, and with a bound on what
 * runs at once Lambda never asks with fewer pollers.
 */
const mappingsIn = (template: unknown): readonly ('fifo' | 'bounded' | 'free')[] => {
  const { Resources } = Sources.parse(template);
  return Object.values(Resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::EventSourceMapping') return [];
    const { Enabled, EventSourceArn, ScalingConfig } = Mapping.parse(Properties);
    if (!Enabled) return [];
    const queue = Resources[EventSourceArn?.['Fn::GetAtt'][0] ?? ''];
    if (queue?.Properties['FifoQueue'] === true) return ['fifo'];
    return ScalingConfig === undefined ? ['free'] : ['bounded'];
  });
};

const sourcesOf = (templates: readonly unknown[]): readonly Source[] =>
  templates.flatMap((template) => Object.values(Sources.parse(template).Resources));

/** Counts what a set of templates of so many gemeenten holds. */
export const countTemplates = (templates: readonly unknown[], gemeenten: number): Fixed => {
  const sources = sourcesOf(templates);
  const of = (type: string): readonly Source[] => sources.filter(({ Type }) => Type === type);
  const alarms = of('AWS::CloudWatch::Alarm');
  const mappings = templates.flatMap(mappingsIn);
  return {
    alarmen: alarms.reduce((total, alarm) => total + alarmMetrics(alarm), 0),
    samengesteldeAlarmen: of('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    geheimen: of('AWS::SecretsManager::Secret').length,
    sleutels: of('AWS::KMS::Key').length,
    mappings: mappings.filter((kind) => kind === 'free').length,
    mappingsBegrensd: mappings.filter((kind) => kind === 'bounded').length,
    fifoMappings: mappings.filter((kind) => kind === 'fifo').length,
    kanalen: of('AWS::SQS::Queue').filter(({ Properties }) =>
      PARTNER_QUEUE.test(String(Properties['QueueName'])),
    ).length,
    wachtrijen: of('AWS::SQS::Queue').length,
    zeldenGemeten: ownMetrics('seldom', gemeenten),
    bijLezenGemeten: ownMetrics('by reading', gemeenten),
  };
};

const every = (value: (size: FixedSize) => number): Fixed =>
  Object.fromEntries(FIXED_SIZES.map((size) => [size, value(size)])) as Fixed;

/**
 * The line through three counts: of so many gemeenten with one channel each, the same with one channel more, and one gemeente more
 * with one each.
 */
export const lineBy = (gemeenten: number, base: Fixed, channelMore: Fixed, gemeenteMore: Fixed): Line => {
  const perKanaal = every((size) => channelMore[size] - base[size]);
  const perGemeente = every((size) => gemeenteMore[size] - channelMore[size]);
  return {
    perKanaal,
    perGemeente,
    begin: every((size) => base[size] - gemeenten * (perGemeente[size] + perKanaal[size])),
  };
};

/** What a hub of so many gemeenten and channels holds. */
export const fixedOf = ({ begin, perGemeente, perKanaal }: Line, gemeenten: number, kanalen: number): Fixed =>
  every((size) => begin[size] + gemeenten * perGemeente[size] + kanalen * perKanaal[size]);

/** A run by the clock: what the function gets, and how often. */
export interface ScheduledTask {
  /** The output that names the function: the first word of the logical id of the target. */
  readonly functionOutput: string;
  /** The clock puts the order in the queue of the function. */
  readonly byQueue: boolean;
  readonly input: unknown;
  readonly perMonth: number;
}

const MS_PER_MONTH = (365 / 12) * 86_400_000;

const Rule = z.object({
  ScheduleExpression: z.string().optional(),
  State: z.string().optional(),
  Targets: z
    .array(
      z.looseObject({
        Arn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
        Input: z.string().default('{}'),
      }),
    )
    .default([]),
});

/** What the clock runs, as the rules in one template say. */
const scheduledIn = (template: unknown): readonly ScheduledTask[] => {
  const { Resources } = Sources.parse(template);
  return Object.values(Resources)
    .filter(({ Type, Properties }) => Type === 'AWS::Events::Rule' && 'ScheduleExpression' in Properties)
    .map(({ Properties }) => Rule.parse(Properties))
    .flatMap(({ ScheduleExpression, State, Targets }) =>
      ScheduleExpression === undefined || State === 'DISABLED'
        ? []
        : Targets.map(({ Arn, Input }) => {
            const [target] = Arn['Fn::GetAtt'];
            return {
              functionOutput: `${/^[A-Z][a-z]+/.exec(target)?.[0]}FunctieNaam`,
              byQueue: Resources[target]?.Type === 'AWS::SQS::Queue',
              input: JSON.parse(Input) as unknown,
              perMonth: MS_PER_MONTH / parseRate(ScheduleExpression),
            };
          }),
    );
};

/** What the clock runs, in all of these templates. */
export const scheduledTasks = (templates: readonly unknown[]): readonly ScheduledTask[] =>
  templates.flatMap(scheduledIn);

const synthesise = (hub: ReturnType<typeof gemeenten>): readonly unknown[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'inburgeringshub-kosten-'));
  try {
    const { app } = createApp({
      environment: readEnvironment({
        ...DEFAULTS,
        naam: 'productie',
        gegevens: 'bewaren',
        labels: { eigenaar: 'kosten', kostenplaats: 'kosten' },
      }),
      gemeenten: hub,
      outdir,
      codeFor: () => Code.fromInline('export const handler = async () => {};'),
    });
    return app.synth().stacks.map(({ template }) => template as unknown);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/** So many gemeenten with one channel each. */
const gemeenten = (count: number, more: readonly string[] = []) =>
  Array.from({ length: count }, (_, nth) => ({
    gemeentecode: String(1000 + nth),
    partners: ['taalschool', ...(nth === 0 ? more : [])].map((key) => ({ sleutel: key })),
  }));

const lineFrom = (count: number, templates = synthesise(gemeenten(count))): Line =>
  lineBy(
    count,
    countTemplates(templates, count),
    countTemplates(synthesise(gemeenten(count, ['balk'])), count),
    countTemplates(synthesise(gemeenten(count + 1)), count + 1),
  );

/** What the stacks of a productie hub of so many gemeenten and channels hold, and what the clock runs in a hub of one gemeente. */
export const countStacks = (): {
  readonly fixedOf: (gemeenten: number, kanalen: number) => Fixed;
  readonly clock: readonly ScheduledTask[];
} => {
  const ofOne = synthesise(gemeenten(1));
  const [few, many] = [lineFrom(1, ofOne), lineFrom(MANY_GEMEENTEN)];
  return {
    fixedOf: (count, kanalen) => fixedOf(count < MANY_GEMEENTEN ? few : many, count, kanalen),
    clock: scheduledTasks(ofOne),
  };
};
