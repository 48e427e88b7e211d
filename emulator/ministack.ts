import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientConfig } from '../client/deployment.ts';
import { choosePort } from '../local/port.ts';

/** A running emulator of the AWS APIs. */
export interface MiniStack {
  readonly url: string;
  /** The settings with which a client of the AWS SDK reaches the emulator. */
  readonly clientConfig: ClientConfig;
  /** The environment in which the AWS SDK and the CDK find it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const START = join(import.meta.dirname, 'start_ministack.py');
const NODE_24 = join(import.meta.dirname, '../node_modules/.bin');
const DEADLINE_MS = 60_000;

const REGION = 'eu-west-1';
/** The credentials of the emulator's root user. Its IAM knows all others. */
const ROOT = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/**
 * The environment with the emulator's root and the project's Node. It has no settings of the developer's AWS account.
 */
const rootEnv = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ACCESS_KEY_ID: ROOT.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
  PATH: `${NODE_24}:${process.env['PATH'] ?? ''}`,
});

const healthy = (url: string): Promise<boolean> =>
  fetch(`${url}/_ministack/health`).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    },
    () => false, // not listening yet
  );

/**
 * Starts an empty emulator on loopback, with IAM enforced. `onLine` gets the lines of the emulator and its functions.
 */
export const startMiniStack = async (
  python: string,
  onLine: (line: string) => void = () => undefined,
): Promise<MiniStack> => {
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(python, [START], {
    env: {
      ...rootEnv(),
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: REGION,
      AUTH: 'true',
      // It unpacks its functions in another place every time, where nothing that was compiled is found again.
      NODE_DISABLE_COMPILE_CACHE: '1',
    },
    // The emulator ends when its input closes, which happens however this process ends (start_ministack.py).
    stdio: ['pipe', 'pipe', 'pipe'],
    // The emulator and the workers of its functions are one process group, so that they end together.
    detached: true,
  });
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  const { pid } = child;
  if (pid === undefined) throw new Error('the emulator has no process id');
  const end = (): void => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && Reflect.get(error, 'code') === 'ESRCH')) throw error;
    }
  };
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await Promise.race([exited, pause(5_000)]);
    end();
    await exited;
  };
  const start = Date.now();
  while (!(await healthy(url))) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null || Date.now() - start > DEADLINE_MS) {
      await stop();
      throw new Error(ended === null ? 'the emulator does not answer' : `the emulator ended: ${ended}`);
    }
    await pause(50);
  }
  return {
    url,
    clientConfig: { endpoint: url, region: REGION, credentials: ROOT },
    env: {
      ...rootEnv(),
      AWS_ENDPOINT_URL: url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
    stop,
  };
};
