import { parseArgs } from 'node:util';
import { createCleanup } from '../local/cleanup.ts';
import { measureBundles } from './bundles.ts';
import { createClient } from './client.ts';
import { measureComputeTime } from './decide.ts';
import { measureDelivery } from './delivery.ts';
import { startHubProcess } from './hub-process.ts';
import { findPartnerQueues } from './queues.ts';
import { type Measurement, report } from './report.ts';
import { measureSideBySide } from './side-by-side.ts';
import { settled } from './statistics.ts';
import { measureSingle, measureThroughput } from './throughput.ts';
import { measureWebhook } from './webhook.ts';

/** `npm run bench`: one run that measures what the hub costs; `--json` prints one object alone. */

const SINGLE = 100;
const WARM_UP = 20;
const TOGETHER = 1_000;
/** Koppelingen before the measured ones: a compiler that is still busy is no part of what a day costs. */
const RUN_IN = 500;
const CONCURRENT = 32;

type HubMeasurement = Pick<Measurement, 'koppelingenPerSecond' | 'singleMs' | 'startMs' | 'rssMB'>;

const measureHub = async (say: (text: string) => void): Promise<HubMeasurement> => {
  say('starting the hub');
  const cleanup = createCleanup();
  try {
    const hub = await startHubProcess();
    cleanup.add(hub.stop);
    const client = await createClient(hub.url, CONCURRENT);
    cleanup.add(async () => client.close());
    const queues = await findPartnerQueues(hub.url);
    cleanup.add(async () => queues.close());
    say(`${SINGLE} koppelingen one at a time`);
    const single = await measureSingle(client, queues, { aantal: SINGLE, warmUp: WARM_UP, from: 0 });
    say(`${RUN_IN} koppelingen to run in, then ${TOGETHER}, ${CONCURRENT} at once`);
    const from = SINGLE + WARM_UP;
    const together = { concurrent: CONCURRENT };
    const cold = await measureThroughput(client, queues, {
      ...together,
      aantal: RUN_IN,
      from,
      already: 0,
    });
    say(`${Math.round(cold)} a second while running in`);
    const perSeconde = await measureThroughput(client, queues, {
      ...together,
      aantal: TOGETHER,
      from: from + RUN_IN,
      already: RUN_IN,
    });
    return {
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
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  // Only one thing at a time: nothing that is measured shares the machine with the rest.
  const say = (text: string): void => {
    process.stderr.write(`bench: ${text}\n`);
  };
  const hub = await measureHub(say);
  say('the same koppelingen on MiniStack and on the embedded cloud');
  const beside = await measureSideBySide();
  say('webhooks after an outage, and a bare loop');
  const webhook = await measureWebhook();
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
