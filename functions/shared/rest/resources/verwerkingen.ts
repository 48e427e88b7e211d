import { ZaakId } from '../../../../contracts/base-types.ts';
import { PAGE_SIZE } from '../../../../contracts/lists.ts';
import { Verwerkingen, VerwerkingenQuery } from '../../../../contracts/verwerkingen.ts';
import type { Processing } from '../../../../domain/logboek/record.ts';
import { asMember } from '../../../../domain/logboek/timeline-processings.ts';
import { type Part, pageOf, partOf, positionOf, toVerwerking } from '../../../../domain/logboek/view.ts';
import type { Dependencies } from '../dependencies.ts';
import { showsZaken } from '../http/logging.ts';
import { foreignCursor } from '../http/place-cursor.ts';
import { notFound } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';

/** After which processing a list goes on, and the moment (ms since 1970) of its first page; a cursor of before has only the first. */
const CURSOR = /^(\d{13}#[0-9a-f]{16})(?:~(\d{13}))?$/;

/**
 * Where the list goes on. Each page is itself written down: a list that did not end at the moment of its first page would be
 * followed by its own reading for ever.
 */
const readCursor = (
  na: string | undefined,
  begin: number,
): { readonly after?: string; readonly until?: string; readonly next: string } => {
  const now = String(begin).padStart(13, '0');
  if (na === undefined) return { next: now };
  const [, after, until = now] = CURSOR.exec(Buffer.from(na, 'base64url').toString()) ?? [];
  if (after === undefined) throw foreignCursor();
  return { after, until, next: until };
};

/**
 * What stands in the logbook of a household, as it is shown of a member. Each keeps the place that it has there: a page of
 * that logbook goes on from a place, and with another one a record of the same millisecond would fall between two pages.
 */
const memberPartOf = (household: readonly Processing[], zaakId: ZaakId): Part =>
  household.flatMap((one) =>
    asMember([one], zaakId).map((processing) => [positionOf(one), processing] as const),
  );

/**
 * `GET /zaken/{zaakId}/verwerkingen?limit=&na=`: who got which fields of this person, when and why, from the logbook of the
 * gemeente that asks. One that had the zaak before sees what stands in its own logbook, and nothing of after.
 */
export const readVerwerkingen = async (
  request: AuthenticatedRequest,
  { zaken, logboek }: Pick<Dependencies, 'zaken' | 'logboek'>,
): Promise<Response> => {
  const { organisatie, pathValues } = request;
  const { limit = PAGE_SIZE.standard, na } = readQuery(VerwerkingenQuery, request);
  const { next, ...between } = readCursor(na, request.trace.begin);
  const zaakId = ZaakId.safeParse(pathValues['zaakId']);
  if (!zaakId.success || organisatie.rol !== 'gemeente') throw notFound();
  const { gemeentecode } = organisatie;
  const found = (id: string) => logboek.page(gemeentecode, id, between.after, limit + 1);
  const [{ processings, huishoudens }, own] = await Promise.all([
    zaken.logged(zaakId.data, gemeentecode),
    found(zaakId.data),
  ]);
  // That somebody searched does not make a zaak theirs.
  if (processings.length === 0 && own.every(({ activity }) => activity === 'zoeken')) throw notFound();
  const households = await Promise.all(huishoudens.map(found));
  const { page, last } = pageOf(
    [
      partOf(processings),
      partOf(own),
      ...households.map((household) => memberPartOf(household, zaakId.data)),
    ],
    between,
    limit,
  );
  return {
    ...json(
      200,
      Verwerkingen.parse({
        zaakId: zaakId.data,
        gemeentecode,
        verwerkingen: page.map(toVerwerking),
        ...(last === undefined ? {} : { na: Buffer.from(`${last}~${next}`).toString('base64url') }),
      }),
    ),
    shown: showsZaken(gemeentecode, [zaakId.data], ['verwerkingen']),
  };
};
