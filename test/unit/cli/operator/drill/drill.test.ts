import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '../../../../../cli/operator/drill/alarms.ts';
import { drill } from '../../../../../cli/operator/drill/drill.ts';
import { run } from '../../../../../cli/operator/drill/execution.ts';
import { isSuccessful } from '../../../../../cli/operator/drill/plan.ts';
import { PLAIN } from '../../../../../cli/print/paint.ts';
import type { Rollout } from '../../../../../client/deployment.ts';
import { alarm } from './alarm.ts';

const cloudwatch = mockClient(CloudWatchClient);
const sqs = mockClient(SQSClient);
const lambda = mockClient(LambdaClient);

/** A CloudWatch in which these alarms go off as soon as their cause is there, and recover when it is gone. */
const imitated = (alarms: readonly Alarm[]) => {
  const entries = new Map(alarms.map(({ naam, stand }) => [naam, stand]));
  const off = new Set<string>();
  const put = (name: string, entry: Alarm['stand']) => {
    entries.set(name, entry);
    if (entry === 'ALARM') off.add(name);
  };
  cloudwatch.on(DescribeAlarmsCommand).callsFake(() => ({
    MetricAlarms: alarms.map(({ naam, namespace, metriek, dimensions, drempel }) => ({
      AlarmName: naam,
      Namespace: namespace,
      MetricName: metriek,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Threshold: drempel,
      StateValue: entries.get(naam),
    })),
  }));
  cloudwatch.on(DescribeAlarmHistoryCommand).callsFake(() => ({
    AlarmHistoryItems: [...off].map((AlarmName) => ({
      AlarmName,
      HistorySummary: 'Alarm updated from OK to ALARM',
    })),
  }));
  cloudwatch.on(ListMetricsCommand).resolves({ Metrics: [{ MetricName: 'iets' }] });
  cloudwatch.on(SetAlarmStateCommand).callsFake(({ AlarmName, StateValue }) => {
    put(AlarmName, StateValue);
    return {};
  });
  return { put, entries };
};

const play = async (options: { aborted?: () => boolean; waitOffMs?: number } = {}) => {
  let now = Date.parse('2026-11-22T10:00:00Z');
  return run({
    clients: { cloudwatch: new CloudWatchClient({}), sqs: new SQSClient({}), lambda: new LambdaClient({}) },
    clock: {
      now: () => new Date(now),
      sleep: async (ms) => {
        now += ms;
      },
    },
    waitOffMs: 60_000,
    waitBackMs: 60_000,
    announce: () => undefined,
    aborted: () => false,
    ...options,
  });
};

beforeEach(() => {
  cloudwatch.reset();
  sqs.reset();
  lambda.reset();
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://wachtrij' });
});

describe('the drill', () => {
  it('puts a message among the dead letters, and afterwards takes away that one and no other', async () => {
    const thisOne = alarm({ dimensions: { QueueName: 'dood.fifo' } });
    const world = imitated([thisOne]);
    let sent = '';
    sqs.on(SendMessageCommand).callsFake(({ MessageBody }) => {
      sent = MessageBody;
      world.put(thisOne.naam, 'ALARM');
      return {};
    });
    sqs.on(ReceiveMessageCommand).callsFake(() => ({
      Messages: [
        { Body: 'echte dode brief', ReceiptHandle: 'echt' },
        { Body: sent, ReceiptHandle: 'oefening' },
      ],
    }));
    sqs.on(DeleteMessageCommand).callsFake(() => {
      world.put(thisOne.naam, 'OK');
      return {};
    });
    const { uitkomsten } = await play();
    expect(uitkomsten).toMatchObject([{ afgegaan: true, terug: 'by itself' }]);
    expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input.MessageGroupId).toBe('oefening');
    expect(sqs.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input.ReceiptHandle)).toEqual([
      'oefening',
    ]);
    expect(sqs.commandCalls(ChangeMessageVisibilityCommand).map(({ args }) => args[0].input)).toMatchObject([
      { ReceiptHandle: 'echt', VisibilityTimeout: 0 },
    ]);
    expect(cloudwatch.commandCalls(SetAlarmStateCommand)).toHaveLength(0);
  });

  it('says so when its message could not be found again', async () => {
    const thisOne = alarm({});
    imitated([thisOne]).put(thisOne.naam, 'OK');
    sqs.on(SendMessageCommand).resolves({});
    sqs.on(ReceiveMessageCommand).resolves({});
    const { uitkomsten, alAan } = await play();
    expect(uitkomsten).toMatchObject([{ afgegaan: false, terug: 'DRILL MESSAGE LEFT' }]);
    expect(isSuccessful(uitkomsten, alAan)).toBe(false);
  });

  it('falls back on setting the state when a cause cannot be made, and names what went wrong', async () => {
    const thisOne = alarm({ namespace: 'AWS/Lambda', metriek: 'Errors', dimensions: { FunctionName: 'f' } });
    imitated([thisOne]);
    lambda.on(InvokeCommand).rejects(Object.assign(new Error('uit'), { name: 'TooManyRequestsException' }));
    const { uitkomsten } = await play();
    expect(uitkomsten).toMatchObject([{ afgegaan: true, terug: 'set back' }]);
    expect(uitkomsten[0]?.middel).toContain('TooManyRequestsException');
  });

  it('does not take an invocation that succeeds for one that failed', async () => {
    const thisOne = alarm({ namespace: 'AWS/Lambda', metriek: 'Errors', dimensions: { FunctionName: 'f' } });
    imitated([thisOne]);
    lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
    const { uitkomsten } = await play();
    expect(uitkomsten[0]?.middel).toContain('could not be made');
  });

  it('measures at the threshold with the dimensions of the alarm, then nothing, until it is back', async () => {
    const dimensions = { service: 'inburgeringshub-coa' };
    const thisOne = alarm({ namespace: 'Inburgeringshub', metriek: 'InQuarantaine', dimensions, drempel: 3 });
    const world = imitated([thisOne]);
    cloudwatch.on(PutMetricDataCommand).callsFake(({ MetricData }) => {
      world.put(thisOne.naam, MetricData[0].Value >= 3 ? 'ALARM' : 'OK');
      return {};
    });
    const { uitkomsten } = await play();
    expect(uitkomsten).toMatchObject([{ afgegaan: true, terug: 'by itself' }]);
    const set = cloudwatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input);
    expect(set.map(({ MetricData }) => MetricData?.[0]?.Value)).toEqual([3, 0]);
    expect(set[0]).toMatchObject({
      Namespace: 'Inburgeringshub',
      MetricData: [{ Dimensions: [{ Name: 'service', Value: 'inburgeringshub-coa' }], Unit: 'Count' }],
    });
  });

  it('reports an alarm that never goes off, and sees one that was back before it looked', async () => {
    const silent = alarm({
      naam: 'InburgeringshubX-stil',
      namespace: 'Inburgeringshub',
      metriek: 'BlijftLiggen',
    });
    const short = alarm({ naam: 'InburgeringshubX-kort', metriek: 'ApproximateAgeOfOldestMessage' });
    const world = imitated([silent, short]);
    cloudwatch.on(PutMetricDataCommand).resolves({});
    cloudwatch.on(SetAlarmStateCommand).callsFake(({ AlarmName }) => {
      world.put(AlarmName, 'ALARM');
      world.entries.set(AlarmName, 'OK');
      return {};
    });
    const { uitkomsten, alAan } = await play();
    expect(uitkomsten.map((outcome) => [outcome.alarm, outcome.afgegaan])).toEqual([
      [silent.naam, false],
      [short.naam, true],
    ]);
    expect(isSuccessful(uitkomsten, alAan)).toBe(false);
  });

  it('leaves alone what is on already, and names it', async () => {
    const thisOne = alarm({ stand: 'ALARM' });
    imitated([thisOne]);
    expect(await play()).toEqual({ uitkomsten: [], alAan: [thisOne.naam] });
    expect(cloudwatch.commandCalls(SetAlarmStateCommand)).toHaveLength(0);
    expect(sqs.calls()).toHaveLength(0);
  });

  it('sets back what does not come back, also when it is interrupted', async () => {
    const thisOne = alarm({ metriek: 'ApproximateAgeOfOldestMessage' });
    const world = imitated([thisOne]);
    let rounds = 0;
    await play({
      aborted: () => {
        rounds += 1;
        return rounds > 1;
      },
    });
    expect(world.entries.get(thisOne.naam)).toBe('OK');
  });
});

describe('where the drill may run', () => {
  const rollout = (kind: Rollout['kind'], output: Record<string, string>): Rollout => ({
    kind,
    uitvoer: output,
    clientConfig: () => ({ region: 'eu-west-1' }),
  });
  const written: string[] = [];
  const output = {
    line: (text: string) => written.push(text),
    lines: (texts: readonly string[]) => written.push(...texts),
    width: 100,
    ...PLAIN,
    interactive: false,
  };
  const options = { wait: 0, waitBack: 0 };

  it('is not a local hub, which has no alarms', async () => {
    await expect(drill(rollout('local', { Omgeving: 'lokaal' }), options, output)).rejects.toThrow('--aws');
  });

  it.each([[{ Omgeving: 'productie' }], [{}]])('is not productie unless asked for: %j', async (outputs) => {
    await expect(drill(rollout('aws', outputs), options, output)).rejects.toThrow('--productie');
    expect(cloudwatch.calls()).toHaveLength(0);
    imitated([alarm({ metriek: 'Throttles' })]);
    expect(await drill(rollout('aws', outputs), { ...options, productie: true }, output)).toBe(0);
  });

  it('has alarms: a hub without any fails the drill', async () => {
    imitated([]);
    expect(await drill(rollout('aws', { Omgeving: 'test' }), options, output)).toBe(1);
  });
});
