import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../../local/clock/clock.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/cloud.ts';
import { importFrom, lambda, proxyApi, role, temporaryDirectory, writeAssembly } from './fixture.ts';

/** A function that says what time it is, for which invocation, and how often a refused write was tried. */
const TELLER = `
import { DynamoDBClient, PutItemCommand } from ${importFrom('@aws-sdk/client-dynamodb')};
const dynamodb = new DynamoDBClient({});
const loadedAt = new Date().toISOString();
export const handler = async (event, context) => {
  const now = new Date().toISOString();
  if (event['detail-type'] === 'Scheduled Event') {
    console.log(JSON.stringify({ scheduled: event.time, now }));
    return;
  }
  if (event.path === '/refused') {
    const write = () => dynamodb.send(new PutItemCommand({
      TableName: process.env.TABLE,
      Item: { pk: { S: 'one' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    }));
    const attempts = [];
    for (const _ of [1, 2, 3, 4]) {
      const { $metadata } = await write().catch((error) => error);
      attempts.push($metadata.attempts);
    }
    return { statusCode: 200, body: JSON.stringify({ attempts }) };
  }
  const remainingMs = context.getRemainingTimeInMillis();
  return { statusCode: 200, body: JSON.stringify({ loadedAt, now, remainingMs }) };
};`;

const stack = {
  Resources: {
    Role: role,
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ Region: { Ref: 'AWS::Region' } }],
      },
    },
    Teller: lambda('teller', { TABLE: { Ref: 'Table' } }),
    ...proxyApi('Teller'),
    Daily: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 day)',
        State: 'ENABLED',
        Targets: [{ Id: 'Teller', Arn: { 'Fn::GetAtt': ['Teller', 'Arn'] } }],
      },
    },
  },
};

/** To the hour: what the test takes is not in it. */
const hour = (moment: unknown): string => String(moment).slice(0, 13);

describe('a cloud whose clock is set', () => {
  const directory = temporaryDirectory();
  const lines: string[] = [];
  let cloud: EmbeddedCloud;

  beforeAll(async () => {
    cloud = await startEmbeddedCloud({
      assemblyDir: writeAssembly(directory.path, { App: stack }, { teller: TELLER }),
      parameters: {},
      port: 0,
      clock: createClock(new Date('2031-05-20T10:00:00Z')),
      onLog: (_name, line) => lines.push(line),
    });
  });
  afterAll(async () => {
    await cloud?.stop();
    directory.remove();
  });

  const ask = (path: string) => fetch(`${cloud.url}/v1${path}`);
  const told = async () => (await (await ask('/time')).json()) as Record<string, unknown>;
  const clock = (method: string, body?: unknown, path = '') =>
    fetch(`${cloud.url}/_lokaal/klok${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const scheduled = async () => {
    await cloud.settled();
    return lines.splice(0).map((line): Record<string, unknown> => JSON.parse(line));
  };

  it('starts at its moment, for the code of a function while it is loaded and after', async () => {
    const { loadedAt, now } = await told();
    expect([hour(loadedAt), hour(now)]).toEqual(['2031-05-20T10', '2031-05-20T10']);
  });

  it('dates its answers by that clock', async () => {
    const { headers } = await ask('/time');
    expect(headers.get('date')).toMatch(/^Tue, 20 May 2031 10:/);
  });

  it('gives a function the time that it has, which is of this machine', async () => {
    expect((await told())['remainingMs']).toBeGreaterThan(0);
    expect((await told())['remainingMs']).toBeLessThanOrEqual(10_000);
  });

  it('refuses a write once: the SDK does not take the clock for a wrong one', async () => {
    expect(await (await ask('/refused')).json()).toEqual({ attempts: [1, 1, 1, 1] });
  });

  it('tells what its clock says', async () => {
    const reading = (await (await clock('GET')).json()) as { nu: string; voorMs: number };
    expect(hour(reading.nu)).toBe('2031-05-20T10');
    expect(hour(new Date(Date.now() + reading.voorMs).toISOString())).toBe('2031-05-20T10');
  });

  it.each([
    // What goes forward goes on in the function that runs, as on Lambda; one that went back begins anew.
    ['2032-02-29T11:00:00.000Z', '2031-05-20T10:00:00.000Z'],
    ['2029-11-01T11:00:00.000Z', '2029-11-01T11:00:00.000Z'],
  ])(
    'is set to %s while it runs, and every schedule runs once at that moment, in a function loaded at %s',
    async (nu, since) => {
      expect(await scheduled()).toEqual([]);
      const answer = await clock('POST', { nu });
      expect([answer.status, hour(((await answer.json()) as { nu: string }).nu)]).toEqual([200, hour(nu)]);
      const runs = await scheduled();
      expect(runs.map(({ now }) => hour(now))).toEqual([hour(nu)]);
      expect(runs.map(({ scheduled: time }) => hour(time))).toEqual([hour(nu)]);
      const { loadedAt, now } = await told();
      expect([hour(loadedAt), hour(now)]).toEqual([hour(since), hour(nu)]);
    },
  );

  it('runs its schedules once more when asked', async () => {
    expect((await clock('POST', undefined, '/roosters')).status).toBe(200);
    expect(await scheduled()).toHaveLength(1);
  });

  it.each([[{}], [{ nu: 'tomorrow' }], [{ nu: '2032-02-30T11:00:00Z' }], ['2032-02-29T11:00:00Z']])(
    'is not set by %j',
    async (body) => {
      const before = (await told())['loadedAt'];
      expect((await clock('POST', body)).status).toBe(400);
      expect((await told())['loadedAt']).toBe(before);
      expect(await scheduled()).toEqual([]);
    },
  );

  it('has no other calls', async () => {
    expect((await clock('DELETE')).status).toBe(404);
    expect((await clock('GET', undefined, '/roosters')).status).toBe(404);
  });
});
