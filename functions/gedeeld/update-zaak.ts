import type { AppendOptions, Logboeken } from '../../adapters/logboeken.ts';
import { type Pseudoniemen, vindZaakId } from '../../adapters/pseudoniemen.ts';
import type { Bsn, OntvangstId, Vnummer, ZaakId } from '../../contracts/basistypen.ts';
import type { InkomendBericht } from '../../contracts/intern.ts';
import {
  gekoppeldeZaak,
  koppelNummers,
  type NummerInhoud,
  wachtenden,
  zoekOfWacht,
} from '../../domain/persoonsnummers/persoonsnummers.ts';
import {
  type Bevraging,
  TEGENSTRIJDIGE_NUMMERS,
  wachtFeit,
  type ZaakBesluit,
} from '../../domain/zaak/besluit.ts';
import { type Dossier, dossierVan, voegFeitenToe, type ZaakInhoud } from '../../domain/zaak/dossier.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import { bsnVan, teWekken } from '../../domain/zaak/zaak.ts';
import { alleen, type Uitkomst, type ZaakUpdate } from './process-messages.ts';

/** Steps that functions/coa, /brp and /duo share: whose message is it, and what does it add to that timeline. */

export interface ZaakAfhankelijkheden {
  readonly zaken: Logboeken<ZaakInhoud>;
  readonly nummers: Logboeken<NummerInhoud>;
  readonly pseudoniemen: Pseudoniemen;
}

/** What one message came to for one zaak. */
export interface Appended<Decision> {
  /** The decision on the timeline as it was when the message was added to it. */
  readonly decision: Decision;
  readonly update: ZaakUpdate;
  readonly wekken: readonly OntvangstId[];
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
  { zaken }: Pick<ZaakAfhankelijkheden, 'zaken'>,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
  decide: (dossier: Dossier) => Decision,
  options: AppendOptions = {},
): Promise<Appended<Decision>> {
  const { outcome, commits } = await zaken.append<Changed<Decision>>(
    zaakId,
    (earlier) => {
      const before = dossierVan(earlier);
      const decision = decide(before);
      const addition = voegFeitenToe(zaakId, before, decision.feiten);
      return addition === undefined
        ? { outcome: { decision, dossier: before } }
        : { append: addition.inhoud, outcome: { decision, before, dossier: addition.dossier } };
    },
    options,
  );
  const { decision, before, dossier } = outcome;
  // What this commit made possible; a redelivery, which adds none, wakes everything that may go on.
  const wokenBefore = before === undefined ? [] : teWekken(before.zaak);
  const teVersturen = commits.some(
    ({ inhoud }) =>
      inhoud.meldingen.length > 0 && inhoud.feiten.some((feit) => feit.ontvangstId === ontvangstId),
  );
  return {
    decision,
    update: { zaakId, dossier, teVersturen },
    wekken: teWekken(dossier.zaak).filter((id) => id !== ontvangstId && !wokenBefore.includes(id)),
  };
}

/** The facts of a decision: what it decided, or that the message waits. */
const feitenVan = (bericht: InkomendBericht, besluit: ZaakBesluit | Bevraging): readonly Feit[] => {
  switch (besluit.soort) {
    case 'feiten':
      return besluit.feiten;
    case 'wacht':
      return [wachtFeit(bericht, besluit.nodig)];
    case 'al bekend':
    case 'bevraag':
    case 'quarantaine':
      return [];
  }
};

const REDENEN = {
  koppeling: 'wacht op de koppeling van deze persoon',
  bsn: 'wacht op het BSN van deze persoon',
} as const;

/** Decides about one zaak and records the decision. Gives the decision that holds, and what it comes to. */
export async function decideAboutZaak<Besluit extends ZaakBesluit | Bevraging>(
  deps: Pick<ZaakAfhankelijkheden, 'zaken'>,
  zaakId: ZaakId,
  bericht: InkomendBericht,
  decide: (dossier: Dossier) => Besluit,
): Promise<{ readonly besluit: Besluit; readonly uitkomst: Uitkomst }> {
  const { decision, update, wekken } = await appendToZaak(deps, zaakId, bericht.ontvangstId, (dossier) => {
    const besluit = decide(dossier);
    return { besluit, feiten: feitenVan(bericht, besluit) };
  });
  return { besluit: decision.besluit, uitkomst: uitkomstVan(decision.besluit, update, wekken) };
}

const uitkomstVan = (
  besluit: ZaakBesluit | Bevraging,
  update: ZaakUpdate,
  wekken: readonly OntvangstId[],
): Uitkomst => {
  switch (besluit.soort) {
    case 'quarantaine':
      return alleen({ soort: 'quarantaine', reden: besluit.reden });
    case 'wacht':
      return { ...alleen({ soort: 'wacht', reden: REDENEN[besluit.nodig] }), wekken };
    case 'al bekend':
    case 'bevraag':
      return {
        afloop: { soort: 'verwerkt', reden: 'al bekend' },
        bijgewerkt: update.dossier.versie === 0 ? [] : [update],
        wekken,
      };
    case 'feiten':
      return { afloop: { soort: 'verwerkt' }, bijgewerkt: [update], wekken };
  }
};

/** Records that these two numbers are one person, unless either is another's; wakes what waited for that. */
export const koppelPersoonsnummers = async (
  { zaken, nummers, pseudoniemen }: ZaakAfhankelijkheden,
  bsn: Bsn,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
): Promise<{ tegenstrijdig: boolean; wekken: readonly OntvangstId[] }> => {
  // Before anything is recorded: a BSN that the zaak contradicts may well be somebody else's.
  const bekend = bsnVan(dossierVan(await zaken.lees(zaakId)).zaak);
  if (bekend !== undefined && bekend !== bsn) return { tegenstrijdig: true, wekken: [] };
  const { outcome, commits } = await nummers.append(
    pseudoniemen.bsnSleutel(bsn),
    (eerdere) => koppelNummers(eerdere, bsn, zaakId, ontvangstId),
    { probablyEmpty: true },
  );
  const koppelaar = commits.find(({ inhoud }) => inhoud.soort === 'gekoppeld')?.inhoud.ontvangstId;
  return {
    tegenstrijdig: outcome === 'tegenstrijdig',
    wekken: koppelaar === ontvangstId ? wachtenden(commits).filter((id) => id !== ontvangstId) : [],
  };
};

/** Whose message this is, or why that cannot be said (yet). */
export const zoekPersoon = async (
  afhankelijkheden: ZaakAfhankelijkheden,
  { ontvangstId }: InkomendBericht,
  nummers: { readonly bsn?: Bsn | undefined; readonly vNummer?: Vnummer | undefined },
): Promise<{ zaakId: ZaakId; wekken: readonly OntvangstId[] } | Uitkomst> => {
  const { bsn, vNummer } = nummers;
  const { pseudoniemen } = afhankelijkheden;
  if (vNummer !== undefined) {
    const zaakId = await vindZaakId(afhankelijkheden, vNummer);
    if (bsn === undefined) return { zaakId, wekken: [] };
    const { tegenstrijdig, wekken } = await koppelPersoonsnummers(afhankelijkheden, bsn, zaakId, ontvangstId);
    return tegenstrijdig
      ? alleen({ soort: 'quarantaine', reden: TEGENSTRIJDIGE_NUMMERS })
      : { zaakId, wekken };
  }
  if (bsn === undefined) return alleen({ soort: 'quarantaine', reden: 'bericht noemt geen persoon' });
  const { commits } = await afhankelijkheden.nummers.append(pseudoniemen.bsnSleutel(bsn), (eerdere) =>
    zoekOfWacht(eerdere, bsn, ontvangstId),
  );
  const zaakId = gekoppeldeZaak(commits);
  return zaakId === undefined
    ? alleen({ soort: 'wacht', reden: 'wacht op het V-nummer bij dit BSN' })
    : { zaakId, wekken: [] };
};
