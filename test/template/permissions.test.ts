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

/** Welke soort bron een recht raakt; een pad onder de bron staat erachter. */
const touches = (stack: StackName, resource: unknown): string => {
  const [head, ...tail] =
    typeof resource === 'object' && resource !== null && 'Fn::Join' in resource
      ? (resource['Fn::Join'] as [string, unknown[]])[1]
      : [resource];
  // Een ARN naar patroon: alleen de naam aan het eind zegt iets.
  if (typeof head === 'string') return String(tail.at(-1)).replace(/^:/, '');
  const type = templates.sourceOf(templates.targetOf(stack, head))?.Type ?? JSON.stringify(head);
  return `${type.replace(/^AWS::/, '')}${tail.map(String).join('')}`;
};

const viaService = (statement: Statement): string => {
  const via = statement.Condition?.['StringEquals']?.['kms:ViaService'];
  if (via === undefined) return '';
  return ` via ${(via as { 'Fn::Join': [string, string[]] })['Fn::Join'][1][0]?.replace(/\.$/, '')}`;
};

/** Alle rechten van een functie, elk als `actie op soort`. */
const rightsOf = (name: string): readonly string[] => {
  const { doel, bron } = functionWith(templates, name);
  const role = templates.targetOf(doel.stack, bron.Properties['Role']);
  return templates
    .sources('AWS::IAM::Policy')
    .filter((policy) =>
      toList(policy.bron.Properties['Roles']).some(
        (r) => templates.targetOf(policy.doel.stack, r)?.id === role?.id,
      ),
    )
    .flatMap((policy) => {
      const { Statement } = policy.bron.Properties['PolicyDocument'] as { Statement: readonly Statement[] };
      return Statement.flatMap((statement) =>
        toList(statement.Action).flatMap((action) =>
          toList(statement.Resource).map(
            (resource) =>
              `${statement.Effect === 'Deny' ? 'nooit ' : ''}${String(action)} op ${touches(policy.doel.stack, resource)}${viaService(statement)}`,
          ),
        ),
      );
    })
    .toSorted();
};

const onTable = (...actions: string[]) =>
  actions.map((action) => `dynamodb:${action} op DynamoDB::GlobalTable`);
const withKey = (service: string, ...actions: string[]) =>
  actions.map((action) => `kms:${action} op KMS::Key via ${service}`);

const LOGS = ['logs:CreateLogStream op Logs::LogGroup', 'logs:PutLogEvents op Logs::LogGroup'];
const INDEX = 'dynamodb:Query op DynamoDB::GlobalTable/index/perStatus';
const BUS = 'events:PutEvents op Events::EventBus';
const SECRET = [
  'secretsmanager:GetSecretValue op SecretsManager::Secret',
  ...withKey('secretsmanager', 'Decrypt'),
];
const WRITE = withKey(
  'dynamodb',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
);
const PROCESS = [
  ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} op SQS::Queue`),
  ...withKey('sqs', 'Decrypt'),
];
const SOURCE = [
  ...LOGS,
  ...PROCESS,
  ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
  ...WRITE,
  BUS,
  ...SECRET,
];

const WEBHOOK_SECRET = 'secretsmanager:GetSecretValue op SecretsManager::Secret';
/** Opdrachten om te bezorgen in de wachtrij van webhook zetten. */
const DELIVER = 'sqs:SendMessage op SQS::Queue';

const time = (count: number, ...actions: string[]) =>
  Array.from({ length: count }, () => actions.map((action) => `sqs:${action} op SQS::Queue`)).flat();

const TO_PARTNERS = [
  'sqs:SendMessage op inburgeringshub-????-*.fifo',
  'nooit sqs:SendMessage op inburgeringshub-????-*-dode-brieven.fifo',
];

const RIGHTS: Readonly<Record<(typeof FUNCTIONS)[number], readonly string[]>> = {
  api: [
    ...LOGS,
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    INDEX,
    ...WRITE,
    BUS,
    ...SECRET,
    WEBHOOK_SECRET,
    DELIVER,
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  coa: SOURCE,
  brp: SOURCE,
  duo: [...SOURCE, 'sqs:ChangeMessageVisibility op SQS::Queue'],
  partnerberichten: [
    ...LOGS,
    ...PROCESS,
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    ...WRITE,
    ...TO_PARTNERS,
    DELIVER,
    // Wacht kort als een andere aanroep met dezelfde zaak bezig is.
    'sqs:ChangeMessageVisibility op SQS::Queue',
    ...withKey('sqs', 'GenerateDataKey'),
  ],
  webhook: [
    ...LOGS,
    ...PROCESS,
    'sqs:ChangeMessageVisibility op SQS::Queue',
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    INDEX,
    ...WRITE,
    BUS,
    ...SECRET,
    ...TO_PARTNERS,
    DELIVER,
    ...withKey('sqs', 'GenerateDataKey'),
  ],
  bewaking: [
    ...LOGS,
    ...onTable('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    INDEX,
    ...WRITE,
    BUS,
    'sqs:SendMessage op SQS::Queue',
    DELIVER,
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  herstel: [
    ...LOGS,
    // Vier verwerkers met elk twee bussen, webhook en de bewaking.
    ...time(10, 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'),
    ...['DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
      (action) => `sqs:${action} op inburgeringshub-????-*-dode-brieven.fifo`,
    ),
    // Vier wachtrijen van verwerkers en die van webhook; en haar eigen dode brieven.
    ...time(5, 'GetQueueUrl', 'SendMessage'),
    'sqs:GetQueueUrl op inburgeringshub-????-*.fifo',
    ...TO_PARTNERS,
    'sqs:SendMessage op SQS::Queue',
    'lambda:InvokeFunction op Lambda::Function',
    ...withKey('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
};

/** Waar een jokerteken mag staan, en waarom. */
const ALLOWED: readonly { readonly type: string; readonly effect: string; readonly reden: string }[] = [
  { type: 'AWS::KMS::Key', effect: 'Allow', reden: 'in het beleid van een sleutel betekent * deze sleutel' },
  { type: 'AWS::SQS::QueuePolicy', effect: 'Deny', reden: 'weigert alles wat niet over TLS komt' },
];

const POLICY: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
};

describe('rechten', () => {
  it.each(FUNCTIONS)('%s mag precies wat haar taak vraagt', (name) => {
    expect(rightsOf(name)).toEqual(RIGHTS[name].toSorted());
  });

  it.each(['partnerberichten', 'webhook'])(
    '%s schrijft alleen in kanalen van partners, en niet in hun dode brieven',
    (name) => {
      const rules = rightsOf(name).flatMap((right) => {
        const [, never, pattern] = /^(nooit )?sqs:SendMessage op (\S+)$/.exec(right) ?? [];
        if (pattern === undefined) return [];
        const form = pattern.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*');
        return [{ forbidden: never !== undefined, form: new RegExp(`^${form}$`) }];
      });
      const may = (queue: string): boolean =>
        rules.some(({ forbidden, form }) => !forbidden && form.test(queue)) &&
        !rules.some(({ forbidden, form }) => forbidden && form.test(queue));
      const names = templates
        .sources('AWS::SQS::Queue')
        // Wat geen naam heeft krijgt die van CloudFormation: stack, bron en willekeur.
        .map(({ doel, bron }) =>
          String(bron.Properties['QueueName'] ?? `InburgeringshubVerwerking-${doel.id}`),
        );
      expect(names.filter(may).toSorted()).toEqual([
        'inburgeringshub-0907-balk.fifo',
        'inburgeringshub-0907-taalschool.fifo',
        'inburgeringshub-1734-taalschool.fifo',
        'inburgeringshub-1734-wijkondersteuner.fifo',
      ]);
    },
  );

  it('noemen nergens alle acties of alle bronnen, behalve waar dat een reden heeft', () => {
    const jokers = Object.entries(POLICY).flatMap(([type, property]) =>
      templates.sources(type).flatMap(({ doel, bron }) => {
        const document = bron.Properties[property] as { Statement: readonly Statement[] };
        return document.Statement.filter(
          ({ Action, Resource }) =>
            toList(Resource).includes('*') ||
            toList(Action).some((action) => action === '*' || String(action).endsWith(':*')),
        ).map(({ Effect }) => ({ id: doel.id, type, effect: Effect }));
      }),
    );
    const withoutReason = jokers.filter(
      ({ type, effect }) => !ALLOWED.some((reason) => reason.type === type && reason.effect === effect),
    );
    expect(withoutReason).toEqual([]);
  });

  it('zitten in eigen rollen; alleen API Gateway krijgt een beheerde policy', () => {
    const managed = templates
      .sources('AWS::IAM::Role')
      .filter(({ bron }) => bron.Properties['ManagedPolicyArns'] !== undefined)
      .map(({ bron }) => JSON.stringify(bron.Properties['ManagedPolicyArns']));
    expect(managed).toEqual([expect.stringContaining('AmazonAPIGatewayPushToCloudWatchLogs')]);
  });

  it('geven diensten de sleutel alleen voor dit account of voor deze logs', () => {
    type ForService = Statement & { readonly Principal: { readonly Service?: unknown } };
    const withoutCondition = templates
      .sources('AWS::KMS::Key')
      .flatMap(({ bron }) => (bron.Properties['KeyPolicy'] as { Statement: readonly ForService[] }).Statement)
      .filter(({ Principal, Condition }) => Principal.Service !== undefined && Condition === undefined);
    // Kijken of de sleutel bestaat mag EventBridge zonder voorwaarde; gebruiken niet.
    expect(withoutCondition.map(({ Action }) => Action)).toEqual(['kms:DescribeKey']);
  });
});
