import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maakVersleuteling } from '../../../adapters/versleuteling.ts';

const EEN = 'b7d7e4f2-2f6f-4a55-9c35-5a4f0f6c1a01';
const ANDER = 'b7d7e4f2-2f6f-4a55-9c35-5a4f0f6c1a02';
const GEHEIM = 'whsec_aHViLWNvbmZvcm1hbmNlLXZlY3Rvci1rZXktMzJieXQ=';
const versleuteling = maakVersleuteling('x'.repeat(64));

describe('a secret in the table', () => {
  it('is read again by who has the key and knows whose it is, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (tekst, id) => {
        expect(versleuteling.ontsleutel(versleuteling.versleutel(tekst, id), id)).toBe(
          Buffer.from(tekst).toString(),
        );
      }),
    );
  });

  it('shows nothing of what it says, and never looks the same twice', () => {
    const een = versleuteling.versleutel(GEHEIM, EEN);
    expect(een).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(een.slice(3), 'base64url').includes(GEHEIM.slice(6, 20))).toBe(false);
    expect(versleuteling.versleutel(GEHEIM, EEN)).not.toBe(een);
  });

  it.each([
    ['of another abonnement', (tekst: string) => [tekst, ANDER]],
    [
      'with one character changed',
      (tekst: string) => [`${tekst.slice(0, -2)}${tekst.at(-2) === 'A' ? 'B' : 'A'}${tekst.at(-1)}`, EEN],
    ],
    ['that was cut off', (tekst: string) => [tekst.slice(0, 20), EEN]],
    ['of another version', (tekst: string) => [tekst.replace('v1', 'v2'), EEN]],
    ['that is none', () => ['', EEN]],
  ])('%s is not read, and the error shows nothing of it', (_, verander) => {
    const [tekst = '', id = ''] = verander(versleuteling.versleutel(GEHEIM, EEN));
    expect(() => versleuteling.ontsleutel(tekst, id)).toThrow(/^een versleuteld geheim (is|heeft)/);
  });

  it('is not read with another key', () => {
    const ander = maakVersleuteling('y'.repeat(64));
    expect(() => ander.ontsleutel(versleuteling.versleutel(GEHEIM, EEN), EEN)).toThrow('niet te lezen');
  });
});
