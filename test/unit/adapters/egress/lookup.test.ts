import { describe, expect, it } from 'vitest';
import { createLookup } from '../../../../adapters/egress/lookup.ts';

const dnsError = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
const lookup = (four: () => Promise<unknown>, six: () => Promise<unknown>) =>
  createLookup({
    resolve4: four as () => Promise<never>,
    resolve6: six as () => Promise<never>,
  });

describe('the lookup of a host name', () => {
  it('gives every address of both kinds', async () => {
    const find = lookup(
      async () => ['93.184.216.34', '93.184.216.35'],
      async () => ['2606:4700::1111'],
    );
    expect(await find('hooks.partner.example')).toEqual([
      '93.184.216.34',
      '93.184.216.35',
      '2606:4700::1111',
    ]);
  });

  it('gives the addresses of one kind when the name has no others, or the name server fails on those', async () => {
    for (const code of ['ENODATA', 'ENOTFOUND', 'ESERVFAIL', 'ETIMEOUT']) {
      const find = lookup(
        async () => ['93.184.216.34'],
        () => dnsError(code),
      );
      expect(await find('hooks.partner.example')).toEqual(['93.184.216.34']);
    }
  });

  it('gives no address for a name that does not exist, and fails when the name server fails', async () => {
    const away = () => dnsError('ENOTFOUND');
    expect(await lookup(away, () => dnsError('ENODATA'))('weg.example')).toEqual([]);
    await expect(lookup(() => dnsError('ETIMEOUT'), away)('traag.example')).rejects.toThrow('ETIMEOUT');
    await expect(lookup(away, () => dnsError('ESERVFAIL'))('stuk.example')).rejects.toThrow('ESERVFAIL');
  });

  it('gives the address of localhost without a question to a name server', async () => {
    const find = lookup(
      () => dnsError('gevraagd'),
      () => dnsError('gevraagd'),
    );
    expect(await find('localhost')).toEqual(['127.0.0.1', '::1']);
    expect(await find('een.localhost')).toEqual(['127.0.0.1', '::1']);
  });
});
