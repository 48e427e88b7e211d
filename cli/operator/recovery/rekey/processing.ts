import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Rollout } from '../../../../client/deployment.ts';
import type { Processing } from './rekey-steps.ts';

/** Milliseconds to wait for what is in hand of functions that run for at most so many. */
export type Patience = (longestMs: number) => number;

/** On AWS: the longest that one of them may run, and some more. */
const SPARE_MS = 15_000;
const afterLongest: Patience = (longestMs) => longestMs + SPARE_MS;

/** The embedded cloud answers only when the batches in hand are done. */
const atOnce: Patience = () => 0;

/** How long a hub of this kind has to be waited for. */
export const patienceOf = ({ kind }: Pick<Rollout, 'kind'>): Patience =>
  kind === 'local' ? atOnce : afterLongest;

export interface ProcessingOptions {
  /** Functions that make keys and take messages from a queue: those queues are paused. */
  readonly processors: readonly string[];
  /** Functions that only make keys. */
  readonly rest: readonly string[];
  /** How long to wait for what these functions have in hand, of which the slowest may run for so long. */
  readonly patience: Patience;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** The variable by which a function is started anew; nothing reads it. */
const VARIABLE = 'SLEUTEL_VERSIE';
const POLL_MS = 1_000;
const AT_MOST = 300;
/** In any other state a change of the mapping is on its way, and Lambda refuses another one: of a run that was cut off, perhaps. */
const AT_REST: ReadonlySet<string | undefined> = new Set(['Enabled', 'Disabled']);

/** The functions of the hub, through Lambda's own API. `drain` waits until what was in hand of any of them is done. */
export const createProcessing = (
  client: LambdaClient,
  { processors, rest, patience, sleep }: ProcessingOptions,
): Processing & { readonly drain: () => Promise<void> } => {
  const waitUntil = async (what: string, isReady: () => Promise<boolean>): Promise<void> => {
    for (let time = 0; !(await isReady()); time += 1) {
      if (time === AT_MOST) throw new Error(`${what}: not within ${AT_MOST} seconds`);
      await sleep(POLL_MS);
    }
  };

  const put = async (FunctionName: string, Enabled: boolean): Promise<void> => {
    const { EventSourceMappings = [] } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    );
    if (EventSourceMappings.length === 0) throw new Error(`${FunctionName} takes from no queue`);
    for (const { UUID } of EventSourceMappings) {
      const state = async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State;
      const wanted = Enabled ? 'Enabled' : 'Disabled';
      let before: string | undefined;
      await waitUntil(`${FunctionName} at rest`, async () => {
        before = await state();
        return AT_REST.has(before);
      });
      if (before === wanted) continue;
      await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      await waitUntil(`${FunctionName} ${wanted}`, async () => (await state()) === wanted);
    }
  };

  const startAgain = async (FunctionName: string, version: string): Promise<void> => {
    let before: GetFunctionConfigurationCommandOutput['Environment'];
    // Lambda takes no change while another one is on its way.
    await waitUntil(`${FunctionName} at rest`, async () => {
      const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      before = found.Environment;
      return found.LastUpdateStatus !== 'InProgress';
    });
    const Variables = { ...before?.Variables, [VARIABLE]: version };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await waitUntil(`${FunctionName} anew`, async () => {
      const { LastUpdateStatus } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      if (LastUpdateStatus === 'Failed') throw new Error(`${FunctionName} could not be started anew`);
      return LastUpdateStatus !== 'InProgress';
    });
  };

  const longestMs = async (): Promise<number> => {
    const seconds: number[] = [];
    for (const FunctionName of [...rest, ...processors]) {
      const { Timeout = 0 } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      seconds.push(Timeout);
    }
    return Math.max(...seconds) * 1_000;
  };

  const drain = async (): Promise<void> => {
    await sleep(patience(await longestMs()));
  };

  return {
    drain,
    async pause() {
      for (const fn of processors) await put(fn, false);
      await drain();
    },
    async refresh(version) {
      for (const fn of [...rest, ...processors]) await startAgain(fn, version);
    },
    async resume() {
      for (const fn of processors) await put(fn, true);
    },
  };
};
