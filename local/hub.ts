import { vindOrganisatie } from '../domain/organisaties.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from './cloud.ts';
import { DUO_MOUNT, maakDuoStandIn } from './duo/stand-in.ts';
import { choosePort } from './port.ts';
import { synthesiseApart } from './synth.ts';
import { maakTokenUitgever, PUBLIEK, TOKENS_MOUNT } from './tokens/uitgever.ts';

/** The whole hub on this machine: the synthesised app on the embedded cloud, with DUO and a token issuer beside it. */
export type LocalHub = EmbeddedCloud & {
  /** Base of the API, `/v1` included. */
  readonly apiUrl: string;
  readonly tokensUrl: string;
  readonly duoUrl: string;
};

/** What may be watched of it: log lines, events, invocations and the calls that the functions make. */
export type LocalHubObservers = Pick<EmbeddedCloudOptions, 'onLog' | 'onEvent' | 'onInvocation' | 'between'>;

export type LocalHubOptions = LocalHubObservers & {
  /** 0 takes any free port. */
  readonly port: number;
  /** State on disk when given, in memory otherwise. */
  readonly dataDir?: string;
};

/** Nothing is ever sent to it: alarms have no meaning on one machine. */
const ALARM_EMAILADRES = 'alarmen@hub.example';

const duoOin = (): string => {
  const duo = vindOrganisatie('duo');
  if (duo === undefined) throw new Error('the list of organisations has no duo');
  return duo.oin;
};

/** Starts the hub. Synthesising and loading the embedded cloud go side by side. */
export const startLocalHub = async (options: LocalHubOptions): Promise<LocalHub> => {
  const { port: wantedPort, dataDir, ...observers } = options;
  const port = await choosePort(wantedPort);
  const url = `http://127.0.0.1:${port}`;
  const tokensUrl = `${url}${TOKENS_MOUNT}`;
  const duoUrl = `${url}${DUO_MOUNT}`;
  const opSchijf = dataDir === undefined ? {} : { dataDir };

  const [assembly, { startEmbeddedCloud }, tokens] = await Promise.all([
    synthesiseApart(),
    import('./cloud.ts'),
    maakTokenUitgever({ uitgever: tokensUrl, zoekOrganisatie: vindOrganisatie, ...opSchijf }),
  ]);
  try {
    const cloud = await startEmbeddedCloud({
      assemblyDir: assembly.directory,
      port,
      parameters: {
        TokenUitgever: tokensUrl,
        TokenPubliek: PUBLIEK,
        TokenJwksUrl: `${tokensUrl}/.well-known/jwks.json`,
        DuoBasisUrl: duoUrl,
        DuoOin: duoOin(),
        AlarmEmailadres: ALARM_EMAILADRES,
      },
      mounts: { [TOKENS_MOUNT]: tokens, [DUO_MOUNT]: maakDuoStandIn(opSchijf) },
      ...opSchijf,
      ...observers,
    });
    return {
      ...cloud,
      apiUrl: `${url}/v1`,
      tokensUrl,
      duoUrl,
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
