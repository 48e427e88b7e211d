import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { placeCursor } from '../../../../../../functions/shared/rest/http/place-cursor.ts';
import { problemOf } from '../../../../../../functions/shared/rest/http/problems.ts';

const cursor = placeCursor(z.tuple([z.int().min(0).max(1), z.string().min(1).optional()]));

const faultsOf = (text: string) => {
  try {
    return cursor.read(text);
  } catch (error) {
    return problemOf(error).errors;
  }
};

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

describe('the cursor of a list that is read in parts', () => {
  it.each([
    ['WzBd', [0]],
    ['WzEsInBsYWF0cyJd', [1, 'plaats']],
  ] as const)('is written as %s, and read back', (text, place) => {
    expect(cursor.write([...place])).toBe(text);
    expect(cursor.read(text)).toEqual(place);
  });

  it('is the begin of the list when there is none', () => {
    expect(cursor.read(undefined)).toEqual([0]);
  });

  it.each([
    encoded('geen JSON'),
    encoded('[2]'),
    encoded('[0,""]'),
    encoded('[0,"a","b"]'),
    encoded('{}'),
    '_',
  ])('that the list never gave is a fault of the caller (%s)', (text) => {
    expect(faultsOf(text)).toEqual([{ pointer: '/na', detail: 'is geen vervolg op deze lijst' }]);
  });
});
