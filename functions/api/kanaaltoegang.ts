import * as z from 'zod';
import { gemeenteProfiel } from '../../domain/gemeenten/index.ts';
import type { Organisatie } from '../../domain/organisaties.ts';
import { type PartnerAdres, partnerAdres } from '../../domain/partners/address.ts';
import { ongeldig, probleem } from './problemen.ts';
import { leesQuery } from './query.ts';
import type { AangemeldVerzoek, Verzoek } from './verzoek.ts';

/** Whose messages and doors a caller may see, and whose it may change. */

export const PartnerParameter = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is geen partner')
  .optional();

const PartnerQuery = z.strictObject({ partner: PartnerParameter });

/** The partner that is asked about: itself, or one of the gemeente that asks. */
export const gevraagdKanaal = (organisatie: Organisatie, gevraagd: string | undefined): PartnerAdres => {
  if (organisatie.rol === 'partner') {
    const { gemeentecode, partner } = organisatie;
    if (gevraagd === undefined || gevraagd === partner) return partnerAdres(gemeentecode, partner);
    throw probleem('geen-toegang', 'Een partner leest alleen haar eigen berichten.');
  }
  if (organisatie.rol !== 'gemeente') {
    throw probleem('geen-toegang', 'Berichten zijn voor de partner zelf en haar gemeente.');
  }
  const { gemeentecode } = organisatie;
  if (gevraagd === undefined) throw ongeldig([{ pointer: '/partner', detail: 'ontbreekt' }]);
  if (!gemeenteProfiel(gemeentecode).partners.some(({ sleutel }) => sleutel === gevraagd)) {
    throw ongeldig([{ pointer: '/partner', detail: 'is geen partner van deze gemeente' }]);
  }
  return partnerAdres(gemeentecode, gevraagd);
};

/** The same for a call of which `partner` is the only parameter. */
export const kanaalUitQuery = (verzoek: AangemeldVerzoek): PartnerAdres =>
  gevraagdKanaal(verzoek.organisatie, leesQuery(PartnerQuery, verzoek).partner);

/** The partner that calls: who changes something does so for itself. */
export const eigenKanaal = ({ organisatie }: AangemeldVerzoek): PartnerAdres => {
  if (organisatie.rol === 'partner') return partnerAdres(organisatie.gemeentecode, organisatie.partner);
  throw probleem('geen-toegang', 'Alleen de partner zelf kan dit doen.');
};

/** The partner whose receiver agreed, according to its gemeente. */
export const kanaalVoorGemeente = (verzoek: AangemeldVerzoek): PartnerAdres => {
  if (verzoek.organisatie.rol === 'gemeente') return kanaalUitQuery(verzoek);
  throw probleem('geen-toegang', 'Alleen de gemeente van de partner kan dit vastleggen.');
};

/** A value in the path that must be an id; anything else names nothing. */
export const idUitPad = (
  schema: z.ZodType<string>,
  { padwaarden }: Verzoek,
  naam: string,
): string | undefined => {
  const uitslag = schema.safeParse(padwaarden[naam]);
  return uitslag.success ? uitslag.data : undefined;
};
