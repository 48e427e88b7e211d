import { parseArgs } from 'node:util';
import { createCleanup } from '../local/cleanup.ts';
import { measureBundles } from './bundles.ts';
import { createClient } from './client.ts';
import { measureComputeTime } from './decide.ts';
import { measureDelivery } from './delivery.ts';
import { measureFall } from './fall.ts';
import { startHubProcess } from './hub-process.ts';
import { findPartnerQueues } from './queues.ts';
import { type Measurement, report } from './report.ts';
import { measureSideBySide } from './side-by-side.ts';
import { settled } from './statistics.ts';
import { measureSingle, measureThroughput, receivingPlaces } from './throughput.ts';
import { measureWebhook } from './webhook.ts';

/**
 * `npm run bench`: one run that measures the hub in time and memory. `--json` prints only one object. `--quick` measures a part
 * with few messages in a few minutes, which is enough to see that the hub became twice as slow.
 */

interface Sizes {
  readonly single: number;
  readonly warmUp: number;
  /** The number of koppelingen before the measured ones, so that the work of the compiler at the start does not count. */
  readonly runIn: number;
  readonly together: number;
  readonly webhooks: number;
  /** The number of koppelingen whose messages are in hand or wait when the hub is killed. */
  readonly fall: number;
}

const FULL: Sizes = { single: 100, warmUp: 20, runIn: 500, together: 1_000, webhooks: 10_000, fall: 50 };
const QUICK: Sizes = { single: 20, warmUp: 10, runIn: 50, together: 100, webhooks: 300, fall: 5 };
const CONCURRENT = 32;

type HubMeasurement = Pick<
  Measurement,
  'hearing' | 'koppelingenPerSecond' | 'singleMs' | 'startMs' | 'rssMB'
>;

const measureHub = async (
  { single: alone, warmUp, runIn, together: atOnce }: Sizes,
  say: (text: string) => void,
): Promise<HubMeasurement> => {
  say('starting the hub');
  const cleanup = createCleanup();
  try {
    const hub = await startHubProcess();
    cleanup.add(hub.stop);
    const client = await createClient(hub.url, CONCURRENT);
    cleanup.add(async () => client.close());
    const all = await findPartnerQueues(hub.url);
    cleanup.add(async () => all.close());
    const queues = all.at(await receivingPlaces(client, all, 0));
    await queues.next();
    say(`${alone} koppelingen one at a time`);
    const single = await measureSingle(client, queues, { aantal: alone, warmUp, from: 1 });
    say(`${runIn} koppelingen to run in, then ${atOnce}, ${CONCURRENT} at once`);
    const from = 1 + alone + warmUp;
    const together = { concurrent: CONCURRENT };
    const cold = await measureThroughput(client, queues, {
      ...together,
      aantal: runIn,
      from,
      already: 0,
    });
    say(`${Math.round(cold)} a second while running in`);
    const perSeconde = await measureThroughput(client, queues, {
      ...together,
      aantal: atOnce,
      from: from + runIn,
      already: runIn,
    });
    return {
      hearing: queues.urls.length,
      koppelingenPerSecond: Math.round(perSeconde),
      singleMs: { p50: settled(single.p50), p99: settled(single.p99) },
      startMs: hub.startMs,
      rssMB: hub.rssMB(),
    };
  } finally {
    await cleanup.run();
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
  });
  const sizes = values.quick ? QUICK : FULL;
  // The measurements run one after the other, so that they do not share the machine.
  const say = (text: string): void => {
    process.stderr.write(`bench: ${text}\n`);
  };
  const hub = await measureHub(sizes, say);
  say('the same koppelingen on MiniStack and on the embedded cloud');
  const beside = values.quick ? { skipped: 'a quick run' } : await measureSideBySide();
  say('webhooks after an outage, and a bare loop');
  const webhook = await measureWebhook(sizes.webhooks);
  say('webhooks after a kill -9');
  const fall = await measureFall(sizes.fall);
  say('calls to AWS per delivery');
  const delivery = await measureDelivery();
  say('decide and project');
  const computeTime = measureComputeTime();
  say('bundles');
  const measurement: Measurement = {
    ...hub,
    decideMicros: settled(computeTime.decideMicros),
    composeMicros: settled(computeTime.composeMicros),
    jsonMicros: settled(computeTime.jsonMicros),
    bundles: await measureBundles(),
    sideBySide: beside,
    webhook,
    fall,
    delivery,
  };
  process.stdout.write(
    values.json ? `${JSON.stringify(measurement)}\n` : `${report(measurement).join('\n')}\n`,
  );
};

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
