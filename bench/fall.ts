import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHubClient } from '../client/hub-client.ts';
import { createCleanup } from '../local/cleanup.ts';
import { startReceiver, willing } from '../test/hub/receiver.ts';
import { createClient, withAtMost } from './client.ts';
import { startHubProcess } from './hub-process.ts';
import { koppelingen } from './huishoudens.ts';
import { createAbonnement, partners, until } from './receiving.ts';

/** Measures how soon webhooks continue after a hub is killed during delivery, on one machine and with its data on disk. */

export interface FallMeasurement {
  /** The messages that were being delivered or waited when the hub was killed. */
  readonly messages: number;
  /** The time from the hub's first answer after the restart until the first of these messages came (ms). */
  readonly firstMs: number;
  /** The time from the same moment until the last of these messages came (ms). */
  readonly lastMs: number;
}

const CONCURRENT = 16;

/** Kills a hub while its receiver answers no webhook, and starts the hub again with a receiver that answers. */
export const measureFall = async (count: number): Promise<FallMeasurement> => {
  const cleanup = createCleanup();
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'inburgeringshub-val-'));
    cleanup.add(() => rm(dataDir, { recursive: true, force: true }));
    const receiver = await startReceiver();
    cleanup.add(() => receiver.stop());
    const tried = new Set<string>();
    receiver.respond((request) => {
      if (request.method !== 'POST') return willing(request);
      tried.add(request.headers['webhook-id'] ?? '');
      return 'hangs';
    });
    const first = await startHubProcess({ dataDir });
    cleanup.add(first.kill);
    const hub = createHubClient({ url: first.url });
    for (const partner of partners) await createAbonnement(hub, partner, receiver.url);
    const client = await createClient(first.url, CONCURRENT);
    cleanup.add(async () => client.close());
    await withAtMost(CONCURRENT, koppelingen(count, 0), client.post);
    const messages = count * partners.length;
    const composed = async (): Promise<number> => {
      const { ontvangen, nogTeVersturen } = await hub.openstaand();
      return tried.size === 0 ? -1 : ontvangen + nogTeVersturen;
    };
    await until(composed, 0, 'messages that are not composed');
    await first.kill();

    const came = new Map<string, number>();
    receiver.respond((request) => {
      const id = request.headers['webhook-id'] ?? '';
      if (request.method === 'POST' && !came.has(id)) came.set(id, performance.now());
      return willing(request);
    });
    const second = await startHubProcess({ dataDir, port: Number(new URL(first.url).port) });
    cleanup.add(second.stop);
    const answers = performance.now();
    await until(() => came.size, messages, 'messages that were delivered after the fall');
    const moments = [...came.values()].map((moment) => Math.max(0, Math.round(moment - answers)));
    return { messages, firstMs: Math.min(...moments), lastMs: Math.max(...moments) };
  } finally {
    await cleanup.run();
  }
};

/** The measurement as lines of text. */
export const fallLines = ({ messages, firstMs, lastMs }: FallMeasurement): readonly string[] => [
  `webhook, ${messages} messages in hand or waiting at a kill -9`,
  `  the first one after the hub answers again          ${String(firstMs).padStart(8)} ms`,
  `  the last one                                       ${String(lastMs).padStart(8)} ms`,
];
