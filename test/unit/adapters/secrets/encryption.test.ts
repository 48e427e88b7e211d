import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEncryption } from '../../../../adapters/secrets/encryption.ts';
import { addKey, dropKeys, readKeys, switchKey } from '../../../../adapters/secrets/encryption-keys.ts';

const ONE = 'b7d7e4f2-2f6f-4a55-9c35-5a4f0f6c1a01';
const OTHER = 'b7d7e4f2-2f6f-4a55-9c35-5a4f0f6c1a02';
const SECRET = 'whsec_aHViLWNvbmZvcm1hbmNlLXZlY3Rvci1rZXktMzJieXQ=';
const encryption = createEncryption('x'.repeat(64));

describe('a secret in the table', () => {
  it('can be decrypted with the key and the id of its owner, whatever its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (text, id) => {
        expect(encryption.decrypt(encryption.encrypt(text, id), id)).toBe(Buffer.from(text).toString());
      }),
    );
  });

  it('shows nothing of its text, and differs at each encryption', () => {
    const one = encryption.encrypt(SECRET, ONE);
    expect(one).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(one.slice(3), 'base64url').includes(SECRET.slice(6, 20))).toBe(false);
    expect(encryption.encrypt(SECRET, ONE)).not.toBe(one);
  });

  it.each([
    ['of another abonnement', (text: string) => [text, OTHER]],
    [
      'with one character changed',
      (text: string) => [`${text.slice(0, -2)}${text.at(-2) === 'A' ? 'B' : 'A'}${text.at(-1)}`, ONE],
    ],
    ['that was cut off', (text: string) => [text.slice(0, 20), ONE]],
    ['of another version', (text: string) => [text.replace('v1', 'v2'), ONE]],
    ['that is none', () => ['', ONE]],
  ])('%s cannot be decrypted, and the error shows nothing of it', (_, change) => {
    const [text = '', id = ''] = change(encryption.encrypt(SECRET, ONE));
    expect(() => encryption.decrypt(text, id)).toThrow(/^een versleuteld geheim (is|heeft)/);
  });

  it('cannot be decrypted with another key', () => {
    const other = createEncryption('y'.repeat(64));
    expect(() => other.decrypt(encryption.encrypt(SECRET, ONE), ONE)).toThrow('niet te lezen');
  });
});

describe('a secret with several keys', () => {
  const generated = 'x'.repeat(64);
  const added = addKey(generated, 'y'.repeat(64));
  const switched = switchKey(added);
  const old = encryption.encrypt(SECRET, ONE);

  it('reads what stands under every key that is there, and encrypts under one', () => {
    const before = createEncryption(added).encrypt(SECRET, ONE);
    const after = createEncryption(switched).encrypt(SECRET, ONE);
    expect([before.slice(0, 3), after.slice(0, 3)]).toEqual(['v1.', 'v2.']);
    for (const secret of [added, switched]) {
      const both = createEncryption(secret);
      for (const text of [old, before, after]) expect(both.decrypt(text, ONE)).toBe(SECRET);
    }
    const { isCurrent } = createEncryption(switched);
    expect([old, after].map(isCurrent)).toEqual([false, true]);
  });

  it('reads nothing of a key that is gone', () => {
    const alone = createEncryption(dropKeys(switched));
    expect(() => alone.decrypt(old, ONE)).toThrow('van een sleutel die er niet is');
    expect(alone.decrypt(createEncryption(switched).encrypt(SECRET, ONE), ONE)).toBe(SECRET);
  });

  it('takes each step once: a repeated one changes nothing, and a third key gets the next version', () => {
    expect(addKey(added, 'z'.repeat(64))).toBe(added);
    expect(switchKey(switched)).toBe(switched);
    const alone = dropKeys(switched);
    expect(dropKeys(alone)).toBe(alone);
    expect([switchKey(generated), dropKeys(generated)]).toEqual([generated, generated]);
    const third = switchKey(addKey(switched, 'z'.repeat(64)));
    expect(readKeys(third)).toMatchObject({ current: 3 });
    expect([...readKeys(third).keys.keys()]).toEqual([3, 2, 1]);
    expect(createEncryption(third).decrypt(old, ONE)).toBe(SECRET);
  });

  it.each([
    '{"versleutelt":1,"sleutels":[]}',
    '{"versleutelt":2,"sleutels":[{"versie":1,"sleutel":"een-geheime-sleutel-van-genoeg-tekens"}]}',
    '{"versleutelt":1',
  ])('that is damaged stops everything, and the error shows nothing of it: %s', (damaged) => {
    expect(() => createEncryption(damaged)).toThrow(/^het geheim is niet te lezen$/);
  });
});
