import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, trialEnvironment } from '../environment.ts';
import { createTrialApp, readTemplates, type StackName, TWO_TIMES_TWO, toList } from './support.ts';

/** Vier kanalen van twee gemeenten en twee partners; elk met een eigen lezer, en een ervan met een heel account. */
const READERS = {
  '0907/taalschool': 'arn:aws:iam::111111111111:role/taalschool-gennep',
  '0907/balk': 'arn:aws:iam::222222222222:user/balk',
  '1734/taalschool': 'arn:aws:iam::333333333333:role/hub/taalschool-overbetuwe',
  '1734/wijkondersteuner': '444444444444',
} as const;

const admission = {
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
  createTrialApp({ omgeving: trialEnvironment({ account: ACCOUNT, wachtrijToegang: admission }) }),
);
const without = readTemplates(createTrialApp({ omgeving: trialEnvironment({ account: ACCOUNT }) }));

type Statement = {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

/** Wie een verklaring noemt; een heel account staat er als zijn root. */
const named = ({ Principal }: Statement): readonly string[] => {
  const text = JSON.stringify(Principal);
  return Object.values(READERS).filter((reader) =>
    text.includes(reader.startsWith('arn:') ? `"${reader}"` : `iam::${reader}:root`),
  );
};

const policyOf = (type: string, property: string) =>
  withOne.sources(type).flatMap(({ doel, bron }) => {
    const document = bron.Properties[property] as { Statement: readonly Statement[] };
    return document.Statement.map((statement) => ({ doel, bron, statement }));
  });

/** Een tekst zoals CloudFormation haar uitwerkt, in dit account en deze regio. */
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

/** De naam van de wachtrij waar een verwijzing heen gaat. */
const queueName = (stack: StackName, reference: unknown): string =>
  String(withOne.sourceOf(withOne.targetOf(stack, reference))?.Properties['QueueName']);

describe('een partner die zijn wachtrij vanuit een eigen account leest', () => {
  const onQueues = policyOf('AWS::SQS::QueuePolicy', 'PolicyDocument').filter(
    ({ statement }) => statement.Effect === 'Allow' && named(statement).length > 0,
  );

  const onKey = policyOf('AWS::KMS::Key', 'KeyPolicy').filter(({ statement }) => named(statement).length > 0);

  it('mag berichten van zijn eigen wachtrij nemen, en niets van een andere', () => {
    const found = onQueues.flatMap(({ doel, bron, statement }) => {
      const at = toList(bron.Properties['Queues']).map((url) => queueName(doel.stack, url));
      expect(at).toEqual([queueName(doel.stack, statement.Resource)]);
      return named(statement).map((reader) => [reader, at[0], toList(statement.Action).toSorted()]);
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

  it('heeft aan de rechten uit het voorbeeld voor partners precies genoeg', () => {
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

  it('moet TLS gebruiken, zoals iedereen', () => {
    for (const { bron } of onQueues) {
      const { Statement } = bron.Properties['PolicyDocument'] as { Statement: readonly Statement[] };
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

  it('laat SQS de sleutel gebruiken voor zijn eigen wachtrij, om te lezen, en voor niets anders', () => {
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

  it('staat nergens anders: alleen in het beleid van zijn wachtrij en dat van de sleutel', () => {
    for (const reader of Object.values(READERS)) {
      const places = Object.values(withOne.templates).flatMap((template) =>
        Object.entries((template?.toJSON()['Resources'] ?? {}) as Record<string, { Type: string }>)
          .filter(([, source]) => JSON.stringify(source).includes(reader))
          .map(([, { Type }]) => Type),
      );
      expect(places.toSorted(), reader).toEqual(['AWS::KMS::Key', 'AWS::SQS::QueuePolicy']);
    }
  });

  it('verandert aan de rest van de gegevens niets', () => {
    const sources = (of: typeof withOne) =>
      Object.entries(of.templates.gegevens.toJSON()['Resources'] as Record<string, { Type: string }>).filter(
        ([, { Type }]) => Type !== 'AWS::KMS::Key' && Type !== 'AWS::SQS::QueuePolicy',
      );
    expect(sources(withOne)).toEqual(sources(without));
    expect(without.templates.verwerking.toJSON()).toEqual(withOne.templates.verwerking.toJSON());
  });

  it('die geen gemeente heeft is een fout bij de synthese', () => {
    const environment = trialEnvironment({
      wachtrijToegang: { '0907': { wijkondersteuner: { principals: ['444444444444'] } } },
    });
    expect(() => createTrialApp({ omgeving: environment, gemeenten: TWO_TIMES_TWO })).toThrow(
      'wachtrijToegang noemt partners zonder wachtrij: 0907/wijkondersteuner',
    );
  });
});
