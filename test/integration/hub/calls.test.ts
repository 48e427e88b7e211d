import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createObserver } from '../../../bench/costs/observer.ts';
import { createCounter, type Usage } from '../../../bench/costs/usage.ts';
import { koppelingen } from '../../../bench/huishoudens.ts';
import { createHubClient, type HubClient } from '../../../client/hub-client.ts';
import { runScenario } from '../../../client/scenario/run.ts';
import { type LocalHub, startLocalHub } from '../../../local/hub.ts';

/**
 * The number of calls for one koppeling on a whole hub, and for its books. These are the calls of docs/architecture.md, which must
 * not creep up.
 */

/** The koppelingen come one by one. Scheduled runs, and reads that an instance makes now and then, add calls to some of them. */
const KOPPELINGEN = 4;

/** The calls from the acceptance of a koppeling until eight receivers have their message. */
const CALLS = 46;
const WRITE_UNITS = 69;

/** The books read the timeline and the postvak of each zaak and each household. */
const QUERIES_PER_TIMELINE = 2;
/** The reads of accepted receipts, in sixteen parts, and of the receipts on the timelines, up to a hundred a call. */
const CALLS_FOR_RECEIPTS = 17;
/** The number of tries, because scheduled runs add calls to some of them. */
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
