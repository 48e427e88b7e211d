import { describe, expect, it } from 'vitest';
import { FUNCTIES } from '../../infra/namen.ts';
import { proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { functieMet, leesSjablonen, maakProefApp, omgevingVan } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());

const OVERAL = ['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE', 'LOG_LEVEL', 'NODE_OPTIONS'];
const GEDEELD = [...OVERAL, 'TABEL_NAAM'];
const BRON = [...GEDEELD, 'BUS_NAAM', 'SLEUTEL_GEHEIM_ID'];

const VARIABELEN = {
  api: [
    ...BRON,
    'HUB_BASIS_URL',
    'GEMEENTEN',
    'TOKEN_UITGEVER',
    'TOKEN_PUBLIEK',
    'TOKEN_JWKS_URL',
    'BEZORGING_WACHTRIJ_URL',
    'WEBHOOK_GEHEIM_ID',
  ],
  coa: BRON,
  brp: BRON,
  duo: [...BRON, 'WACHTRIJ_URL', 'DUO_BASIS_URL', 'DUO_OIN', 'HUB_OIN'],
  partnerberichten: [...GEDEELD, 'HUB_BRON', 'HUB_BASIS_URL', 'WACHTRIJ_URL', 'BEZORGING_WACHTRIJ_URL'],
  webhook: [...GEDEELD, 'BUS_NAAM', 'BEZORGING_WACHTRIJ_URL', 'WEBHOOK_GEHEIM_ID', 'HUB_BASIS_URL'],
  bewaking: [...GEDEELD, 'BUS_NAAM', 'GEMEENTEN', 'WACHT_ALARM_NA', 'BEZORGING_WACHTRIJ_URL'],
  herstel: [...OVERAL, 'HERSTEL_PLEKKEN'],
} as const;

const SECONDEN = {
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
    const diensten = sjablonen
      .bronnen('AWS::Lambda::Function')
      .map(({ bron }) => omgevingVan(bron)['POWERTOOLS_SERVICE_NAME']);
    expect(diensten.toSorted()).toEqual(FUNCTIES.map((naam) => `inburgeringshub-${naam}`).toSorted());
  });

  it.each(FUNCTIES)(
    '%s draait op arm64 met Node 24, een tijdslimiet en een eigen loggroep die vergeet',
    (naam) => {
      const { doel, bron } = functieMet(sjablonen, naam);
      expect(bron.Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        MemorySize: 512,
        Timeout: SECONDEN[naam],
      });
      const { LogGroup } = bron.Properties['LoggingConfig'] as { LogGroup: unknown };
      const loggroep = sjablonen.bronVan(sjablonen.doelVan(doel.stack, LogGroup));
      expect(loggroep?.Type).toBe('AWS::Logs::LogGroup');
      expect(loggroep?.Properties['RetentionInDays']).toBe(90);
    },
  );

  it.each(FUNCTIES)('%s krijgt precies de omgeving die haar toekomt', (naam) => {
    const omgeving = omgevingVan(functieMet(sjablonen, naam).bron);
    expect(Object.keys(omgeving).toSorted()).toEqual([...VARIABELEN[naam]].toSorted());
    expect(omgeving).toMatchObject({
      POWERTOOLS_METRICS_NAMESPACE: 'Inburgeringshub',
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--enable-source-maps',
    });
  });

  it('verwijzen naar de tabel, de bus en het geheim uit de gegevensstack', () => {
    const { doel, bron } = functieMet(sjablonen, 'coa');
    const type = (naam: string) => {
      const gevonden = sjablonen.doelVan(doel.stack, omgevingVan(bron)[naam]);
      expect(gevonden?.stack).toBe('gegevens');
      return sjablonen.bronVan(gevonden)?.Type;
    };
    expect(type('TABEL_NAAM')).toBe('AWS::DynamoDB::GlobalTable');
    expect(type('BUS_NAAM')).toBe('AWS::Events::EventBus');
    expect(type('SLEUTEL_GEHEIM_ID')).toBe('AWS::SecretsManager::Secret');
  });

  it('duo kent haar eigen wachtrij en de parameters van DUO', () => {
    const { doel, bron } = functieMet(sjablonen, 'duo');
    const omgeving = omgevingVan(bron);
    const mapping = sjablonen
      .bronnen('AWS::Lambda::EventSourceMapping')
      .find((m) => sjablonen.doelVan('verwerking', m.bron.Properties['FunctionName'])?.id === doel.id);
    expect(sjablonen.doelVan('verwerking', omgeving['WACHTRIJ_URL'])).toEqual(
      sjablonen.doelVan('verwerking', mapping?.bron.Properties['EventSourceArn']),
    );
    expect(omgeving).toMatchObject({
      DUO_BASIS_URL: { Ref: 'DuoBasisUrl' },
      DUO_OIN: { Ref: 'DuoOin' },
      HUB_OIN: '00000099000000001000',
    });
  });

  it('api kent de tokenparameters en bewaking de wachttijd', () => {
    expect(omgevingVan(functieMet(sjablonen, 'api').bron)).toMatchObject({
      HUB_BASIS_URL: 'https://hub.example.nl',
      TOKEN_UITGEVER: { Ref: 'TokenUitgever' },
      TOKEN_PUBLIEK: { Ref: 'TokenPubliek' },
      TOKEN_JWKS_URL: { Ref: 'TokenJwksUrl' },
    });
    expect(omgevingVan(functieMet(sjablonen, 'bewaking').bron)['WACHT_ALARM_NA']).toBe('P14D');
  });

  it('partnerberichten weet namens wie zij stuurt, en kent haar eigen wachtrij, waar die van de partners naast liggen', () => {
    const { doel, bron } = functieMet(sjablonen, 'partnerberichten');
    expect(omgevingVan(bron)).toMatchObject({
      HUB_BRON: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      HUB_BASIS_URL: 'https://hub.example.nl',
    });
    const mapping = sjablonen
      .bronnen('AWS::Lambda::EventSourceMapping')
      .find((m) => sjablonen.doelVan('verwerking', m.bron.Properties['FunctionName'])?.id === doel.id);
    expect(sjablonen.doelVan('verwerking', omgevingVan(bron)['WACHTRIJ_URL'])).toEqual(
      sjablonen.doelVan('verwerking', mapping?.bron.Properties['EventSourceArn']),
    );
  });

  it.each(['api', 'partnerberichten', 'webhook', 'bewaking'])(
    '%s zet opdrachten in de wachtrij die webhook leegt',
    (naam) => {
      const webhook = functieMet(sjablonen, 'webhook').doel;
      const mapping = sjablonen
        .bronnen('AWS::Lambda::EventSourceMapping')
        .find((m) => sjablonen.doelVan('verwerking', m.bron.Properties['FunctionName'])?.id === webhook.id);
      const url = omgevingVan(functieMet(sjablonen, naam).bron)['BEZORGING_WACHTRIJ_URL'];
      expect(sjablonen.doelVan('verwerking', url)).toEqual(
        sjablonen.doelVan('verwerking', mapping?.bron.Properties['EventSourceArn']),
      );
    },
  );

  it('versleutelen de geheimen van abonnementen met een ander geheim dan de opzoeksleutels', () => {
    const geheimVan = (functie: string, variabele: string) =>
      sjablonen.doelVan('verwerking', omgevingVan(functieMet(sjablonen, functie).bron)[variabele]);
    expect(geheimVan('webhook', 'WEBHOOK_GEHEIM_ID')).toEqual(geheimVan('api', 'WEBHOOK_GEHEIM_ID'));
    expect(sjablonen.bronVan(geheimVan('webhook', 'WEBHOOK_GEHEIM_ID'))?.Type).toBe(
      'AWS::SecretsManager::Secret',
    );
    expect(geheimVan('api', 'WEBHOOK_GEHEIM_ID')).not.toEqual(geheimVan('api', 'SLEUTEL_GEHEIM_ID'));
  });

  it('laten webhooks op de eigen machine alleen toe als de omgeving het zegt', () => {
    const lokaal = leesSjablonen(
      maakProefApp({ omgeving: proefOmgeving({ naam: 'lokaal', gegevens: 'weggooien', loopback: true }) }),
    );
    const wieMag = (van: typeof sjablonen) =>
      FUNCTIES.filter((naam) => omgevingVan(functieMet(van, naam).bron)['LOOPBACK_TOEGESTAAN'] !== undefined);
    expect(wieMag(sjablonen)).toEqual([]);
    expect(wieMag(lokaal)).toEqual(['api', 'webhook']);
    expect(omgevingVan(functieMet(lokaal, 'webhook').bron)['LOOPBACK_TOEGESTAAN']).toBe('ja');
  });

  it.each([
    ['duo', 'DUO_CERTIFICAAT_GEHEIM_ID', VOLLEDIG.duo.certificaatGeheimArn],
    ['webhook', 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', VOLLEDIG.webhook.certificaatGeheimArn],
  ])(
    '%s krijgt het certificaatgeheim alleen als het is opgegeven, met het recht erbij',
    (naam, variabele, arn) => {
      const ingevuld = leesSjablonen(maakProefApp({ omgeving: proefOmgeving(VOLLEDIG) }));
      const { doel, bron } = functieMet(ingevuld, naam);
      expect(omgevingVan(bron)[variabele]).toBe(arn);
      expect(omgevingVan(functieMet(sjablonen, naam).bron)).not.toHaveProperty(variabele);
      const rol = ingevuld.doelVan(doel.stack, bron.Properties['Role']);
      const metRecht = ingevuld
        .bronnen('AWS::IAM::Policy')
        .filter((policy) => JSON.stringify(policy.bron.Properties['PolicyDocument']).includes(arn));
      expect(metRecht.map((policy) => policy.bron.Properties['Roles'])).toEqual([[{ Ref: rol?.id }]]);
    },
  );
});
