import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Bsn, IncompleteDatum, satisfiesElfproef } from '../../../contracts/base-types.ts';
import { checkAlways, members } from '../../../contracts/checks.ts';
import { faultsOf } from '../../../contracts/faults.ts';
import { safePointers } from '../../../functions/shared/rest/safe-log.ts';
import { examples, zodOf } from '../../contract/support/examples.ts';
import { runs } from '../../runs.ts';

const errors = (schema: z.ZodType, value: unknown) => {
  const outcome = schema.safeParse(value);
  return outcome.success ? [] : faultsOf(outcome.error, value);
};

/** Every text and number in a message. */
const values = (part: unknown): readonly string[] =>
  typeof part === 'object' && part !== null ? Object.values(part).flatMap(values) : [String(part)];

describe('faults in a message', () => {
  test('never repeat a value of the message', () => {
    for (const testCase of examples) {
      if (testCase.fault === undefined || testCase.type === 'probleem') continue;
      const details = errors(zodOf(testCase), testCase.bericht).map(({ detail }) => detail);
      const long = values(testCase.bericht).filter((value) => value.length > 4 && !value.startsWith('nl.'));
      for (const value of long) {
        expect(
          details.some((detail) => detail.includes(value)),
          `${testCase.type}/${testCase.name}`,
        ).toBe(false);
      }
    }
  });

  test('name a missing member once, by what a check says of it when it says more', () => {
    const schema = z.strictObject({ begin: z.string(), end: z.string() }).check(
      checkAlways<unknown>((value, announce) => {
        if (members(value)['begin'] === undefined) announce(['begin'], 'zonder begin is er geen einde');
      }),
    );
    expect(errors(schema, {})).toEqual([
      { pointer: '/end', detail: 'ontbreekt' },
      { pointer: '/begin', detail: 'zonder begin is er geen einde' },
    ]);
  });

  test.each([
    ['a text where a list is asked', z.array(z.string()).max(2), 'lezen', 'moet een lijst zijn'],
    ['an empty text where a list is asked', z.array(z.string()).min(1), '', 'moet een lijst zijn'],
    ['a list where a text is asked', z.string().max(2), ['a', 'b', 'c'], 'moet tekst zijn'],
    ['a text where a number is asked', z.int().min(1), '', 'moet een getal zijn'],
  ])('name %s once: its length says nothing then', (_, schema, value, detail) => {
    expect(errors(z.strictObject({ doelen: schema }), { doelen: value })).toEqual([
      { pointer: '/doelen', detail },
    ]);
  });

  test('have a pointer that follows RFC 6901', () => {
    const schema = z.strictObject({ 'a/b~c': z.array(z.string()) });
    expect(errors(schema, { 'a/b~c': [7] })).toEqual([{ pointer: '/a~1b~0c/0', detail: 'moet tekst zijn' }]);
  });

  test.each([
    [z.record(z.string(), z.string()), 3, 'moet een object zijn'],
    [z.string().min(1), '', 'is te klein of te kort: minstens 1 teken'],
    [z.string().min(2), '', 'is te klein of te kort: minstens 2 tekens'],
    [z.array(z.string()).min(1), [], 'is te klein of te kort: minstens 1 element'],
    [z.int().min(1), 0, 'is te klein of te kort: minstens 1'],
  ])('are told in plain Dutch (case %#)', (schema, value, detail) => {
    expect(errors(schema, value)).toEqual([{ pointer: '', detail }]);
  });

  test.each([
    ['/data/personen/0/vNummer', '/data/personen/0/vNummer'],
    ['/data/personen/0/999966133', '/data/personen/0'],
    ['/jansen/vNummer', ''],
    ['/999966133', ''],
    ['', ''],
  ])('stand in the log without unknown names: %j becomes %j', async (pointer, safe) => {
    expect(await safePointers([{ pointer, detail: '' }])).toEqual([safe]);
  });
});

describe('base types', () => {
  test('a BSN of which two different neighbouring digits are swapped fails the elfproef', () => {
    const bsn = fc
      .integer({ min: 10_000_000, max: 999_999_999 })
      .map((number) => String(number).padStart(9, '0'))
      .filter(satisfiesElfproef);
    fc.assert(
      fc.property(bsn, fc.integer({ min: 0, max: 6 }), (good, place) => {
        const digits = [...good];
        const [one = '', other = ''] = digits.slice(place, place + 2);
        fc.pre(one !== other);
        digits.splice(place, 2, other, one);
        expect(Bsn.safeParse(digits.join('')).success).toBe(false);
      }),
      { numRuns: runs(50) },
    );
  });

  test.each([
    ['2001', true],
    ['2001-05', true],
    ['2001-05-17', true],
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2001-13', false],
    ['2001-00', false],
    ['1899', false],
    ['17-05-2001', false],
    ['2001-5', false],
  ])('%s is an incomplete datum: %s', (datum, valid) => {
    expect(IncompleteDatum.safeParse(datum).success).toBe(valid);
  });
});
