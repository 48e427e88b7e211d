import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { createDeadLetters } from '../../../adapters/queues/dead-letters.ts';
import type { Rollout } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { type PlaceReport, recovery } from '../../../functions/herstel/recover.ts';
import { type Finish, parseRate } from '../../options.ts';
import { type JsonOption, type Output, show } from '../../output.ts';
import type { Style } from '../../print/paint.ts';
import { table, wrap } from '../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../rollout.ts';
import { choosePlaces, placesOf } from './places.ts';

export interface RedriveOptions extends JsonOption {
  readonly alles?: boolean;
  readonly proef?: boolean;
  readonly perSeconde: number;
}

const row = (
  { naam, dodeBrieven, verplaatst, mislukt, redenen, gelaten, dubbel, klaar }: PlaceReport,
  { warn, bad }: Style,
) => [
  naam,
  dodeBrieven === 0 ? '0 dead letters' : warn(`${dodeBrieven} dead letters`),
  ...(verplaatst === undefined
    ? []
    : [
        [
          `${verplaatst} moved (verplaatst)`,
          ...Object.entries(gelaten ?? {}).map(([reason, count]) => `${count} left: ${reason}`),
          ...(mislukt === 0 ? [] : [bad(`${mislukt} refused (mislukt)`)]),
          ...(dubbel === 0 ? [] : [bad(`${dubbel} sent but not removed: run this again`)]),
          ...Object.entries(redenen ?? {}).map(
            ([reason, count]) => `reason (reden): ${reason}, ${count} times`,
          ),
          ...(klaar === false ? ['not finished'] : []),
        ].join(', '),
      ]),
];

/** The places with what lies in each, or what became of it. */
export const redriveLines = (
  reports: readonly PlaceReport[],
  width: number,
  style: Style,
): readonly string[] =>
  table(
    reports.map((report) => row(report, style)),
    width,
    '',
  );

/** `hub redrive`: counts the dead letters of every place, or moves those of one place (or all) back. */
export const redrive = async (
  rollout: Rollout,
  name: string | undefined,
  options: RedriveOptions,
  output: Output,
): Promise<number> => {
  const { alles, proef, perSeconde } = options;
  if (name !== undefined && alles === true) throw userError('give a place, or --alles, not both');
  const places = choosePlaces(placesOf(rollout), name);
  const clients = {
    sqs: new SQSClient(rollout.clientConfig('sqs')),
    lambda: new LambdaClient(rollout.clientConfig('lambda')),
  };
  // Without a place and without --alles this is the list.
  const onlyCount = proef === true || (name === undefined && alles !== true);
  const stamp = `${randomUUID()} ${new Date().toISOString()}`;
  try {
    const reports = await recovery(
      {
        findPlaces: () => places,
        deadLetters: (place) => createDeadLetters(place, clients),
        telemetry: { info: () => undefined },
      },
      { proef: onlyCount, perSeconde },
      { stamp, sleep },
    );
    const closing = onlyCount
      ? `Nothing was moved.${proef === true ? ` That would go at ${perSeconde} a second.` : ''}`
      : `Stamp (herstel) of this run: ${stamp}`;
    show(output, options, reports, () => [
      ...redriveLines(reports, output.width, output),
      ...wrap(closing, output.width),
    ]);
    return reports.some(({ mislukt = 0, dubbel = 0 }) => mislukt + dubbel > 0) ? 1 : 0;
  } finally {
    clients.sqs.destroy();
    clients.lambda.destroy();
  }
};

/** Adds `redrive` to the program. */
export const redriveCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('redrive'))
    .description(
      'list the dead letters (dode brieven) of every queue, or move them back to where they belong',
    )
    .argument('[place]', 'for example coa, coa-regel, bewaking, 0907/taalschool; without it, a list')
    .option('--alles', 'move the dead letters of every place')
    .option('--proef', 'only say what would be moved')
    .option('--per-seconde <number>', 'messages a second', parseRate, 5)
    .option('--json', 'print one line of JSON a place')
    .action((place: string | undefined, options: RedriveOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => redrive(rollout, place, options, output))),
    );
};
