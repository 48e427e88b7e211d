import type { MedewerkerPlace } from '../../../adapters/table/medewerkers.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { Session } from '../session.ts';
import type { WithPages } from '../who.ts';

/**
 * The entry that somebody can add passkeys to: they signed in by the list of a gemeente alone, with a link or a
 * passkey, and that gemeente allows it. Who signs in at an issuer does so there, also when only the list says for whom.
 */
export const passkeyPlace = (
  { withPasskeys }: Pick<LoketDependencies, 'withPasskeys'>,
  { medewerker, via }: Pick<Session, 'medewerker' | 'via'>,
  organisation: WithPages,
): MedewerkerPlace | undefined => {
  if (via !== 'link' && via !== 'passkey') return undefined;
  if (medewerker === undefined || organisation.rol === 'beheer') return undefined;
  const { gemeentecode, sleutel } = organisation;
  return withPasskeys.has(gemeentecode) ? { gemeentecode, id: medewerker, organisatie: sleutel } : undefined;
};
