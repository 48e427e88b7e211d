import * as z from 'zod';
import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import type { Organisation } from '../../../domain/organisations.ts';
import { type KanaalId, kanaalId } from '../../../domain/partners/address.ts';
import { invalid, problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest, Request } from '../http/request.ts';

/** Whose messages and doors a caller may see, and whose it may change. */

export const PartnerParameter = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is geen partner')
  .optional();

const PartnerQuery = z.strictObject({ partner: PartnerParameter });

/** The partner that is asked about: itself, or one of the gemeente that asks. */
export const requestedKanaal = (organisation: Organisation, requested: string | undefined): KanaalId => {
  if (organisation.rol === 'partner') {
    const { gemeentecode, partner } = organisation;
    if (requested === undefined || requested === partner) return kanaalId(gemeentecode, partner);
    throw problem('geen-toegang', 'Een partner leest alleen haar eigen berichten.');
  }
  if (organisation.rol !== 'gemeente') {
    throw problem('geen-toegang', 'Berichten zijn voor de partner zelf en haar gemeente.');
  }
  const { gemeentecode } = organisation;
  if (requested === undefined) throw invalid([{ pointer: '/partner', detail: 'ontbreekt' }]);
  if (!gemeenteProfile(gemeentecode).partners.some(({ sleutel }) => sleutel === requested)) {
    throw invalid([{ pointer: '/partner', detail: 'is geen partner van deze gemeente' }]);
  }
  return kanaalId(gemeentecode, requested);
};

/** The same for a call of which `partner` is the only parameter. */
export const kanaalFromQuery = (request: AuthenticatedRequest): KanaalId =>
  requestedKanaal(request.organisatie, readQuery(PartnerQuery, request).partner);

/** The partner that calls: who changes something does so for itself. */
export const ownKanaal = ({ organisatie }: AuthenticatedRequest): KanaalId => {
  if (organisatie.rol === 'partner') return kanaalId(organisatie.gemeentecode, organisatie.partner);
  throw problem('geen-toegang', 'Alleen de partner zelf kan dit doen.');
};

/** The partner whose receiver agreed, according to its gemeente. */
export const kanaalForGemeente = (request: AuthenticatedRequest): KanaalId => {
  if (request.organisatie.rol === 'gemeente') return kanaalFromQuery(request);
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
