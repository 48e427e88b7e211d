import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import { dateAhead } from '../clock/date.ts';
import type { InvokeRequest, WorkerReply, WorkerRequest, WorkerSettings } from './invocation.ts';
import { serviceHosts, watchOutgoing } from './outgoing.ts';

/** Runs in the worker thread of a function: it loads the asset, runs the handler and answers the main thread. */

type Handler = (event: unknown, context: Context) => unknown;

const EXTENSIONS = ['.mjs', '.js', '.cjs'];
const settings = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread only');
const answer = (reply: WorkerReply): void => port.postMessage(reply);

async function loadHandler({ directory, handler }: WorkerSettings): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const path = EXTENSIONS.map((extension) => join(directory, file + extension)).find(existsSync);
  if (!path) throw new Error(`no module ${file} in the function's asset`);
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  const exported = module[name] ?? (module['default'] as Record<string, unknown> | undefined)?.[name];
  if (typeof exported !== 'function') throw new Error(`${handler} is not a function`);
  return exported as Handler;
}

/** The limits of an invocation are those of this machine, whatever clock the function goes by. */
const MachineDate = Date;

const contextOf = ({ id, deadline }: InvokeRequest): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: settings.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: settings.functionArn,
  memoryLimitInMB: String(settings.memorySize),
  awsRequestId: id,
  logGroupName: `/aws/lambda/${settings.functionName}`,
  logStreamName: 'local',
  getRemainingTimeInMillis: () => Math.max(0, deadline - MachineDate.now()),
  // Node.js 24 on Lambda has no callbacks any more, but the type still asks for these three.
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

const outgoing = watchOutgoing(serviceHosts(process.env));
let { aheadMs } = settings;
// Before the code is loaded, so that no module of it keeps the real one.
if (aheadMs !== 0) globalThis.Date = dateAhead(() => aheadMs);
const handler = await loadHandler(settings);

port.on('message', async (request: WorkerRequest) => {
  if (request.kind === 'hang up') return outgoing.hangUp();
  aheadMs = request.aheadMs;
  try {
    const value = await handler(JSON.parse(request.event), contextOf(request));
    answer({ kind: 'result', id: request.id, value: JSON.stringify(value) });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    answer({
      kind: 'failure',
      id: request.id,
      errorType: failure.name,
      errorMessage: failure.message,
      stack: failure.stack,
    });
  }
});
answer({ kind: 'ready' });
