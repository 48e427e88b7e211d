import type { Command } from 'commander';
import { CLIENT_COMMANDS, type CommandSource } from './client-commands.ts';
import { programWith, runWith } from './command-line.ts';
import type { Finish } from './options.ts';
import type { Output } from './output.ts';

/** Every command, in the order of the help: what runs a hub, what talks to one, and what reaches into the account of one. */
const MODULES: readonly CommandSource[] = [
  { names: ['start'], load: async () => (await import('./tester/start.ts')).startCommand },
  ...CLIENT_COMMANDS,
  { names: ['wis'], load: async () => (await import('./gemeente/erasing.ts')).erasingCommand },
  {
    names: ['uitsluiten', 'toelaten'],
    load: async () => (await import('./gemeente/shut-out.ts')).shutOutCommands,
  },
  { names: ['partner'], load: async () => (await import('./operator/access/commands.ts')).accessCommands },
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
];

/** The program with the command of this name, or with all of them. */
export const buildProgram = (output: Output, finish: Finish, name?: string): Promise<Command> =>
  programWith(MODULES, output, finish, name);

/** Runs the command line and gives the exit code: 1 on any failure. */
export const run = (args: readonly string[]): Promise<number> => runWith(MODULES, args);
