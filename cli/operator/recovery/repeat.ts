import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { outputOf, type Rollout } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { TYPE_ZAAK_UPDATED } from '../../../contracts/internal/bus-events.ts';
import { type Finish, parseCount, parseMoment, parseSeconds } from '../../options.ts';
import { type JsonOption, type Output, show, tellStep } from '../../output.ts';
import { wrap } from '../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../rollout.ts';
import { createReplayer, findArchive } from './archive.ts';
import { partsOf, replay as replayParts } from './repeat-plan.ts';

export interface ReplayOptions extends JsonOption {
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
const newStamp = (): string =>
  `herhaal-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}-${randomBytes(2).toString('hex')}`;

const moment = (time: Date): string => time.toISOString().replace('.000Z', 'Z');

/** `hub herhaal`: announces again what the archive holds of a period. Exit code 1 when it did not come to its end. */
export const replay = async (rollout: Rollout, options: ReplayOptions, output: Output): Promise<number> => {
  const { van, tot, type, stap, drempel, wacht, proef } = options;
  if (tot <= van) throw userError('--tot must be after --van');
  if (tot.getTime() > Date.now()) throw userError('--tot is in the future: nothing of that is archived');
  const clients = {
    events: new EventBridgeClient(rollout.clientConfig('events')),
    sqs: new SQSClient(rollout.clientConfig('sqs')),
  };
  try {
    const names = { archief: outputOf(rollout, 'ArchiefNaam'), bus: outputOf(rollout, 'BusNaam') };
    const archive = await findArchive(clients, names, type);
    const parts = partsOf(van, tot, stap);
    const rules = archive.rules.map(({ naam }) => naam);
    const tell = tellStep(output, options);
    const { width, good, bad } = output;
    const plan = { archief: archive.events, van: moment(van), tot: moment(tot), type, regels: rules };
    for (const line of [
      `${plan.archief} events in the archive; ${plan.van} to ${plan.tot} in ${parts.length === 1 ? '1 part (deel)' : `${parts.length} parts (delen)`}`,
      `Type ${type}, for ${rules.join(', ')}`,
    ].flatMap((text) => wrap(text, width)))
      tell(line);
    if (proef === true) {
      show(output, options, [{ soort: 'proef', ...plan }], () => ['Nothing was announced.']);
      return 0;
    }
    const outcome = await replayParts(createReplayer(clients, archive), parts, {
      stamp: newStamp(),
      threshold: drempel,
      patienceMs: wacht * 1000,
      sleep: () => sleep(POLL_MS),
      now: Date.now,
      onPart: (name, part) => tell(`  ${name}  ${moment(part.van)} to ${moment(part.tot)}`),
    });
    if (outcome.kind === 'done') {
      show(output, options, [{ soort: 'klaar', ...plan }], () =>
        wrap(
          `${good('Done (klaar)')}: every part is complete and no more than ${drempel} messages wait.`,
          width,
        ),
      );
      return 0;
    }
    const { kind, naam, part } = outcome;
    const reason = kind === 'failed' ? 'failed' : `was not done after ${wacht} s`;
    const soort = kind === 'failed' ? 'mislukt' : 'te lang';
    const verderVan = moment(part.van);
    show(output, options, [{ soort, ...plan, naam, verderVan }], () =>
      wrap(
        `${bad(`${naam} ${reason}`)}. Look at the queue and its dead letters, then go on with --van ${verderVan}`,
        width,
      ),
    );
    return 1;
  } finally {
    clients.events.destroy();
    clients.sqs.destroy();
  }
};

/** Adds `herhaal` to the program. */
export const replayCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('herhaal'))
    .description('announce again what the archive (archief) holds of a period; nobody is told twice')
    .requiredOption('--van <time>', 'begin of the period, for example 2026-01-31T22:00:00Z', parseMoment)
    .requiredOption('--tot <time>', 'end of the period', parseMoment)
    .option('--type <type>', 'type of the announcements', TYPE_ZAAK_UPDATED)
    .option('--stap <minutes>', 'length of one part', parseCount, 1440)
    .option('--drempel <number>', 'start the next part when no more messages wait than this', parseCount, 100)
    .option('--wacht <seconds>', 'how long one part may take', parseSeconds, 3600)
    .option('--proef', 'only say what would be announced')
    .option('--json', 'print one JSON object and nothing else')
    .action((options: ReplayOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => replay(rollout, options, output))),
    );
};
