import { gemeenteProfile, gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import { known } from '../../domain/known.ts';
import {
  type Caller,
  type Gemeente,
  mayScope,
  type Operations,
  type Partner,
} from '../../domain/organisations.ts';
import { kanaalId } from '../../domain/partners/address.ts';
import { regievoerderKanaal } from '../../domain/regievoerder/kanaal.ts';
import type { LoketDependencies } from './dependencies.ts';
import type { Reader } from './pages/layout.ts';
import { passkeyPlace } from './passkeys/place.ts';
import { csrfMark, openSession, type Session } from './session.ts';
import { stillSpeaks } from './who.ts';
import type { PartnerNames } from './words/states.ts';

/** Who is signed in, with the organisation that they speak for. */
export interface SignedInReader {
  readonly session: Session;
  readonly organisation: (Gemeente | Partner | Operations) & Pick<Caller, 'medewerker'>;
  readonly reader: Reader;
  readonly names: PartnerNames;
}

/** The partners of a gemeente by their key; for operation those of every gemeente, by gemeente and key. */
const namesFor = (organisation: SignedInReader['organisation']): PartnerNames =>
  organisation.rol === 'beheer'
    ? new Map(
        gemeenteProfiles.flatMap(({ gemeentecode, naam, partners }) => [
          [regievoerderKanaal(gemeentecode), `Gemeente ${naam}`] as const,
          ...partners.map(
            ({ sleutel, organisatie }) =>
              [kanaalId(gemeentecode, sleutel), `${organisatie} (${naam})`] as const,
          ),
        ]),
      )
    : new Map(
        gemeenteProfile(organisation.gemeentecode).partners.map(({ sleutel, organisatie }) => [
          sleutel,
          organisatie,
        ]),
      );

/**
 * The session of this cookie, while its organisation exists and is admitted, and nobody shut it out since the session
 * began; undefined when it is nobody's.
 */
export const readerOf = async (
  needed: Pick<LoketDependencies, 'seals' | 'admissions' | 'clock' | 'medewerkers' | 'withPasskeys'>,
  sealed: string | undefined,
): Promise<SignedInReader | undefined> => {
  const { seals, admissions, clock } = needed;
  const opened = await openSession(seals, sealed, clock.now());
  const speaks = opened && (await stillSpeaks(needed, opened));
  if (opened === undefined || speaks === undefined) return undefined;
  const { organisation, scopes } = speaks;
  const { client, tokenId, medewerker } = opened;
  const begun = new Date(opened.begin).toISOString();
  if (await admissions.isShutOut(organisation.sleutel, tokenId, begun)) return undefined;
  if (client !== undefined && (await admissions.organisationOf(client)) !== organisation.sleutel)
    return undefined;
  return {
    session: { ...opened, scopes },
    organisation: { ...organisation, ...known({ medewerker }) },
    reader: {
      naam: opened.naam,
      organisatie: organisation.naam,
      rol: organisation.rol,
      scopes: scopes.filter((scope) => mayScope(organisation, scope)),
      mayAddPasskey: passkeyPlace(needed, opened, organisation) !== undefined,
      mark: csrfMark(seals, opened),
    },
    names: namesFor(organisation),
  };
};
