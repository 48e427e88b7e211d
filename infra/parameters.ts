import { CfnParameter, type CfnParameterProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Environment } from './environments/environment.ts';

/** https, or http to this machine itself for who runs the hub locally. */
const ADRES = '^(https://\\S+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?(/\\S*)?)$';

/** Values that the environment gives, or else the deployment. */
export type Parameters = {
  readonly tokenIssuer: string;
  readonly tokenAudience: string;
  readonly tokenJwksUrl: string;
  readonly duoBasisUrl: string;
  readonly duoOin: string;
};

/**
 * A value of the environment, or else a parameter of the stack.
 *
 * Never both: a default that changes in the configuration would not reach a stack that exists, because `cdk deploy`
 * keeps the value that a parameter had.
 */
const valueOfParameter = (
  scope: Construct,
  id: string,
  value: string | undefined,
  parameter: Omit<CfnParameterProps, 'type'>,
): string => value ?? new CfnParameter(scope, id, { type: 'String', ...parameter }).valueAsString;

/** Who hears every alarm. */
export const alarmAdres = (scope: Construct, adres: string | undefined): string =>
  valueOfParameter(scope, 'AlarmEmailadres', adres, {
    description: 'E-mailadres van de beheerders; ontvangt elk alarm',
    allowedPattern: '^[^@\\s]+@[^@\\s]+$',
    constraintDescription: 'een e-mailadres',
  });

/** The values of the processing stack; what the environment does not say becomes a parameter. */
export const createParameters = (scope: Construct, { tokens, duo }: Environment): Parameters => {
  const adres = { allowedPattern: ADRES, constraintDescription: 'een https-adres' };
  return {
    tokenIssuer: valueOfParameter(scope, 'TokenUitgever', tokens?.uitgever, {
      description: 'Uitgever (iss) van de tokens die de API aanneemt',
      minLength: 1,
    }),
    tokenAudience: valueOfParameter(scope, 'TokenPubliek', tokens?.publiek, {
      description: 'Publiek (aud) dat in een token moet staan',
      default: 'inburgeringshub',
      minLength: 1,
    }),
    tokenJwksUrl: valueOfParameter(scope, 'TokenJwksUrl', tokens?.jwksUrl, {
      description: 'Adres van de openbare sleutels (JWKS) van de tokenuitgever',
      ...adres,
    }),
    duoBasisUrl: valueOfParameter(scope, 'DuoBasisUrl', duo?.basisUrl, {
      description: 'Basisadres van het koppelvlak van DUO',
      ...adres,
    }),
    duoOin: valueOfParameter(scope, 'DuoOin', duo?.oin, {
      description: 'OIN waaronder DUO berichten stuurt en ontvangt',
      allowedPattern: '^[0-9]{20}$',
      constraintDescription: 'twintig cijfers',
    }),
  };
};
