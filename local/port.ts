import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/**
 * Systems hand out ports from 32768 (Linux) or 49152 on to whoever asks for any one. A port below those stays free until
 * somebody asks for it by its number, also when that takes a while, or when a hub comes back on it.
 */
const LOWEST = 20_000;
const BEYOND = 32_768;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });

/** Chooses a free port for another process, which opens it later. Who opens one itself asks the system for any. */
export const choosePort = async (): Promise<number> => {
  const port = randomInt(LOWEST, BEYOND);
  return (await isFree(port)) ? port : choosePort();
};
