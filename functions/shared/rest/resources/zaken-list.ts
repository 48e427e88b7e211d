import * as z from 'zod';
import type { ZaakEntry } from '../../../../adapters/table/lists/lists.ts';
import {
  PAGE_SIZE,
  ZAAK_STATUSES,
  type ZaakInList,
  ZakenList,
  type ZakenQuery,
  zakenQuery,
} from '../../../../contracts/lists.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import type { GemeenteProfile } from '../../../../domain/gemeenten/profile.ts';
import { known } from '../../../../domain/known.ts';
import { dayOf } from '../../../../domain/termijnen/calendar.ts';
import { type ListEntry, regisseurIn } from '../../../../domain/zaak/list-entry.ts';
import type { ZaakStatus } from '../../../../domain/zaak/situation.ts';
import type { Dependencies } from '../dependencies.ts';
import { showsZaken } from '../http/logging.ts';
import { placeCursor } from '../http/place-cursor.ts';
import { problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { firstTermijn } from './list-termijnen.ts';

/** Zaken that are looked at for one page, at most; the rest follows on the next. */
const MOST_LOOKED_AT = 2_000;
/** Zaken that are read at a time while a filter may leave most of them out. */
const FILTERED = 500;

/** Where a page begins: in which list, and after which place in it. */
const cursor = placeCursor(
  z.tuple([
    z.int().min(0).max(1),
    z
      .string()
      .regex(/^[0-9~-]+#[0-9a-f-]{36}$/)
      .optional(),
  ]),
);

const matches = (entry: ListEntry, { termijn, regisseur, partner }: ZakenQuery, today: string): boolean =>
  (termijn === undefined || entry.termijnen.some(({ id }) => id === termijn)) &&
  (regisseur === undefined || regisseurIn(entry, today) === regisseur) &&
  (partner === undefined || entry.partners.includes(partner));

const toListed = (
  profile: GemeenteProfile,
  status: ZaakStatus,
  { zaakId, entry }: ZaakEntry,
  today: string,
): ZaakInList => {
  const eersteTermijn = firstTermijn(profile, entry);
  const regisseurId = regisseurIn(entry, today);
  return {
    zaakId,
    status,
    ...known({ eersteTermijn, regisseurId }),
    partners: [...entry.partners],
  };
};

/** One page: reads on until it is full, until there is nothing left, or until it looked at enough. */
const createPage = async (
  { lists }: Pick<Dependencies, 'lists'>,
  profile: GemeenteProfile,
  query: ZakenQuery,
  today: string,
): Promise<ZakenList> => {
  const { status, termijn, tot, regisseur, partner, limit = PAGE_SIZE.standard, na } = query;
  const statuses: readonly ZaakStatus[] = status === undefined ? ZAAK_STATUSES : [status];
  const isFiltered = [termijn, regisseur, partner].some((filter) => filter !== undefined);
  const zaken: ZaakInList[] = [];
  let [list, after] = cursor.read(na);
  let lookedAt = 0;
  for (let of = statuses[list]; of !== undefined; of = statuses[list]) {
    const { elements, meer } = await lists.zaken(profile.gemeentecode, of, {
      ...known({ after, until: tot }),
      max: isFiltered ? FILTERED : limit + 1,
    });
    const found = elements.filter(({ entry }) => matches(entry, query, today));
    const fitting = found.slice(0, limit - zaken.length);
    zaken.push(...fitting.map((one) => toListed(profile, of, one, today)));
    if (fitting.length < found.length)
      return { zaken, na: cursor.write([list, fitting.at(-1)?.place ?? after]) };
    lookedAt += elements.length;
    [list, after] = meer ? [list, elements.at(-1)?.place ?? after] : [list + 1, undefined];
    if (lookedAt >= MOST_LOOKED_AT && list < statuses.length)
      return { zaken, na: cursor.write([list, after]) };
  }
  return { zaken };
};

/**
 * `GET /zaken?status=&termijn=&tot=&regisseur=&partner=&limit=&na=`: the zaken of the gemeente that asks, by the first date
 * that presses.
 */
export const listZaken = async (
  request: AuthenticatedRequest,
  needed: Pick<Dependencies, 'lists' | 'clock'>,
): Promise<Response> => {
  const { organisatie } = request;
  if (organisatie.rol !== 'gemeente') {
    throw problem('geen-toegang', 'De lijst van zaken is voor de gemeente zelf.');
  }
  const profile = gemeenteProfile(organisatie.gemeentecode);
  const query = readQuery(
    zakenQuery(
      profile.termijnen.map(({ id }) => id),
      profile.partners.map(({ sleutel }) => sleutel),
    ),
    request,
  );
  const page = await createPage(needed, profile, query, dayOf(needed.clock.now()));
  return {
    ...json(200, ZakenList.parse(page)),
    shown: showsZaken(
      organisatie.gemeentecode,
      page.zaken.map(({ zaakId }) => zaakId),
      ['status', 'eersteTermijn', 'regisseurId', 'partners'],
    ),
  };
};
