import type { Herlevering } from '../../../../adapters/table/postvak/herleveringen.ts';
import {
  HerleveringId,
  HerleveringRequest,
  type HerleveringView,
} from '../../../../contracts/herleveringen.ts';
import type { HerleveringChoice } from '../../../../domain/delivery/herlevering.ts';
import { known } from '../../../../domain/known.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { notFound, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { findAbonnement } from './abonnementen.ts';
import { beginHerlevering, type HerleveringDependencies } from './begin-herlevering.ts';
import { idFromPath, kanaalFromQuery, kanaalToChange, ownKanaal } from './kanaal-access.ts';

/** Sending again what was sent before: a partner asks this for its own messages. */

/** In UTC with milliseconds, as the postvak writes its moments. */
const moment = (moment: string): string => new Date(moment).toISOString();

const choiceOf = (
  { van, tot, zaakId, types }: HerleveringRequest,
  abonnementId: string | undefined,
  now: Date,
): HerleveringChoice => {
  const nowText = now.toISOString();
  // Messages after now are sent anyway. The clock of who asks may be ahead, so a beginning that is to come is now.
  const notAfterNow = (text: string): string => (text < nowText ? text : nowText);
  return {
    ...(van === undefined ? {} : { van: notAfterNow(moment(van)) }),
    tot: tot === undefined ? nowText : notAfterNow(moment(tot)),
    ...known({ zaakId, types, abonnementId }),
  };
};

type Asked = HerleveringDependencies & {
  readonly kanalen: Pick<Dependencies['kanalen'], 'settings' | 'record'>;
};

const requestHerlevering = async (
  request: AuthenticatedRequest,
  needed: Asked,
  kanaal: KanaalId,
  abonnementId?: string,
): Promise<Response> => {
  const { herleveringen, kanalen, clock } = needed;
  const { proef, tempo, ...selection } = await readBody(HerleveringRequest, request);
  const choice = choiceOf(selection, abonnementId, clock.now());
  if (proef === true) {
    const count = await herleveringen.count(kanaal, choice, await kanalen.settings(kanaal));
    return json(200, { aantal: count });
  }
  const begun = await beginHerlevering(needed, {
    kanaal,
    keuze: choice,
    door: request.organisatie.sleutel,
    ...known({ tempo }),
  });
  if (begun === undefined) {
    throw problem('stand-laat-niet-toe', 'Er loopt al een herlevering. Wacht tot die klaar is.');
  }
  const { id, aantal } = begun;
  if (abonnementId !== undefined) {
    await kanalen.record(abonnementId, {
      tijdstip: begun.aangevraagdOp,
      naam: 'herlevering-gevraagd',
      door: begun.door,
      gegevens: { herleveringId: id, aantal },
    });
  }
  return json(202, { herleveringId: id, aantal }, { Location: `/v1/herleveringen/${id}` });
};

/** `POST /herleveringen?partner=`: what went through the base door. A gemeente may ask for a partner of its own. */
export const redeliver = (call: AuthenticatedRequest, needed: Asked): Promise<Response> =>
  requestHerlevering(call, needed, kanaalToChange(call));

/** `POST /abonnementen/{abonnementId}/herleveringen`: what this abonnement asks for. */
export const redeliverAbonnement = async (
  call: AuthenticatedRequest,
  needed: Dependencies,
): Promise<Response> => {
  const kanaal = ownKanaal(call);
  const { id } = await findAbonnement(call, needed, kanaal);
  return requestHerlevering(call, needed, kanaal, id);
};

const statusOf = ({ vanaf, na, gedaan }: Herlevering): HerleveringView['status'] => {
  if (vanaf === undefined) return 'klaar';
  return na === undefined && gedaan === 0 ? 'wacht' : 'bezig';
};

/** `GET /herleveringen/{herleveringId}`: how far it is. */
export const readHerlevering = async (
  request: AuthenticatedRequest,
  { herleveringen }: Dependencies,
): Promise<Response> => {
  const kanaal = kanaalFromQuery(request);
  const id = idFromPath(HerleveringId, request, 'herleveringId');
  const found = id === undefined ? undefined : await herleveringen.read(id);
  if (found === undefined || found.kanaal !== kanaal) throw notFound();
  const { keuze: choice, tempo, aantal, gedaan, door, aangevraagdOp } = found;
  const { abonnementId: _, ...criteria } = choice;
  return json(200, {
    herleveringId: found.id,
    status: statusOf(found),
    ...criteria,
    ...known({ tempo }),
    aantal,
    gedaan,
    door,
    aangevraagdOp,
  });
};
