import type { Command } from 'commander';
import type { HubClient } from '../../client/hub-client.ts';
import { connect, type Finish } from '../options.ts';
import { type Output, show } from '../output.ts';
import { verwerkingLines } from '../print/verwerkingen.ts';
import { type TijdlijnOptions, withPerson, zaakIdsOf } from '../tester/tijdlijn.ts';

/** `hub verwerkingen`: who got which fields of one person, when, what for and on which ground. */
export const verwerkingen = async (
  hub: HubClient,
  zaakId: string | undefined,
  options: TijdlijnOptions,
  output: Output,
): Promise<number> => {
  for (const id of await zaakIdsOf(hub, zaakId, options)) {
    const found = await hub.verwerkingen(id, options.gemeente);
    show(output, options, [found], () => verwerkingLines(id, found, output.width, output));
  }
  return 0;
};

/** Adds `verwerkingen` to the program. */
export const verwerkingenCommand = (program: Command, output: Output, finish: Finish): void => {
  withPerson(program.command('verwerkingen'))
    .description('who got which fields of one person, when and why: the logbook (logboek) of the gemeente')
    .action((zaakId: string | undefined, options) =>
      finish(verwerkingen(connect(options), zaakId, options, output)),
    );
};
