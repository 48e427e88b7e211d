import { Aws, CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { FeaturePlan, Mfa, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { SCOPES } from '../../domain/scopes.ts';
import { APP_NAME } from '../names.ts';
import { keeps, removalPolicy } from '../protection.ts';
import { deployedIssuer } from '../tokens/deployed.ts';
import { cognitoIssuer } from '../tokens/issuers.ts';
import type { PoolStackProps } from './pool-stack-props.ts';

/**
 * The hub's own issuer of tokens: a Cognito user pool without users, whose clients are the organisations (client
 * credentials, RFC 6749 §4.4). `hub partner toelaten` makes a client and hands its secret out once; a template would keep
 * that secret.
 *
 * It is a stack of its own, because most environments trust an issuer that exists already.
 */
export class TokensStack extends Stack {
  /** The profile by which the API reads its tokens. */
  readonly issuer: TokenIssuer;

  constructor(scope: Construct, id: string, props: PoolStackProps) {
    const { environment, domainPrefix, ...stackProps } = props;
    super(scope, id, stackProps);
    const pool = new UserPool(this, 'Organisaties', {
      userPoolName: APP_NAME,
      selfSignUpEnabled: false,
      featurePlan: FeaturePlan.ESSENTIALS,
      // Nobody signs in here; should a user ever be made, it is not the weak door.
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 16,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      deletionProtection: keeps(environment),
      removalPolicy: removalPolicy(environment),
    });
    pool.addResourceServer('Hub', {
      identifier: APP_NAME,
      scopes: SCOPES.map(
        (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: `Recht ${scopeName}` }),
      ),
    });
    pool.addDomain('Domein', { cognitoDomain: { domainPrefix } });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'Het plan Plus bewaakt het aanmelden van gebruikers. Hier zijn geen gebruikers: alleen organisaties met client credentials, en daarvoor doet het niets.',
    });
    this.issuer = deployedIssuer(cognitoIssuer({ region: Aws.REGION, poolId: pool.userPoolId }));
    new CfnOutput(this, 'TokenPoolId', {
      value: pool.userPoolId,
      description: 'User pool waarin elke organisatie een client heeft',
    });
    new CfnOutput(this, 'TokenAdres', {
      value: `https://${domainPrefix}.auth.${Aws.REGION}.amazoncognito.com/oauth2/token`,
      description: 'Waar een organisatie haar token haalt (OAuth 2.0, client credentials)',
    });
  }
}
