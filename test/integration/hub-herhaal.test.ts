import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeArchiveCommand, EventBridgeClient, ListReplaysCommand } from '@aws-sdk/client-eventbridge';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HerhaalOptions, herhaal } from '../../cli/operator/recovery/repeat.ts';
import { lokaleUitrol, type Uitrol, uitvoerVan } from '../../client/deployment.ts';
import { TYPE_ZAAK_BIJGEWERKT } from '../../contracts/intern.ts';
import { alleBerichten, eindstand, heleTabel, opgevangen, scenario, vNummersIn } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

const stappen = scenario('een-huishouden.jsonl');

describe('announcements of which the queue was purged', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-herhaal-'));
  const begin = new Date(Date.now() - 60_000);
  const { regels, output } = opgevangen();
  let hub: DraaiendeHub;
  let uitrol: Uitrol;
  let clients: { events: EventBridgeClient; lambda: LambdaClient; sqs: SQSClient };

  const start = async () => {
    hub = await startHub(dataDir);
    uitrol = await lokaleUitrol(hub.hub.url);
    clients = {
      events: new EventBridgeClient(uitrol.clientConfig('events')),
      lambda: new LambdaClient(uitrol.clientConfig('lambda')),
      sqs: new SQSClient(uitrol.clientConfig('sqs')),
    };
  };
  const speelAf = async (opties: Partial<HerhaalOptions> = {}) => {
    // Event time has whole seconds.
    const options = {
      van: begin,
      tot: new Date(),
      type: TYPE_ZAAK_BIJGEWERKT,
      stap: 1,
      drempel: 1,
      wacht: 60,
    };
    const code = await herhaal(uitrol, { ...options, ...opties }, output);
    await hub.hub.settled();
    return code;
  };
  const zetAan = async (Enabled: boolean) => {
    const rij = Object.values(hub.hub.queues).find(
      ({ url }) => url === uitvoerVan(uitrol, 'PartnerberichtenWachtrijUrl'),
    );
    const { EventSourceMappings: [mapping] = [] } = await clients.lambda.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: rij?.arn }),
    );
    await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
  };
  const inArchief = async () =>
    (await clients.events.send(new DescribeArchiveCommand({ ArchiveName: uitrol.uitvoer['ArchiefNaam'] })))
      .EventCount;
  const commits = async () => (await heleTabel(hub)).filter(({ sk }) => String(sk).startsWith('COMMIT#'));

  beforeAll(async () => {
    await start();
    await zetAan(false);
    expect(await hub.speel(stappen)).toMatchObject({ deviations: [] });
    await clients.sqs.send(
      new PurgeQueueCommand({ QueueUrl: uitvoerVan(uitrol, 'PartnerberichtenWachtrijUrl') }),
    );
    await zetAan(true);
    await hub.hub.settled();
  });
  afterAll(async () => {
    await hub.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('were told to nobody, and stand in the archive', async () => {
    expect((await alleBerichten(hub)).flat()).toEqual([]);
    expect((await hub.client.balans()).nogTeVersturen).toBeGreaterThan(0);
    const eigen = hub.events.filter(({ source }) => source === 'inburgeringshub');
    expect(await inArchief()).toBe(eigen.length);
  });

  it('are still in the archive after a restart', async () => {
    const voor = await inArchief();
    await hub.stop();
    await start();
    expect(await inArchief()).toBe(voor);
  });

  it('are only counted in a trial', async () => {
    expect(await speelAf({ proef: true })).toBe(0);
    expect((await alleBerichten(hub)).flat()).toEqual([]);
    expect((await clients.events.send(new ListReplaysCommand({}))).Replays).toEqual([]);
  });

  it('reach every partner when the archive is replayed, part by part, and are not archived again', async () => {
    const voor = await inArchief();
    expect(await speelAf()).toBe(0);
    expect((await hub.client.balans()).nogTeVersturen).toBe(0);
    const perPartner = (await alleBerichten(hub)).map(({ length }) => length).filter((aantal) => aantal > 0);
    // As after an ordinary replay of this scenario (see the README).
    expect(perPartner.toSorted()).toEqual([1, 1, 2, 2, 2, 2]);
    expect(await inArchief()).toBe(voor);
    const { Replays = [] } = await clients.events.send(new ListReplaysCommand({ NamePrefix: 'herhaal-' }));
    expect(Replays.length).toBeGreaterThan(1);
    expect(Replays.every(({ State }) => State === 'COMPLETED')).toBe(true);
  });

  it('tell no partner twice and change no zaak when they are replayed once more', async () => {
    const voor = {
      berichten: await alleBerichten(hub),
      zaken: await eindstand(hub, vNummersIn(stappen)),
      commits: await commits(),
    };
    expect(await speelAf({ stap: 1440 })).toBe(0);
    expect({
      berichten: await alleBerichten(hub),
      zaken: await eindstand(hub, vNummersIn(stappen)),
      commits: await commits(),
    }).toEqual(voor);
  });

  it('carry the name of their replay', async () => {
    await zetAan(false);
    // Nobody takes them: the run gives up and says with which part to go on.
    expect(await speelAf({ stap: 1440, drempel: 1, wacht: 1 })).toBe(1);
    expect(regels.at(-1)).toMatch(/was not done after 1 s.*--van 20/);
    const namen = hub.hub
      .inspectQueue(uitvoerVan(uitrol, 'PartnerberichtenWachtrijUrl'))
      .map(({ body }) => (JSON.parse(body) as { 'replay-name'?: string })['replay-name']);
    expect(namen.length).toBeGreaterThan(0);
    for (const naam of namen) expect(naam).toMatch(/^herhaal-\d{8}T\d{6}-[0-9a-f]{4}-001$/);
    await zetAan(true);
    await hub.hub.settled();
  });

  it('of another type have no rule', async () => {
    await expect(speelAf({ type: 'nl.inburgeringszaken.zaak.anders.v1' })).rejects.toThrow('no rule takes');
  });
});
