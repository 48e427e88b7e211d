import { Command, CommanderError } from 'commander';
import { errorText, isUserError, userError } from '../client/errors.ts';
import { withAnswers } from './asked.ts';
import type { Finish } from './options.ts';
import { type Output, standardOutput } from './output.ts';

/** Puts commands in the program. `finish` runs one and keeps its exit code. */
type AddCommands = (program: Command, output: Output, finish: Finish) => void;

interface Module {
  /** The commands that it adds. */
  readonly names: readonly string[];
  readonly load: () => Promise<AddCommands>;
}

/** Where the commands are made, in the order of the help. */
const MODULES: readonly Module[] = [
  { names: ['start'], load: async () => (await import('./tester/start.ts')).startCommand },
  { names: ['replay'], load: async () => (await import('./tester/replay.ts')).replayCommand },
  { names: ['klok'], load: async () => (await import('./tester/clock.ts')).clockCommand },
  { names: ['gebeurt'], load: async () => (await import('./tester/happen.ts')).happenCommand },
  {
    names: ['nummer', 'genereer'],
    load: async () => (await import('./tester/invented.ts')).inventedCommands,
  },
  { names: ['tijdlijn'], load: async () => (await import('./tester/tijdlijn.ts')).tijdlijnCommand },
  { names: ['berichten'], load: async () => (await import('./tester/berichten.ts')).berichtenCommand },
  { names: ['agenda'], load: async () => (await import('./gemeente/agenda.ts')).agendaCommand },
  { names: ['dag'], load: async () => (await import('./gemeente/dag.ts')).dagCommand },
  {
    names: ['verwerkingen'],
    load: async () => (await import('./gemeente/verwerkingen.ts')).verwerkingenCommand,
  },
  { names: ['meld'], load: async () => (await import('./gemeente/report.ts')).reportCommand },
  { names: ['herstel-feit'], load: async () => (await import('./gemeente/correction.ts')).correctionCommand },
  { names: ['wis'], load: async () => (await import('./gemeente/erasing.ts')).erasingCommand },
  {
    names: ['uitsluiten', 'toelaten'],
    load: async () => (await import('./gemeente/shut-out.ts')).shutOutCommands,
  },
  { names: ['kpis'], load: async () => (await import('./gemeente/kpis.ts')).kpisCommand },
  { names: ['post'], load: async () => (await import('./operator/post.ts')).postCommand },
  { names: ['balans'], load: async () => (await import('./operator/balans.ts')).balansCommand },
  {
    names: ['wachtend', 'quarantaine'],
    load: async () => (await import('./operator/ontvangsten.ts')).ontvangstenCommands,
  },
  { names: ['partner'], load: async () => (await import('./operator/access/commands.ts')).accessCommands },
  { names: ['luister'], load: async () => (await import('./partner/listen.ts')).listenCommand },
  { names: ['haal'], load: async () => (await import('./partner/fetch.ts')).fetchCommand },
  { names: ['partnertest'], load: async () => (await import('./partner/rehearsal.ts')).partnertestCommand },
  { names: ['oefening'], load: async () => (await import('./operator/drill/drill.ts')).drillCommand },
  { names: ['redrive'], load: async () => (await import('./operator/recovery/redrive.ts')).redriveCommand },
  { names: ['herhaal'], load: async () => (await import('./operator/recovery/repeat.ts')).replayCommand },
  {
    names: ['omsleutelen'],
    load: async () => (await import('./operator/recovery/rekey/rekey.ts')).rekeyCommand,
  },
  {
    names: ['verzegelen'],
    load: async () => (await import('./operator/recovery/reseal/reseal.ts')).resealCommand,
  },
  {
    names: ['herstel-tabel'],
    load: async () => (await import('./operator/recovery/table/restore-table.ts')).restoreTableCommand,
  },
  { names: ['token'], load: async () => (await import('./tester/token.ts')).tokenCommand },
];

/**
 * The program with the command of this name, because loading every command takes longer than most of them run. Without
 * a name, or with one that no command has, it has all commands: for the help, and to suggest what was meant.
 */
export const buildProgram = async (output: Output, finish: Finish, name?: string): Promise<Command> => {
  const program = new Command('hub')
    .description(
      'Inburgeringshub: messages of COA, BRP and DUO in, partner messages and one timeline per zaak out',
    )
    .exitOverride()
    .showHelpAfterError('(hub --help lists the commands, hub <command> --help its options)');
  const named = MODULES.filter(({ names }) => names.some((one) => one === name));
  const modules = named.length > 0 ? named : MODULES;
  for (const add of await Promise.all(modules.map(({ load }) => load()))) add(program, output, finish);
  return program;
};

const report = (error: unknown): void => {
  // A fault of ours is one line too; HUB_DEBUG=1 shows where it comes from.
  process.stderr.write(`error: ${errorText(error)}\n`);
  if (process.env['HUB_DEBUG'] !== '1' || isUserError(error)) return;
  process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
};

/** A token must not go to whoever pretends to be the hub. A hub on this machine speaks http, so it needs no exception. */
const requireCertificates = (): void => {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
  throw userError(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pretend to be the hub; name the authority in NODE_EXTRA_CA_CERTS',
  );
};

/** Runs the command line and gives the exit code: 1 on any failure. */
export const run = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const finish: Finish = async (code) => {
    exitCode = await code;
  };
  try {
    requireCertificates();
    const program = await buildProgram(standardOutput(), finish, args[0]);
    if (args.length === 0) program.help();
    await program.parseAsync([...(await withAnswers(args))], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message by now.
    if (error instanceof CommanderError) return error.exitCode === 0 || args.length === 0 ? 0 : 1;
    report(error);
    return 1;
  }
};
