import { setTimeout as pauze } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import type { Bus } from '../../adapters/bus.ts';
import type { Afloop, Ontvangsten } from '../../adapters/ontvangsten.ts';
import { nieuwste } from '../../adapters/standen.ts';
import type { Item } from '../../adapters/tabel.ts';
import type { OntvangstId } from '../../contracts/basistypen.ts';
import { BusEvent, type InkomendBericht, type ZaakBijgewerkt } from '../../contracts/intern.ts';
import { HubFout, veiligeTekst, vervolgVan } from '../../domain/fouten.ts';
import { stempelVan } from './stempel.ts';
import type { Waarnemen } from './waarnemen.ts';

/** What processing one message led to, beside what it wrote itself. */
export interface Uitkomst {
  readonly afloop: Afloop;
  readonly bijgewerkt: readonly ZaakBijgewerkt[];
  /** Messages that waited for what this one brought. */
  readonly wekken: readonly OntvangstId[];
  /** List entries of the zaken concerned. */
  readonly standen: readonly Item[];
}

/** Times that a message is tried before its queue gets it back. */
const POGINGEN = 3;

/** An outcome that touched no zaak. */
export const alleen = (afloop: Afloop): Uitkomst => ({ afloop, bijgewerkt: [], wekken: [], standen: [] });

export interface BatchAfhankelijkheden {
  readonly ontvangsten: Ontvangsten;
  readonly bus: Bus;
  readonly waarnemen: Waarnemen<'InQuarantaine'>;
}

interface Verwerkt<Bericht> {
  readonly messageId: string;
  readonly bericht: Bericht;
  readonly uitkomst: Uitkomst;
}

/** The newest version of each zaak, to be sent when any of its steps has something to send. */
const perZaak = (bijgewerkt: readonly ZaakBijgewerkt[]): readonly ZaakBijgewerkt[] =>
  [...Map.groupBy(bijgewerkt, ({ zaakId }) => zaakId)].map(([zaakId, stappen]) => ({
    zaakId,
    versie: Math.max(...stappen.map(({ versie }) => versie)),
    teVersturen: stappen.some(({ teVersturen }) => teVersturen),
  }));

/** Offers messages that waited again, as far as they still wait. */
export const wek = async (
  { ontvangsten, bus, waarnemen }: BatchAfhankelijkheden,
  ontvangstIds: ReadonlySet<OntvangstId>,
): Promise<void> => {
  const gevonden = await Promise.all(
    [...ontvangstIds].map((ontvangstId) => ontvangsten.wekbaar(ontvangstId)),
  );
  const onbruikbaar = gevonden.filter((bericht) => bericht === 'quarantaine').length;
  if (onbruikbaar > 0) waarnemen.tel('InQuarantaine', onbruikbaar);
  await bus.biedAan(gevonden.filter((bericht) => bericht !== undefined && bericht !== 'quarantaine'));
};

/** Commit first, publish second, acknowledge last: what is not rounded off here comes again. */
const rondAf = async <Bericht extends InkomendBericht>(
  { ontvangsten, bus, waarnemen }: BatchAfhankelijkheden,
  verwerkt: readonly Verwerkt<Bericht>[],
): Promise<void> => {
  await Promise.all([
    bus.meldBijgewerkt(perZaak(verwerkt.flatMap(({ uitkomst }) => uitkomst.bijgewerkt))),
    wek({ ontvangsten, bus, waarnemen }, new Set(verwerkt.flatMap(({ uitkomst }) => uitkomst.wekken))),
  ]);
  await ontvangsten.rondAf(
    verwerkt.map(({ bericht, uitkomst }) => ({ bericht, afloop: uitkomst.afloop })),
    nieuwste(verwerkt.flatMap(({ uitkomst }) => uitkomst.standen)),
  );
  for (const { messageId, bericht, uitkomst } of verwerkt) {
    waarnemen.info(`bericht ${uitkomst.afloop.soort}`, {
      ontvangstId: bericht.ontvangstId,
      messageId,
      type: bericht.type,
      reden: uitkomst.afloop.reden,
      zaken: uitkomst.bijgewerkt.map(({ zaakId, versie }) => `${zaakId}/${versie}`),
      gewekt: uitkomst.wekken.length,
    });
  }
  const inQuarantaine = verwerkt.filter(({ uitkomst }) => uitkomst.afloop.soort === 'quarantaine').length;
  if (inQuarantaine > 0) waarnemen.tel('InQuarantaine', inQuarantaine);
};

/** The one place where a failure becomes a place in quarantine. */
const ofQuarantaine = async (uitkomst: Promise<Uitkomst>): Promise<Uitkomst> => {
  try {
    return await uitkomst;
  } catch (fout) {
    if (vervolgVan(fout) !== 'quarantaine') throw fout;
    return alleen({ soort: 'quarantaine', reden: veiligeTekst(fout) });
  }
};

/** Puts one message off, for a source that cannot be asked now. */
export type StelUit<Bericht> = (record: SQSRecord, bericht: Bericht) => Promise<unknown>;

/** Processes one message; undefined when it has to stay on its queue. A conflict is tried again at once, a few times. */
const verwerkEen = async <Bericht extends InkomendBericht>(
  { waarnemen }: BatchAfhankelijkheden,
  schema: z.ZodType<Bericht>,
  record: SQSRecord,
  verwerk: (bericht: Bericht) => Promise<Uitkomst>,
  stelUit: StelUit<Bericht>,
): Promise<Verwerkt<Bericht> | undefined> => {
  const blijft = (wat: string, fout: unknown, ontvangstId?: OntvangstId): undefined => {
    const { messageId, attributes } = record;
    const poging = attributes.ApproximateReceiveCount;
    waarnemen.fout(wat, { ontvangstId, messageId, poging, fout: veiligeTekst(fout) });
  };
  let bericht: Bericht;
  try {
    const event = BusEvent.parse(JSON.parse(record.body));
    bericht = schema.parse(event.detail);
    const stempel = stempelVan(record, event);
    if (stempel !== undefined) {
      waarnemen.info('teruggezet bericht', { ontvangstId: bericht.ontvangstId, ...stempel });
    }
  } catch (fout) {
    return blijft('bericht is niet te lezen', fout);
  }
  for (let poging = 1; ; poging++) {
    try {
      return { messageId: record.messageId, bericht, uitkomst: await ofQuarantaine(verwerk(bericht)) };
    } catch (fout) {
      if (fout instanceof HubFout && fout.vervolg === 'opnieuw' && poging < POGINGEN) {
        await pauze(100 * poging * Math.random());
        continue;
      }
      blijft('bericht blijft op de wachtrij', fout, bericht.ontvangstId);
      if (vervolgVan(fout) !== 'later opnieuw') return undefined;
      // One that cannot be put off comes again when its visibility timeout ends.
      return await stelUit(record, bericht).then(
        () => undefined,
        (reden: unknown) => blijft('bericht niet uitgesteld', reden, bericht.ontvangstId),
      );
    }
  }
};

/**
 * Processes a batch from a queue. A message that throws stays on the queue, alone (`stelUit` may put it off); what the
 * rest led to is published and recorded together, and when that fails the whole batch comes again.
 */
export const verwerkBatch = async <Bericht extends InkomendBericht>(
  afhankelijkheden: BatchAfhankelijkheden,
  schema: z.ZodType<Bericht>,
  event: SQSEvent,
  verwerk: (bericht: Bericht) => Promise<Uitkomst>,
  stelUit: StelUit<Bericht> = async () => undefined,
): Promise<SQSBatchResponse> => {
  const uitkomsten = await Promise.all(
    event.Records.map(async (record) => ({
      record,
      verwerkt: await verwerkEen(afhankelijkheden, schema, record, verwerk, stelUit),
    })),
  );
  await rondAf(
    afhankelijkheden,
    uitkomsten.flatMap(({ verwerkt }) => verwerkt ?? []),
  );
  return {
    batchItemFailures: uitkomsten.flatMap(({ record, verwerkt }) =>
      verwerkt === undefined ? [{ itemIdentifier: record.messageId }] : [],
    ),
  };
};
