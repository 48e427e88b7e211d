import { describe, expect, it } from 'vitest';
import { PROCESSOR_NAMES } from '../../cli/operator/recovery/rekey/rekey-steps.ts';
import { FUNCTIONS } from '../../infra/names.ts';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp, environmentOf, functionWith, readTemplates, trialTemplates } from './support.ts';

const templates = trialTemplates();

const EVERYWHERE = ['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE', 'LOG_LEVEL', 'NODE_OPTIONS'];
const SHARED = [...EVERYWHERE, 'TABEL_NAAM'];
const SOURCE = [...SHARED, 'BUS_NAAM', 'SLEUTEL_GEHEIM_ID'];

const VARIABLES = {
  api: [
    ...SOURCE,
    'LOGBOEK_TABEL_NAAM',
    'HUB_BASIS_URL',
    'TOKEN_UITGEVERS',
    'DUO_OIN',
    'BEZORGING_WACHTRIJ_URL',
    'WEBHOOK_GEHEIM_ID',
  ],
  ophalen: [...SHARED, 'HUB_BASIS_URL', 'TOKEN_UITGEVERS', 'LOGBOEK_TABEL_NAAM'],
  loket: [
    ...SHARED,
    'BUS_NAAM',
    'SLEUTEL_GEHEIM_ID',
    'LOGBOEK_TABEL_NAAM',
    'BEZORGING_WACHTRIJ_URL',
    'LOKET_ADRES',
    'LOKET_UITGEVER',
    'MAIL_AFZENDER',
  ],
  coa: SOURCE,
  brp: SOURCE,
  meldingen: SOURCE,
  duo: [...SOURCE, 'WACHTRIJ_URL', 'DUO_BASIS_URL', 'DUO_OIN', 'HUB_OIN'],
  duomeldingen: [...SHARED, 'BUS_NAAM', 'WACHTRIJ_URL', 'DUO_BASIS_URL', 'DUO_OIN', 'HUB_OIN'],
  partnerberichten: [...SHARED, 'HUB_BRON', 'HUB_BASIS_URL', 'WACHTRIJ_URL', 'BEZORGING_WACHTRIJ_URL'],
  webhook: [...SHARED, 'BUS_NAAM', 'BEZORGING_WACHTRIJ_URL', 'WEBHOOK_GEHEIM_ID', 'HUB_BASIS_URL'],
  mailen: [...SHARED, 'LOKET_ADRES', 'MAIL_AFZENDER'],
  bewaking: [
    ...SHARED,
    'BUS_NAAM',
    'WACHT_ALARM_NA',
    'PARTNER_ALARM_NA',
    'STILTE_ALARM_NA',
    'WACHTRIJEN',
    'BEZORGING_WACHTRIJ_URL',
  ],
  herstel: [...EVERYWHERE, 'HERSTEL_PLEKKEN'],
  wissen: [...SOURCE, 'LOGBOEK_TABEL_NAAM'],
} as const;

const SECONDS = {
  // Longer than the longest waiting call of a partner (twenty seconds), and shorter than the limit of the gateway.
  api: 28,
  ophalen: 28,
  loket: 28,
  coa: 30,
  brp: 30,
  meldingen: 30,
  duo: 60,
  duomeldingen: 60,
  partnerberichten: 45,
  webhook: 120,
  mailen: 60,
  bewaking: 60,
  herstel: 900,
  wissen: 120,
} as const;

/** The functions that call DUO. */
const CALL_DUO = ['duo', 'duomeldingen'];

describe('the functions', () => {
  it('are the fourteen of the hub', () => {
    const services = templates
      .sources('AWS::Lambda::Function')
      .map(({ source }) => environmentOf(source)['POWERTOOLS_SERVICE_NAME']);
    expect(services.toSorted()).toEqual(FUNCTIONS.map((name) => `inburgeringshub-${name}`).toSorted());
  });

  it.each(FUNCTIONS)(
    '%s runs on arm64 with Node 24, a timeout, and a log group of its own with a retention',
    (name) => {
      const { target, source } = functionWith(templates, name);
      expect(source.Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        MemorySize: 512,
        Timeout: SECONDS[name],
      });
      const { LogGroup } = source.Properties['LoggingConfig'] as { LogGroup: unknown };
      const logGroup = templates.sourceOf(templates.targetOf(target.stack, LogGroup));
      expect(logGroup?.Type).toBe('AWS::Logs::LogGroup');
      expect(logGroup?.Properties['RetentionInDays']).toBe(90);
    },
  );

  it.each(FUNCTIONS)('%s gets exactly the environment variables that it needs', (name) => {
    const environment = environmentOf(functionWith(templates, name).source);
    expect(Object.keys(environment).toSorted()).toEqual([...VARIABLES[name]].toSorted());
    expect(environment).toMatchObject({
      POWERTOOLS_METRICS_NAMESPACE: 'Inburgeringshub',
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--enable-source-maps',
    });
  });

  it('behind the gateway have a concurrency of their own each, so that no flood takes that of processing or of another', () => {
    const { apiTegelijk, loketTegelijk, ophalenTegelijk } = trialEnvironment();
    const behindGateway = { api: apiTegelijk, loket: loketTegelijk, ophalen: ophalenTegelijk };
    const reserved = Object.fromEntries(
      FUNCTIONS.map((name) => [
        name,
        functionWith(templates, name).source.Properties['ReservedConcurrentExecutions'],
      ]),
    );
    // That of herstel keeps it from running until somebody lets it.
    expect(reserved).toEqual({
      ...Object.fromEntries(FUNCTIONS.map((name) => [name, undefined])),
      ...behindGateway,
      herstel: 0,
    });
  });

  it('refer to the table, the bus and the secret of the data stack', () => {
    const { target, source } = functionWith(templates, 'coa');
    const type = (name: string) => {
      const found = templates.targetOf(target.stack, environmentOf(source)[name]);
      expect(found?.stack).toBe('data');
      return templates.sourceOf(found)?.Type;
    };
    expect(type('TABEL_NAAM')).toBe('AWS::DynamoDB::GlobalTable');
    expect(type('BUS_NAAM')).toBe('AWS::Events::EventBus');
    expect(type('SLEUTEL_GEHEIM_ID')).toBe('AWS::SecretsManager::Secret');
  });

  it('duo is given its own queue and the parameters of DUO', () => {
    const { target, source } = functionWith(templates, 'duo');
    const environment = environmentOf(source);
    const mapping = templates
      .sources('AWS::Lambda::EventSourceMapping')
      .find((m) => templates.targetOf('processing', m.source.Properties['FunctionName'])?.id === target.id);
    expect(templates.targetOf('processing', environment['WACHTRIJ_URL'])).toEqual(
      templates.targetOf('processing', mapping?.source.Properties['EventSourceArn']),
    );
    expect(environment).toMatchObject({
      DUO_BASIS_URL: { Ref: 'DuoBasisUrl' },
      DUO_OIN: { Ref: 'DuoOin' },
      HUB_OIN: '00000099000000001000',
    });
  });

  it('api is given the parameters of tokens and the OIN of DUO, and bewaking how long a message or a source may wait', () => {
    expect(environmentOf(functionWith(templates, 'api').source)).toMatchObject({
      HUB_BASIS_URL: 'https://hub.example.nl',
      DUO_OIN: { Ref: 'DuoOin' },
    });
    const issuers = JSON.stringify(environmentOf(functionWith(templates, 'api').source)['TOKEN_UITGEVERS']);
    for (const parameter of ['TokenUitgever', 'TokenPubliek', 'TokenJwksUrl'])
      expect(issuers).toContain(JSON.stringify({ Ref: parameter }));
    expect(environmentOf(functionWith(templates, 'bewaking').source)).toMatchObject({
      WACHT_ALARM_NA: 'P14D',
      PARTNER_ALARM_NA: 'P1D',
      STILTE_ALARM_NA: JSON.stringify({ coa: 'P14D', brp: 'P14D', duo: 'P30D' }),
    });
  });

  it('partnerberichten is given its source and its own queue', () => {
    const { target, source } = functionWith(templates, 'partnerberichten');
    expect(environmentOf(source)).toMatchObject({
      HUB_BRON: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      HUB_BASIS_URL: 'https://hub.example.nl',
    });
    const mapping = templates
      .sources('AWS::Lambda::EventSourceMapping')
      .find((m) => templates.targetOf('processing', m.source.Properties['FunctionName'])?.id === target.id);
    expect(templates.targetOf('processing', environmentOf(source)['WACHTRIJ_URL'])).toEqual(
      templates.targetOf('processing', mapping?.source.Properties['EventSourceArn']),
    );
  });

  it.each(['api', 'partnerberichten', 'webhook', 'bewaking'])(
    '%s puts jobs in the queue that webhook reads',
    (name) => {
      const webhook = functionWith(templates, 'webhook').target;
      const mapping = templates
        .sources('AWS::Lambda::EventSourceMapping')
        .find(
          (m) => templates.targetOf('processing', m.source.Properties['FunctionName'])?.id === webhook.id,
        );
      const url = environmentOf(functionWith(templates, name).source)['BEZORGING_WACHTRIJ_URL'];
      expect(templates.targetOf('processing', url)).toEqual(
        templates.targetOf('processing', mapping?.source.Properties['EventSourceArn']),
      );
    },
  );

  it('encrypt the secrets of abonnementen with another secret than the lookup keys', () => {
    const secretOf = (fn: string, variable: string) =>
      templates.targetOf('processing', environmentOf(functionWith(templates, fn).source)[variable]);
    expect(secretOf('webhook', 'WEBHOOK_GEHEIM_ID')).toEqual(secretOf('api', 'WEBHOOK_GEHEIM_ID'));
    expect(templates.sourceOf(secretOf('webhook', 'WEBHOOK_GEHEIM_ID'))?.Type).toBe(
      'AWS::SecretsManager::Secret',
    );
    expect(secretOf('api', 'WEBHOOK_GEHEIM_ID')).not.toEqual(secretOf('api', 'SLEUTEL_GEHEIM_ID'));
  });

  it('that make lookup keys are api, loket and the ones that a re-keying pauses', () => {
    const outputs = Object.keys(templates.templateOf('processing').findOutputs('*'));
    const named = PROCESSOR_NAMES.map((name) => name.toLowerCase());
    expect(
      FUNCTIONS.filter(
        (name) => environmentOf(functionWith(templates, name).source)['SLEUTEL_GEHEIM_ID'] !== undefined,
      ).toSorted(),
    ).toEqual(['api', 'loket', ...named].toSorted());
    for (const name of ['Api', 'Loket', ...PROCESSOR_NAMES]) expect(outputs).toContain(`${name}FunctieNaam`);
  });

  it('allow webhooks on loopback only when the environment does', () => {
    const local = readTemplates(
      createTrialApp({
        environment: trialEnvironment({ naam: 'lokaal', gegevens: 'weggooien', loopback: true }),
      }),
    );
    const whoMay = (of: typeof templates) =>
      FUNCTIONS.filter(
        (name) => environmentOf(functionWith(of, name).source)['LOOPBACK_TOEGESTAAN'] !== undefined,
      );
    expect(whoMay(templates)).toEqual([]);
    expect(whoMay(local)).toEqual(['api', 'webhook']);
    expect(environmentOf(functionWith(local, 'webhook').source)['LOOPBACK_TOEGESTAAN']).toBe('ja');
  });

  it('who calls DUO gets the secrets with certificates of gemeenten only when the environment has them, and may read those alone', () => {
    const filled = readTemplates(createTrialApp({ environment: trialEnvironment(COMPLETE) }));
    const arn = COMPLETE.duo.gemeenten['0907'].certificaatGeheimArn;
    const roles = CALL_DUO.map((name) => {
      const { target, source } = functionWith(filled, name);
      expect(environmentOf(source)['DUO_CERTIFICAAT_PER_GEMEENTE']).toBe(JSON.stringify({ '0907': arn }));
      expect(environmentOf(functionWith(templates, name).source)).not.toHaveProperty(
        'DUO_CERTIFICAAT_PER_GEMEENTE',
      );
      return [{ Ref: filled.targetOf(target.stack, source.Properties['Role'])?.id }];
    });
    const withRight = filled
      .sources('AWS::IAM::Policy')
      .filter((policy) => JSON.stringify(policy.source.Properties['PolicyDocument']).includes(arn));
    expect(withRight.map((policy) => policy.source.Properties['Roles'])).toEqual(roles);
  });

  it('a certificate of a gemeente that takes no part is refused', () => {
    const duo = { ...COMPLETE.duo, gemeenten: { '0171': COMPLETE.duo.gemeenten['0907'] } };
    expect(() => createTrialApp({ environment: trialEnvironment({ ...COMPLETE, duo }) })).toThrow(
      'duo.gemeenten noemt gemeenten die niet meedoen: 0171',
    );
  });

  it.each([
    [CALL_DUO, 'DUO_CERTIFICAAT_GEHEIM_ID', COMPLETE.duo.certificaatGeheimArn],
    [['webhook'], 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', COMPLETE.webhook.certificaatGeheimArn],
  ])(
    '%s get the secret with their certificate only when the environment has it, and may read it',
    (names, variable, arn) => {
      const filled = readTemplates(createTrialApp({ environment: trialEnvironment(COMPLETE) }));
      const roles = names.map((name) => {
        const { target, source } = functionWith(filled, name);
        expect(environmentOf(source)[variable]).toBe(arn);
        expect(environmentOf(functionWith(templates, name).source)).not.toHaveProperty(variable);
        return [{ Ref: filled.targetOf(target.stack, source.Properties['Role'])?.id }];
      });
      const withRight = filled
        .sources('AWS::IAM::Policy')
        .filter((policy) => JSON.stringify(policy.source.Properties['PolicyDocument']).includes(arn));
      expect(withRight.map((policy) => policy.source.Properties['Roles'])).toEqual(roles);
    },
  );
});
