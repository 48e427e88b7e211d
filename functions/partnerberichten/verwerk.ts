import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { postSleutel, type Uitgaand, type VerzendCommit } from '../../adapters/logboeken.ts';
import type { Partnerwachtrijen, Zending } from '../../adapters/partnerwachtrijen.ts';
import type { Post } from '../../adapters/post.ts';
import type { Item } from '../../adapters/tabel.ts';
import type { OntvangstId, ZaakId } from '../../contracts/basistypen.ts';
import { BusEvent, ZaakBijgewerkt } from '../../contracts/intern.ts';
import { veiligeTekst } from '../../domain/fouten.ts';
import { type Afzender, partnerbericht } from '../../domain/partners/bericht.ts';
import { projecties } from '../../domain/partners/projectie.ts';
import { leegDossier, metCommits } from '../../domain/zaak/dossier.ts';
import { stempelVan } from '../gedeeld/stempel.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

export interface PartnerberichtenAfhankelijkheden {
  readonly uitgaand: Uitgaand;
  readonly post: Pick<Post, 'bewaar'>;
  readonly partnerwachtrijen: Partnerwachtrijen;
  readonly afzender: Afzender;
  readonly waarnemen: Pick<Waarnemen, 'info' | 'fout'>;
}

/** What one commit still has to send. */
interface Openstaand {
  readonly zaakId: ZaakId;
  readonly versie: number;
  /** The messages that led to this commit. */
  readonly ontvangstIds: readonly OntvangstId[];
  readonly naVerzending: Item;
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
      zendingen: commit.inhoud.meldingen
        .filter(({ partner, volgnummer }) => !verstuurd.has(postSleutel(partner, volgnummer)))
        .map((melding) => ({
          partner: melding.partner,
          zaakId,
          bericht: partnerbericht(afzender, zaakId, projectiesNu, melding, commit.tijd),
        })),
    });
  }
  return openstaand;
};

/** Sends what can go together, keeps it, and only then strikes it off. */
const verstuurRonde = async (
  { partnerwachtrijen, post, uitgaand, waarnemen }: PartnerberichtenAfhankelijkheden,
  ronde: readonly Openstaand[],
): Promise<ReadonlySet<ZaakId>> => {
  const mislukt = await partnerwachtrijen.verstuur(ronde.flatMap(({ zendingen }) => zendingen));
  const gelukt = ronde.flatMap(({ zendingen, versie, ontvangstIds }) =>
    zendingen
      .filter((zending) => !mislukt.has(zending))
      .map((zending) => ({ ...zending, versie, ontvangstIds })),
  );
  await post.bewaar(gelukt);
  for (const { partner, zaakId, bericht, versie, ontvangstIds } of gelukt) {
    waarnemen.info('partnerbericht verstuurd', {
      partner,
      zaakId,
      versie,
      ontvangstIds,
      berichtId: bericht.id,
      type: bericht.type,
      volgnummer: bericht.data.volgnummer,
    });
  }
  const vastgelopen = new Set([...mislukt].map(({ zaakId }) => zaakId));
  await uitgaand.verstuurd(
    ronde.filter(({ zaakId }) => !vastgelopen.has(zaakId)).map(({ naVerzending }) => naVerzending),
  );
  return vastgelopen;
};

/**
 * Brings the partners of these zaken up to date. Per zaak one commit at a time, so that a partner's FIFO queue gets
 * them in order; a zaak of which a message did not get through, or cannot be composed, goes no further and is returned.
 */
export const verstuurOpenstaand = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  zaakIds: ReadonlySet<ZaakId>,
): Promise<ReadonlySet<ZaakId>> => {
  const vastgelopen = new Set<ZaakId>();
  let open = await Promise.all(
    [...zaakIds].map(async (zaakId) => {
      try {
        return await openstaandVan(afhankelijkheden, zaakId);
      } catch (fout) {
        afhankelijkheden.waarnemen.fout('zaak niet te versturen', { zaakId, fout: veiligeTekst(fout) });
        vastgelopen.add(zaakId);
        return [];
      }
    }),
  );
  while (open.length > 0) {
    const ronde = open.flatMap(([eerste]) => (eerste === undefined ? [] : [eerste]));
    for (const zaakId of await verstuurRonde(afhankelijkheden, ronde)) vastgelopen.add(zaakId);
    open = open
      .map(([, ...rest]) => rest)
      .filter(([volgende]) => volgende !== undefined && !vastgelopen.has(volgende.zaakId));
  }
  return vastgelopen;
};

/** The zaak that an announcement is about; none when it cannot be read. */
const aangekondigdeZaak = (
  { waarnemen }: PartnerberichtenAfhankelijkheden,
  record: SQSRecord,
): ZaakId | undefined => {
  try {
    const event = BusEvent.parse(JSON.parse(record.body));
    const { zaakId } = ZaakBijgewerkt.parse(event.detail);
    const stempel = stempelVan(record, event);
    if (stempel !== undefined) waarnemen.info('aankondiging opnieuw', { zaakId, ...stempel });
    return zaakId;
  } catch (fout) {
    waarnemen.fout('aankondiging niet te lezen', { messageId: record.messageId, fout: veiligeTekst(fout) });
    return undefined;
  }
};

/** A batch of announcements. Those of a zaak that is stuck, and those that cannot be read, stay on the queue. */
export const verwerkAankondigingen = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  event: SQSEvent,
): Promise<SQSBatchResponse> => {
  const perRecord = event.Records.map((record) => ({
    messageId: record.messageId,
    zaakId: aangekondigdeZaak(afhankelijkheden, record),
  }));
  const zaakIds = new Set(perRecord.flatMap(({ zaakId }) => zaakId ?? []));
  const vastgelopen = await verstuurOpenstaand(afhankelijkheden, zaakIds);
  if (vastgelopen.size > 0) {
    afhankelijkheden.waarnemen.fout('zaken blijven op de wachtrij', { zaken: [...vastgelopen] });
  }
  return {
    batchItemFailures: perRecord
      .filter(({ zaakId }) => zaakId === undefined || vastgelopen.has(zaakId))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
};
