import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../../functions/shared/certificate.ts';

describe('a client certificate', () => {
  it('is read from the secret, with or without the authority to check the other side by', () => {
    const without = { cert: 'CERT', key: 'KEY' };
    expect(readCertificate(JSON.stringify(without))).toEqual(without);
    expect(readCertificate(JSON.stringify({ ...without, ca: 'CA' }))).toEqual({ ...without, ca: 'CA' });
  });

  it.each([
    ['is PEM instead of JSON', '-----BEGIN PRIVATE KEY-----\nGEHEIM'],
    ['is broken', '{"key":"GEHEIM"'],
    ['misses a part', '{"key":"GEHEIM"}'],
    ['has a part of another kind', '{"key":"GEHEIM","cert":["GEHEIM"]}'],
  ])('that %s fails without showing any of it', (_, secret) => {
    let error: unknown;
    try {
      readCertificate(secret);
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/GEHEIM|BEGIN/);
  });
});
