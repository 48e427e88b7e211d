import { Aws, Validations } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { ELK_KANAAL, kanaalDodeBrieven, kanaalWachtrij } from '../contracts/partnerkanaal.ts';
import { STATUS_INDEX } from '../contracts/statusindex.ts';
import type { Tabel } from './tabel.ts';

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
  variabele:
    | 'SLEUTEL_GEHEIM_ID'
    | 'DUO_CERTIFICAAT_GEHEIM_ID'
    | 'WEBHOOK_GEHEIM_ID'
    | 'WEBHOOK_CERTIFICAAT_GEHEIM_ID',
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
export const koppelUitstel = (
  functie: LambdaFunctie,
  wachtrij: IQueue,
  variabele: 'WACHTRIJ_URL' | 'BEZORGING_WACHTRIJ_URL' = 'WACHTRIJ_URL',
): void => {
  functie.addEnvironment(variabele, wachtrij.queueUrl);
  sta(functie, ['sqs:ChangeMessageVisibility'], [wachtrij.queueArn]);
};

/** Lets a function order deliveries. */
export const koppelBezorging = (functie: LambdaFunctie, wachtrij: IQueue, sleutel: IKey): void => {
  functie.addEnvironment('BEZORGING_WACHTRIJ_URL', wachtrij.queueUrl);
  sta(functie, ['sqs:SendMessage'], [wachtrij.queueArn]);
  koppelSleutel(functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);
};

const queueArn = (naam: string): string => `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:${naam}`;

/**
 * Lets a function send to the queue of every partner, and not to their dead letters.
 *
 * By the pattern of their names: as ARNs of their own a few dozen would fill a role's policy, and every new partner
 * would change the functions.
 */
const staSturenNaarKanalenToe = (functie: LambdaFunctie): void => {
  sta(functie, ['sqs:SendMessage'], [queueArn(kanaalWachtrij(ELK_KANAAL))]);
  functie.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['sqs:SendMessage'],
      resources: [queueArn(kanaalDodeBrieven(ELK_KANAAL))],
    }),
  );
  verantwoordPatroon(functie, kanaalWachtrij(ELK_KANAAL));
};

const verantwoordPatroon = (functie: LambdaFunctie, naam: string): void =>
  Validations.of(functie.role ?? functie).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:${naam}]`,
    reason:
      'Alleen FIFO-wachtrijen met de naam van een partner van een gemeente, in dit account en deze regio; los opgesomd passen zij niet in de policy van een rol.',
  });

/** Lets a function take dead letters, and put them back where they belong: also those of the partners. */
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
    [...plekken.dodeBrieven.map((bus) => bus.queueArn), queueArn(kanaalDodeBrieven(ELK_KANAAL))],
  );
  sta(
    functie,
    ['sqs:GetQueueUrl', 'sqs:SendMessage'],
    plekken.wachtrijen.map((wachtrij) => wachtrij.queueArn),
  );
  sta(functie, ['sqs:GetQueueUrl'], [queueArn(kanaalWachtrij(ELK_KANAAL))]);
  staSturenNaarKanalenToe(functie);
  verantwoordPatroon(functie, kanaalDodeBrieven(ELK_KANAAL));
  sta(
    functie,
    ['lambda:InvokeFunction'],
    plekken.functies.map(({ functionArn }) => functionArn),
  );
};

/** Lets a function send to every partner: their queues lie beside its own, under names that it can make itself. */
export const koppelPartnerKanalen = (
  functie: LambdaFunctie,
  eigen: IQueue,
  sleutel: IKey,
  variabele: 'WACHTRIJ_URL' | 'BEZORGING_WACHTRIJ_URL' = 'WACHTRIJ_URL',
): void => {
  functie.addEnvironment(variabele, eigen.queueUrl);
  staSturenNaarKanalenToe(functie);
  koppelSleutel(functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);
};
