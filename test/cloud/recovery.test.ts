import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redrive } from '../../cli/operator/recovery/redrive.ts';
import { rekey } from '../../cli/operator/recovery/rekey/rekey.ts';
import { restoreTable } from '../../cli/operator/recovery/table/restore-table.ts';
import { outputOf } from '../../client/deployment.ts';
import { runToEnd } from '../../emulator/run.ts';
import { allBerichten, caught, endState, play, scenario, vNummersIn } from '../hub/test-hub.ts';
import { type EmulatedTestHub, startEmulated } from './emulated-hub.ts';

/** Recovery by an operator, against an API of AWS that others wrote. */

const huishouden = scenario('een-huishouden.jsonl');
const vNummers = vNummersIn(huishouden);
/** Time for invocations that run while their mapping is disabled: shorter here than on AWS. */
const patience = () => 5_000;

const HUB = join(import.meta.dirname, '../../bin/hub.ts');

describe('an operator', () => {
  let hub: EmulatedTestHub;
  let before: Awaited<ReturnType<typeof entry>>;
  const { written, output } = caught();
  const hubCommand = (...args: readonly string[]) =>
    runToEnd(process.execPath, [HUB, ...args, '--aws'], hub.env);
  const entry = async () => ({ zaken: await endState(hub, vNummers), berichten: await allBerichten(hub) });

  beforeAll(async () => {
    hub = await startEmulated();
    expect((await play(hub, huishouden)).deviations).toEqual([]);
    before = await entry();
  });
  afterAll(() => hub?.stop());

  it('finds the hub by its stacks and sees that there are no dead letters', async () => {
    const { code, output: text } = await hubCommand('redrive');
    expect({ code, text }).toMatchObject({ code: 0 });
    for (const place of ['0907/taalschool', 'coa', 'coa-regel', 'bewaking'])
      expect(text).toMatch(new RegExp(`^${place} +0 dead letters$`, 'm'));
  });

  it('moves dead letters back that were already processed, and no zaak and no partner message changes', async () => {
    const sqs = new SQSClient(hub.rollout.clientConfig('sqs'));
    const dead = outputOf(hub.rollout, 'BrpDodeBrievenUrl');
    const berichten = (await hub.published()).filter((event) => event['detail-type'].startsWith('nl.brp.'));
    expect(berichten.length).toBeGreaterThanOrEqual(3);
    for (const event of berichten) {
      await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: JSON.stringify(event) }));
    }
    expect(await redrive(hub.rollout, 'brp', { perSeconde: 100 }, output)).toBe(0);
    expect(written.join('\n')).toContain(`${berichten.length} moved (verplaatst)`);
    await hub.quiet();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
    expect(await entry()).toEqual(before);
    sqs.destroy();
  });

  it('replaces the secret of the lookup keys, after which repeated messages still change nothing', async () => {
    const zaken = () => Promise.all(vNummers.map((vNummer) => hub.client.find({ vNummer })));
    const ids = await zaken();
    expect(await rekey(hub.rollout, {}, output, patience)).toBe(0);
    expect(await zaken()).toEqual(ids);
    expect((await play(hub, huishouden)).deviations).toEqual([]);
    expect(await entry()).toEqual(before);
  });

  it('restores the table beside the one in use, finds it sound and removes it', async () => {
    const dynamodb = new DynamoDBClient(hub.rollout.clientConfig('dynamodb'));
    const tables = async () => (await dynamodb.send(new ListTablesCommand())).TableNames;
    const first = await tables();
    written.length = 0;
    expect(await restoreTable(hub.rollout, {}, output)).toBe(0);
    // Nothing was written in between, so the restored table has the counts of the one in use.
    expect(written.join('\n')).toContain('Sound (in orde)');
    const counts = written
      .filter((text) => /^ +(ZAAK|BSN|KOPPELING|ONTVANGST)/.test(text))
      .map((line) => line.trim().split(/ {2,}/));
    expect(counts.length).toBeGreaterThan(5);
    for (const [, then, now] of counts) expect(then).toBe(now);
    expect(await tables()).toEqual(first);
    dynamodb.destroy();
  });

  it('makes every alarm go off, in productie only with --productie', async () => {
    const refusal = await hubCommand('oefening');
    expect(refusal).toMatchObject({ code: 1, output: expect.stringContaining('--productie') });
    const fast = ['--productie', '--json', '--wait', '60', '--wait-back', '0'];
    const { code, output: text } = await hubCommand('oefening', ...fast);
    expect({ code, text }).toMatchObject({ code: 0 });
    const report = JSON.parse(text.split('\n').find((line) => line.startsWith('{')) ?? '{}');
    const cloudwatch = new CloudWatchClient(hub.rollout.clientConfig('cloudwatch'));
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    cloudwatch.destroy();
    // One of each kind, and one for each gemeente.
    expect(MetricAlarms.length).toBeGreaterThan(16);
    expect(report.uitkomsten).toHaveLength(MetricAlarms.length);
    expect(report.uitkomsten.filter(({ afgegaan }: { afgegaan: boolean }) => !afgegaan)).toEqual([]);
  });
});
