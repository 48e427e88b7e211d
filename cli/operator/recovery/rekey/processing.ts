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
  /** Looks until what it sees is ready, and gives that. */
  const waitFor = async <Seen>(
    what: string,
    look: () => Promise<Seen>,
    isReady: (seen: Seen) => boolean,
  ): Promise<Seen> => {
    for (let time = 0; time <= AT_MOST; time += 1) {
      if (time > 0) await sleep(POLL_MS);
      const seen = await look();
      if (isReady(seen)) return seen;
    }
    throw new Error(`${what}: not within ${AT_MOST} seconds`);
  };

  const put = async (FunctionName: string, Enabled: boolean): Promise<void> => {
    const { EventSourceMappings = [] } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    );
    if (EventSourceMappings.length === 0) throw new Error(`${FunctionName} takes from no queue`);
    for (const { UUID } of EventSourceMappings) {
      const state = async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State;
      const wanted = Enabled ? 'Enabled' : 'Disabled';
      const before = await waitFor(`${FunctionName} at rest`, state, (one) => AT_REST.has(one));
      if (before === wanted) continue;
      await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      await waitFor(`${FunctionName} ${wanted}`, state, (one) => one === wanted);
    }
  };

  const startAgain = async (FunctionName: string, version: string): Promise<void> => {
    const configuration = () => client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const isAtRest = ({
      LastUpdateStatus,
    }: Pick<GetFunctionConfigurationCommandOutput, 'LastUpdateStatus'>): boolean =>
      LastUpdateStatus !== 'InProgress';
    // Lambda takes no change while another one is on its way.
    const { Environment } = await waitFor(`${FunctionName} at rest`, configuration, isAtRest);
    const Variables = { ...Environment?.Variables, [VARIABLE]: version };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    const { LastUpdateStatus } = await waitFor(`${FunctionName} anew`, configuration, isAtRest);
    if (LastUpdateStatus === 'Failed') throw new Error(`${FunctionName} could not be started anew`);
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
