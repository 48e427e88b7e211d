import { postSleutel, type Uitgaand } from '../../adapters/logboeken.ts';
import type { Partnerwachtrijen, Zending } from '../../adapters/partnerwachtrijen.ts';
import type { Post } from '../../adapters/post.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import { type Afzender, partnerbericht } from '../../domain/partners/bericht.ts';
import { leegDossier, metCommit } from '../../domain/zaak/dossier.ts';

export interface PartnerberichtenAfhankelijkheden {
  readonly uitgaand: Uitgaand;
  readonly post: Pick<Post, 'bewaar'>;
  readonly partnerwachtrijen: Partnerwachtrijen;
  readonly afzender: Afzender;
}

/** What one commit still has to send. */
interface Openstaand {
  readonly zaakId: ZaakId;
  readonly versie: number;
  readonly zendingen: readonly Zending[];
}

/** Every unsent message of a zaak, commit by commit, composed from the state right after that commit. */
const openstaandVan = async (
  { uitgaand, afzender }: PartnerberichtenAfhankelijkheden,
  zaakId: ZaakId,
): Promise<readonly Openstaand[]> => {
  let dossier = leegDossier;
  const openstaand: Openstaand[] = [];
  const { commits, verstuurd } = await uitgaand.lees(zaakId);
  for (const commit of commits) {
    dossier = metCommit(dossier, commit);
    if (!commit.uitgaand) continue;
    const { zaak } = dossier;
    openstaand.push({
      zaakId,
      versie: commit.versie,
      zendingen: commit.inhoud.meldingen
        .filter(({ partner, volgnummer }) => !verstuurd.has(postSleutel(partner, volgnummer)))
        .map((melding) => ({
          partner: melding.partner,
          zaakId,
          bericht: partnerbericht(afzender, zaakId, zaak, melding, commit.tijd),
        })),
    });
  }
  return openstaand;
};

/** Sends what can go together, keeps it, and only then strikes it off. */
const verstuurRonde = async (
  { partnerwachtrijen, post, uitgaand }: PartnerberichtenAfhankelijkheden,
  ronde: readonly Openstaand[],
): Promise<ReadonlySet<ZaakId>> => {
  const mislukt = await partnerwachtrijen.verstuur(ronde.flatMap(({ zendingen }) => zendingen));
  await post.bewaar(ronde.flatMap(({ zendingen }) => zendingen.filter((zending) => !mislukt.has(zending))));
  const vastgelopen = new Set([...mislukt].map(({ zaakId }) => zaakId));
  await Promise.all(
    ronde
      .filter(({ zaakId }) => !vastgelopen.has(zaakId))
      .map(({ zaakId, versie }) => uitgaand.verstuurd(zaakId, versie)),
  );
  return vastgelopen;
};

/**
 * Brings the partners of these zaken up to date. Per zaak one commit at a time, so that a partner's FIFO queue gets
 * them in order; a zaak of which a message did not get through goes no further and is returned.
 */
export const verstuurOpenstaand = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  zaakIds: ReadonlySet<ZaakId>,
): Promise<ReadonlySet<ZaakId>> => {
  const vastgelopen = new Set<ZaakId>();
  let open = await Promise.all([...zaakIds].map((zaakId) => openstaandVan(afhankelijkheden, zaakId)));
  while (open.length > 0) {
    const ronde = open.flatMap(([eerste]) => (eerste === undefined ? [] : [eerste]));
    for (const zaakId of await verstuurRonde(afhankelijkheden, ronde)) vastgelopen.add(zaakId);
    open = open
      .map(([, ...rest]) => rest)
      .filter(([volgende]) => volgende !== undefined && !vastgelopen.has(volgende.zaakId));
  }
  return vastgelopen;
};
