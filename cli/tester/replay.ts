import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { errorCode, userError } from '../../client/errors.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { parseScenario, type Step } from '../../client/scenario/parse.ts';
import { type Deviation, runScenario } from '../../client/scenario/run.ts';
import { type Summary, summarise, summaryLines } from '../../client/scenario/summary.ts';
import { waitUntilSettled } from '../../client/settle.ts';
import type { Output } from '../output.ts';
import { type Progress, showProgress, silent } from '../print/progress.ts';

/** Reads a scenario file. */
export const readScenario = (file: string): readonly Step[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw userError(`cannot read ${file} (${errorCode(error) ?? 'unknown reason'})`, error);
  }
  return parseScenario(text, basename(file));
};

export interface ReplayOutcome {
  readonly summary: Summary;
  readonly deviations: readonly Deviation[];
  /** False when the hub still had work left after the longest wait. */
  readonly atRest: boolean;
}

/** Replays steps and waits until the hub is at rest. */
export const replaySteps = async (
  hub: HubClient,
  steps: readonly Step[],
  waitSeconds: number,
  progress: Progress,
): Promise<ReplayOutcome> => {
  const settle = () => waitUntilSettled(hub, waitSeconds * 1000);
  try {
    const deviations = await runScenario(hub, steps, { settle, onStep: (stap) => progress.step(stap) });
    progress.waiting();
    const atRest = (await settle()) === 'settled';
    return { deviations, atRest, summary: summarise(steps.length, deviations, await hub.balans()) };
  } finally {
    progress.done();
  }
};

/** What to say when the hub did not come to rest. */
export const notAtRest = (waitSeconds: number): Error =>
  userError(
    `the hub still had work left after ${waitSeconds} s: its own lines say what it tries again, --wait waits longer`,
  );

export interface ReplayOptions {
  readonly json?: boolean;
  readonly wait: number;
}

/** `hub replay FILE`: exit code 1 when a step was answered otherwise than expected. */
export const replay = async (
  hub: HubClient,
  file: string,
  options: ReplayOptions,
  output: Output,
): Promise<number> => {
  const steps = readScenario(file);
  const progress = options.json === true ? silent : showProgress(steps.length, output);
  const { summary, deviations, atRest } = await replaySteps(hub, steps, options.wait, progress);
  if (options.json === true) output.line(JSON.stringify(summary));
  else output.lines(summaryLines(summary, deviations));
  if (!atRest) throw notAtRest(options.wait);
  return deviations.length === 0 ? 0 : 1;
};
