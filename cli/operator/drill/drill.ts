import { setTimeout as pauze } from 'node:timers/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import type { Uitrol } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { type Finish, findUitrol, parseSeconds, type UitrolOptions, withUitrol } from '../../options.ts';
import type { Output } from '../../output.ts';
import { table } from '../../print/text.ts';
import { type Verslag, voerUit } from './execution.ts';
import { isGeslaagd, korteNaam } from './plan.ts';

interface Options {
  readonly productie?: boolean;
  readonly wait: number;
  readonly waitBack: number;
  readonly json?: boolean;
}

/** A drill mails its reader once or twice an alarm; in production that must be on purpose. */
const controleer = ({ soort, uitvoer }: Uitrol, productie: boolean): void => {
  if (soort === 'lokaal') {
    throw userError(
      'a local hub has no alarms: the drill needs a hub in an account or on an emulator (--aws)',
    );
  }
  const omgeving = uitvoer['Omgeving'] ?? 'productie';
  if (omgeving === 'productie' && !productie) {
    throw userError(
      'this hub is productie: its alarms mail people. Give --productie when they know that it is a drill',
    );
  }
};

const print = ({ uitkomsten, alAan }: Verslag, output: Output): void => {
  for (const [middel, alarmen] of Map.groupBy(uitkomsten, (uitkomst) => uitkomst.middel)) {
    output.line(`By ${middel}:`);
    output.lines(
      table(
        alarmen.map(({ alarm, afgegaan, terug }) => [
          afgegaan ? 'went off' : 'DID NOT',
          korteNaam(alarm),
          afgegaan || terug === 'DRILL MESSAGE LEFT' ? terug : '',
        ]),
        output.width,
      ),
    );
  }
  if (alAan.length > 0) {
    output.line('Already on, so not drilled; look at these first:');
    output.lines(alAan.map((naam) => `  ${korteNaam(naam)}`));
  }
  const af = uitkomsten.filter(({ afgegaan }) => afgegaan).length;
  output.line(`${af} of ${uitkomsten.length + alAan.length} alarms went off.`);
};

/** `hub oefening`: makes every alarm happen, and says which did not. */
export const oefening = async (uitrol: Uitrol, options: Options, output: Output): Promise<number> => {
  controleer(uitrol, options.productie === true);
  const clients = {
    cloudwatch: new CloudWatchClient(uitrol.clientConfig('cloudwatch')),
    sqs: new SQSClient(uitrol.clientConfig('sqs')),
    lambda: new LambdaClient(uitrol.clientConfig('lambda')),
  };
  let afgebroken = false;
  const breekAf = (): void => {
    afgebroken = true;
  };
  process.once('SIGINT', breekAf);
  try {
    const verslag = await voerUit({
      clients,
      klok: { nu: () => new Date(), pauze },
      wachtAfMs: options.wait * 1000,
      wachtTerugMs: options.waitBack * 1000,
      meld: (regel) => {
        if (options.json !== true) output.line(regel);
      },
      afgebroken: () => afgebroken,
    });
    if (options.json === true) output.line(JSON.stringify(verslag));
    else print(verslag, output);
    return verslag.uitkomsten.length > 0 && isGeslaagd(verslag.uitkomsten, verslag.alAan) ? 0 : 1;
  } finally {
    process.removeListener('SIGINT', breekAf);
    for (const client of Object.values(clients)) client.destroy();
  }
};

/** Adds `oefening` to the program. */
export const oefeningCommand = (program: Command, output: Output, finish: Finish): void => {
  withUitrol(program.command('oefening'))
    .description('alarm drill (oefening): make every alarm happen, see that each goes off and comes back')
    .option('--productie', 'also when this hub is productie; tell the people whom it mails first')
    .option('--wait <seconds>', 'how long the alarms may take to go off', parseSeconds, 1200)
    .option('--wait-back <seconds>', 'how long they may take to come back by themselves', parseSeconds, 1200)
    .option('--json', 'print one JSON object and nothing else')
    .action((options: Options & UitrolOptions) =>
      finish(findUitrol(options).then((uitrol) => oefening(uitrol, options, output))),
    );
};
