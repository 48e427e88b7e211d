import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { expectProperties, expectResource } from './expect-resource.ts';
import {
  createTrialApp,
  environmentOf,
  functionWith,
  localTypes,
  readTemplates,
  trialTemplates,
} from './support.ts';

const hub = createTrialApp({ environment: trialEnvironment(COMPLETE) });
if (hub.people === undefined) throw new Error('no stack with accounts of people');
const template = Template.fromStack(hub.people);
const { processing } = readTemplates(hub).templates;
const [[clientId, client] = []] = Object.entries(processing.findResources('AWS::Cognito::UserPoolClient'));
const BACK = `https://${COMPLETE.domein.naam}/v1/loket/terug`;

describe('the stack with accounts of people', () => {
  it('is there only when the environment has no identity provider for the pages, and neither is a client', () => {
    expect(trialTemplates().sources('AWS::Cognito::UserPool')).toEqual([]);
    expect(trialTemplates().sources('AWS::Cognito::UserPoolClient')).toEqual([]);
  });

  it('has a user pool that outlives it, in which nobody makes an account for themselves', () => {
    expectResource(template, 'AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }, DeletionProtection: 'ACTIVE' },
    });
  });

  it('lets nobody in with a password that leaked, nor when a sign-in is very unlike the person', () => {
    expectProperties(template, 'AWS::Cognito::UserPoolRiskConfigurationAttachment', {
      ClientId: 'ALL',
      CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } },
      AccountTakeoverRiskConfiguration: { Actions: { HighAction: { EventAction: 'BLOCK' } } },
    });
  });

  it('demands a second factor that is no text message, and watches sign-ins', () => {
    expectProperties(template, 'AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    });
  });

  it('lets an address count that was changed only when its mail was opened', () => {
    expectProperties(template, 'AWS::Cognito::UserPool', {
      UsernameAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
  });

  it('has resources of types that mean nothing on one machine', () => {
    expect(localTypes(template)).toEqual([]);
  });
});

describe('the client of the pages', () => {
  it('is public, and takes the authorization code alone of the flows of OAuth, back to one address', () => {
    expect(client?.['Properties']).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'profile', 'email'],
      CallbackURLs: [BACK],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('reads for whom somebody speaks, which nobody can write for themselves', () => {
    const { ReadAttributes, WriteAttributes } = client?.['Properties'] ?? {};
    expect(ReadAttributes).toEqual(
      expect.arrayContaining(['custom:organisatie', 'custom:rechten', 'email', 'email_verified', 'name']),
    );
    expect(WriteAttributes).toEqual(['email', 'name']);
  });

  it('is the one that the pages let people in by, at the user pool of the stack', () => {
    const issuer = JSON.stringify(
      environmentOf(functionWith(readTemplates(hub), 'loket').source)['LOKET_UITGEVER'],
    );
    expect(issuer).toContain(`{"Ref":"${clientId}"}`);
    expect(issuer).toContain('https://cognito-idp.');
    expect(issuer).toContain('/custom:organisatie');
    // Somebody else at the same desk is asked who they are.
    expect(issuer).toContain('prompt');
  });

  it('comes back to the address of the gateway where the hub has no domain', () => {
    const { loketEigen } = COMPLETE;
    const { templates } = readTemplates(createTrialApp({ environment: trialEnvironment({ loketEigen }) }));
    const [own] = Object.values(templates.processing.findResources('AWS::Cognito::UserPoolClient'));
    expect(JSON.stringify(own?.['Properties'].CallbackURLs)).toMatch(
      /"https:\/\/",\{"Ref":"\w+"\},"\.execute-api\.",.*"\/v1\/loket\/terug"/,
    );
  });
});
