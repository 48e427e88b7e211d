import { expect, it } from 'vitest';
import { memoryTable } from '../../../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../../../adapters/secrets/pseudonyms.ts';
import type { Gemeentecode } from '../../../../../contracts/base-types.ts';
import { zakenAtRequest } from '../../../../../functions/shared/rest/at-request.ts';

it('a gemeente hears what is still to be sent to its own receivers, and operation of all', async () => {
  const table = { ...memoryTable(), count: async () => 7 };
  const { nogTeVersturen } = zakenAtRequest(
    table,
    createPseudonyms('een geheim dat alleen in tests bestaat'),
  );
  expect([await nogTeVersturen(), await nogTeVersturen('0907' as Gemeentecode)]).toEqual([7, 0]);
});
