import { CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** https, or http to this machine itself for who runs the hub locally. */
const ADRES = '^(https://\\S+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?(/\\S*)?)$';

/** Values that are not known before the deployment. */
export type Parameters = {
  readonly tokenUitgever: string;
  readonly tokenPubliek: string;
  readonly tokenJwksUrl: string;
  readonly duoBasisUrl: string;
  readonly duoOin: string;
};

/** Makes the parameters of the processing stack and gives their values as references. */
export const maakParameters = (scope: Construct): Parameters => {
  const tekst = (id: string, description: string, rest: object = {}): string =>
    new CfnParameter(scope, id, { type: 'String', description, ...rest }).valueAsString;
  const adres = { allowedPattern: ADRES, constraintDescription: 'een https-adres' };
  return {
    tokenUitgever: tekst('TokenUitgever', 'Uitgever (iss) van de tokens die de API aanneemt', {
      minLength: 1,
    }),
    tokenPubliek: tekst('TokenPubliek', 'Publiek (aud) dat in een token moet staan', {
      default: 'inburgeringshub',
      minLength: 1,
    }),
    tokenJwksUrl: tekst('TokenJwksUrl', 'Adres van de openbare sleutels (JWKS) van de tokenuitgever', adres),
    duoBasisUrl: tekst('DuoBasisUrl', 'Basisadres van het koppelvlak van DUO', adres),
    duoOin: tekst('DuoOin', 'OIN waaronder DUO berichten stuurt en ontvangt', {
      allowedPattern: '^[0-9]{20}$',
      constraintDescription: 'twintig cijfers',
    }),
  };
};
