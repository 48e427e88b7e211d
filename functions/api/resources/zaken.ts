import { FindResponse, SearchQuery, type Tijdlijn, type Zaak } from '../../../contracts/api.ts';
import { type Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import { SEARCHES_PER_DAY } from '../../../domain/limits.ts';
import type { Partner } from '../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { notFound, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';

const readQuery = async (request: AuthenticatedRequest): Promise<SearchQuery> => {
  const { vNummer, bsn } = await readBody(SearchQuery, request);
  if (vNummer !== undefined) return { vNummer };
  if (bsn !== undefined) return { bsn };
  throw new Error('een zoekvraag zonder sleutel is door de toets gekomen');
};

/** `POST /zaken/_zoek`: the zaken of one person in the gemeente that asks. */
export const findZaken = async (
  request: AuthenticatedRequest,
  { zaken, limits, clock }: Dependencies,
): Promise<Response> => {
  const { organisatie } = request;
  if (organisatie.rol !== 'gemeente') throw problem('geen-toegang', 'Alleen een gemeente kan zaken zoeken.');
  const query = await readQuery(request);
  const now = clock.now();
  const day = now.toISOString().slice(0, 10);
  if (!(await limits.searched(organisatie.sleutel, day))) {
    const tomorrow = Date.parse(day) + 24 * 3600 * 1000;
    throw problem('te-veel-verzoeken', `Deze gemeente heeft vandaag al ${SEARCHES_PER_DAY} keer gezocht.`, {
      headers: { 'Retry-After': String(Math.ceil((tomorrow - now.getTime()) / 1000)) },
    });
  }
  const found = await zaken.findZaak(query, organisatie.gemeentecode);
  return json(200, FindResponse.parse({ zaken: found }));
};

const nameOf = (bericht: Partnerbericht): 'gemeld' | 'gewijzigd' | 'vervallen' => {
  if (bericht.type.includes('.vervallen.')) return 'vervallen';
  return bericht.type.includes('.gewijzigd.') ? 'gewijzigd' : 'gemeld';
};

/** All that a partner was told about a zaak; a zaak that it was told nothing about does not exist for it. */
const sent = async (
  { post }: Dependencies,
  zaakId: ZaakId,
  { gemeentecode, partner }: Partner,
): Promise<readonly [Partnerbericht, ...Partnerbericht[]]> => {
  const [first, ...rest] = await post.berichtenOver(zaakId, gemeentecode, partner);
  if (first === undefined) throw notFound();
  return [first, ...rest];
};

const zaakForPartner = (zaakId: ZaakId, berichten: readonly [Partnerbericht, ...Partnerbericht[]]): Zaak => {
  const latest = berichten.at(-1) ?? berichten[0];
  return {
    zaakId,
    gemeentecode: latest.data.gemeentecode,
    status: nameOf(latest),
    gegevens: { ...latest.data },
  };
};

const tijdlijnForPartner = (zaakId: ZaakId, berichten: readonly Partnerbericht[]): Tijdlijn => ({
  zaakId,
  gebeurtenissen: berichten.map((bericht) => ({
    naam: `nieuwe-inburgeraar-${nameOf(bericht)}`,
    tijdstip: bericht.time,
    bron: bericht.source,
    gegevens: { ...bericht.data },
  })),
  termijnen: [],
});

/** What this organisation may see of a zaak; for everybody else it does not exist. */
const findAt = async <Found>(
  { organisatie, pathValues }: AuthenticatedRequest,
  needed: Dependencies,
  read: (zaakId: ZaakId, gemeentecode: Gemeentecode) => Promise<Found | undefined>,
  forGemeente: (found: Found) => unknown,
  forPartner: (zaakId: ZaakId, berichten: readonly [Partnerbericht, ...Partnerbericht[]]) => unknown,
): Promise<Response> => {
  const zaakId = ZaakId.safeParse(pathValues['zaakId']);
  if (!zaakId.success) throw notFound();
  if (organisatie.rol === 'partner') {
    return json(200, forPartner(zaakId.data, await sent(needed, zaakId.data, organisatie)));
  }
  if (organisatie.rol !== 'gemeente') throw notFound();
  const found = await read(zaakId.data, organisatie.gemeentecode);
  if (found === undefined) throw notFound();
  return json(200, forGemeente(found));
};

/** Sources write any offset; answers are in UTC (NL API Design Rules /core/date-time/timezone). */
const inUtc = (tijdlijn: Tijdlijn): Tijdlijn => ({
  ...tijdlijn,
  gebeurtenissen: tijdlijn.gebeurtenissen.map((gebeurtenis) => ({
    ...gebeurtenis,
    tijdstip: new Date(gebeurtenis.tijdstip).toISOString(),
  })),
});

/** `GET /zaken/{zaakId}/termijnen`: for a gemeente only; terms are no business of a partner. */
export const readTermijnen = (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> => {
  if (request.organisatie.rol !== 'gemeente') throw notFound();
  return findAt(
    request,
    needed,
    needed.zaken.termijnen,
    (termijnen) => termijnen,
    () => undefined,
  );
};

/** `GET /zaken/{zaakId}`. */
export const readZaak = (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> =>
  findAt(request, needed, needed.zaken.zaakForGemeente, (zaak) => zaak, zaakForPartner);

/** `GET /zaken/{zaakId}/tijdlijn`. */
export const readTijdlijn = (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> =>
  findAt(request, needed, needed.zaken.tijdlijn, inUtc, tijdlijnForPartner);
