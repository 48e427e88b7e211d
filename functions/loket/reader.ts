import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { findOrganisation, type Gemeente, type Partner } from '../../domain/organisations.ts';
import type { LoketDependencies } from './dependencies.ts';
import type { Reader } from './pages/layout.ts';
import { csrfMark, openSession, type Session } from './session.ts';
import type { PartnerNames } from './words/states.ts';

/** Who is signed in, with the organisation that they speak for. */
export interface SignedInReader {
  readonly session: Session;
  readonly organisation: Gemeente | Partner;
  readonly reader: Reader;
  readonly names: PartnerNames;
}

/** The session of this cookie, while its organisation exists and is admitted, and nobody shut it out; undefined when it is nobody's. */
export const readerOf = async (
  { seals, admissions, clock }: Pick<LoketDependencies, 'seals' | 'admissions' | 'clock'>,
  sealed: string | undefined,
): Promise<SignedInReader | undefined> => {
  const session = await openSession(seals, sealed, clock.now());
  const organisation = session && findOrganisation(session.organisatie);
  if (session === undefined || organisation === undefined) return undefined;
  if (organisation.rol !== 'gemeente' && organisation.rol !== 'partner') return undefined;
  if (await admissions.isShutOut(organisation.sleutel, session.tokenId)) return undefined;
  const { client } = session;
  if (client !== undefined && (await admissions.organisationOf(client)) !== organisation.sleutel)
    return undefined;
  const { partners } = gemeenteProfile(organisation.gemeentecode);
  return {
    session,
    organisation,
    reader: {
      naam: session.naam,
      organisatie: organisation.naam,
      rol: organisation.rol,
      mark: csrfMark(seals, session),
    },
    names: new Map(partners.map(({ sleutel, organisatie }) => [sleutel, organisatie])),
  };
};
