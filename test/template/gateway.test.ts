import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, it } from 'vitest';
import { API_VERSION } from '../../contracts/version.ts';
import type { EnvironmentInput } from '../../infra/environments/environment.ts';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { expectProperties } from './expect-resource.ts';
import { createTrialApp, functionWith, readTemplates, trialTemplates } from './support.ts';

const templates = trialTemplates();
const { processing } = templates.templates;
const responses = templates.sources('AWS::ApiGateway::GatewayResponse');

/** Every type of answer that this version of the CDK knows. A new type makes the test fail. */
const KINDS: readonly string[] = Object.values(ResponseType).flatMap((type: unknown) =>
  type instanceof ResponseType ? [type.responseType] : [],
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

const responseAt = (type: string) => {
  const found = responses.filter(({ source }) => source.Properties['ResponseType'] === type);
  expect(found).toHaveLength(1);
  const [response] = found;
  const properties = response?.source.Properties ?? {};
  const template = properties['ResponseTemplates'] as Readonly<Record<string, string>>;
  const headers = Object.entries(properties['ResponseParameters'] as Readonly<Record<string, string>>).map(
    ([name, value]) =>
      [name.replace('gatewayresponse.header.', ''), value.replace(/^'(.*)'$/, '$1')] as const,
  );
  return {
    status: properties['StatusCode'],
    headers: Object.fromEntries(headers),
    body: (mediaType: string): unknown => JSON.parse(template[mediaType] ?? 'null'),
  };
};

describe('the answers of the gateway itself', () => {
  it('exist for every type that API Gateway knows', () => {
    expect(KINDS.length).toBeGreaterThan(20);
    expect(responses.map(({ source }) => source.Properties['ResponseType']).toSorted()).toEqual(
      KINDS.toSorted(),
    );
  });

  it.each(KINDS)('are problem details with all fixed headers: %s', (type) => {
    const { status, headers, body } = responseAt(type);
    expect(headers).toMatchObject(HEADERS);
    const problem = body('application/problem+json');
    expect(problem).toEqual({
      type: expect.stringMatching(/^https:\/\/hub\.example\.nl\/problemen\/[a-z-]+$/),
      status: Number(status),
      title: expect.stringMatching(/\S/),
      detail: expect.stringMatching(/\.$/),
    });
    expect(body('application/json')).toEqual(problem);
    expect(JSON.stringify(problem)).not.toMatch(/arn:|lambda|gateway|aws|dynamo|\$context/i);
  });

  it('keep the same title for each kind of problem', () => {
    const titles = new Map<string, Set<string>>();
    for (const kind of KINDS) {
      const { type, title } = responseAt(kind).body('application/problem+json') as {
        type: string;
        title: string;
      };
      titles.set(type, (titles.get(type) ?? new Set()).add(title));
    }
    expect([...titles.values()].filter((collection) => collection.size > 1)).toEqual([]);
  });

  it('name what may be sent at most, also to who sent a form of a page', () => {
    expect(responseAt('REQUEST_TOO_LARGE').body('application/problem+json')).toMatchObject({
      detail: expect.stringMatching(/65536 bytes.*formulier.*10000 bytes/),
    });
  });

  it.each([
    ['THROTTLED', '429', 'Retry-After'],
    ['UNAUTHORIZED', '401', 'WWW-Authenticate'],
  ])('have for %s status %s and the header %s', (type, expected, header) => {
    const { status, headers } = responseAt(type);
    expect(status).toBe(expected);
    expect(headers).toHaveProperty(header);
  });

  it.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404'],
    ['REQUEST_TOO_LARGE', '413'],
    ['UNSUPPORTED_MEDIA_TYPE', '415'],
    ['INTEGRATION_TIMEOUT', '504'],
    ['BAD_REQUEST_BODY', '400'],
  ])('have for %s status %s', (type, expected) => {
    expect(responseAt(type).status).toBe(expected);
  });
});

describe('the API', () => {
  it('sends the call that may wait and the pages for people to functions of their own, and every other path and method to api', () => {
    const resources = templates.sources('AWS::ApiGateway::Resource');
    const pathOf = (reference: unknown): string => {
      const target = templates.targetOf('processing', reference);
      const found = resources.find((resource) => resource.target.id === target?.id)?.source.Properties;
      return found === undefined ? '' : `${pathOf(found['ParentId'])}/${String(found['PathPart'])}`;
    };
    const functions = (['api', 'ophalen', 'loket'] as const).map(
      (name) => [name, `"${functionWith(templates, name).target.id}"`] as const,
    );
    const routes = templates.sources('AWS::ApiGateway::Method').map(({ source }) => {
      expect(source.Properties['Integration']).toMatchObject({ Type: 'AWS_PROXY' });
      const integration = JSON.stringify(source.Properties['Integration']);
      const names = functions.filter(([, id]) => integration.includes(id)).map(([name]) => name);
      return `${String(source.Properties['HttpMethod'])} ${pathOf(source.Properties['ResourceId'])}: ${names.join()}`;
    });
    expect(routes.toSorted()).toEqual(
      [
        'ANY : api',
        'ANY /{proxy+}: api',
        'ANY /berichten: api',
        'ANY /berichten/{proxy+}: api',
        'ANY /loket: loket',
        'ANY /loket/{proxy+}: loket',
        'GET /berichten: ophalen',
      ].toSorted(),
    );
  });

  it('may invoke ophalen for that one call only', () => {
    const { target } = functionWith(templates, 'ophalen');
    const allowed = templates
      .sources('AWS::Lambda::Permission')
      .filter(
        ({ source }) => templates.targetOf('processing', source.Properties['FunctionName'])?.id === target.id,
      )
      .map(({ source }) => JSON.stringify(source.Properties['SourceArn']));
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatch(/\/GET\/berichten"/);
  });

  it('is regional, demands modern TLS and has no binary media types', () => {
    const [api] = templates.sources('AWS::ApiGateway::RestApi');
    expect(api?.source.Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      DisableExecuteApiEndpoint: false,
    });
    expect(api?.source.Properties).not.toHaveProperty('BinaryMediaTypes');
  });

  it('has the stage v1, limits the requests and logs nothing that identifies a person', () => {
    const [stage] = templates.sources('AWS::ApiGateway::Stage');
    expect(stage?.source.Properties).toMatchObject({
      StageName: 'v1',
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          DataTraceEnabled: false,
          LoggingLevel: 'OFF',
          ThrottlingRateLimit: 1000,
          ThrottlingBurstLimit: 2000,
        },
      ],
    });
    const accessLog = stage?.source.Properties['AccessLogSetting'] as { Format: string } | undefined;
    expect(JSON.parse(accessLog?.Format ?? '')).toEqual({
      requestId: '$context.requestId',
      httpMethod: '$context.httpMethod',
      resourcePath: '$context.resourcePath',
      status: '$context.status',
      responseLatency: '$context.responseLatency',
    });
  });

  it('has one output with its address', () => {
    expect(Object.keys(processing.findOutputs('*')).filter((name) => /^Api.*Url$/.test(name))).toEqual([
      'ApiUrl',
    ]);
  });
});

describe('a domain of the hub', () => {
  const { naam, certificaatArn, truststore } = COMPLETE.domein;
  const withDomain = (domain: EnvironmentInput['domein']) =>
    readTemplates(
      createTrialApp({ environment: trialEnvironment({ regio: COMPLETE.regio, domein: domain }) }),
    );
  const withTruststore = withDomain({ naam, certificaatArn, truststore: { ...truststore, versie: '7' } });

  it('is absent when the environment names none', () => {
    for (const type of ['DomainName', 'BasePathMapping'])
      expect(processing.findResources(`AWS::ApiGateway::${type}`)).toEqual({});
  });

  it('demands a client certificate when it has a truststore, and closes the default address', () => {
    const { processing: template } = withTruststore.templates;
    expectProperties(template, 'AWS::ApiGateway::DomainName', {
      DomainName: naam,
      RegionalCertificateArn: certificaatArn,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
      MutualTlsAuthentication: { TruststoreUri: 's3://truststore-gennep/ca.pem', TruststoreVersion: '7' },
    });
    expectProperties(template, 'AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
  });

  it('has the stage under /v1, and is the host in the address and the problems', () => {
    const { processing: template } = withTruststore.templates;
    const [stage] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));
    expectProperties(template, 'AWS::ApiGateway::BasePathMapping', {
      BasePath: 'v1',
      Stage: { Ref: stage },
    });
    template.hasOutput('ApiUrl', { Value: 'https://hub.gennep.example/v1/' });
    const [domain] = Object.keys(template.findResources('AWS::ApiGateway::DomainName'));
    template.hasOutput('DomeinDoel', { Value: { 'Fn::GetAtt': [domain, 'RegionalDomainName'] } });
    const [response] = withTruststore.sources('AWS::ApiGateway::GatewayResponse');
    expect(JSON.stringify(response?.source.Properties['ResponseTemplates'])).toContain(
      'https://hub.gennep.example/problemen/',
    );
  });

  it('has beside mutual TLS a host name for the pages that asks no certificate, to which the issuer and links lead people', () => {
    const loket = { naam: 'loket.gennep.example', certificaatArn };
    const apart = withDomain({ naam, certificaatArn, truststore, loket });
    const { processing: template } = apart.templates;
    const hosts = apart
      .sources('AWS::ApiGateway::DomainName')
      .map(({ source: { Properties } }) => [
        Properties['DomainName'],
        Properties['SecurityPolicy'],
        'MutualTlsAuthentication' in Properties,
      ]);
    expect(hosts.toSorted()).toEqual([
      [naam, 'TLS_1_2', true],
      [loket.naam, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', false],
    ]);
    const api = Object.keys(template.findResources('AWS::ApiGateway::RestApi'));
    expect(
      apart
        .sources('AWS::ApiGateway::BasePathMapping')
        .map(({ source: { Properties } }) => [Properties['BasePath'], Properties['RestApiId']]),
    ).toEqual([1, 2].map(() => ['v1', { Ref: api[0] }]));
    const variables = (name: 'api' | 'ophalen' | 'loket') =>
      (functionWith(apart, name).source.Properties['Environment'] as { Variables: Record<string, unknown> })
        .Variables;
    expect(variables('loket')['LOKET_ADRES']).toBe('https://loket.gennep.example/v1/loket');
    // What comes by that host name has no certificate, and these two refuse it.
    for (const name of ['api', 'ophalen'] as const)
      expect(variables(name)['CLIENTCERTIFICAAT_VERPLICHT']).toBe('ja');
    template.hasOutput('LoketDomeinDoel', {});
    template.hasOutput('ApiUrl', { Value: 'https://hub.gennep.example/v1/' });
  });

  it('cannot be that of the pages too', () => {
    expect(() => withDomain({ naam, certificaatArn, loket: { naam, certificaatArn } })).toThrow(
      'domein.loket.naam: is die van de API',
    );
  });

  it('gets the strictest TLS policy when it has no truststore', () => {
    const { processing: template } = withDomain({ naam, certificaatArn }).templates;
    expectProperties(template, 'AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
    expectProperties(template, 'AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: false });
  });
});
