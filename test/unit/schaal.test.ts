import { describe, expect, it } from 'vitest';
import { levensloop } from '../../bench/levensloop.ts';
import { geheugenVan } from '../../bench/schaal/geheugen.ts';
import { leesMaten } from '../../bench/schaal/maten.ts';
import { steekproef } from '../../bench/schaal/partners.ts';
import { stroom } from '../../bench/schaal/stroom.ts';
import { verhoudingen } from '../../bench/schaal/verslag.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { inkomendSchema, isInkomendType } from '../../contracts/berichttypen.ts';
import { Notificatie } from '../../contracts/duo.ts';

const isGeldig = (bericht: object): boolean => {
  const type = 'type' in bericht ? String(bericht.type) : '';
  return isInkomendType(type) && inkomendSchema(type).safeParse(bericht).success;
};

describe('the life of a zaak', () => {
  const leven = levensloop(7, 120);
  const geldig = (stap: Step): boolean =>
    isDuoStep(stap) ? Notificatie.safeParse(stap.notificatie).success : isGeldig(stap.bericht);

  it('has as many messages as asked, each valid and of its own', () => {
    expect(leven).toHaveLength(120);
    expect(leven.filter((stap) => !geldig(stap))).toEqual([]);
    expect(new Set(leven.map((stap) => JSON.stringify(stap))).size).toBe(120);
  });

  it('begins with a koppeling, tells of every source, and is the same each time', () => {
    expect(leven[0]).toMatchObject({ van: 'coa' });
    expect(new Set(leven.map(({ van }) => van))).toEqual(new Set(['coa', 'brp', 'duo']));
    expect(levensloop(7, 120)).toEqual(leven);
  });
});

describe('the stream of households', () => {
  it('brings every registration, after its koppeling', () => {
    const berichten = [...stroom(100, 110, 3)];
    expect(berichten.map(({ van }) => van).join(' ')).toBe(
      'coa coa coa coa brp coa brp coa brp coa brp coa brp coa brp coa brp brp brp brp',
    );
    expect(berichten.filter(({ bericht }) => !isGeldig(bericht))).toEqual([]);
    expect(berichten.reduce((som, { partnerberichten }) => som + partnerberichten, 0)).toBe(10 * 10);
  });

  it('brings all of them when there are fewer than it waits for', () => {
    expect([...stroom(0, 2, 10)].map(({ van }) => van)).toEqual(['coa', 'coa', 'brp', 'brp']);
  });
});

describe('figures', () => {
  it('compare memory at the begin and at the end', () => {
    expect(geheugenVan([100, 110, 500, 200, 120, 130, 125, 140])).toEqual({
      maxMB: 500,
      beginMB: 100,
      eindMB: 125,
    });
    expect(geheugenVan([42])).toEqual({ maxMB: 42, beginMB: 42, eindMB: 42 });
  });

  it('put the reads of long zaken beside those of the shortest', () => {
    const zaken = [
      { commits: 10, p50: 4, p99: 5 },
      { commits: 500, p50: 40, p99: 50 },
    ];
    expect(verhoudingen(zaken).map(({ maalCommits, maalTijd }) => [maalCommits, maalTijd])).toEqual([
      [1, 1],
      [50, 10],
    ]);
    expect(verhoudingen([])).toEqual([]);
  });

  it('keep a bounded sample of what comes by', () => {
    const proef = steekproef<number>(3, () => 0);
    for (const n of [1, 2, 3, 4]) proef.voegToe(n);
    expect(proef.waarden()).toEqual([4, 2, 3]);
  });
});

describe('the sizes', () => {
  it('are read in their order', () => {
    expect(leesMaten('1000,10000')).toEqual([1000, 10_000]);
  });

  it.each(['', '10,', 'veel', '10,10', '20,10', '0', '90000'])('refuse %j', (tekst) => {
    expect(() => leesMaten(tekst)).toThrow(/--sizes/);
  });
});
