import { randomBytes } from 'node:crypto';
import { setTimeout as pauze } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { type Uitrol, uitvoerVan } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { TYPE_ZAAK_BIJGEWERKT } from '../../../contracts/intern.ts';
import {
  type Finish,
  findUitrol,
  parseCount,
  parseMoment,
  parseSeconds,
  type UitrolOptions,
  withUitrol,
} from '../../options.ts';
import type { Output } from '../../output.ts';
import { maakHerhaler, vindArchief } from './archive.ts';
import { delenVan, herhaal as herhaalDelen } from './repeat-plan.ts';

export interface HerhaalOptions {
  readonly van: Date;
  readonly tot: Date;
  readonly type: string;
  readonly stap: number;
  readonly drempel: number;
  readonly wacht: number;
  readonly proef?: boolean;
}

const POLL_MS = 500;

/** `herhaal-20260131T235959-1a2b`: tells one run from another, in the log and in EventBridge's list of replays. */
const nieuweStempel = (): string =>
  `herhaal-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}-${randomBytes(2).toString('hex')}`;

const moment = (tijd: Date): string => tijd.toISOString().replace('.000Z', 'Z');

/** `hub herhaal`: announces again what the archive holds of a period. Exit code 1 when it did not come to its end. */
export const herhaal = async (uitrol: Uitrol, options: HerhaalOptions, output: Output): Promise<number> => {
  const { van, tot, type, stap, drempel, wacht, proef } = options;
  if (tot <= van) throw userError('--tot must be after --van');
  if (tot.getTime() > Date.now()) throw userError('--tot is in the future: nothing of that is archived');
  const clients = {
    events: new EventBridgeClient(uitrol.clientConfig('events')),
    sqs: new SQSClient(uitrol.clientConfig('sqs')),
  };
  try {
    const namen = { archief: uitvoerVan(uitrol, 'ArchiefNaam'), bus: uitvoerVan(uitrol, 'BusNaam') };
    const archief = await vindArchief(clients, namen, type);
    const delen = delenVan(van, tot, stap);
    output.line(
      `${archief.events} events in the archive; ${moment(van)} to ${moment(tot)} in ${delen.length} parts (delen)`,
    );
    output.line(`Type ${type}, for ${archief.regels.map(({ naam }) => naam).join(', ')}`);
    if (proef === true) {
      output.line('Nothing was announced.');
      return 0;
    }
    const uitkomst = await herhaalDelen(maakHerhaler(clients, archief), delen, {
      stempel: nieuweStempel(),
      drempel,
      geduldMs: wacht * 1000,
      pauze: () => pauze(POLL_MS),
      nu: Date.now,
      opDeel: (naam, deel) => output.line(`  ${naam}  ${moment(deel.van)} to ${moment(deel.tot)}`),
    });
    if (uitkomst.soort === 'klaar') {
      output.line(`Done (klaar): every part is complete and no more than ${drempel} messages wait.`);
      return 0;
    }
    const reden = uitkomst.soort === 'mislukt' ? 'failed' : `was not done after ${wacht} s`;
    output.line(
      `${uitkomst.naam} ${reden}. Look at the queue and its dead letters, then go on with --van ${moment(uitkomst.deel.van)}`,
    );
    return 1;
  } finally {
    clients.events.destroy();
    clients.sqs.destroy();
  }
};

/** Adds `herhaal` to the program. */
export const herhaalCommand = (program: Command, output: Output, finish: Finish): void => {
  withUitrol(program.command('herhaal'))
    .description('announce again what the archive (archief) holds of a period; nobody is told twice')
    .requiredOption('--van <time>', 'begin of the period, for example 2026-01-31T22:00:00Z', parseMoment)
    .requiredOption('--tot <time>', 'end of the period', parseMoment)
    .option('--type <type>', 'type of the announcements', TYPE_ZAAK_BIJGEWERKT)
    .option('--stap <minutes>', 'length of one part', parseCount, 1440)
    .option('--drempel <number>', 'start the next part when no more messages wait than this', parseCount, 100)
    .option('--wacht <seconds>', 'how long one part may take', parseSeconds, 3600)
    .option('--proef', 'only say what would be announced')
    .action((options: HerhaalOptions & UitrolOptions) =>
      finish(findUitrol(options).then((uitrol) => herhaal(uitrol, options, output))),
    );
};
