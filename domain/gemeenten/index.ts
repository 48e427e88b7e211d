import profiles from '#gemeenten';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { HubError } from '../errors.ts';
import type { GemeenteProfile } from './profile.ts';

/**
 * Every gemeente of this hub, in the order of its CBS code. `#gemeenten` is what the build hands over: in a bundle the
 * profiles of its environment, checked and written out; elsewhere those of `infra/gemeenten/selected.ts`.
 */
export const gemeenteProfiles: readonly GemeenteProfile[] = profiles;

const perCode: ReadonlyMap<string, GemeenteProfile> = new Map(
  gemeenteProfiles.map((profile) => [profile.gemeentecode, profile]),
);

/** The profile of a gemeente; undefined when it takes no part in this hub. */
export const findGemeente = (gemeentecode: string): GemeenteProfile | undefined => perCode.get(gemeentecode);

/**
 * The profile of the gemeente of a zaak. Throws when the gemeente has left the hub since: a message about such a zaak becomes a
 * dead letter, because nobody can say who should hear of it until the profile is back.
 */
export const gemeenteProfile = (gemeentecode: Gemeentecode): GemeenteProfile => {
  const profile = findGemeente(gemeentecode);
  if (profile === undefined)
    throw new HubError('retry', `gemeente ${gemeentecode} doet niet mee in deze hub`);
  return profile;
};

const perOin: ReadonlyMap<string, Gemeentecode> = new Map(
  gemeenteProfiles.map(({ oin, gemeentecode }) => [oin, gemeentecode]),
);

/** The gemeente of this hub with this OIN. */
export const gemeenteWithOin = (oin: string): Gemeentecode | undefined => perOin.get(oin);

/** Whether a gemeente takes part in this hub; the BRP may name any. */
export const isConnected = (gemeentecode: string): gemeentecode is Gemeentecode => perCode.has(gemeentecode);

/** The gemeenten where people on the list of medewerkers may sign in with a passkey. */
export const gemeentenWithPasskeys: ReadonlySet<Gemeentecode> = new Set(
  gemeenteProfiles.filter(({ passkeys }) => passkeys === true).map(({ gemeentecode }) => gemeentecode),
);
