import { Agent, request } from 'node:http';
import * as z from 'zod';
import { placesOf } from '../client/hub-client.ts';

/** A client as a source would have one: connections stay open, a bounded number of requests at once. */
export interface Klant {
  /** Sends one CloudEvent. */
  post(bericht: object): Promise<void>;
  close(): void;
}

const tokenVan = async (url: string, organisatie: string): Promise<string> => {
  const answer = await fetch(`${url}/_lokaal/tokens/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organisatie }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
};

/** Opens the client; every answer but 202 is an error. The issuer of its token is beside the API unless told otherwise. */
export const maakKlant = async (
  url: string,
  gelijktijdig: number,
  organisatie = 'coa',
  standInsUrl = url,
): Promise<Klant> => {
  const agent = new Agent({ keepAlive: true, maxSockets: gelijktijdig });
  const token = await tokenVan(standInsUrl, organisatie);
  const { api } = placesOf(url);
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${token}` };
  return {
    post: (bericht) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(bericht));
        const call = request(
          `${api}/gebeurtenissen`,
          { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
          (answer) => {
            answer.resume();
            answer.once('end', () => {
              if (answer.statusCode === 202) resolve();
              else reject(new Error(`the hub answered ${answer.statusCode} to a message of ${organisatie}`));
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
  items: Iterable<Item>,
  taak: (item: Item) => Promise<void>,
): Promise<void> => {
  const rij = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: gelijktijdig }, async () => {
      for (let item = rij.next(); item.done !== true; item = rij.next()) await taak(item.value);
    }),
  );
};
