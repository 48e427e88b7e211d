import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { onClockOf } from '../../../../cli/gemeente/clock.ts';
import { createHubClient } from '../../../../client/hub-client.ts';
import { InboundMoment, todayInNederland } from '../../../../contracts/base-types.ts';

const hubAhead = (voorMs: number) =>
  createHubClient({
    url: 'http://hub',
    send: async () => ({ status: 200, body: { nu: new Date(Date.now() + voorMs).toISOString(), voorMs } }),
  });
const DAY_MS = 86_400_000;

it.each([400, -400])(
  'on the clock of a hub that is %i days ahead, today and the id are of there',
  async (days) => {
    const there = new Date(Date.now() + days * DAY_MS);
    const { today, id, isLived } = await onClockOf(hubAhead(days * DAY_MS), async () => ({
      today: todayInNederland(),
      id: v7(),
      isLived: InboundMoment.safeParse(new Date().toISOString()).success,
    }));
    // The test may run over midnight.
    expect([there, new Date(there.getTime() + 60_000)].map((moment) => todayInNederland(moment))).toContain(
      today,
    );
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBeGreaterThanOrEqual(there.getTime());
    expect(isLived).toBe(true);
  },
);

it('the clock is that of this machine again afterwards, also when the command failed', async () => {
  const Machine = Date;
  const failing = onClockOf(hubAhead(DAY_MS), () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  expect(Date).toBe(Machine);
});

it('a hub that plays no other date changes nothing', async () => {
  const Machine = Date;
  expect(await onClockOf(hubAhead(0), async () => Date)).toBe(Machine);
});
