import { Command, CommanderError } from 'commander';
import { errorText, isUserError } from '../client/errors.ts';
import { STANDARD_GEMEENTE } from '../client/hub-client.ts';
import { correctionCommand } from './gemeente/correction.ts';
import { dagCommand } from './gemeente/dag.ts';
import { kpisCommand } from './gemeente/kpis.ts';
import { reportCommand } from './gemeente/report.ts';
import { balansCommand } from './operator/balans.ts';
import { drillCommand } from './operator/drill/drill.ts';
import { ontvangstenCommands } from './operator/ontvangsten.ts';
import { postCommand } from './operator/post.ts';
import { redriveCommand } from './operator/recovery/redrive.ts';
import { rekeyCommand } from './operator/recovery/rekey/rekey.ts';
import { replayCommand } from './operator/recovery/repeat.ts';
import { restoreTableCommand } from './operator/recovery/table/restore-table.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseBsn,
  parseDate,
  parseGemeentecode,
  parseKey,
  parsePort,
  parseSeconds,
  parseUuid,
  parseVNummer,
  STANDARD_PORT,
  withConnection,
} from './options.ts';
import { type Output, standardOutput } from './output.ts';
import { partnertestCommand } from './partner/rehearsal.ts';
import { berichten } from './tester/berichten.ts';
import { type ClockOptions, clock } from './tester/clock.ts';
import { type ReplayOptions, replay } from './tester/replay.ts';
import { type StartOptions, start } from './tester/start.ts';
import { tijdlijn } from './tester/tijdlijn.ts';

/** All commands; `finish` runs one and keeps its exit code. */
export const buildProgram = (output: Output, finish: Finish): Command => {
  const program = new Command('hub')
    .description(
      'Inburgeringshub: messages of COA, BRP and DUO in, partner messages and one timeline per zaak out',
    )
    .exitOverride()
    .showHelpAfterError('(hub --help lists the commands, hub <command> --help its options)');

  program
    .command('start')
    .description('run the hub on this machine (lokale hub), with the bundled example household')
    .option('--port <port>', 'port to listen on', parsePort, STANDARD_PORT)
    .option('--data <dir>', 'keep the state in this folder; without it, in memory')
    .option('--empty', 'start without replaying the example household')
    .option(
      '--nu <date>',
      'play that it is this date, for example 2026-08-01, and go on from there',
      parseDate,
    )
    .option(
      '--gemeenten <dir>',
      'take the gemeenten from this folder, one file each; for every command: HUB_GEMEENTEN',
    )
    .option('--strict', 'refuse webhooks on this machine and over http, as a deployed hub does')
    .option('--log [file]', 'show the records of the functions as they are (JSON), or keep them in this file')
    .action((options: StartOptions) => finish(start(options, output)));

  withConnection(program.command('replay'))
    .description('replay a scenario file (berichten afspelen) step by step and wait until the hub is at rest')
    .argument('<file>', 'scenario file, one step a line (.jsonl): examples/README.md')
    .option('--json', 'print one JSON object and nothing else')
    .option('--wait <seconds>', 'how long to wait for the hub to finish, at most', parseSeconds, 300)
    .option(
      '--nu <date>',
      'set the clock of a local hub to this date first; at the end all that is due by it is told',
      parseDate,
    )
    .action((file: string, options: ReplayOptions & ConnectionOptions) =>
      finish(replay(connect(options), file, options, output)),
    );

  withConnection(program.command('klok'))
    .description('tell which date the local hub plays, or set its clock to another (de klok zetten)')
    .option('--nu <date>', 'the date, for example 2026-08-01', parseDate)
    .option('--wait <seconds>', 'how long to wait until what is due is told, at most', parseSeconds, 60)
    .action((options: ClockOptions & ConnectionOptions) => finish(clock(connect(options), options, output)));

  withConnection(program.command('tijdlijn'))
    .description('timeline (tijdlijn) and terms (termijnen) of one person, as the gemeente sees them')
    .argument('[zaakId]', 'the zaak, when known', parseUuid)
    .option('--vnummer <number>', 'find by V-nummer', parseVNummer)
    .option('--bsn <number>', 'find by BSN', parseBsn)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--json', 'print one JSON object a zaak')
    .action((zaakId: string | undefined, options) =>
      finish(tijdlijn(connect(options), zaakId, options, output)),
    );

  withConnection(program.command('berichten'))
    .description('messages (partnerberichten) that a partner was sent; reading takes none away')
    .requiredOption('--partner <key>', 'partner key, for example taalschool', parseKey)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--json', 'print each message as one line of JSON')
    .action((options) => finish(berichten(connect(options), options, output)));

  dagCommand(program, output, finish);
  reportCommand(program, output, finish);
  correctionCommand(program, output, finish);
  kpisCommand(program, output, finish);
  postCommand(program, output, finish);
  balansCommand(program, output, finish);
  ontvangstenCommands(program, output, finish);
  partnertestCommand(program, output, finish);
  drillCommand(program, output, finish);
  redriveCommand(program, output, finish);
  replayCommand(program, output, finish);
  rekeyCommand(program, output, finish);
  restoreTableCommand(program, output, finish);

  withConnection(program.command('token'))
    .description('hand out a bearer token of an organisation (organisatie) of the local hub')
    .argument('<organisatie>', 'for example coa, duo, brp, gemeente, beheer, taalschool')
    .action((organisation: string, options: ConnectionOptions) =>
      finish(
        connect(options)
          .token(organisation)
          .then((token) => {
            output.line(token);
            return 0;
          }),
      ),
    );
  return program;
};

const report = (error: unknown): void => {
  // A fault of ours is one line too; HUB_DEBUG=1 shows where it comes from.
  process.stderr.write(`error: ${errorText(error)}\n`);
  if (process.env['HUB_DEBUG'] !== '1' || isUserError(error)) return;
  process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
};

/** Runs the command line and gives the exit code: 1 on any failure. */
export const run = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const program = buildProgram(standardOutput(), async (code) => {
    exitCode = await code;
  });
  try {
    if (args.length === 0) program.help();
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message by now.
    if (error instanceof CommanderError) return error.exitCode === 0 || args.length === 0 ? 0 : 1;
    report(error);
    return 1;
  }
};
