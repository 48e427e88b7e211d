import { resolve } from 'node:path';
import type { Command } from 'commander';
import { momentOf, runScheduled } from '../../client/clock.ts';
import { createSend } from '../../client/http.ts';
import { createHubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { todayInNederland } from '../../contracts/base-types.ts';
import { known } from '../../domain/known.ts';
import { LOCAL_GEMEENTEN, readProfiles } from '../../infra/gemeenten/profiles.ts';
import type { LocalHub } from '../../local/hub.ts';
import { playMounts } from '../../play/mounts.ts';
import { type Finish, parseDate, parsePort, STANDARD_PORT } from '../options.ts';
import { endWithReader, type JsonOption, note, type Output, show } from '../output.ts';
import { addressesOf, addressLines } from '../print/head.ts';
import { styleOf } from '../print/paint.ts';
import { createActivityLog } from './activity-log.ts';
import { endOnFullDisk } from './disk.ts';
import { showExample } from './example.ts';
import { startError } from './start-error.ts';
import { onStopSignal } from './stop.ts';

export interface StartOptions extends JsonOption {
  readonly port: number;
  readonly data?: string;
  readonly empty?: boolean;
  /** The date that the hub plays. */
  readonly nu?: string;
  readonly strict?: boolean;
  /** The records as the functions log them: on the terminal, or in a file. */
  readonly log?: string | true;
  readonly gemeenten?: string;
  /** Other names that the port answers to. */
  readonly host?: readonly string[];
}

/** Whether the gemeente of the bundled household takes part. */
const hasExample = ({ gemeenten }: StartOptions): boolean =>
  readProfiles(gemeenten === undefined ? LOCAL_GEMEENTEN : resolve(gemeenten)).some(
    ({ gemeentecode }) => gemeentecode === STANDARD_GEMEENTE,
  );

const STOPPED = Symbol('stopped');

/** A program asks for what it wants to know of the example. */
const silenced = (output: Output): Output => ({
  ...output,
  line: () => undefined,
  lines: () => undefined,
});

const startHub = async (
  options: StartOptions,
  now: Date | undefined,
  onLog: (name: string, line: string) => void,
): Promise<LocalHub> => {
  const { startLocalHub } = await import('../../local/hub.ts');
  const dataDir = options.data === undefined ? {} : { dataDir: resolve(options.data) };
  const gemeenten = options.gemeenten === undefined ? {} : { gemeenten: resolve(options.gemeenten) };
  try {
    return await startLocalHub({
      port: options.port,
      onLog,
      strict: options.strict === true,
      mounts: playMounts,
      ...known({ hosts: options.host, now }),
      ...dataDir,
      ...gemeenten,
    });
  } catch (error) {
    throw startError(error, options.port);
  }
};

/** `hub start`: runs the hub on this machine until it is told to stop. */
export const start = async (given: StartOptions, output: Output): Promise<number> => {
  const options = { ...given, empty: given.empty === true || !hasExample(given) };
  const exit = (code: number) => process.exit(code);
  const stop = onStopSignal({ say: note, exit });
  endWithReader(exit);
  // A listener to the channel's end would keep a hub alive that has stopped.
  process.channel?.unref();
  if (options.data !== undefined) endOnFullDisk(options.data, { say: note, exit });
  const activity = createActivityLog(options, output);
  const now = options.nu === undefined ? undefined : momentOf(options.nu);
  const hub = await startHub(options, now, activity.onLog).catch((error: unknown) => {
    // A signal ends what the start runs apart, and that it broke off is no news then.
    if (stop.isAsked()) return undefined;
    throw error;
  });
  if (hub === undefined) return 0;
  stop.watch(hub.busy);
  try {
    for (const warning of hub.warnings) note(styleOf(process.stderr).warn(`! ${warning}`));
    show(output, options, [addressesOf(hub)], () =>
      addressLines(hub, { ...options, now }, output.width, output),
    );
    // A hub that stops does not come back: nobody waits for it to restart.
    const client = createHubClient({ url: hub.url, send: createSend(undefined, stop.isAsked) });
    if (options.empty) await (now && runScheduled(client));
    else {
      const shown = showExample(
        client,
        given.json === true ? silenced(output) : output,
        todayInNederland(now),
      );
      // A signal does not wait for the example; that the hub went away under it is no news then.
      if ((await Promise.race([shown, stop.asked.then(() => STOPPED)])) === STOPPED) {
        shown.catch(() => undefined);
        return 0;
      }
    }
    // While the example is shown its own lines would drown it.
    activity.live();
    show(output, options, [], () => ['', 'Ctrl-C stops the hub. What happens from here on:']);
    await stop.asked;
  } finally {
    await hub.stop();
  }
  return 0;
};

/** Adds `start` to the program. */
export const startCommand = (program: Command, output: Output, finish: Finish): void => {
  program
    .command('start')
    .description('run the hub on this machine (lokale hub), with the bundled example household')
    .option('--port <port>', 'port to listen on', parsePort, STANDARD_PORT)
    .option('--host <name...>', 'answer to this name too, beside localhost; for example host.docker.internal')
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
    .option('--json', 'print the addresses as one line of JSON, and then each thing that happens')
    .action((options: StartOptions) => finish(start(options, output)));
};
