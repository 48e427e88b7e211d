import { type Command, InvalidArgumentError } from 'commander';
import { advanceClock } from '../../client/advance.ts';
import {
  type Advance,
  clockAheadMs,
  inWords,
  momentsUntil,
  readAdvance,
  readClock,
  setClock,
} from '../../client/clock.ts';
import { userError } from '../../client/errors.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { type Progress, silent } from '../../client/scenario/send.ts';
import { waitUntilSettled } from '../../client/settle.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseSeconds,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { showDays } from '../print/progress.ts';

export interface ClockOptions extends JsonOption {
  readonly nu?: string;
  /** How far it goes on from where it stands. */
  readonly over?: Advance;
  readonly wait: number;
}

/** Sets the clock of the hub to a date, and waits until it has told what is due by then. */
export const playDate = async (hub: HubClient, date: string, waitSeconds: number): Promise<Date> => {
  const moment = await setClock(hub, date);
  await waitUntilSettled(hub, waitSeconds * 1000);
  return moment;
};

/** Lets the clock go on, and shows how far it is. */
const goOn = async (
  hub: HubClient,
  advance: Advance,
  waitSeconds: number,
  progress: Progress,
): Promise<Date> => {
  try {
    const { moment, atRest } = await advanceClock(hub, advance, waitSeconds, progress.step);
    if (atRest) return moment;
    throw userError(
      `the hub is still busy at ${inWords(moment)}, where its clock stands now: ask again later, or give a longer --wait`,
    );
  } finally {
    progress.done();
  }
};

/** From here on somebody waits long enough to want to see how far it is. */
const LONG = 10;

/** `hub klok`: sets the clock, lets it go on, or only reads it. */
export const clock = async (hub: HubClient, options: ClockOptions, output: Output): Promise<number> => {
  const { nu, over, wait } = options;
  if (nu !== undefined && over !== undefined)
    throw userError('give a date with --nu, or how far the clock goes on, not both');
  const moment = await (async (): Promise<Date> => {
    if (over !== undefined) {
      const days = momentsUntil(await readClock(hub), over).length;
      return goOn(hub, over, wait, days > LONG ? showDays(days) : silent);
    }
    if (nu !== undefined) return playDate(hub, nu, wait);
    return new Date(Date.now() + (await clockAheadMs(hub)));
  })();
  show(output, options, [{ nu: moment.toISOString() }], () => [`The clock stands at ${inWords(moment)}`]);
  return 0;
};

const parseAdvance = (text: string): Advance => {
  const advance = readAdvance(text);
  if (advance !== undefined) return advance;
  throw new InvalidArgumentError(
    text.startsWith('-')
      ? 'the clock only goes on, by a step such as +3w; --nu sets it to any date, an earlier one too.'
      : 'expected a step such as +12u, +5d, +3w, +2m or +1j.',
  );
};

/** Adds `klok` to the program. */
export const clockCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('klok'))
    .description('tell which date the local hub plays, or set its clock to another (de klok zetten)')
    .argument('[over]', 'how far the clock goes on, day by day: +12u, +5d, +3w, +2m or +1j', parseAdvance)
    // A step back looks like an option; the argument says what is wrong with it.
    .allowUnknownOption()
    .option('--nu <date>', 'the date, for example 2026-08-01', parseDate)
    .option('--wait <seconds>', 'how long to wait until what is due is told, at most', parseSeconds, 60)
    .option('--json', 'print one JSON object and nothing else')
    .action((over: Advance | undefined, options: ClockOptions & ConnectionOptions) =>
      finish(clock(connect(options), over === undefined ? options : { ...options, over }, output)),
    );
};
