import { ShutOutRequest } from '../../../../contracts/shut-out.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { known } from '../../../../domain/known.ts';
import { type KanaalId, kanaalId } from '../../../../domain/partners/address.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { notFound, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { byTheNewDoor, viewKanaal } from './kanaal.ts';

/** A gemeente shuts out a partner of its own, and lets it in again. Who serves another gemeente too keeps doing so. */

type Needed = Pick<Dependencies, 'kanalen' | 'feeds' | 'deliveryQueue' | 'clock' | 'log'> & {
  readonly postvak: Pick<Dependencies['postvak'], 'count'>;
};

/** The partner in the path, which must be one of the gemeente that calls. */
const partnerInPath = ({ organisatie, pathValues }: AuthenticatedRequest): KanaalId => {
  if (organisatie.rol !== 'gemeente')
    throw problem('geen-toegang', 'Alleen de gemeente van de partner kan dit doen.');
  const { gemeentecode } = organisatie;
  const partner = gemeenteProfile(gemeentecode).partners.find(
    ({ sleutel }) => sleutel === pathValues['partner'],
  );
  if (partner === undefined) throw notFound();
  return kanaalId(gemeentecode, partner.sleutel);
};

/**
 * `POST /partners/{partner}/_uitsluiten`: no token of it counts, and what is meant for it is kept. With `kenmerk` this one
 * token counts no more, and its doors stay as they are. Once more changes nothing.
 */
export const shutOutPartner = async (request: AuthenticatedRequest, needed: Needed): Promise<Response> => {
  const kanaal = partnerInPath(request);
  const { reden, kenmerk } = await readBody(ShutOutRequest, request);
  const { kanalen, clock, log } = needed;
  const door = request.organisatie.sleutel;
  const sinds = clock.now().toISOString();
  await kanalen.shutOut(kanaal, { sinds, door, ...known({ reden }) }, kenmerk);
  // Not which token: what names a token stays out of the log.
  log.info('partner uitgesloten', { partner: kanaal, door, reden, eenToken: kenmerk !== undefined });
  return json(200, await viewKanaal(needed, kanaal));
};

/**
 * `POST /partners/{partner}/_toelaten`: what was kept goes through the door that the partner chose. Once more offers it
 * again, for when the first time stored that and fell.
 */
export const letPartnerIn = async (request: AuthenticatedRequest, needed: Needed): Promise<Response> => {
  const kanaal = partnerInPath(request);
  const door = request.organisatie.sleutel;
  await needed.kanalen.letIn(kanaal, door, needed.clock.now());
  await byTheNewDoor(needed, kanaal);
  needed.log.info('partner toegelaten', { partner: kanaal, door });
  return json(200, await viewKanaal(needed, kanaal));
};
