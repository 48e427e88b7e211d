import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { createDuoStandIn, DUO_MOUNT } from '../../../local/duo/stand-in.ts';

/** What a call to DUO has to say of itself, by its files. */
export const HEADERS = {
  bron: '00000099000009070000',
  doel: '00000099000000004000',
  berichtId: '6f1f0d9b-3c52-4b0e-9a77-2f0d5a347c1b',
};

/** Serves the stand-in for DUO while the tests of a file run; gives its address once it listens. */
export const serveDuoStandIn = (): (() => string) => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer(createDuoStandIn());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    url = `http://127.0.0.1:${address.port}${DUO_MOUNT}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return () => url;
};
