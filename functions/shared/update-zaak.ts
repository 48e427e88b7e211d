import type { Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import { followZaak } from '../../adapters/table/follow-zaak.ts';
import { type AppendOptions, LogMoved, type Logs } from '../../adapters/table/logs.ts';
import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { known } from '../../domain/known.ts';
import type { PersoonsnummerContent } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import type { Query, ZaakDecision } from '../../domain/zaak/decide.ts';
import {
  addFeiten,
  type Dossier,
  dossierOf,
  messagesIn,
  type ZaakContent,
} from '../../domain/zaak/dossier.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import { toWake, waitFeit } from '../../domain/zaak/waiting.ts';
import { evolve, mergedInto, type Zaak } from '../../domain/zaak/zaak.ts';
import type { Outcome, ZaakUpdate } from './process-messages.ts';

/** What a message adds to the timeline of a zaak. Whose message it is stands in `find-persoon.ts`. */

export interface ZaakDependencies {
  readonly zaken: Logs<ZaakContent>;
  readonly numbers: Logs<PersoonsnummerContent>;
  readonly pseudonyms: Pseudonyms;
  readonly now: () => Date;
}

/** What one message came to for one zaak. */
export interface Appended<Decision> {
  /** The decision on the timeline as it was when the message was added to it. */
  readonly decision: Decision;
  readonly update: ZaakUpdate;
  readonly wake: readonly OntvangstId[];
}

/** The zaak that the one asked for was taken up in. */
interface MovedTo {
  readonly movedTo: ZaakId;
}

/** The dossier after a decision; with the one before it, when the decision added a commit. */
interface Changed<Decision> {
  readonly decision: Decision;
  readonly dossier: Dossier;
  readonly before?: Dossier;
}

/**
 * Appends the facts of a decision to a timeline, those it does not know yet; decides again when another writer appended
 * meanwhile. A redelivery finds its facts there and leads to the same publication and the same wake-ups as the first time.
 * A zaak that was taken up in another one of the same person takes no facts any more: they go to that one.
 */
export async function appendToZaak<Decision extends { readonly feiten: readonly Feit[] }>(
  deps: Pick<ZaakDependencies, 'zaken' | 'now'>,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
  decide: (dossier: Dossier, zaakId: ZaakId) => Decision,
  options: AppendOptions = {},
): Promise<Appended<Decision>> {
  const appended = deps.zaken.append<Changed<Decision> | MovedTo>(
    zaakId,
    (earlier) => {
      const before = dossierOf(earlier);
      const movedTo = mergedInto(before.zaak);
      const decision = decide(before, zaakId);
      // Only a correction of the mark itself still stands on a zaak that was taken up: it lets the zaak go on.
      const staysMerged =
        movedTo !== undefined && mergedInto(evolve(before.zaak, decision.feiten)) !== undefined;
      if (staysMerged) return { outcome: { movedTo } };
      const now = deps.now();
      const addition = addFeiten(zaakId, before, decision.feiten, dayOf(now), {
        ontvangstId,
        begun: now.getTime(),
      });
      return addition === undefined
        ? { outcome: { decision, dossier: before } }
        : { append: addition.inhoud, outcome: { decision, before, dossier: addition.dossier } };
    },
    options,
  );
  const { outcome, commits } = await appended.catch(leadsElsewhere);
  if ('movedTo' in outcome) {
    const { current } = await followZaak(deps.zaken, outcome.movedTo);
    return appendToZaak(deps, current.zaakId, ontvangstId, decide);
  }
  const { decision, before, dossier } = outcome;
  // A commit wakes what it made possible; a redelivery adds no commit and wakes everything that may go on. Of a message that said nothing
  // here nothing became possible: two in quarantine would wake each other without end.
  const hasSaid = before !== undefined || saysSomething(dossier.zaak, ontvangstId);
  const toSend = commits.some(
    ({ inhoud }) =>
      messagesIn(inhoud).length > 0 && inhoud.feiten.some((feit) => feit.ontvangstId === ontvangstId),
  );
  return {
    decision,
    update: { zaakId, dossier, teVersturen: toSend, ...known({ before }) },
    wake: hasSaid ? toWake(dossier.zaak, ontvangstId, before?.zaak) : [],
  };
}

/** An id under which no timeline began leads to the zaak that has the person: what names it is about that one, for who writes as for who reads. */
const leadsElsewhere = (error: unknown): { readonly outcome: MovedTo; readonly commits: readonly [] } => {
  if (error instanceof LogMoved) return { outcome: { movedTo: error.naar as ZaakId }, commits: [] };
  throw error;
};

const saysSomething = ({ feiten }: Zaak, ontvangstId: OntvangstId): boolean =>
  [...feiten.values()].some((feit) => feit.ontvangstId === ontvangstId && feit.soort !== 'wacht');

/** The facts of a decision: what it decided, or that the message waits. */
const feitenOf = (zaak: Zaak, bericht: InboundBericht, decision: ZaakDecision | Query): readonly Feit[] => {
  switch (decision.kind) {
    case 'feiten':
      return decision.nodig
        ? [...decision.feiten, waitFeit(zaak, bericht, { nodig: decision.nodig })]
        : decision.feiten;
    case 'wacht':
      return [waitFeit(zaak, bericht, { nodig: decision.nodig })];
    case 'quarantaine':
      return decision.until === undefined ? [] : [waitFeit(zaak, bericht, decision.until)];
    case 'known':
    case 'query':
      return [];
  }
};

const REASONS = {
  koppeling: 'wacht op de koppeling van deze persoon',
  bsn: 'wacht op het BSN van deze persoon',
  plaats: 'wacht op de gemeente van deze persoon',
} as const;

/** Decides about one zaak and records the decision. Gives the decision that holds, and what it comes to. */
export async function decideAboutZaak<Decision extends ZaakDecision | Query>(
  deps: Pick<ZaakDependencies, 'zaken' | 'now'>,
  zaakId: ZaakId,
  bericht: InboundBericht,
  decide: (dossier: Dossier) => Decision,
): Promise<{ readonly decision: Decision; readonly outcome: Outcome }> {
  const {
    decision: held,
    update,
    wake,
  } = await appendToZaak(deps, zaakId, bericht.ontvangstId, (dossier) => {
    const decision = decide(dossier);
    return { decision, feiten: feitenOf(dossier.zaak, bericht, decision) };
  });
  const { decision } = held;
  return { decision, outcome: outcomeOf(decision, update, wake) };
}

const outcomeOf = (
  decision: ZaakDecision | Query,
  update: ZaakUpdate,
  wake: readonly OntvangstId[],
): Outcome => {
  switch (decision.kind) {
    // That a message waits is a commit too, and the day may have come on which something is to be told.
    case 'quarantaine':
    case 'wacht': {
      const reden = decision.kind === 'wacht' ? REASONS[decision.nodig] : decision.reden;
      const updated = update.teVersturen ? [update] : [];
      return { settlement: { soort: decision.kind, reden }, updated, wake };
    }
    case 'known':
    case 'query':
      return {
        settlement: { soort: 'verwerkt', reden: 'al bekend' },
        updated: update.dossier.versie === 0 ? [] : [update],
        wake,
      };
    case 'feiten': {
      const { nodig } = decision;
      const settlement = nodig
        ? ({ soort: 'wacht', reden: REASONS[nodig] } as const)
        : ({ soort: 'verwerkt' } as const);
      return { settlement, updated: [update], wake };
    }
  }
};
