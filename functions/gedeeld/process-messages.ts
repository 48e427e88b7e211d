import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import type { Bus } from '../../adapters/bus.ts';
import type { Afloop, Ontvangsten } from '../../adapters/ontvangsten.ts';
import { retryOnConflict } from '../../adapters/retry.ts';
import type { ZaakLists, ZaakState } from '../../adapters/standen.ts';
import type { OntvangstId } from '../../contracts/basistypen.ts';
import { BusEvent, type InkomendBericht } from '../../contracts/intern.ts';
import { veiligeTekst, vervolgVan } from '../../domain/fouten.ts';
import { postpone } from './postpone.ts';
import { processBatch, type Received } from './process-batch.ts';
import { stempelVan } from './stempel.ts';
import type { Waarnemen } from './waarnemen.ts';

/** A zaak as it is after a message, and whether that message gave it something to send. */
export interface ZaakUpdate extends ZaakState {
  readonly teVersturen: boolean;
}

/** What processing one message led to, beside what it wrote itself. */
export interface Uitkomst {
  readonly afloop: Afloop;
  readonly bijgewerkt: readonly ZaakUpdate[];
  /** Messages that waited for what this one brought. */
  readonly wekken: readonly OntvangstId[];
}

export interface BatchAfhankelijkheden {
  readonly ontvangsten: Ontvangsten;
  readonly zaakLists: ZaakLists;
  readonly bus: Bus;
  readonly waarnemen: Waarnemen<'InQuarantaine'>;
}

export interface ProcessOptions<Bericht> {
  /** Puts one message off, for a source that cannot be asked now. */
  readonly putOff?: (record: SQSRecord, bericht: Bericht) => Promise<unknown>;
}

/**
 * Processes a batch from a queue. A message that throws stays on the queue, alone (`putOff` may delay it); what the rest
 * led to is published and settled together, and when that fails the whole batch comes again.
 */
export async function processMessages<Bericht extends InkomendBericht>(
  deps: BatchAfhankelijkheden,
  schema: z.ZodType<Bericht>,
  event: SQSEvent,
  process: (bericht: Bericht) => Promise<Uitkomst>,
  { putOff = async () => undefined }: ProcessOptions<Bericht> = {},
): Promise<SQSBatchResponse> {
  return processBatch(event, {
    read: (record) => readMessage(deps, schema, record),
    unreadable: (record, fout) => logStaying(deps, 'bericht is niet te lezen', record, fout),
    process: async (received) => {
      const processed = await Promise.all(received.map((one) => processOne(deps, one, process, putOff)));
      await settle(
        deps,
        processed.flatMap((one) => one ?? []),
      );
      return received.filter((_, index) => processed[index] === undefined).map(({ record }) => record);
    },
  });
}

/** An outcome that touched no zaak. */
export const alleen = (afloop: Afloop): Uitkomst => ({ afloop, bijgewerkt: [], wekken: [] });

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

interface Processed<Bericht> {
  readonly messageId: string;
  readonly bericht: Bericht;
  readonly uitkomst: Uitkomst;
}

/** How often, and how long in between, a message is tried before its queue gets it back. */
const TRIES = { times: 3, pauseMs: (failed: number) => 100 * failed * Math.random() };

const readMessage = <Bericht>(
  { waarnemen }: BatchAfhankelijkheden,
  schema: z.ZodType<Bericht & InkomendBericht>,
  record: SQSRecord,
): Bericht => {
  const event = BusEvent.parse(JSON.parse(record.body));
  const bericht = schema.parse(event.detail);
  const stempel = stempelVan(record, event);
  if (stempel !== undefined) {
    waarnemen.info('teruggezet bericht', { ontvangstId: bericht.ontvangstId, ...stempel });
  }
  return bericht;
};

const logStaying = (
  { waarnemen }: BatchAfhankelijkheden,
  what: string,
  { messageId, attributes }: SQSRecord,
  fout: unknown,
  ontvangstId?: OntvangstId,
): void => {
  const poging = attributes.ApproximateReceiveCount;
  waarnemen.fout(what, { ontvangstId, messageId, poging, fout: veiligeTekst(fout) });
};

/** Processes one message; undefined when it has to stay on its queue. A conflict is tried again at once, a few times. */
const processOne = async <Bericht extends InkomendBericht>(
  deps: BatchAfhankelijkheden,
  { record, message: bericht }: Received<Bericht>,
  process: (bericht: Bericht) => Promise<Uitkomst>,
  putOff: NonNullable<ProcessOptions<Bericht>['putOff']>,
): Promise<Processed<Bericht> | undefined> => {
  const { ontvangstId } = bericht;
  try {
    const uitkomst = await retryOnConflict(() => orQuarantine(() => process(bericht)), TRIES);
    return { messageId: record.messageId, bericht, uitkomst };
  } catch (fout) {
    logStaying(deps, 'bericht blijft op de wachtrij', record, fout, ontvangstId);
    if (vervolgVan(fout) === 'later opnieuw') {
      await postpone(
        () => putOff(record, bericht),
        (reden) => logStaying(deps, 'bericht niet uitgesteld', record, reden, ontvangstId),
      );
    }
    return undefined;
  }
};

/** The one place where a failure becomes a place in quarantine. */
const orQuarantine = async (process: () => Promise<Uitkomst>): Promise<Uitkomst> => {
  try {
    return await process();
  } catch (fout) {
    if (vervolgVan(fout) !== 'quarantaine') throw fout;
    return alleen({ soort: 'quarantaine', reden: veiligeTekst(fout) });
  }
};

/** The newest state of each zaak, to be sent when any of its steps has something to send. */
const newestPerZaak = (updates: readonly ZaakUpdate[]): readonly ZaakUpdate[] =>
  [...Map.groupBy(updates, ({ zaakId }) => zaakId).values()].map((steps) => ({
    ...steps.reduce((newest, step) => (step.dossier.versie > newest.dossier.versie ? step : newest)),
    teVersturen: steps.some(({ teVersturen }) => teVersturen),
  }));

/** Commit first, publish second, acknowledge last: what is not settled here comes again. */
const settle = async <Bericht extends InkomendBericht>(
  deps: BatchAfhankelijkheden,
  processed: readonly Processed<Bericht>[],
): Promise<void> => {
  const { ontvangsten, zaakLists, bus, waarnemen } = deps;
  const updates = newestPerZaak(processed.flatMap(({ uitkomst }) => uitkomst.bijgewerkt));
  await Promise.all([
    bus.meldBijgewerkt(
      updates.map(({ zaakId, dossier, teVersturen }) => ({ zaakId, versie: dossier.versie, teVersturen })),
    ),
    wek(deps, new Set(processed.flatMap(({ uitkomst }) => uitkomst.wekken))),
  ]);
  await Promise.all([
    ontvangsten.settle(processed.map(({ bericht, uitkomst }) => ({ bericht, afloop: uitkomst.afloop }))),
    zaakLists.store(updates),
  ]);
  for (const { messageId, bericht, uitkomst } of processed) {
    waarnemen.info(`bericht ${uitkomst.afloop.soort}`, {
      ontvangstId: bericht.ontvangstId,
      messageId,
      type: bericht.type,
      reden: uitkomst.afloop.reden,
      zaken: uitkomst.bijgewerkt.map(({ zaakId, dossier }) => `${zaakId}/${dossier.versie}`),
      gewekt: uitkomst.wekken.length,
    });
  }
  const inQuarantaine = processed.filter(({ uitkomst }) => uitkomst.afloop.soort === 'quarantaine').length;
  if (inQuarantaine > 0) waarnemen.tel('InQuarantaine', inQuarantaine);
};
