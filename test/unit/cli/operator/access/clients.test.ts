import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  NotAuthorizedException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createClients } from '../../../../../cli/operator/access/clients.ts';
import { findOrganisation } from '../../../../../domain/organisations.ts';

/** The clients of the user pool, as Cognito is asked for them. */

const POOL = 'eu-west-1_proef';
const cognito = mockClient(CognitoIdentityProviderClient);
const clients = createClients(POOL, { region: 'eu-west-1' });

const taalschool = () => {
  const found = findOrganisation('taalschool-0907');
  if (found === undefined) throw new Error('there is no such organisation');
  return found;
};

const fault = { message: 'nee', $metadata: {} };

describe('the client of an organisation in the user pool', () => {
  beforeEach(() => {
    cognito.reset();
  });

  it('may ask for the rights of that organisation and no others, by a secret, for an hour at a time', async () => {
    cognito.on(CreateUserPoolClientCommand).resolves({
      UserPoolClient: { ClientId: 'client-1', ClientSecret: 'geheim-1' },
    });
    expect(await clients.create(taalschool())).toEqual({ client: 'client-1', secret: 'geheim-1' });
    const [call] = cognito.commandCalls(CreateUserPoolClientCommand);
    const { scopes } = taalschool();
    expect(scopes.length).toBeGreaterThan(0);
    expect(call?.args[0].input).toEqual({
      UserPoolId: POOL,
      ClientName: 'taalschool-0907',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: scopes.map((scope) => `inburgeringshub/${scope}`),
      ExplicitAuthFlows: [],
      AccessTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes' },
    });
  });

  it('that Cognito gives no secret of is an error, and nothing that can be handed out', async () => {
    cognito.on(CreateUserPoolClientCommand).resolves({ UserPoolClient: { ClientId: 'client-1' } });
    await expect(clients.create(taalschool())).rejects.toThrow('Cognito made no client');
  });

  it('is removed by its id from this pool', async () => {
    cognito.on(DeleteUserPoolClientCommand).resolves({});
    await clients.remove('client-1');
    expect(cognito.commandCalls(DeleteUserPoolClientCommand)[0]?.args[0].input).toEqual({
      UserPoolId: POOL,
      ClientId: 'client-1',
    });
  });

  it('that is gone already is removed all the same; any other fault is told', async () => {
    cognito.on(DeleteUserPoolClientCommand).rejects(new ResourceNotFoundException(fault));
    await expect(clients.remove('client-1')).resolves.toBeUndefined();
    cognito.on(DeleteUserPoolClientCommand).rejects(new NotAuthorizedException(fault));
    await expect(clients.remove('client-1')).rejects.toThrow(NotAuthorizedException);
  });
});
