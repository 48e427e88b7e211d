import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openJournal } from '../../../../local/queues/journal.ts';

const directory = mkdtempSync(join(tmpdir(), 'inburgeringshub-journal-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('the journal drops expired sends from the disk while the hub runs, and keeps the others', () => {
  const journal = openJournal(directory);
  for (const at of [100, 200, 300])
    journal.rememberSend('een.fifo', { id: `s${at}`, messageId: `m${at}`, at });
  journal.rememberSend('twee.fifo', { id: 's100', messageId: 'm', at: 100 });
  journal.forgetSends(200);
  journal.close();

  const again = openJournal(directory);
  expect(again.rememberedSends('een.fifo', 0)).toEqual([{ id: 's300', messageId: 'm300', at: 300 }]);
  expect(again.rememberedSends('twee.fifo', 0)).toEqual([]);
  again.close();
});
