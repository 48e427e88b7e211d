import { gemeenteProfile, gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import {
  type Caller,
  findOrganisation,
  type Gemeente,
  type Operations,
  type Partner,
} from '../../domain/organisations.ts';
import { kanaalId } from '../../domain/partners/address.ts';
import { regievoerderKanaal } from '../../domain/regievoerder/kanaal.ts';
import { known } from '../../domain/zaak/known.ts';
import type { LoketDependencies } from './dependencies.ts';
import type { Reader } from './pages/layout.ts';
import { csrfMark, openSession, type Session } from './session.ts';
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

/** The session of this cookie, while its organisation exists and is admitted, and nobody shut it out; undefined when it is nobody's. */
export const readerOf = async (
  { seals, admissions, clock }: Pick<LoketDependencies, 'seals' | 'admissions' | 'clock'>,
  sealed: string | undefined,
): Promise<SignedInReader | undefined> => {
  const session = await openSession(seals, sealed, clock.now());
  const organisation = session && findOrganisation(session.organisatie);
  if (session === undefined || organisation === undefined) return undefined;
  if (organisation.rol === 'bron') return undefined;
  if (await admissions.isShutOut(organisation.sleutel, session.tokenId)) return undefined;
  const { client } = session;
  if (client !== undefined && (await admissions.organisationOf(client)) !== organisation.sleutel)
    return undefined;
  return {
    session,
    organisation: { ...organisation, ...known({ medewerker: session.medewerker }) },
    reader: {
      naam: session.naam,
      organisatie: organisation.naam,
      rol: organisation.rol,
      mark: csrfMark(seals, session),
    },
    names: namesFor(organisation),
  };
};
