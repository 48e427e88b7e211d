import { Agent, request } from 'node:http';
import { createHubClient, placesOf } from '../client/hub-client.ts';

/** A client like that of a source: its connections stay open, and it sends a limited number of requests at once. */
export interface Client {
  /** Sends one CloudEvent. */
  post(bericht: object): Promise<void>;
  close(): void;
}

/** Opens the client, which throws at every answer but 202. By default the issuer of its token is on the host of the API. */
export const createClient = async (
  url: string,
  concurrent: number,
  organisation = 'coa',
  standInsUrl = url,
): Promise<Client> => {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrent });
  const token = await createHubClient({ url, standInsUrl }).token(organisation);
  const { api } = placesOf(url);
  const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${token}` };
  const send = (body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const call = request(
        `${api}/gebeurtenissen`,
        { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
        (answer) => {
          answer.resume();
          answer.once('end', () => {
            if (answer.statusCode === 202) resolve();
            else reject(new Error(`the hub answered ${answer.statusCode} to a message of ${organisation}`));
          });
        },
      );
      call.once('error', (error) => {
        // The hub closes an idle connection, possibly at the very moment that this client uses it again.
        if (call.reusedSocket) send(body).then(resolve, reject);
        else reject(error);
      });
      call.end(body);
    });
  return { post: (bericht) => send(Buffer.from(JSON.stringify(bericht))), close: () => agent.destroy() };
};

/** Runs a task for every item, at most `concurrent` at once. */
export const withAtMost = async <Item>(
  concurrent: number,
  items: Iterable<Item>,
  task: (item: Item) => Promise<void>,
): Promise<void> => {
  const iterator = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      for (let item = iterator.next(); item.done !== true; item = iterator.next()) await task(item.value);
    }),
  );
};
