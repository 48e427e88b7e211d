import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { outputOf } from '../../client/deployment.ts';
import { TAKEN } from '../../functions/bewaking/watch.ts';
import { describeDuo } from '../hub/duo.ts';
import { type Receiver, startReceiver, willing } from '../hub/receiver.ts';
import { play, scenario } from '../hub/test-hub.ts';
import { type EmulatedTestHub, startEmulated } from './emulated-hub.ts';

/**
 * The webhook door and DUO under the roles of the functions themselves: when a grant is missing, a message never
 * arrives.
 */

const POLL = { timeout: 60_000, interval: 100 };

const Abonnement = z.object({ id: z.string(), status: z.string(), secret: z.string().optional() });
const Sent = z.object({ data: z.object({ volgnummer: z.int() }) });

/** Lets the functions call a receiver on this machine, which a hub that is deployed as productie does not do. */
const allowLoopback = async (hub: EmulatedTestHub): Promise<void> => {
  const lambda = new LambdaClient(hub.rollout.clientConfig('lambda'));
  for (const output of ['ApiFunctieNaam', 'WebhookFunctieNaam']) {
    const FunctionName = outputOf(hub.rollout, output);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(Environment?.Variables).not.toHaveProperty('LOOPBACK_TOEGESTAAN');
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        Environment: { Variables: { ...Environment?.Variables, LOOPBACK_TOEGESTAAN: 'ja' } },
      }),
    );
  }
  lambda.destroy();
};

let hub: EmulatedTestHub;
let receiver: Receiver;
// The tests of DUO below use the same deployment, whose receiver then gets their messages too.
beforeAll(async () => {
  [hub, receiver] = await Promise.all([startEmulated(), startReceiver()]);
  await allowLoopback(hub);
});
afterAll(() => Promise.all([hub?.stop(), receiver?.stop()]));

describe('a partner with a webhook, on an emulator that enforces IAM', () => {
  const subscribe = async (partner: string) => {
    const response = await hub.client.call(partner, '/abonnementen', {
      method: 'POST',
      body: { sink: `${receiver.url}/${partner}`, protocol: 'HTTP', types: [] },
    });
    expect(response).toMatchObject({ status: 201 });
    const abonnement = Abonnement.parse(response.body);
    const status = async () => {
      const { body } = await hub.client.call(partner, `/abonnementen/${abonnement.id}`, { method: 'GET' });
      return Abonnement.parse(body).status;
    };
    await expect.poll(status, POLL).toBe('actief');
    return abonnement;
  };
  const berichten = (partner: string) =>
    receiver.received.filter(({ method, path }) => method === 'POST' && path.endsWith(partner));
  const volgnummers = (partner: string) =>
    berichten(partner).map(({ body }) => Sent.parse(JSON.parse(body.toString())).data.volgnummer);

  it('gets its messages signed and in order, also after an attempt that failed, and none of them by its queue', async () => {
    const { secret = '' } = await subscribe('taalmaatjes');
    const balk = await subscribe('balk');
    const sleep = await hub.client.call('balk', `/abonnementen/${balk.id}/_pauzeer`, { method: 'POST' });
    expect(sleep.status).toBeLessThan(300);

    let refuses = true;
    receiver.respond((request) => {
      if (request.method === 'OPTIONS' || !refuses) return willing(request);
      refuses = false;
      return { status: 500 };
    });
    // Step for step: what overtakes the koppeling is told with it, and then there is no second message.
    const { deviations } = await play(hub, scenario('een-huishouden.jsonl'), { stepForStep: true });
    expect(deviations).toEqual([]);
    await expect.poll(() => volgnummers('taalmaatjes'), POLL).toEqual([1, 1, 2]);
    for (const { headers, body } of berichten('taalmaatjes')) {
      expect(() => new Webhook(secret).verify(body, { ...headers })).not.toThrow();
    }
    expect(await hub.inQueue('0907', 'taalmaatjes')).toEqual([]);

    // The messages that a paused abonnement kept go through the queue once the abonnement is ended.
    expect(berichten('balk')).toEqual([]);
    expect(await hub.inQueue('0907', 'balk')).toEqual([]);
    const ended = await hub.client.call('balk', `/abonnementen/${balk.id}`, { method: 'DELETE' });
    expect(ended.status).toBe(204);
    await expect
      .poll(
        async () =>
          (await hub.inQueue('0907', 'balk')).map(({ bericht }) => Sent.parse(bericht).data.volgnummer),
        POLL,
      )
      .toEqual([1, 2]);
  });

  it('gets messages again under the same ids when it asks for a herlevering', async () => {
    const { body } = await hub.client.call('taalmaatjes', '/abonnementen', { method: 'GET' });
    const [abonnement] = z.object({ abonnementen: z.array(Abonnement) }).parse(body).abonnementen;
    const ids = () => berichten('taalmaatjes').map(({ headers }) => headers['webhook-id']);
    const [first, , second] = ids();
    const response = await hub.client.call('taalmaatjes', `/abonnementen/${abonnement?.id}/herleveringen`, {
      method: 'POST',
      body: { van: '2026-01-01T00:00:00Z' },
    });
    expect(response).toMatchObject({ status: 202, body: { aantal: 2 } });
    await expect.poll(() => ids().slice(3), POLL).toEqual([first, second]);
  });

  it.each(TAKEN)('is served by a watch that can run its task %s', async (task) => {
    const lambda = new LambdaClient(hub.rollout.clientConfig('lambda'));
    const { FunctionError, StatusCode } = await lambda.send(
      new InvokeCommand({
        FunctionName: outputOf(hub.rollout, 'BewakingFunctieNaam'),
        Payload: JSON.stringify({ taak: task }),
      }),
    );
    expect({ FunctionError, StatusCode }).toEqual({ FunctionError: undefined, StatusCode: 200 });
    lambda.destroy();
  });
});

describeDuo(async () => ({ ...hub, stop: async () => undefined }));

it('the emulator refused the hub no call: every call was within the permissions of the templates', () => {
  expect(hub.logLines.length).toBeGreaterThan(50);
  expect(hub.logLines.filter((line) => /AccessDenied|not authorized/.test(line))).toEqual([]);
});
