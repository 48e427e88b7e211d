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
 * Chooses the port: the one that is asked for, or any free one for 0. The parameters of the deployment hold it (issuer,
 * address of DUO), so it must be known before anything starts. It throws at once when the port is in use, rather than
 * after a synthesis.
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
