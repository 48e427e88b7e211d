import { parseArgs } from 'node:util';
import { createCleanup } from '../local/cleanup.ts';
import { meetBundels } from './bundels.ts';
import { meetRekentijd } from './decide.ts';
import { meetDoorvoer, meetEnkel } from './doorvoer.ts';
import { startHubProcess } from './hub-process.ts';
import { maakKlant } from './klant.ts';
import { meetNaastElkaar } from './naast.ts';
import { afgerond } from './statistiek.ts';
import { type Meting, verslag } from './verslag.ts';
import { vindPartnerwachtrijen } from './wachtrijen.ts';
import { meetWebhook } from './webhook.ts';

/** `npm run bench`: one run that measures what the hub costs; `--json` prints one object alone. */

const ENKELE = 100;
const OPWARMEN = 20;
const SAMEN = 1_000;
/** Koppelingen before the measured ones: a compiler that is still busy is no part of what a day costs. */
const INLOPEN = 500;
const GELIJKTIJDIG = 32;

type HubMeting = Pick<Meting, 'koppelingenPerSecond' | 'singleMs' | 'startMs' | 'rssMB'>;

const meetHub = async (zeg: (tekst: string) => void): Promise<HubMeting> => {
  zeg('starting the hub');
  const cleanup = createCleanup();
  try {
    const hub = await startHubProcess();
    cleanup.add(hub.stop);
    const klant = await maakKlant(hub.url, GELIJKTIJDIG);
    cleanup.add(async () => klant.close());
    const wachtrijen = await vindPartnerwachtrijen(hub.url);
    cleanup.add(async () => wachtrijen.close());
    zeg(`${ENKELE} koppelingen one at a time`);
    const enkel = await meetEnkel(klant, wachtrijen, { aantal: ENKELE, opwarmen: OPWARMEN, vanaf: 0 });
    zeg(`${INLOPEN} koppelingen to run in, then ${SAMEN}, ${GELIJKTIJDIG} at once`);
    const vanaf = ENKELE + OPWARMEN;
    const samen = { gelijktijdig: GELIJKTIJDIG };
    const koud = await meetDoorvoer(klant, wachtrijen, { ...samen, aantal: INLOPEN, vanaf, reeds: 0 });
    zeg(`${Math.round(koud)} a second while running in`);
    const perSeconde = await meetDoorvoer(klant, wachtrijen, {
      ...samen,
      aantal: SAMEN,
      vanaf: vanaf + INLOPEN,
      reeds: INLOPEN,
    });
    return {
      koppelingenPerSecond: Math.round(perSeconde),
      singleMs: { p50: afgerond(enkel.p50), p99: afgerond(enkel.p99) },
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
  const zeg = (tekst: string): void => {
    process.stderr.write(`bench: ${tekst}\n`);
  };
  const hub = await meetHub(zeg);
  zeg('the same koppelingen on MiniStack and on the embedded cloud');
  const naast = await meetNaastElkaar();
  zeg('webhooks after an outage, and a bare loop');
  const webhook = await meetWebhook();
  zeg('decide and project');
  const rekentijd = meetRekentijd();
  zeg('bundles');
  const meting: Meting = {
    ...hub,
    decideMicros: afgerond(rekentijd.decideMicros),
    composeMicros: afgerond(rekentijd.composeMicros),
    jsonMicros: afgerond(rekentijd.jsonMicros),
    bundles: await meetBundels(),
    naastElkaar: naast,
    webhook,
  };
  process.stdout.write(values.json ? `${JSON.stringify(meting)}\n` : `${verslag(meting).join('\n')}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
