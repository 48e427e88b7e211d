import { kanaalDeadLetters, kanaalQueue } from '../../../contracts/internal/queue-names.ts';
import { ACCOUNT, type Places, REGION } from './places.ts';

/** The requests that rows of the table of rights are about, as AWS shows them to IAM. */

export type Request = {
  readonly action: string;
  /** ARN of what it is about. */
  readonly on: (places: Places) => string;
  readonly context?: (places: Places) => Readonly<Record<string, string | readonly string[]>>;
};

const TABLE = 'AWS::DynamoDB::GlobalTable';
const FUNCTION = 'AWS::Lambda::Function';
const SECRET = 'AWS::SecretsManager::Secret';
const QUEUE = 'AWS::SQS::Queue';

const via = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });

/** A request about the items of one partition. Without `attributes` a read asks for all of them. */
export const item = (action: string, partition: string, attributes?: readonly string[]): Request => ({
  action: `dynamodb:${action}`,
  on: (places) => places.arnOf(TABLE, 'Tabel'),
  context: () => ({
    'dynamodb:LeadingKeys': [partition],
    ...(attributes === undefined ? {} : { 'dynamodb:Attributes': attributes }),
    ...(action === 'GetItem' || action === 'Query'
      ? { 'dynamodb:Select': attributes === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES' }
      : {}),
  }),
});

/** A request about a message to a partner. */
export const message = (action: string): Request => item(action, 'POSTVAK#1');

/** A page of a list of the index. */
export const list = (status: string): Request => ({
  action: 'dynamodb:Query',
  on: (places) => `${places.arnOf(TABLE, 'Tabel')}/index/perStatus`,
  context: () => ({ 'dynamodb:LeadingKeys': [status], 'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES' }),
});

/** How many entries a list of the index has, without one of them. */
export const counted = (status: string): Request => ({
  ...list(status),
  context: () => ({ 'dynamodb:LeadingKeys': [status], 'dynamodb:Select': 'COUNT' }),
});

/** A mail from this address, by an identity of SES. */
export const mail = (from: string, identity: string): Request => ({
  action: 'ses:SendEmail',
  on: () => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${identity}`,
  context: () => ({ 'ses:FromAddress': from }),
});

/** A request about the list of addresses of which mails came back, which SES has for the account. */
export const returnedMail = (action: string): Request => ({ action: `ses:${action}`, on: () => '*' });

/** A request about the table, whatever is in it. */
export const table = (action: string): Request => ({
  action: `dynamodb:${action}`,
  on: (places) => places.arnOf(TABLE, 'Tabel'),
});

/** A request about the records of one person in the logbook of a gemeente. */
export const logged = (action: string): Request => ({
  action: `dynamodb:${action}`,
  on: (places) => places.arnOf(TABLE, 'Logboek'),
  context: () => ({ 'dynamodb:LeadingKeys': ['0907#zaak#1'] }),
});

/** A request about what was accepted, which lies in the table of the logbook. */
export const acceptance = (action: string): Request => ({
  action: `dynamodb:${action}`,
  on: (places) => places.arnOf(TABLE, 'Logboek'),
  context: () => ({ 'dynamodb:LeadingKeys': ['AANGENOMEN#a'] }),
});

/** A request about the whole logbook. */
export const logboek = (action: string): Request => ({
  action: `dynamodb:${action}`,
  on: (places) => places.arnOf(TABLE, 'Logboek'),
});

/** An event on the bus. */
export const event = (source: string, type: string): Request => ({
  action: 'events:PutEvents',
  on: (places) => places.arnOf('AWS::Events::EventBus'),
  context: () => ({ 'events:source': [source], 'events:detail-type': [type] }),
});

type SecretName = 'HmacGeheim' | 'WebhookGeheim';

export const secret = (name: SecretName, action = 'GetSecretValue'): Request => ({
  action: `secretsmanager:${action}`,
  on: (places) => places.arnOf(SECRET, name),
});

/** The use of the key of the secrets that reading this secret takes. */
export const openSecret = (name: SecretName): Request => ({
  action: 'kms:Decrypt',
  on: (places) => places.arnOf('AWS::KMS::Key', 'GeheimenSleutel'),
  context: (places) => ({
    ...via('secretsmanager'),
    'kms:EncryptionContext:SecretARN': places.arnOf(SECRET, name),
  }),
});

/** A use of the key of the data, by way of a service or directly. */
export const dataKey = (action: string, service?: 'dynamodb' | 'sqs' | 'secretsmanager'): Request => ({
  action: `kms:${action}`,
  on: (places) => places.arnOf('AWS::KMS::Key', 'Sleutel'),
  context: () => (service === undefined ? {} : via(service)),
});

/** A request about a queue of a function: its logical id begins so. */
export const queue = (action: string, begin: string): Request => ({
  action: `sqs:${action}`,
  on: (places) => places.arnOf(QUEUE, begin),
  context: () => ({ 'aws:SecureTransport': 'true' }),
});

const named = (action: string, name: string): Request => ({
  action: `sqs:${action}`,
  on: () => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  context: () => ({ 'aws:SecureTransport': 'true' }),
});

export const partnerQueue = (action: string): Request => named(action, kanaalQueue('0907/balk'));
export const partnerDeadLetters = (action: string): Request => named(action, kanaalDeadLetters('0907/balk'));

export const invoke = (begin: string): Request => ({
  action: 'lambda:InvokeFunction',
  on: (places) => places.arnOf(FUNCTION, begin),
});

/** Anything else, on a resource of this type. */
export const other = (action: string, type: string, begin = ''): Request => ({
  action,
  on: (places) => places.arnOf(type, begin),
});
