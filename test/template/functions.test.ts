import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../infra/names.ts';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp, environmentOf, functionWith, readTemplates } from './support.ts';

const templates = readTemplates(createTrialApp());

const EVERYWHERE = ['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE', 'LOG_LEVEL', 'NODE_OPTIONS'];
const SHARED = [...EVERYWHERE, 'TABEL_NAAM'];
const SOURCE = [...SHARED, 'BUS_NAAM', 'SLEUTEL_GEHEIM_ID'];

const VARIABLES = {
  api: [
    ...SOURCE,
    'HUB_BASIS_URL',
    'GEMEENTEN',
    'TOKEN_UITGEVER',
    'TOKEN_PUBLIEK',
    'TOKEN_JWKS_URL',
    'BEZORGING_WACHTRIJ_URL',
    'WEBHOOK_GEHEIM_ID',
  ],
  coa: SOURCE,
  brp: SOURCE,
  duo: [...SOURCE, 'WACHTRIJ_URL', 'DUO_BASIS_URL', 'DUO_OIN', 'HUB_OIN'],
  partnerberichten: [...SHARED, 'HUB_BRON', 'HUB_BASIS_URL', 'WACHTRIJ_URL', 'BEZORGING_WACHTRIJ_URL'],
  webhook: [...SHARED, 'BUS_NAAM', 'BEZORGING_WACHTRIJ_URL', 'WEBHOOK_GEHEIM_ID', 'HUB_BASIS_URL'],
  bewaking: [...SHARED, 'BUS_NAAM', 'GEMEENTEN', 'WACHT_ALARM_NA', 'BEZORGING_WACHTRIJ_URL'],
  herstel: [...EVERYWHERE, 'HERSTEL_PLEKKEN'],
} as const;

const SECONDS = {
  // Langer dan een partner op berichten kan wachten (twintig seconden), korter dan de gateway wacht.
  api: 28,
  coa: 30,
  brp: 30,
  duo: 60,
  partnerberichten: 45,
  webhook: 120,
  bewaking: 60,
  herstel: 900,
} as const;

describe('functies', () => {
  it('zijn precies de acht van de hub', () => {
    const services = templates
      .sources('AWS::Lambda::Function')
      .map(({ bron }) => environmentOf(bron)['POWERTOOLS_SERVICE_NAME']);
    expect(services.toSorted()).toEqual(FUNCTIONS.map((name) => `inburgeringshub-${name}`).toSorted());
  });

  it.each(FUNCTIONS)(
    '%s draait op arm64 met Node 24, een tijdslimiet en een eigen loggroep die vergeet',
    (name) => {
      const { doel, bron } = functionWith(templates, name);
      expect(bron.Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        MemorySize: 512,
        Timeout: SECONDS[name],
      });
      const { LogGroup } = bron.Properties['LoggingConfig'] as { LogGroup: unknown };
      const logGroup = templates.sourceOf(templates.targetOf(doel.stack, LogGroup));
      expect(logGroup?.Type).toBe('AWS::Logs::LogGroup');
      expect(logGroup?.Properties['RetentionInDays']).toBe(90);
    },
  );

  it.each(FUNCTIONS)('%s krijgt precies de omgeving die haar toekomt', (name) => {
    const environment = environmentOf(functionWith(templates, name).bron);
    expect(Object.keys(environment).toSorted()).toEqual([...VARIABLES[name]].toSorted());
    expect(environment).toMatchObject({
      POWERTOOLS_METRICS_NAMESPACE: 'Inburgeringshub',
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--enable-source-maps',
    });
  });

  it('verwijzen naar de tabel, de bus en het geheim uit de gegevensstack', () => {
    const { doel, bron } = functionWith(templates, 'coa');
    const type = (name: string) => {
      const found = templates.targetOf(doel.stack, environmentOf(bron)[name]);
      expect(found?.stack).toBe('gegevens');
      return templates.sourceOf(found)?.Type;
    };
    expect(type('TABEL_NAAM')).toBe('AWS::DynamoDB::GlobalTable');
    expect(type('BUS_NAAM')).toBe('AWS::Events::EventBus');
    expect(type('SLEUTEL_GEHEIM_ID')).toBe('AWS::SecretsManager::Secret');
  });

  it('duo kent haar eigen wachtrij en de parameters van DUO', () => {
    const { doel, bron } = functionWith(templates, 'duo');
    const environment = environmentOf(bron);
    const mapping = templates
      .sources('AWS::Lambda::EventSourceMapping')
      .find((m) => templates.targetOf('verwerking', m.bron.Properties['FunctionName'])?.id === doel.id);
    expect(templates.targetOf('verwerking', environment['WACHTRIJ_URL'])).toEqual(
      templates.targetOf('verwerking', mapping?.bron.Properties['EventSourceArn']),
    );
    expect(environment).toMatchObject({
      DUO_BASIS_URL: { Ref: 'DuoBasisUrl' },
      DUO_OIN: { Ref: 'DuoOin' },
      HUB_OIN: '00000099000000001000',
    });
  });

  it('api kent de tokenparameters en bewaking de wachttijd', () => {
    expect(environmentOf(functionWith(templates, 'api').bron)).toMatchObject({
      HUB_BASIS_URL: 'https://hub.example.nl',
      TOKEN_UITGEVER: { Ref: 'TokenUitgever' },
      TOKEN_PUBLIEK: { Ref: 'TokenPubliek' },
      TOKEN_JWKS_URL: { Ref: 'TokenJwksUrl' },
    });
    expect(environmentOf(functionWith(templates, 'bewaking').bron)['WACHT_ALARM_NA']).toBe('P14D');
  });

  it('partnerberichten weet namens wie zij stuurt, en kent haar eigen wachtrij, waar die van de partners naast liggen', () => {
    const { doel, bron } = functionWith(templates, 'partnerberichten');
    expect(environmentOf(bron)).toMatchObject({
      HUB_BRON: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      HUB_BASIS_URL: 'https://hub.example.nl',
    });
    const mapping = templates
      .sources('AWS::Lambda::EventSourceMapping')
      .find((m) => templates.targetOf('verwerking', m.bron.Properties['FunctionName'])?.id === doel.id);
    expect(templates.targetOf('verwerking', environmentOf(bron)['WACHTRIJ_URL'])).toEqual(
      templates.targetOf('verwerking', mapping?.bron.Properties['EventSourceArn']),
    );
  });

  it.each(['api', 'partnerberichten', 'webhook', 'bewaking'])(
    '%s zet opdrachten in de wachtrij die webhook leegt',
    (name) => {
      const webhook = functionWith(templates, 'webhook').doel;
      const mapping = templates
        .sources('AWS::Lambda::EventSourceMapping')
        .find((m) => templates.targetOf('verwerking', m.bron.Properties['FunctionName'])?.id === webhook.id);
      const url = environmentOf(functionWith(templates, name).bron)['BEZORGING_WACHTRIJ_URL'];
      expect(templates.targetOf('verwerking', url)).toEqual(
        templates.targetOf('verwerking', mapping?.bron.Properties['EventSourceArn']),
      );
    },
  );

  it('versleutelen de geheimen van abonnementen met een ander geheim dan de opzoeksleutels', () => {
    const secretOf = (fn: string, variable: string) =>
      templates.targetOf('verwerking', environmentOf(functionWith(templates, fn).bron)[variable]);
    expect(secretOf('webhook', 'WEBHOOK_GEHEIM_ID')).toEqual(secretOf('api', 'WEBHOOK_GEHEIM_ID'));
    expect(templates.sourceOf(secretOf('webhook', 'WEBHOOK_GEHEIM_ID'))?.Type).toBe(
      'AWS::SecretsManager::Secret',
    );
    expect(secretOf('api', 'WEBHOOK_GEHEIM_ID')).not.toEqual(secretOf('api', 'SLEUTEL_GEHEIM_ID'));
  });

  it('laten webhooks op de eigen machine alleen toe als de omgeving het zegt', () => {
    const local = readTemplates(
      createTrialApp({
        omgeving: trialEnvironment({ naam: 'lokaal', gegevens: 'weggooien', loopback: true }),
      }),
    );
    const whoMay = (of: typeof templates) =>
      FUNCTIONS.filter(
        (name) => environmentOf(functionWith(of, name).bron)['LOOPBACK_TOEGESTAAN'] !== undefined,
      );
    expect(whoMay(templates)).toEqual([]);
    expect(whoMay(local)).toEqual(['api', 'webhook']);
    expect(environmentOf(functionWith(local, 'webhook').bron)['LOOPBACK_TOEGESTAAN']).toBe('ja');
  });

  it('duo krijgt de certificaatgeheimen van gemeenten alleen als zij zijn opgegeven, met het recht op precies die', () => {
    const filled = readTemplates(createTrialApp({ omgeving: trialEnvironment(COMPLETE) }));
    const { doel, bron } = functionWith(filled, 'duo');
    const arn = COMPLETE.duo.gemeenten['0907'].certificaatGeheimArn;
    expect(environmentOf(bron)['DUO_CERTIFICAAT_PER_GEMEENTE']).toBe(JSON.stringify({ '0907': arn }));
    expect(environmentOf(functionWith(templates, 'duo').bron)).not.toHaveProperty(
      'DUO_CERTIFICAAT_PER_GEMEENTE',
    );
    const role = filled.targetOf(doel.stack, bron.Properties['Role']);
    const withRight = filled
      .sources('AWS::IAM::Policy')
      .filter((policy) => JSON.stringify(policy.bron.Properties['PolicyDocument']).includes(arn));
    expect(withRight.map((policy) => policy.bron.Properties['Roles'])).toEqual([[{ Ref: role?.id }]]);
  });

  it.each([
    ['duo', 'DUO_CERTIFICAAT_GEHEIM_ID', COMPLETE.duo.certificaatGeheimArn],
    ['webhook', 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', COMPLETE.webhook.certificaatGeheimArn],
  ])(
    '%s krijgt het certificaatgeheim alleen als het is opgegeven, met het recht erbij',
    (name, variable, arn) => {
      const filled = readTemplates(createTrialApp({ omgeving: trialEnvironment(COMPLETE) }));
      const { doel, bron } = functionWith(filled, name);
      expect(environmentOf(bron)[variable]).toBe(arn);
      expect(environmentOf(functionWith(templates, name).bron)).not.toHaveProperty(variable);
      const role = filled.targetOf(doel.stack, bron.Properties['Role']);
      const withRight = filled
        .sources('AWS::IAM::Policy')
        .filter((policy) => JSON.stringify(policy.bron.Properties['PolicyDocument']).includes(arn));
      expect(withRight.map((policy) => policy.bron.Properties['Roles'])).toEqual([[{ Ref: role?.id }]]);
    },
  );
});
