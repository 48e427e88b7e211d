import { afterEach, describe, expect, it } from 'vitest';
import {
  createSender,
  type Request,
  type Sender,
  type SenderSettings,
} from '../../../../adapters/egress/sender.ts';
import { type Behaviour, type Misbehaviour, type Receiver, startReceiver } from '../../../hub/receiver.ts';
import { createCertificate } from '../certificate.ts';

/** One request to a receiver that can do everything wrong. */

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop();
});

const startOne = async (tls?: { key: string; cert: string; ca?: string; requestCert?: boolean }) => {
  const receiver = await startReceiver(tls);
  receivers.push(receiver);
  return receiver;
};

const senderOf = (otherwise: Partial<SenderSettings> = {}): Sender =>
  createSender({
    loopbackAllowed: true,
    resolve: async () => ['127.0.0.1'],
    timeoutMs: 5000,
    ...otherwise,
  });

const post = (url: string, otherwise: Partial<Request> = {}): Request => ({
  methode: 'POST',
  url,
  headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': 'een' },
  body: Buffer.from('{"naam":"Ge’ez"}'),
  ...otherwise,
});

const responseAt = async (behaviour: Behaviour, otherwise: Partial<SenderSettings> = {}) => {
  const receiver = await startOne();
  receiver.doOne(() => behaviour);
  const response = await senderOf(otherwise).send(post(`${receiver.url}/hook?sleutel=1`));
  return { response, receiver };
};

describe('a request', () => {
  it('arrives with its path, its headers and its body to the byte', async () => {
    const { response, receiver } = await responseAt({ status: 202 });
    expect(response).toMatchObject({ soort: 'antwoord', status: 202 });
    const [seen] = receiver.ontvangen;
    expect(seen).toMatchObject({
      methode: 'POST',
      pad: '/hook?sleutel=1',
      headers: {
        host: new URL(receiver.url).host,
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'content-length': '18',
        'webhook-id': 'een',
      },
    });
    expect(seen?.body.toString()).toBe('{"naam":"Ge’ez"}');
  });

  it.each([200, 201, 204, 301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 502, 503, 504])(
    'that is answered with %i gives that status, and follows nothing',
    async (status) => {
      const { response, receiver } = await responseAt({
        status,
        headers: { location: '/elders', 'retry-after': '7' },
      });
      expect(response).toMatchObject({ soort: 'antwoord', status, headers: { 'retry-after': '7' } });
      expect(receiver.ontvangen).toHaveLength(1);
    },
  );

  it('gives the body of an answer only when it was asked for', async () => {
    const receiver = await startOne();
    receiver.doOne(() => ({ status: 200, body: '{"access_token":"x"}' }));
    const sender = senderOf();
    expect(await sender.send(post(receiver.url, { withBody: true }))).toMatchObject({
      body: '{"access_token":"x"}',
    });
    expect(await sender.send(post(receiver.url))).not.toHaveProperty('body');
  });

  it('uses the connection of the one before it', async () => {
    const receiver = await startOne();
    const sender = senderOf();
    for (let time = 0; time < 5; time++) await sender.send(post(receiver.url));
    expect(receiver.ontvangen).toHaveLength(5);
    expect(receiver.connections()).toBe(1);
  });

  it('goes over a new connection when the receiver closed the old one while nobody looked', async () => {
    const receiver = await startOne();
    const sender = senderOf();
    await sender.send(post(receiver.url));
    let first = true;
    receiver.doOne(() => {
      const choice = first ? 'verbreekt' : { status: 204 };
      first = false;
      return choice;
    });
    expect(await sender.send(post(receiver.url))).toMatchObject({ status: 204 });
    expect(receiver.connections()).toBe(2);
  });
});

describe('a receiver', () => {
  it.each<[Misbehaviour, string]>([
    ['hangt', 'tijdslimiet'],
    ['verbreekt', 'verbinding'],
    ['belooft twee lengtes', 'verbinding'],
    ['spreekt geen http', 'verbinding'],
    ['wisselt van protocol', 'verbinding'],
    ['stuurt eindeloze headers', 'verbinding'],
  ])('that %s gave no answer', async (behaviour, reason) => {
    const { response } = await responseAt(behaviour, { timeoutMs: behaviour === 'hangt' ? 100 : 5000 });
    expect(response).toMatchObject({ soort: 'geen antwoord', reden: reason });
  });

  it.each<Misbehaviour>(['belooft te veel', 'belooft te weinig', 'druppelt', 'houdt niet op'])(
    'that %s did answer: its status counts, and no more of the rest is read than needed',
    async (behaviour) => {
      const { response, receiver } = await responseAt(behaviour, { timeoutMs: 300 });
      expect(response).toMatchObject({ soort: 'antwoord', status: 200 });
      receiver.doOne(() => ({ status: 204 }));
      expect(await senderOf().send(post(receiver.url))).toMatchObject({ status: 204 });
    },
  );

  it('that does not stop, or breaks off, gives no body', async () => {
    for (const behaviour of ['belooft te veel', 'houdt niet op', 'druppelt'] as const) {
      const receiver = await startOne();
      receiver.doOne(() => behaviour);
      const response = await senderOf({ timeoutMs: 300 }).send(post(receiver.url, { withBody: true }));
      expect(response).toMatchObject({ soort: 'antwoord', status: 200 });
      expect(response).not.toHaveProperty('body');
    }
  });

  it('that is not there gave no answer', async () => {
    const receiver = await startOne();
    const { url } = receiver;
    await receiver.stop();
    receivers.splice(0);
    expect(await senderOf().send(post(url))).toMatchObject({ reden: 'verbinding' });
  });
});

describe('the address of a request', () => {
  const to = async (url: string, otherwise: Partial<SenderSettings>) =>
    await senderOf(otherwise).send(post(url));

  it('is refused when the name leads elsewhere than at registration, and nothing connects', async () => {
    const receiver = await startOne();
    const responses = [['93.184.216.34'], ['127.0.0.1']];
    const resolve = async () => responses.shift() ?? [];
    await resolve();
    expect(await to('https://hooks.partner.example/', { loopbackAllowed: false, resolve })).toMatchObject({
      reden: 'adres-geweigerd',
    });
    expect(receiver.connections()).toBe(0);
  });

  it('is looked up once per connection, and what was checked is what is connected to', async () => {
    const receiver = await startOne();
    const { port } = new URL(receiver.url);
    let requested = 0;
    const resolve = async () => {
      requested += 1;
      return requested === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };
    const sender = senderOf({ resolve });
    const url = `http://partner.localhost:${port}/`;
    expect(await sender.send(post(url))).toMatchObject({ status: 204 });
    expect(requested).toBe(1);
    // The connection that was checked serves again; a new one is checked again.
    expect(await sender.send(post(url))).toMatchObject({ status: 204 });
    expect(requested).toBe(1);
    receiver.doOne(() => 'verbreekt');
    expect(await sender.send(post(url))).toMatchObject({ reden: 'adres-geweigerd' });
    expect(requested).toBe(2);
  });

  it.each([
    ['10.0.0.1'],
    ['93.184.216.34', '127.0.0.1'],
    ['::ffff:169.254.169.254'],
    ['fd00:ec2::254'],
    ['::7f00:1'],
  ])('is refused when the name has %s', async (...addresses) => {
    const response = await to('https://hooks.partner.example/', {
      loopbackAllowed: false,
      resolve: async () => addresses,
    });
    expect(response).toMatchObject({ soort: 'geen antwoord', reden: 'adres-geweigerd' });
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
    let requested = 0;
    const response = await to(url, {
      loopbackAllowed: false,
      resolve: async () => {
        requested += 1;
        return ['93.184.216.34'];
      },
    });
    expect(response).toMatchObject({ reden: 'adres-geweigerd' });
    expect(requested).toBe(0);
  });

  it('on loopback is refused where that is not allowed any more', async () => {
    const receiver = await startOne();
    expect(await to(receiver.url, { loopbackAllowed: false })).toMatchObject({
      reden: 'adres-geweigerd',
    });
    expect(receiver.connections()).toBe(0);
  });

  it('that cannot be looked up, or not in time, gives no answer', async () => {
    expect(
      await to('https://hooks.partner.example/', { resolve: () => Promise.reject(new Error('dns')) }),
    ).toMatchObject({ reden: 'verbinding' });
    expect(await to('https://hooks.partner.example/', { resolve: async () => [] })).toMatchObject({
      reden: 'verbinding',
    });
    const never = new Promise<never>(() => undefined);
    expect(await to('https://hooks.partner.example/', { resolve: () => never, timeoutMs: 50 })).toMatchObject(
      { reden: 'tijdslimiet' },
    );
  });
});

describe('over TLS', () => {
  it('a receiver whose certificate is trusted gets the request, another does not', async () => {
    const own = createCertificate('ontvanger');
    const receiver = await startOne(own);
    expect(await senderOf({ ca: own.cert }).send(post(receiver.url))).toMatchObject({
      status: 204,
    });
    expect(await senderOf().send(post(receiver.url))).toMatchObject({
      soort: 'geen antwoord',
      reden: 'certificaat',
    });
    // Of another name than the certificate says.
    const { port } = new URL(receiver.url);
    expect(await senderOf({ ca: own.cert }).send(post(`https://ander.localhost:${port}/`))).toMatchObject({
      reden: 'certificaat',
    });
    expect(receiver.ontvangen).toHaveLength(1);
  });

  it('the hub shows its own certificate only to a receiver that asked for that', async () => {
    const own = createCertificate('ontvanger');
    const hub = createCertificate('hub');
    const receiver = await startOne({ ...own, ca: hub.cert, requestCert: true });
    const sender = senderOf({ ca: own.cert, certificaat: { cert: hub.cert, key: hub.key } });
    expect(await sender.send(post(receiver.url, { mtls: true }))).toMatchObject({ status: 204 });
    expect(await sender.send(post(receiver.url))).toMatchObject({ reden: 'verbinding' });
    expect(receiver.ontvangen).toHaveLength(1);
  });

  it('a receiver that asks for a certificate that the hub does not have is not called without', async () => {
    const own = createCertificate('ontvanger');
    const receiver = await startOne(own);
    expect(await senderOf({ ca: own.cert }).send(post(receiver.url, { mtls: true }))).toMatchObject({
      reden: 'certificaat',
    });
    expect(receiver.connections()).toBe(0);
  });
});
