import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHubClient, type HubClient } from '../client/hub-client.ts';
import { createCleanup } from '../local/cleanup.ts';
import { type HubProcess, startHubProcess } from './hub-process.ts';
import { chance } from './huishoudens.ts';
import { findPartnerQueues } from './queues.ts';
import { growth } from './scale/growth.ts';
import { folderMB } from './scale/memory.ts';
import { type Partners, startPartners } from './scale/partners.ts';
import { measureBooks, measureRead, measureZaak, untilQuiet, type ZaakMeasurement } from './scale/reading.ts';
import { type ScaleMeasurement, type Size, scaleReport, sizeLine } from './scale/report.ts';
import { readOptions } from './scale/sizes.ts';
import type { Told } from './scale/stream.ts';
import { measureTold } from './scale/told.ts';

/**
 * `npm run schaal`: one hub with durable data that grows to each size in turn, while the partners fetch and delete
 * what they are sent; then zaken of 10, 100 and 500 commits. `--sizes 1000,10000` chooses the sizes, `--json` prints
 * one object alone.
 */

const STANDARD_SIZES = '1000,10000,50000';
const COMMITS = [10, 100, 500];
const SEED = 42;
/** The first number of a person with a long zaak. It is higher than that of any household at the largest size. */
const LONG_ZAKEN_FROM = 80_000;

type Say = (text: string) => void;

/** Throws when a message waits or is in quarantine. The growth has checked already that the partners have every message. */
const check = async (hub: HubClient): Promise<void> => {
  for (const status of ['wacht', 'quarantaine'] as const) {
    const { length } = await hub.ontvangsten(status);
    if (length > 0) throw new Error(`${length} messages ended as ${status}`);
  }
};

const measureSize = async (
  process: HubProcess,
  dataDir: string,
  { partners, told }: { readonly partners: Partners; readonly told: Told },
  { van, tot, say }: { readonly van: number; readonly tot: number; readonly say: Say },
): Promise<Size> => {
  const hub = createHubClient({ url: process.url });
  const grown = await growth(process, { from: van, until: tot }, partners, told, say);
  say(`${grown.huishoudensPerSeconde.toFixed(1)} households a second; reading`);
  await untilQuiet(hub);
  await check(hub);
  const size: Size = {
    huishoudens: tot,
    growth: grown,
    rssMB: process.rssMB(),
    diskMB: await folderMB(dataDir),
    lezen: await measureRead(hub, partners.zaken()),
    booksMs: await measureBooks(hub),
  };
  // Each size is printed at once, so that a long run that is broken off has shown its results so far.
  say(sizeLine(size).trim());
  return size;
};

const measureScale = async (sizes: readonly number[], say: Say): Promise<ScaleMeasurement> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'inburgeringshub-schaal-'));
  const cleanup = createCleanup();
  cleanup.add(() => rm(dataDir, { recursive: true, force: true }));
  try {
    const hubProcess = await startHubProcess({ dataDir });
    cleanup.add(hubProcess.stop);
    // Without the hub the run fails, and then cleans up as after any failure.
    process.once('SIGINT', () => void hubProcess.stop());
    const queues = await findPartnerQueues(hubProcess.url);
    const partners = startPartners(hubProcess.url, queues.urls, chance(SEED));
    queues.close();
    const hub = createHubClient({ url: hubProcess.url });
    const told = await measureTold(hubProcess.url, hub, partners, LONG_ZAKEN_FROM - 1);
    const measured: Size[] = [];
    for (const [n, until] of sizes.entries()) {
      measured.push(
        await measureSize(
          hubProcess,
          dataDir,
          { partners, told },
          { van: sizes[n - 1] ?? 0, tot: until, say },
        ),
      );
    }
    const zaken: ZaakMeasurement[] = [];
    for (const [n, commits] of COMMITS.entries()) {
      say(`a zaak of ${commits} commits`);
      zaken.push(await measureZaak(hub, LONG_ZAKEN_FROM + n, commits));
    }
    await partners.stop();
    return { sizes: measured, zaken };
  } finally {
    await cleanup.run();
  }
};

const main = async (): Promise<void> => {
  const { json, sizes } = readOptions(STANDARD_SIZES);
  const measurement = await measureScale(sizes, (text) => {
    process.stderr.write(`schaal: ${text}\n`);
  });
  process.stdout.write(
    json ? `${JSON.stringify(measurement)}\n` : `${scaleReport(measurement).join('\n')}\n`,
  );
};

main().catch((error: unknown) => {
  process.stderr.write(`schaal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
