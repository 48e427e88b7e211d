import type { Command } from 'commander';
import type { Finish } from './options.ts';
import type { Output } from './output.ts';

/** Puts commands in the program. `finish` runs one and keeps its exit code. */
type AddCommands = (program: Command, output: Output, finish: Finish) => void;

export interface CommandSource {
  /** The commands that it adds. */
  readonly names: readonly string[];
  readonly load: () => Promise<AddCommands>;
}

/**
 * Commands that need no more than a hub to talk to over HTTP, in the order of the help. They are the package for partners and
 * testers too (`infra/bundling/command-line.ts`), so nothing here imports the CDK, the embedded cloud or a client of AWS.
 */
export const CLIENT_COMMANDS: readonly CommandSource[] = [
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
  { names: ['kpis'], load: async () => (await import('./gemeente/kpis.ts')).kpisCommand },
  { names: ['post'], load: async () => (await import('./operator/post.ts')).postCommand },
  { names: ['balans'], load: async () => (await import('./operator/balans.ts')).balansCommand },
  {
    names: ['wachtend', 'quarantaine'],
    load: async () => (await import('./operator/ontvangsten.ts')).ontvangstenCommands,
  },
  { names: ['luister'], load: async () => (await import('./partner/listen.ts')).listenCommand },
  { names: ['haal'], load: async () => (await import('./partner/fetch.ts')).fetchCommand },
  {
    names: ['partnertest', 'proef'],
    load: async () => (await import('./partner/rehearsal.ts')).partnertestCommand,
  },
  { names: ['token'], load: async () => (await import('./tester/token.ts')).tokenCommand },
];
