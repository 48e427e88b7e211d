import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';

describe('the log of a zaak', () => {
  it('is found by an id that was led to another one while that held nothing yet', async () => {
    const logs = createZaakLogs(memoryTable());
    expect(await logs.refer('V-nummer', 'opened')).toBe('opened');
    expect(await logs.refer('opened', 'other')).toBe('other');
    expect(await logs.resolve('V-nummer')).toEqual({ id: 'other' });
  });
});
