import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Bezorgopdracht } from '../../contracts/bezorging.ts';
import { veiligeTekst } from '../../domain/fouten.ts';
import { KLAAR, type Resterend, type Vervolg, type WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { bezorgBaan } from './baan.ts';
import { type Baanafhankelijkheden, voorBatch } from './geheugen.ts';
import { biedKanaalAan } from './kanaal.ts';
import { verifieer } from './verificatie.ts';

/**
 * Waits up to this long are done by hiding the order, longer ones by the list of what is due. A hidden order cannot be
 * woken when its receiver is back, one in the list can.
 */
const LANGST_VERBORGEN_MS = 60_000;
/** What stands in no list is hidden for as long as it takes, up to this. */
const HOOGSTENS_MS = 15 * 60_000;
/** Times that an order is hidden before its lane is left to that list: every time counts towards the dead letters. */
const HOOGSTENS_VERBORGEN = 50;
/** After a failure of the hub itself. */
const HERSTEL_SECONDEN = 10;
const HOOGSTE_HERSTEL_SECONDEN = 300;

/** Orders of one batch for the same work: one of them does it. */
interface Werk {
  readonly opdracht: Bezorgopdracht;
  readonly record: SQSRecord;
}

const lees = (record: SQSRecord): Bezorgopdracht | undefined => {
  try {
    return Bezorgopdracht.parse(JSON.parse(record.body));
  } catch {
    // The parser's own message would quote what it was given.
    return undefined;
  }
};

const keerVan = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

const doe = async (
  afhankelijkheden: Baanafhankelijkheden,
  { opdracht, record }: Werk,
  resterend: Resterend,
): Promise<Vervolg> => {
  switch (opdracht.soort) {
    case 'baan':
      return bezorgBaan(afhankelijkheden, opdracht, resterend);
    case 'kanaal':
      return biedKanaalAan(afhankelijkheden, opdracht);
    case 'verificatie':
      return verifieer(afhankelijkheden, opdracht, keerVan(record));
    case 'herlevering':
      await afhankelijkheden.herlever(opdracht, resterend);
      return KLAAR;
  }
};

/** Whether the order stays on the queue: then it is hidden until its moment. */
const stelUit = async (
  { bezorgwachtrij, nu }: WebhookAfhankelijkheden,
  record: SQSRecord,
  vervolg: Extract<Vervolg, { soort: 'wacht' }>,
): Promise<boolean> => {
  const wachtMs = Math.max(0, vervolg.tot - nu().getTime());
  const teLang = wachtMs > LANGST_VERBORGEN_MS || keerVan(record) >= HOOGSTENS_VERBORGEN;
  if (vervolg.inIndex && teLang) return false;
  await bezorgwachtrij.stelUit(record.receiptHandle, Math.ceil(Math.min(wachtMs, HOOGSTENS_MS) / 1000));
  return true;
};

/** Handles one order; true when it stays on the queue. */
const verwerkEen = async (
  afhankelijkheden: Baanafhankelijkheden,
  werk: Werk,
  resterend: Resterend,
): Promise<boolean> => {
  const { waarnemen, bezorgwachtrij } = afhankelijkheden;
  const { record, opdracht } = werk;
  try {
    const vervolg = await doe(afhankelijkheden, werk, resterend);
    return vervolg.soort === 'wacht' && (await stelUit(afhankelijkheden, record, vervolg));
  } catch (fout) {
    const { soort, kanaal } = opdracht;
    const gegevens = { soort, partner: kanaal, messageId: record.messageId, keer: keerVan(record) };
    waarnemen.fout('opdracht blijft op de wachtrij', { ...gegevens, fout: veiligeTekst(fout) });
    // Its lane would wait for the whole visibility timeout otherwise.
    const seconden = Math.min(HERSTEL_SECONDEN * keerVan(record), HOOGSTE_HERSTEL_SECONDEN);
    await bezorgwachtrij.stelUit(record.receiptHandle, seconden).catch((reden: unknown) => {
      waarnemen.fout('opdracht niet uitgesteld', { ...gegevens, fout: veiligeTekst(reden) });
    });
    return true;
  }
};

/**
 * A batch of orders, lanes side by side: none waits for another. Of several orders for one lane the first is carried out
 * and the others are done with it.
 */
export const verwerkOpdrachten = async (
  afhankelijkheden: WebhookAfhankelijkheden,
  event: SQSEvent,
  resterend: Resterend,
): Promise<SQSBatchResponse> => {
  const onleesbaar: string[] = [];
  const perWerk = new Map<string, Werk>();
  for (const record of event.Records) {
    const opdracht = lees(record);
    if (opdracht === undefined) {
      afhankelijkheden.waarnemen.fout('opdracht is niet te lezen', { messageId: record.messageId });
      onleesbaar.push(record.messageId);
      continue;
    }
    const sleutel = JSON.stringify(opdracht);
    if (!perWerk.has(sleutel)) perWerk.set(sleutel, { opdracht, record });
  }
  const batch = voorBatch(afhankelijkheden);
  const gebleven = await Promise.all(
    [...perWerk.values()].map(async (werk) =>
      (await verwerkEen(batch, werk, resterend)) ? [werk.record.messageId] : [],
    ),
  );
  return {
    batchItemFailures: [...onleesbaar, ...gebleven.flat()].map((itemIdentifier) => ({ itemIdentifier })),
  };
};
