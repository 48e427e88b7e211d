import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createHubClient, type HubClient } from '../client/hub-client.ts';
import { createCleanup } from '../local/cleanup.ts';
import { type HubProcess, startHubProcess } from './hub-process.ts';
import { toeval } from './huishoudens.ts';
import { mapMB } from './schaal/geheugen.ts';
import { groei } from './schaal/groei.ts';
import { meetLezen, meetZaak, totRust, type Zaakmeting } from './schaal/lezen.ts';
import { leesMaten } from './schaal/maten.ts';
import { type Partners, startPartners } from './schaal/partners.ts';
import { type Maat, maatRegel, type Schaalmeting, schaalVerslag } from './schaal/verslag.ts';
import { vindPartnerwachtrijen } from './wachtrijen.ts';

/**
 * `npm run schaal`: one hub with durable data that grows to each size in turn, while the partners fetch and delete
 * what they are sent; then zaken of 10, 100 and 500 commits. `--sizes 1000,10000` chooses the sizes, `--json` prints
 * one object alone.
 */

const STANDAARD_MATEN = '1000,10000,50000';
const COMMITS = [10, 100, 500];
const SEED = 42;
/** Persons of the long zaken: numbers that no household of a size reaches. */
const LANGE_ZAKEN_VANAF = 80_000;

type Zeg = (tekst: string) => void;

/**
 * Nothing waits and nothing was put aside. That the partners have every message was seen before; the balance would
 * count each receipt, which at this size takes longer than the API may.
 */
const controleer = async (hub: HubClient): Promise<void> => {
  for (const status of ['wacht', 'quarantaine'] as const) {
    const { length } = await hub.ontvangsten(status);
    if (length > 0) throw new Error(`${length} messages ended as ${status}`);
  }
};

const meetMaat = async (
  proces: HubProcess,
  dataDir: string,
  partners: Partners,
  { van, tot, zeg }: { readonly van: number; readonly tot: number; readonly zeg: Zeg },
): Promise<Maat> => {
  const hub = createHubClient({ url: proces.url });
  const gegroeid = await groei(proces, van, tot, partners, zeg);
  zeg(`${gegroeid.huishoudensPerSeconde.toFixed(1)} households a second; reading`);
  await totRust(hub);
  await controleer(hub);
  const maat: Maat = {
    huishoudens: tot,
    groei: gegroeid,
    rssMB: proces.rssMB(),
    schijfMB: await mapMB(dataDir),
    lezen: await meetLezen(hub, partners.zaken()),
  };
  // A long run that is broken off has told what it measured until then.
  zeg(maatRegel(maat).trim());
  return maat;
};

const meetSchaal = async (maten: readonly number[], zeg: Zeg): Promise<Schaalmeting> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'inburgeringshub-schaal-'));
  const cleanup = createCleanup();
  cleanup.add(() => rm(dataDir, { recursive: true, force: true }));
  try {
    const proces = await startHubProcess({ dataDir });
    cleanup.add(proces.stop);
    // Without its hub the run fails, and then tidies up as after any failure.
    process.once('SIGINT', () => void proces.stop());
    const wachtrijen = await vindPartnerwachtrijen(proces.url);
    const partners = startPartners(proces.url, wachtrijen.urls, toeval(SEED));
    wachtrijen.close();
    const gemeten: Maat[] = [];
    for (const [n, tot] of maten.entries()) {
      gemeten.push(await meetMaat(proces, dataDir, partners, { van: maten[n - 1] ?? 0, tot, zeg }));
    }
    const zaken: Zaakmeting[] = [];
    for (const [n, commits] of COMMITS.entries()) {
      zeg(`a zaak of ${commits} commits`);
      const hub = createHubClient({ url: proces.url });
      zaken.push(await meetZaak(hub, LANGE_ZAKEN_VANAF + n, commits));
    }
    await partners.stop();
    return { maten: gemeten, zaken };
  } finally {
    await cleanup.run();
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      sizes: { type: 'string', default: STANDAARD_MATEN },
    },
  });
  const meting = await meetSchaal(leesMaten(values.sizes), (tekst) => {
    process.stderr.write(`schaal: ${tekst}\n`);
  });
  process.stdout.write(values.json ? `${JSON.stringify(meting)}\n` : `${schaalVerslag(meting).join('\n')}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`schaal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
