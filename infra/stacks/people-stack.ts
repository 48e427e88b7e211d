import { Aws, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolRiskConfigurationAttachment,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { APP_NAME } from '../names.ts';
import { keeps, removalPolicy } from '../protection.ts';
import { PERSON_ATTRIBUTES } from '../tokens/issuers.ts';
import type { PoolStackProps } from './pool-stack-props.ts';

/**
 * The hub's own accounts of people, for an environment whose gemeenten have no identity provider that the pages can use: a
 * Cognito user pool, in which an operator makes an account for each person. The client of the pages is made with these
 * (`constructs/sign-in-client.ts`), because it names their address.
 *
 * It is a stack of its own, so that whoever changes or removes the functions leaves the accounts where they are.
 */
export class PeopleStack extends Stack {
  readonly pool: UserPool;

  constructor(scope: Construct, id: string, props: PoolStackProps) {
    const { environment, domainPrefix, ...stackProps } = props;
    super(scope, id, stackProps);
    this.pool = new UserPool(this, 'Mensen', {
      userPoolName: `${APP_NAME}-mensen`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      // The list of medewerkers goes by the address, so that another one counts once a mail to it was opened.
      keepOriginal: { email: true },
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: true, mutable: true },
      },
      customAttributes: {
        [PERSON_ATTRIBUTES.organisatie]: new StringAttribute({ mutable: true, maxLen: 100 }),
        [PERSON_ATTRIBUTES.rechten]: new StringAttribute({ mutable: true, maxLen: 500 }),
      },
      // It tells a password that leaked elsewhere and a sign-in that is unlike the person.
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      userInvitation: {
        emailSubject: 'U kunt zich aanmelden bij de inburgeringshub',
        emailBody: [
          '<p>U kunt zich aanmelden bij de inburgeringshub.</p>',
          '<p>Uw gebruikersnaam: {username}<br>Uw tijdelijke wachtwoord: {####}</p>',
          '<p>Meld u binnen zeven dagen aan. U kiest dan zelf een wachtwoord, en u koppelt een app op uw telefoon die codes geeft. Duurt dat langer dan tien minuten? Begin dan opnieuw.</p>',
        ].join(''),
      },
      userVerification: {
        emailSubject: 'Uw code voor de inburgeringshub',
        emailBody: '<p>Uw code: {####}</p><p>Vroeg u hier niet om? Dan hoeft u niets te doen.</p>',
      },
      deletionProtection: keeps(environment),
      removalPolicy: removalPolicy(environment),
    });
    // Without this Cognito sees a risk and does nothing about it. Whoever signs in gives a code already.
    new CfnUserPoolRiskConfigurationAttachment(this, 'Risico', {
      userPoolId: this.pool.userPoolId,
      clientId: 'ALL',
      compromisedCredentialsRiskConfiguration: {
        eventFilter: ['SIGN_IN', 'PASSWORD_CHANGE'],
        actions: { eventAction: 'BLOCK' },
      },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: { eventAction: 'NO_ACTION', notify: false },
          mediumAction: { eventAction: 'NO_ACTION', notify: false },
          highAction: { eventAction: 'BLOCK', notify: false },
        },
      },
    });
    this.pool.addDomain('Domein', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    new CfnOutput(this, 'MensenPoolId', {
      value: this.pool.userPoolId,
      description: 'User pool waarin elke medewerker een account heeft',
    });
    new CfnOutput(this, 'AanmeldAdres', {
      value: `https://${domainPrefix}.auth.${Aws.REGION}.amazoncognito.com`,
      description: 'Waar mensen zich aanmelden',
    });
  }
}
