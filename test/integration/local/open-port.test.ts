import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startEmbeddedCloud } from '../../../local/cloud.ts';
import { openServer } from '../../../local/server.ts';
import { temporaryDirectory, writeAssembly } from './fixture.ts';

it('a port that is open before the cloud starts answers 503, is nobody else’s, and closes with the cloud', async () => {
  const directory = temporaryDirectory();
  const server = await openServer(0, () => undefined);
  const statusOf = async () => (await fetch(`http://127.0.0.1:${server.port}/_lokaal`)).status;
  expect(await statusOf()).toBe(503);
  const other = createServer().listen(server.port, '127.0.0.1');
  const [taken] = await once(other, 'error');
  expect(taken).toMatchObject({ code: 'EADDRINUSE' });

  const assemblyDir = writeAssembly(directory.path, { App: { Resources: {} } });
  const cloud = await startEmbeddedCloud({ assemblyDir, parameters: {}, port: server });
  expect([cloud.url, await statusOf()]).toEqual([`http://127.0.0.1:${server.port}`, 200]);
  await cloud.stop();
  await expect(statusOf()).rejects.toThrow();
  directory.remove();
});
