import type { HubClient } from '../../client/hub-client.ts';
import { readScenario } from '../../client/scenario/read.ts';
import { replaySteps, silent } from '../../client/scenario/replay.ts';
import { summaryLines } from '../../client/scenario/summary.ts';
import type { Output } from '../output.ts';
import { showProgress } from '../print/progress.ts';
import { fitLine } from '../print/text.ts';
import { notAtRest } from '../print/unrest.ts';

export interface ReplayOptions {
  readonly json?: boolean;
  readonly wait: number;
}

/**
 * `hub replay FILE`: exit code 1 when a step was answered otherwise than expected, or a message is in
 * quarantine that no step expects there.
 */
export const replay = async (
  hub: HubClient,
  file: string,
  options: ReplayOptions,
  output: Output,
): Promise<number> => {
  const steps = readScenario(file);
  const progress = options.json === true ? silent : showProgress(steps.length, output);
  const { summary, deviations, atRest, unrest } = await replaySteps(hub, steps, options.wait, progress);
  if (options.json === true) output.line(JSON.stringify(summary));
  else output.lines(summaryLines(summary, deviations).flatMap((line) => fitLine(line, output.width)));
  if (!atRest) throw notAtRest(options.wait, unrest);
  return deviations.length === 0 && summary.quarantaine === summary.zoalsVerwachtInQuarantaine ? 0 : 1;
};
