import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Commit } from '../logboek/logboek.ts';
import { type LaatsteMeldingen, type Melding, meldingen } from '../partners/meldingen.ts';
import type { PartnerAdres } from '../partners/projectie.ts';
import type { Feit } from './feiten.ts';
import { evolve, legeZaak, type Zaak } from './zaak.ts';

/** What one commit on a zaak's timeline holds: facts, and whom they oblige us to tell. */
export interface ZaakInhoud {
  readonly feiten: readonly Feit[];
  readonly meldingen: readonly Melding[];
}

export type ZaakCommit = Commit<ZaakInhoud>;

/** The timeline as read: the state it amounts to, and what each partner was last told. */
export interface Dossier {
  readonly zaak: Zaak;
  readonly laatste: LaatsteMeldingen;
  readonly versie: number;
}

export const leegDossier: Dossier = { zaak: legeZaak, laatste: new Map(), versie: 0 };

const metMeldingen = (laatste: LaatsteMeldingen, nieuwe: readonly Melding[]): LaatsteMeldingen => {
  if (nieuwe.length === 0) return laatste;
  const samen = new Map<PartnerAdres, Melding>(laatste);
  for (const melding of nieuwe) samen.set(melding.partner, melding);
  return samen;
};

/** The dossier after more commits: their facts are added at once, so that a long timeline takes no longer per commit. */
export const metCommits = (dossier: Dossier, commits: readonly ZaakCommit[]): Dossier => {
  const latest = commits.at(-1);
  if (latest === undefined) return dossier;
  return {
    zaak: evolve(
      dossier.zaak,
      commits.flatMap(({ inhoud }) => inhoud.feiten),
    ),
    laatste: metMeldingen(
      dossier.laatste,
      commits.flatMap(({ inhoud }) => inhoud.meldingen),
    ),
    versie: latest.versie,
  };
};

/** The dossier after one more commit. */
export const metCommit = (dossier: Dossier, commit: ZaakCommit): Dossier => metCommits(dossier, [commit]);

export const dossierVan = (commits: readonly ZaakCommit[]): Dossier => metCommits(leegDossier, commits);

/** Content for one more commit, and the dossier as it is with that commit. */
export interface Addition {
  readonly inhoud: ZaakInhoud;
  readonly dossier: Dossier;
}

/** What new facts add to a dossier, or nothing when every one of them is known already. */
export const voegFeitenToe = (
  zaakId: ZaakId,
  dossier: Dossier,
  feiten: readonly Feit[],
): Addition | undefined => {
  const nieuwe = feiten.filter((feit) => !dossier.zaak.feiten.has(feit.feitId));
  if (nieuwe.length === 0) return undefined;
  const zaak = evolve(dossier.zaak, nieuwe);
  const inhoud = { feiten: nieuwe, meldingen: meldingen(zaakId, dossier.zaak, zaak, dossier.laatste) };
  return {
    inhoud,
    dossier: { zaak, laatste: metMeldingen(dossier.laatste, inhoud.meldingen), versie: dossier.versie + 1 },
  };
};
