import type { Ontvangst } from '../answers.ts';
import type { Answer } from '../http.ts';
import type { HubClient } from '../hub-client.ts';
import { waitUntilSettled } from '../settle.ts';
import { settleOrName, type Unrest } from '../unrest.ts';
import { notificationId } from './notification-id.ts';
import { isDuoStep, type Step } from './parse.ts';
import { ontvangstIdOf } from './quarantaine.ts';
import { type Deviation, type RunOptions, runScenario } from './run.ts';

/** Told how far the sending of steps is. */
export interface Progress {
  step(step: number): void;
  waiting(): void;
  done(): void;
}

/** The progress of a replay that nobody watches. */
export const silent: Progress = { step: () => undefined, waiting: () => undefined, done: () => undefined };

/** What was sent: the receipts that the hub gave, and how many messages of DUO it took, which get none. */
export interface Sent {
  readonly receipts: ReadonlySet<string>;
  readonly accepted: number;
  /** How many of what it took it had got from an earlier step. */
  readonly repeated: number;
  /** Receipts in quarantine that a step expects there. */
  readonly expected: ReadonlySet<string>;
}

export interface SendOptions extends Pick<RunOptions, 'stepForStep'> {
  /** Runs once the hub is at rest, and what comes of it belongs to the outcome too. */
  readonly afterwards?: (() => Promise<unknown>) | undefined;
}

/** What a message and its repetition have in common; undefined when the answer to an event names no receipt. */
const nameOf = (step: Step, answer: Answer): string | undefined =>
  isDuoStep(step) ? notificationId(step.notificatie) : ontvangstIdOf(answer);

/** Sends steps and waits until the hub is at rest, at most `waitSeconds`; `unrest` is what is left then. */
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

/** Which receipts are of what was sent. DUO gets none, so of its messages those that were not there before. */
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

/** What came of steps that were told: those that were not taken as expected, those that could not be used, and what is left. */
export interface Told {
  readonly deviations: readonly Deviation[];
  readonly inQuarantaine: readonly Ontvangst[];
  readonly unrest: Unrest | undefined;
}

/** Tells a hub some steps and waits for what comes of them, without a look at the books as `replaySteps` does. */
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
