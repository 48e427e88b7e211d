import type { Command } from 'commander';
import { inWords, runScheduled } from '../../client/clock.ts';
import { userError } from '../../client/errors.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { readScenario } from '../../client/scenario/read.ts';
import { replaySteps } from '../../client/scenario/replay.ts';
import { summaryLines } from '../../client/scenario/summary.ts';
import { stepsUntil } from '../../client/scenario/until.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseSeconds,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { showProgress } from '../print/progress.ts';
import { fitLine } from '../print/text.ts';
import { notAtRest } from '../print/unrest.ts';
import { playDate } from './clock.ts';

export interface ReplayOptions extends JsonOption {
  readonly wait: number;
  /** The date that the hub plays from the first step on. */
  readonly nu?: string;
  /** The last day of which anything is sent. */
  readonly tot?: string;
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
  const all = readScenario(file);
  const steps = options.tot === undefined ? all : stepsUntil(all, options.tot);
  if (steps.length === 0) throw userError(`${file} has nothing up to ${options.tot}`);
  const moment = options.nu === undefined ? undefined : await playDate(hub, options.nu, options.wait);
  const { summary, deviations, atRest, unrest } = await replaySteps(
    hub,
    steps,
    options.wait,
    showProgress(steps.length),
    moment === undefined ? {} : { afterwards: () => runScheduled(hub) },
  );
  const clock = moment === undefined ? [] : [`Clock         stands at ${inWords(moment)}`];
  show(output, options, [summary], () =>
    [...clock, ...summaryLines(summary, deviations, output)].flatMap((line) => fitLine(line, output.width)),
  );
  if (!atRest) throw notAtRest(options.wait, unrest);
  return deviations.length === 0 && summary.quarantaine === summary.zoalsVerwachtInQuarantaine ? 0 : 1;
};

/** Adds `replay` to the program. */
export const replayCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('replay'))
    .description('replay a scenario file (berichten afspelen) step by step and wait until the hub is at rest')
    .argument('<file>', 'scenario file, one step a line (.jsonl): examples/README.md')
    .option('--json', 'print one JSON object and nothing else')
    .option('--wait <seconds>', 'how long to wait for the hub to finish, at most', parseSeconds, 300)
    .option(
      '--nu <date>',
      'set the clock of a local hub to this date first; at the end all that is due by it is told',
      parseDate,
    )
    .option('--tot <date>', 'send only what was sent up to and including this date', parseDate)
    .action((file: string, options: ReplayOptions & ConnectionOptions) =>
      finish(replay(connect(options), file, options, output)),
    );
};
