import {
  FindResponse,
  type FoundZaak,
  SearchQuery,
  type Tijdlijn,
  type Zaak,
} from '../../../../contracts/api.ts';
import { type Gemeentecode, ZaakId } from '../../../../contracts/base-types.ts';
import { nameOfType } from '../../../../contracts/hub-type.ts';
import type { SentPartnerbericht } from '../../../../contracts/partner-gebeurtenis-data.ts';
import { aboutWhat, BERICHTTYPEN, type PartnerberichtSoort } from '../../../../contracts/partnerrollen.ts';
import { DAY_MS } from '../../../../contracts/time.ts';
import { isContractOver, isEnd, stillSaid } from '../../../../domain/delivery/withdrawn.ts';
import { SEARCHES_PER_DAY } from '../../../../domain/limits.ts';
import { isOutsideOwnWork, OWN_WORK } from '../../../../domain/logboek/own-work.ts';
import type { Subject } from '../../../../domain/logboek/record.ts';
import type { Partner } from '../../../../domain/organisations.ts';
import { kanaalId } from '../../../../domain/partners/address.ts';
import { dayOf } from '../../../../domain/termijnen/calendar.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { showsZaken, zaakSubject } from '../http/logging.ts';
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
  {
    zaken,
    limits,
    clock,
    pseudonyms,
    telemetry,
  }: Pick<Dependencies, 'limits' | 'clock' | 'telemetry'> & {
    readonly zaken: Pick<Dependencies['zaken'], 'findZaak'>;
    readonly pseudonyms: Pick<Dependencies['pseudonyms'], 'afdruk'>;
  },
): Promise<Response> => {
  const { organisatie } = request;
  if (organisatie.rol !== 'gemeente') throw problem('geen-toegang', 'Alleen een gemeente kan zaken zoeken.');
  const { gemeentecode } = organisatie;
  const query = await readQuery(request);
  const now = clock.now();
  const day = now.toISOString().slice(0, 10);
  if (!(await limits.searched(organisatie.sleutel, day))) {
    const tomorrow = Date.parse(day) + DAY_MS;
    throw problem('te-veel-verzoeken', `Deze gemeente heeft vandaag al ${SEARCHES_PER_DAY} keer gezocht.`, {
      headers: { 'Retry-After': String(Math.ceil((tomorrow - now.getTime()) / 1000)) },
    });
  }
  const found = await zaken.findZaak(query, gemeentecode);
  telemetry.count('Raadplegingen', OWN_WORK.weight.search, { gemeente: gemeentecode, wat: 'zoekvraag' });
  countOutside(telemetry, gemeentecode, found);
  // Who is not found has no zaak to stand under: a keyed digest of what was asked stands in for it.
  const subjects: readonly Subject[] =
    found.length > 0
      ? found.map(({ zaakId }) => zaakSubject(zaakId))
      : [{ id: pseudonyms.afdruk({ zoekvraag: query }), soort: 'zoeksleutel' }];
  return {
    ...json(200, FindResponse.parse({ zaken: found })),
    shown: [{ gemeentecode, subjects: subjects.map((subject) => ({ subject, fields: Object.keys(query) })) }],
  };
};

/** Counts what a gemeente reads that is no work of its own. */
const countOutside = (
  telemetry: Dependencies['telemetry'],
  gemeentecode: Gemeentecode,
  zaken: readonly FoundZaak[],
): void => {
  const count = zaken.filter(isOutsideOwnWork).length;
  if (count === 0) return;
  telemetry.count('Raadplegingen', count * OWN_WORK.weight.outside, {
    gemeente: gemeentecode,
    wat: 'buiten eigen werk',
  });
};

/** What reading one zaak needs beside the reading itself. */
type AroundZaak = Pick<Dependencies, 'post' | 'clock' | 'telemetry'> & {
  readonly erasings: Pick<Dependencies['erasings'], 'view'>;
};
type With<Method extends keyof Dependencies['zaken']> = AroundZaak & {
  readonly zaken: Pick<Dependencies['zaken'], Method>;
};

const KINDS: ReadonlyMap<string, PartnerberichtSoort> = new Map(
  Object.entries(BERICHTTYPEN).map(([soort, type]) => [type, soort as PartnerberichtSoort]),
);

/** What a message says of the person: that somebody comes, otherwise, or not; undefined for one about a step of the zaak. */
const kindOf = ({ type }: SentPartnerbericht): PartnerberichtSoort | undefined => KINDS.get(type);

/** What a partner was told about a zaak, oldest first. */
type Berichten = readonly [SentPartnerbericht, ...SentPartnerbericht[]];

/** All that a partner was told about a zaak; a zaak that it was told nothing about does not exist for it. */
const sent = async (
  { post, clock }: Pick<Dependencies, 'post' | 'clock'>,
  zaakId: ZaakId,
  { gemeentecode, partner }: Partner,
): Promise<Berichten> => {
  const told = await post.berichtenOver(zaakId, gemeentecode, partner);
  const isOver = isContractOver(kanaalId(gemeentecode, partner), dayOf(clock.now()));
  // What was told before a withdrawal is no longer its business; of who was erased it knows nothing at all.
  const [first, ...rest] = told
    .slice(Math.max(0, told.findLastIndex(isEnd)))
    .filter((bericht) => !isOver || isEnd(bericht));
  if (first === undefined || kindOf(rest.at(-1) ?? first) === 'gewist') throw notFound();
  return [first, ...rest];
};

/** The last message that says who comes, when its content is still kept: a step of the zaak says nothing of that. */
const latestOfPerson = (berichten: Berichten): SentPartnerbericht | undefined =>
  berichten.findLast((bericht) => kindOf(bericht) !== undefined);

const zaakForPartner = (zaakId: ZaakId, berichten: Berichten): Zaak => {
  const latest = latestOfPerson(berichten);
  const status = latest && kindOf(latest);
  if (latest === undefined || status === undefined) throw notFound();
  return { zaakId, gemeentecode: latest.data.gemeentecode, status, gegevens: { ...latest.data } };
};

/** What a message says, as far as it is still told: of the person no more than the last message has. */
const stillTold = (bericht: SentPartnerbericht, latest: SentPartnerbericht | undefined) =>
  latest === undefined || kindOf(bericht) === undefined || isEnd(bericht)
    ? { ...bericht.data }
    : stillSaid(bericht.data, latest.data);

const tijdlijnForPartner = (zaakId: ZaakId, berichten: Berichten): Tijdlijn => {
  const latest = latestOfPerson(berichten);
  const gebeurtenissen = berichten.map((bericht) => ({
    naam: nameOfType(bericht.type),
    tijdstip: bericht.time,
    bron: bericht.source,
    gegevens: stillTold(bericht, latest),
  }));
  return { zaakId, gebeurtenissen, termijnen: [] };
};

/** Names of what an answer holds: of a zaak its own fields, of anything else its parts. */
const fieldsOf = (content: object): readonly string[] =>
  Object.keys('gegevens' in content ? (content.gegevens as object) : content);

/** What this organisation may see of a zaak; for everybody else it does not exist. */
const findAt = async <Found>(
  { organisatie, pathValues }: AuthenticatedRequest,
  needed: AroundZaak,
  read: (zaakId: ZaakId, gemeentecode: Gemeentecode) => Promise<Found | undefined>,
  forGemeente: (found: Found) => object,
  forPartner: (zaakId: ZaakId, berichten: Berichten) => unknown,
): Promise<Response> => {
  const zaakId = ZaakId.safeParse(pathValues['zaakId']);
  if (!zaakId.success) throw notFound();
  if (organisatie.rol === 'partner') {
    const berichten = await sent(needed, zaakId.data, organisatie);
    const { data } = latestOfPerson(berichten) ?? berichten[0];
    const soort = aboutWhat(organisatie.partnerrol);
    return {
      ...json(200, await forPartner(zaakId.data, berichten)),
      shown: [
        {
          gemeentecode: organisatie.gemeentecode,
          subjects: [{ subject: { id: zaakId.data, soort }, fields: Object.keys(data) }],
        },
      ],
    };
  }
  if (organisatie.rol !== 'gemeente') throw notFound();
  const { gemeentecode } = organisatie;
  const found = await read(zaakId.data, gemeentecode);
  if (found === undefined) {
    const wissing = await needed.erasings.view(zaakId.data, gemeentecode, needed.clock.now());
    if (wissing === undefined) throw notFound();
    throw problem('gewist', 'Deze persoon is gewist. Onder wissing staat wie dat hoorde en bevestigde.', {
      wissing,
    });
  }
  needed.telemetry.count('Raadplegingen', OWN_WORK.weight.read, { gemeente: gemeentecode, wat: 'zaak' });
  const content = forGemeente(found);
  return {
    ...json(200, content),
    shown: showsZaken(gemeentecode, [zaakId.data], fieldsOf(content)),
  };
};

/** A moment in UTC; one whose year in UTC has no four digits, which a source could once write, stays as it is. */
const utcOf = (moment: string): string => {
  const utc = new Date(moment).toISOString();
  return utc.startsWith('-') ? moment : utc;
};

/** Sources write any offset; answers are in UTC (NL API Design Rules /core/date-time/timezone). */
const inUtc = (tijdlijn: Tijdlijn): Tijdlijn => ({
  ...tijdlijn,
  gebeurtenissen: tijdlijn.gebeurtenissen.map((gebeurtenis) => ({
    ...gebeurtenis,
    tijdstip: utcOf(gebeurtenis.tijdstip),
  })),
});

/** What is for a gemeente only. */
const findForGemeente = <Found extends object>(
  request: AuthenticatedRequest,
  needed: AroundZaak,
  read: (zaakId: ZaakId, gemeentecode: Gemeentecode) => Promise<Found | undefined>,
): Promise<Response> => {
  if (request.organisatie.rol !== 'gemeente') throw notFound();
  return findAt(
    request,
    needed,
    read,
    (found) => found,
    () => ({}),
  );
};

/** `GET /zaken/{zaakId}/termijnen`: terms are no business of a partner. */
export const readTermijnen = (request: AuthenticatedRequest, needed: With<'termijnen'>): Promise<Response> =>
  findForGemeente(request, needed, needed.zaken.termijnen);

/** `GET /zaken/{zaakId}/intake`: what was done of the brede intake, and who owes the rest. */
export const readIntake = (request: AuthenticatedRequest, needed: With<'intake'>): Promise<Response> =>
  findForGemeente(request, needed, needed.zaken.intake);

/** `GET /zaken/{zaakId}`. */
export const readZaak = (request: AuthenticatedRequest, needed: With<'zaakForGemeente'>): Promise<Response> =>
  findAt(
    request,
    needed,
    needed.zaken.zaakForGemeente,
    (zaak) => {
      countOutside(needed.telemetry, zaak.gemeentecode, [zaak]);
      return zaak;
    },
    zaakForPartner,
  );

/**
 * `GET /zaken/{zaakId}/tijdlijn`. A partner sees what it was told, and what it reported itself, for as long as the person is its
 * business.
 */
export const readTijdlijn = (
  request: AuthenticatedRequest,
  needed: With<'tijdlijn' | 'reportsBy'>,
): Promise<Response> =>
  findAt(request, needed, needed.zaken.tijdlijn, inUtc, async (zaakId, berichten) => {
    const told = tijdlijnForPartner(zaakId, berichten);
    const latest = berichten.at(-1);
    if (latest !== undefined && isEnd(latest)) return told;
    const own = await needed.zaken.reportsBy(zaakId, request.organisatie.oin);
    return inUtc({ ...told, gebeurtenissen: [...told.gebeurtenissen, ...own] });
  });
