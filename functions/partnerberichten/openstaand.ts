import type { Uitgaand, VerzendCommit } from '../../adapters/logboeken.ts';
import type { Item } from '../../adapters/tabel.ts';
import type { OntvangstId, ZaakId } from '../../contracts/basistypen.ts';
import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import type { Poststuk } from '../../domain/delivery/item.ts';
import { type Afzender, partnerbericht } from '../../domain/partners/bericht.ts';
import { type PartnerAdres, projecties } from '../../domain/partners/projectie.ts';
import { leegDossier, metCommits } from '../../domain/zaak/dossier.ts';

/** A message that a commit decided on: in the postvak already, or composed now. */
export type Uitgaande = { readonly partner: PartnerAdres; readonly volgnummer: number } & (
  | { readonly stuk: Poststuk }
  | { readonly bericht: Partnerbericht }
);

/** A commit of which the messages are not all on their way yet. */
export interface Openstaand {
  readonly zaakId: ZaakId;
  readonly versie: number;
  /** The messages that led to this commit. */
  readonly ontvangstIds: readonly OntvangstId[];
  readonly naVerzending: Item;
  readonly uitgaande: readonly Uitgaande[];
}

/** The outstanding commits of a zaak, oldest first, and what its postvak holds. */
export interface Zaakpost {
  readonly openstaand: readonly Openstaand[];
  readonly post: readonly Poststuk[];
}

/** Every message that is not on its way yet, commit by commit, composed from the state right after that commit. */
export const openstaandVan = async (
  { uitgaand, afzender }: { readonly uitgaand: Uitgaand; readonly afzender: Afzender },
  zaakId: ZaakId,
): Promise<Zaakpost> => {
  let dossier = leegDossier;
  const openstaand: Openstaand[] = [];
  const { commits, post } = await uitgaand.lees(zaakId);
  const bekend = new Map(post.map((stuk) => [`${stuk.partner}#${stuk.volgnummer}`, stuk]));
  let tussen: VerzendCommit[] = [];
  for (const commit of commits) {
    tussen.push(commit);
    const { naVerzending } = commit;
    if (naVerzending === undefined) continue;
    dossier = metCommits(dossier, tussen);
    tussen = [];
    const projectiesNu = projecties(zaakId, dossier.zaak);
    openstaand.push({
      zaakId,
      versie: commit.versie,
      ontvangstIds: [...new Set(commit.inhoud.feiten.map(({ ontvangstId }) => ontvangstId))],
      naVerzending,
      uitgaande: commit.inhoud.meldingen.map((melding): Uitgaande => {
        const { partner, volgnummer } = melding;
        const stuk = bekend.get(`${partner}#${volgnummer}`);
        return stuk === undefined
          ? {
              partner,
              volgnummer,
              bericht: partnerbericht(afzender, zaakId, projectiesNu, melding, commit.tijd),
            }
          : { partner, volgnummer, stuk };
      }),
    });
  }
  return { openstaand, post };
};
