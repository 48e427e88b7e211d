import { Command, CommanderError, Help } from 'commander';
import { errorText, isUserError, userError } from '../client/errors.ts';
import { withAnswers } from './asked.ts';
import type { CommandSource } from './client-commands.ts';
import type { Finish } from './options.ts';
import { finishWithoutReader, type Output, standardOutput } from './output.ts';
import { styleOf } from './print/paint.ts';
import { wrap } from './print/text.ts';
import { readVersion } from './version.ts';

/**
 * Nine or ten digits as a word of its own, or behind `--bsn` without a space; and between quotes, where people put dots, spaces and
 * dashes between them, and a letter before or behind them.
 */
const LIKE_A_NUMBER =
  /'[^'\d]?(?:\d(?:[ .]?\d){8,9}|\d{3}-\d{3}-\d{3})[^'\d]?'|(?<=^|[\s"(:=]|--(?:bsn|vnummer)?)\d{9,10}(?=$|[\s"'),.:;])/g;

/**
 * What was typed as the number of a person is not said again, also when it is wrong, nor what looks like one where an id belongs: it
 * may stand in somebody's log.
 */
const withoutNumber = (text: string): string =>
  text
    .replace(/^(error: option '--(?:bsn|vnummer) [^']*') argument '.*?' (?=is invalid)/s, '$1 ')
    .replaceAll(LIKE_A_NUMBER, '(the number of a person?)');

/** An error in one line, the word that says so in colour where that can be. */
const marked = (text: string): string => text.replace(/^error:/, (word) => styleOf(process.stderr).bad(word));

/**
 * A command or an option in the help of somebody at a terminal: its description beside it, and below it where the terminal is
 * too narrow for that. Elsewhere each stays on one line, to be searched.
 */
const formatItem =
  ({ interactive }: Pick<Output, 'interactive'>): Help['formatItem'] =>
  (term, termWidth, description, helper) => {
    const width = helper.helpWidth ?? 80;
    if (!interactive || description === '' || width - termWidth - 4 >= helper.minWidthToWrap)
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    return [`  ${term}`, ...wrap(description, width, BELOW)].join('\n');
  };

const BELOW = ' '.repeat(6);

/**
 * The program with the command of this name, because loading every command takes longer than most of them run. Without
 * a name, or with one that no command has, it has all commands: for the help, and to suggest what was meant.
 */
export const programWith = async (
  all: readonly CommandSource[],
  output: Output,
  finish: Finish,
  name?: string,
): Promise<Command> => {
  const program = new Command('hub')
    .description(
      'Inburgeringshub: messages of COA, BRP and DUO in, partner messages and one timeline per zaak out',
    )
    .version(readVersion())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(marked(withoutNumber(text))) })
    .configureHelp({ formatItem: formatItem(output) })
    .showHelpAfterError('(hub --help lists the commands, hub <command> --help its options)');
  const named = all.filter(({ names }) => names.some((one) => one === name));
  const modules = named.length > 0 ? named : all;
  for (const add of await Promise.all(modules.map(({ load }) => load()))) add(program, output, finish);
  return program;
};

const report = (error: unknown): void => {
  // A fault of ours is one line too; HUB_DEBUG=1 shows where it comes from.
  process.stderr.write(marked(withoutNumber(`error: ${errorText(error)}\n`)));
  if (process.env['HUB_DEBUG'] !== '1' || isUserError(error)) return;
  process.stderr.write(withoutNumber(`${error instanceof Error ? error.stack : ''}\n`));
};

/** A token must not go to whoever pretends to be the hub. A hub on this machine speaks http, so it needs no exception. */
const requireCertificates = (): void => {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
  throw userError(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pretend to be the hub; name the authority in NODE_EXTRA_CA_CERTS',
  );
};

/** Runs the command line and gives the exit code: 1 on any failure. */
export const runWith = async (all: readonly CommandSource[], args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const finish: Finish = async (code) => {
    exitCode = await code;
  };
  const output = finishWithoutReader();
  try {
    requireCertificates();
    const program = await programWith(all, standardOutput(), finish, args[0]);
    if (args.length === 0) program.help();
    await program.parseAsync([...(await withAnswers(args))], { from: 'user' });
    return output.isLost() ? 1 : exitCode;
  } catch (error) {
    // Commander has printed its own message by now.
    if (error instanceof CommanderError) return error.exitCode === 0 || args.length === 0 ? 0 : 1;
    report(error);
    return 1;
  }
};
