import type { Command } from 'commander';
import type { TijdlijnGebeurtenis } from '../../client/answers.ts';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { HerstelAanvraag } from '../../contracts/gemeente.ts';
import { questionAt, questionOf } from '../../contracts/questions.ts';
import { known } from '../../domain/known.ts';
import { standingFacts } from '../../domain/zaak/standing-facts.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  parseSeconds,
  parseUuid,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { essentials, sourceShort } from '../print/essentials.ts';
import { table } from '../print/text.ts';
import { createId, onClockOf } from './clock.ts';
import { CORRECTION_KINDS } from './correction-kinds.ts';
import type { Data } from './data-options.ts';
import { confirm, type DeliveryOptions, deliver, faultLines, refuse } from './delivery.ts';
import { askValue } from './dialogue.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** `hub herstel-feit`: a person at the gemeente puts right what stands on the timeline of a zaak. */

export interface CorrectionOptions extends DeliveryOptions {
  readonly id?: string;
  readonly reden?: string;
  /** What is put right, as `correction-kinds.ts` names it. */
  readonly [option: string]: unknown;
}

/** The numbers in an answer such as `1, 3`; undefined when one of them is not in the list. */
export const readNumbers = (text: string, count: number): readonly number[] | undefined => {
  const numbers = text.split(/[\s,]+/).filter((part) => part !== '');
  const known = numbers.every((part) => /^\d{1,4}$/.test(part) && Number(part) >= 1 && Number(part) <= count);
  return known && numbers.length > 0 ? [...new Set(numbers.map(Number))] : undefined;
};

/** Shows the facts of the timeline, numbered, and asks which of them do not hold. */
const askFacts = async (
  terminal: Terminal,
  gebeurtenissen: readonly TijdlijnGebeurtenis[],
  { width }: Output,
): Promise<readonly string[]> => {
  const facts = standingFacts(gebeurtenissen);
  const others = CORRECTION_KINDS.filter(({ member }) => member !== 'vervalt').map(
    ({ option }) => option.long,
  );
  const elsewhere = `something else is put right by ${others.join(' or ')}`;
  if (facts.length === 0) throw userError(`this timeline has no facts to put right; ${elsewhere}`);
  terminal.say([
    'Facts on the timeline (feiten op de tijdlijn)',
    ...table(
      facts.map(({ tijdstip, naam, bron, gegevens }, place) => [
        String(place + 1).padStart(2),
        tijdstip.slice(0, 10),
        naam,
        sourceShort(bron),
        essentials(gegevens),
      ]),
      width,
    ),
    '',
    `Which of these do not hold? Numbers, such as 1 or 1, 3 (${elsewhere})`,
  ]);
  for (;;) {
    const numbers = readNumbers(await terminal.ask('> '), facts.length);
    if (numbers !== undefined) return numbers.flatMap((number) => facts[number - 1]?.feitId ?? []);
    terminal.say([`  give numbers from 1 to ${facts.length}`]);
  }
};

const REDEN = questionAt(questionOf(HerstelAanvraag), ['reden']);

const askReden = (terminal: Terminal): Promise<unknown> => {
  if (REDEN?.kind !== 'value') throw new Error('a correction has a reason');
  return askValue(terminal, REDEN);
};

/** The request with what the person answers to what is missing. */
const completed = async (
  terminal: Terminal,
  asked: Data,
  gebeurtenissen: () => Promise<readonly TijdlijnGebeurtenis[]>,
  output: Output,
): Promise<Data> => {
  const isSaid = CORRECTION_KINDS.some(({ member }) => asked[member] !== undefined);
  const correction = isSaid ? {} : { vervalt: await askFacts(terminal, await gebeurtenissen(), output) };
  const reden = asked['reden'] ?? (await askReden(terminal));
  return { ...asked, ...correction, reden };
};

/** Puts something right; `terminal` opens one when somebody is there to be asked. */
export const sendCorrection = async (
  hub: HubClient,
  zaakId: string,
  options: CorrectionOptions,
  output: Output,
  terminal: () => Terminal | undefined = openTerminal,
): Promise<number> => {
  const { id = createId(), reden, gemeente } = options;
  const corrections = CORRECTION_KINDS.flatMap(({ member, option }): [string, unknown][] => {
    const value = options[option.attributeName()];
    return value === undefined ? [] : [[member, value]];
  });
  const given: Data = { id, ...Object.fromEntries(corrections), ...known({ reden }) };

  const isWhole = corrections.length > 0 && reden !== undefined;
  const screen = isWhole || options.json === true ? undefined : terminal();
  try {
    const timeline = async () => (await hub.tijdlijn(zaakId, gemeente)).gebeurtenissen;
    const body = screen === undefined ? given : await completed(screen, given, timeline, output);
    const faults = faultLines(HerstelAanvraag, body);
    if (faults.length > 0) return refuse('Not sent, because this is not right yet:', faults, options, output);
    if (screen !== undefined && !(await confirm(screen, `zaak ${zaakId}`, body, options, output))) {
      return refuse('Nothing was sent.', [], options, output);
    }
    return await deliver(
      hub,
      {
        id,
        path: `/zaken/${encodeURIComponent(zaakId)}/_herstel`,
        request: { method: 'POST', body },
        whenTaken: 'a retry puts the same right for the same reason; another correction has another id',
        zaken: async () => [zaakId],
      },
      options,
      output,
    );
  } finally {
    screen?.close();
  }
};

/** Adds `herstel-feit` to the program. */
export const correctionCommand = (program: Command, output: Output, finish: Finish): void => {
  const command = withConnection(program.command('herstel-feit'))
    .description('put right what stands on the timeline of a zaak (feit herstellen); guided on a terminal')
    .argument('<zaakId>', 'the zaak: hub tijdlijn shows it', parseUuid);
  for (const { option } of CORRECTION_KINDS) command.addOption(option);
  command
    .option('--reden <text>', 'why, for the gemeente alone')
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--id <uuid>', 'id of this correction, the same on a retry; generated without it')
    .option('--wait <seconds>', 'how long to wait until it is processed, at most', parseSeconds, 30)
    .option('--json', 'print one JSON object and nothing else')
    .action((zaakId: string, options: CorrectionOptions & ConnectionOptions) => {
      const hub = connect(options);
      return finish(onClockOf(hub, () => sendCorrection(hub, zaakId, options, output)));
    });
};
