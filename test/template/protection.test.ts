import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../infra/environments/fields.ts';
import { chooseEnvironment } from '../../infra/environments/index.ts';
import { trialEnvironment } from '../environment.ts';
import { createTrialApp, readTemplates, type Source, toList, trialTemplates } from './support.ts';

/** The types of resource with data that cannot be made again, each with its number. */
const REMEMBERS = [
  ['AWS::DynamoDB::GlobalTable', 2],
  ['AWS::KMS::Key', 2],
  ['AWS::SecretsManager::Secret', 2],
  ['AWS::Events::EventBus', 1],
  ['AWS::Events::Archive', 1],
] as const;

type Keepable = Source & { readonly UpdateReplacePolicy?: string };

describe.each(ENVIRONMENTS)('the data of %s', (name) => {
  const environment = chooseEnvironment(name);
  const hub = createTrialApp({ environment });
  const templates = readTemplates(hub);
  const keep = environment.gegevens === 'bewaren';
  const policy = keep ? 'Retain' : 'Delete';

  it.each(REMEMBERS)(`%s is ${keep ? 'kept' : 'deleted'} when it is removed or replaced`, (type, count) => {
    const sources = templates.sources(type).map(({ source }) => source as Keepable);
    expect(sources).toHaveLength(count);
    for (const source of sources) {
      expect([source.DeletionPolicy, source.UpdateReplacePolicy]).toEqual([policy, policy]);
    }
  });

  it(`the queues of partners are ${keep ? 'kept' : 'deleted'}, and those of functions are always deleted`, () => {
    const inStacks = (begin: string) =>
      new Set(
        templates
          .sources('AWS::SQS::Queue')
          .filter(({ target }) => target.stack.startsWith(begin))
          .map(({ source }) => source.DeletionPolicy),
      );
    expect(inStacks('gemeente-')).toEqual(new Set([policy]));
    expect(inStacks('processing')).toEqual(new Set(['Delete']));
  });

  it(`stacks and table are protected against deletion: ${keep}`, () => {
    const stacks = [hub.data, hub.processing, hub.archive, ...hub.gemeenten];
    expect(new Set(stacks.map((stack) => stack.terminationProtection))).toEqual(new Set([keep]));
    for (const { source } of templates.sources('AWS::DynamoDB::GlobalTable')) {
      expect(source.Properties['Replicas']).toMatchObject([{ DeletionProtectionEnabled: keep }]);
    }
  });

  it('logs and archive have the retention of the environment', () => {
    const days = (type: string, property: string) =>
      new Set(templates.sources(type).map(({ source }) => source.Properties[property]));
    expect(days('AWS::Logs::LogGroup', 'RetentionInDays')).toEqual(new Set([environment.bewaarDagen.logs]));
    expect(days('AWS::Events::Archive', 'RetentionDays')).toEqual(new Set([environment.bewaarDagen.archief]));
  });
});

describe('an account in the environment', () => {
  it('is the only one that the stacks can be deployed to', () => {
    const { data, processing, archive, gemeenten } = createTrialApp({
      environment: trialEnvironment({ account: '123456789012', regio: 'eu-central-1' }),
    });
    for (const stack of [data, processing, archive, ...gemeenten]) {
      expect(stack.environment).toBe('aws://123456789012/eu-central-1');
    }
  });

  it('that is absent lets the stacks be deployed to the account of the credentials', () => {
    expect(createTrialApp().data.environment).toBe('aws://unknown-account/unknown-region');
  });
});

describe('tags', () => {
  const templates = trialTemplates();
  const LABELS = [
    { Key: 'eigenaar', Value: 'team-proef' },
    { Key: 'kostenplaats', Value: '0907-12' },
    { Key: 'omgeving', Value: 'productie' },
    { Key: 'toepassing', Value: 'inburgeringshub' },
  ];
  const byKey = (labels: unknown) => (labels as typeof LABELS).toSorted((a, b) => a.Key.localeCompare(b.Key));

  it.each([
    'AWS::ApiGateway::RestApi',
    'AWS::Events::EventBus',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::Function',
    'AWS::Logs::LogGroup',
    'AWS::SecretsManager::Secret',
    'AWS::SNS::Topic',
    'AWS::SQS::Queue',
  ])('of the hub, the environment and the owner are on every %s', (type) => {
    const sources = templates.sources(type);
    expect(sources.length).toBeGreaterThan(0);
    for (const { target, source } of sources)
      expect(byKey(source.Properties['Tags']), target.id).toEqual(LABELS);
  });

  it('are on the table, which the CDK does not tag by itself', () => {
    const [table] = templates.sources('AWS::DynamoDB::GlobalTable');
    const [replica] = toList(table?.source.Properties['Replicas']) as { Tags: unknown }[];
    expect(byKey(replica?.Tags)).toEqual(LABELS);
  });

  it('are on the stacks, for the types of resource that inherit them', () => {
    const labels = Object.fromEntries(LABELS.map(({ Key, Value }) => [Key, Value]));
    const { artifacts } = createTrialApp().app.synth().manifest;
    const stacks = Object.values(artifacts ?? {}).filter(({ type }) => type === 'aws:cloudformation:stack');
    expect(stacks.length).toBeGreaterThanOrEqual(3);
    for (const { properties } of stacks) expect(properties).toMatchObject({ tags: labels });
  });
});
