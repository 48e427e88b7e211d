import type { Command } from 'commander';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseGemeentecode,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { dagLines } from '../print/dag.ts';

/** `hub dag`: what asks for the attention of a gemeente today. */

export interface DagOptions {
  readonly gemeente: string;
  /** The day that counts as today (`YYYY-MM-DD`); without it that of the hub. */
  readonly nu?: string;
  readonly json?: boolean;
}

/** Prints the day list; always 0, because work to do is no fault. */
export const dag = async (
  hub: HubClient,
  { gemeente, nu, json }: DagOptions,
  output: Output,
): Promise<number> => {
  const list = await hub.dag(gemeente, nu);
  if (json === true) output.line(JSON.stringify(list));
  else output.lines(dagLines(list, output.width, output.bold));
  return 0;
};

/** Adds `dag` to the program. */
export const dagCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('dag'))
    .description('the day list (daglijst) of a gemeente: due, late, waiting for a person, undelivered, new')
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--nu <day>', 'the day that counts as today; the facts are those of now', parseDate)
    .option('--json', 'print one JSON object and nothing else')
    .action((options: DagOptions & ConnectionOptions) => finish(dag(connect(options), options, output)));
};
