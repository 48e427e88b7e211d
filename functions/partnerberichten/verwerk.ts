import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ZaakId } from '../../contracts/basistypen.ts';
import { BusEvent, ZaakBijgewerkt } from '../../contracts/intern.ts';
import { isInHand } from '../../domain/delivery/item.ts';
import { veiligeTekst } from '../../domain/fouten.ts';
import { stempelVan } from '../gedeeld/stempel.ts';
import { openstaandVan, type Zaakpost } from './openstaand.ts';
import {
  bijgewerkt,
  IN_HAND_MS,
  type Onaf,
  type PartnerberichtenAfhankelijkheden,
  verstuurRonde,
} from './ronde.ts';

/** How often, and how long in between, a zaak is read again that another instance is busy with. */
const KIJK_OPNIEUW = { keren: 10, wachtMs: 100 };
/** Two instances may each get half of a commit, and of the next one again; a little chance keeps them apart. */
const RONDES = 10;
const TOEVAL_MS = 100;

const isBezet = ({ openstaand }: Zaakpost, nu: Date): boolean =>
  openstaand.some(({ uitgaande }) => uitgaande.some((een) => 'stuk' in een && isInHand(een.stuk, nu)));

/** The zaak as it is once nobody else has a message of it in hand, or after a second as it is then. */
const leesInRust = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  zaakId: ZaakId,
): Promise<Zaakpost> => {
  for (let keer = 1; ; keer++) {
    const gelezen = await openstaandVan(afhankelijkheden, zaakId);
    if (keer === KIJK_OPNIEUW.keren || !isBezet(gelezen, afhankelijkheden.nu())) return gelezen;
    await afhankelijkheden.pauze(KIJK_OPNIEUW.wachtMs);
  }
};

const verstuurEenKeer = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  zaakIds: ReadonlySet<ZaakId>,
): Promise<Onaf> => {
  const vastgelopen = new Set<ZaakId>();
  const bezet = new Set<ZaakId>();
  const gelezen = await Promise.all(
    [...zaakIds].map(async (zaakId): Promise<readonly Zaakpost[]> => {
      try {
        return [await leesInRust(afhankelijkheden, zaakId)];
      } catch (fout) {
        afhankelijkheden.waarnemen.fout('zaak niet te versturen', { zaakId, fout: veiligeTekst(fout) });
        vastgelopen.add(zaakId);
        return [];
      }
    }),
  );
  let rijen = gelezen.flat().filter(({ openstaand }) => openstaand.length > 0);
  if (rijen.length === 0) return { vastgelopen, bezet };
  const instellingen = await afhankelijkheden.kanalen.instellingen(
    rijen.flatMap(({ openstaand }) =>
      openstaand.flatMap(({ uitgaande }) => uitgaande.map(({ partner }) => partner)),
    ),
  );
  while (rijen.length > 0) {
    const ronde = rijen.flatMap(({ openstaand: [eerste], post }) =>
      eerste === undefined ? [] : [{ ...eerste, post }],
    );
    const uitkomst = await verstuurRonde(afhankelijkheden, instellingen, ronde);
    for (const zaakId of uitkomst.vastgelopen) vastgelopen.add(zaakId);
    for (const zaakId of uitkomst.bezet) bezet.add(zaakId);
    rijen = rijen.flatMap(({ openstaand: [, volgende, ...rest], post }) =>
      volgende === undefined || vastgelopen.has(volgende.zaakId) || bezet.has(volgende.zaakId)
        ? []
        : [
            {
              openstaand: [volgende, ...rest],
              post: bijgewerkt(post, uitkomst, volgende.zaakId),
            },
          ],
    );
  }
  return { vastgelopen, bezet };
};

/**
 * Brings the partners of these zaken up to date. Per zaak one commit at a time, so that a partner gets them in order; a
 * zaak of which a message did not get through, cannot be composed, or is in hand elsewhere, goes no further.
 */
export const verstuurOpenstaand = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  zaakIds: ReadonlySet<ZaakId>,
): Promise<Onaf> => {
  const vastgelopen = new Set<ZaakId>();
  let bezet = zaakIds;
  // Two announcements of one zaak often come together: who was second waits for the first, and then sees what is left.
  for (let ronde = 1; ronde <= RONDES && bezet.size > 0; ronde++) {
    const onaf = await verstuurEenKeer(afhankelijkheden, bezet);
    for (const zaakId of onaf.vastgelopen) vastgelopen.add(zaakId);
    bezet = onaf.bezet;
    if (bezet.size > 0) await afhankelijkheden.pauze(Math.random() * TOEVAL_MS);
  }
  return { vastgelopen, bezet };
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

/** Lets the announcement of a zaak that is in hand elsewhere come again when that must be over. */
const stelUit = async (
  { stelAankondigingUit, waarnemen }: PartnerberichtenAfhankelijkheden,
  record: SQSRecord,
): Promise<void> => {
  try {
    await stelAankondigingUit(record.receiptHandle, IN_HAND_MS / 1000 + 1);
  } catch (fout) {
    // It comes again all the same, when its visibility timeout ends.
    waarnemen.fout('aankondiging niet uitgesteld', {
      messageId: record.messageId,
      fout: veiligeTekst(fout),
    });
  }
};

/**
 * A batch of announcements. Those of a zaak that is stuck or in hand elsewhere, and those that cannot be read, stay on
 * the queue.
 */
export const verwerkAankondigingen = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  event: SQSEvent,
): Promise<SQSBatchResponse> => {
  const perRecord = event.Records.map((record) => ({
    record,
    zaakId: aangekondigdeZaak(afhankelijkheden, record),
  }));
  const zaakIds = new Set(perRecord.flatMap(({ zaakId }) => zaakId ?? []));
  const { vastgelopen, bezet } = await verstuurOpenstaand(afhankelijkheden, zaakIds);
  if (vastgelopen.size > 0) {
    afhankelijkheden.waarnemen.fout('zaken blijven op de wachtrij', { zaken: [...vastgelopen] });
  }
  await Promise.all(
    perRecord
      .filter(({ zaakId }) => zaakId !== undefined && bezet.has(zaakId))
      .map(({ record }) => stelUit(afhankelijkheden, record)),
  );
  return {
    batchItemFailures: perRecord
      .filter(({ zaakId }) => zaakId === undefined || vastgelopen.has(zaakId) || bezet.has(zaakId))
      .map(({ record }) => ({ itemIdentifier: record.messageId })),
  };
};
