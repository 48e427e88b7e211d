import { afterEach, describe, expect, it } from 'vitest';
import {
  maakVerzender,
  type Verzender,
  type VerzenderInstellingen,
  type Verzoek,
} from '../../../../adapters/uitgaand/verzender.ts';
import { type Gedrag, type Ontvanger, startOntvanger, type Wangedrag } from '../../../hub/ontvanger.ts';
import { maakCertificaat } from '../certificaat.ts';

/** One request to a receiver that can do everything wrong. */

const ontvangers: Ontvanger[] = [];
afterEach(async () => {
  for (const ontvanger of ontvangers.splice(0)) await ontvanger.stop();
});

const startEen = async (tls?: { key: string; cert: string; ca?: string; requestCert?: boolean }) => {
  const ontvanger = await startOntvanger(tls);
  ontvangers.push(ontvanger);
  return ontvanger;
};

const verzenderVan = (anders: Partial<VerzenderInstellingen> = {}): Verzender =>
  maakVerzender({
    loopbackToegestaan: true,
    resolve: async () => ['127.0.0.1'],
    tijdslimietMs: 5000,
    ...anders,
  });

const post = (url: string, anders: Partial<Verzoek> = {}): Verzoek => ({
  methode: 'POST',
  url,
  headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': 'een' },
  body: Buffer.from('{"naam":"Ge’ez"}'),
  ...anders,
});

const antwoordBij = async (gedrag: Gedrag, anders: Partial<VerzenderInstellingen> = {}) => {
  const ontvanger = await startEen();
  ontvanger.doe(() => gedrag);
  const antwoord = await verzenderVan(anders).verstuur(post(`${ontvanger.url}/hook?sleutel=1`));
  return { antwoord, ontvanger };
};

describe('a request', () => {
  it('arrives with its path, its headers and its body to the byte', async () => {
    const { antwoord, ontvanger } = await antwoordBij({ status: 202 });
    expect(antwoord).toMatchObject({ soort: 'antwoord', status: 202 });
    const [gezien] = ontvanger.ontvangen;
    expect(gezien).toMatchObject({
      methode: 'POST',
      pad: '/hook?sleutel=1',
      headers: {
        host: new URL(ontvanger.url).host,
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'content-length': '18',
        'webhook-id': 'een',
      },
    });
    expect(gezien?.body.toString()).toBe('{"naam":"Ge’ez"}');
  });

  it.each([200, 201, 204, 301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 502, 503, 504])(
    'that is answered with %i gives that status, and follows nothing',
    async (status) => {
      const { antwoord, ontvanger } = await antwoordBij({
        status,
        headers: { location: '/elders', 'retry-after': '7' },
      });
      expect(antwoord).toMatchObject({ soort: 'antwoord', status, headers: { 'retry-after': '7' } });
      expect(ontvanger.ontvangen).toHaveLength(1);
    },
  );

  it('gives the body of an answer only when it was asked for', async () => {
    const ontvanger = await startEen();
    ontvanger.doe(() => ({ status: 200, body: '{"access_token":"x"}' }));
    const verzender = verzenderVan();
    expect(await verzender.verstuur(post(ontvanger.url, { metBody: true }))).toMatchObject({
      body: '{"access_token":"x"}',
    });
    expect(await verzender.verstuur(post(ontvanger.url))).not.toHaveProperty('body');
  });

  it('uses the connection of the one before it', async () => {
    const ontvanger = await startEen();
    const verzender = verzenderVan();
    for (let keer = 0; keer < 5; keer++) await verzender.verstuur(post(ontvanger.url));
    expect(ontvanger.ontvangen).toHaveLength(5);
    expect(ontvanger.verbindingen()).toBe(1);
  });

  it('goes over a new connection when the receiver closed the old one while nobody looked', async () => {
    const ontvanger = await startEen();
    const verzender = verzenderVan();
    await verzender.verstuur(post(ontvanger.url));
    let eerste = true;
    ontvanger.doe(() => {
      const keuze = eerste ? 'verbreekt' : { status: 204 };
      eerste = false;
      return keuze;
    });
    expect(await verzender.verstuur(post(ontvanger.url))).toMatchObject({ status: 204 });
    expect(ontvanger.verbindingen()).toBe(2);
  });
});

describe('a receiver', () => {
  it.each<[Wangedrag, string]>([
    ['hangt', 'tijdslimiet'],
    ['verbreekt', 'verbinding'],
    ['belooft twee lengtes', 'verbinding'],
    ['spreekt geen http', 'verbinding'],
    ['wisselt van protocol', 'verbinding'],
    ['stuurt eindeloze headers', 'verbinding'],
  ])('that %s gave no answer', async (gedrag, reden) => {
    const { antwoord } = await antwoordBij(gedrag, { tijdslimietMs: gedrag === 'hangt' ? 100 : 5000 });
    expect(antwoord).toMatchObject({ soort: 'geen antwoord', reden });
  });

  it.each<Wangedrag>(['belooft te veel', 'belooft te weinig', 'druppelt', 'houdt niet op'])(
    'that %s did answer: its status counts, and no more of the rest is read than needed',
    async (gedrag) => {
      const { antwoord, ontvanger } = await antwoordBij(gedrag, { tijdslimietMs: 300 });
      expect(antwoord).toMatchObject({ soort: 'antwoord', status: 200 });
      ontvanger.doe(() => ({ status: 204 }));
      expect(await verzenderVan().verstuur(post(ontvanger.url))).toMatchObject({ status: 204 });
    },
  );

  it('that does not stop, or breaks off, gives no body', async () => {
    for (const gedrag of ['belooft te veel', 'houdt niet op', 'druppelt'] as const) {
      const ontvanger = await startEen();
      ontvanger.doe(() => gedrag);
      const antwoord = await verzenderVan({ tijdslimietMs: 300 }).verstuur(
        post(ontvanger.url, { metBody: true }),
      );
      expect(antwoord).toMatchObject({ soort: 'antwoord', status: 200 });
      expect(antwoord).not.toHaveProperty('body');
    }
  });

  it('that is not there gave no answer', async () => {
    const ontvanger = await startEen();
    const { url } = ontvanger;
    await ontvanger.stop();
    ontvangers.splice(0);
    expect(await verzenderVan().verstuur(post(url))).toMatchObject({ reden: 'verbinding' });
  });
});

describe('the address of a request', () => {
  const naar = async (url: string, anders: Partial<VerzenderInstellingen>) =>
    await verzenderVan(anders).verstuur(post(url));

  it('is refused when the name leads elsewhere than at registration, and nothing connects', async () => {
    const ontvanger = await startEen();
    const antwoorden = [['93.184.216.34'], ['127.0.0.1']];
    const resolve = async () => antwoorden.shift() ?? [];
    await resolve();
    expect(
      await naar('https://hooks.partner.example/', { loopbackToegestaan: false, resolve }),
    ).toMatchObject({ reden: 'adres-geweigerd' });
    expect(ontvanger.verbindingen()).toBe(0);
  });

  it('is looked up once per connection, and what was checked is what is connected to', async () => {
    const ontvanger = await startEen();
    const { port } = new URL(ontvanger.url);
    let gevraagd = 0;
    const resolve = async () => {
      gevraagd += 1;
      return gevraagd === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };
    const verzender = verzenderVan({ resolve });
    const url = `http://partner.localhost:${port}/`;
    expect(await verzender.verstuur(post(url))).toMatchObject({ status: 204 });
    expect(gevraagd).toBe(1);
    // The connection that was checked serves again; a new one is checked again.
    expect(await verzender.verstuur(post(url))).toMatchObject({ status: 204 });
    expect(gevraagd).toBe(1);
    ontvanger.doe(() => 'verbreekt');
    expect(await verzender.verstuur(post(url))).toMatchObject({ reden: 'adres-geweigerd' });
    expect(gevraagd).toBe(2);
  });

  it.each([
    ['10.0.0.1'],
    ['93.184.216.34', '127.0.0.1'],
    ['::ffff:169.254.169.254'],
    ['fd00:ec2::254'],
    ['::7f00:1'],
  ])('is refused when the name has %s', async (...adressen) => {
    const antwoord = await naar('https://hooks.partner.example/', {
      loopbackToegestaan: false,
      resolve: async () => adressen,
    });
    expect(antwoord).toMatchObject({ soort: 'geen antwoord', reden: 'adres-geweigerd' });
  });

  it.each([
    'http://93.184.216.34/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://169.254.169.254/',
    'https://hooks.partner.example:9001/',
    'https://a:b@hooks.partner.example/',
    'geen adres',
  ])('is refused before anything is looked up when it is %s', async (url) => {
    let gevraagd = 0;
    const antwoord = await naar(url, {
      loopbackToegestaan: false,
      resolve: async () => {
        gevraagd += 1;
        return ['93.184.216.34'];
      },
    });
    expect(antwoord).toMatchObject({ reden: 'adres-geweigerd' });
    expect(gevraagd).toBe(0);
  });

  it('on loopback is refused where that is not allowed any more', async () => {
    const ontvanger = await startEen();
    expect(await naar(ontvanger.url, { loopbackToegestaan: false })).toMatchObject({
      reden: 'adres-geweigerd',
    });
    expect(ontvanger.verbindingen()).toBe(0);
  });

  it('that cannot be looked up, or not in time, gives no answer', async () => {
    expect(
      await naar('https://hooks.partner.example/', { resolve: () => Promise.reject(new Error('dns')) }),
    ).toMatchObject({ reden: 'verbinding' });
    expect(await naar('https://hooks.partner.example/', { resolve: async () => [] })).toMatchObject({
      reden: 'verbinding',
    });
    const nooit = new Promise<never>(() => undefined);
    expect(
      await naar('https://hooks.partner.example/', { resolve: () => nooit, tijdslimietMs: 50 }),
    ).toMatchObject({ reden: 'tijdslimiet' });
  });
});

describe('over TLS', () => {
  it('a receiver whose certificate is trusted gets the request, another does not', async () => {
    const eigen = maakCertificaat('ontvanger');
    const ontvanger = await startEen(eigen);
    expect(await verzenderVan({ ca: eigen.cert }).verstuur(post(ontvanger.url))).toMatchObject({
      status: 204,
    });
    expect(await verzenderVan().verstuur(post(ontvanger.url))).toMatchObject({
      soort: 'geen antwoord',
      reden: 'certificaat',
    });
    // Of another name than the certificate says.
    const { port } = new URL(ontvanger.url);
    expect(
      await verzenderVan({ ca: eigen.cert }).verstuur(post(`https://ander.localhost:${port}/`)),
    ).toMatchObject({ reden: 'certificaat' });
    expect(ontvanger.ontvangen).toHaveLength(1);
  });

  it('the hub shows its own certificate only to a receiver that asked for that', async () => {
    const eigen = maakCertificaat('ontvanger');
    const hub = maakCertificaat('hub');
    const ontvanger = await startEen({ ...eigen, ca: hub.cert, requestCert: true });
    const verzender = verzenderVan({ ca: eigen.cert, certificaat: { cert: hub.cert, key: hub.key } });
    expect(await verzender.verstuur(post(ontvanger.url, { mtls: true }))).toMatchObject({ status: 204 });
    expect(await verzender.verstuur(post(ontvanger.url))).toMatchObject({ reden: 'verbinding' });
    expect(ontvanger.ontvangen).toHaveLength(1);
  });

  it('a receiver that asks for a certificate that the hub does not have is not called without', async () => {
    const eigen = maakCertificaat('ontvanger');
    const ontvanger = await startEen(eigen);
    expect(
      await verzenderVan({ ca: eigen.cert }).verstuur(post(ontvanger.url, { mtls: true })),
    ).toMatchObject({ reden: 'certificaat' });
    expect(ontvanger.verbindingen()).toBe(0);
  });
});
