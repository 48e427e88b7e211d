import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../domain/scopes.ts';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { expectResource } from './expect-resource.ts';
import {
  createTrialApp,
  environmentOf,
  functionWith,
  localTypes,
  readTemplates,
  trialTemplates,
} from './support.ts';

const hub = createTrialApp({ environment: trialEnvironment(COMPLETE) });
if (hub.tokens === undefined) throw new Error('no stack that issues tokens');
const template = Template.fromStack(hub.tokens);

const parametersOf = (processing: Template): readonly string[] =>
  Object.keys(processing.toJSON()['Parameters'] ?? {}).filter((name) => name.startsWith('Token'));

describe('the stack that issues tokens', () => {
  it('is there only when the environment has an issuer of its own', () => {
    expect(trialTemplates().sources('AWS::Cognito::UserPool')).toEqual([]);
  });

  it('has a user pool without users that outlives its stack', () => {
    expectResource(template, 'AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        MfaConfiguration: 'ON',
      },
    });
    template.resourceCountIs('AWS::Cognito::UserPoolUser', 0);
  });

  it('offers every right of the hub as a scope, and holds no client: its secret would stand in the template', () => {
    const [server] = Object.values(template.findResources('AWS::Cognito::UserPoolResourceServer'));
    expect(server?.['Properties']).toMatchObject({ Identifier: 'inburgeringshub' });
    const scopes = server?.['Properties'].Scopes as readonly { ScopeName: string }[];
    expect(scopes.map(({ ScopeName }) => ScopeName)).toEqual([...SCOPES]);
    template.resourceCountIs('AWS::Cognito::UserPoolClient', 0);
  });

  it('says where a token is fetched, and which pool its clients are made in', () => {
    const outputs = template.findOutputs('*');
    expect(outputs).toHaveProperty('TokenPoolId');
    expect(outputs['TokenAdres']?.['Value']).toEqual({
      'Fn::Join': [
        '',
        ['https://inburgeringshub-gennep.auth.', { Ref: 'AWS::Region' }, '.amazoncognito.com/oauth2/token'],
      ],
    });
  });

  it('has resources of types that mean nothing on one machine', () => {
    expect(localTypes(template)).toEqual([]);
  });
});

describe('the issuers that the API trusts', () => {
  const own = readTemplates(hub);
  const api = environmentOf(functionWith(own, 'api').source);

  it('are its own user pool and those of the environment, and then no parameters', () => {
    const issuers = JSON.stringify(api['TOKEN_UITGEVERS']);
    expect(issuers).toContain('https://cognito-idp.');
    expect(issuers).toContain('https://tokens.hub.example/jwks.json');
    expect(parametersOf(own.templates.processing)).toEqual([]);
  });

  it('are those of the parameters when the environment names none', () => {
    expect(parametersOf(trialTemplates().templates.processing)).toEqual([
      'TokenUitgever',
      'TokenPubliek',
      'TokenJwksUrl',
    ]);
  });

  it('stop the synthesis when a mapping of claims names nobody', () => {
    const [issuer] = COMPLETE.tokens.uitgevers;
    if (issuer === undefined) throw new Error('no issuer to spoil');
    const organisatie = { claim: '/azp', sleutels: { a: 'taalschol-0907' } };
    const environment = trialEnvironment({ tokens: { uitgevers: [{ ...issuer, organisatie }] } });
    expect(() => createTrialApp({ environment })).toThrow(
      'tokens.uitgevers klopt niet:\n  gennep: sleutels noemt wie deze uitgever niet kent: taalschol-0907',
    );
  });

  it('go with a certificate of every caller when the domain has a truststore', () => {
    expect(api['CLIENTCERTIFICAAT_VERPLICHT']).toBe('ja');
    expect(environmentOf(functionWith(trialTemplates(), 'api').source)).not.toHaveProperty(
      'CLIENTCERTIFICAAT_VERPLICHT',
    );
  });
});
