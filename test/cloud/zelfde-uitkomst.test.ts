import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proefhub, scenario } from '../hub/proefhub.ts';
import { uitkomstVan } from '../hub/uitkomst.ts';
import { startHub } from '../integration/hub-hulp.ts';
import { startEmulated } from './emulated-hub.ts';

const bestanden = readdirSync(join(import.meta.dirname, '../../examples')).filter((naam) =>
  naam.endsWith('.jsonl'),
);

describe('the same scenario on the embedded cloud and on an emulator of AWS that others wrote', () => {
  let ingebed: Proefhub;
  let geemuleerd: Proefhub;

  beforeAll(async () => {
    [ingebed, geemuleerd] = await Promise.all([startHub(), startEmulated()]);
  });
  afterAll(() => Promise.all([ingebed?.stop(), geemuleerd?.stop()]));

  it.each(bestanden)('%s gives the same answers, timelines, terms and partner messages', async (bestand) => {
    const stappen = scenario(bestand);
    const [hier, daar] = await Promise.all([uitkomstVan(ingebed, stappen), uitkomstVan(geemuleerd, stappen)]);
    expect(hier.antwoorden).toHaveLength(stappen.length);
    expect(hier.berichten.flatMap(({ berichten }) => berichten).length).toBeGreaterThan(5);
    expect(daar).toEqual(hier);
  });

  it('published the same announcements in both', async () => {
    const tel = async (hub: Proefhub) =>
      Object.entries(Object.groupBy(await hub.gepubliceerd(), (event) => event['detail-type']))
        .map(([type, events]) => [type, events?.length])
        .toSorted();
    const hier = await tel(ingebed);
    expect(hier.length).toBeGreaterThan(5);
    expect(await tel(geemuleerd)).toEqual(hier);
  });

  it('refuses who is nobody (so that what follows says something)', async () => {
    const { endpoint = '', region = '' } = geemuleerd.uitrol.clientConfig('sqs');
    const credentials = { accessKeyId: 'AKIAONBEKEND00000000', secretAccessKey: 'onbekend' };
    const niemand = new SQSClient({ endpoint, region, credentials });
    await expect(niemand.send(new ListQueuesCommand())).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    niemand.destroy();
  });

  it('was refused nothing: every call was within what the templates grant', () => {
    expect(geemuleerd.logregels.length).toBeGreaterThan(50);
    expect(geemuleerd.logregels.filter((regel) => /AccessDenied|not authorized/.test(regel))).toEqual([]);
  });
});
