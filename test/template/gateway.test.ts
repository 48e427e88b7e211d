import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, it } from 'vitest';
import { API_VERSION } from '../../contracts/version.ts';
import type { EnvironmentInput } from '../../infra/environments/environment.ts';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp, functionWith, readTemplates, trialTemplates } from './support.ts';

const templates = trialTemplates();
const { verwerking } = templates.templates;
const responses = templates.sources('AWS::ApiGateway::GatewayResponse');

/** Elke soort antwoord die deze versie van de CDK kent; een nieuwe soort laat de test mislukken. */
const KINDS: readonly string[] = Object.values(ResponseType).flatMap((soort: unknown) =>
  soort instanceof ResponseType ? [soort.responseType] : [],
);

const HEADERS = {
  'API-Version': API_VERSION,
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Content-Type': 'application/problem+json',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const responseAt = (soort: string) => {
  const found = responses.filter(({ bron }) => bron.Properties['ResponseType'] === soort);
  expect(found).toHaveLength(1);
  const [response] = found;
  const properties = response?.bron.Properties ?? {};
  const template = properties['ResponseTemplates'] as Readonly<Record<string, string>>;
  const headers = Object.entries(properties['ResponseParameters'] as Readonly<Record<string, string>>).map(
    ([name, value]) =>
      [name.replace('gatewayresponse.header.', ''), value.replace(/^'(.*)'$/, '$1')] as const,
  );
  return {
    status: properties['StatusCode'],
    headers: Object.fromEntries(headers),
    inhoud: (mediaType: string): unknown => JSON.parse(template[mediaType] ?? 'null'),
  };
};

describe('antwoorden van de gateway zelf', () => {
  it('bestaan voor elke soort die API Gateway kent', () => {
    expect(KINDS.length).toBeGreaterThan(20);
    expect(responses.map(({ bron }) => bron.Properties['ResponseType']).toSorted()).toEqual(KINDS.toSorted());
  });

  it.each(KINDS)('%s is een probleem met alle vaste headers', (soort) => {
    const { status, headers, inhoud } = responseAt(soort);
    expect(headers).toMatchObject(HEADERS);
    const problem = inhoud('application/problem+json');
    expect(problem).toEqual({
      type: expect.stringMatching(/^https:\/\/hub\.example\.nl\/problemen\/[a-z-]+$/),
      status: Number(status),
      title: expect.stringMatching(/\S/),
      detail: expect.stringMatching(/\.$/),
    });
    expect(inhoud('application/json')).toEqual(problem);
    expect(JSON.stringify(problem)).not.toMatch(/arn:|lambda|gateway|aws|dynamo|\$context/i);
  });

  it('houden per soort probleem dezelfde titel', () => {
    const titles = new Map<string, Set<string>>();
    for (const soort of KINDS) {
      const { type, title } = responseAt(soort).inhoud('application/problem+json') as {
        type: string;
        title: string;
      };
      titles.set(type, (titles.get(type) ?? new Set()).add(title));
    }
    expect([...titles.values()].filter((collection) => collection.size > 1)).toEqual([]);
  });

  it.each([
    ['THROTTLED', '429', 'Retry-After'],
    ['UNAUTHORIZED', '401', 'WWW-Authenticate'],
  ])('%s zegt met status %s ook %s', (soort, expected, header) => {
    const { status, headers } = responseAt(soort);
    expect(status).toBe(expected);
    expect(headers).toHaveProperty(header);
  });

  it.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404'],
    ['REQUEST_TOO_LARGE', '413'],
    ['UNSUPPORTED_MEDIA_TYPE', '415'],
    ['INTEGRATION_TIMEOUT', '504'],
    ['BAD_REQUEST_BODY', '400'],
  ])('%s heeft status %s', (soort, expected) => {
    expect(responseAt(soort).status).toBe(expected);
  });
});

describe('api', () => {
  it('stuurt elk pad en elke methode naar de ene functie', () => {
    const { doel } = functionWith(templates, 'api');
    const methods = templates.sources('AWS::ApiGateway::Method');
    expect(methods.map(({ bron }) => bron.Properties['HttpMethod'])).toEqual(['ANY', 'ANY']);
    for (const { bron } of methods) {
      expect(bron.Properties['Integration']).toMatchObject({ Type: 'AWS_PROXY' });
      expect(JSON.stringify(bron.Properties['Integration'])).toContain(`"${doel.id}"`);
    }
    verwerking.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: '{proxy+}' });
  });

  it('staat in de regio, eist modern TLS en kent geen binaire inhoud', () => {
    const [api] = templates.sources('AWS::ApiGateway::RestApi');
    expect(api?.bron.Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      DisableExecuteApiEndpoint: false,
    });
    expect(api?.bron.Properties).not.toHaveProperty('BinaryMediaTypes');
  });

  it('heet v1, begrenst het aantal verzoeken en logt alleen wat niemand aanwijst', () => {
    const [stage] = templates.sources('AWS::ApiGateway::Stage');
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
    const accessLog = stage?.bron.Properties['AccessLogSetting'] as { Format: string } | undefined;
    expect(JSON.parse(accessLog?.Format ?? '')).toEqual({
      requestId: '$context.requestId',
      httpMethod: '$context.httpMethod',
      resourcePath: '$context.resourcePath',
      status: '$context.status',
      responseLatency: '$context.responseLatency',
    });
  });

  it('geeft haar adres als uitvoer, één keer', () => {
    expect(Object.keys(verwerking.findOutputs('*')).filter((name) => /^Api.*Url$/.test(name))).toEqual([
      'ApiUrl',
    ]);
  });
});

describe('eigen domein', () => {
  const { naam, certificaatArn, truststore } = COMPLETE.domein;
  const withDomain = (domain: EnvironmentInput['domein']) =>
    readTemplates(createTrialApp({ omgeving: trialEnvironment({ regio: COMPLETE.regio, domein: domain }) }));
  const withTruststore = withDomain({ naam, certificaatArn, truststore: { ...truststore, versie: '7' } });

  it('is er niet zonder instelling', () => {
    verwerking.resourceCountIs('AWS::ApiGateway::DomainName', 0);
    verwerking.resourceCountIs('AWS::ApiGateway::BasePathMapping', 0);
  });

  it('eist met een truststore een clientcertificaat en sluit het standaardadres', () => {
    const { verwerking: template } = withTruststore.templates;
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: naam,
      RegionalCertificateArn: certificaatArn,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
      MutualTlsAuthentication: { TruststoreUri: 's3://truststore-gennep/ca.pem', TruststoreVersion: '7' },
    });
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
  });

  it('hangt de stage onder /v1 en noemt het domein in adres en problemen', () => {
    const { verwerking: template } = withTruststore.templates;
    const [stage] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: 'v1',
      Stage: { Ref: stage },
    });
    template.hasOutput('ApiUrl', { Value: 'https://hub.gennep.example/v1/' });
    const [domain] = Object.keys(template.findResources('AWS::ApiGateway::DomainName'));
    template.hasOutput('DomeinDoel', { Value: { 'Fn::GetAtt': [domain, 'RegionalDomainName'] } });
    const [response] = withTruststore.sources('AWS::ApiGateway::GatewayResponse');
    expect(JSON.stringify(response?.bron.Properties['ResponseTemplates'])).toContain(
      'https://hub.gennep.example/problemen/',
    );
  });

  it('krijgt zonder truststore het strengste TLS-beleid', () => {
    const { verwerking: template } = withDomain({ naam, certificaatArn }).templates;
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: false });
  });
});
