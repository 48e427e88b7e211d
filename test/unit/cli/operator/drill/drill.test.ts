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
import { oefening } from '../../../../../cli/operator/drill/drill.ts';
import { voerUit } from '../../../../../cli/operator/drill/execution.ts';
import { isGeslaagd } from '../../../../../cli/operator/drill/plan.ts';
import type { Uitrol } from '../../../../../client/deployment.ts';
import { alarm } from './alarm.ts';

const cloudwatch = mockClient(CloudWatchClient);
const sqs = mockClient(SQSClient);
const lambda = mockClient(LambdaClient);

/** A CloudWatch in which these alarms go off as soon as their cause is there, and recover when it is gone. */
const nagebootst = (alarmen: readonly Alarm[]) => {
  const standen = new Map(alarmen.map(({ naam, stand }) => [naam, stand]));
  const af = new Set<string>();
  const zet = (naam: string, stand: Alarm['stand']) => {
    standen.set(naam, stand);
    if (stand === 'ALARM') af.add(naam);
  };
  cloudwatch.on(DescribeAlarmsCommand).callsFake(() => ({
    MetricAlarms: alarmen.map(({ naam, naamruimte, metriek, dimensies, drempel }) => ({
      AlarmName: naam,
      Namespace: naamruimte,
      MetricName: metriek,
      Dimensions: Object.entries(dimensies).map(([Name, Value]) => ({ Name, Value })),
      Threshold: drempel,
      StateValue: standen.get(naam),
    })),
  }));
  cloudwatch.on(DescribeAlarmHistoryCommand).callsFake(() => ({
    AlarmHistoryItems: [...af].map((AlarmName) => ({
      AlarmName,
      HistorySummary: 'Alarm updated from OK to ALARM',
    })),
  }));
  cloudwatch.on(ListMetricsCommand).resolves({ Metrics: [{ MetricName: 'iets' }] });
  cloudwatch.on(SetAlarmStateCommand).callsFake(({ AlarmName, StateValue }) => {
    zet(AlarmName, StateValue);
    return {};
  });
  return { zet, standen };
};

const speel = async (opties: { afgebroken?: () => boolean; wachtAfMs?: number } = {}) => {
  let nu = Date.parse('2026-11-22T10:00:00Z');
  return voerUit({
    clients: { cloudwatch: new CloudWatchClient({}), sqs: new SQSClient({}), lambda: new LambdaClient({}) },
    klok: {
      nu: () => new Date(nu),
      pauze: async (ms) => {
        nu += ms;
      },
    },
    wachtAfMs: 60_000,
    wachtTerugMs: 60_000,
    meld: () => undefined,
    afgebroken: () => false,
    ...opties,
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
    const dit = alarm({ dimensies: { QueueName: 'dood.fifo' } });
    const wereld = nagebootst([dit]);
    let verstuurd = '';
    sqs.on(SendMessageCommand).callsFake(({ MessageBody }) => {
      verstuurd = MessageBody;
      wereld.zet(dit.naam, 'ALARM');
      return {};
    });
    sqs.on(ReceiveMessageCommand).callsFake(() => ({
      Messages: [
        { Body: 'echte dode brief', ReceiptHandle: 'echt' },
        { Body: verstuurd, ReceiptHandle: 'oefening' },
      ],
    }));
    sqs.on(DeleteMessageCommand).callsFake(() => {
      wereld.zet(dit.naam, 'OK');
      return {};
    });
    const { uitkomsten } = await speel();
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
    const dit = alarm({});
    nagebootst([dit]).zet(dit.naam, 'OK');
    sqs.on(SendMessageCommand).resolves({});
    sqs.on(ReceiveMessageCommand).resolves({});
    const { uitkomsten, alAan } = await speel();
    expect(uitkomsten).toMatchObject([{ afgegaan: false, terug: 'DRILL MESSAGE LEFT' }]);
    expect(isGeslaagd(uitkomsten, alAan)).toBe(false);
  });

  it('falls back on setting the state when a cause cannot be made, and names what went wrong', async () => {
    const dit = alarm({ naamruimte: 'AWS/Lambda', metriek: 'Errors', dimensies: { FunctionName: 'f' } });
    nagebootst([dit]);
    lambda.on(InvokeCommand).rejects(Object.assign(new Error('uit'), { name: 'TooManyRequestsException' }));
    const { uitkomsten } = await speel();
    expect(uitkomsten).toMatchObject([{ afgegaan: true, terug: 'set back' }]);
    expect(uitkomsten[0]?.middel).toContain('TooManyRequestsException');
  });

  it('does not take an invocation that succeeds for one that failed', async () => {
    const dit = alarm({ naamruimte: 'AWS/Lambda', metriek: 'Errors', dimensies: { FunctionName: 'f' } });
    nagebootst([dit]);
    lambda.on(InvokeCommand).resolves({ StatusCode: 200 });
    const { uitkomsten } = await speel();
    expect(uitkomsten[0]?.middel).toContain('could not be made');
  });

  it('measures at the threshold with the dimensions of the alarm, then nothing, until it is back', async () => {
    const dimensies = { service: 'inburgeringshub-coa' };
    const dit = alarm({ naamruimte: 'Inburgeringshub', metriek: 'InQuarantaine', dimensies, drempel: 3 });
    const wereld = nagebootst([dit]);
    cloudwatch.on(PutMetricDataCommand).callsFake(({ MetricData }) => {
      wereld.zet(dit.naam, MetricData[0].Value >= 3 ? 'ALARM' : 'OK');
      return {};
    });
    const { uitkomsten } = await speel();
    expect(uitkomsten).toMatchObject([{ afgegaan: true, terug: 'by itself' }]);
    const gezet = cloudwatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input);
    expect(gezet.map(({ MetricData }) => MetricData?.[0]?.Value)).toEqual([3, 0]);
    expect(gezet[0]).toMatchObject({
      Namespace: 'Inburgeringshub',
      MetricData: [{ Dimensions: [{ Name: 'service', Value: 'inburgeringshub-coa' }], Unit: 'Count' }],
    });
  });

  it('reports an alarm that never goes off, and sees one that was back before it looked', async () => {
    const stil = alarm({ naam: 'InburgeringshubX-stil', naamruimte: 'Inburgeringshub', metriek: 'Wachtend' });
    const kort = alarm({ naam: 'InburgeringshubX-kort', metriek: 'ApproximateAgeOfOldestMessage' });
    const wereld = nagebootst([stil, kort]);
    cloudwatch.on(PutMetricDataCommand).resolves({});
    cloudwatch.on(SetAlarmStateCommand).callsFake(({ AlarmName }) => {
      wereld.zet(AlarmName, 'ALARM');
      wereld.standen.set(AlarmName, 'OK');
      return {};
    });
    const { uitkomsten, alAan } = await speel();
    expect(uitkomsten.map((uitkomst) => [uitkomst.alarm, uitkomst.afgegaan])).toEqual([
      [stil.naam, false],
      [kort.naam, true],
    ]);
    expect(isGeslaagd(uitkomsten, alAan)).toBe(false);
  });

  it('leaves alone what is on already, and names it', async () => {
    const dit = alarm({ stand: 'ALARM' });
    nagebootst([dit]);
    expect(await speel()).toEqual({ uitkomsten: [], alAan: [dit.naam] });
    expect(cloudwatch.commandCalls(SetAlarmStateCommand)).toHaveLength(0);
    expect(sqs.calls()).toHaveLength(0);
  });

  it('sets back what does not come back, also when it is interrupted', async () => {
    const dit = alarm({ metriek: 'ApproximateAgeOfOldestMessage' });
    const wereld = nagebootst([dit]);
    let rondes = 0;
    await speel({
      afgebroken: () => {
        rondes += 1;
        return rondes > 1;
      },
    });
    expect(wereld.standen.get(dit.naam)).toBe('OK');
  });
});

describe('where the drill may run', () => {
  const uitrol = (soort: Uitrol['soort'], uitvoer: Record<string, string>): Uitrol => ({
    soort,
    uitvoer,
    clientConfig: () => ({ region: 'eu-west-1' }),
  });
  const regels: string[] = [];
  const output = {
    line: (regel: string) => regels.push(regel),
    lines: (meer: readonly string[]) => regels.push(...meer),
    width: 100,
    bold: (tekst: string) => tekst,
    interactive: false,
  };
  const opties = { wait: 0, waitBack: 0 };

  it('is not a local hub, which has no alarms', async () => {
    await expect(oefening(uitrol('lokaal', { Omgeving: 'lokaal' }), opties, output)).rejects.toThrow('--aws');
  });

  it.each([[{ Omgeving: 'productie' }], [{}]])('is not productie unless asked for: %j', async (uitvoer) => {
    await expect(oefening(uitrol('aws', uitvoer), opties, output)).rejects.toThrow('--productie');
    expect(cloudwatch.calls()).toHaveLength(0);
    nagebootst([alarm({ metriek: 'Throttles' })]);
    expect(await oefening(uitrol('aws', uitvoer), { ...opties, productie: true }, output)).toBe(0);
  });

  it('has alarms: a hub without any fails the drill', async () => {
    nagebootst([]);
    expect(await oefening(uitrol('aws', { Omgeving: 'test' }), opties, output)).toBe(1);
  });
});
