import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { type DynaliteDb, makeWritesAtomic } from './atomic-writes.ts';
import { type AbstractLevel, makeIteratorsClose } from './closed-iterators.ts';

/** Runs dynalite in a thread of its own, because evaluating conditions is the heaviest work of the embedded cloud. */

interface DynaliteOptions {
  readonly createTableMs: number;
  readonly deleteTableMs: number;
  readonly updateTableMs: number;
  readonly path?: string;
}

const require = createRequire(import.meta.url);
makeWritesAtomic(require('dynalite/db') as DynaliteDb);
const levelOfDynalite = createRequire(createRequire(require.resolve('dynalite')).resolve('level'));
makeIteratorsClose(levelOfDynalite('abstract-level') as AbstractLevel);
const dynalite = require('dynalite') as (options: DynaliteOptions) => Server;
const { path } = workerData as { readonly path?: string };
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
server.keepAliveTimeout = 65_000;

server.listen(0, '127.0.0.1', () => port.postMessage({ port: (server.address() as AddressInfo).port }));

port.once('message', () => {
  server.close(() => port.close());
  server.closeAllConnections();
});
