import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { budgeted } from '../../../../bench/costs/calculation.ts';
import {
  type Area,
  age,
  assumptionsOf,
  PRICE_NAMES,
  Prices,
  readPrices,
  readVolumes,
  Volumes,
} from '../../../../bench/costs/files.ts';
import {
  countTemplates,
  FIXED_SIZES,
  type Fixed,
  fixedOf,
  lineBy,
  scheduledTasks,
} from '../../../../bench/costs/fixed.ts';
import { createCounter, perItem, together, type Usage } from '../../../../bench/costs/usage.ts';
import { METRICS } from '../../../../contracts/internal/metrics.ts';
import { kanaalDeadLetters, kanaalQueue } from '../../../../contracts/internal/queue-names.ts';

const empty = createCounter().take();
const usage = (sizes: Partial<Usage['sizes']>): Usage => ({
  ...empty,
  sizes: { ...empty.sizes, ...sizes },
});

/** Prices of one dollar each and a euro of one dollar, so that an amount equals a count. */
const ONE_DOLLAR: Prices = {
  regio: 'proef',
  dollarPerEuro: { koers: 1, bron: 'proef', datum: '2026-01-01', status: 'gevonden' },
  prijzen: Object.fromEntries(
    PRICE_NAMES.map((name) => [
      name,
      { eenheid: 'stuk', per: 1, dollar: 1, bron: 'proef', datum: '2026-01-01', status: 'gevonden' },
    ]),
  ) as Prices['prijzen'],
};

const ASSUMPTIONS = {
  ...assumptionsOf(readVolumes()),
  berichtenPerKoppeling: 12,
  raadplegingenPerKoppeling: 12,
  koudePerAanroep: 0,
  platformLogBytes: 0,
};
const AREA: Area = { naam: 'proef', gemeenten: 1, kanalen: 2, koppelingenPerJaar: 5, bron: 'proef' };
const NOTHING = Object.fromEntries(FIXED_SIZES.map((size) => [size, 0])) as Fixed;

const compute = (
  measured: { perBericht?: Usage; perLookup?: Usage; clockPerMonth?: Usage },
  fixed: Partial<Fixed> = {},
  assumptions: Partial<typeof ASSUMPTIONS> = {},
) =>
  budgeted(
    AREA,
    { perBericht: empty, perLookup: empty, clockPerMonth: empty, ...measured },
    { ...NOTHING, ...fixed },
    { ...ASSUMPTIONS, meldingenPerMaand: 0, ...assumptions },
    ONE_DOLLAR,
  );

const amount = (lines: readonly { naam: string; euro: number }[], name: string): number | undefined =>
  lines.find((line) => line.naam === name)?.euro;

describe('euros a month', () => {
  it('multiply the usage of a message by the messages of a month', () => {
    const { variable, berichtenPerMonth } = compute({
      perBericht: usage({ dynamodbSchrijven: 3, eventbridge: 2 }),
    });
    expect(berichtenPerMonth).toBe(5);
    expect(amount(variable, 'messages: table writes')).toBe(15);
    expect(amount(variable, 'messages: events')).toBe(10);
    expect(amount(variable, 'events: keys')).toBe(20);
  });

  it('multiply a read by the reads of a month', () => {
    const { variable } = compute({ perLookup: usage({ dynamodbLezen: 7 }) });
    expect(amount(variable, 'reads: table reads')).toBe(35);
  });

  it('count scheduled invocations as fixed', () => {
    const { fixed, variabelEuro } = compute({ clockPerMonth: usage({ aanroepen: 8_760 }) });
    expect(amount(fixed, 'watch: invocations')).toBe(8_760);
    expect(variabelEuro).toBe(0);
  });

  it('stretch the time of a function to a whole CPU, and add its cold starts', () => {
    const perBericht = usage({ aanroepen: 1, aanroepMs: 1_000, megabyteAanroepen: 512 });
    const warm = compute({ perBericht }, {}, { vcpuVolMB: 2_048 });
    expect(amount(warm.variable, 'messages: computing')).toBe(10);
    const cold = compute({ perBericht }, {}, { vcpuVolMB: 2_048, koudePerAanroep: 1, koudeStartMs: 2_000 });
    expect(amount(cold.variable, 'messages: computing')).toBe(15);
  });

  it('count no secret and few cold starts for what the clock runs', () => {
    const clockPerMonth = usage({ aanroepen: 100, aanroepMs: 0, megabyteAanroepen: 51_200 });
    const { fixed } = compute(
      { clockPerMonth },
      {},
      { koudePerAanroep: 1, koudePerTik: 0.02, koudeStartMs: 1_000 },
    );
    expect(amount(fixed, 'watch: computing')).toBe(1);
    expect(amount(fixed, 'watch: secret')).toBeUndefined();
  });

  it('count the pollers of empty queues by the clock', () => {
    const { fixed } = compute(
      {},
      { mappings: 2, mappingsBegrensd: 1, fifoMappings: 1, kanalen: 3 },
      { pollSeconden: 20, pollersPerMapping: 5, pollersZonderGrens: 2 },
    );
    const polls = (365 / 12) * 86_400 * (1 / 20);
    expect(amount(fixed, 'Lambda asking empty queues')).toBeCloseTo((2 * 2 + 5) * polls);
    expect(amount(fixed, 'Lambda asking an empty FIFO queue')).toBeCloseTo(5 * polls);
    expect(amount(fixed, 'partners asking empty queues')).toBeCloseTo(3 * polls);
  });

  it('count a metric for the hours in which it is sent', () => {
    const { fixed } = compute({}, { zeldenGemeten: 2, bijLezenGemeten: 1 }, { urenZeldenGemeten: 73 });
    // Two for a tenth of the month, and one in the hours of five reads.
    expect(amount(fixed, 'metrics of our own')).toBeCloseTo(0.2 + 5 / 730);
  });

  it('ask for a data key no more often than keys expire', () => {
    const many = usage({ sqsSleutelverzoeken: 1e9, dynamodbVerzoeken: 1e9 });
    const { variable } = compute({ perBericht: many }, { wachtrijen: 1 }, { sqsSleutelSeconden: 300 });
    const keys = ((365 / 12) * 86_400) / 300;
    expect(amount(variable, 'queues: keys')).toBeCloseTo(3 * keys);
    expect(amount(variable, 'table: keys')).toBeCloseTo(6 * keys);
  });

  it('add up, and are shared by the koppelingen of a year', () => {
    const outcome = compute({ perBericht: usage({ apiVerzoeken: 1 }) }, { alarmen: 5 });
    expect(outcome).toMatchObject({ vastEuro: 5, variabelEuro: 5, euroPerMaand: 10, euroPerKoppeling: 24 });
  });
});

describe('usage', () => {
  it('can be added and divided, with its calls', () => {
    const counter = createCounter();
    counter.count('eventbridge', 4);
    counter.request('SQS SendMessageBatch');
    const one = counter.take();
    expect(counter.take()).toEqual(empty);
    const half = perItem(together([one, one]), 4);
    expect(half.sizes.eventbridge).toBe(2);
    expect(half.requests).toEqual({ 'SQS SendMessageBatch': 0.5 });
  });
});

describe('the contents of the stacks', () => {
  const template = (sources: Readonly<Record<string, { Type: string; Properties?: object }>>) => ({
    Resources: sources,
  });

  it('are counted in the templates, with an alarm for each metric that its expression reads', () => {
    const metric = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName } },
    });
    const counted = countTemplates(
      [
        template({
          one: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'x' } },
          sum: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: { Metrics: [metric('a'), metric('b'), { Expression: 'a+b' }] },
          },
          to: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} },
          bounded: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: { ScalingConfig: { MaximumConcurrency: 50 } },
          },
          off: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { Enabled: false } },
          inOrder: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
          fifo: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: { EventSourceArn: { 'Fn::GetAtt': ['inOrder', 'Arn'] } },
          },
        }),
        template({
          partner: { Type: 'AWS::SQS::Queue', Properties: { QueueName: kanaalQueue('0907/balk') } },
          dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: kanaalDeadLetters('0907/balk') } },
        }),
      ],
      1,
    );
    expect(counted).toMatchObject({
      alarmen: 3,
      mappings: 1,
      mappingsBegrensd: 1,
      fifoMappings: 1,
      kanalen: 1,
      wachtrijen: 3,
    });
  });

  it('hold one custom metric for each name, whatever function or source it is about, and one for each gemeente of what they read', () => {
    const [one, three] = [1, 3].map((gemeenten) => countTemplates([], gemeenten));
    expect((one?.zeldenGemeten ?? 0) + (one?.bijLezenGemeten ?? 0)).toBe(Object.keys(METRICS).length);
    expect(three).toMatchObject({ zeldenGemeten: one?.zeldenGemeten, bijLezenGemeten: 3 });
  });

  it('hold the schedules, without those that are disabled', () => {
    const line = (Properties: object) => ({ Type: 'AWS::Events::Rule', Properties });
    const to = (id: string, Input = '{}') => [{ Arn: { 'Fn::GetAtt': [id, 'Arn'] }, Input }];
    const taken = scheduledTasks([
      template({
        waken: line({
          ScheduleExpression: 'rate(5 minutes)',
          Targets: to('BewakingFunctie1A', '{"taak":"waken"}'),
        }),
        sweep: line({ ScheduleExpression: 'rate(1 hour)', Targets: to('WissenWachtrij2B') }),
        off: line({
          ScheduleExpression: 'rate(1 hour)',
          State: 'DISABLED',
          Targets: to('BewakingFunctie1A'),
        }),
        pattern: line({ EventPattern: {}, Targets: [{}] }),
        BewakingFunctie1A: { Type: 'AWS::Lambda::Function' },
        WissenWachtrij2B: { Type: 'AWS::SQS::Queue' },
      }),
    ]);
    expect(taken).toEqual([
      { functionOutput: 'BewakingFunctieNaam', byQueue: false, input: { taak: 'waken' }, perMonth: 8_760 },
      { functionOutput: 'WissenFunctieNaam', byQueue: true, input: {}, perMonth: 730 },
    ]);
  });

  it('grow in a straight line with gemeenten and channels', () => {
    const alarms = (count: number): Fixed => ({ ...NOTHING, alarmen: count });
    // Ten alarms, three per gemeente and two per channel.
    for (const line of [
      lineBy(1, alarms(15), alarms(17), alarms(20)),
      lineBy(4, alarms(30), alarms(32), alarms(35)),
    ]) {
      expect(fixedOf(line, 1, 6).alarmen).toBe(25);
      expect(fixedOf(line, 2, 12).alarmen).toBe(40);
    }
  });
});

describe('the files of prices and volumes', () => {
  const folder = join(import.meta.dirname, '../../../../bench/prices');

  it.each(readdirSync(folder))('%s holds every price with its unit, source and date', (file) => {
    const region = file.replace('.json', '');
    const parsed = readPrices(region);
    expect(parsed.regio).toBe(region);
    expect(Object.keys(parsed.prijzen).toSorted()).toEqual([...PRICE_NAMES].toSorted());
  });

  it('are named in the error when there is none of a region', () => {
    expect(() => readPrices('mars-1')).toThrow(/no prices of mars-1.*eu-west-1/);
  });

  it('are refused with a price without a date, and with a price that nothing uses', () => {
    const { datum: _, ...without } = ONE_DOLLAR.prijzen.alarm;
    expect(
      Prices.safeParse({ ...ONE_DOLLAR, prijzen: { ...ONE_DOLLAR.prijzen, alarm: without } }).success,
    ).toBe(false);
    const extra = { ...ONE_DOLLAR.prijzen, unknown: ONE_DOLLAR.prijzen.alarm };
    expect(Prices.safeParse({ ...ONE_DOLLAR, prijzen: extra }).success).toBe(false);
  });

  it('give volumes of three areas, each with its source, and every assumption', () => {
    const volumes = readVolumes();
    expect(volumes.gebieden.map(({ naam }) => naam)).toEqual([
      'Gennep',
      'Noordoostpolder and Urk',
      'The whole country',
    ]);
    const { pollSeconden: _, ...without } = volumes.aannamen;
    expect(Volumes.safeParse({ ...volumes, aannamen: without }).success).toBe(false);
  });

  it('have a known age', () => {
    const prices = {
      ...ONE_DOLLAR.prijzen,
      dashboard: { ...ONE_DOLLAR.prijzen.dashboard, status: 'te controleren' as const },
    };
    expect(age({ ...ONE_DOLLAR, prijzen: prices }, new Date('2026-01-31T12:00:00Z'))).toEqual({
      oldestDays: 30,
      rateDays: 30,
      toCheck: ['dashboard'],
    });
  });
});
