import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import type { Rollout } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { known } from '../../../domain/known.ts';
import { type Finish, parseSeconds } from '../../options.ts';
import { type JsonOption, type Output, show, tellStep } from '../../output.ts';
import type { Style } from '../../print/paint.ts';
import { table, wrap } from '../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../rollout.ts';
import { type Report, run } from './execution.ts';
import { isSuccessful, shortName } from './plan.ts';

interface Options extends JsonOption {
  readonly productie?: boolean;
  readonly wait: number;
  readonly waitBack: number;
}

/** A drill mails its reader once or twice an alarm; in production that must be on purpose. */
const check = ({ kind, uitvoer }: Rollout, production: boolean): void => {
  if (kind === 'local') {
    throw userError(
      'a local hub has no alarms: the drill needs a hub in an account or on an emulator (--aws)',
    );
  }
  const environment = uitvoer['Omgeving'] ?? 'productie';
  if (environment === 'productie' && !production) {
    throw userError(
      'this hub is productie: its alarms mail people. Give --productie when they know that it is a drill',
    );
  }
};

/** What the drill came to, per way in which the alarms were made to happen. */
export const drillLines = (
  { uitkomsten, alAan }: Report,
  width: number,
  { good, warn, bad }: Style,
): readonly string[] => {
  const off = uitkomsten.filter(({ afgegaan }) => afgegaan).length;
  const count = uitkomsten.length + alAan.length;
  return [
    ...[...Map.groupBy(uitkomsten, (outcome) => outcome.middel)].flatMap(([means, alarms]) => [
      ...wrap(`By ${means}:`, width),
      ...table(
        alarms.map(({ alarm, afgegaan, terug }) => [
          afgegaan ? good('went off') : bad('DID NOT'),
          shortName(alarm),
          afgegaan || terug === 'DRILL MESSAGE LEFT' ? terug : '',
        ]),
        width,
      ),
    ]),
    ...(alAan.length === 0 ? [] : [warn('Already on, so not drilled; look at these first:')]),
    ...alAan.map((name) => `  ${shortName(name)}`),
    (off === count ? good : bad)(`${off} of ${count} alarms went off.`),
  ];
};

/** `hub oefening`: makes every alarm happen, and says which did not. */
export const drill = async (rollout: Rollout, options: Options, output: Output): Promise<number> => {
  check(rollout, options.productie === true);
  const clients = {
    cloudwatch: new CloudWatchClient(rollout.clientConfig('cloudwatch')),
    sqs: new SQSClient(rollout.clientConfig('sqs')),
    lambda: new LambdaClient(rollout.clientConfig('lambda')),
  };
  const anyFunction = rollout.uitvoer['BewakingFunctieNaam'];
  let aborted = false;
  const abort = (): void => {
    aborted = true;
  };
  process.once('SIGINT', abort);
  try {
    const report = await run({
      clients,
      ...known({ anyFunction }),
      clock: { now: () => new Date(), sleep },
      waitOffMs: options.wait * 1000,
      waitBackMs: options.waitBack * 1000,
      announce: tellStep(output, options),
      aborted: () => aborted,
    });
    show(output, options, [report], () => drillLines(report, output.width, output));
    return report.uitkomsten.length > 0 && isSuccessful(report.uitkomsten, report.alAan) ? 0 : 1;
  } finally {
    process.removeListener('SIGINT', abort);
    for (const client of Object.values(clients)) client.destroy();
  }
};

/** Adds `oefening` to the program. */
export const drillCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('oefening'))
    .description('alarm drill (oefening): make every alarm happen, see that each goes off and comes back')
    .option('--productie', 'also when this hub is productie; tell the people whom it mails first')
    .option('--wait <seconds>', 'how long the alarms may take to go off', parseSeconds, 1200)
    .option('--wait-back <seconds>', 'how long they may take to come back by themselves', parseSeconds, 1200)
    .option('--json', 'print one JSON object and nothing else')
    .action((options: Options & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => drill(rollout, options, output))),
    );
};
