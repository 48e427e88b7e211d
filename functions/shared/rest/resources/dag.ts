import type { Part } from '../../../../adapters/table/lists/lists.ts';
import type { ReplyEntry } from '../../../../adapters/table/postvak/replies.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import {
  CONTRACT_AHEAD,
  Dag,
  DagQuery,
  type Declined,
  type OwnOntvangst,
  UNDELIVERED_DAYS,
  type Undelivered,
} from '../../../../contracts/dag.ts';
import { aboutWhat, type Partnerrol } from '../../../../contracts/partnerrollen.ts';
import { type ListItem, stateOf } from '../../../../domain/delivery/item.ts';
import { replyIn } from '../../../../domain/delivery/reply.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import type { GemeenteProfile } from '../../../../domain/gemeenten/profile.ts';
import { huishoudenOfTijdlijn } from '../../../../domain/huishouden/tijdlijn.ts';
import { known } from '../../../../domain/known.ts';
import type { Gemeente } from '../../../../domain/organisations.ts';
import { kanaalId, kanaalParts } from '../../../../domain/partners/address.ts';
import { endingContracts } from '../../../../domain/partners/contracts.ts';
import { regievoerderKanaal } from '../../../../domain/regievoerder/kanaal.ts';
import { waitingUntil } from '../../../../domain/regievoerder/post.ts';
import { dayOf, latestWithin, plus } from '../../../../domain/termijnen/calendar.ts';
import type { Dependencies } from '../dependencies.ts';
import { showsZaken } from '../http/logging.ts';
import { problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { COUNTED, choose, dagAppointment, momentOf, shown, together } from './dag-parts.ts';
import { dagTermijn, overdueTermijn } from './list-termijnen.ts';
import { readPartnerDag } from './partner-dag.ts';

/**
 * `GET /dag?datum=`: the day list of the gemeente that asks, or of the partner (`partner-dag.ts`). Every part is a bounded number
 * of bounded queries of the index, so that it takes as long however many zaken there are.
 */

type Needed = Pick<Dependencies, 'lists' | 'readable' | 'clock'> & {
  readonly replies: Pick<Dependencies['replies'], 'waiting'>;
  readonly zaken: Pick<Dependencies['zaken'], 'membersOf'>;
  readonly ontvangsten: Pick<Dependencies['ontvangsten'], 'list'>;
  readonly postvak: Pick<Dependencies['postvak'], 'list'>;
};

/** Terms of which the last day is this one, or comes within the time that the gemeente is warned before. */
const due = async (
  { lists }: Needed,
  profile: GemeenteProfile,
  day: string,
): Promise<Pick<Dag, 'vandaag' | 'binnenkort'>> => {
  const warnings = [...new Set(profile.termijnen.map(({ warnedBefore }) => warnedBefore))];
  const within = async (daysOf: (warnedBefore: string) => { from: string; until: string }) => {
    const parts = await Promise.all(
      warnings.map(async (warnedBefore) => {
        const found = await lists.due(profile.gemeentecode, warnedBefore, daysOf(warnedBefore), COUNTED);
        return choose(found, ({ zaakId, ...termijn }) => dagTermijn(profile, zaakId, termijn, day));
      }),
    );
    return shown(together(parts, ({ datum, id, zaakId }) => `${datum}#${id}#${zaakId}`));
  };
  const [vandaag, binnenkort] = await Promise.all([
    within(() => ({ from: day, until: day })),
    within((warnedBefore) => ({ from: plus(day, 'P1D'), until: latestWithin(day, warnedBefore) })),
  ]);
  return { vandaag, binnenkort };
};

/** Zaken with a term that has passed, each once, by the first of those terms and what of the intake is late by any of them. */
const late = async ({ lists }: Needed, profile: GemeenteProfile, day: string): Promise<Dag['teLaat']> => {
  const found = await lists.zaken(profile.gemeentecode, 'actief', { until: plus(day, '-P1D'), max: COUNTED });
  return shown(choose(found, ({ zaakId, entry }) => overdueTermijn(profile, zaakId, entry, day)));
};

/** Pages that are looked through for the gemeente's own messages: the list is of all sources. */
const PAGES = 5;

/** Its own reports that wait or are in quarantine, the oldest first. */
const ownOntvangsten = async (
  { ontvangsten }: Needed,
  organisation: Gemeente,
): Promise<Dag['eigenMeldingen']> => {
  const ofStatus = async (status: 'wacht' | 'quarantaine'): Promise<Part<OwnOntvangst>> => {
    const own: OwnOntvangst[] = [];
    let after: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const found = await ontvangsten.list(status, after);
      for (const { organisatie, ...ontvangst } of found.ontvangsten) {
        if (organisatie === organisation.sleutel) own.push(ontvangst);
      }
      if (found.na === undefined) return { elements: own, meer: false };
      after = found.na;
    }
    return { elements: own, meer: true };
  };
  const parts = await Promise.all([ofStatus('quarantaine'), ofStatus('wacht')]);
  return shown(together(parts, ({ sinds, ontvangstId }) => `${sinds}#${ontvangstId}`));
};

/** Messages of one partner that are read at most: what is stuck is seldom more, and the rest is one command away. */
const PER_PARTNER = 25;

const toUndelivered = (item: ListItem): Undelivered => ({
  partner: kanaalParts(item.partner).partner,
  zaakId: item.zaakId,
  volgnummer: item.volgnummer,
  staat: stateOf(item.plek),
  klaargezetOp: momentOf(item),
  ...known({ stilstand: item.reden }),
});

/** Messages that no door tries any more, and those that their partner has not got for as long as the profile says. */
const undelivered = async (
  { postvak }: Needed,
  { gemeentecode, partners, regievoerder }: GemeenteProfile,
  day: string,
): Promise<Dag['nietBezorgd']> => {
  const before = waitingUntil(day, regievoerder?.onbezorgdNaDagen ?? UNDELIVERED_DAYS);
  const parts = await Promise.all(
    partners.flatMap(({ sleutel }) => {
      const kanaal = kanaalId(gemeentecode, sleutel);
      return [
        postvak.list(kanaal, { places: ['geparkeerd'], max: PER_PARTNER }),
        postvak.list(kanaal, { places: ['klaargezet', 'bezig'], until: before, max: PER_PARTNER }),
      ];
    }),
  );
  return shown(
    together(
      parts.map(({ items, meer }) => ({ elements: items.map(toUndelivered), meer })),
      (bericht) => `${bericht.klaargezetOp}#${bericht.partner}`,
    ),
  );
};

/** What a partner said that it cannot do; a household has no zaak, so those of who live in it stand for it. */
const toDeclined = async (
  { zaken }: Needed,
  { gemeentecode }: GemeenteProfile,
  rol: Partnerrol,
  { berichtId, partner, zaakId, said }: ReplyEntry,
): Promise<readonly Declined[]> => {
  const reply = replyIn(said);
  if (reply?.reden === undefined) return [];
  const shared = {
    berichtId,
    partner: kanaalParts(partner).partner,
    reden: reply.reden,
    sinds: reply.sinds,
  };
  if (aboutWhat(rol) === 'zaak') return [{ ...shared, zaken: [zaakId] }];
  const huishoudenId = huishoudenOfTijdlijn(zaakId);
  return [{ ...shared, zaken: [...(await zaken.membersOf(huishoudenId, gemeentecode))], huishoudenId }];
};

/** What partners cannot do, until somebody sees to it. */
const declined = async (needed: Needed, profile: GemeenteProfile): Promise<Dag['luktNiet']> => {
  const parts = await Promise.all(
    profile.partners.map(async ({ sleutel, rol }) => {
      const kanaal = kanaalId(profile.gemeentecode, sleutel);
      const { elements, meer } = await needed.replies.waiting(kanaal, PER_PARTNER);
      const rows = await Promise.all(elements.map((entry) => toDeclined(needed, profile, rol, entry)));
      return { elements: rows.flat(), meer };
    }),
  );
  return shown(together(parts, ({ sinds, berichtId }) => `${sinds}#${berichtId}`));
};

const createDag = async (needed: Needed, organisation: Gemeente, day: string): Promise<Dag> => {
  const gemeentecode: Gemeentecode = organisation.gemeentecode;
  const profile = gemeenteProfile(gemeentecode);
  const { lists } = needed;
  const [
    appointments,
    termijnen,
    teLaat,
    tegenspraken,
    missing,
    eigenMeldingen,
    nietBezorgd,
    luktNiet,
    nieuw,
  ] = await Promise.all([
    lists.appointments(regievoerderKanaal(gemeentecode), { from: day, until: day }, COUNTED),
    due(needed, profile, day),
    late(needed, profile, day),
    lists.contradictions(gemeentecode, { max: COUNTED }),
    lists.missing(gemeentecode, { max: COUNTED }),
    ownOntvangsten(needed, organisation),
    undelivered(needed, profile, day),
    declined(needed, profile),
    lists.opened(gemeentecode, { from: plus(day, '-P1D'), until: day }, { max: COUNTED }),
  ]);
  return {
    gemeentecode,
    datum: day,
    afspraken: shown(choose(appointments, dagAppointment)),
    ...termijnen,
    teLaat,
    tegenspraken: shown(tegenspraken),
    wachtOpGegevens: shown(missing),
    eigenMeldingen,
    nietBezorgd,
    luktNiet,
    nieuw: shown(nieuw),
    aflopendeOpdrachten: shown({
      elements: endingContracts(profile, { from: day, until: plus(day, CONTRACT_AHEAD) }),
      meer: false,
    }),
  };
};

/** The zaken that a day list names. */
const zakenIn = (dag: Dag): readonly string[] => [
  ...[dag.wachtOpGegevens, dag.tegenspraken, dag.nieuw].flatMap(({ lijst }) => lijst),
  ...[dag.afspraken, dag.vandaag, dag.binnenkort, dag.teLaat, dag.nietBezorgd].flatMap(({ lijst }) =>
    lijst.map(({ zaakId }) => zaakId),
  ),
  ...dag.luktNiet.lijst.flatMap(({ zaken }) => zaken),
];

/** Reads the day list of who asks. A day in the past or to come is the turned clock of a demo: the facts are those of now. */
export const readDag = async (request: AuthenticatedRequest, needed: Needed): Promise<Response> => {
  const { organisatie } = request;
  if (organisatie.rol !== 'gemeente' && organisatie.rol !== 'partner')
    throw problem('geen-toegang', 'De daglijst is voor een gemeente en haar partners.');
  const { datum = dayOf(needed.clock.now()) } = readQuery(DagQuery, request);
  if (organisatie.rol === 'partner') return readPartnerDag(organisatie, datum, needed);
  const list = Dag.parse(await createDag(needed, organisatie, datum));
  return { ...json(200, list), shown: showsZaken(organisatie.gemeentecode, zakenIn(list), ['daglijst']) };
};
