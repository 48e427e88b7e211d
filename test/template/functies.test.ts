import { describe, expect, it } from 'vitest';
import { FUNCTIES } from '../../infra/namen.ts';
import { proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { functieMet, leesSjablonen, maakProefApp, omgevingVan } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());

const OVERAL = ['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE', 'LOG_LEVEL', 'NODE_OPTIONS'];
const GEDEELD = [...OVERAL, 'TABEL_NAAM'];
const BRON = [...GEDEELD, 'BUS_NAAM', 'SLEUTEL_GEHEIM_ID'];

const VARIABELEN = {
  api: [...BRON, 'HUB_BASIS_URL', 'TOKEN_UITGEVER', 'TOKEN_PUBLIEK', 'TOKEN_JWKS_URL'],
  coa: BRON,
  brp: BRON,
  duo: [...BRON, 'WACHTRIJ_URL', 'DUO_BASIS_URL', 'DUO_OIN', 'HUB_OIN'],
  partnerberichten: [...GEDEELD, 'HUB_BRON', 'HUB_BASIS_URL', 'WACHTRIJ_URL'],
  bewaking: [...GEDEELD, 'BUS_NAAM', 'GEMEENTEN', 'WACHT_ALARM_NA'],
  herstel: [...OVERAL, 'HERSTEL_PLEKKEN'],
} as const;

const SECONDEN = {
  api: 15,
  coa: 30,
  brp: 30,
  duo: 60,
  partnerberichten: 45,
  bewaking: 60,
  herstel: 900,
} as const;

describe('functies', () => {
  it('zijn precies de zeven van de hub', () => {
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

  it('duo krijgt het certificaatgeheim alleen als het is opgegeven, met het recht erbij', () => {
    const arn = VOLLEDIG.duo.certificaatGeheimArn;
    const { sjablonen: alle, ...rest } = leesSjablonen(maakProefApp({ omgeving: proefOmgeving(VOLLEDIG) }));
    const duo = functieMet({ sjablonen: alle, ...rest }, 'duo');
    expect(omgevingVan(duo.bron)['DUO_CERTIFICAAT_GEHEIM_ID']).toBe(arn);
    expect(JSON.stringify(alle.verwerking.findResources('AWS::IAM::Policy'))).toContain(arn);
  });
});
