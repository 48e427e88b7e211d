import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Command } from 'commander';
import { createAdmissions } from '../../../adapters/table/admissions.ts';
import { createTable } from '../../../adapters/table/table.ts';
import { tableOf } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { known } from '../../../domain/known.ts';
import type { Finish } from '../../options.ts';
import { type JsonOption, type Output, show } from '../../output.ts';
import { wrap } from '../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../rollout.ts';
import {
  type AccessMeans,
  accessLines,
  admit,
  admittedLines,
  listAccess,
  withdraw,
  withdrawnLine,
} from './access.ts';

type AccessOptions = RolloutOptions & JsonOption;
type ClientOptions = { readonly uitgever?: string; readonly client?: string };

/** Gives the means of the hub that the options name, and closes them afterwards. */
const withMeans = async <Result>(
  options: RolloutOptions,
  act: (means: AccessMeans) => Promise<Result>,
): Promise<Result> => {
  const rollout = await findRollout(options);
  const dynamodb = new DynamoDBClient(rollout.clientConfig('dynamodb'));
  const { TokenPoolId: poolId, TokenAdres: tokenUrl } = rollout.uitvoer;
  const { createClients } = await import('./clients.ts');
  const clients =
    poolId === undefined ? undefined : createClients(poolId, rollout.clientConfig('cognito-idp'));
  try {
    return await act({
      admissions: createAdmissions(createTable(tableOf(rollout), dynamodb)),
      clients,
      tokenUrl,
    });
  } finally {
    dynamodb.destroy();
    clients?.close();
  }
};

const withClient = (command: Command): Command =>
  withRollout(command)
    .argument('<organisatie>', 'its key, for example taalschool-0907, gemeente-0907, coa')
    .option('--uitgever <naam>', 'issuer of the client, by the name in the file of the environment')
    .option('--client <id>', 'client at that issuer');

/** `hub partner toelaten`, `intrekken` and `lijst`: who may fetch tokens for the hub. */
export const accessCommands = (program: Command, output: Output, finish: Finish): void => {
  const partner = program.command('partner').description('say which organisations come in with a token');
  /** Does what a command is for with the means of its hub, and shows what came of it. */
  const run = <Found>(
    options: AccessOptions,
    act: (means: AccessMeans) => Promise<readonly Found[]>,
    lines: (found: readonly Found[]) => readonly string[],
  ): Promise<void> =>
    finish(
      withMeans(options, act).then((found) => {
        show(output, options, found, () => lines(found));
        return 0;
      }),
    );
  const { width } = output;

  withClient(partner.command('toelaten'))
    .description(
      'admit an organisation: make its client and show the secret once, or take a client that exists',
    )
    .option('--json', 'print one JSON object and nothing else')
    .action((key: string, { uitgever, client, ...options }: AccessOptions & ClientOptions) => {
      if ((uitgever === undefined) !== (client === undefined))
        throw userError('--uitgever and --client go together');
      const existing = uitgever === undefined || client === undefined ? undefined : { uitgever, client };
      return run(
        options,
        async (means) => [await admit(means, key, existing)],
        (admitted) => admitted.flatMap((one) => admittedLines(one, width, output)),
      );
    });

  withClient(partner.command('intrekken'))
    .description('withdraw an organisation, or only one client or token of it; it counts within five seconds')
    .option('--kenmerk <jti>', 'one token, by its jti (uti at Entra)')
    .option('--json', 'print one JSON object and nothing else')
    .action(
      (
        key: string,
        {
          uitgever,
          client,
          kenmerk,
          ...options
        }: AccessOptions & ClientOptions & { readonly kenmerk?: string },
      ) => {
        if (client !== undefined && kenmerk !== undefined) throw userError('choose --client or --kenmerk');
        const what = known({ kenmerk, uitgever, client });
        return run(
          options,
          async (means) => [await withdraw(means, key, what)],
          (withdrawn) => withdrawn.flatMap((one) => wrap(withdrawnLine(one), width)),
        );
      },
    );

  withRollout(partner.command('lijst'))
    .description('show which clients were admitted for whom, and what is shut out')
    .option('--json', 'print each client, and who is shut out, as one line of JSON')
    .action((options: AccessOptions) =>
      run(
        options,
        ({ admissions }) => listAccess(admissions),
        (found) => accessLines(found, width, output),
      ),
    );
};
