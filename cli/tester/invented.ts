import { type Command, InvalidArgumentError } from 'commander';
import { STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { generate, MOST_HUISHOUDENS } from '../../client/invent/generate.ts';
import { createNumbers, MOST_BSN } from '../../client/invent/numbers.ts';
import { anySeed, createRandom } from '../../client/invent/random.ts';
import { type Finish, parseCount, parseDate, parseGemeentecode } from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';

/** Fixed, so that a seed gives the same file next year. */
const STANDARD_UNTIL = '2026-03-01';
const STANDARD_DUPLICATES = 0.05;

/** A seed of invented people: a whole number from 0 up to 4294967295. */
export const parseSeed = (text: string): number => {
  if (!/^\d{1,10}$/.test(text) || Number(text) >= 2 ** 32)
    throw new InvalidArgumentError('a seed is a whole number from 0 up to 4294967295.');
  return Number(text);
};

const parsePart = (text: string): number => {
  const part = Number(text);
  if (!/^\d(\.\d{1,4})?$/.test(text) || part > 1)
    throw new InvalidArgumentError('give a part of all messages, from 0 up to 1, for example 0.05.');
  return part;
};

const atMost =
  (most: number) =>
  (text: string): number => {
    const count = parseCount(text);
    if (count > most) throw new InvalidArgumentError(`no more than ${most} at once.`);
    return count;
  };

const NUMBERS = ['bsn', 'vnummer'] as const;
type NumberKind = (typeof NUMBERS)[number];

const parseNumberKind = (text: string): NumberKind => {
  const kind = NUMBERS.find((one) => one === text);
  if (kind === undefined) throw new InvalidArgumentError(`choose ${NUMBERS.join(' or ')}.`);
  return kind;
};

interface NumberOptions extends JsonOption {
  readonly aantal: number;
  readonly zaad?: number;
}

/** `hub nummer`: numbers of nobody, that every check lets through. */
export const numbers = (kind: NumberKind, options: NumberOptions, output: Output): number => {
  const { aantal, zaad } = options;
  const draw = createNumbers(createRandom(zaad ?? anySeed()));
  const drawn = Array.from({ length: aantal }, () => (kind === 'bsn' ? draw.bsn() : draw.vNummer()));
  show(
    output,
    options,
    drawn.map((number) => ({ [kind]: number })),
    () => drawn,
  );
  return 0;
};

interface GenerateCommandOptions {
  readonly huishoudens: number;
  readonly zaad: number;
  readonly gemeente: string;
  readonly tot: string;
  readonly dubbel: number;
}

/** `hub genereer`: a scenario file on stdout. */
export const generated = (
  { huishoudens, zaad, gemeente, tot, dubbel }: GenerateCommandOptions,
  output: Output,
): number => {
  const steps = generate({ households: huishoudens, seed: zaad, gemeente, until: tot, duplicates: dubbel });
  output.lines(steps.map((step) => JSON.stringify(step)));
  return 0;
};

/** Adds `nummer` and `genereer` to the program. */
export const inventedCommands = (program: Command, output: Output, finish: Finish): void => {
  program
    .command('nummer')
    .description('numbers of people who do not exist: BSNs pass the elfproef and begin with 9999')
    .argument('<soort>', 'bsn or vnummer', parseNumberKind)
    .option('--aantal <n>', 'how many', atMost(MOST_BSN), 1)
    .option('--zaad <n>', 'the same seed gives the same numbers', parseSeed)
    .option('--json', 'print each as one line of JSON')
    .action((kind: NumberKind, options: NumberOptions) =>
      finish(Promise.resolve(numbers(kind, options, output))),
    );
  program
    .command('genereer')
    .description('write a scenario file of invented households to standard output, one step a line')
    .option('--huishoudens <n>', 'how many households', atMost(MOST_HUISHOUDENS), 100)
    .option('--zaad <n>', 'the same seed gives the same file, byte for byte', parseSeed, 1)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--tot <date>', 'the last day on which anything happens', parseDate, STANDARD_UNTIL)
    .option('--dubbel <part>', 'which part of the messages comes twice', parsePart, STANDARD_DUPLICATES)
    .action((options: GenerateCommandOptions) => finish(Promise.resolve(generated(options, output))));
};
