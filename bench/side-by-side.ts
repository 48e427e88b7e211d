import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localRollout, type Rollout } from '../client/deployment.ts';
import { REGIEVOERDER } from '../contracts/partnerrollen.ts';
import { synthesiseInto } from '../emulator/deploy.ts';
import { startEmulatedHub } from '../emulator/hub.ts';
import { findPython, installEmulator } from '../emulator/python.ts';
import { createClient } from './client.ts';
import { startHubProcess } from './hub-process.ts';
import { settled } from './statistics.ts';
import { measureThroughput, receivingPlaces } from './throughput.ts';

/** Compares the embedded cloud with an emulator of AWS, on the same template and the same koppelingen. */

const COUNT = 200;
const WARM_UP = 40;
const CONCURRENT = 16;

/** The koppelingen a second on both, or the reason that the comparison was skipped. */
export type SideBySide =
  | {
      readonly aantal: number;
      readonly embeddedPerSecond: number;
      readonly emulatorPerSecond: number;
      /** How many times faster the embedded cloud is. */
      readonly ratio: number;
    }
  | { readonly skipped: string };

/** The outputs of the partner queues. As on the embedded cloud the queue of the gemeente itself is left out (`queues.ts`). */
const PARTNER_KANAAL = new RegExp(`^Kanaal0907(?!${REGIEVOERDER}|.*DodeBrieven).+Url$`);

/** Counts the messages in each partner queue of Gennep. Both sides are asked through the SDK. */
const counterOf = (rollout: Rollout) => {
  const sqs = new SQSClient(rollout.clientConfig('sqs'));
  const urls = Object.entries(rollout.uitvoer).flatMap(([name, url]) =>
    PARTNER_KANAAL.test(name) ? [url] : [],
  );
  const count = async (QueueUrl: string | undefined): Promise<number> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  };
  return {
    counts: () => Promise.all(urls.map(count)),
    /** Only the queues at these places. */
    at: (places: readonly number[]) => ({
      counts: () => Promise.all(places.map((place) => count(urls[place]))),
    }),
    close: () => sqs.destroy(),
  };
};

const measure = async (rollout: Rollout, url: string, standInsUrl: string): Promise<number> => {
  const client = await createClient(url, CONCURRENT, 'coa', standInsUrl);
  const all = counterOf(rollout);
  try {
    const queues = all.at(await receivingPlaces(client, all, 0));
    const together = { concurrent: CONCURRENT };
    await measureThroughput(client, queues, { ...together, aantal: WARM_UP, from: 1, already: 1 });
    return await measureThroughput(client, queues, {
      ...together,
      aantal: COUNT,
      from: 1 + WARM_UP,
      already: 1 + WARM_UP,
    });
  } finally {
    client.close();
    all.close();
  }
};

const measureEmbedded = async (): Promise<number> => {
  const hub = await startHubProcess();
  try {
    return await measure(await localRollout(hub.url), hub.url, hub.url);
  } finally {
    await hub.stop();
  }
};

const measureEmulator = async (command: string): Promise<number> => {
  const python = await installEmulator(command);
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-bench-'));
  try {
    const assembly = join(folder, 'cdk.out');
    await synthesiseInto(assembly);
    const hub = await startEmulatedHub({ python, assembly });
    try {
      return await measure(hub.rollout, hub.apiUrl, hub.standInsUrl);
    } finally {
      await hub.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Measures both, one after the other. Without a Python for the emulator the comparison is skipped. */
export const measureSideBySide = async (): Promise<SideBySide> => {
  const python = await findPython();
  if ('missing' in python) return { skipped: python.missing };
  const embedded = await measureEmbedded();
  const emulator = await measureEmulator(python.command);
  return {
    aantal: COUNT,
    embeddedPerSecond: settled(embedded),
    emulatorPerSecond: settled(emulator),
    ratio: settled(embedded / emulator),
  };
};

/** The comparison as lines of text. */
export const sideBySideLines = (beside: SideBySide): readonly string[] =>
  'skipped' in beside
    ? [`beside MiniStack: skipped, ${beside.skipped}`]
    : [
        `${beside.aantal} koppelingen on the same template        a second     ratio`,
        `  embedded cloud                            ${beside.embeddedPerSecond.toFixed(1).padStart(10)}${String(beside.ratio).padStart(10)}`,
        `  MiniStack, deployed by the CDK            ${beside.emulatorPerSecond.toFixed(1).padStart(10)}         1`,
      ];
