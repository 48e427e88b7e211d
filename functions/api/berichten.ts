import * as z from 'zod';
import { Cursor } from '../../contracts/api.ts';
import type { Gemeentecode } from '../../contracts/basistypen.ts';
import { gemeenteProfiel } from '../../domain/gemeenten/index.ts';
import type { Organisatie } from '../../domain/organisaties.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { ongeldig, probleem } from './problemen.ts';
import { leesBladzijde, leesQuery } from './query.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

const BerichtenQuery = z.strictObject({
  partner: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is geen partner')
    .optional(),
  na: Cursor.optional(),
});

const kanaal = (
  organisatie: Organisatie,
  gevraagd: string | undefined,
): { readonly gemeentecode: Gemeentecode; readonly partner: string } => {
  if (organisatie.rol === 'partner') {
    const { gemeentecode, partner } = organisatie;
    if (gevraagd === undefined || gevraagd === partner) return { gemeentecode, partner };
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
  return { gemeentecode, partner: gevraagd };
};

/** `GET /berichten?partner=&na=`: what a partner was sent, for itself and for its gemeente. */
export const leesBerichten = async (
  verzoek: AangemeldVerzoek,
  { post }: Afhankelijkheden,
): Promise<Antwoord> => {
  const { partner: gevraagd, na } = leesQuery(BerichtenQuery, verzoek);
  const { gemeentecode, partner } = kanaal(verzoek.organisatie, gevraagd);
  return json(200, await leesBladzijde(na, (begin) => post.berichtenVan(gemeentecode, partner, begin)));
};
