import { describe, expect, it } from 'vitest';
import { leesCertificaat } from '../../../functions/gedeeld/certificaat.ts';

describe('a client certificate', () => {
  it('is read from the secret, with or without the authority to check the other side by', () => {
    const zonder = { cert: 'CERT', key: 'KEY' };
    expect(leesCertificaat(JSON.stringify(zonder))).toEqual(zonder);
    expect(leesCertificaat(JSON.stringify({ ...zonder, ca: 'CA' }))).toEqual({ ...zonder, ca: 'CA' });
  });

  it.each([
    ['is PEM instead of JSON', '-----BEGIN PRIVATE KEY-----\nGEHEIM'],
    ['is broken', '{"key":"GEHEIM"'],
    ['misses a part', '{"key":"GEHEIM"}'],
    ['has a part of another kind', '{"key":"GEHEIM","cert":["GEHEIM"]}'],
  ])('that %s fails without showing any of it', (_, geheim) => {
    let fout: unknown;
    try {
      leesCertificaat(geheim);
    } catch (reden) {
      fout = reden;
    }
    expect(fout).toBeInstanceOf(Error);
    expect(String(fout)).not.toMatch(/GEHEIM|BEGIN/);
  });
});
