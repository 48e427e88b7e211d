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
import { type ReplayOptions, replay } from '../../../../cli/operator/recovery/repeat.ts';
import { localRollout, outputOf, type Rollout } from '../../../../client/deployment.ts';
import { TYPE_ZAAK_UPDATED } from '../../../../contracts/internal/bus-events.ts';
import { REGIEVOERDER } from '../../../../contracts/partnerrollen.ts';
import {
  allBerichten,
  caught,
  endState,
  PARTNERS,
  play,
  scenario,
  vNummersIn,
  wholeTable,
} from '../../../hub/test-hub.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

const steps = scenario('een-huishouden.jsonl');

describe('announcements of which the queue was purged', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-herhaal-'));
  const begin = new Date(Date.now() - 60_000);
  const { written, output } = caught();
  let hub: RunningHub;
  let rollout: Rollout;
  let clients: { events: EventBridgeClient; lambda: LambdaClient; sqs: SQSClient };

  const start = async () => {
    hub = await startHub({ dataDir });
    rollout = await localRollout(hub.hub.url);
    clients = {
      events: new EventBridgeClient(rollout.clientConfig('events')),
      lambda: new LambdaClient(rollout.clientConfig('lambda')),
      sqs: new SQSClient(rollout.clientConfig('sqs')),
    };
  };
  const replayArchive = async (changes: Partial<ReplayOptions> = {}) => {
    // The time of an event has whole seconds.
    const options = {
      van: begin,
      tot: new Date(),
      type: TYPE_ZAAK_UPDATED,
      stap: 1,
      drempel: 1,
      wacht: 60,
    };
    const code = await replay(rollout, { ...options, ...changes }, output);
    await hub.hub.settled();
    return code;
  };
  const turnOn = async (Enabled: boolean) => {
    const queue = Object.values(hub.hub.queues).find(
      ({ url }) => url === outputOf(rollout, 'PartnerberichtenWachtrijUrl'),
    );
    const { EventSourceMappings: [mapping] = [] } = await clients.lambda.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: queue?.arn }),
    );
    await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
  };
  const inArchive = async () =>
    (await clients.events.send(new DescribeArchiveCommand({ ArchiveName: rollout.uitvoer['ArchiefNaam'] })))
      .EventCount;
  const commits = async () => (await wholeTable(hub)).filter(({ sk }) => String(sk).startsWith('COMMIT#'));

  beforeAll(async () => {
    await start();
    await turnOn(false);
    // Step for step: what overtakes the koppeling is told with it, and then there are fewer messages.
    expect(await play(hub, steps, { stepForStep: true })).toMatchObject({ deviations: [] });
    await clients.sqs.send(
      new PurgeQueueCommand({ QueueUrl: outputOf(rollout, 'PartnerberichtenWachtrijUrl') }),
    );
    await turnOn(true);
    await hub.hub.settled();
  });
  afterAll(async () => {
    await hub.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('told no partner anything, and are in the archive', async () => {
    expect((await allBerichten(hub)).flat()).toEqual([]);
    expect((await hub.client.balans()).nogTeVersturen).toBeGreaterThan(0);
    const own = hub.events.filter(({ source }) => source === 'inburgeringshub');
    expect(await inArchive()).toBe(own.length);
  });

  it('are still in the archive after a restart', async () => {
    const before = await inArchive();
    await hub.stop();
    await start();
    expect(await inArchive()).toBe(before);
  });

  it('are counted and not replayed in a trial', async () => {
    expect(await replayArchive({ proef: true })).toBe(0);
    expect((await allBerichten(hub)).flat()).toEqual([]);
    expect((await clients.events.send(new ListReplaysCommand({}))).Replays).toEqual([]);
  });

  it('reach every partner when the archive is replayed, part by part, and are not archived again', async () => {
    const before = await inArchive();
    expect(await replayArchive()).toBe(0);
    expect((await hub.client.balans()).nogTeVersturen).toBe(0);
    const counts = (await allBerichten(hub)).map(({ length }, place) => ({ ...PARTNERS[place], length }));
    const perPartner = counts.filter(({ sleutel, length }) => sleutel !== REGIEVOERDER && length > 0);
    // The numbers of messages after an ordinary replay of this scenario (see the README).
    expect(perPartner.map(({ length }) => length).toSorted()).toEqual([1, 1, 2, 2, 2, 2]);
    const own = counts.filter(({ sleutel, length }) => sleutel === REGIEVOERDER && length > 0);
    expect(own).toHaveLength(1);
    expect(await inArchive()).toBe(before);
    const { Replays = [] } = await clients.events.send(new ListReplaysCommand({ NamePrefix: 'herhaal-' }));
    expect(Replays.length).toBeGreaterThan(1);
    expect(Replays.every(({ State }) => State === 'COMPLETED')).toBe(true);
  });

  it('tell no partner twice and change no zaak when they are replayed once more', async () => {
    const before = {
      berichten: await allBerichten(hub),
      zaken: await endState(hub, vNummersIn(steps)),
      commits: await commits(),
    };
    expect(await replayArchive({ stap: 1440 })).toBe(0);
    expect({
      berichten: await allBerichten(hub),
      zaken: await endState(hub, vNummersIn(steps)),
      commits: await commits(),
    }).toEqual(before);
  });

  it('carry the name of their replay', async () => {
    await turnOn(false);
    // No function takes them, so the command gives up and says with which part to go on.
    expect(await replayArchive({ stap: 1440, drempel: 1, wacht: 1 })).toBe(1);
    expect(written.at(-1)).toMatch(/was not done after 1 s.*--van 20/);
    const names = hub.hub
      .inspectQueue(outputOf(rollout, 'PartnerberichtenWachtrijUrl'))
      .map(({ body }) => (JSON.parse(body) as { 'replay-name'?: string })['replay-name']);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^herhaal-\d{8}T\d{6}-[0-9a-f]{4}-001$/);
    await turnOn(true);
    await hub.hub.settled();
  });

  it('are refused by the command when no rule takes their type', async () => {
    await expect(replayArchive({ type: 'nl.inburgeringszaken.zaak.anders.v1' })).rejects.toThrow(
      'no rule takes',
    );
  });
});
