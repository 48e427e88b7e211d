import { Aws, Validations } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { EVERY_KANAAL, kanaalDeadLetters, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { SENT_ATTRIBUTES } from '../../contracts/internal/sent-attributes.ts';
import { STATUS_INDEX } from '../../contracts/internal/status-index.ts';
import { type BusRight, TABLE_ACTIONS, type TableRights, ZAAK_PARTITIONS } from './rights.ts';
import type { LogboekTable, Table } from './table.ts';

/*
 * Each function here sets an environment variable and gives the permission that belongs to it. So no Lambda function
 * knows a resource that it may not use, or may use a resource that it does not know.
 */

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const allow = (
  fn: LambdaFunction,
  actions: readonly string[],
  resources: readonly string[],
  conditions: Conditions = {},
): void => {
  fn.addToRolePolicy(
    new PolicyStatement({ actions: [...actions], resources: [...resources], conditions: { ...conditions } }),
  );
};

/** Lets a function use the key, but only through this service. */
export const bindKey = (
  fn: LambdaFunction,
  key: IKey,
  service: 'dynamodb' | 'sqs',
  actions: readonly string[],
): void =>
  fn.addToRolePolicy(
    new PolicyStatement({
      actions: actions.map((action) => `kms:${action}`),
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` } },
    }),
  );

/** Holds only of a request that names such values of this key, and none beside them. */
const onlyLike = (key: string, patterns: readonly string[]): Conditions => ({
  'ForAllValues:StringLike': { [key]: patterns },
  // Without it a request that names none would pass: there is no value that is not like them.
  Null: { [key]: 'false' },
});

const onPartitions = (patterns: readonly string[]): Conditions => onlyLike('dynamodb:LeadingKeys', patterns);

/** A change of an item of a zaak that names no other attribute than these. */
const ONLY_SENT: Conditions = {
  'ForAllValues:StringLike': {
    'dynamodb:LeadingKeys': [ZAAK_PARTITIONS],
    'dynamodb:Attributes': SENT_ATTRIBUTES,
  },
  Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
};

/** Gives a function the table, for what `rights.ts` says that it does with it. */
export const bindTable = (fn: LambdaFunction, table: Table, key: IKey, rights: TableRights): void => {
  fn.addEnvironment('TABEL_NAAM', table.name);
  for (const action of TABLE_ACTIONS) {
    const partitions = rights[action];
    if (partitions !== undefined) allow(fn, [`dynamodb:${action}`], [table.arn], onPartitions(partitions));
  }
  if (rights.sent === true) allow(fn, ['dynamodb:UpdateItem'], [table.arn], ONLY_SENT);
  if (rights.lists !== undefined) {
    allow(fn, ['dynamodb:Query'], [`${table.arn}/index/${STATUS_INDEX}`], onPartitions(rights.lists));
  }
  if (rights.counts !== undefined) {
    allow(fn, ['dynamodb:Query'], [`${table.arn}/index/${STATUS_INDEX}`], {
      ...onPartitions(rights.counts),
      StringEquals: { 'dynamodb:Select': 'COUNT' },
    });
  }
  bindKey(fn, key, 'dynamodb', [
    'Decrypt',
    'DescribeKey',
    'Encrypt',
    'GenerateDataKey',
    'ReEncryptFrom',
    'ReEncryptTo',
  ]);
};

/**
 * Lets a function put records in the logbook, and read those of one person. It cannot change or remove one: the table
 * takes a record only where there is none. The key comes with `bindTable`.
 */
export const bindLogboek = (
  fn: LambdaFunction,
  table: LogboekTable,
  actions: readonly ('PutItem' | 'Query')[] = ['PutItem', 'Query'],
): void => {
  fn.addEnvironment('LOGBOEK_TABEL_NAAM', table.name);
  allow(
    fn,
    actions.map((action) => `dynamodb:${action}`),
    [table.arn],
  );
};

/**
 * Lets a function read what was accepted, which lies beside the logbook in its table, and nothing of the logbook itself. The name
 * of the table comes with `bindLogboek`.
 */
export const bindAcceptances = (fn: LambdaFunction, table: LogboekTable): void =>
  allow(fn, ['dynamodb:Query'], [table.arn], onPartitions(['AANGENOMEN#*']));

/** Lets a function publish these events on the bus. The bus encrypts them by itself, so the function needs no key. */
export const bindBus = (fn: LambdaFunction, bus: EventBus, rights: readonly BusRight[]): void => {
  fn.addEnvironment('BUS_NAAM', bus.eventBusName);
  for (const { source, detailTypes } of rights) {
    allow(fn, ['events:PutEvents'], [bus.eventBusArn], {
      'ForAllValues:StringEquals': { 'events:source': [source] },
      'ForAllValues:StringLike': { 'events:detail-type': detailTypes },
      Null: { 'events:source': 'false', 'events:detail-type': 'false' },
    });
  }
};

/** Lets a function read these secrets, and use the keys that they are encrypted with for them alone. */
const allowSecrets = (fn: LambdaFunction, arns: readonly string[], keys: readonly IKey[]): void => {
  allow(fn, ['secretsmanager:GetSecretValue'], arns);
  allow(
    fn,
    ['kms:Decrypt'],
    keys.map(({ keyArn }) => keyArn),
    {
      StringEquals: {
        'kms:ViaService': `secretsmanager.${Aws.REGION}.amazonaws.com`,
        'kms:EncryptionContext:SecretARN': arns,
      },
    },
  );
};

/** Lets a function read one secret, whose id stands in `variable`. */
export const bindSecret = (
  fn: LambdaFunction,
  variable:
    | 'SLEUTEL_GEHEIM_ID'
    | 'DUO_CERTIFICAAT_GEHEIM_ID'
    | 'WEBHOOK_GEHEIM_ID'
    | 'WEBHOOK_CERTIFICAAT_GEHEIM_ID',
  secret: { readonly secretArn: string },
  ...keys: readonly IKey[]
): void => {
  fn.addEnvironment(variable, secret.secretArn);
  allowSecrets(fn, [secret.secretArn], keys);
};

/** Lets a function read a secret per gemeente. The variable holds JSON with the ARN of the secret per gemeentecode. */
export const bindSecretPerGemeente = (
  fn: LambdaFunction,
  variable: 'DUO_CERTIFICAAT_PER_GEMEENTE',
  secrets: Readonly<Record<string, { readonly secretArn: string }>>,
  ...keys: readonly IKey[]
): void => {
  const arns = Object.entries(secrets).map(
    ([gemeentecode, { secretArn }]) => [gemeentecode, secretArn] as const,
  );
  fn.addEnvironment(variable, JSON.stringify(Object.fromEntries(arns)));
  allowSecrets(fn, [...new Set(arns.map(([, arn]) => arn))], keys);
};

/**
 * Lets a function send mails by SES, from this one address. SES knows it by itself or by its domain, whichever was proved to be
 * the hub's own.
 */
export const bindMail = (fn: LambdaFunction, from: string): void => {
  fn.addEnvironment('MAIL_AFZENDER', from);
  const identity = (name: string): string =>
    `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:identity/${name}`;
  allow(fn, ['ses:SendEmail'], [identity(from), identity(from.slice(from.indexOf('@') + 1))], {
    StringEquals: { 'ses:FromAddress': from },
  });
};

/** Lets a function see whether SES sends nothing more to an address, because mails came back, and have it send there again. */
export const bindReturnedMails = (fn: LambdaFunction): void => {
  allow(fn, ['ses:GetSuppressedDestination', 'ses:DeleteSuppressedDestination'], ['*']);
  Validations.of(fn.role ?? fn).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Deze lijst van SES is er een voor het hele account: voor een adres daarop kent AWS geen resource.',
  });
};

/** Lets a function take messages from its queue, as its event source mapping needs. */
export const bindProcessing = (fn: LambdaFunction, queue: IQueue, key: IKey): void => {
  allow(fn, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queueArn]);
  bindKey(fn, key, 'sqs', ['Decrypt']);
};

/** Lets a function postpone messages in its own queue. */
export const bindPostponement = (
  fn: LambdaFunction,
  queue: IQueue,
  variable: 'WACHTRIJ_URL' | 'BEZORGING_WACHTRIJ_URL' = 'WACHTRIJ_URL',
): void => {
  fn.addEnvironment(variable, queue.queueUrl);
  allow(fn, ['sqs:ChangeMessageVisibility'], [queue.queueArn]);
};

/** Lets a function put delivery jobs in the queue of functions/webhook. */
export const bindDelivery = (fn: LambdaFunction, queue: IQueue, key: IKey): void => {
  fn.addEnvironment('BEZORGING_WACHTRIJ_URL', queue.queueUrl);
  allow(fn, ['sqs:SendMessage'], [queue.queueArn]);
  bindKey(fn, key, 'sqs', ['Decrypt', 'GenerateDataKey']);
};

const queueArn = (name: string): string => `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:${name}`;

/**
 * Lets a function send to the queue of every partner, and not to their dead letters. The permission is a pattern of
 * names, because the ARNs of a few dozen queues do not fit in the policy of a role, and because a new partner then
 * changes no function.
 */
const allowSendToKanalen = (fn: LambdaFunction): void => {
  allow(fn, ['sqs:SendMessage'], [queueArn(kanaalQueue(EVERY_KANAAL))]);
  fn.addToRolePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['sqs:SendMessage'],
      resources: [queueArn(kanaalDeadLetters(EVERY_KANAAL))],
    }),
  );
  justifyPattern(fn, kanaalQueue(EVERY_KANAAL));
};

const justifyPattern = (fn: LambdaFunction, name: string): void =>
  Validations.of(fn.role ?? fn).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:${name}]`,
    reason:
      'Alleen FIFO-wachtrijen met de naam van een partner van een gemeente, in dit account en deze regio; los opgesomd passen zij niet in de policy van een rol.',
  });

/**
 * Lets a function count how many messages lie in these queues and in those of every partner, dead letters included. It takes
 * none, and needs no key for that.
 */
export const bindCounts = (fn: LambdaFunction, queues: readonly IQueue[]): void => {
  allow(
    fn,
    ['sqs:GetQueueAttributes'],
    [...queues.map((queue) => queue.queueArn), queueArn(kanaalQueue(EVERY_KANAAL))],
  );
  justifyPattern(fn, kanaalQueue(EVERY_KANAAL));
};

/** Lets a function move dead letters back to where they belong, those of the partners among them. */
export const bindRecovery = (
  fn: LambdaFunction,
  places: {
    readonly queues: readonly IQueue[];
    readonly deadLetters: readonly IQueue[];
    readonly functions: readonly LambdaFunction[];
  },
): void => {
  allow(
    fn,
    ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    [...places.deadLetters.map((queue) => queue.queueArn), queueArn(kanaalDeadLetters(EVERY_KANAAL))],
  );
  allow(
    fn,
    ['sqs:GetQueueUrl', 'sqs:SendMessage'],
    places.queues.map((queue) => queue.queueArn),
  );
  allow(fn, ['sqs:GetQueueUrl'], [queueArn(kanaalQueue(EVERY_KANAAL))]);
  allowSendToKanalen(fn);
  justifyPattern(fn, kanaalDeadLetters(EVERY_KANAAL));
  allow(
    fn,
    ['lambda:InvokeFunction'],
    places.functions.map(({ functionArn }) => functionArn),
  );
};

/** Lets a function send to every partner. It makes the URLs of their queues from the URL of its own queue. */
export const bindPartnerKanalen = (
  fn: LambdaFunction,
  own: IQueue,
  key: IKey,
  variable: 'WACHTRIJ_URL' | 'BEZORGING_WACHTRIJ_URL' = 'WACHTRIJ_URL',
): void => {
  fn.addEnvironment(variable, own.queueUrl);
  allowSendToKanalen(fn);
  bindKey(fn, key, 'sqs', ['Decrypt', 'GenerateDataKey']);
};
