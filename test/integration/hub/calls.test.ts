import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createObserver } from '../../../bench/costs/observer.ts';
import { createCounter, type Usage } from '../../../bench/costs/usage.ts';
import { koppelingen } from '../../../bench/huishoudens.ts';
import { createHubClient } from '../../../client/hub-client.ts';
import { runScenario } from '../../../client/scenario/run.ts';
import { type LocalHub, startLocalHub } from '../../../local/hub.ts';

/** What a koppeling costs a whole hub: the calls and write units of docs/architecture.md, which are not to creep up. */

/** Each comes alone. What the clock runs, and what an instance asks once in a while, falls among some of them. */
const KOPPELINGEN = 4;

/** From its acceptance until eight receivers have their message. */
const CALLS = 46;
const WRITE_UNITS = 69;

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
