import { randomUUID } from 'node:crypto';
import { type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import type { Bezorgopdracht } from '../contracts/bezorging.ts';
import { LARGEST_BATCH, sendAll, sendBatch } from './send-all.ts';
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
  const send = async (batch: readonly SendMessageBatchRequestEntry[]) => {
    const { messageIds } = await sendBatch(client, wachtrijUrl, batch);
    return batch.filter(({ Id = '' }) => !messageIds.has(Id));
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
      await sendAll(inStukken(entries, LARGEST_BATCH), send, {
        times: 4,
        firstPauseMs: 40,
        refused: (count) => `de bezorgwachtrij weigerde ${count} opdrachten`,
      });
    },

    stelUit: maakUitstel(wachtrijUrl, client),
  };
};
