import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { uitvoerVan } from '../../client/deployment.ts';
import { TAKEN } from '../../functions/bewaking/verwerk.ts';
import { gewillig, type Ontvanger, startOntvanger } from '../hub/ontvanger.ts';
import { scenario, speel } from '../hub/proefhub.ts';
import { type EmulatedProefhub, startEmulated } from './emulated-hub.ts';

/** The webhook door under the roles of the functions themselves: a grant that lacks is a message that never comes. */

const POLL = { timeout: 60_000, interval: 100 };

const Abonnement = z.object({ id: z.string(), status: z.string(), secret: z.string().optional() });
const Verstuurd = z.object({ data: z.object({ volgnummer: z.int() }) });

/** Deployed as in productie, which calls no receiver on this machine; that alone is changed here. */
const staLoopbackToe = async (hub: EmulatedProefhub): Promise<void> => {
  const lambda = new LambdaClient(hub.uitrol.clientConfig('lambda'));
  for (const uitvoer of ['ApiFunctieNaam', 'WebhookFunctieNaam']) {
    const FunctionName = uitvoerVan(hub.uitrol, uitvoer);
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

describe('a partner with a webhook, on an emulator that enforces IAM', () => {
  let hub: EmulatedProefhub;
  let ontvanger: Ontvanger;

  const abonneer = async (partner: string) => {
    const antwoord = await hub.client.call(partner, '/abonnementen', {
      method: 'POST',
      body: { sink: `${ontvanger.url}/${partner}`, protocol: 'HTTP', types: [] },
    });
    expect(antwoord).toMatchObject({ status: 201 });
    const abonnement = Abonnement.parse(antwoord.body);
    const status = async () => {
      const { body } = await hub.client.call(partner, `/abonnementen/${abonnement.id}`, { method: 'GET' });
      return Abonnement.parse(body).status;
    };
    await expect.poll(status, POLL).toBe('actief');
    return abonnement;
  };
  const berichten = (partner: string) =>
    ontvanger.ontvangen.filter(({ methode, pad }) => methode === 'POST' && pad.endsWith(partner));
  const volgnummers = (partner: string) =>
    berichten(partner).map(({ body }) => Verstuurd.parse(JSON.parse(body.toString())).data.volgnummer);

  beforeAll(async () => {
    [hub, ontvanger] = await Promise.all([startEmulated(), startOntvanger()]);
    await staLoopbackToe(hub);
  });
  afterAll(() => Promise.all([hub?.stop(), ontvanger?.stop()]));

  it('gets its messages signed and in order, also after a first try that failed; the door that was left gets none', async () => {
    const { secret = '' } = await abonneer('taalmaatjes');
    const balk = await abonneer('balk');
    const pauze = await hub.client.call('balk', `/abonnementen/${balk.id}/_pauzeer`, { method: 'POST' });
    expect(pauze.status).toBeLessThan(300);

    let weigert = true;
    ontvanger.doe((verzoek) => {
      if (verzoek.methode === 'OPTIONS' || !weigert) return gewillig(verzoek);
      weigert = false;
      return { status: 500 };
    });
    expect((await speel(hub, scenario('een-huishouden.jsonl'))).deviations).toEqual([]);
    await expect.poll(() => volgnummers('taalmaatjes'), POLL).toEqual([1, 1, 2]);
    for (const { headers, body } of berichten('taalmaatjes')) {
      expect(() => new Webhook(secret).verify(body, { ...headers })).not.toThrow();
    }
    expect(await hub.inWachtrij('0907', 'taalmaatjes')).toEqual([]);

    // What was kept goes through the door that is left.
    expect(berichten('balk')).toEqual([]);
    expect(await hub.inWachtrij('0907', 'balk')).toEqual([]);
    const weg = await hub.client.call('balk', `/abonnementen/${balk.id}`, { method: 'DELETE' });
    expect(weg.status).toBe(204);
    await expect
      .poll(
        async () =>
          (await hub.inWachtrij('0907', 'balk')).map(
            ({ bericht }) => Verstuurd.parse(bericht).data.volgnummer,
          ),
        POLL,
      )
      .toEqual([1, 2]);
  });

  it('gets them again when it asks for that, under the same ids', async () => {
    const { body } = await hub.client.call('taalmaatjes', '/abonnementen', { method: 'GET' });
    const [abonnement] = z.object({ abonnementen: z.array(Abonnement) }).parse(body).abonnementen;
    const ids = () => berichten('taalmaatjes').map(({ headers }) => headers['webhook-id']);
    const [eerste, , tweede] = ids();
    const antwoord = await hub.client.call('taalmaatjes', `/abonnementen/${abonnement?.id}/herleveringen`, {
      method: 'POST',
      body: { van: '2026-01-01T00:00:00Z' },
    });
    expect(antwoord).toMatchObject({ status: 202, body: { aantal: 2 } });
    await expect.poll(() => ids().slice(3), POLL).toEqual([eerste, tweede]);
  });

  it.each(TAKEN)('is looked after by the watch: %s', async (taak) => {
    const lambda = new LambdaClient(hub.uitrol.clientConfig('lambda'));
    const { FunctionError, StatusCode } = await lambda.send(
      new InvokeCommand({
        FunctionName: uitvoerVan(hub.uitrol, 'BewakingFunctieNaam'),
        Payload: JSON.stringify({ taak }),
      }),
    );
    expect({ FunctionError, StatusCode }).toEqual({ FunctionError: undefined, StatusCode: 200 });
    lambda.destroy();
  });

  it('was refused nothing: every call was within what the templates grant', () => {
    expect(hub.logregels.length).toBeGreaterThan(50);
    expect(hub.logregels.filter((regel) => /AccessDenied|not authorized/.test(regel))).toEqual([]);
  });
});
