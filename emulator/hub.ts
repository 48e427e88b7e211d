import { awsRollout, outputOf, type Rollout } from '../client/deployment.ts';
import { LOCAL_GEMEENTEN, readProfiles } from '../infra/gemeenten/profiles.ts';
import { createCleanup } from '../local/cleanup.ts';
import { openServer } from '../local/server.ts';
import { createStandIns } from '../local/stand-ins.ts';
import { deploy } from './deploy.ts';
import { startMiniStack } from './ministack.ts';

/** The hub, deployed by the CDK on an emulator of its own, with DUO and a token issuer beside it. */
export interface EmulatedHub {
  /** Base of the API. */
  readonly apiUrl: string;
  /** The address of the token issuer and of the stand-in for DUO. */
  readonly standInsUrl: string;
  readonly rollout: Rollout;
  /** The environment in which the AWS SDK and the hub's own commands find it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const notServed = (_request: unknown, response: { writeHead(status: number): { end(): void } }): void => {
  response.writeHead(404).end();
};

/** API Gateway's name for the API, as it is reached on an emulator that has no DNS. */
const emulatedApiUrl = (url: string, deployed: string): string => {
  const { hostname, pathname } = new URL(deployed);
  return `${url}/restapis/${hostname.split('.')[0]}${pathname.replace(/\/+$/, '')}/_user_request_`;
};

/** Starts an emulator and deploys a synthesised app on it. */
export const startEmulatedHub = async (options: {
  readonly python: string;
  readonly assembly: string;
  readonly onLine?: (line: string) => void;
}): Promise<EmulatedHub> => {
  const { onLine = () => undefined } = options;
  const cleanup = createCleanup();
  try {
    const ministack = await startMiniStack(options.python, onLine);
    cleanup.add(ministack.stop);
    const server = await openServer(0, (error) => onLine(error.message));
    cleanup.add(server.close);
    const standInsUrl = `http://127.0.0.1:${server.port}`;
    const { mounts, parameters } = await createStandIns(standInsUrl, readProfiles(LOCAL_GEMEENTEN));
    server.serve({ aws: (_target, ...rest) => notServed(...rest), mounts, api: notServed });
    await deploy(options.assembly, parameters, ministack.env);
    const rollout = await awsRollout(ministack.clientConfig);
    return {
      apiUrl: emulatedApiUrl(ministack.url, outputOf(rollout, 'ApiUrl')),
      standInsUrl,
      rollout,
      env: ministack.env,
      stop: cleanup.run,
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
};
