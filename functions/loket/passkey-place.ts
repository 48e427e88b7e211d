import type { MedewerkerPlace } from '../../adapters/table/medewerkers.ts';
import type { LoketDependencies } from './dependencies.ts';
import type { Session } from './session.ts';
import type { WithPages } from './who.ts';

/** The entry that somebody can add passkeys to: they speak by the list of a gemeente alone, and that gemeente allows it. */
export const passkeyPlace = (
  { withPasskeys }: Pick<LoketDependencies, 'withPasskeys'>,
  { lijst, medewerker }: Pick<Session, 'lijst' | 'medewerker'>,
  organisation: WithPages,
): MedewerkerPlace | undefined => {
  if (lijst !== true || medewerker === undefined || organisation.rol === 'beheer') return undefined;
  const { gemeentecode, sleutel } = organisation;
  return withPasskeys.has(gemeentecode) ? { gemeentecode, id: medewerker, organisatie: sleutel } : undefined;
};
