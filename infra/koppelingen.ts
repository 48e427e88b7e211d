import { Aws, Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { APP_NAAM } from './namen.ts';
import type { PartnerKanaal } from './partner-kanaal.ts';
import { STATUS_INDEX, type Tabel } from './tabel.ts';

/*
 * Each koppeling sets the environment variable and gives the permission that belongs to it, in one call: so there is no
 * function that knows something it may not use, or may use something it does not know.
 */

/** What a function can be allowed to do with the table. Scanning and deleting are never among it. */
export type TabelActie = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';

const SCHRIJVEND: readonly TabelActie[] = ['PutItem', 'UpdateItem', 'BatchWriteItem'];

const sta = (functie: LambdaFunctie, actions: readonly string[], resources: readonly string[]): void => {
  functie.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
};

/** Lets a function use the key, but only by way of the service that is named. */
export const koppelSleutel = (
  functie: LambdaFunctie,
  sleutel: IKey,
  dienst: 'dynamodb' | 'secretsmanager' | 'sqs',
  acties: readonly string[],
): void =>
  functie.addToRolePolicy(
    new PolicyStatement({
      actions: acties.map((actie) => `kms:${actie}`),
      resources: [sleutel.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${dienst}.${Aws.REGION}.amazonaws.com` } },
    }),
  );

/** Gives a function the table: reading only unless more is asked for, and the index only on request. */
export const koppelTabel = (
  functie: LambdaFunctie,
  tabel: Tabel,
  sleutel: IKey,
  rechten: { readonly tabel?: readonly TabelActie[]; readonly index?: boolean } = {},
): void => {
  const acties = rechten.tabel ?? ['GetItem', 'Query'];
  functie.addEnvironment('TABEL_NAAM', tabel.naam);
  sta(
    functie,
    acties.map((actie) => `dynamodb:${actie}`),
    [tabel.arn],
  );
  if (rechten.index === true) sta(functie, ['dynamodb:Query'], [`${tabel.arn}/index/${STATUS_INDEX}`]);
  const schrijft = acties.some((actie) => SCHRIJVEND.includes(actie));
  koppelSleutel(functie, sleutel, 'dynamodb', [
    'Decrypt',
    'DescribeKey',
    ...(schrijft ? ['Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'] : []),
  ]);
};

/** Lets a function publish on the bus. The bus encrypts by itself, so the function does not need the key. */
export const koppelBus = (functie: LambdaFunctie, bus: EventBus): void => {
  functie.addEnvironment('BUS_NAAM', bus.eventBusName);
  sta(functie, ['events:PutEvents'], [bus.eventBusArn]);
};

/** Lets a function read one secret, under the variable that tells it which. */
export const koppelGeheim = (
  functie: LambdaFunctie,
  variabele: 'SLEUTEL_GEHEIM_ID' | 'DUO_CERTIFICAAT_GEHEIM_ID',
  geheim: { readonly secretArn: string },
  sleutel: IKey,
): void => {
  functie.addEnvironment(variabele, geheim.secretArn);
  sta(functie, ['secretsmanager:GetSecretValue'], [geheim.secretArn]);
  koppelSleutel(functie, sleutel, 'secretsmanager', ['Decrypt']);
};

/** Lets a function take messages from its queue; this is what an event source mapping needs. */
export const koppelVerwerking = (functie: LambdaFunctie, wachtrij: IQueue, sleutel: IKey): void => {
  sta(functie, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [wachtrij.queueArn]);
  koppelSleutel(functie, sleutel, 'sqs', ['Decrypt']);
};

/** Lets a function put off messages in its own queue. */
export const koppelUitstel = (functie: LambdaFunctie, wachtrij: IQueue): void => {
  functie.addEnvironment('WACHTRIJ_URL', wachtrij.queueUrl);
  sta(functie, ['sqs:ChangeMessageVisibility'], [wachtrij.queueArn]);
};

/** Lets a function take dead letters, and put them back where they belong. */
export const koppelHerstel = (
  functie: LambdaFunctie,
  plekken: {
    readonly wachtrijen: readonly IQueue[];
    readonly dodeBrieven: readonly IQueue[];
    readonly functies: readonly LambdaFunctie[];
  },
): void => {
  sta(
    functie,
    ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    plekken.dodeBrieven.map(({ queueArn }) => queueArn),
  );
  sta(
    functie,
    ['sqs:GetQueueUrl', 'sqs:SendMessage'],
    plekken.wachtrijen.map(({ queueArn }) => queueArn),
  );
  sta(
    functie,
    ['lambda:InvokeFunction'],
    plekken.functies.map(({ functionArn }) => functionArn),
  );
};

/** Lambda allows 4 KB for all variables of a function together; this leaves room for the others. */
const MAX_WACHTRIJEN_TEKENS = 3600;

/** What stands in the JSON around the name of a channel and of its queue. */
const TEKENS_ERNAAST = `"":"https://sqs.eu-central-1.amazonaws.com/123456789012/${APP_NAAM}-.fifo",`.length;

/**
 * Lets a function send to every partner channel. The addresses come along as JSON; when that no longer fits in the
 * environment, the synthesis fails instead of the deployment.
 */
export const koppelPartnerKanalen = (
  functie: LambdaFunctie,
  kanalen: readonly PartnerKanaal[],
  sleutel: IKey,
): void => {
  const tekens = kanalen.reduce((som, { kanaal }) => som + 2 * kanaal.length + TEKENS_ERNAAST, 2);
  if (tekens > MAX_WACHTRIJEN_TEKENS) {
    throw new Error(
      `PARTNER_WACHTRIJEN wordt ${tekens} tekens voor ${kanalen.length} kanalen en past niet meer`,
    );
  }
  functie.addEnvironment(
    'PARTNER_WACHTRIJEN',
    Stack.of(functie).toJsonString(
      Object.fromEntries(kanalen.map(({ kanaal, wachtrij }) => [kanaal, wachtrij.queueUrl])),
    ),
  );
  if (kanalen.length === 0) return;
  sta(
    functie,
    ['sqs:SendMessage'],
    kanalen.map(({ wachtrij }) => wachtrij.queueArn),
  );
  koppelSleutel(functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);
};
