import type { HubClient } from '../hub-client.ts';
import type { Unrest } from '../unrest.ts';
import type { Step } from './parse.ts';
import type { Deviation } from './run.ts';
import { type Progress, type SendOptions, sendToRest } from './send.ts';
import { type Summary, summarise, takeStock } from './summary.ts';

export interface ReplayOutcome {
  readonly summary: Summary;
  readonly deviations: readonly Deviation[];
  /** False when the hub still had work left after the longest wait. */
  readonly atRest: boolean;
  /** The work that was left then. */
  readonly unrest?: Unrest;
}

/** Replays steps, waits at most `waitSeconds` until the hub is at rest, and compares the books before and after. */
export const replaySteps = async (
  hub: HubClient,
  steps: readonly Step[],
  waitSeconds: number,
  progress: Progress,
  options: SendOptions = {},
): Promise<ReplayOutcome> => {
  try {
    const before = await takeStock(hub, steps);
    const { deviations, sent, unrest } = await sendToRest(hub, steps, waitSeconds, progress, options);
    const after = await takeStock(hub, steps);
    return {
      deviations,
      atRest: unrest === undefined,
      ...(unrest === undefined ? {} : { unrest: { ...unrest, uncomposed: after.own?.uncomposed ?? [] } }),
      summary: summarise(steps.length, deviations, sent, before, after),
    };
  } finally {
    progress.done();
  }
};
