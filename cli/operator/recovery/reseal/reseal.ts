import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Command, Option } from 'commander';
import { readKeys } from '../../../../adapters/secrets/encryption-keys.ts';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createTable } from '../../../../adapters/table/table.ts';
import { outputOf, type Rollout, tableOf } from '../../../../client/deployment.ts';
import type { Finish } from '../../../options.ts';
import { type JsonOption, type Output, show, tellStep } from '../../../output.ts';
import { fitLine } from '../../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../../rollout.ts';
import { createProcessing, patienceOf } from '../rekey/processing.ts';
import { createKeyVault } from '../rekey/vault.ts';
import { allAbonnementen } from '../table/scan.ts';
import { dropOldKeys, type Resealing, type ResealWorld, renewKey, resealAll } from './reseal-steps.ts';

export interface ResealOptions extends JsonOption {
  readonly nieuw?: boolean;
  readonly opruimen?: boolean;
}

/** Bytes of the new key, as long as the generated one. */
const KEY_BYTES = 48;

const worldOf = (
  rollout: Rollout,
  clients: {
    readonly dynamodb: DynamoDBClient;
    readonly lambda: LambdaClient;
    readonly secrets: SecretsManagerClient;
  },
  onStep: (step: string) => void,
): ResealWorld => {
  const { dynamodb, lambda, secrets } = clients;
  const functions = createProcessing(lambda, {
    processors: [],
    rest: ['Webhook', 'Api'].map((name) => outputOf(rollout, `${name}FunctieNaam`)),
    patience: patienceOf(rollout),
    sleep,
  });
  const tableName = tableOf(rollout);
  return {
    vault: createKeyVault(secrets, outputOf(rollout, 'WebhookGeheimArn')),
    abonnementen: () => allAbonnementen(dynamodb, tableName),
    kanalen: createKanalen(createTable(tableName, dynamodb)),
    refresh: async () => {
      await functions.refresh(`sleutels-${randomBytes(6).toString('hex')}`);
      // What was in hand may still write under a key that it read before.
      await functions.drain();
    },
    newKey: () => randomBytes(KEY_BYTES).toString('base64url'),
    now: () => new Date(),
    onStep,
  };
};

/** Shows what became of the abonnementen, and what is next; gives the exit code. */
const report = (
  { resealed, left, unreadable }: Resealing,
  {
    closing,
    ...more
  }: { readonly closing: readonly string[]; readonly opgeruimd?: boolean; readonly oudereSleutels?: number },
  options: ResealOptions,
  output: Output,
): number => {
  const { width, bad } = output;
  const found = { verzegeld: resealed, gebleven: left, onleesbaar: unreadable, ...more };
  const isWhole = left.length + unreadable.length === 0;
  const counts = `${resealed} put under the key of now, ${left.length} left, ${unreadable.length} not readable.`;
  show(output, options, [found], () =>
    [
      isWhole ? counts : bad(counts),
      ...left.map((id) => `  ${id}: changed meanwhile; repeat the command`),
      ...unreadable.map((id) => `  ${id}: its partner has to ask for a new secret (_nieuwgeheim)`),
      ...closing,
    ].flatMap((line) => fitLine(line, width)),
  );
  return isWhole ? 0 : 1;
};

/**
 * `hub verzegelen`: puts the secrets of abonnementen under the newest key, after adding one (`nieuw`) or before taking
 * the older ones away (`opruimen`). Exit code 1 while something is left under an older key, or cannot be read.
 */
export const reseal = async (rollout: Rollout, options: ResealOptions, output: Output): Promise<number> => {
  const { nieuw, opruimen } = options;
  const clients = {
    dynamodb: new DynamoDBClient(rollout.clientConfig('dynamodb')),
    lambda: new LambdaClient(rollout.clientConfig('lambda')),
    secrets: new SecretsManagerClient(rollout.clientConfig('secretsmanager')),
  };
  try {
    const tell = tellStep(output, options);
    const world = worldOf(rollout, clients, (step) => tell(`  ${step}`));
    if (opruimen === true) {
      const outcome = await dropOldKeys(world);
      const kept = outcome.left.length > 0 ? 'The older keys are still there.' : 'There was one key only.';
      const closing = [outcome.dropped ? 'Done (klaar): the older keys are gone.' : kept];
      return report(outcome, { closing, opgeruimd: outcome.dropped }, options, output);
    }
    if (nieuw === true) await renewKey(world);
    const outcome = await resealAll(world);
    const older = readKeys(await world.vault.read()).keys.size - 1;
    const closing =
      older > 0 ? [`Older keys: ${older}. When nothing is left: hub verzegelen --opruimen`] : [];
    return report(outcome, { closing, oudereSleutels: older }, options, output);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
};

/** Adds `verzegelen` to the program. */
export const resealCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('verzegelen'))
    .description('put the secrets of abonnementen under the newest key; may be cut off and repeated')
    .option('--nieuw', 'add a new key first, which encrypts from then on')
    .addOption(
      new Option('--opruimen', 'take the older keys away when nothing is left under them').conflicts('nieuw'),
    )
    .option('--json', 'print one JSON object and nothing else')
    .action((options: ResealOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => reseal(rollout, options, output))),
    );
};
