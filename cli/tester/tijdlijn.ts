import type { Command } from 'commander';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import {
  connect,
  type Finish,
  parseBsn,
  parseGemeentecode,
  parseUuid,
  parseVNummer,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { timelineLines } from '../print/timeline.ts';

export interface TijdlijnOptions extends JsonOption {
  readonly vnummer?: string;
  readonly bsn?: string;
  readonly gemeente: string;
}

/** The zaken of the person that a command is about: the one that it names, or all that are found by number. */
export const zaakIdsOf = async (
  hub: HubClient,
  zaakId: string | undefined,
  { vnummer, bsn, gemeente }: Omit<TijdlijnOptions, 'json'>,
): Promise<readonly string[]> => {
  const given = [zaakId, vnummer, bsn].filter((key) => key !== undefined);
  if (given.length !== 1) throw userError('say whose zaak: --vnummer, --bsn or a zaakId, one of them');
  if (zaakId !== undefined) return [zaakId];
  const zaken = await hub.find(vnummer === undefined ? { bsn: bsn ?? '' } : { vNummer: vnummer }, gemeente);
  if (zaken.length === 0)
    throw userError(
      `gemeente ${gemeente} has no zaak of this person: ask another with --gemeente, or see hub wachtend`,
    );
  return zaken.map((zaak) => zaak.zaakId);
};

/** `hub tijdlijn`: what happened to one person, and the terms that run. */
export const tijdlijn = async (
  hub: HubClient,
  zaakId: string | undefined,
  options: TijdlijnOptions,
  output: Output,
): Promise<number> => {
  for (const id of await zaakIdsOf(hub, zaakId, options)) {
    const found = await hub.tijdlijn(id, options.gemeente);
    show(output, options, [found], () => timelineLines(found, output.width, output));
  }
  return 0;
};

/** A command about one person, and the options that say who that is. */
export const withPerson = (command: Command) =>
  withConnection(command)
    .argument('[zaakId]', 'the zaak, when known', parseUuid)
    .option('--vnummer <number>', 'find by V-nummer; - asks for it', parseVNummer)
    .option('--bsn <number>', 'find by BSN; - asks for it', parseBsn)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--json', 'print one JSON object a zaak');

/** Adds `tijdlijn` to the program. */
export const tijdlijnCommand = (program: Command, output: Output, finish: Finish): void => {
  withPerson(program.command('tijdlijn'))
    .description('timeline (tijdlijn) and terms (termijnen) of one person, as the gemeente sees them')
    .action((zaakId: string | undefined, options) =>
      finish(tijdlijn(connect(options), zaakId, options, output)),
    );
};
