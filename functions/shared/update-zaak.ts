import { findZaakId, type Pseudonyms } from '../../adapters/secrets/pseudonyms.ts';
import type { AppendOptions, Logs } from '../../adapters/table/logs.ts';
import type { Bsn, OntvangstId, Vnummer, ZaakId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/bus-events.ts';
import {
  findOrWait,
  linkedZaak,
  linkNumbers,
  type PersoonsnummerContent,
  waiting,
} from '../../domain/persoonsnummers/persoonsnummers.ts';
import { CONTRADICTING_NUMBERS, type Query, waitFeit, type ZaakBesluit } from '../../domain/zaak/decide.ts';
import { addFeiten, type Dossier, dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import { bsnOf, toWake } from '../../domain/zaak/zaak.ts';
import { type Outcome, only, type ZaakUpdate } from './process-messages.ts';

/** Steps that functions/coa, /brp and /duo share: whose message is it, and what does it add to that timeline. */

export interface ZaakDependencies {
  readonly zaken: Logs<ZaakContent>;
  readonly numbers: Logs<PersoonsnummerContent>;
  readonly pseudonyms: Pseudonyms;
}

/** What one message came to for one zaak. */
export interface Appended<Decision> {
  /** The decision on the timeline as it was when the message was added to it. */
  readonly decision: Decision;
  readonly update: ZaakUpdate;
  readonly wake: readonly OntvangstId[];
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
 */
export async function appendToZaak<Decision extends { readonly feiten: readonly Feit[] }>(
  { zaken }: Pick<ZaakDependencies, 'zaken'>,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
  decide: (dossier: Dossier) => Decision,
  options: AppendOptions = {},
): Promise<Appended<Decision>> {
  const { outcome, commits } = await zaken.append<Changed<Decision>>(
    zaakId,
    (earlier) => {
      const before = dossierOf(earlier);
      const decision = decide(before);
      const addition = addFeiten(zaakId, before, decision.feiten);
      return addition === undefined
        ? { outcome: { decision, dossier: before } }
        : { append: addition.inhoud, outcome: { decision, before, dossier: addition.dossier } };
    },
    options,
  );
  const { decision, before, dossier } = outcome;
  // A commit wakes what it made possible; a redelivery adds no commit and wakes everything that may go on.
  const wokenBefore = before === undefined ? [] : toWake(before.zaak);
  const toSend = commits.some(
    ({ inhoud }) =>
      inhoud.meldingen.length > 0 && inhoud.feiten.some((feit) => feit.ontvangstId === ontvangstId),
  );
  return {
    decision,
    update: { zaakId, dossier, teVersturen: toSend },
    wake: toWake(dossier.zaak).filter((id) => id !== ontvangstId && !wokenBefore.includes(id)),
  };
}

/** The facts of a decision: what it decided, or that the message waits. */
const feitenOf = (bericht: InboundBericht, besluit: ZaakBesluit | Query): readonly Feit[] => {
  switch (besluit.soort) {
    case 'feiten':
      return besluit.feiten;
    case 'wacht':
      return [waitFeit(bericht, besluit.nodig)];
    case 'al bekend':
    case 'bevraag':
    case 'quarantaine':
      return [];
  }
};

const REASONS = {
  koppeling: 'wacht op de koppeling van deze persoon',
  bsn: 'wacht op het BSN van deze persoon',
} as const;

/** Decides about one zaak and records the decision. Gives the decision that holds, and what it comes to. */
export async function decideAboutZaak<Besluit extends ZaakBesluit | Query>(
  deps: Pick<ZaakDependencies, 'zaken'>,
  zaakId: ZaakId,
  bericht: InboundBericht,
  decide: (dossier: Dossier) => Besluit,
): Promise<{ readonly besluit: Besluit; readonly uitkomst: Outcome }> {
  const { decision, update, wake } = await appendToZaak(deps, zaakId, bericht.ontvangstId, (dossier) => {
    const besluit = decide(dossier);
    return { besluit, feiten: feitenOf(bericht, besluit) };
  });
  return { besluit: decision.besluit, uitkomst: outcomeOf(decision.besluit, update, wake) };
}

const outcomeOf = (
  besluit: ZaakBesluit | Query,
  update: ZaakUpdate,
  wake: readonly OntvangstId[],
): Outcome => {
  switch (besluit.soort) {
    case 'quarantaine':
      return only({ soort: 'quarantaine', reden: besluit.reden });
    case 'wacht':
      return { ...only({ soort: 'wacht', reden: REASONS[besluit.nodig] }), wake };
    case 'al bekend':
    case 'bevraag':
      return {
        settlement: { soort: 'verwerkt', reden: 'al bekend' },
        updated: update.dossier.versie === 0 ? [] : [update],
        wake,
      };
    case 'feiten':
      return { settlement: { soort: 'verwerkt' }, updated: [update], wake };
  }
};

/** Records that these two numbers are one person, unless either is another's; wakes what waited for that. */
export const linkPersoonsnummers = async (
  { zaken, numbers, pseudonyms }: ZaakDependencies,
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Promise<{ tegenstrijdig: boolean; wake: readonly OntvangstId[] }> => {
  // Checked before anything is recorded: a BSN that the zaak contradicts may be somebody else's.
  const known = bsnOf(dossierOf(await zaken.read(zaakId)).zaak);
  if (known !== undefined && known !== bsn) return { tegenstrijdig: true, wake: [] };
  const { outcome, commits } = await numbers.append(
    pseudonyms.bsnKey(bsn),
    (earlier) => linkNumbers(earlier, bsn, zaakId, ontvangstId),
    { probablyEmpty: true },
  );
  const linker = commits.find(({ inhoud }) => inhoud.soort === 'gekoppeld')?.inhoud.ontvangstId;
  return {
    tegenstrijdig: outcome === 'tegenstrijdig',
    wake: linker === ontvangstId ? waiting(commits).filter((id) => id !== ontvangstId) : [],
  };
};

/** Whose message this is, or why that cannot be said (yet). */
export const findPersoon = async (
  dependencies: ZaakDependencies,
  { ontvangstId }: InboundBericht,
  numbers: { readonly bsn?: Bsn | undefined; readonly vNummer?: Vnummer | undefined },
): Promise<{ zaakId: ZaakId; wake: readonly OntvangstId[] } | Outcome> => {
  const { bsn, vNummer } = numbers;
  const { pseudonyms } = dependencies;
  if (vNummer !== undefined) {
    const zaakId = await findZaakId(dependencies, vNummer);
    if (bsn === undefined) return { zaakId, wake: [] };
    const { tegenstrijdig, wake } = await linkPersoonsnummers(dependencies, bsn, zaakId, ontvangstId);
    return tegenstrijdig ? only({ soort: 'quarantaine', reden: CONTRADICTING_NUMBERS }) : { zaakId, wake };
  }
  if (bsn === undefined) return only({ soort: 'quarantaine', reden: 'bericht noemt geen persoon' });
  const { commits } = await dependencies.numbers.append(pseudonyms.bsnKey(bsn), (earlier) =>
    findOrWait(earlier, bsn, ontvangstId),
  );
  const zaakId = linkedZaak(commits);
  return zaakId === undefined
    ? only({ soort: 'wacht', reden: 'wacht op het V-nummer bij dit BSN' })
    : { zaakId, wake: [] };
};
