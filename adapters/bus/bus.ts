import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { ZaakId } from '../../contracts/base-types.ts';
import {
  type AbonnementWarned,
  SOURCE_HUB,
  SOURCE_INBOUND,
  TYPE_ABONNEMENT_WARNED,
  TYPE_ZAAK_ERASE,
  TYPE_ZAAK_UPDATED,
  type ZaakUpdated,
} from '../../contracts/internal/bus-events.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { LARGEST_BATCH, sendAll } from '../send-all.ts';

/** The hub's own event bus. */
export interface Bus {
  /** Offers accepted messages to the queue of their source. */
  publish(berichten: readonly InboundBericht[]): Promise<void>;
  /** Announces the zaken whose timeline grew: ids only. */
  announceUpdated(zaken: readonly ZaakUpdated[]): Promise<void>;
}

/** The same bus, for the functions that decide to erase a person. */
export interface EraseBus {
  /** Orders the erasing of a zaak for which that was decided: an id only. */
  orderErasing(zaakId: ZaakId): Promise<void>;
}

/** The same bus, for warnings about a receiver. */
export interface WarningBus {
  /** Announces that something is wrong with the receiver of an abonnement: ids only. */
  announceWarned(warned: AbonnementWarned): Promise<void>;
}

const LARGEST_SIZE = 240 * 1024;

/** Batches of at most ten entries and of less than PutEvents' size limit. */
const inBatches = (entries: readonly PutEventsRequestEntry[]): readonly PutEventsRequestEntry[][] => {
  const batches: PutEventsRequestEntry[][] = [];
  let size = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.Detail ?? '') + 512;
    const current = batches.at(-1);
    if (current === undefined || current.length === LARGEST_BATCH || size + bytes > LARGEST_SIZE) {
      batches.push([entry]);
      size = bytes;
    } else {
      current.push(entry);
      size += bytes;
    }
  }
  return batches;
};

/** The bus of this name. Throws when the bus did not accept every entry: acknowledge nothing then. */
export const createBus = (
  busName: string,
  client = new EventBridgeClient({}),
): Bus & WarningBus & EraseBus => {
  const send = async (batch: readonly PutEventsRequestEntry[]): Promise<readonly PutEventsRequestEntry[]> => {
    const { FailedEntryCount = 0, Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: [...batch] }),
    );
    // Only an entry that got an id was accepted. A failure without a name is a failure too.
    return FailedEntryCount === 0 ? [] : batch.filter((_, number) => Entries[number]?.EventId === undefined);
  };
  const placeAll = (entries: readonly PutEventsRequestEntry[]): Promise<void> =>
    sendAll(inBatches(entries), send, {
      times: 4,
      firstPauseMs: 40,
      refused: (count) => `de bus weigerde ${count} gebeurtenissen`,
    });
  const entry = (Source: string, DetailType: string, detail: object): PutEventsRequestEntry => ({
    EventBusName: busName,
    Source,
    DetailType,
    Detail: JSON.stringify(detail),
  });
  return {
    publish: (berichten) =>
      placeAll(berichten.map((bericht) => entry(SOURCE_INBOUND, bericht.type, bericht))),
    announceUpdated: (zaken) => placeAll(zaken.map((zaak) => entry(SOURCE_HUB, TYPE_ZAAK_UPDATED, zaak))),
    orderErasing: (zaakId) => placeAll([entry(SOURCE_HUB, TYPE_ZAAK_ERASE, { zaakId })]),
    announceWarned: (warned) => placeAll([entry(SOURCE_HUB, TYPE_ABONNEMENT_WARNED, warned)]),
  };
};
