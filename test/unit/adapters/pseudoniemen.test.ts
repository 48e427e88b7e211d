import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maakPseudoniemen, volgendGeheim } from '../../../adapters/pseudoniemen.ts';
import { Bsn, OntvangstId, Vnummer, ZaakId } from '../../../contracts/basistypen.ts';

const GEHEIM = 'een geheim dat alleen in tests bestaat';
const pseudoniemen = maakPseudoniemen(GEHEIM);

const vNummers = fc
  .integer({ min: 0, max: 9_999_999_999 })
  .map((n) => Vnummer.parse(String(n).padStart(10, '0')));
const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The same value with the members of its objects the other way round. */
const omgekeerd = (waarde: unknown): unknown => {
  if (Array.isArray(waarde)) return waarde.map(omgekeerd);
  if (typeof waarde !== 'object' || waarde === null) return waarde;
  return Object.fromEntries(
    Object.entries(waarde)
      .reverse()
      .map(([naam, lid]) => [naam, omgekeerd(lid)]),
  );
};

describe('pseudonyms', () => {
  it('are the same each time, also in another process with the same secret', () => {
    fc.assert(
      fc.property(vNummers, (vNummer) => {
        expect(maakPseudoniemen(GEHEIM).zaakId(vNummer)).toBe(pseudoniemen.zaakId(vNummer));
      }),
    );
  });

  it('are not to be found without the secret', () => {
    const anders = maakPseudoniemen(`${GEHEIM}.`);
    const vNummer = Vnummer.parse('2798163871');
    expect(anders.zaakId(vNummer)).not.toBe(pseudoniemen.zaakId(vNummer));
    expect(anders.afdruk({ a: 1 })).not.toBe(pseudoniemen.afdruk({ a: 1 }));
  });

  it('take any text as the key that was generated, also one that begins as JSON does', () => {
    for (const geheim of ['{'.repeat(64), `{"${'a'.repeat(62)}`]) {
      expect(maakPseudoniemen(geheim).omgesleuteld).toBe(false);
      expect(maakPseudoniemen(volgendGeheim(geheim, 'b'.repeat(64))).omgesleuteld).toBe(true);
    }
  });

  it('are refused under a re-keyed secret that is damaged, without a word of it', () => {
    const geschonden = volgendGeheim(GEHEIM, 'b'.repeat(64)).slice(0, -3);
    expect(() => maakPseudoniemen(geschonden)).toThrow(/^het geheim is niet te lezen$/);
    expect(() => volgendGeheim(geschonden, 'c'.repeat(64))).toThrow(/^het geheim is niet te lezen$/);
  });

  it('are UUIDs of the custom kind (RFC 9562, version 8) that the contracts accept', () => {
    fc.assert(
      fc.property(vNummers, fc.string(), (vNummer, tekst) => {
        const zaakId = pseudoniemen.zaakId(vNummer);
        const ontvangstId = pseudoniemen.ontvangstId('coa', tekst, tekst);
        expect(ZaakId.parse(zaakId)).toMatch(UUID_8);
        expect(OntvangstId.parse(ontvangstId)).toMatch(UUID_8);
      }),
    );
  });

  it('hold nothing of what they stand for', () => {
    fc.assert(
      fc.property(vNummers, (vNummer) => {
        const cijfers = pseudoniemen.zaakId(vNummer).replaceAll('-', '');
        expect(cijfers).not.toContain(vNummer);
        expect(cijfers).not.toContain(Number(vNummer).toString(16).padStart(8, '0'));
      }),
    );
  });

  it('of different kinds cannot be compared, even of the same text', () => {
    const bsn = Bsn.parse('999966133');
    const kinds = [
      pseudoniemen.bsnSleutel(bsn),
      pseudoniemen.koppelingSleutel(bsn),
      pseudoniemen.zaakId(bsn as string as Vnummer),
    ];
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('of receipts depend on sender, source and id apart, wherever the border between them lies', () => {
    const ids = [
      pseudoniemen.ontvangstId('coa', 'bron', '1'),
      pseudoniemen.ontvangstId('coa', 'bron1', ''),
      pseudoniemen.ontvangstId('coab', 'ron', '1'),
      pseudoniemen.ontvangstId('brp', 'bron', '1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of different persons differ', () => {
    fc.assert(
      fc.property(vNummers, vNummers, (een, ander) => {
        fc.pre(een !== ander);
        expect(pseudoniemen.zaakId(een)).not.toBe(pseudoniemen.zaakId(ander));
      }),
    );
  });
});

describe('the digest of a message', () => {
  it('is the same whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (waarde) => {
        expect(pseudoniemen.afdruk(omgekeerd(waarde))).toBe(pseudoniemen.afdruk(waarde));
      }),
    );
  });

  it('differs when a value, a member or the order of a list differs', () => {
    const afdrukken = [
      { personen: [{ a: '1' }, { b: '2' }] },
      { personen: [{ b: '2' }, { a: '1' }] },
      { personen: [{ a: '1' }, { b: '2', c: null }] },
      { personen: [{ a: 1 }, { b: '2' }] },
      { personen: [] },
    ].map((waarde) => pseudoniemen.afdruk(waarde));
    expect(new Set(afdrukken).size).toBe(afdrukken.length);
  });

  it('shows nothing of the message', () => {
    expect(pseudoniemen.afdruk({ bsn: '999966133', naam: 'Qasim' })).toMatch(/^[\w-]{43}$/);
  });
});
