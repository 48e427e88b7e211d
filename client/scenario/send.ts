import type { Ontvangst } from '../answers.ts';
import type { Answer } from '../http.ts';
import type { HubClient } from '../hub-client.ts';
import { waitUntilSettled } from '../settle.ts';
import { settleOrName, type Unrest } from '../unrest.ts';
import { notificationId } from './notification-id.ts';
import { isDuoStep, type Step } from './parse.ts';
import { ontvangstIdOf } from './quarantaine.ts';
import { type Deviation, type RunOptions, runScenario } from './run.ts';

/** The functions that are called as the sending of steps proceeds. */
export interface Progress {
  step(step: number): void;
  waiting(): void;
  done(): void;
}

/** The `Progress` of a replay that shows nothing. */
export const silent: Progress = { step: () => undefined, waiting: () => undefined, done: () => undefined };

/** The messages that were sent: the receipts that the hub gave, and the number that it accepted, also of DUO without a receipt. */
export interface Sent {
  readonly receipts: ReadonlySet<string>;
  readonly accepted: number;
  /** The number of accepted messages that repeat an earlier step. */
  readonly repeated: number;
  /** Receipts in quarantine that a step expects there. */
  readonly expected: ReadonlySet<string>;
}

export interface SendOptions extends Pick<RunOptions, 'stepForStep'> {
  /** Runs once the hub is at rest. Its consequences belong to the outcome too. */
  readonly afterwards?: (() => Promise<unknown>) | undefined;
}

/** The id that a message and its repetition share; undefined when the answer to an event names no receipt. */
const nameOf = (step: Step, answer: Answer): string | undefined =>
  isDuoStep(step) ? notificationId(step.notificatie) : ontvangstIdOf(answer);

/** Sends steps and waits at most `waitSeconds` until the hub is at rest. `unrest` is the work that is left then. */
export const sendToRest = async (
  hub: HubClient,
  steps: readonly Step[],
  waitSeconds: number,
  progress: Progress,
  { afterwards, stepForStep = false }: SendOptions = {},
): Promise<{
  readonly deviations: readonly Deviation[];
  readonly sent: Sent;
  readonly unrest: Unrest | undefined;
}> => {
  const receipts = new Set<string>();
  const expected = new Set<string>();
  const taken = new Set<string>();
  let accepted = 0;
  const deviations = await runScenario(hub, steps, {
    settle: () => waitUntilSettled(hub, waitSeconds * 1000),
    stepForStep,
    onQuarantaine: (ontvangstId) => expected.add(ontvangstId),
    onStep: (step: number, sent: Step, answer: Answer): void => {
      if (answer.status < 300) {
        accepted += 1;
        taken.add(nameOf(sent, answer) ?? `step ${step}`);
      }
      const receipt = ontvangstIdOf(answer);
      if (receipt !== undefined) receipts.add(receipt);
      progress.step(step);
    },
  });
  progress.waiting();
  let unrest = await settleOrName(hub, waitSeconds * 1000);
  if (afterwards !== undefined) {
    await afterwards();
    unrest = await settleOrName(hub, waitSeconds * 1000);
  }
  return { deviations, sent: { receipts, accepted, repeated: accepted - taken.size, expected }, unrest };
};

/** The receipts in `after` that belong to the sent messages. DUO gets no receipts, so every receipt of DUO counts that is new. */
export const ownReceipts = (
  { receipts, expected }: Pick<Sent, 'receipts' | 'expected'>,
  before: readonly Ontvangst[],
  after: readonly Ontvangst[],
): readonly Ontvangst[] => {
  const earlier = new Set(before.map(({ ontvangstId }) => ontvangstId));
  return after.filter(
    ({ ontvangstId, organisatie }) =>
      receipts.has(ontvangstId) ||
      expected.has(ontvangstId) ||
      (organisatie === 'duo' && !earlier.has(ontvangstId)),
  );
};

/** The outcome of sent steps: those with another answer than expected, the messages in quarantine, and the work that is left. */
export interface Told {
  readonly deviations: readonly Deviation[];
  readonly inQuarantaine: readonly Ontvangst[];
  readonly unrest: Unrest | undefined;
}

/** Sends steps to a hub and waits until it is at rest. Unlike `replaySteps` it does not compare the books. */
export const tellSteps = async (
  hub: HubClient,
  steps: readonly Step[],
  waitSeconds: number,
): Promise<Told> => {
  const before = await hub.ontvangsten('quarantaine');
  const { deviations, sent, unrest } = await sendToRest(hub, steps, waitSeconds, silent);
  return {
    deviations,
    inQuarantaine: ownReceipts(sent, before, await hub.ontvangsten('quarantaine')),
    unrest,
  };
};
