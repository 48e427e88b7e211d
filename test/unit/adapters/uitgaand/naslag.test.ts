import { describe, expect, it } from 'vitest';
import { maakNaslag } from '../../../../adapters/uitgaand/naslag.ts';

const dnsFout = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
const naslag = (vier: () => Promise<unknown>, zes: () => Promise<unknown>) =>
  maakNaslag({
    resolve4: vier as () => Promise<never>,
    resolve6: zes as () => Promise<never>,
  });

describe('looking a name up', () => {
  it('gives every address of both kinds', async () => {
    const zoek = naslag(
      async () => ['93.184.216.34', '93.184.216.35'],
      async () => ['2606:4700::1111'],
    );
    expect(await zoek('hooks.partner.example')).toEqual([
      '93.184.216.34',
      '93.184.216.35',
      '2606:4700::1111',
    ]);
  });

  it('does with one kind when the name has no other, or its server cannot say', async () => {
    for (const code of ['ENODATA', 'ENOTFOUND', 'ESERVFAIL', 'ETIMEOUT']) {
      const zoek = naslag(
        async () => ['93.184.216.34'],
        () => dnsFout(code),
      );
      expect(await zoek('hooks.partner.example')).toEqual(['93.184.216.34']);
    }
  });

  it('gives nothing for a name that does not exist, and fails when that cannot be said', async () => {
    const weg = () => dnsFout('ENOTFOUND');
    expect(await naslag(weg, () => dnsFout('ENODATA'))('weg.example')).toEqual([]);
    await expect(naslag(() => dnsFout('ETIMEOUT'), weg)('traag.example')).rejects.toThrow('ETIMEOUT');
    await expect(naslag(weg, () => dnsFout('ESERVFAIL'))('stuk.example')).rejects.toThrow('ESERVFAIL');
  });

  it('asks nobody where localhost is', async () => {
    const zoek = naslag(
      () => dnsFout('gevraagd'),
      () => dnsFout('gevraagd'),
    );
    expect(await zoek('localhost')).toEqual(['127.0.0.1', '::1']);
    expect(await zoek('een.localhost')).toEqual(['127.0.0.1', '::1']);
  });
});
