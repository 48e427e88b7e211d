import { randomBytes } from 'node:crypto';
import { setTimeout as pauze } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Command } from 'commander';
import { maakOntvangsten } from '../../../../adapters/ontvangsten.ts';
import { maakTabel } from '../../../../adapters/tabel.ts';
import { tabelVan, type Uitrol, uitvoerVan } from '../../../../client/deployment.ts';
import { type Finish, findUitrol, type UitrolOptions, withUitrol } from '../../../options.ts';
import type { Output } from '../../../output.ts';
import { alleLogs } from '../table/scan.ts';
import { maakVerwerking } from './processing.ts';
import type { OmsleutelBron } from './rekey-logs.ts';
import { omsleutelen as neemStappen } from './rekey-steps.ts';
import { maakKluis } from './vault.ts';

export interface OmsleutelenOptions {
  readonly proef?: boolean;
}

/** Bytes of the new key, as long as the generated one. */
const SLEUTEL_BYTES = 48;
/** The longest timeout among coa, brp and duo, and some more. */
const UITLOOP_MS = 75_000;

const VERWERKERS = ['Coa', 'Brp', 'Duo'] as const;

/** `hub omsleutelen`: another secret for the lookup keys, while every zaak keeps its id. Exit code 1 when not switched. */
export const omsleutelen = async (
  uitrol: Uitrol,
  { proef }: OmsleutelenOptions,
  output: Output,
  // The embedded cloud answers only when the batches in hand are done.
  uitloopMs: number = uitrol.soort === 'lokaal' ? 0 : UITLOOP_MS,
): Promise<number> => {
  const dynamodb = new DynamoDBClient(uitrol.clientConfig('dynamodb'));
  const lambda = new LambdaClient(uitrol.clientConfig('lambda'));
  const geheimen = new SecretsManagerClient(uitrol.clientConfig('secretsmanager'));
  const tabelNaam = tabelVan(uitrol);
  const tabel = maakTabel(tabelNaam, dynamodb);
  const bron: OmsleutelBron = {
    tabel,
    logs: () => alleLogs(dynamodb, tabelNaam),
    bewaardBericht: maakOntvangsten(tabel).bewaard,
  };
  const kluis = maakKluis(geheimen, uitvoerVan(uitrol, 'GeheimArn'));
  try {
    if (proef === true) {
      let aantal = 0;
      for await (const _ of bron.logs()) aantal += 1;
      const { huidig, wachtend } = await kluis.versies();
      output.line(`${aantal} logs would get a place under a new secret. Nothing was changed.`);
      if (wachtend !== undefined)
        output.line(
          wachtend === huidig
            ? 'An earlier run switched and was cut off: this command finishes it.'
            : 'An earlier run was cut off before the switch: this command goes on with its secret.',
        );
      return 0;
    }
    const uitkomst = await neemStappen({
      bron,
      kluis,
      verwerking: maakVerwerking(lambda, {
        verwerkers: VERWERKERS.map((naam) => uitvoerVan(uitrol, `${naam}FunctieNaam`)),
        overige: [uitvoerVan(uitrol, 'ApiFunctieNaam')],
        uitloopMs,
        pauze,
      }),
      nieuweSleutel: () => randomBytes(SLEUTEL_BYTES).toString('base64url'),
      opStap: (stap) => output.line(`  ${stap}`),
    });
    if (uitkomst.soort === 'klaar') {
      const gereed = uitkomst.gereed === undefined ? '' : ` ${uitkomst.gereed} logs stand under it.`;
      output.line(`Done (klaar): the new secret is in use.${gereed}`);
      return 0;
    }
    output.line('Not switched (niet gewisseld): the old secret is still in use and processing goes on.');
    output.lines(
      uitkomst.zonderNummer.map((pk) => `  ${pk}: the number that its key is made of is not in it`),
    );
    output.lines(uitkomst.botsingen.map((pk) => `  ${pk}: something else stands under its new key`));
    return 1;
  } finally {
    for (const client of [dynamodb, lambda, geheimen]) client.destroy();
  }
};

/** Adds `omsleutelen` to the program. */
export const omsleutelenCommand = (program: Command, output: Output, finish: Finish): void => {
  withUitrol(program.command('omsleutelen'))
    .description('replace the secret of the lookup keys (HMAC); may be cut off and repeated at any moment')
    .option('--proef', 'only say what would be changed')
    .action((options: OmsleutelenOptions & UitrolOptions) =>
      finish(findUitrol(options).then((uitrol) => omsleutelen(uitrol, options, output))),
    );
};
