import type { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { gemeenteKey, NATIONAL_KEYS, partnerKey } from '../../domain/organisation-keys.ts';
import type { Environment } from '../environments/environment.ts';
import type { GemeenteKanalen } from '../options.ts';
import { settingsError } from '../settings-error.ts';

/** The keys of a gemeente and its partners. */
const keysOf = ({ gemeentecode, partners }: GemeenteKanalen): readonly string[] => [
  gemeenteKey(gemeentecode),
  ...partners.map(({ sleutel }) => partnerKey(sleutel, gemeentecode)),
];

const faultsOf = (
  { naam, gemeenten, organisatie }: TokenIssuer,
  all: readonly GemeenteKanalen[],
): readonly string[] => {
  const known = new Set(all.map(({ gemeentecode }) => gemeentecode));
  const absent = (gemeenten ?? []).filter((gemeentecode) => !known.has(gemeentecode));
  const own =
    gemeenten === undefined
      ? [...NATIONAL_KEYS, ...all.flatMap(keysOf)]
      : all.filter(({ gemeentecode }) => gemeenten.some((code) => code === gemeentecode)).flatMap(keysOf);
  const named = Object.values(organisatie.sleutels ?? {});
  const strangers = [...new Set(named)].filter((key) => !own.includes(key));
  return [
    ...(absent.length === 0 ? [] : [`${naam}: gemeenten noemt wie niet meedoet: ${absent.join(', ')}`]),
    ...(strangers.length === 0
      ? []
      : [`${naam}: sleutels noemt wie deze uitgever niet kent: ${strangers.join(', ')}`]),
  ];
};

/**
 * Throws when an issuer of tokens may speak for a gemeente that takes no part, or names an organisation that does not
 * exist or is of another gemeente: nobody would ever get in by it, and the deployment would not show it.
 */
export const checkIssuers = ({ tokens, loket }: Environment, gemeenten: readonly GemeenteKanalen[]): void => {
  const issuers = [...(tokens?.uitgevers ?? []), ...(loket === undefined ? [] : [loket])];
  const faults = issuers.flatMap((issuer) => faultsOf(issuer, gemeenten));
  if (faults.length > 0)
    throw settingsError(`tokens.uitgevers klopt niet:\n${faults.map((one) => `  ${one}`).join('\n')}`);
};
