import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placesOf } from '../../../../cli/operator/recovery/places.ts';
import { type RedriveOptions, redrive } from '../../../../cli/operator/recovery/redrive.ts';
import { localRollout, outputOf, type Rollout } from '../../../../client/deployment.ts';
import { allBerichten, caught, endState, scenario, vNummersIn, wholeTable } from '../../../hub/test-hub.ts';
import { inQueue, type RunningHub, startHub } from '../../hub/support.ts';

const steps = scenario('een-huishouden.jsonl');
const vNummers = vNummersIn(steps);

describe('dead letters of a hub that has processed everything', () => {
  let hub: RunningHub;
  let rollout: Rollout;
  let sqs: SQSClient;
  let lambda: LambdaClient;
  const { written, output } = caught();
  const move = (name: string | undefined, options: Partial<RedriveOptions> = {}) =>
    redrive(rollout, name, { perSeconde: 100, ...options }, output);
  const entry = async () => ({
    zaken: await endState(hub, vNummers),
    berichten: await allBerichten(hub),
    commits: (await wholeTable(hub)).filter(({ sk }) => String(sk).startsWith('COMMIT#')),
  });
  const dead = (output: string) => hub.hub.inspectQueue(outputOf(rollout, output));
  const putIn = (output: string, body: string, attributes: Record<string, string> = {}, group?: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: outputOf(rollout, output),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [
            name,
            { DataType: 'String', StringValue },
          ]),
        ),
        ...(group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: body.slice(0, 60) }),
      }),
    );

  beforeAll(async () => {
    hub = await startHub();
    expect(await hub.play(steps)).toMatchObject({ deviations: [], atRest: true });
    rollout = await localRollout(hub.hub.url);
    sqs = new SQSClient(rollout.clientConfig('sqs'));
    lambda = new LambdaClient(rollout.clientConfig('lambda'));
  });
  afterAll(() => hub.stop());

  it('lie in places of which there is one for every queue of dead letters', () => {
    const outputs = Object.keys(rollout.uitvoer).filter((name) => name.endsWith('DodeBrievenUrl'));
    expect(placesOf(rollout)).toHaveLength(outputs.length);
    expect(placesOf(rollout).map(({ naam }) => naam)).toEqual(
      expect.arrayContaining([
        'coa',
        'coa-regel',
        'partnerberichten',
        'bewaking',
        'herstel',
        '0907/taalschool',
      ]),
    );
  });

  it('change no zaak and tell no partner anything when they are moved back, and none is left behind', async () => {
    const first = await entry();
    const coaQueue = outputOf(rollout, 'CoaWachtrijUrl').split('/').at(-1);
    for (const event of hub.events) {
      const domain = event['detail-type'].split('.')[1];
      const source =
        domain === 'tvs' ? 'Coa' : domain === 'brp' ? 'Brp' : domain === 'duo' ? 'Duo' : 'Partnerberichten';
      await putIn(`${source}DodeBrievenUrl`, JSON.stringify(event));
      if (source === 'Coa') {
        await putIn('CoaRegelDodeBrievenUrl', JSON.stringify(event), {
          TARGET_ARN: `arn:aws:sqs:eu-west-1:000000000000:${coaQueue}`,
          ERROR_CODE: 'SDK_CLIENT_ERROR',
        });
      }
    }
    // Of the tasks of the watch the one that tells nobody of what has passed by now.
    await putIn('BewakingDodeBrievenUrl', '{"taak":"bezorging"}');
    const placed = dead('CoaDodeBrievenUrl').length;
    expect(placed).toBeGreaterThan(0);

    expect(await move(undefined, { alles: true, proef: true })).toBe(0);
    expect(await move(undefined)).toBe(0);
    expect(dead('CoaDodeBrievenUrl')).toHaveLength(placed);

    expect(await move(undefined, { alles: true })).toBe(0);
    await hub.hub.settled();
    for (const { deadLettersUrl } of placesOf(rollout))
      expect(hub.hub.inspectQueue(deadLettersUrl)).toEqual([]);
    expect(await entry()).toEqual(first);
    expect(written.join('\n')).not.toMatch(/vNummer|geslachtsnaam|"detail"/);
  });

  it('of an invocation that fails again stay after they were invoked once more', async () => {
    await putIn('BewakingDodeBrievenUrl', '{"taak":"onbekend"}');
    written.length = 0;
    await move('bewaking');
    expect(written.join('\n')).toContain('1 moved');
    await expect.poll(() => dead('BewakingDodeBrievenUrl').length, { timeout: 120_000 }).toBe(1);
    expect(JSON.parse(dead('BewakingDodeBrievenUrl')[0]?.body ?? '')).toMatchObject({ taak: 'onbekend' });
  });

  it('of a partner keep group, deduplication id and attributes, and cannot be moved by the function until it is enabled', async () => {
    const zaakId = hub.events.map(({ detail }) => (detail as { zaakId?: string }).zaakId).find(Boolean) ?? '';
    for (const number of [1, 2, 3]) {
      await putIn('Kanaal0907intosDodeBrievenUrl', `{"volgnummer":${number}}`, { ce_type: 'proef' }, zaakId);
    }
    const FunctionName = outputOf(rollout, 'HerstelFunctieNaam');
    const invoke = () =>
      lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{"wachtrij":"0907/intos"}') }));
    await expect(invoke()).rejects.toThrow('Rate Exceeded');
    expect(dead('Kanaal0907intosDodeBrievenUrl')).toHaveLength(3);

    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const { Payload } = await invoke();
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual([
      { naam: '0907/intos', dodeBrieven: 3, verplaatst: 3, mislukt: 0, dubbel: 0, gelaten: {}, klaar: true },
    ]);
    const arrived = hub.hub
      .inspectQueue(outputOf(rollout, 'Kanaal0907intosUrl'))
      .filter(({ messageAttributes }) => messageAttributes['ce_type']?.StringValue === 'proef');
    expect(arrived.map(({ body }) => JSON.parse(body).volgnummer)).toEqual([1, 2, 3]);
    for (const { attributes, messageAttributes, body } of arrived) {
      expect(attributes).toMatchObject({ MessageGroupId: zaakId, MessageDeduplicationId: body });
      expect(messageAttributes['herstel']?.StringValue).toMatch(/^[0-9a-f-]{36} \d{4}-\d\d-\d\dT/);
    }
  });

  it('of a partner stay within five minutes after their first delivery, because its queue would drop them', async () => {
    const [bericht] = await inQueue(hub.hub, '0907', 'taalschool');
    const zaakId = bericht?.bericht.data['zaakId'];
    expect(zaakId).toBeDefined();
    const client = new SQSClient(rollout.clientConfig('sqs'));
    const QueueUrl = outputOf(rollout, 'Kanaal0907taalschoolUrl');
    for (let time = 0; time < 11; time += 1) {
      await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, WaitTimeSeconds: 0 }));
    }
    const stranded = () =>
      dead('Kanaal0907taalschoolDodeBrievenUrl').filter(
        ({ attributes }) => attributes['MessageGroupId'] === zaakId,
      );
    expect(stranded()).toHaveLength(1);
    written.length = 0;
    await move('0907/taalschool');
    expect(written.join('\n')).toContain('1 left: te vroeg');
    expect(stranded()).toHaveLength(1);
  });
});
