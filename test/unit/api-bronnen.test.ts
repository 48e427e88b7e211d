import { expect, test } from 'vitest';
import { startApi } from '../contract/hulp/api.ts';
import { voorbeeld } from '../contract/hulp/voorbeelden.ts';

const koppeling = () => voorbeeld('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal');

test('a source counts as heard when it sends something new, not when it repeats itself', async () => {
  const { wereld, stuur } = startApi();
  await stuur('coa', koppeling());
  await stuur('coa', koppeling());
  expect(wereld.gehoord).toEqual(['coa']);
});

test('a source does not count as heard by what is refused', async () => {
  const { wereld, stuur } = startApi();
  const { status } = await stuur('coa', { ...koppeling(), data: {} });
  expect(status).toBe(400);
  await stuur('brp', koppeling());
  expect(wereld.gehoord).toEqual([]);
});

test('a message is taken in and offered also when its source cannot be written down, and that is counted', async () => {
  const { wereld, stuur } = startApi();
  wereld.storing = { bronnen: new Error('tabel weg') };
  const { status } = await stuur('coa', koppeling());
  expect(status).toBe(202);
  expect(wereld.opBus).toHaveLength(1);
  expect(wereld.ontvangsten.size).toBe(1);
  expect(wereld.gemeten).toEqual([['BronNietBijgehouden', 'coa', 1]]);
});
