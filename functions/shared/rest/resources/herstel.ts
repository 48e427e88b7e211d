import { ZaakId } from '../../../../contracts/base-types.ts';
import { type Fault, faultsOf } from '../../../../contracts/faults.ts';
import { FeitHersteld, HerstelAanvraag } from '../../../../contracts/gemeente.ts';
import type { MeldingBericht } from '../../../../contracts/internal/melding-bericht.ts';
import { type AcceptDependencies, accept } from '../accept.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { notFound, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { acceptedTrace } from '../http/trace.ts';
import { verifyOwn } from './report-access.ts';

/** What is wrong with the fact that is asked for, which names its zaak as well: the request alone does not say which that is. */
const faultsOfFact = (
  zaakId: ZaakId,
  { id: _, ...asked }: Readonly<Record<string, unknown>>,
): readonly Fault[] => {
  const fact = { ...asked, zaakId };
  const { error } = FeitHersteld.safeParse(fact);
  return error === undefined ? [] : faultsOf(error, fact);
};

/**
 * `POST /zaken/{zaakId}/_herstel`: a person at the gemeente puts a fact of its own zaak right, and says why. A message like
 * any other: 202 once it is stored durably; the same id again changes nothing, with another content it is 409.
 */
export const acceptHerstel = async (
  request: AuthenticatedRequest,
  needed: AcceptDependencies &
    Pick<Dependencies, 'post' | 'pseudonyms'> & { readonly zaken: Pick<Dependencies['zaken'], 'gemeenteOf'> },
): Promise<Response> => {
  const { organisatie, pathValues } = request;
  const zaakId = ZaakId.safeParse(pathValues['zaakId']);
  if (!zaakId.success || organisatie.rol !== 'gemeente') throw notFound();
  const { id, ...asked } = await readBody(HerstelAanvraag, request, async (body) =>
    faultsOfFact(zaakId.data, body),
  );
  const { pseudonyms, clock } = needed;
  const source = `urn:nld:oin:${organisatie.oin}:systeem:herstel`;
  const ontvangstId = pseudonyms.ontvangstId(organisatie.sleutel, source, id);
  const data = { zaakId: zaakId.data, ...asked };
  const bericht: MeldingBericht = {
    ontvangstId,
    berichtId: id,
    bron: source,
    tijdstip: clock.now().toISOString(),
    organisatie: organisatie.sleutel,
    // The moment is the hub's own, so a retry has another.
    afdruk: pseudonyms.afdruk({ id, data }),
    trace: acceptedTrace(request, source, clock.now()),
    type: 'nl.inburgeringszaken.feit.hersteld.v1',
    data,
  };
  await verifyOwn(needed, organisatie, bericht);
  if (!(await accept(needed, bericht))) {
    throw problem('ander-bericht', 'Onder dit id is eerder iets anders hersteld.', { ontvangstId });
  }
  return json(202, { ontvangstId }, { Location: `/v1/gebeurtenissen/${ontvangstId}` });
};
