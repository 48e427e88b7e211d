import { LOCAL_GEMEENTEN, readProfiles } from '../infra/gemeenten/profiles.ts';
import type { Receiving } from './claims.ts';
import { type Clock, createClock } from './clock/clock.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from './cloud.ts';
import { pagesAt } from './hosts.ts';
import type { Handler } from './mount.ts';
import { openDataFolder } from './seal.ts';
import { type EdgeServer, openServer } from './server.ts';
import { createStandIns } from './stand-ins.ts';
import { synthesiseApart } from './synth.ts';

/** The hub on this machine: the synthesised app on the embedded cloud, with stand-ins for DUO and the token issuer. */
export type LocalHub = EmbeddedCloud & {
  /** Base URL of the API, with `/v1`. */
  readonly apiUrl: string;
  /** The pages for people. */
  readonly loketUrl: string;
  readonly tokensUrl: string;
  readonly duoUrl: string;
  /** Why its data is not the data that it had (`identity.ts`); none when it is. */
  readonly warnings: readonly string[];
};

/** What a caller may watch: log lines, events, invocations and the calls that the functions make. */
export type LocalHubObservers = Pick<EmbeddedCloudOptions, 'onLog' | 'onEvent' | 'onInvocation' | 'between'>;

export type LocalHubOptions = LocalHubObservers & {
  /** 0 takes any free port. */
  readonly port: number;
  /** The moment at which the hub's clock stands at the start; that of this machine unless given. */
  readonly now?: Date;
  /** State on disk when given, in memory otherwise. */
  readonly dataDir?: string;
  /** Names that the port answers to, beside those of this machine. */
  readonly hosts?: readonly string[];
  /** Refuses webhooks on this machine, as a deployed hub does. */
  readonly strict?: boolean;
  /** What else the port serves, by path prefix, of the hub at this address. */
  readonly mounts?: (url: string) => Readonly<Record<string, Handler>>;
  /** Folder with the profiles of the gemeenten that take part; the product's own by default. */
  readonly gemeenten?: string;
};

const LOKET_PATH = '/v1/loket';

/** The contract: a deployed hub gives it to pages of any site (CORS `*`). */
const CONTRACT_PATHS = ['/v1/openapi.json', '/v1/schemas'];

const warningsOf = async (
  { endpoints, outputs, stop }: EmbeddedCloud,
  dataDir: string,
): Promise<readonly string[]> => {
  try {
    const { identityTable, checkIdentity } = await import('./identity.ts');
    return await checkIdentity(dataDir, identityTable(endpoints.dynamodb, String(outputs['TabelNaam'])));
  } catch (error) {
    await stop();
    throw error;
  }
};

/** What fell with a former process is in nobody's hand. */
const endingClaims =
  (profiles: readonly Receiving[]): NonNullable<EmbeddedCloudOptions['prepare']> =>
  async ({ dynamodb }, outputs) => {
    const { endClaims } = await import('./claims.ts');
    await endClaims(dynamodb, String(outputs['TabelNaam']), profiles);
  };

/** Starts the hub on a port that is open. It loads the embedded cloud while the app is synthesised. */
const startOn = async (server: EdgeServer, clock: Clock, options: LocalHubOptions): Promise<LocalHub> => {
  const {
    port: _port,
    now: _now,
    dataDir,
    hosts: _hosts,
    strict = false,
    mounts = () => ({}),
    gemeenten = LOCAL_GEMEENTEN,
    ...observers
  } = options;
  const url = `http://127.0.0.1:${server.port}`;

  if (dataDir !== undefined) openDataFolder(dataDir);
  // The stand-ins come first, so that a fault in a profile, or a data directory that cannot be used, leaves no synthesis
  // behind.
  const profiles = readProfiles(gemeenten);
  const standIns = await createStandIns(url, profiles, { clock, dataDir });
  const [assembly, { startEmbeddedCloud }] = await Promise.all([
    synthesiseApart({ strict, gemeenten }),
    import('./cloud.ts'),
  ]);
  try {
    const cloud = await startEmbeddedCloud({
      assemblyDir: assembly.directory,
      worker: assembly.worker,
      port: server,
      parameters: standIns.parameters,
      mounts: { ...mounts(url), ...standIns.mounts },
      clock,
      home: LOKET_PATH,
      open: CONTRACT_PATHS,
      ...(dataDir === undefined ? {} : { dataDir, prepare: endingClaims(profiles) }),
      ...observers,
    });
    return {
      ...cloud,
      warnings: dataDir === undefined ? [] : await warningsOf(cloud, dataDir),
      apiUrl: `${url}/v1`,
      loketUrl: `${pagesAt(server.port)}${LOKET_PATH}`,
      tokensUrl: standIns.tokensUrl,
      duoUrl: standIns.duoUrl,
      stop: async () => {
        await cloud.stop();
        await assembly.remove();
      },
    };
  } catch (error) {
    await assembly.remove();
    throw error;
  }
};

/**
 * Starts the hub. Its port is open from the beginning, and answers 503: the parameters of the deployment hold its address, and
 * one that was only looked at would be somebody else's by the end of the synthesis.
 */
export const startLocalHub = async (options: LocalHubOptions): Promise<LocalHub> => {
  const { port, now, hosts, onLog } = options;
  const clock = createClock(now);
  const onError = (error: Error): void => onLog?.('embedded-cloud', error.stack ?? error.message);
  const server = await openServer(port, onError, clock.now, hosts);
  try {
    return await startOn(server, clock, options);
  } catch (error) {
    await server.close();
    throw error;
  }
};
