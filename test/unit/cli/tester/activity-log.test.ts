import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createActivityLog } from '../../../../cli/tester/activity-log.ts';
import { caught } from '../../../hub/test-hub.ts';
import { temporaryFolder } from '../../../temporary.ts';

const record = (level: string, message: string, members: object = {}): string =>
  JSON.stringify({ level, message, timestamp: '2025-06-20T08:32:00.000Z', ...members });
const sent = (partner: string): string =>
  record('INFO', 'partnerbericht verstuurd', {
    zaakId: '3f7d6c1e',
    partner,
    volgnummer: 1,
    deur: 'wachtrij',
  });
const PROCESSED = record('INFO', 'bericht verwerkt', { zaken: ['3f7d6c1e/1'] });
const FAULT = record('ERROR', 'zaak niet te versturen');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows only faults until it is live, and everything after that', () => {
  const { output, written } = caught();
  const log = createActivityLog({}, output);
  for (const line of [PROCESSED, sent('0907/balk'), FAULT]) log.onLog('coa', line);
  vi.runAllTimers();
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^!/);
  log.live();
  for (const line of [PROCESSED, sent('0907/balk'), sent('0907/mage')]) log.onLog('coa', line);
  vi.runAllTimers();
  expect(written).toHaveLength(3);
  expect(written[2]).toContain('balk, mage');
});

it('gives the records as they are, instead of lines to read', () => {
  const { output, written } = caught();
  const log = createActivityLog({ log: true }, output);
  log.live();
  log.onLog('coa', PROCESSED);
  vi.runAllTimers();
  expect(written).toEqual([PROCESSED]);
});

it('keeps the records in a file, beside lines to read', () => {
  const { output, written } = caught();
  const file = join(temporaryFolder(), 'records.jsonl');
  const log = createActivityLog({ log: file }, output);
  log.live();
  log.onLog('coa', PROCESSED);
  log.onLog('coa', FAULT);
  expect(readFileSync(file, 'utf8')).toBe(`${PROCESSED}\n${FAULT}\n`);
  expect(written).toHaveLength(2);
});

it.skipIf(!existsSync('/dev/full'))(
  'goes on without the records when their disk is full, and says so once',
  () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { output, written } = caught();
    try {
      const log = createActivityLog({ log: '/dev/full' }, output);
      log.live();
      for (const line of [PROCESSED, FAULT]) log.onLog('coa', line);
      expect(said.mock.calls).toEqual([
        ['! the records cannot be written to /dev/full (ENOSPC); the hub goes on without them\n'],
      ]);
      expect(written).toHaveLength(2);
    } finally {
      said.mockRestore();
    }
  },
);

it('gives a program one line of JSON for each thing that happens, faults marked', () => {
  const { output, written } = caught();
  const log = createActivityLog({ json: true }, output);
  log.live();
  log.onLog('coa', PROCESSED);
  log.onLog('coa', FAULT);
  const printed = written.map((line): Record<string, unknown> => JSON.parse(line));
  expect(printed.map(({ fout }) => fout)).toEqual([false, true]);
  expect(printed[0]).toMatchObject({ onderwerp: expect.stringContaining(' → '), wacht: false });
  // Both would write to stdout.
  expect(() => createActivityLog({ log: true, json: true }, output)).toThrow('give --log a file');
});

it('says of a file that cannot be written which one and why', () => {
  expect(() => createActivityLog({ log: '/nowhere/records.jsonl' }, caught().output)).toThrow(
    'cannot write the records to /nowhere/records.jsonl (ENOENT)',
  );
});
