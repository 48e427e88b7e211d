import { expect, test } from 'vitest';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

const koppeling = () => example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal');

test('the hub notes that it heard a source when that sends something new, and not when it repeats a message', async () => {
  const { world, send } = startApi();
  await send('coa', koppeling());
  await send('coa', koppeling());
  expect(world.heard).toEqual(['coa']);
});

test('the hub does not note that it heard a source when it refuses the message', async () => {
  const { world, send } = startApi();
  const { status } = await send('coa', { ...koppeling(), data: {} });
  expect(status).toBe(400);
  await send('brp', koppeling());
  expect(world.heard).toEqual([]);
});

test('a message is accepted and offered also when the hub cannot note that it heard the source, and that failure is logged', async () => {
  const { world, send } = startApi();
  world.outage = { sources: new Error('no table') };
  const { status } = await send('coa', koppeling());
  expect(status).toBe(202);
  expect(world.onBus).toHaveLength(1);
  expect(world.ontvangsten.size).toBe(1);
  expect(world.log.map(({ rule }) => rule)).toContain('bron niet bijgehouden');
});
