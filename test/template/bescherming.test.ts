import { describe, expect, it } from 'vitest';
import { kiesOmgeving } from '../../infra/omgevingen/index.ts';
import { OMGEVINGEN } from '../../infra/omgevingen/omgeving.ts';
import { proefOmgeving } from '../omgeving.ts';
import { alsLijst, type Bron, leesSjablonen, maakProefApp } from './hulp.ts';

/** What remembers something that nobody can make again. */
const ONTHOUDT = [
  ['AWS::DynamoDB::GlobalTable', 1],
  ['AWS::KMS::Key', 1],
  ['AWS::SecretsManager::Secret', 2],
  ['AWS::Events::EventBus', 1],
  ['AWS::Events::Archive', 1],
] as const;

type Bewaarbaar = Bron & { readonly UpdateReplacePolicy?: string };

describe.each(OMGEVINGEN)('what is remembered in %s', (naam) => {
  const omgeving = kiesOmgeving(naam);
  const hub = maakProefApp({ omgeving });
  const sjablonen = leesSjablonen(hub);
  const bewaren = omgeving.gegevens === 'bewaren';
  const beleid = bewaren ? 'Retain' : 'Delete';

  it.each(ONTHOUDT)(`%s is ${bewaren ? 'kept' : 'let go'} when it is removed or replaced`, (type, aantal) => {
    const bronnen = sjablonen.bronnen(type).map(({ bron }) => bron as Bewaarbaar);
    expect(bronnen).toHaveLength(aantal);
    for (const bron of bronnen) {
      expect([bron.DeletionPolicy, bron.UpdateReplacePolicy]).toEqual([beleid, beleid]);
    }
  });

  it(`the queues of partners are ${bewaren ? 'kept' : 'let go'}, and those of functions always let go`, () => {
    const perStack = (stack: string) =>
      new Set(
        sjablonen
          .bronnen('AWS::SQS::Queue')
          .filter(({ doel }) => doel.stack === stack)
          .map(({ bron }) => bron.DeletionPolicy),
      );
    expect(perStack('gegevens')).toEqual(new Set([beleid]));
    expect(perStack('verwerking')).toEqual(new Set(['Delete']));
  });

  it(`no stack and no table can be deleted by accident: ${bewaren}`, () => {
    expect([hub.gegevens, hub.verwerking, hub.archief].map((stack) => stack.terminationProtection)).toEqual([
      bewaren,
      bewaren,
      bewaren,
    ]);
    const [tabel] = sjablonen.bronnen('AWS::DynamoDB::GlobalTable');
    expect(tabel?.bron.Properties['Replicas']).toMatchObject([{ DeletionProtectionEnabled: bewaren }]);
  });

  it('logs and archive forget after as many days as the environment says', () => {
    const dagen = (type: string, eigenschap: string) =>
      new Set(sjablonen.bronnen(type).map(({ bron }) => bron.Properties[eigenschap]));
    expect(dagen('AWS::Logs::LogGroup', 'RetentionInDays')).toEqual(new Set([omgeving.bewaarDagen.logs]));
    expect(dagen('AWS::Events::Archive', 'RetentionDays')).toEqual(new Set([omgeving.bewaarDagen.archief]));
  });
});

describe('an account in the environment', () => {
  it('is the only one that the stacks can be deployed to', () => {
    const { gegevens, verwerking, archief } = maakProefApp({
      omgeving: proefOmgeving({ account: '123456789012', regio: 'eu-central-1' }),
    });
    for (const stack of [gegevens, verwerking, archief]) {
      expect(stack.environment).toBe('aws://123456789012/eu-central-1');
    }
  });

  it('that is absent leaves the stacks to the credentials', () => {
    expect(maakProefApp().gegevens.environment).toBe('aws://unknown-account/unknown-region');
  });
});

describe('tags', () => {
  const sjablonen = leesSjablonen(maakProefApp());
  const LABELS = [
    { Key: 'eigenaar', Value: 'team-proef' },
    { Key: 'kostenplaats', Value: '0907-12' },
    { Key: 'omgeving', Value: 'productie' },
    { Key: 'toepassing', Value: 'inburgeringshub' },
  ];
  const opNaam = (labels: unknown) =>
    (labels as typeof LABELS).toSorted((a, b) => a.Key.localeCompare(b.Key));

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
  ])('of the hub, the environment and the gemeente stand on every %s', (type) => {
    const bronnen = sjablonen.bronnen(type);
    expect(bronnen.length).toBeGreaterThan(0);
    for (const { doel, bron } of bronnen) expect(opNaam(bron.Properties['Tags']), doel.id).toEqual(LABELS);
  });

  it('stand on the table, which the CDK does not tag by itself', () => {
    const [tabel] = sjablonen.bronnen('AWS::DynamoDB::GlobalTable');
    const [replica] = alsLijst(tabel?.bron.Properties['Replicas']) as { Tags: unknown }[];
    expect(opNaam(replica?.Tags)).toEqual(LABELS);
  });

  it('go along with the stacks, for the types that only take them from there', () => {
    const labels = Object.fromEntries(LABELS.map(({ Key, Value }) => [Key, Value]));
    const { artifacts } = maakProefApp().app.synth().manifest;
    const stacks = Object.values(artifacts ?? {}).filter(({ type }) => type === 'aws:cloudformation:stack');
    expect(stacks.length).toBeGreaterThanOrEqual(3);
    for (const { properties } of stacks) expect(properties).toMatchObject({ tags: labels });
  });
});
