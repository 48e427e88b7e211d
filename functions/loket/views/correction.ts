import { Tijdlijn, type TijdlijnGebeurtenis } from '../../../contracts/api.ts';
import type { Fault } from '../../../contracts/faults.ts';
import { HerleveringAccepted, HerleveringTrial } from '../../../contracts/herleveringen.ts';
import { dayFieldOf, type RoutemapEvent } from '../../../contracts/routemap.ts';
import type { Gemeente } from '../../../domain/organisations.ts';
import { standingFacts } from '../../../domain/zaak/standing-facts.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import { redeliver } from '../../shared/rest/resources/herleveringen.ts';
import { acceptHerstel } from '../../shared/rest/resources/herstel.ts';
import { readTijdlijn } from '../../shared/rest/resources/zaken.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { fieldsOf, reportableEvent, TAALLESSEN } from '../words/report.ts';
import { ask, askedBy, contentOf } from './ask.ts';
import { report } from './report.ts';

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

/** A partner that was told something of the zaak, and under which id. */
export interface ToldPartner {
  readonly partner: string;
  readonly subject: string;
}

/** What of a zaak can be put right, and to whom it can be told again. */
export interface StandingContent {
  readonly zaakId: string;
  readonly own: readonly OwnReport[];
  /** Every other fact, of any source. */
  readonly facts: readonly StandingFact[];
  readonly told: readonly ToldPartner[];
}

/** A report that was replaced, or took another back, says nothing any more. */
const SAYS: ReadonlySet<unknown> = new Set(['geldig', 'bevestiging']);

const ownReport = (fact: StandingFact, { oin, eventTypes }: Gemeente): OwnReport | undefined => {
  const event = reportableEvent(fact.naam, eventTypes);
  const { gegevens, feitId } = fact;
  // That the lessons began is put aside as any fact is: its contract names no report that it takes the place of.
  if (event === undefined || event === TAALLESSEN || !SAYS.has(gegevens['status'])) return undefined;
  if (!feitId.startsWith(`melding:urn:nld:oin:${oin}:`)) return undefined;
  const berichtId = feitId.slice(feitId.indexOf('#') + 1);
  // The timeline has one name for the day of every event.
  const day = dayFieldOf(event);
  const data = Object.fromEntries(
    fieldsOf(event).flatMap(({ name }) => {
      const value = gegevens[name === day ? 'datum' : name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { fact, event, berichtId, data };
};

/** Who was told what of this zaak. A partner that hears of a whole household knows it by that. */
const toldPartners = (zaakId: string, gebeurtenissen: Tijdlijn['gebeurtenissen']): readonly ToldPartner[] => {
  const told = new Map<string, string>();
  for (const { gegevens } of gebeurtenissen) {
    const { partner, volgnummer, huishoudenId } = gegevens;
    if (typeof partner !== 'string' || typeof volgnummer !== 'number') continue;
    told.set(partner.split('/').at(-1) ?? partner, typeof huishoudenId === 'string' ? huishoudenId : zaakId);
  }
  return [...told].map(([partner, subject]) => ({ partner, subject }));
};

/** What of a zaak its reader can put right: each fact that stands, with who said it. */
export const standingOfReader = async (
  needed: LoketDependencies,
  organisation: Gemeente,
  zaakId: string,
): Promise<StandingContent> => {
  const request = askedBy(organisation, { pathValues: { zaakId } });
  const { gebeurtenissen } = await ask(needed, 'raadplegen', Tijdlijn, request, readTijdlijn);
  const facts = standingFacts(gebeurtenissen);
  const own = facts.flatMap((fact) => ownReport(fact, organisation) ?? []);
  const ids = new Set(own.map(({ fact }) => fact.feitId));
  return {
    zaakId,
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
  { event, berichtId, data }: OwnReport,
): Promise<readonly Fault[]> =>
  report(needed, organisation, {
    id,
    zaakId,
    event,
    data: { ...data, vervangtBerichtId: berichtId, ingetrokken: true },
  });

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
    if (!isApiProblem(error) || error.probleem.soort !== 'stand-laat-niet-toe') throw error;
    return 'bezig';
  }
};
