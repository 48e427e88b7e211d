import { randomUUID } from 'node:crypto';
import { setTimeout as pauze } from 'node:timers/promises';
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import type { Bezorgopdracht } from '../contracts/bezorging.ts';
import { HubFout } from '../domain/fouten.ts';
import { inStukken } from './stukken.ts';
import { maakUitstel, type Uitstel } from './uitstel.ts';

/**
 * The queue with what functions/webhook has to do. FIFO, and its group is the lane (partner and zaak): of one lane there
 * is never more than one order in hand, and none waits for another lane.
 */
export interface Bezorgwachtrij {
  /**
   * Offers orders; each is accepted when the promise resolves. Throws a HubFout when the queue refused any: acknowledge
   * nothing then. `ontdubbel` drops a repetition of the same order within five minutes.
   */
  bied(opdrachten: readonly Aanbod[]): Promise<void>;
  /** Lets the order that is in hand come again later; its lane waits meanwhile. */
  readonly stelUit: Uitstel;
}

export interface Aanbod {
  readonly opdracht: Bezorgopdracht;
  readonly ontdubbel?: string;
}

const GROOTSTE_BATCH = 10;
const POGINGEN = 4;

const groep = (opdracht: Bezorgopdracht, ontdubbel: string): string => {
  switch (opdracht.soort) {
    case 'baan':
      return `${opdracht.kanaal}#${opdracht.zaakId}`;
    case 'verificatie':
      // A group of its own: a question that is asked again later does not hold up a partner who asks now.
      return `${opdracht.abonnementId}#${ontdubbel}`;
    case 'herlevering':
      return `${opdracht.kanaal}#${opdracht.herleveringId}`;
    case 'kanaal':
      return opdracht.kanaal;
  }
};

/** The delivery queue behind this address. */
export const maakBezorgwachtrij = (wachtrijUrl: string, client = new SQSClient({})): Bezorgwachtrij => {
  const bied = async (entries: readonly SendMessageBatchRequestEntry[]): Promise<void> => {
    let rest = [...entries];
    for (let poging = 0; rest.length > 0; poging++) {
      if (poging === POGINGEN) {
        throw new HubFout('opnieuw', `de bezorgwachtrij weigerde ${rest.length} opdrachten`);
      }
      if (poging > 0) await pauze(2 ** poging * 20 * (1 + Math.random()));
      const antwoord = await client.send(
        new SendMessageBatchCommand({ QueueUrl: wachtrijUrl, Entries: rest }),
      );
      const gelukt = new Set((antwoord.Successful ?? []).map(({ Id }) => Id));
      rest = rest.filter(({ Id }) => !gelukt.has(Id));
    }
  };
  return {
    async bied(opdrachten) {
      const entries = opdrachten.map(
        ({ opdracht, ontdubbel = randomUUID() }, nummer): SendMessageBatchRequestEntry => ({
          Id: String(nummer),
          MessageBody: JSON.stringify(opdracht),
          MessageGroupId: groep(opdracht, ontdubbel),
          MessageDeduplicationId: ontdubbel,
        }),
      );
      await Promise.all(inStukken(entries, GROOTSTE_BATCH).map(bied));
    },

    stelUit: maakUitstel(wachtrijUrl, client),
  };
};
