import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lokaleUitrol, type Uitrol } from '../client/deployment.ts';
import { synthesiseInto } from '../emulator/deploy.ts';
import { startEmulatedHub } from '../emulator/hub.ts';
import { findPython, installEmulator } from '../emulator/python.ts';
import { meetDoorvoer } from './doorvoer.ts';
import { startHubProcess } from './hub-process.ts';
import { maakKlant } from './klant.ts';
import { afgerond } from './statistiek.ts';

/** Side by side: the same template and the same koppelingen, on the embedded cloud and on an emulator of AWS. */

const AANTAL = 200;
const INLOPEN = 40;
const GELIJKTIJDIG = 16;

/** Koppelingen a second on either; or why there is nothing to compare with. */
export type NaastElkaar =
  | {
      readonly aantal: number;
      readonly ingebedPerSecond: number;
      readonly emulatorPerSecond: number;
      /** How many times faster the embedded cloud is. */
      readonly ratio: number;
    }
  | { readonly overgeslagen: string };

const PARTNERKANAAL = /^Kanaal0907[a-z]+Url$/;

/** How many messages each partner queue of Gennep holds, asked with the SDK on both sides. */
const tellerVan = (uitrol: Uitrol) => {
  const sqs = new SQSClient(uitrol.clientConfig('sqs'));
  const urls = Object.entries(uitrol.uitvoer).flatMap(([naam, url]) =>
    PARTNERKANAAL.test(naam) ? [url] : [],
  );
  if (urls.length !== 6) throw new Error(`expected six partner queues, found ${urls.length}`);
  const aantal = async (QueueUrl: string): Promise<number> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  };
  return { aantallen: () => Promise.all(urls.map(aantal)), close: () => sqs.destroy() };
};

const meet = async (uitrol: Uitrol, url: string, standInsUrl: string): Promise<number> => {
  const klant = await maakKlant(url, GELIJKTIJDIG, 'coa', standInsUrl);
  const wachtrijen = tellerVan(uitrol);
  const samen = { gelijktijdig: GELIJKTIJDIG };
  try {
    await meetDoorvoer(klant, wachtrijen, { ...samen, aantal: INLOPEN, vanaf: 0, reeds: 0 });
    return await meetDoorvoer(klant, wachtrijen, {
      ...samen,
      aantal: AANTAL,
      vanaf: INLOPEN,
      reeds: INLOPEN,
    });
  } finally {
    klant.close();
    wachtrijen.close();
  }
};

const meetIngebed = async (): Promise<number> => {
  const hub = await startHubProcess();
  try {
    return await meet(await lokaleUitrol(hub.url), hub.url, hub.url);
  } finally {
    await hub.stop();
  }
};

const meetEmulator = async (command: string): Promise<number> => {
  const python = await installEmulator(command);
  const folder = await mkdtemp(join(tmpdir(), 'inburgeringshub-bench-'));
  try {
    const assembly = join(folder, 'cdk.out');
    await synthesiseInto(assembly);
    const hub = await startEmulatedHub({ python, assembly });
    try {
      return await meet(hub.uitrol, hub.apiUrl, hub.standInsUrl);
    } finally {
      await hub.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Measures both, one after the other; skipped where there is no Python for the emulator. */
export const meetNaastElkaar = async (): Promise<NaastElkaar> => {
  const python = await findPython();
  if ('missing' in python) return { overgeslagen: python.missing };
  const ingebed = await meetIngebed();
  const emulator = await meetEmulator(python.command);
  return {
    aantal: AANTAL,
    ingebedPerSecond: afgerond(ingebed),
    emulatorPerSecond: afgerond(emulator),
    ratio: afgerond(ingebed / emulator),
  };
};

/** The comparison for people. */
export const naastElkaarRegels = (naast: NaastElkaar): readonly string[] =>
  'overgeslagen' in naast
    ? [`beside MiniStack: skipped, ${naast.overgeslagen}`]
    : [
        `${naast.aantal} koppelingen on the same template        a second     ratio`,
        `  embedded cloud                            ${naast.ingebedPerSecond.toFixed(1).padStart(10)}${String(naast.ratio).padStart(10)}`,
        `  MiniStack, deployed by the CDK            ${naast.emulatorPerSecond.toFixed(1).padStart(10)}         1`,
      ];
