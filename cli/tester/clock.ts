import type { Command } from 'commander';
import { clockAheadMs, inWords, setClock } from '../../client/clock.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { waitUntilSettled } from '../../client/settle.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseSeconds,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';

export interface ClockOptions {
  readonly nu?: string;
  readonly wait: number;
}

/** Sets the clock of the hub to a date, and waits until it has told what is due by then. */
export const playDate = async (hub: HubClient, date: string, waitSeconds: number): Promise<Date> => {
  const moment = await setClock(hub, date);
  await waitUntilSettled(hub, waitSeconds * 1000);
  return moment;
};

/** `hub klok`: sets the clock, or only reads it. */
export const clock = async (hub: HubClient, { nu, wait }: ClockOptions, output: Output): Promise<number> => {
  const moment =
    nu === undefined ? new Date(Date.now() + (await clockAheadMs(hub))) : await playDate(hub, nu, wait);
  output.line(`The clock stands at ${inWords(moment)}`);
  return 0;
};

export const clockCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('klok'))
    .description('tell which date the local hub plays, or set its clock to another (de klok zetten)')
    .option('--nu <date>', 'the date, for example 2026-08-01', parseDate)
    .option('--wait <seconds>', 'how long to wait until what is due is told, at most', parseSeconds, 60)
    .action((options: ClockOptions & ConnectionOptions) => finish(clock(connect(options), options, output)));
};
