import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, it } from 'vitest';
import { API_VERSIE } from '../../contracts/versie.ts';
import type { OmgevingInvoer } from '../../infra/omgevingen/omgeving.ts';
import { proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { functieMet, leesSjablonen, maakProefApp } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());
const { verwerking } = sjablonen.sjablonen;
const antwoorden = sjablonen.bronnen('AWS::ApiGateway::GatewayResponse');

/** Elke soort antwoord die deze versie van de CDK kent; een nieuwe soort laat de test mislukken. */
const SOORTEN: readonly string[] = Object.values(ResponseType).flatMap((soort: unknown) =>
  soort instanceof ResponseType ? [soort.responseType] : [],
);

const HEADERS = {
  'API-Version': API_VERSIE,
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Content-Type': 'application/problem+json',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const antwoordOp = (soort: string) => {
  const gevonden = antwoorden.filter(({ bron }) => bron.Properties['ResponseType'] === soort);
  expect(gevonden).toHaveLength(1);
  const [antwoord] = gevonden;
  const properties = antwoord?.bron.Properties ?? {};
  const sjabloon = properties['ResponseTemplates'] as Readonly<Record<string, string>>;
  const headers = Object.entries(properties['ResponseParameters'] as Readonly<Record<string, string>>).map(
    ([naam, waarde]) =>
      [naam.replace('gatewayresponse.header.', ''), waarde.replace(/^'(.*)'$/, '$1')] as const,
  );
  return {
    status: properties['StatusCode'],
    headers: Object.fromEntries(headers),
    inhoud: (mediatype: string): unknown => JSON.parse(sjabloon[mediatype] ?? 'null'),
  };
};

describe('antwoorden van de gateway zelf', () => {
  it('bestaan voor elke soort die API Gateway kent', () => {
    expect(SOORTEN.length).toBeGreaterThan(20);
    expect(antwoorden.map(({ bron }) => bron.Properties['ResponseType']).toSorted()).toEqual(
      SOORTEN.toSorted(),
    );
  });

  it.each(SOORTEN)('%s is een probleem met alle vaste headers', (soort) => {
    const { status, headers, inhoud } = antwoordOp(soort);
    expect(headers).toMatchObject(HEADERS);
    const probleem = inhoud('application/problem+json');
    expect(probleem).toEqual({
      type: expect.stringMatching(/^https:\/\/hub\.example\.nl\/problemen\/[a-z-]+$/),
      status: Number(status),
      title: expect.stringMatching(/\S/),
      detail: expect.stringMatching(/\.$/),
    });
    expect(inhoud('application/json')).toEqual(probleem);
    expect(JSON.stringify(probleem)).not.toMatch(/arn:|lambda|gateway|aws|dynamo|\$context/i);
  });

  it('houden per soort probleem dezelfde titel', () => {
    const titels = new Map<string, Set<string>>();
    for (const soort of SOORTEN) {
      const { type, title } = antwoordOp(soort).inhoud('application/problem+json') as {
        type: string;
        title: string;
      };
      titels.set(type, (titels.get(type) ?? new Set()).add(title));
    }
    expect([...titels.values()].filter((verzameling) => verzameling.size > 1)).toEqual([]);
  });

  it.each([
    ['THROTTLED', '429', 'Retry-After'],
    ['UNAUTHORIZED', '401', 'WWW-Authenticate'],
  ])('%s zegt met status %s ook %s', (soort, verwacht, header) => {
    const { status, headers } = antwoordOp(soort);
    expect(status).toBe(verwacht);
    expect(headers).toHaveProperty(header);
  });

  it.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404'],
    ['REQUEST_TOO_LARGE', '413'],
    ['UNSUPPORTED_MEDIA_TYPE', '415'],
    ['INTEGRATION_TIMEOUT', '504'],
    ['BAD_REQUEST_BODY', '400'],
  ])('%s heeft status %s', (soort, verwacht) => {
    expect(antwoordOp(soort).status).toBe(verwacht);
  });
});

describe('api', () => {
  it('stuurt elk pad en elke methode naar de ene functie', () => {
    const { doel } = functieMet(sjablonen, 'api');
    const methoden = sjablonen.bronnen('AWS::ApiGateway::Method');
    expect(methoden.map(({ bron }) => bron.Properties['HttpMethod'])).toEqual(['ANY', 'ANY']);
    for (const { bron } of methoden) {
      expect(bron.Properties['Integration']).toMatchObject({ Type: 'AWS_PROXY' });
      expect(JSON.stringify(bron.Properties['Integration'])).toContain(`"${doel.id}"`);
    }
    verwerking.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: '{proxy+}' });
  });

  it('staat in de regio, eist modern TLS en kent geen binaire inhoud', () => {
    const [api] = sjablonen.bronnen('AWS::ApiGateway::RestApi');
    expect(api?.bron.Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      DisableExecuteApiEndpoint: false,
    });
    expect(api?.bron.Properties).not.toHaveProperty('BinaryMediaTypes');
  });

  it('heet v1, begrenst het aantal verzoeken en logt alleen wat niemand aanwijst', () => {
    const [stage] = sjablonen.bronnen('AWS::ApiGateway::Stage');
    expect(stage?.bron.Properties).toMatchObject({
      StageName: 'v1',
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          DataTraceEnabled: false,
          LoggingLevel: 'OFF',
          ThrottlingRateLimit: 100,
          ThrottlingBurstLimit: 200,
        },
      ],
    });
    const toegangslog = stage?.bron.Properties['AccessLogSetting'] as { Format: string } | undefined;
    expect(JSON.parse(toegangslog?.Format ?? '')).toEqual({
      requestId: '$context.requestId',
      httpMethod: '$context.httpMethod',
      resourcePath: '$context.resourcePath',
      status: '$context.status',
      responseLatency: '$context.responseLatency',
    });
  });

  it('geeft haar adres als uitvoer, één keer', () => {
    expect(Object.keys(verwerking.findOutputs('*')).filter((naam) => /^Api.*Url$/.test(naam))).toEqual([
      'ApiUrl',
    ]);
  });
});

describe('eigen domein', () => {
  const { naam, certificaatArn, truststore } = VOLLEDIG.domein;
  const metDomein = (domein: OmgevingInvoer['domein']) =>
    leesSjablonen(maakProefApp({ omgeving: proefOmgeving({ regio: VOLLEDIG.regio, domein }) }));
  const metTruststore = metDomein({ naam, certificaatArn, truststore: { ...truststore, versie: '7' } });

  it('is er niet zonder instelling', () => {
    verwerking.resourceCountIs('AWS::ApiGateway::DomainName', 0);
    verwerking.resourceCountIs('AWS::ApiGateway::BasePathMapping', 0);
  });

  it('eist met een truststore een clientcertificaat en sluit het standaardadres', () => {
    const { verwerking: sjabloon } = metTruststore.sjablonen;
    sjabloon.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: naam,
      RegionalCertificateArn: certificaatArn,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
      MutualTlsAuthentication: { TruststoreUri: 's3://truststore-gennep/ca.pem', TruststoreVersion: '7' },
    });
    sjabloon.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
  });

  it('hangt de stage onder /v1 en noemt het domein in adres en problemen', () => {
    const { verwerking: sjabloon } = metTruststore.sjablonen;
    const [stage] = Object.keys(sjabloon.findResources('AWS::ApiGateway::Stage'));
    sjabloon.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: 'v1',
      Stage: { Ref: stage },
    });
    sjabloon.hasOutput('ApiUrl', { Value: 'https://hub.gennep.example/v1/' });
    const [domein] = Object.keys(sjabloon.findResources('AWS::ApiGateway::DomainName'));
    sjabloon.hasOutput('DomeinDoel', { Value: { 'Fn::GetAtt': [domein, 'RegionalDomainName'] } });
    const [antwoord] = metTruststore.bronnen('AWS::ApiGateway::GatewayResponse');
    expect(JSON.stringify(antwoord?.bron.Properties['ResponseTemplates'])).toContain(
      'https://hub.gennep.example/problemen/',
    );
  });

  it('krijgt zonder truststore het strengste TLS-beleid', () => {
    const { verwerking: sjabloon } = metDomein({ naam, certificaatArn }).sjablonen;
    sjabloon.hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
    sjabloon.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: false });
  });
});
