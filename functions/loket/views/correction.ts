import { Tijdlijn, type TijdlijnGebeurtenis } from '../../../contracts/api.ts';
import { ZaakId } from '../../../contracts/base-types.ts';
import { inboundSchema } from '../../../contracts/berichttypen.ts';
import type { Fault } from '../../../contracts/faults.ts';
import { HerleveringAccepted, HerleveringTrial } from '../../../contracts/herleveringen.ts';
import { hubType } from '../../../contracts/hub-type.ts';
import { dayFieldOf, type RoutemapEvent } from '../../../contracts/routemap.ts';
import type { Gemeente } from '../../../domain/organisations.ts';
import { standingFacts } from '../../../domain/zaak/standing-facts.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import { redeliver } from '../../shared/rest/resources/herleveringen.ts';
import { acceptHerstel } from '../../shared/rest/resources/herstel.ts';
import { mayReportOn } from '../../shared/rest/resources/report-access.ts';
import { readTijdlijn } from '../../shared/rest/resources/zaken.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { fieldsOf, reportableEvent, TAALLESSEN } from '../words/report.ts';
import { ask, askedBy, contentOf } from './ask.ts';
import { eventOf, newReportId, type Report, report } from './report.ts';

/** What Team Inburgering puts right of a zaak, by what the API takes for that, and what it has sent again. */

/** A fact that stands on the timeline. */
export type StandingFact = TijdlijnGebeurtenis & { readonly feitId: string };

/** A report of the gemeente itself that still says something: it can be taken back. */
export interface OwnReport {
  readonly fact: StandingFact;
  readonly event: RoutemapEvent;
  readonly berichtId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A partner that was told something, of a zaak or of a whole household, by the id of that. */
export interface ToldPartner {
  readonly partner: string;
  readonly subject: string;
}

/** By which a form names what a partner was told about. */
export const toldKey = ({ partner, subject }: ToldPartner): string => `${partner}/${subject}`;

/** What of a zaak can be put right, and to whom it can be told again. */
export interface StandingContent {
  readonly zaakId: string;
  /** A gemeente that the zaak left has nothing to put right any more, and its own partners that may still miss something. */
  readonly isOwn: boolean;
  readonly own: readonly OwnReport[];
  /** Every other fact, of any source. */
  readonly facts: readonly StandingFact[];
  readonly told: readonly ToldPartner[];
}

/** A report that was replaced, or took another back, says nothing any more. */
const SAYS: ReadonlySet<unknown> = new Set(['geldig', 'bevestiging']);

/** The report that takes another back: all that it said, and that it never was. */
const withdrawalOf = (
  zaakId: string,
  id: string,
  { event, berichtId, data }: Omit<OwnReport, 'fact'>,
): Report => ({
  id,
  zaakId,
  event,
  data: { ...data, vervangtBerichtId: berichtId, ingetrokken: true },
});

const ownReport = (
  needed: LoketDependencies,
  zaakId: string,
  fact: StandingFact,
  organisation: Gemeente,
): OwnReport | undefined => {
  const event = reportableEvent(fact.naam, organisation.eventTypes);
  const { gegevens, feitId } = fact;
  // That the lessons began is put aside as any fact is: its contract names no report that it takes the place of.
  if (event === undefined || event === TAALLESSEN || !SAYS.has(gegevens['status'])) return undefined;
  if (!feitId.startsWith(`melding:urn:nld:oin:${organisation.oin}:`)) return undefined;
  const berichtId = feitId.slice(feitId.indexOf('#') + 1);
  // The timeline has one name for the day of every event.
  const day = dayFieldOf(event);
  const data = Object.fromEntries(
    fieldsOf(event).flatMap(({ name }) => {
      const value = gegevens[name === day ? 'datum' : name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const own = { fact, event, berichtId, data };
  // What the contract takes no more cannot be said again, and is put aside as any fact is.
  const withdrawal = eventOf(needed, organisation, withdrawalOf(zaakId, newReportId(), own));
  return inboundSchema(hubType(event)).safeParse(withdrawal).success ? own : undefined;
};

/**
 * Who was told something because of this zaak. A partner that hears of a whole household knows it by that, and of more than one
 * household where the zaak changed it.
 */
const toldPartners = (zaakId: string, gebeurtenissen: Tijdlijn['gebeurtenissen']): readonly ToldPartner[] => {
  const told = gebeurtenissen.flatMap(({ gegevens: { partner, volgnummer, huishoudenId } }) =>
    typeof partner === 'string' && typeof volgnummer === 'number'
      ? {
          partner: partner.split('/').at(-1) ?? partner,
          subject: typeof huishoudenId === 'string' ? huishoudenId : zaakId,
        }
      : [],
  );
  return [...new Map(told.map((one) => [toldKey(one), one])).values()];
};

/** What of a zaak its reader can put right: each fact that stands, with who said it. */
export const standingOfReader = async (
  needed: LoketDependencies,
  organisation: Gemeente,
  zaakId: string,
): Promise<StandingContent> => {
  const request = askedBy(organisation, { pathValues: { zaakId } });
  const { gebeurtenissen } = await ask(needed, 'raadplegen', Tijdlijn, request, readTijdlijn);
  const isOwn = await mayReportOn(needed, organisation, ZaakId.parse(zaakId));
  const facts = isOwn ? standingFacts(gebeurtenissen) : [];
  const own = facts.flatMap((fact) => ownReport(needed, zaakId, fact, organisation) ?? []);
  const ids = new Set(own.map(({ fact }) => fact.feitId));
  return {
    zaakId,
    isOwn,
    own,
    facts: facts.filter(({ feitId, gegevens }) => !ids.has(feitId) && gegevens['ingetrokken'] !== true),
    told: toldPartners(zaakId, gebeurtenissen),
  };
};

/** Takes back a report of the gemeente itself: it never happened. What is wrong with that, when it cannot be taken. */
export const withdraw = (
  needed: LoketDependencies,
  organisation: Gemeente,
  zaakId: string,
  id: string,
  own: OwnReport,
): Promise<readonly Fault[]> => report(needed, organisation, withdrawalOf(zaakId, id, own));

/** What somebody puts right, as they filled it in. */
export interface Correction {
  readonly id: string;
  readonly feitIds: readonly string[];
  readonly reden: string;
}

/** These facts do not hold: what `_herstel` of the API does. */
export const putRight = async (
  needed: LoketDependencies,
  organisation: Gemeente,
  zaakId: string,
  { id, feitIds, reden }: Correction,
): Promise<void> => {
  const body = { id, reden, vervalt: [...feitIds] };
  await acceptHerstel(askedBy(organisation, { pathValues: { zaakId }, body }), needed);
};

/** What came of asking to send again: it goes, there is nothing to send, or what was asked before still goes. */
export type SendOutcome = 'opnieuw' | 'niets' | 'bezig';

/** Has a partner get once more what it got of this zaak. */
export const sendZaakAgain = async (
  needed: LoketDependencies,
  organisation: Gemeente,
  { partner, subject }: ToldPartner,
): Promise<SendOutcome> => {
  const asked = (rest: Readonly<Record<string, unknown>>) =>
    redeliver(askedBy(organisation, { query: { partner }, body: { zaakId: subject, ...rest } }), needed);
  const { aantal } = contentOf(HerleveringTrial, await asked({ proef: true }));
  if (aantal === 0) return 'niets';
  try {
    const taken = contentOf(HerleveringAccepted, await asked({}));
    needed.log.info('herlevering gevraagd', { partner, door: organisation.sleutel, aantal: taken.aantal });
    return 'opnieuw';
  } catch (error) {
    if (!isApiProblem(error) || error.problem.kind !== 'stand-laat-niet-toe') throw error;
    return 'bezig';
  }
};
