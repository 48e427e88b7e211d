import { Agent, request } from 'node:http';
import * as z from 'zod';
import type { Koppelingsbericht } from './huishoudens.ts';

/** A client as COA would have one: connections stay open, a bounded number of requests at once. */
export interface Klant {
  post(bericht: Koppelingsbericht): Promise<void>;
  close(): void;
}

const tokenVan = async (url: string): Promise<string> => {
  const answer = await fetch(`${url}/_lokaal/tokens/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organisatie: 'coa' }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
};

/** Opens the client; every answer but 202 is an error. */
export const maakKlant = async (url: string, gelijktijdig: number): Promise<Klant> => {
  const agent = new Agent({ keepAlive: true, maxSockets: gelijktijdig });
  const token = await tokenVan(url);
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${token}` };
  return {
    post: (bericht) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(bericht));
        const call = request(
          `${url}/v1/gebeurtenissen`,
          { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
          (answer) => {
            answer.resume();
            answer.once('end', () => {
              if (answer.statusCode === 202) resolve();
              else reject(new Error(`the hub answered ${answer.statusCode} to a koppeling`));
            });
          },
        );
        call.once('error', reject);
        call.end(body);
      }),
    close: () => agent.destroy(),
  };
};

/** Runs a task for every item, at most `gelijktijdig` at once. */
export const metHoogstens = async <Item>(
  gelijktijdig: number,
  items: readonly Item[],
  taak: (item: Item) => Promise<void>,
): Promise<void> => {
  const rij = items.values();
  await Promise.all(
    Array.from({ length: gelijktijdig }, async () => {
      for (const item of rij) await taak(item);
    }),
  );
};
