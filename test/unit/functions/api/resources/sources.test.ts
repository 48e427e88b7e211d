import { expect, test } from 'vitest';
import { startApi } from '../../../../contract/support/api.ts';
import { example } from '../../../../contract/support/examples.ts';

const koppeling = () => example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal');

test('a source counts as heard when it sends something new, not when it repeats itself', async () => {
  const { world, send } = startApi();
  await send('coa', koppeling());
  await send('coa', koppeling());
  expect(world.heard).toEqual(['coa']);
});

test('a source does not count as heard by what is refused', async () => {
  const { world, send } = startApi();
  const { status } = await send('coa', { ...koppeling(), data: {} });
  expect(status).toBe(400);
  await send('brp', koppeling());
  expect(world.heard).toEqual([]);
});

test('a message is taken in and offered also when its source cannot be written down, and that is counted', async () => {
  const { world, send } = startApi();
  world.outage = { sources: new Error('tabel weg') };
  const { status } = await send('coa', koppeling());
  expect(status).toBe(202);
  expect(world.onBus).toHaveLength(1);
  expect(world.ontvangsten.size).toBe(1);
  expect(world.measured).toEqual([['BronNietBijgehouden', 'coa', 1]]);
});
