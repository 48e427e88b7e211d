import { createServer } from 'node:net';

const HOST = '127.0.0.1';

const tryPort = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, HOST, () => {
      const address = probe.address();
      const free = typeof address === 'object' && address !== null ? address.port : port;
      probe.close(() => resolve(free));
    });
  });

/**
 * The port to use: the one asked for, or any free one for 0. The port is part of the parameters of the deployment
 * (issuer, DUO's address), so it must be known before anything starts; a clash is said at once, not after a synthesis.
 */
export const choosePort = async (wanted: number): Promise<number> => {
  try {
    return await tryPort(wanted);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'EADDRINUSE') {
      throw Object.assign(new Error(`port ${wanted} is in use; choose another with --port`), {
        code,
        cause: error,
      });
    }
    throw error;
  }
};
