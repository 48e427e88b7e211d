import { type Command, Option } from 'commander';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { KanaalView } from '../../contracts/berichten.ts';
import { SHUT_OUT_REASONS, type ShutOutRequest } from '../../contracts/shut-out.ts';
import { known } from '../../domain/known.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  receiverOrganisation,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { wrap } from '../print/text.ts';
import { refusedBy } from './delivery.ts';

/** `hub uitsluiten` and `hub toelaten`: a gemeente shuts out a partner of its own, and lets it in again. */

type PartnerOptions = ShutOutRequest & JsonOption & { readonly gemeente: string };

const lineOf = ({ partner, gemeentecode, klaargezet, uitgesloten }: KanaalView): string => {
  const who = `${partner} of gemeente ${gemeentecode}`;
  const kept = `messages kept: ${klaargezet}`;
  return uitgesloten === undefined
    ? `${who} is let in; ${kept}, which go through its own door now`
    : `${who} is shut out since ${uitgesloten.sinds} by ${uitgesloten.door}${uitgesloten.reden === undefined ? '' : ` (${uitgesloten.reden})`}; ${kept}`;
};

/** Asks the hub, and says how the partner stands now; 1 when the hub refuses. */
export const sendPartnerAccess = async (
  hub: Pick<HubClient, 'call'>,
  what: 'uitsluiten' | 'toelaten',
  partner: string,
  options: PartnerOptions,
  output: Output,
): Promise<number> => {
  const { gemeente, reden, kenmerk } = options;
  receiverOrganisation(partner, gemeente);
  const answer = await hub.call(`gemeente-${gemeente}`, `/partners/${encodeURIComponent(partner)}/_${what}`, {
    method: 'POST',
    body: known({ reden, kenmerk }),
  });
  if (answer.status >= 400) return refusedBy(answer, [], options, output);
  const kanaal = KanaalView.parse(answer.body);
  const line =
    kenmerk === undefined
      ? lineOf(kanaal)
      : `one token of ${kanaal.partner} is shut out; its other tokens count`;
  show(output, options, [kanaal], () => wrap(line, output.width, '', '  '));
  return 0;
};

/** Adds `uitsluiten` and `toelaten` to the program. */
export const shutOutCommands = (program: Command, output: Output, finish: Finish): void => {
  const command = (what: 'uitsluiten' | 'toelaten', description: string): Command =>
    withConnection(program.command(what))
      .description(description)
      .argument('<partner>', 'its key in your profile, for example taalschool')
      .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
      .option('--json', 'print one JSON object and nothing else')
      .action((partner: string, options: PartnerOptions & ConnectionOptions) =>
        finish(sendPartnerAccess(connect(options), what, partner, options, output)),
      );
  command(
    'uitsluiten',
    'shut a partner of your gemeente out: no token of it counts, what is meant for it is kept',
  )
    .addOption(new Option('--reden <reden>', 'why, from the closed list').choices([...SHUT_OUT_REASONS]))
    .option('--kenmerk <jti>', 'one token only, by its jti (uti at Entra)');
  command('toelaten', 'let a partner of your gemeente in again, and deliver what was kept');
};
