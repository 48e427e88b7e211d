import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../infra/names.ts';
import { functionWith, type StackName, toList, trialTemplates } from './support.ts';

const templates = trialTemplates();

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** The type of resource that a permission touches, with a path below the resource behind it. */
const touches = (stack: StackName, resource: unknown): string => {
  if (resource === '*') return '*';
  const [head, ...tail] =
    typeof resource === 'object' && resource !== null && 'Fn::Join' in resource
      ? (resource['Fn::Join'] as [string, unknown[]])[1]
      : [resource];
  // An ARN with a pattern is shown by the name at its end.
  if (typeof head === 'string') return String(tail.at(-1)).replace(/^:/, '');
  const type = templates.sourceOf(templates.targetOf(stack, head))?.Type ?? JSON.stringify(head);
  return `${type.replace(/^AWS::/, '')}${tail.map(String).join('')}`;
};

const viaService = (statement: Statement): string => {
  const via = statement.Condition?.['StringEquals']?.['kms:ViaService'];
  if (via === undefined) return '';
  return ` via ${(via as { 'Fn::Join': [string, string[]] })['Fn::Join'][1][0]?.replace(/\.$/, '')}`;
};

/** All permissions of a function, each as `action on type`. */
const rightsOf = (name: string): readonly string[] => {
  const { target, source } = functionWith(templates, name);
  const role = templates.targetOf(target.stack, source.Properties['Role']);
  return templates
    .sources('AWS::IAM::Policy')
    .filter((policy) =>
      toList(policy.source.Properties['Roles']).some(
        (r) => templates.targetOf(policy.target.stack, r)?.id === role?.id,
      ),
    )
    .flatMap((policy) => {
      const { Statement } = policy.source.Properties['PolicyDocument'] as { Statement: readonly Statement[] };
      return Statement.flatMap((statement) =>
        toList(statement.Action).flatMap((action) =>
          toList(statement.Resource).map(
            (resource) =>
              `${statement.Effect === 'Deny' ? 'never ' : ''}${String(action)} on ${touches(policy.target.stack, resource)}${viaService(statement)}`,
          ),
        ),
      );
    })
    .toSorted();
};

const onTable = (...actions: string[]) =>
  actions.map((action) => `dynamodb:${action} on DynamoDB::GlobalTable`);
const withKey = (service: string, ...actions: string[]) =>
  actions.map((action) => `kms:${action} on KMS::Key via ${service}`);

const LOGS = ['logs:CreateLogStream on Logs::LogGroup', 'logs:PutLogEvents on Logs::LogGroup'];
const INDEX = 'dynamodb:Query on DynamoDB::GlobalTable/index/perStatus';
const BUS = 'events:PutEvents on Events::EventBus';
const SECRET = [
  'secretsmanager:GetSecretValue on SecretsManager::Secret',
  ...withKey('secretsmanager', 'Decrypt'),
];
const TABLE_KEY = withKey(
  'dynamodb',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
);
const PROCESS = [
  ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} on SQS::Queue`),
  ...withKey('sqs', 'Decrypt'),
];
const SOURCE = [
  ...LOGS,
  ...PROCESS,
  ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem'),
  ...TABLE_KEY,
  // Messages that waited, and what happened to a zaak.
  BUS,
  BUS,
  ...SECRET,
];

/** Put delivery jobs in the queue of webhook. */
const DELIVER = 'sqs:SendMessage on SQS::Queue';

/** Send a mail from the address of the hub, which SES knows by itself or by its domain. */
const MAILS = [
  'ses:SendEmail on identity/hub.example',
  'ses:SendEmail on identity/inburgeringshub@hub.example',
];

const times = (count: number, ...actions: string[]) =>
  Array.from({ length: count }, () => actions.map((action) => `sqs:${action} on SQS::Queue`)).flat();

const TO_PARTNERS = [
  'sqs:SendMessage on inburgeringshub-????-*.fifo',
  'never sqs:SendMessage on inburgeringshub-????-*-dode-brieven.fifo',
];

const RIGHTS: Readonly<Record<(typeof FUNCTIONS)[number], readonly string[]>> = {
  api: [
    ...LOGS,
    ...onTable('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    // The logbook, which it may add to and never change.
    ...onTable('PutItem', 'Query'),
    INDEX,
    ...TABLE_KEY,
    // Messages of sources, and orders to erase a person.
    BUS,
    BUS,
    // For the lookup keys, and for the secrets of abonnementen.
    ...SECRET,
    ...SECRET,
    DELIVER,
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
    'sqs:GetQueueAttributes on inburgeringshub-????-*.fifo',
  ],
  // It asks with the token of its caller alone: no secret, no bus, no queue.
  ophalen: [
    ...LOGS,
    // What it updates is the pace of an organisation.
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    // The logbook, which it writes only.
    ...onTable('PutItem'),
    INDEX,
    ...TABLE_KEY,
  ],
  // It shows what the API shows, does for a partner what that may do with its messages, and takes in what somebody reports.
  loket: [
    ...LOGS,
    ...onTable('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    // The logbook, which it writes only, and beside it what was accepted, which it reads.
    ...onTable('PutItem', 'Query'),
    INDEX,
    ...TABLE_KEY,
    BUS,
    ...SECRET,
    DELIVER,
    ...MAILS,
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  coa: SOURCE,
  brp: SOURCE,
  meldingen: SOURCE,
  duo: [...SOURCE, 'sqs:ChangeMessageVisibility on SQS::Queue'],
  // It tells DUO of what stands on timelines: no lists, no numbers of others, no secret but a certificate.
  duomeldingen: [
    ...LOGS,
    ...PROCESS,
    'sqs:ChangeMessageVisibility on SQS::Queue',
    ...onTable('GetItem', 'Query', 'PutItem'),
    ...TABLE_KEY,
    BUS,
  ],
  partnerberichten: [
    ...LOGS,
    ...PROCESS,
    ...onTable('Query', 'PutItem', 'UpdateItem'),
    // What it strikes off of an item of a zaak.
    ...onTable('UpdateItem'),
    ...TABLE_KEY,
    ...TO_PARTNERS,
    DELIVER,
    // partnerberichten hides its message for a short time when another invocation is busy with the same zaak.
    'sqs:ChangeMessageVisibility on SQS::Queue',
    ...withKey('sqs', 'GenerateDataKey'),
  ],
  webhook: [
    ...LOGS,
    ...PROCESS,
    'sqs:ChangeMessageVisibility on SQS::Queue',
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    INDEX,
    ...TABLE_KEY,
    BUS,
    ...SECRET,
    ...TO_PARTNERS,
    DELIVER,
    ...withKey('sqs', 'GenerateDataKey'),
  ],
  // It counts and mails: it reads no message, no timeline and no secret.
  mailen: [
    ...LOGS,
    ...onTable('GetItem', 'Query', 'PutItem'),
    // The list of who wants mail, and the lists that it counts.
    INDEX,
    INDEX,
    ...TABLE_KEY,
    ...MAILS,
    // The addresses of which mails came back: SES has one list of them in an account.
    'ses:GetSuppressedDestination on *',
    'ses:DeleteSuppressedDestination on *',
    'sqs:SendMessage on SQS::Queue',
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  bewaking: [
    ...LOGS,
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    INDEX,
    ...TABLE_KEY,
    BUS,
    BUS,
    'sqs:SendMessage on SQS::Queue',
    DELIVER,
    // The queue and dead letters of eight functions, the dead letters of seven rules, and those of herstel and mailen.
    ...times(25, 'GetQueueAttributes'),
    'sqs:GetQueueAttributes on inburgeringshub-????-*.fifo',
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  herstel: [
    ...LOGS,
    // Seven processors with two dead-letter queues each, webhook, the watch and mailen.
    ...times(17, 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'),
    ...['DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
      (action) => `sqs:${action} on inburgeringshub-????-*-dode-brieven.fifo`,
    ),
    // The queues of seven processors and that of webhook.
    ...times(8, 'GetQueueUrl', 'SendMessage'),
    'sqs:GetQueueUrl on inburgeringshub-????-*.fifo',
    ...TO_PARTNERS,
    'sqs:SendMessage on SQS::Queue',
    'lambda:InvokeFunction on Lambda::Function',
    'lambda:InvokeFunction on Lambda::Function',
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  // The only function that may delete from the table. The logbook, where it puts what it erases, it writes only.
  wissen: [...SOURCE, ...onTable('DeleteItem'), ...onTable('PutItem'), INDEX],
};

/** The wildcards that are allowed, each with its reason. */
const ALLOWED: readonly {
  readonly type: string;
  readonly effect: string;
  /** The only actions that it is allowed for; any, when it is left out. */
  readonly actions?: readonly string[];
  readonly reason: string;
}[] = [
  { type: 'AWS::KMS::Key', effect: 'Allow', reason: 'in the policy of a key * is that key' },
  { type: 'AWS::SQS::QueuePolicy', effect: 'Deny', reason: 'refuses everything that does not come over TLS' },
  {
    type: 'AWS::IAM::Policy',
    effect: 'Allow',
    actions: ['ses:DeleteSuppressedDestination', 'ses:GetSuppressedDestination'],
    reason: 'AWS has no resource for an address that SES sends nothing more to',
  },
];

const POLICY: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
};

describe('the permissions', () => {
  it.each(FUNCTIONS)('of %s are exactly those that its task needs', (name) => {
    expect(rightsOf(name)).toEqual(RIGHTS[name].toSorted());
  });

  it.each(['partnerberichten', 'webhook'])(
    'let %s write to the queues of partners only, and not to their dead letters',
    (name) => {
      const rules = rightsOf(name).flatMap((right) => {
        const [, never, pattern] = /^(never )?sqs:SendMessage on (\S+)$/.exec(right) ?? [];
        if (pattern === undefined) return [];
        const form = pattern.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*');
        return [{ forbidden: never !== undefined, form: new RegExp(`^${form}$`) }];
      });
      const may = (queue: string): boolean =>
        rules.some(({ forbidden, form }) => !forbidden && form.test(queue)) &&
        !rules.some(({ forbidden, form }) => forbidden && form.test(queue));
      const names = templates
        .sources('AWS::SQS::Queue')
        // A queue without a name gets one of CloudFormation: stack, resource and random characters.
        .map(({ target, source }) =>
          String(source.Properties['QueueName'] ?? `InburgeringshubVerwerking-${target.id}`),
        );
      expect(names.filter(may).toSorted()).toEqual([
        'inburgeringshub-0907-balk.fifo',
        'inburgeringshub-0907-taalschool.fifo',
        'inburgeringshub-1734-taalschool.fifo',
        'inburgeringshub-1734-wijkondersteuner.fifo',
      ]);
    },
  );

  it('name all actions or all resources only where `ALLOWED` has a reason', () => {
    const wildcards = Object.entries(POLICY).flatMap(([type, property]) =>
      templates.sources(type).flatMap(({ target, source }) => {
        const document = source.Properties[property] as { Statement: readonly Statement[] };
        return document.Statement.filter(
          ({ Action, Resource }) =>
            toList(Resource).includes('*') ||
            toList(Action).some((action) => action === '*' || String(action).endsWith(':*')),
        ).map(({ Effect, Action }) => ({
          id: target.id,
          type,
          effect: Effect,
          actions: toList(Action).map(String),
        }));
      }),
    );
    const withoutReason = wildcards.filter(
      ({ type, effect, actions }) =>
        !ALLOWED.some(
          (one) =>
            one.type === type &&
            one.effect === effect &&
            (one.actions === undefined || actions.every((action) => one.actions?.includes(action))),
        ),
    );
    expect(withoutReason).toEqual([]);
  });

  it('are in policies of the hub; only API Gateway has a managed policy', () => {
    const managed = templates
      .sources('AWS::IAM::Role')
      .filter(({ source }) => source.Properties['ManagedPolicyArns'] !== undefined)
      .map(({ source }) => JSON.stringify(source.Properties['ManagedPolicyArns']));
    expect(managed).toEqual([expect.stringContaining('AmazonAPIGatewayPushToCloudWatchLogs')]);
  });

  it('let services use the key under a condition only', () => {
    type ForService = Statement & { readonly Principal: { readonly Service?: unknown } };
    const withoutCondition = templates
      .sources('AWS::KMS::Key')
      .flatMap(
        ({ source }) => (source.Properties['KeyPolicy'] as { Statement: readonly ForService[] }).Statement,
      )
      .filter(({ Principal, Condition }) => Principal.Service !== undefined && Condition === undefined);
    // EventBridge may see that the key exists without a condition, and may not use it without one.
    expect(withoutCondition.map(({ Action }) => Action)).toEqual(['kms:DescribeKey']);
  });
});
