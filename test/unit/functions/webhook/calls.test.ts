import { describe, expect, it } from 'vitest';
import { REQUESTED_TEMPO } from '../../../../domain/delivery/abonnement.ts';
import { letTry } from '../../../../functions/shared/receiver-state.ts';
import { sideBySide } from './side-by-side.ts';
import { KANAAL, MINUTE, SECOND, silence, status } from './support.ts';

/**
 * Calls to AWS per delivery at a webhook, beside what Lambda itself takes from the queue: with invocations side by side, as
 * under load. Whoever makes them grow raises a number here.
 */

const WRITES = ['insert', 'replace', 'write', 'change', 'postpone'];

/** A hub of which the receiver went out of order, with nothing in hand. */
const outOfOrder = async () => {
  const hub = await sideBySide({});
  hub.setup.response = () => silence;
  for (let number = 1; number <= 10; number++) await hub.put(number, 1);
  await hub.passes(8 * SECOND);
  expect(await hub.tijdlijn()).toEqual(['ontvanger-in-storing']);
  hub.requests();
  hub.calls.splice(0);
  return hub;
};

describe('the calls of functions/webhook', () => {
  it('are at most four per delivery to a receiver without a limit', async () => {
    const hub = await sideBySide({});
    for (let number = 1; number <= 200; number++) await hub.put(number, 1);
    await hub.passes(MINUTE);
    expect(hub.calls).toHaveLength(200);
    expect(hub.requests() / 200).toBeLessThanOrEqual(4);
  });

  it('are at most nine per delivery at the rate of a receiver that names none, whatever the backlog', async () => {
    const instemming = { wijze: 'handdruk', op: '2026-06-01T00:00:00Z', tempo: REQUESTED_TEMPO } as const;
    const hub = await sideBySide({ instemming });
    for (let number = 1; number <= 400; number++) await hub.put(number, 1);
    await hub.passes(10 * MINUTE);
    expect(hub.calls).toHaveLength(400);
    expect(hub.requests() / 400).toBeLessThanOrEqual(9);
  });

  it('are at most one and a half per message while its receiver is out of order, and none of them writes', async () => {
    const hub = await outOfOrder();
    for (let number = 11; number <= 110; number++) await hub.put(number, 1);
    await hub.passes(5 * SECOND);
    expect(hub.calls).toEqual([]);
    for (const name of WRITES) expect(hub.byName()).not.toHaveProperty(name);
    expect(hub.requests() / 100).toBeLessThanOrEqual(1.5);
    expect(hub.queued().filter(({ from }) => from <= hub.clock.now)).toEqual([]);
  });

  it('are few in an hour of outage, however many messages wait', async () => {
    const hub = await outOfOrder();
    for (let number = 11; number <= 110; number++) await hub.put(number, 1);
    await hub.passes(5 * SECOND);
    hub.requests();
    await hub.passes(60 * MINUTE);
    // Every five minutes one call of the receiver.
    expect(hub.calls.length).toBeLessThanOrEqual(16);
    expect(hub.requests()).toBeLessThanOrEqual(500);
  });

  it('are at most five per delivery of what waited for a receiver that is back', async () => {
    const hub = await outOfOrder();
    for (let number = 11; number <= 210; number++) await hub.put(number, 1);
    await hub.passes(5 * SECOND);
    hub.requests();
    hub.setup.response = () => status(204);
    hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(10 * SECOND);
    for (let number = 11; number <= 210; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
    expect(hub.requests() / 210).toBeLessThanOrEqual(5);
  });
});

describe('the order that a receiver is back', () => {
  it('leads to a delivery at once, also behind a thousand lanes of that receiver', async () => {
    const hub = await outOfOrder();
    for (let number = 11; number <= 1010; number++) await hub.put(number, 1);
    hub.setup.response = () => status(204);
    const begin = hub.clock.now;
    // What the API does before it offers the order.
    await letTry(
      { kanalen: hub.kanalen, chance: () => 0, sleep: async () => undefined, now: () => new Date(begin) },
      hub.abonnement,
      { byPartner: true },
    );
    hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.passes(300);
    expect(hub.calls.length).toBeGreaterThan(0);
    await hub.passes(5 * MINUTE);
    for (let number = 1; number <= 1010; number++) expect(await hub.places(number)).toEqual(['bezorgd']);
  });
});
