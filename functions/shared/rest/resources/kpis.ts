import { KpisQuery } from '../../../../contracts/kpis.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { added, countedIn, kpisOf } from '../../../../domain/kpis/kpis.ts';
import { dayOf } from '../../../../domain/termijnen/calendar.ts';
import type { Dependencies } from '../dependencies.ts';
import { invalid, notFound } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';

/**
 * `GET /gemeenten/{code}/kpis?peildatum=`: the figures of a gemeente for that gemeente itself, on a day that has come; the
 * figures of another do not exist for it, nor any for anybody else (404).
 */
export const readKpis = async (
  request: AuthenticatedRequest,
  { mijlpalen, clock }: Pick<Dependencies, 'mijlpalen' | 'clock'>,
): Promise<Response> => {
  const { organisatie, pathValues } = request;
  if (organisatie.rol !== 'gemeente' || organisatie.gemeentecode !== pathValues['code']) throw notFound();
  const today = dayOf(clock.now());
  const { peildatum = today } = readQuery(KpisQuery, request);
  if (peildatum > today) throw invalid([{ pointer: '/peildatum', detail: 'ligt in de toekomst' }]);
  const profile = gemeenteProfile(organisatie.gemeentecode);
  const counts = await mijlpalen.perPiece(profile.gemeentecode, (zaken) =>
    countedIn(profile, zaken, peildatum),
  );
  return json(200, kpisOf(profile, added(counts), peildatum));
};
