import * as z from 'zod';
import { REGIEVOERDER } from '../../../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import type { Organisation } from '../../../../domain/organisations.ts';
import { type KanaalId, kanaalId } from '../../../../domain/partners/address.ts';
import { kanalenOf, regievoerderKanaal } from '../../../../domain/regievoerder/kanaal.ts';
import { invalid, problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest, Request } from '../http/request.ts';

/** Whose messages and doors a caller may see, and whose it may change. */

export const PartnerParameter = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is geen partner')
  .optional();

const PartnerQuery = z.strictObject({ partner: PartnerParameter });

/** Whose messages are asked about: those of the caller itself, or those of a partner of the gemeente that asks. */
export const requestedKanaal = (organisation: Organisation, requested: string | undefined): KanaalId => {
  if (organisation.rol === 'partner') {
    const { gemeentecode, partner } = organisation;
    if (requested === undefined || requested === partner) return kanaalId(gemeentecode, partner);
    throw problem('geen-toegang', 'Een partner ziet en kiest alleen iets voor zichzelf.');
  }
  if (organisation.rol !== 'gemeente') {
    throw problem('geen-toegang', 'Berichten zijn voor de partner zelf en haar gemeente.');
  }
  const { gemeentecode } = organisation;
  const profile = gemeenteProfile(gemeentecode);
  if (requested === undefined && profile.regievoerder === undefined) {
    throw invalid([{ pointer: '/partner', detail: 'ontbreekt' }]);
  }
  const kanaal = kanaalId(gemeentecode, requested ?? REGIEVOERDER);
  if (!kanalenOf(profile).includes(kanaal)) {
    throw invalid([{ pointer: '/partner', detail: 'is geen partner van deze gemeente' }]);
  }
  return kanaal;
};

/** The same for a call of which `partner` is the only parameter. */
export const kanaalFromQuery = (request: AuthenticatedRequest): KanaalId =>
  requestedKanaal(request.organisatie, readQuery(PartnerQuery, request).partner);

/** The receiver that calls, a partner or the gemeente itself: who changes something does so for itself. */
export const ownKanaal = ({ organisatie }: AuthenticatedRequest): KanaalId => {
  if (organisatie.rol === 'partner') return kanaalId(organisatie.gemeentecode, organisatie.partner);
  if (organisatie.rol === 'gemeente') {
    const { gemeentecode } = organisatie;
    if (gemeenteProfile(gemeentecode).regievoerder !== undefined) return regievoerderKanaal(gemeentecode);
    throw problem('geen-toegang', 'Alleen de partner zelf kan dit doen: uw gemeente krijgt geen berichten.');
  }
  throw problem('geen-toegang', 'Alleen de partner zelf kan dit doen.');
};

/**
 * Whose door is chosen, or who gets messages again: the receiver that calls, or the partner that its gemeente names because it
 * helps it (`partner`).
 */
export const kanaalToChange = (request: AuthenticatedRequest): KanaalId => {
  const { partner } = readQuery(PartnerQuery, request);
  return partner === undefined ? ownKanaal(request) : requestedKanaal(request.organisatie, partner);
};

/** The partner of whom its gemeente writes something down. */
export const kanaalForGemeente = (
  request: AuthenticatedRequest,
  partner = readQuery(PartnerQuery, request).partner,
): KanaalId => {
  if (request.organisatie.rol === 'gemeente') return requestedKanaal(request.organisatie, partner);
  throw problem('geen-toegang', 'Alleen de gemeente van de partner kan dit vastleggen.');
};

/** A value in the path that must be an id; anything else names nothing. */
export const idFromPath = (
  schema: z.ZodType<string>,
  { pathValues }: Request,
  name: string,
): string | undefined => {
  const uitslag = schema.safeParse(pathValues[name]);
  return uitslag.success ? uitslag.data : undefined;
};
