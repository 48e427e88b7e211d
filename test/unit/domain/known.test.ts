import { describe, expect, it } from 'vitest';
import { completed, known } from '../../../domain/known.ts';

interface Line {
  readonly naam: string;
  readonly reden?: string;
}

/** The compiler takes an optional field only where it is left out. */
const lineOf = (naam: string, reden: string | undefined): Line => known({ naam, reden });

describe('known fields', () => {
  it('leaves a field out of which the value is absent, and keeps its order', () => {
    expect(Object.entries(lineOf('a', undefined))).toEqual([['naam', 'a']]);
    expect(Object.entries(lineOf('a', 'b'))).toEqual([
      ['naam', 'a'],
      ['reden', 'b'],
    ]);
  });

  it('keeps what is there and empty', () => {
    expect(known({ count: 0, text: '', is: false, list: [], none: null })).toEqual({
      count: 0,
      text: '',
      is: false,
      list: [],
      none: null,
    });
  });

  it('takes what the first leaves out from the next that tells it', () => {
    const told: readonly Line[] = [
      { naam: 'b', reden: 'of b' },
      { naam: 'c', reden: 'of c' },
    ];
    expect(completed({ naam: 'a' }, told)).toEqual({ naam: 'a', reden: 'of b' });
  });
});
