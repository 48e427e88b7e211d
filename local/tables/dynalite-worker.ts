import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { foreignHeader, refuseForeign } from '../hosts.ts';
import { openSeal } from '../seal.ts';
import { type DynaliteDb, makeWritesAtomic } from './atomic-writes.ts';
import { type AbstractLevel, makeIteratorsClose } from './closed-iterators.ts';
import { type LevelClass, sealedLevel } from './sealed-level.ts';

/** Runs dynalite in a thread of its own, because evaluating conditions is the heaviest work of the embedded cloud. */

interface DynaliteOptions {
  readonly createTableMs: number;
  readonly deleteTableMs: number;
  readonly updateTableMs: number;
  readonly path?: string;
}

const require = createRequire(import.meta.url);
// Dynalite takes the class of LevelDB when it is loaded.
const levels = createRequire(require.resolve('dynalite'))('level') as { Level: LevelClass };
const { path, keyPath } = workerData as { readonly path?: string; readonly keyPath?: string };
if (path !== undefined) levels.Level = sealedLevel(levels.Level, openSeal(keyPath));
makeWritesAtomic(require('dynalite/db') as DynaliteDb);
const levelOfDynalite = createRequire(createRequire(require.resolve('dynalite')).resolve('level'));
makeIteratorsClose(levelOfDynalite('abstract-level') as AbstractLevel);
const dynalite = require('dynalite') as (options: DynaliteOptions) => Server;
const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread only');

const server = dynalite({
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
  ...(path === undefined ? {} : { path }),
});

// Dynalite throws when a client hangs up in the middle of a request, as a function that is stopped does. That would end
// this thread. Without the listener of dynalite, Node.js just closes the connection.
server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
  // A function may go by another clock than this thread: see local/server.ts.
  response.sendDate = false;
  const on = request.on.bind(request);
  request.on = ((event: string, listener: (...values: unknown[]) => void) =>
    event === 'error' ? request : on(event, listener)) as typeof request.on;
});
// Only this machine is served, as on the port of the hub.
const serve = server.listeners('request');
server.removeAllListeners('request');
server.on('request', (request: IncomingMessage, response: ServerResponse) => {
  const foreign = foreignHeader(request.headers, request.socket.localPort);
  if (foreign !== undefined) return refuseForeign(response, foreign);
  for (const listener of serve) listener.call(server, request, response);
});
server.keepAliveTimeout = 65_000;

server.listen(0, '127.0.0.1', () => port.postMessage({ port: (server.address() as AddressInfo).port }));

port.once('message', () => {
  server.close(() => port.close());
  server.closeAllConnections();
});
