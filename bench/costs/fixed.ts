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

/** Counts in the templates the resources that cost money also without messages. */

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
 * The number of resources as a straight line in gemeenten and channels, which three syntheses determine. One line holds for few
 * gemeenten, and another from the number of gemeenten on at which the mappings of the queues are bounded.
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

/** The number of alarms that AWS charges for one alarm. An alarm on an expression costs one alarm for each metric that it reads. */
const alarmMetrics = ({ Properties }: Source): number =>
  Alarm.parse(Properties).Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;

/** The number of series of the hub's own metrics that are sent at these times: one for each metric, or one for each gemeente. */
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
 * The enabled mappings of a template by the way that Lambda polls their queue. A FIFO queue has another price, and a mapping with a
 * maximum concurrency always has the same least number of pollers.
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

/** Counts the resources in the templates of a hub with this number of gemeenten. */
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
 * The line through three counts. `base` is of this number of gemeenten with one channel each, `channelMore` has one channel more,
 * and `gemeenteMore` has one gemeente more, with one channel each.
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

/** The resources of a hub with this number of gemeenten and channels. */
export const fixedOf = ({ begin, perGemeente, perKanaal }: Line, gemeenten: number, kanalen: number): Fixed =>
  every((size) => begin[size] + gemeenten * perGemeente[size] + kanalen * perKanaal[size]);

/** A scheduled run: the function, its input, and the number of runs in a month. */
export interface ScheduledTask {
  /** The output that names the function: the first word of the logical id of the target. */
  readonly functionOutput: string;
  /** Whether the schedule sends its order through the queue of the function. */
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

/** The scheduled runs of the rules in one template. */
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

/** The scheduled runs of the rules in these templates. */
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

/** This number of gemeenten with one channel each; the first also gets the channels `more`. */
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

/** The resources of a hub in productie by its number of gemeenten and channels, and the scheduled runs of a hub of one gemeente. */
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
