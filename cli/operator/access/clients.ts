import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ClientConfig } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import type { Organisation } from '../../../domain/organisations.ts';
import { APP_NAME } from '../../../infra/names.ts';

/** A client with the secret that nobody can ask for again. */
export interface NewClient {
  readonly client: string;
  readonly secret: string;
}

/** The clients of the hub's own user pool (`infra/stacks/tokens-stack.ts`). */
export const createClients = (poolId: string, config: ClientConfig) => {
  const cognito = new CognitoIdentityProviderClient(config);
  return {
    /** Makes a client that may ask for the rights of this organisation and no others, valid for an hour at a time. */
    create: async ({ sleutel, scopes }: Organisation): Promise<NewClient> => {
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: poolId,
          ClientName: sleutel,
          GenerateSecret: true,
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthScopes: scopes.map((scope) => `${APP_NAME}/${scope}`),
          ExplicitAuthFlows: [],
          AccessTokenValidity: 60,
          TokenValidityUnits: { AccessToken: 'minutes' },
        }),
      );
      const { ClientId, ClientSecret } = UserPoolClient ?? {};
      if (ClientId === undefined || ClientSecret === undefined) throw userError('Cognito made no client');
      return { client: ClientId, secret: ClientSecret };
    },

    /** Removes a client, so that it gets no token any more; one that is gone already is fine. */
    remove: async (client: string): Promise<void> => {
      try {
        await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: client }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },

    close: () => cognito.destroy(),
  };
};

export type Clients = ReturnType<typeof createClients>;
