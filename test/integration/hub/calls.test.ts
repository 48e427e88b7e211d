import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createObserver } from '../../../bench/costs/observer.ts';
import { createCounter, type Usage } from '../../../bench/costs/usage.ts';
import { koppelingen } from '../../../bench/huishoudens.ts';
import { createHubClient, type HubClient } from '../../../client/hub-client.ts';
import { runScenario } from '../../../client/scenario/run.ts';
import { type LocalHub, startLocalHub } from '../../../local/hub.ts';

/** What a koppeling costs a whole hub, and what its books do: the calls of docs/architecture.md, which are not to creep up. */

/** Each comes alone. What the clock runs, and what an instance asks once in a while, falls among some of them. */
const KOPPELINGEN = 4;

/** From its acceptance until eight receivers have their message. */
const CALLS = 46;
const WRITE_UNITS = 69;

/** The books read the timeline and the postvak of each zaak and each household. */
const QUERIES_PER_TIMELINE = 2;
/** Of what was accepted, in sixteen pieces, and of what stands on the timelines: up to a hundred receipts a call. */
const CALLS_FOR_RECEIPTS = 17;
/** What the clock runs falls among the calls of some of them. */
const TRIES = 3;

const counter = createCounter();
const errors: unknown[] = [];
const observer = createObserver(counter, (error) => errors.push(error));
let hub: LocalHub;

beforeAll(async () => {
  hub = await startLocalHub({ port: 0, between: observer.between });
});
afterAll(async () => {
  await hub.stop();
  observer.close();
});

/** The fewest calls of DynamoDB by which the books were made up, and what they say. */
const books = async (client: HubClient) => {
  const made: Usage[] = [];
  let balans = await client.balans();
  for (let nth = 0; nth < TRIES; nth += 1) {
    counter.take();
    balans = await client.balans();
    made.push(counter.take());
  }
  const fewest = (operation: string) =>
    Math.min(...made.map(({ requests }) => requests[`DynamoDB ${operation}`] ?? 0));
  return {
    balans,
    queries: fewest('Query'),
    gets: fewest('GetItem'),
    batches: fewest('BatchGetItem'),
  };
};

const callsOf = ({ requests }: Usage): number =>
  Object.values(requests).reduce((total, count) => total + count, 0);

describe('a koppeling that comes alone', () => {
  it('costs no more calls and write units than the table in docs/architecture.md says', async () => {
    const client = createHubClient({ url: hub.url });
    const used: Usage[] = [];
    for (const bericht of koppelingen(KOPPELINGEN, 60_000)) {
      counter.take();
      await runScenario(client, [{ van: 'coa', bericht }], { settle: hub.settled });
      await hub.settled();
      used.push(counter.take());
    }
    expect(errors).toEqual([]);
    expect(Math.min(...used.map(callsOf))).toBeLessThanOrEqual(CALLS);
    expect(Math.min(...used.map(({ sizes }) => sizes.dynamodbSchrijven))).toBeLessThanOrEqual(WRITE_UNITS);
  });
});

describe('the books', () => {
  it('cost two queries more for each timeline more, and look up their receipts together', async () => {
    const client = createHubClient({ url: hub.url });
    const send = async (from: number): Promise<void> => {
      const steps = koppelingen(KOPPELINGEN, from).map((bericht) => ({ van: 'coa' as const, bericht }));
      await runScenario(client, steps, { settle: hub.settled });
      await hub.settled();
    };
    await send(61_000);
    const before = await books(client);
    await send(62_000);
    const after = await books(client);
    expect(after.balans).toMatchObject({ verschillen: [], verdwenen: [] });
    const timelines = after.balans.zaken - before.balans.zaken + KOPPELINGEN;
    expect(timelines).toBeGreaterThan(KOPPELINGEN);
    expect(after.queries - before.queries).toBeLessThanOrEqual(QUERIES_PER_TIMELINE * timelines);
    expect(after.gets).toBeLessThanOrEqual(before.gets);
    expect(after.batches).toBeLessThanOrEqual(CALLS_FOR_RECEIPTS);
    expect(errors).toEqual([]);
  });
});
