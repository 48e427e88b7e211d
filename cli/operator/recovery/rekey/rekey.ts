import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Command, Option } from 'commander';
import { createPseudonyms, nextSecret } from '../../../../adapters/secrets/pseudonyms.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { noteNewSecret } from '../../../../adapters/table/secret-age.ts';
import { createTable } from '../../../../adapters/table/table.ts';
import { outputOf, type Rollout, tableOf } from '../../../../client/deployment.ts';
import { known } from '../../../../domain/known.ts';
import { SECRET_DAYS } from '../../../../domain/secrets.ts';
import type { Finish } from '../../../options.ts';
import { type JsonOption, type Output, show, tellStep } from '../../../output.ts';
import { fitLine, wrap } from '../../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../../rollout.ts';
import { allLogs } from '../table/scan.ts';
import { createProcessing, type Patience, patienceOf } from './processing.ts';
import { rehearsalTable } from './rehearsal.ts';
import { type Rekeying, type RekeySource, rekeyLogs } from './rekey-logs.ts';
import { PROCESSOR_NAMES, type SecretVault, rekey as takeSteps } from './rekey-steps.ts';
import { createVault } from './vault.ts';

/** Bytes of the new key, as long as the generated one. */
const KEY_BYTES = 48;

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

export interface RekeyOptions extends JsonOption {
  readonly proef?: boolean;
  /** Decide everything as the real one would, and change nothing. */
  readonly oefen?: boolean;
}

/** Since when the secret is in use, and when another is due, as days. */
const dueOf = (since: Date): { readonly from: string; readonly until: string; readonly due: Date } => {
  const due = new Date(since);
  due.setUTCDate(due.getUTCDate() + SECRET_DAYS);
  const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
  return { from: dayOf(since), until: dayOf(due), due };
};

/** The same in words. */
export const dueLine = (since: Date, now: Date): string => {
  const { from, until, due } = dueOf(since);
  return `The secret in use is of ${from}; another is due ${due <= now ? 'since' : 'by'} ${until}.`;
};

/** Lines about logs that cannot be put under another secret. */
const troubleLines = ({ zonderNummer, botsingen }: Rekeying): readonly string[] => [
  ...zonderNummer.map((pk) => `  ${pk}: the number that its key is made of is not in it`),
  ...botsingen.map((pk) => `  ${pk}: something else stands under its new key`),
];

/** What a run came to: for a program, and in lines for a person. */
interface Found {
  readonly code: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

/** Everything that re-keying would decide, under a secret that nobody keeps. */
const rehearse = async (source: RekeySource, secret: string): Promise<Found> => {
  const fresh = createPseudonyms(nextSecret(secret, newKey()));
  const outcome = await rekeyLogs({ ...source, table: rehearsalTable(source.table) }, fresh);
  const { ready: logs, zonderNummer, botsingen } = outcome;
  const trouble = troubleLines(outcome);
  return {
    code: trouble.length === 0 ? 0 : 1,
    json: { soort: 'geoefend', logs, zonderNummer, botsingen },
    lines: [
      ...trouble,
      `Rehearsed (geoefend): ${logs} logs would stand under a new secret, ${trouble.length} would keep it from` +
        ' being switched. Nothing was changed.',
    ],
  };
};

/** What would be done, without doing any of it. */
const announce = async (source: RekeySource, vault: SecretVault): Promise<Found> => {
  let logs = 0;
  for await (const _ of source.logs()) logs += 1;
  const { current, pending } = await vault.versions();
  const begun = pending === current ? 'gewisseld' : 'begonnen';
  const earlier =
    begun === 'gewisseld'
      ? 'An earlier run switched and was cut off: this command finishes it.'
      : 'An earlier run was cut off before the switch: this command goes on with its secret.';
  return {
    code: 0,
    json: { soort: 'proef', logs, ...(pending === undefined ? {} : { eerder: begun }) },
    lines: [
      `${logs} logs would get a place under a new secret. Nothing was changed.`,
      ...(pending === undefined ? [] : [earlier]),
    ],
  };
};

/** `hub omsleutelen`: another secret for the lookup keys, while every zaak keeps its id. Exit code 1 when not switched. */
export const rekey = async (
  rollout: Rollout,
  options: RekeyOptions,
  output: Output,
  patience: Patience = patienceOf(rollout),
): Promise<number> => {
  const { proef, oefen } = options;
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
  const print = ({ json, lines }: Found): void =>
    show(output, options, [json], () => lines.flatMap((line) => fitLine(line, output.width)));
  const vault = createVault(secrets, outputOf(rollout, 'GeheimArn'));
  try {
    if (oefen === true || proef === true) {
      const since = await vault.currentSince();
      const found =
        oefen === true
          ? await rehearse(source, await vault.read((await vault.versions()).current))
          : await announce(source, vault);
      const days =
        since === undefined ? {} : { sinds: dueOf(since).from, vervangenUiterlijk: dueOf(since).until };
      const due = since === undefined ? [] : [dueLine(since, new Date())];
      print({ ...found, json: { ...found.json, ...days }, lines: [...due, ...found.lines] });
      return found.code;
    }
    const outcome = await takeSteps({
      source,
      vault,
      processing: createProcessing(lambda, {
        processors: PROCESSOR_NAMES.map((name) => outputOf(rollout, `${name}FunctieNaam`)),
        rest: ['Api', 'Loket'].map((name) => outputOf(rollout, `${name}FunctieNaam`)),
        patience,
        sleep,
      }),
      newKey,
      noteNewSecret: () => noteNewSecret(table, new Date()),
      onStep: (step) => wrap(step, output.width, '  ').forEach(tellStep(output, options)),
    });
    if (outcome.kind === 'done') {
      const { ready: logs } = outcome;
      const under = logs === undefined ? '' : ` ${logs} logs stand under it.`;
      print({
        code: 0,
        json: { soort: 'klaar', ...known({ logs }) },
        lines: [`${output.good('Done (klaar)')}: the new secret is in use.${under}`],
      });
      return 0;
    }
    const { zonderNummer, botsingen } = outcome;
    const headline = 'Not switched (niet gewisseld)';
    print({
      code: 1,
      json: { soort: 'niet gewisseld', zonderNummer, botsingen },
      lines: [
        `${output.bad(headline)}: the old secret is still in use and processing goes on.`,
        ...troubleLines(outcome),
      ],
    });
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
    .addOption(
      new Option(
        '--oefen',
        'decide for every log what would become of it, and change nothing; 1 when one stands in the way',
      ).conflicts('proef'),
    )
    .option('--json', 'print one JSON object and nothing else')
    .action((options: RekeyOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => rekey(rollout, options, output))),
    );
};
