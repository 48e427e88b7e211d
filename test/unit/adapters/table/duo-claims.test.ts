import { expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createDuoClaims, keyOfClaim } from '../../../../adapters/table/duo-claims.ts';
import { ZAAK } from '../../domain/support.ts';

const KEY = keyOfClaim(ZAAK);
const at = (seconds: number): Date => new Date(Date.parse('2025-09-01T08:00:00Z') + seconds * 1000);

it('one instance at a time has a zaak in hand, until it gives it back or its claim ends', async () => {
  const claims = createDuoClaims(memoryTable());
  const together = await Promise.all([claims.claim(KEY, at(0)), claims.claim(KEY, at(0))]);
  const [first = ''] = together.filter((one) => one !== undefined);
  expect(together.filter((one) => one !== undefined)).toHaveLength(1);
  expect(await claims.claim(KEY, at(60))).toBeUndefined();
  await claims.release(KEY, first, at(61));
  const second = await claims.claim(KEY, at(62));
  expect(second).toBeDefined();
  // Who had it before gives nothing back any more.
  await claims.release(KEY, first, at(63));
  expect(await claims.claim(KEY, at(64))).toBeUndefined();
  expect(await claims.claim(KEY, at(62 + 91))).toBeDefined();
});
