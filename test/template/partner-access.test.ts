import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, trialEnvironment } from '../environment.ts';
import { createTrialApp, readTemplates, type StackName, TWO_TIMES_TWO, toList } from './support.ts';

/** Readers of four kanalen of two gemeenten and two partners; one of them is a whole account. */
const READERS = {
  '0907/taalschool': 'arn:aws:iam::111111111111:role/taalschool-gennep',
  '0907/balk': 'arn:aws:iam::222222222222:user/balk',
  '1734/taalschool': 'arn:aws:iam::333333333333:role/hub/taalschool-overbetuwe',
  '1734/wijkondersteuner': '444444444444',
} as const;

const queueAccess = {
  '0907': {
    taalschool: { principals: [READERS['0907/taalschool']] },
    balk: { principals: [READERS['0907/balk']] },
  },
  '1734': {
    taalschool: { principals: [READERS['1734/taalschool']] },
    wijkondersteuner: { principals: [READERS['1734/wijkondersteuner']] },
  },
};

const withOne = readTemplates(
  createTrialApp({ environment: trialEnvironment({ account: ACCOUNT, wachtrijToegang: queueAccess }) }),
);
const without = readTemplates(createTrialApp({ environment: trialEnvironment({ account: ACCOUNT }) }));

type Statement = {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

/** The readers that a statement names. A whole account stands there as its root. */
const named = ({ Principal }: Statement): readonly string[] => {
  const text = JSON.stringify(Principal);
  return Object.values(READERS).filter((reader) =>
    text.includes(reader.startsWith('arn:') ? `"${reader}"` : `iam::${reader}:root`),
  );
};

const policyOf = (type: string, property: string) =>
  withOne.sources(type).flatMap(({ target, source }) => {
    const document = source.Properties[property] as { Statement: readonly Statement[] };
    return document.Statement.map((statement) => ({ target, source, statement }));
  });

/** A text as CloudFormation resolves it, in this account and region. */
const resolved = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('Fn::Join' in value)) return value;
  const fixed: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': ACCOUNT,
  };
  const [between, parts] = value['Fn::Join'] as [string, readonly (string | { readonly Ref: string })[]];
  return parts.map((part) => (typeof part === 'string' ? part : fixed[part.Ref])).join(between);
};

/** The name of the queue that a reference leads to. */
const queueName = (stack: StackName, reference: unknown): string =>
  String(withOne.sourceOf(withOne.targetOf(stack, reference))?.Properties['QueueName']);

describe('a partner that reads its queue from an account of its own', () => {
  const onQueues = policyOf('AWS::SQS::QueuePolicy', 'PolicyDocument').filter(
    ({ statement }) => statement.Effect === 'Allow' && named(statement).length > 0,
  );

  const onKey = policyOf('AWS::KMS::Key', 'KeyPolicy').filter(({ statement }) => named(statement).length > 0);

  it('may take messages from its own queue, and from no other', () => {
    const found = onQueues.flatMap(({ target, source, statement }) => {
      const queues = toList(source.Properties['Queues']).map((url) => queueName(target.stack, url));
      expect(queues).toEqual([queueName(target.stack, statement.Resource)]);
      return named(statement).map((reader) => [reader, queues[0], toList(statement.Action).toSorted()]);
    });
    const actions = [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ];
    expect(found.toSorted()).toEqual(
      Object.entries(READERS)
        .map(([kanaal, reader]) => [reader, `inburgeringshub-${kanaal.replace('/', '-')}.fifo`, actions])
        .toSorted(),
    );
  });

  it('needs exactly the permissions of the example for partners', () => {
    const example = JSON.parse(
      readFileSync(
        join(import.meta.dirname, '../../docs/partners/voorbeelden/wachtrij/rechten.json'),
        'utf8',
      ),
    ) as { Statement: readonly Statement[] };
    const given = [...onQueues, ...onKey].map(({ statement }) => statement);
    const actions = (statements: readonly Statement[]) =>
      new Set(statements.flatMap(({ Action }) => toList(Action)));
    expect(actions(example.Statement)).toEqual(actions(given));
  });

  it('must use TLS, as every client', () => {
    for (const { source } of onQueues) {
      const { Statement } = source.Properties['PolicyDocument'] as { Statement: readonly Statement[] };
      expect(Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  it('may use the key through SQS for its own queue, and for nothing else', () => {
    const found = onKey.map(({ statement: { Effect, Action, Condition }, statement }) => {
      const { StringEquals, ...other } = Condition as { StringEquals: Record<string, unknown> };
      const { 'kms:ViaService': via, 'kms:EncryptionContext:aws:sqs:arn': arn, ...rest } = StringEquals;
      expect([other, rest]).toEqual([{}, {}]);
      expect(resolved(via)).toBe('sqs.eu-west-1.amazonaws.com');
      return [named(statement), Effect, Action, resolved(arn)];
    });
    expect(found.toSorted()).toEqual(
      Object.entries(READERS)
        .map(([kanaal, reader]) => [
          [reader],
          'Allow',
          'kms:Decrypt',
          `arn:aws:sqs:eu-west-1:${ACCOUNT}:inburgeringshub-${kanaal.replace('/', '-')}.fifo`,
        ])
        .toSorted(),
    );
  });

  it('is named in the policies of its queue and of the key, and nowhere else', () => {
    for (const reader of Object.values(READERS)) {
      const places = Object.values(withOne.templates).flatMap((template) =>
        Object.entries((template?.toJSON()['Resources'] ?? {}) as Record<string, { Type: string }>)
          .filter(([, source]) => JSON.stringify(source).includes(reader))
          .map(([, { Type }]) => Type),
      );
      expect(places.toSorted(), reader).toEqual(['AWS::KMS::Key', 'AWS::SQS::QueuePolicy']);
    }
  });

  it('changes nothing in the rest of the data stack', () => {
    const sources = (of: typeof withOne) =>
      Object.entries(of.templates.data.toJSON()['Resources'] as Record<string, { Type: string }>).filter(
        ([, { Type }]) => Type !== 'AWS::KMS::Key' && Type !== 'AWS::SQS::QueuePolicy',
      );
    expect(sources(withOne)).toEqual(sources(without));
    expect(without.templates.processing.toJSON()).toEqual(withOne.templates.processing.toJSON());
  });

  it('makes the synthesis fail when no gemeente has that partner', () => {
    const environment = trialEnvironment({
      wachtrijToegang: { '0907': { wijkondersteuner: { principals: ['444444444444'] } } },
    });
    expect(() => createTrialApp({ environment, gemeenten: TWO_TIMES_TWO })).toThrow(
      'wachtrijToegang noemt partners zonder wachtrij: 0907/wijkondersteuner',
    );
  });
});
