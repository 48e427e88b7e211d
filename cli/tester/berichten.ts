import type { Command } from 'commander';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import {
  connect,
  type Finish,
  parseGemeentecode,
  parseKey,
  receiverOrganisation,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { partnerLines } from '../print/partners.ts';

export interface BerichtenOptions extends JsonOption {
  readonly partner: string;
  readonly gemeente: string;
}

/** `hub berichten`: what a partner was told; reading takes nothing away. */
export const berichten = async (
  hub: HubClient,
  options: BerichtenOptions,
  output: Output,
): Promise<number> => {
  const { partner, gemeente } = options;
  const organisation = receiverOrganisation(partner, gemeente);
  const parsed = await hub.berichten(partner, gemeente);
  const post = { sleutel: partner, organisatie: organisation.naam, berichten: parsed };
  show(output, options, parsed, () => partnerLines([post], output.width, output));
  return 0;
};

/** Adds `berichten` to the program. */
export const berichtenCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('berichten'))
    .description('messages (partnerberichten) that a partner was sent; reading takes none away')
    .requiredOption('--partner <key>', 'partner key, for example taalschool', parseKey)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--json', 'print each message as one line of JSON')
    .action((options) => finish(berichten(connect(options), options, output)));
};
