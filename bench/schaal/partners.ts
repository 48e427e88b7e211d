import { Agent } from 'node:http';
import * as z from 'zod';
import { vraag } from '../sqs.ts';

/** The partners of a run at scale: each fetches and deletes what lies in its queue, as its own consumer would. */
export interface Partners {
  /** Messages fetched and deleted so far, of all partners together. */
  ontvangen(): number;
  /** Some of the zaken that the messages were about: at most `VOORRAAD`, spread over all that came by. */
  zaken(): readonly string[];
  /** Waits until this many have been fetched; an error when nothing comes any more. */
  tot(aantal: number): Promise<void>;
  /** Ends the long polls. */
  stop(): Promise<void>;
}

const VOORRAAD = 500;
const WACHT_SECONDEN = 20;
const STILSTAND_MS = 60_000;

const Bericht = z.object({ ReceiptHandle: z.string(), Body: z.string() });
const Ontvangen = z.object({ Messages: z.array(Bericht).optional() });
const Verwijderd = z.object({ Failed: z.array(z.unknown()).optional() });
const Inhoud = z.object({ data: z.object({ zaakId: z.string() }) });

/** Keeps a bounded number of values, each of all that came by with the same chance. */
export const steekproef = <Waarde>(grootte: number, random: () => number) => {
  const gehouden: Waarde[] = [];
  let gezien = 0;
  return {
    voegToe: (waarde: Waarde): void => {
      gezien += 1;
      if (gehouden.length < grootte) gehouden.push(waarde);
      else {
        const plaats = Math.floor(random() * gezien);
        if (plaats < grootte) gehouden[plaats] = waarde;
      }
    },
    waarden: (): readonly Waarde[] => gehouden,
  };
};

/** Starts a consumer per queue. */
export const startPartners = (url: string, urls: readonly string[], random: () => number): Partners => {
  const agent = new Agent({ keepAlive: true });
  const zaken = steekproef<string>(VOORRAAD, random);
  const wachters = new Set<() => void>();
  let ontvangen = 0;
  let gestopt = false;

  const haal = async (QueueUrl: string): Promise<void> => {
    const { Messages = [] } = await vraag(
      `${url}/`,
      agent,
      'ReceiveMessage',
      { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: WACHT_SECONDEN },
      Ontvangen,
    );
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    const { Failed = [] } = await vraag(
      `${url}/`,
      agent,
      'DeleteMessageBatch',
      { QueueUrl, Entries },
      Verwijderd,
    );
    if (Failed.length > 0) throw new Error(`${Failed.length} partner messages could not be deleted`);
    ontvangen += Messages.length;
    for (const { Body } of Messages) zaken.voegToe(Inhoud.parse(JSON.parse(Body)).data.zaakId);
    for (const kijk of wachters) kijk();
  };

  const werk = async (queueUrl: string): Promise<void> => {
    while (!gestopt) {
      try {
        await haal(queueUrl);
      } catch (error) {
        // Ending the long polls breaks off those that wait; anything else is a failure of the run.
        if (!gestopt) throw error;
      }
    }
  };
  const klaar = Promise.all(urls.map(werk));
  let fout: unknown;
  klaar.catch((error: unknown) => {
    fout = error;
    for (const kijk of wachters) kijk();
  });

  return {
    ontvangen: () => ontvangen,
    zaken: zaken.waarden,
    tot: (aantal) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        const kijk = (): void => {
          clearTimeout(timer);
          const einde = (doe: () => void): void => {
            wachters.delete(kijk);
            doe();
          };
          if (fout !== undefined) einde(() => reject(fout));
          else if (ontvangen >= aantal) einde(resolve);
          else {
            const stil = new Error(`nothing more arrives; the partners have ${ontvangen} of ${aantal}`);
            timer = setTimeout(() => einde(() => reject(stil)), STILSTAND_MS);
          }
        };
        wachters.add(kijk);
        kijk();
      }),
    stop: async () => {
      gestopt = true;
      agent.destroy();
      await klaar;
    },
  };
};
