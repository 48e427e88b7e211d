import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEncryption } from '../../../../adapters/secrets/encryption.ts';

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
