import * as z from 'zod';
import { Cursor, OPENSTAANDE_STATUSSEN } from '../../contracts/api.ts';
import { OntvangstId } from '../../contracts/basistypen.ts';
import { biedAan } from './aanbieden.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { nietGevonden, probleem } from './problemen.ts';
import { leesBladzijde, leesQuery } from './query.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

const OntvangstenQuery = z.strictObject({
  status: z.enum(OPENSTAANDE_STATUSSEN),
  na: Cursor.optional(),
});

/** `GET /ontvangsten?status=&na=`: what still needs attention, oldest first. */
export const leesOntvangsten = async (
  verzoek: AangemeldVerzoek,
  { ontvangsten }: Afhankelijkheden,
): Promise<Antwoord> => {
  const { status, na } = leesQuery(OntvangstenQuery, verzoek);
  return json(200, await leesBladzijde(na, (begin) => ontvangsten.lijst(status, begin)));
};

/** `POST /ontvangsten/{ontvangstId}/_heropnemen`: offers any message that is not processed again. */
export const heropnemen = async (
  { padwaarden }: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const ontvangstId = OntvangstId.safeParse(padwaarden['ontvangstId']);
  const ontvangst = ontvangstId.success ? await nodig.ontvangsten.lees(ontvangstId.data) : undefined;
  if (ontvangst === undefined) throw nietGevonden();
  const bericht = await nodig.ontvangsten.heropnemen(ontvangst.ontvangstId);
  if (bericht === undefined) throw probleem('al-verwerkt', 'Dit bericht is al verwerkt.');
  await biedAan(nodig, bericht);
  return json(
    202,
    { ontvangstId: bericht.ontvangstId },
    { Location: `/v1/gebeurtenissen/${bericht.ontvangstId}` },
  );
};
