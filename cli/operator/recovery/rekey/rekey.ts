import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Command } from 'commander';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { createTable } from '../../../../adapters/table/table.ts';
import { outputOf, type Rollout, tableOf } from '../../../../client/deployment.ts';
import type { Finish } from '../../../options.ts';
import type { Output } from '../../../output.ts';
import { findRollout, type RolloutOptions, withRollout } from '../../rollout.ts';
import { allLogs } from '../table/scan.ts';
import { createProcessing } from './processing.ts';
import type { RekeySource } from './rekey-logs.ts';
import { rekey as takeSteps } from './rekey-steps.ts';
import { createVault } from './vault.ts';

export interface RekeyOptions {
  readonly proef?: boolean;
}

/** Bytes of the new key, as long as the generated one. */
const KEY_BYTES = 48;
/** The longest timeout among the processors, and some more. */
const GRACE_MS = 75_000;

/** The functions that take messages from a queue and make keys of the numbers in them, as the outputs of the stack name them. */
export const PROCESSOR_NAMES = ['Coa', 'Brp', 'Duo', 'Meldingen', 'Wissen'] as const;

/** `hub omsleutelen`: another secret for the lookup keys, while every zaak keeps its id. Exit code 1 when not switched. */
export const rekey = async (
  rollout: Rollout,
  { proef }: RekeyOptions,
  output: Output,
  // The embedded cloud answers only when the batches in hand are done.
  graceMs: number = rollout.soort === 'lokaal' ? 0 : GRACE_MS,
): Promise<number> => {
  const dynamodb = new DynamoDBClient(rollout.clientConfig('dynamodb'));
  const lambda = new LambdaClient(rollout.clientConfig('lambda'));
  const secrets = new SecretsManagerClient(rollout.clientConfig('secretsmanager'));
  const tableName = tableOf(rollout);
  const table = createTable(tableName, dynamodb);
  const source: RekeySource = {
    table,
    logs: () => allLogs(dynamodb, tableName),
    keptBericht: createOntvangsten(table).kept,
  };
  const vault = createVault(secrets, outputOf(rollout, 'GeheimArn'));
  try {
    if (proef === true) {
      let count = 0;
      for await (const _ of source.logs()) count += 1;
      const { current, wachtend } = await vault.versions();
      output.line(`${count} logs would get a place under a new secret. Nothing was changed.`);
      if (wachtend !== undefined)
        output.line(
          wachtend === current
            ? 'An earlier run switched and was cut off: this command finishes it.'
            : 'An earlier run was cut off before the switch: this command goes on with its secret.',
        );
      return 0;
    }
    const outcome = await takeSteps({
      bron: source,
      vault,
      verwerking: createProcessing(lambda, {
        verwerkers: PROCESSOR_NAMES.map((name) => outputOf(rollout, `${name}FunctieNaam`)),
        rest: [outputOf(rollout, 'ApiFunctieNaam')],
        graceMs,
        sleep,
      }),
      newKey: () => randomBytes(KEY_BYTES).toString('base64url'),
      onStep: (step) => output.line(`  ${step}`),
    });
    if (outcome.soort === 'klaar') {
      const ready = outcome.ready === undefined ? '' : ` ${outcome.ready} logs stand under it.`;
      output.line(`Done (klaar): the new secret is in use.${ready}`);
      return 0;
    }
    output.line('Not switched (niet gewisseld): the old secret is still in use and processing goes on.');
    output.lines(
      outcome.zonderNummer.map((pk) => `  ${pk}: the number that its key is made of is not in it`),
    );
    output.lines(outcome.botsingen.map((pk) => `  ${pk}: something else stands under its new key`));
    return 1;
  } finally {
    for (const client of [dynamodb, lambda, secrets]) client.destroy();
  }
};

/** Adds `omsleutelen` to the program. */
export const rekeyCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('omsleutelen'))
    .description('replace the secret of the lookup keys (HMAC); may be cut off and repeated at any moment')
    .option('--proef', 'only say what would be changed')
    .action((options: RekeyOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => rekey(rollout, options, output))),
    );
};
