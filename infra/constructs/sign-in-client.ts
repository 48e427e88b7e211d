import { Aws, Duration } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  ClientAttributes,
  type IUserPool,
  OAuthScope,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { APP_NAME } from '../names.ts';
import { deployedIssuer } from '../tokens/deployed.ts';
import { cognitoPeople, PERSON_ATTRIBUTES } from '../tokens/issuers.ts';

/** What the id token of a person holds, beside who they are. */
const READ = new ClientAttributes()
  .withStandardAttributes({ email: true, emailVerified: true, fullname: true })
  .withCustomAttributes(...Object.values(PERSON_ATTRIBUTES));

/**
 * Makes the client of the pages in the user pool for people, and returns the profile by which their id tokens are read. It is a
 * public client (authorization code with PKCE); `back` is the one address to which people are sent back.
 */
export const createSignInClient = (scope: Construct, pool: IUserPool, back: string): TokenIssuer => {
  const client = new UserPoolClient(scope, 'Aanmelden', {
    userPool: pool,
    userPoolClientName: `${APP_NAME}-loket`,
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
      callbackUrls: [back],
    },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    preventUserExistenceErrors: true,
    // At the first sign-in somebody chooses a password and connects an app.
    authSessionValidity: Duration.minutes(15),
    enableTokenRevocation: true,
    // The session is the loket's own: it needs one id token, and never asks for another.
    idTokenValidity: Duration.minutes(5),
    accessTokenValidity: Duration.minutes(5),
    refreshTokenValidity: Duration.hours(1),
    readAttributes: READ,
    // Nobody gives themselves an organisation or a right.
    writeAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true }),
  });
  // Cognito shows its newer page for a client that has a style, and this is the one of Cognito itself.
  new CfnManagedLoginBranding(scope, 'Aanmeldpagina', {
    userPoolId: pool.userPoolId,
    clientId: client.userPoolClientId,
    useCognitoProvidedValues: true,
  });
  return deployedIssuer(
    cognitoPeople({ region: Aws.REGION, poolId: pool.userPoolId, client: client.userPoolClientId }),
  );
};
