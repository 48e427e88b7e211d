import { type Logboeken, vindZaakId } from '../../adapters/logboeken.ts';
import type { Pseudoniemen } from '../../adapters/pseudoniemen.ts';
import { standenVan } from '../../adapters/standen.ts';
import type { Item } from '../../adapters/tabel.ts';
import type { Bsn, OntvangstId, Vnummer, ZaakId } from '../../contracts/basistypen.ts';
import type { InkomendBericht, ZaakBijgewerkt } from '../../contracts/intern.ts';
import {
  gekoppeldeZaak,
  koppelNummers,
  type NummerInhoud,
  wachtenden,
  zoekOfWacht,
} from '../../domain/persoonsnummers/persoonsnummers.ts';
import { TEGENSTRIJDIGE_NUMMERS, wachtFeit, type ZaakBesluit } from '../../domain/zaak/besluit.ts';
import { type Dossier, dossierVan, voegFeitenToe, type ZaakInhoud } from '../../domain/zaak/dossier.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import { bsnVan, teWekken } from '../../domain/zaak/zaak.ts';
import { alleen, type Uitkomst } from './verwerking.ts';

/** Steps that functions/coa, /brp and /duo share: whose message is it, and what does it add to that timeline. */

export interface ZaakAfhankelijkheden {
  readonly zaken: Logboeken<ZaakInhoud>;
  readonly nummers: Logboeken<NummerInhoud>;
  readonly pseudoniemen: Pseudoniemen;
}

/** What one zaak went through because of one message. */
export interface Bijwerking {
  readonly dossier: Dossier;
  readonly bijgewerkt: ZaakBijgewerkt;
  readonly wekken: readonly OntvangstId[];
  readonly standen: readonly Item[];
}

/**
 * Appends these facts to the timeline, those it does not know yet. A redelivery finds its facts there and leads to the
 * same publication and the same wake-ups as the first time.
 */
export const voegToeAanZaak = async (
  { zaken }: Pick<ZaakAfhankelijkheden, 'zaken'>,
  zaakId: ZaakId,
  ontvangstId: OntvangstId,
  bepaalFeiten: (dossier: Dossier) => readonly Feit[],
  vermoedelijkNieuw = false,
): Promise<Bijwerking> => {
  const { uitkomst, commits } = await zaken.werkBij(
    zaakId,
    (eerdere) => {
      const dossier = dossierVan(eerdere);
      const toevoegen = voegFeitenToe(zaakId, dossier, bepaalFeiten(dossier));
      return toevoegen === undefined ? { uitkomst: undefined } : { toevoegen, uitkomst: dossier };
    },
    vermoedelijkNieuw,
  );
  const dossier = dossierVan(commits);
  const alWekbaar = uitkomst === undefined ? [] : teWekken(uitkomst.zaak);
  return {
    dossier,
    bijgewerkt: {
      zaakId,
      versie: dossier.versie,
      teVersturen: commits.some(
        ({ inhoud }) =>
          inhoud.meldingen.length > 0 && inhoud.feiten.some((feit) => feit.ontvangstId === ontvangstId),
      ),
    },
    wekken: teWekken(dossier.zaak).filter((id) => id !== ontvangstId && !alWekbaar.includes(id)),
    standen: standenVan(zaakId, dossier),
  };
};

/** The facts of a decision: what it decided, or that the message waits. */
const feitenVan = (bericht: InkomendBericht, besluit: ZaakBesluit): readonly Feit[] => {
  switch (besluit.soort) {
    case 'feiten':
      return besluit.feiten;
    case 'wacht':
      return [wachtFeit(bericht, besluit.nodig)];
    case 'al bekend':
    case 'quarantaine':
      return [];
  }
};

const REDENEN = {
  koppeling: 'wacht op de koppeling van deze persoon',
  bsn: 'wacht op het BSN van deze persoon',
} as const;

/** Decides about one zaak and records the decision; again when somebody else wrote to it meanwhile. */
export const beslisOverZaak = async (
  afhankelijkheden: Pick<ZaakAfhankelijkheden, 'zaken'>,
  zaakId: ZaakId,
  bericht: InkomendBericht,
  beslis: (dossier: Dossier) => ZaakBesluit,
): Promise<Uitkomst> => {
  let besluit: ZaakBesluit = { soort: 'al bekend' };
  const { dossier, ...bijwerking } = await voegToeAanZaak(
    afhankelijkheden,
    zaakId,
    bericht.ontvangstId,
    (huidig) => {
      besluit = beslis(huidig);
      return feitenVan(bericht, besluit);
    },
  );
  const { bijgewerkt, wekken, standen } = bijwerking;
  const genomen = besluit as ZaakBesluit;
  switch (genomen.soort) {
    case 'quarantaine':
      return alleen({ soort: 'quarantaine', reden: genomen.reden });
    case 'wacht':
      return { ...alleen({ soort: 'wacht', reden: REDENEN[genomen.nodig] }), wekken };
    case 'al bekend':
      return {
        afloop: { soort: 'verwerkt', reden: 'al bekend' },
        bijgewerkt: dossier.versie === 0 ? [] : [bijgewerkt],
        wekken,
        standen,
      };
    case 'feiten':
      return { afloop: { soort: 'verwerkt' }, bijgewerkt: [bijgewerkt], wekken, standen };
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
  const { uitkomst, commits } = await nummers.werkBij(
    pseudoniemen.bsnSleutel(bsn),
    (eerdere) => koppelNummers(eerdere, bsn, zaakId, ontvangstId),
    true,
  );
  const koppelaar = commits.find(({ inhoud }) => inhoud.soort === 'gekoppeld')?.inhoud.ontvangstId;
  return {
    tegenstrijdig: uitkomst === 'tegenstrijdig',
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
  const { commits } = await afhankelijkheden.nummers.werkBij(pseudoniemen.bsnSleutel(bsn), (eerdere) =>
    zoekOfWacht(eerdere, bsn, ontvangstId),
  );
  const zaakId = gekoppeldeZaak(commits);
  return zaakId === undefined
    ? alleen({ soort: 'wacht', reden: 'wacht op het V-nummer bij dit BSN' })
    : { zaakId, wekken: [] };
};
