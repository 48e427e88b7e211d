import type { Answer } from '../http.ts';
import type { HubClient } from '../hub-client.ts';
import { waitUntilSettled } from '../settle.ts';
import { settleOrName, type Unrest } from '../unrest.ts';
import { notificationId } from './notification-id.ts';
import { isDuoStep, type Step } from './parse.ts';
import { ontvangstIdOf } from './quarantaine.ts';
import { type Deviation, type RunOptions, runScenario } from './run.ts';
import { type Summary, summarise, takeStock } from './summary.ts';

/** Told how far a replay is. */
export interface Progress {
  step(step: number): void;
  waiting(): void;
  done(): void;
}

export const silent: Progress = { step: () => undefined, waiting: () => undefined, done: () => undefined };

export interface ReplayOutcome {
  readonly summary: Summary;
  readonly deviations: readonly Deviation[];
  /** False when the hub still had work left after the longest wait. */
  readonly atRest: boolean;
  /** What is left then. */
  readonly unrest?: Unrest;
}

interface ReplayOptions extends Pick<RunOptions, 'stepForStep'> {
  /** Runs once the hub is at rest, and what comes of it belongs to the outcome too. */
  readonly afterwards?: (() => Promise<unknown>) | undefined;
}

/** What a message and its repetition have in common; undefined when the answer to an event names no receipt. */
const nameOf = (step: Step, answer: Answer): string | undefined =>
  isDuoStep(step) ? notificationId(step.notificatie) : ontvangstIdOf(answer);

/** Replays steps and waits until the hub is at rest, at most `waitSeconds`. */
export const replaySteps = async (
  hub: HubClient,
  steps: readonly Step[],
  waitSeconds: number,
  progress: Progress,
  { afterwards, stepForStep = false }: ReplayOptions = {},
): Promise<ReplayOutcome> => {
  try {
    const before = await takeStock(hub, steps);
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
    const after = await takeStock(hub, steps);
    return {
      deviations,
      atRest: unrest === undefined,
      ...(unrest === undefined ? {} : { unrest: { ...unrest, uncomposed: after.own?.uncomposed ?? [] } }),
      summary: summarise(
        steps.length,
        deviations,
        { receipts, accepted, repeated: accepted - taken.size, expected },
        before,
        after,
      ),
    };
  } finally {
    progress.done();
  }
};
