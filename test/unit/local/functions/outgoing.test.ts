import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchOutgoing } from '../../../../local/functions/outgoing.ts';

const server = createServer((_, response) => {
  if (isAnswering) response.end();
});
let isAnswering = false;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Posts, and gives how the request ended. */
const post = async (): Promise<string> => {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, method: 'POST' });
  sent.end('{}');
  return once(sent, 'response').then(
    ([response]) => `status ${response.statusCode}`,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
};

it('hanging up breaks off a request that runs, and one that begins later', async () => {
  const outgoing = watchOutgoing(new Set());
  const running = post();
  await once(server, 'request');
  outgoing.hangUp();
  expect(await running).toBe('the hub stops');
  expect(await post()).toBe('the hub stops');
  outgoing.stop();
});

it('a request is left alone once the watch on outgoing requests has stopped', async () => {
  const outgoing = watchOutgoing(new Set());
  outgoing.hangUp();
  outgoing.stop();
  isAnswering = true;
  expect(await post()).toBe('status 200');
});
