import { CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** https, of http naar deze machine zelf voor wie de hub lokaal draait. */
const ADRES = '^(https://\\S+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?(/\\S*)?)$';

/** Waarden die pas bij de uitrol bekend zijn. */
export type Parameters = {
  readonly tokenUitgever: string;
  readonly tokenPubliek: string;
  readonly tokenJwksUrl: string;
  readonly duoBasisUrl: string;
  readonly duoOin: string;
};

/** Maakt de parameters van de verwerkingsstack en geeft hun waarden als verwijzing terug. */
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
