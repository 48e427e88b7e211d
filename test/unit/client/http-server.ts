import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A real HTTP server on a free port, for tests of clients. */
export const startHttp = async (
  handle: RequestListener,
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
