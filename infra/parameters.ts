import { CfnParameter, type CfnParameterProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { TokenIssuer } from '../contracts/internal/token-issuer.ts';
import type { Environment } from './environments/environment.ts';
import { deployedIssuer } from './tokens/deployed.ts';

/** Allows https, and http to this machine for a local hub. */
const URL_PATTERN = '^(https://\\S+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?(/\\S*)?)$';

/** The client of the pages at the one issuer of an environment that names none. */
const LOKET_CLIENT = 'loket';

/** Values that the environment gives, or else the parameters of the deployment. */
export type Parameters = {
  /** The issuers of tokens that the API accepts. */
  readonly tokenIssuers: readonly TokenIssuer[];
  /** The issuer at which people sign in for the pages; undefined when the environment names none, or brings a user pool for them. */
  readonly loketIssuer: TokenIssuer | undefined;
  readonly duoBaseUrl: string;
  readonly duoOin: string;
};

/**
 * A value of the environment, or else a parameter of the stack. It is never a parameter with the value of the
 * environment as its default: `cdk deploy` keeps the value that a parameter had, so a change would not arrive.
 */
const valueOfParameter = (
  scope: Construct,
  id: string,
  value: string | undefined,
  parameter: Omit<CfnParameterProps, 'type'>,
): string => value ?? new CfnParameter(scope, id, { type: 'String', ...parameter }).valueAsString;

/** The e-mail address that gets every alarm. */
export const emailadresOfAlarms = (scope: Construct, emailadres: string | undefined): string =>
  valueOfParameter(scope, 'AlarmEmailadres', emailadres, {
    description: 'E-mailadres van de beheerders; ontvangt elk alarm',
    allowedPattern: '^[^@\\s]+@[^@\\s]+$',
    constraintDescription: 'een e-mailadres',
  });

/** The one issuer of an environment that names none: its values are parameters, the rest is as a profile has it by default. */
const issuerOfParameters = (scope: Construct, url: Omit<CfnParameterProps, 'type'>): TokenIssuer => {
  const issuer = valueOfParameter(scope, 'TokenUitgever', undefined, {
    description: 'Uitgever (iss) van de tokens die de API aanneemt',
    minLength: 1,
  });
  const audience = valueOfParameter(scope, 'TokenPubliek', undefined, {
    description: 'Publiek (aud) dat in een token moet staan',
    default: 'inburgeringshub',
    minLength: 1,
  });
  const jwksUrl = valueOfParameter(scope, 'TokenJwksUrl', undefined, {
    description: 'Adres van de openbare sleutels (JWKS) van de tokenuitgever',
    ...url,
  });
  return deployedIssuer({ naam: 'uitgever', uitgever: issuer, publiek: [audience], jwksUrl });
};

/** The same issuer for the pages. In an id token `sub` is the person, so that the organisation has a claim of its own. */
const ofPeople = (issuer: TokenIssuer): TokenIssuer => ({
  ...issuer,
  publiek: [LOKET_CLIENT],
  organisatie: { claim: '/organisatie' },
});

/**
 * The values of the processing stack. A value that the environment leaves out becomes a parameter. `ownIssuer` is that of
 * the stack with the hub's own user pool.
 */
export const createParameters = (
  scope: Construct,
  { tokens, loket, loketEigen, duo }: Environment,
  ownIssuer: TokenIssuer | undefined,
): Parameters => {
  const url = { allowedPattern: URL_PATTERN, constraintDescription: 'een https-adres' };
  const named = [...(ownIssuer === undefined ? [] : [ownIssuer]), ...(tokens?.uitgevers ?? [])];
  const ofParameters = named.length > 0 ? undefined : issuerOfParameters(scope, url);
  return {
    tokenIssuers: ofParameters === undefined ? named : [ofParameters],
    loketIssuer: loketEigen === undefined ? (loket ?? (ofParameters && ofPeople(ofParameters))) : undefined,
    duoBaseUrl: valueOfParameter(scope, 'DuoBasisUrl', duo?.basisUrl, {
      description: 'Basisadres van het koppelvlak van DUO',
      ...url,
    }),
    duoOin: valueOfParameter(scope, 'DuoOin', duo?.oin, {
      description: 'OIN waaronder DUO berichten stuurt en ontvangt',
      allowedPattern: '^[0-9]{20}$',
      constraintDescription: 'twintig cijfers',
    }),
  };
};
