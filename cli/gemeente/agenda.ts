import type { Command } from 'commander';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { known } from '../../domain/known.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseGemeentecode,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { todayAt } from './clock.ts';
import { parseRole, partnerOf } from './dag.ts';

/** `hub agenda`: the appointments of a gemeente, or those that one of its partners heard of, as an iCalendar file. */

export interface AgendaOptions extends JsonOption {
  readonly gemeente: string;
  /** Whose calendar: the gemeente itself, or its partner with this role or key. */
  readonly rol: string;
  /** The first and the last day (`YYYY-MM-DD`); without them what the hub shows by itself. */
  readonly van?: string;
  readonly tot?: string;
}

/** Prints the file, or its appointments for a program that reads no calendars; always 0. */
export const agenda = async (
  hub: Pick<HubClient, 'agenda' | 'url' | 'callLocal'>,
  options: AgendaOptions,
  output: Pick<Output, 'lines'>,
): Promise<number> => {
  const { gemeente, rol, van, tot, json } = options;
  // Days of the calendar are in order as their texts are.
  if (van !== undefined && tot !== undefined && tot < van)
    throw userError(`--tot ${tot} lies before --van ${van}`);
  const whose = rol === REGIEVOERDER ? rol : partnerOf(rol, gemeente, await todayAt(hub));
  const file = await hub.agenda(whose, gemeente, known({ van, totEnMet: tot }));
  const found = json === true ? (await import('../../client/appointments.ts')).appointmentsIn(file) : [];
  // Every line of the file ends by CRLF, the last one too.
  show(output, options, found, () => [file.replace(/\n$/, '')]);
  return 0;
};

/** Adds `agenda` to the program. */
export const agendaCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('agenda'))
    .description('the appointments (agenda) of a gemeente or of its partner, as an iCalendar file')
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--rol <role>', 'whose: gemeente, or a partner by its role or key', parseRole, REGIEVOERDER)
    .option('--van <day>', 'the first day; without it today', parseDate)
    .option('--tot <day>', 'the last day, itself included; without it three months later', parseDate)
    .option('--json', 'print each appointment as one line of JSON instead of a calendar')
    .action((options: AgendaOptions & ConnectionOptions) =>
      finish(agenda(connect(options), options, output)),
    );
};
