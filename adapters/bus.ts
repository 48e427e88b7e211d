import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import {
  type AbonnementGewaarschuwd,
  BRON_HUB,
  BRON_INKOMEND,
  type InkomendBericht,
  TYPE_ABONNEMENT_GEWAARSCHUWD,
  TYPE_ZAAK_BIJGEWERKT,
  type ZaakBijgewerkt,
} from '../contracts/intern.ts';
import { LARGEST_BATCH, sendAll } from './send-all.ts';

/** The hub's own event bus. */
export interface Bus {
  /** Offers accepted messages to the queue of their source. */
  biedAan(berichten: readonly InkomendBericht[]): Promise<void>;
  /** Says of which zaken the timeline grew: ids only. */
  meldBijgewerkt(zaken: readonly ZaakBijgewerkt[]): Promise<void>;
}

/** The same bus, to whom it may concern. */
export interface Waarschuwbus {
  /** Says that something is wrong with the receiver of an abonnement: ids only. */
  meldGewaarschuwd(gewaarschuwd: AbonnementGewaarschuwd): Promise<void>;
}

const GROOTSTE_OMVANG = 240 * 1024;

/** Batches of at most ten entries and of less than PutEvents' size limit. */
const inBatches = (entries: readonly PutEventsRequestEntry[]): readonly PutEventsRequestEntry[][] => {
  const batches: PutEventsRequestEntry[][] = [];
  let omvang = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.Detail ?? '') + 512;
    const huidige = batches.at(-1);
    if (huidige === undefined || huidige.length === LARGEST_BATCH || omvang + bytes > GROOTSTE_OMVANG) {
      batches.push([entry]);
      omvang = bytes;
    } else {
      huidige.push(entry);
      omvang += bytes;
    }
  }
  return batches;
};

/** The bus of this name. Throws when the bus did not accept every entry: acknowledge nothing then. */
export const maakBus = (busNaam: string, client = new EventBridgeClient({})): Bus & Waarschuwbus => {
  const send = async (batch: readonly PutEventsRequestEntry[]): Promise<readonly PutEventsRequestEntry[]> => {
    const { FailedEntryCount = 0, Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: [...batch] }),
    );
    // Only what got an id was accepted; a failure without a name is a failure too.
    return FailedEntryCount === 0 ? [] : batch.filter((_, nummer) => Entries[nummer]?.EventId === undefined);
  };
  const plaatsAlle = (entries: readonly PutEventsRequestEntry[]): Promise<void> =>
    sendAll(inBatches(entries), send, {
      times: 4,
      firstPauseMs: 40,
      refused: (count) => `de bus weigerde ${count} gebeurtenissen`,
    });
  const entry = (Source: string, DetailType: string, detail: object): PutEventsRequestEntry => ({
    EventBusName: busNaam,
    Source,
    DetailType,
    Detail: JSON.stringify(detail),
  });
  return {
    biedAan: (berichten) =>
      plaatsAlle(berichten.map((bericht) => entry(BRON_INKOMEND, bericht.type, bericht))),
    meldBijgewerkt: (zaken) => plaatsAlle(zaken.map((zaak) => entry(BRON_HUB, TYPE_ZAAK_BIJGEWERKT, zaak))),
    meldGewaarschuwd: (gewaarschuwd) =>
      plaatsAlle([entry(BRON_HUB, TYPE_ABONNEMENT_GEWAARSCHUWD, gewaarschuwd)]),
  };
};
