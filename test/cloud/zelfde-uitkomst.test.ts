import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Proefhub, scenario } from '../hub/proefhub.ts';
import { uitkomstVan } from '../hub/uitkomst.ts';
import { startHub } from '../integration/hub-hulp.ts';
import { startEmulated } from './emulated-hub.ts';

/** The gemeente to practise in takes no part where productie is deployed. */
const bestanden = readdirSync(join(import.meta.dirname, '../../examples')).filter(
  (naam) => naam.endsWith('.jsonl') && naam !== 'oefengemeente.jsonl',
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

  it('took in the same messages and announced every zaak up to the same version', async () => {
    // How often something is announced depends on what happened to come in one batch; the last word does not.
    const gehoord = async (hub: Proefhub) => {
      const details = (await hub.gepubliceerd()).map(({ 'detail-type': type, detail }) => ({
        type,
        ...(detail as { ontvangstId?: string; zaakId?: string; versie?: number }),
      }));
      const perType = Map.groupBy(details, ({ type }) => type);
      const perZaak = Map.groupBy(
        details.filter(({ zaakId }) => zaakId !== undefined),
        ({ zaakId }) => zaakId,
      );
      return {
        ontvangsten: [...perType]
          .map(([type, van]) => [type, new Set(van.map(({ ontvangstId }) => ontvangstId)).size])
          .toSorted(),
        versies: [...perZaak.values()]
          .map((van) => Math.max(...van.map(({ versie = 0 }) => versie)))
          .toSorted((een, ander) => een - ander),
      };
    };
    const hier = await gehoord(ingebed);
    expect(hier.ontvangsten.length).toBeGreaterThan(5);
    expect(hier.versies.length).toBeGreaterThan(30);
    expect(await gehoord(geemuleerd)).toEqual(hier);
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
