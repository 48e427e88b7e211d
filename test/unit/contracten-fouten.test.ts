import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Bsn, OnvolledigeDatum, voldoetAanElfproef } from '../../contracts/basistypen.ts';
import { foutenVan } from '../../contracts/fouten.ts';
import { veiligePointers } from '../../functions/api/logboek.ts';
import { voorbeelden, zodVan } from '../contract/hulp/voorbeelden.ts';

const fouten = (schema: z.ZodType, waarde: unknown) => {
  const uitslag = schema.safeParse(waarde);
  return uitslag.success ? [] : foutenVan(uitslag.error, waarde);
};

/** Every text and number in a message. */
const waarden = (deel: unknown): readonly string[] =>
  typeof deel === 'object' && deel !== null ? Object.values(deel).flatMap(waarden) : [String(deel)];

describe('fouten in een bericht', () => {
  test('herhalen nooit een waarde uit het bericht', () => {
    for (const geval of voorbeelden) {
      if (geval.fout === undefined || geval.type === 'probleem') continue;
      const details = fouten(zodVan(geval), geval.bericht).map(({ detail }) => detail);
      const lang = waarden(geval.bericht).filter((waarde) => waarde.length > 4 && !waarde.startsWith('nl.'));
      for (const waarde of lang) {
        expect(
          details.some((detail) => detail.includes(waarde)),
          `${geval.type}/${geval.naam}`,
        ).toBe(false);
      }
    }
  });

  test('een pointer volgt RFC 6901', () => {
    const schema = z.strictObject({ 'a/b~c': z.array(z.string()) });
    expect(fouten(schema, { 'a/b~c': [7] })).toEqual([{ pointer: '/a~1b~0c/0', detail: 'moet tekst zijn' }]);
  });

  test.each([
    [z.record(z.string(), z.string()), 3, 'moet een object zijn'],
    [z.string().min(1), '', 'is te klein of te kort: minstens 1 teken'],
    [z.string().min(2), '', 'is te klein of te kort: minstens 2 tekens'],
    [z.array(z.string()).min(1), [], 'is te klein of te kort: minstens 1 element'],
    [z.int().min(1), 0, 'is te klein of te kort: minstens 1'],
  ])('geval %# is gewoon Nederlands', (schema, waarde, detail) => {
    expect(fouten(schema, waarde)).toEqual([{ pointer: '', detail }]);
  });

  test.each([
    ['/data/personen/0/vNummer', '/data/personen/0/vNummer'],
    ['/data/personen/0/999966133', '/data/personen/0'],
    ['/jansen/vNummer', ''],
    ['/999966133', ''],
    ['', ''],
  ])('in het log wordt %j %j', async (pointer, veilig) => {
    expect(await veiligePointers([{ pointer, detail: '' }])).toEqual([veilig]);
  });
});

describe('bouwstenen', () => {
  test('een verwisseling van twee verschillende buurcijfers in een BSN valt door de elfproef', () => {
    const bsn = fc
      .integer({ min: 10_000_000, max: 999_999_999 })
      .map((getal) => String(getal).padStart(9, '0'))
      .filter(voldoetAanElfproef);
    fc.assert(
      fc.property(bsn, fc.integer({ min: 0, max: 6 }), (goed, plaats) => {
        const cijfers = [...goed];
        const [een = '', ander = ''] = cijfers.slice(plaats, plaats + 2);
        fc.pre(een !== ander);
        cijfers.splice(plaats, 2, ander, een);
        return !Bsn.safeParse(cijfers.join('')).success;
      }),
      { numRuns: 50 },
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
  ])('%s is een onvolledige datum: %s', (datum, geldig) => {
    expect(OnvolledigeDatum.safeParse(datum).success).toBe(geldig);
  });
});
