import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startHubProcess } from '../../../bench/hub-process.ts';
import { createHubClient } from '../../../client/hub-client.ts';
import { replaySteps } from '../../../client/scenario/replay.ts';
import { silent } from '../../../client/scenario/send.ts';
import { isToldByStep } from '../../../contracts/partnerrollen.ts';
import { findGemeente } from '../../../domain/gemeenten/index.ts';
import { PARTNERS, scenario } from '../../hub/test-hub.ts';
import { untilItEnds } from '../../hub/until-it-ends.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Partnerbericht {
  readonly id: string;
  /** The zaak, or the household. */
  readonly subject: string;
  readonly data: { readonly volgnummer: number };
}

/** Empties a queue as the consumer of a partner does: receives and deletes until no message is left. */
const fetch = async (endpoint: string, name: string): Promise<readonly Partnerbericht[]> => {
  const sqs = new SQSClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const berichten: Partnerbericht[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) break;
    for (const { Body = '', ReceiptHandle } of Messages) {
      berichten.push(JSON.parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  sqs.destroy();
  return berichten;
};

it('a hub that is killed in the middle of a replay loses no message and tells no partner twice', async () => {
  const steps = scenario('rommelig.jsonl');
  const first = await startHubProcess({ dataDir: folder });
  onTestFailed(first.kill);
  let killed: Promise<void> | undefined;
  // The step that is answered kills it, so that the others still come whatever the pace of this machine is.
  const halfway = untilItEnds(first.url, steps, (step) => {
    if (step === Math.ceil(steps.length / 2)) killed = first.kill();
  });
  expect(await halfway).toBeInstanceOf(Error);
  expect(killed).toBeDefined();
  await killed;

  const second = await startHubProcess({ dataDir: folder, port: Number(new URL(first.url).port) });
  try {
    const client = createHubClient({ url: second.url });
    expect(await replaySteps(client, steps, 400, silent)).toMatchObject({ deviations: [], atRest: true });
    const { ontvangsten, zaken, nogTeVersturen } = await client.balans();
    expect({ ontvangsten, zaken, nogTeVersturen }).toEqual({
      ontvangsten: { ontvangen: 0, wacht: 2, quarantaine: 0, verwerkt: 72 },
      zaken: 18,
      nogTeVersturen: 0,
    });
    for (const { gemeentecode, sleutel } of PARTNERS.filter((partner) => partner.gemeentecode === '0907')) {
      const berichten = await fetch(second.url, `inburgeringshub-${gemeentecode}-${sleutel}.fifo`);
      const role = findGemeente(gemeentecode)?.partners.find((one) => one.sleutel === sleutel)?.rol;
      // Nothing is reported in this scenario, so that who hears by a step hears of nobody.
      if (role !== undefined && isToldByStep(role)) expect(berichten).toEqual([]);
      else expect(berichten.length).toBeGreaterThan(15);
      expect(new Set(berichten.map(({ id }) => id)).size).toBe(berichten.length);
      for (const messages of Map.groupBy(berichten, ({ subject }) => subject).values()) {
        expect(messages.map(({ data }) => data.volgnummer)).toEqual(messages.map((_, place) => place + 1));
      }
    }
  } finally {
    await second.stop();
  }
});
