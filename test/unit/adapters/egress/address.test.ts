import { describe, expect, it } from 'vitest';
import { checkAddress, isAllowed } from '../../../../adapters/egress/address.ts';

const PUBLIC = '93.184.216.34';
const NOT_PUBLIC = 'moet naar een openbaar internetadres wijzen';

const errors = (address: string, addresses: readonly string[] = [PUBLIC], loopbackAllowed = false) =>
  checkAddress(address, { loopbackAllowed, resolve: async () => addresses });

describe('the address of a webhook', () => {
  it.each([
    'https://hooks.partner.example/inburgering',
    'https://hooks.partner.example:443/inburgering?sleutel=1',
    'https://HOOKS.partner.example./x',
    'https://93.184.216.34/hook',
    'https://[2606:4700::1111]/hook',
  ])('may be %s', async (address) => {
    expect(await errors(address)).toEqual([]);
  });

  it.each([
    ['http://hooks.partner.example/', ['moet met https:// beginnen']],
    ['ftp://hooks.partner.example/', ['moet met https:// beginnen']],
    ['https://hooks.partner.example:8443/', ['mag alleen poort 443 gebruiken']],
    ['https://hooks.partner.example:80/', ['mag alleen poort 443 gebruiken']],
    ['https://a:b@hooks.partner.example/', ['mag geen gebruikersnaam of wachtwoord bevatten']],
    ['https://a@hooks.partner.example/', ['mag geen gebruikersnaam of wachtwoord bevatten']],
    ['https://hooks.partner.example/#deel', ['mag geen deel na # bevatten']],
    ['geen adres', ['is geen volledig webadres']],
    ['//hooks.partner.example/', ['is geen volledig webadres']],
    ['', ['is geen volledig webadres']],
  ])('that is %s is refused with the fault', async (address, expected) => {
    expect(await errors(address)).toEqual(expected);
  });

  it('is refused with all its faults at once', async () => {
    expect(await errors('http://a:b@127.0.0.1/#x')).toEqual([
      'moet met https:// beginnen',
      'mag geen gebruikersnaam of wachtwoord bevatten',
      'mag geen deel na # bevatten',
      NOT_PUBLIC,
    ]);
  });

  it.each([
    // Loopback, in the spellings that a URL takes.
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://①②⑦.0.0.1/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https:127.0.0.1',
    'https:\\\\127.0.0.1',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[::7f00:1]/',
    'https://[::a9fe:a9fe]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST/',
    'https://iets.localhost/',
    // The metadata of a cloud.
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[fd00:ec2::254]/',
    'https://169.254.170.2/v2/credentials/',
    'https://100.100.100.200/',
    'https://metadata.google.internal/',
    // Private and reserved networks.
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://192.168.257/',
    'https://100.64.0.1/',
    'https://198.18.0.1/',
    'https://0.0.0.0/',
    'https://0/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://192.0.2.1/',
    'https://[::]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fec0::1]/',
    'https://[2001:db8::1]/',
    'https://[ff02::1]/',
    // Names that only an internal resolver knows.
    'https://intranet/',
    'https://printer.local/',
    'https://db.prod.internal/',
  ])('is never %s, also when a name leads there', async (address) => {
    expect(await errors(address)).toEqual([NOT_PUBLIC]);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '::1',
    '::ffff:10.0.0.1',
    'fd00:ec2::254',
    '64:ff9b::a00:1',
  ])('is refused when one of the addresses of its name is %s', async (address) => {
    expect(await errors('https://hooks.partner.example/', [PUBLIC, address])).toEqual([NOT_PUBLIC]);
  });

  it('is refused when its name does not exist or cannot be looked up', async () => {
    expect(await errors('https://hooks.partner.example/', [])).toEqual([
      'heeft een servernaam die niet bestaat',
    ]);
    const resolve = () => Promise.reject(new Error('ETIMEOUT'));
    expect(await checkAddress('https://hooks.partner.example/', { loopbackAllowed: false, resolve })).toEqual(
      ['heeft een servernaam die nu niet op te zoeken is'],
    );
  });
});

describe('the address of a webhook where loopback is allowed', () => {
  it.each(['http://127.0.0.1:9000/hook', 'https://127.0.0.1:9443/', 'http://[::1]:9000/', 'http://127.1/'])(
    'may be %s',
    async (address) => {
      expect(await errors(address, [], true)).toEqual([]);
    },
  );

  it('may be a name of loopback as long as that leads there', async () => {
    expect(await errors('http://localhost:9000/', ['127.0.0.1', '::1'], true)).toEqual([]);
    expect(await errors('http://een.localhost:9000/', ['10.0.0.1'], true)).toEqual([NOT_PUBLIC]);
  });

  it('keeps to all other rules', async () => {
    expect(await errors('http://hooks.partner.example/', [PUBLIC], true)).toEqual([
      'moet met https:// beginnen',
    ]);
    expect(await errors('https://hooks.partner.example/', ['127.0.0.1'], true)).toEqual([NOT_PUBLIC]);
    expect(await errors('https://10.0.0.1/', [], true)).toEqual([NOT_PUBLIC]);
    expect(await errors('http://a@127.0.0.1:9000/', [], true)).toEqual([
      'mag geen gebruikersnaam of wachtwoord bevatten',
    ]);
  });
});

it('is refused when it is no address', () => {
  expect(isAllowed('hooks.partner.example', 'unicast')).toBe(false);
  expect(isAllowed('', 'unicast')).toBe(false);
});
