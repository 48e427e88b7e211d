import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPseudonyms, nextSecret } from '../../../../adapters/secrets/pseudonyms.ts';
import { Bsn, OntvangstId, Vnummer, ZaakId } from '../../../../contracts/base-types.ts';

const SECRET = 'een geheim dat alleen in tests bestaat';
const pseudonyms = createPseudonyms(SECRET);

const vNummers = fc
  .integer({ min: 1, max: 9_999_999_999 })
  .map((n) => Vnummer.parse(String(n).padStart(10, '0')));
const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The same value with the members of its objects in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
};

describe('pseudonyms', () => {
  it('are the same at each call, also in another process with the same secret', () => {
    fc.assert(
      fc.property(vNummers, (vNummer) => {
        expect(createPseudonyms(SECRET).zaakId(vNummer)).toBe(pseudonyms.zaakId(vNummer));
      }),
    );
  });

  it('cannot be made without the secret', () => {
    const otherwise = createPseudonyms(`${SECRET}.`);
    const vNummer = Vnummer.parse('2798163871');
    expect(otherwise.zaakId(vNummer)).not.toBe(pseudonyms.zaakId(vNummer));
    expect(otherwise.afdruk({ a: 1 })).not.toBe(pseudonyms.afdruk({ a: 1 }));
  });

  it('take any text as a generated secret, also one that begins as JSON does', () => {
    for (const secret of ['{'.repeat(64), `{"${'a'.repeat(62)}`]) {
      const vNummer = Vnummer.parse('2798163871');
      const next = createPseudonyms(nextSecret(secret, 'b'.repeat(64)));
      expect(next.zaakId(vNummer)).toBe(createPseudonyms('b'.repeat(64)).zaakId(vNummer));
      expect(next.zaakId(vNummer)).not.toBe(createPseudonyms(secret).zaakId(vNummer));
    }
  });

  it('are not made with a damaged re-keyed secret, and the error shows nothing of it', () => {
    const violated = nextSecret(SECRET, 'b'.repeat(64)).slice(0, -3);
    expect(() => createPseudonyms(violated)).toThrow(/^het geheim is niet te lezen$/);
    expect(() => nextSecret(violated, 'c'.repeat(64))).toThrow(/^het geheim is niet te lezen$/);
  });

  it('are UUIDs of the custom kind (RFC 9562, version 8) that the contracts accept', () => {
    fc.assert(
      fc.property(vNummers, fc.string(), (vNummer, text) => {
        const zaakId = pseudonyms.zaakId(vNummer);
        const ontvangstId = pseudonyms.ontvangstId('coa', text, text);
        expect(ZaakId.parse(zaakId)).toMatch(UUID_8);
        expect(OntvangstId.parse(ontvangstId)).toMatch(UUID_8);
      }),
    );
  });

  it('hold nothing of the number that they stand for', () => {
    fc.assert(
      fc.property(vNummers, (vNummer) => {
        const digits = pseudonyms.zaakId(vNummer).replaceAll('-', '');
        expect(digits).not.toContain(vNummer);
        expect(digits).not.toContain(Number(vNummer).toString(16).padStart(8, '0'));
      }),
    );
  });

  it('of different kinds cannot be compared, even of the same text', () => {
    const bsn = Bsn.parse('999966133');
    const kinds = [
      pseudonyms.bsnKey(bsn),
      pseudonyms.koppelingKey(bsn),
      pseudonyms.zaakId(bsn as string as Vnummer),
    ];
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('of ontvangsten depend on sender, source and id apart, so that a shift of text between them matters', () => {
    const ids = [
      pseudonyms.ontvangstId('coa', 'bron', '1'),
      pseudonyms.ontvangstId('coa', 'bron1', ''),
      pseudonyms.ontvangstId('coab', 'ron', '1'),
      pseudonyms.ontvangstId('brp', 'bron', '1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of different persons differ', () => {
    fc.assert(
      fc.property(vNummers, vNummers, (one, other) => {
        fc.pre(one !== other);
        expect(pseudonyms.zaakId(one)).not.toBe(pseudonyms.zaakId(other));
      }),
    );
  });
});

describe('the digest of a message', () => {
  it('is the same whatever the order of its members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(pseudonyms.afdruk(reversed(value))).toBe(pseudonyms.afdruk(value));
      }),
    );
  });

  it('differs when a value, a member or the order of a list differs', () => {
    const digests = [
      { personen: [{ a: '1' }, { b: '2' }] },
      { personen: [{ b: '2' }, { a: '1' }] },
      { personen: [{ a: '1' }, { b: '2', c: null }] },
      { personen: [{ a: 1 }, { b: '2' }] },
      { personen: [] },
    ].map((value) => pseudonyms.afdruk(value));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('shows nothing of the message', () => {
    expect(pseudonyms.afdruk({ bsn: '999966133', naam: 'Qasim' })).toMatch(/^[\w-]{43}$/);
  });
});
