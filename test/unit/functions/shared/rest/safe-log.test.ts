import { describe, expect, it } from 'vitest';
import { safeError } from '../../../../../functions/shared/rest/safe-log.ts';

describe('an error in a log', () => {
  it('says what it is and where it was thrown, also when it has no message', () => {
    for (const error of [new TypeError('999990019 is niet goed'), new TypeError()]) {
      const { fout, place } = safeError(error);
      expect([fout, place[0]]).toEqual(['TypeError', expect.stringContaining('safe-log.test.ts')]);
    }
  });

  it.each([
    ['a line that looks like a place', 'x\n    at 999990019 (Rania)'],
    ['only such lines', '    at 999990019\n    at Rania'],
  ])('says nothing of a message of %s', (_, message) => {
    const { place } = safeError(new Error(message));
    expect(place[0]).toContain('safe-log.test.ts');
    expect(JSON.stringify(place)).not.toMatch(/999990019|Rania/);
  });

  it('says no place of one whose message was changed since, in whose stack the old one stands', () => {
    const error = new Error('x\n    at 999990019');
    const { stack } = error;
    Object.assign(error, { message: 'iets anders', stack });
    expect(safeError(error)).toEqual({ fout: 'Error', place: [] });
  });

  it('says of what is no error only what it is', () => {
    expect(safeError('999990019')).toEqual({ fout: 'string', place: [] });
  });
});
