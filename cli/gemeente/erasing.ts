import { type Command, Option } from 'commander';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { WIS_REDENEN, type WisReden, Wissing } from '../../contracts/wissen.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  parseUuid,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { fitLine } from '../print/text.ts';
import { notOfGemeente, refuse, refusedBy } from './delivery.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** `hub wis`: a gemeente has a person erased, for good. */

export interface ErasingOptions extends JsonOption {
  readonly reden: WisReden;
  readonly gemeente: string;
  /** The person who types says beforehand that it is meant. */
  readonly ja?: boolean;
}

/** What the person has to type: the first part of the number of the zaak, so that Enter alone erases nobody. */
const wordOf = (zaakId: string): string => zaakId.split('-')[0] ?? zaakId;

const isMeant = async (zaakId: string, terminal: Terminal): Promise<boolean> => {
  const word = wordOf(zaakId);
  terminal.say([
    `This erases the person of zaak ${zaakId}. Nobody can undo it.`,
    'Everybody who was told hears gewist, and what a source said before now counts no more.',
  ]);
  return (await terminal.ask(`Type ${word} to erase, anything else to stop: `)).trim() === word;
};

const linesOf = ({ zaakId, stand, komtNietAan, wachtUit }: Wissing): readonly string[] => [
  `zaak ${zaakId}: ${stand}`,
  ...komtNietAan.map(
    ({ partner, berichtId }) =>
      `  taken back: ${berichtId} to ${partner}, not confirmed; it may have been read`,
  ),
  ...wachtUit.map(({ partner, uiterlijk }) => `  may lie in the queue of ${partner} until ${uiterlijk}`),
  `Who heard it, and who confirmed: GET /v1/zaken/${zaakId} (410)`,
];

/** Asks for confirmation and erases; 1 when nothing was erased. `terminal` opens one when somebody is there to be asked. */
export const sendErasing = async (
  hub: HubClient,
  zaakId: string,
  options: ErasingOptions,
  output: Output,
  terminal: () => Terminal | undefined = openTerminal,
): Promise<number> => {
  const { reden, gemeente, ja } = options;
  if (ja !== true) {
    const screen = terminal();
    if (screen === undefined) throw userError('nobody to ask: --ja says that it is meant');
    try {
      if (!(await isMeant(zaakId, screen))) return refuse('Nothing was erased.', [], options, output);
    } finally {
      screen.close();
    }
  }
  const answer = await hub.call(`gemeente-${gemeente}`, `/zaken/${encodeURIComponent(zaakId)}/_wis`, {
    method: 'POST',
    body: { reden },
  });
  if (answer.status >= 400)
    return refusedBy(answer, answer.status === 404 ? [notOfGemeente(options)] : [], options, output);
  const wissing = Wissing.parse(answer.body);
  show(output, options, [wissing], () => linesOf(wissing).flatMap((line) => fitLine(line, output.width)));
  return 0;
};

/** Adds `wis` to the program. */
export const erasingCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('wis'))
    .description('erase a person for good (wissen), on request of their gemeente; asks for confirmation')
    .argument('<zaakId>', 'the zaak: hub tijdlijn shows it', parseUuid)
    .addOption(
      new Option('--reden <reden>', 'why, from the closed list')
        .choices([...WIS_REDENEN])
        .makeOptionMandatory(),
    )
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--ja', 'do not ask: it is meant')
    .option('--json', 'print one JSON object and nothing else')
    .action((zaakId: string, options: ErasingOptions & ConnectionOptions) =>
      finish(sendErasing(connect(options), zaakId, options, output)),
    );
};
