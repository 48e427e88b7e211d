import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createSender,
  type Request,
  type Sender,
  type SenderSettings,
} from '../../../../adapters/egress/sender.ts';
import { type Behaviour, type Misbehaviour, type Receiver, startReceiver } from '../../../hub/receiver.ts';
import { createCertificate } from '../certificate.ts';

/** Requests to a receiver that can misbehave in every way. */

const receivers: Receiver[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
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
  method: 'POST',
  url,
  headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': 'een' },
  body: Buffer.from('{"naam":"Ge’ez"}'),
  ...otherwise,
});

/** Long enough for a status on a machine that is busy, and soon over for a body that never ends. */
const ENDS_BODY = { timeoutMs: 500 };

const responseAt = async (behaviour: Behaviour, otherwise: Partial<SenderSettings> = {}) => {
  const receiver = await startOne();
  receiver.respond(() => behaviour);
  const response = await senderOf(otherwise).send(post(`${receiver.url}/hook?sleutel=1`));
  return { response, receiver };
};

describe('a request', () => {
  it('arrives with its path, its headers and its body to the byte', async () => {
    const { response, receiver } = await responseAt({ status: 202 });
    expect(response).toMatchObject({ kind: 'response', status: 202 });
    const [seen] = receiver.received;
    expect(seen).toMatchObject({
      method: 'POST',
      path: '/hook?sleutel=1',
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
    'that is answered with %i gives that status, and follows no redirect',
    async (status) => {
      const { response, receiver } = await responseAt({
        status,
        headers: { location: '/elders', 'retry-after': '7' },
      });
      expect(response).toMatchObject({ kind: 'response', status, headers: { 'retry-after': '7' } });
      expect(receiver.received).toHaveLength(1);
    },
  );

  it('gives the body of an answer only when it was asked for', async () => {
    const receiver = await startOne();
    receiver.respond(() => ({ status: 200, body: '{"access_token":"x"}' }));
    const sender = senderOf();
    expect(await sender.send(post(receiver.url, { withBody: true }))).toMatchObject({
      body: '{"access_token":"x"}',
    });
    expect(await sender.send(post(receiver.url))).not.toHaveProperty('body');
  });

  it('uses the connection of the request before it', async () => {
    const receiver = await startOne();
    const sender = senderOf();
    for (let time = 0; time < 5; time++) await sender.send(post(receiver.url));
    expect(receiver.received).toHaveLength(5);
    expect(receiver.connections()).toBe(1);
  });

  it('goes over a new connection when the receiver closed the old one in between', async () => {
    const receiver = await startOne();
    const sender = senderOf();
    await sender.send(post(receiver.url));
    let first = true;
    receiver.respond(() => {
      const choice = first ? 'breaks off' : { status: 204 };
      first = false;
      return choice;
    });
    expect(await sender.send(post(receiver.url))).toMatchObject({ status: 204 });
    expect(receiver.connections()).toBe(2);
  });

  it('arrives twice at most at a receiver that closes every connection that it is sent over', async () => {
    const receiver = await startOne();
    const sender = senderOf();
    await Promise.all(Array.from({ length: 6 }, () => sender.send(post(receiver.url))));
    receiver.respond(() => 'breaks off');
    expect(await sender.send(post(receiver.url))).toMatchObject({ reden: 'verbinding' });
    expect(receiver.received).toHaveLength(6 + 2);
  });

  it('arrives once where a connection that was used before brings no HTTP', async () => {
    const receiver = await startOne();
    const sender = senderOf();
    await sender.send(post(receiver.url));
    receiver.respond(() => 'promises two lengths');
    expect(await sender.send(post(receiver.url))).toMatchObject({ reden: 'verbinding' });
    expect(receiver.received).toHaveLength(2);
  });
});

describe('a receiver', () => {
  it.each<[Misbehaviour, string]>([
    ['hangs', 'tijdslimiet'],
    ['breaks off', 'verbinding'],
    ['promises two lengths', 'verbinding'],
    ['speaks no http', 'verbinding'],
    ['switches protocols', 'verbinding'],
    ['sends endless headers', 'verbinding'],
  ])('that %s counts as no answer', async (behaviour, reason) => {
    const { response } = await responseAt(behaviour, { timeoutMs: behaviour === 'hangs' ? 100 : 5000 });
    expect(response).toMatchObject({ kind: 'no response', reden: reason });
  });

  it.each<Misbehaviour>(['promises too much', 'promises too little', 'drips', 'does not stop'])(
    'that %s counts by its status, and the next request gets an answer of its own',
    async (behaviour) => {
      const { response, receiver } = await responseAt(behaviour, ENDS_BODY);
      expect(response).toMatchObject({ kind: 'response', status: 200 });
      receiver.respond(() => ({ status: 204 }));
      expect(await senderOf().send(post(receiver.url))).toMatchObject({ status: 204 });
    },
  );

  it('that does not end its body gives a status without a body', async () => {
    for (const behaviour of ['promises too much', 'does not stop', 'drips'] as const) {
      const receiver = await startOne();
      receiver.respond(() => behaviour);
      const response = await senderOf(ENDS_BODY).send(post(receiver.url, { withBody: true }));
      expect(response).toMatchObject({ kind: 'response', status: 200 });
      expect(response).not.toHaveProperty('body');
    }
  });

  it('that answers with a bomb of gzip is read as far as any other, and is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const { response } = await responseAt({
      status: 200,
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
      body: bomb.toString('latin1'),
    });
    expect(response).toMatchObject({ kind: 'response', status: 200 });
    expect(response).not.toHaveProperty('body');
  });

  it('that sends many headers within their bound is no more than its status', async () => {
    const headers = Object.fromEntries(
      Array.from({ length: 900 }, (_, number) => [`x-${number}`, 'aaaaaaaa']),
    );
    const { response } = await responseAt({ status: 204, headers });
    expect(response).toMatchObject({ kind: 'response', status: 204 });
    const bomb = { 'x-groot': 'x'.repeat(32_000) };
    expect((await responseAt({ status: 204, headers: bomb })).response).toMatchObject({
      reden: 'verbinding',
    });
  });

  it('that does not listen counts as no answer', async () => {
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

  it('is refused without a connection when the name leads to a private address since its registration', async () => {
    const receiver = await startOne();
    const responses = [['93.184.216.34'], ['127.0.0.1']];
    const resolve = async () => responses.shift() ?? [];
    await resolve();
    expect(await to('https://hooks.partner.example/', { loopbackAllowed: false, resolve })).toMatchObject({
      reden: 'adres-geweigerd',
    });
    expect(receiver.connections()).toBe(0);
  });

  it('is looked up once per connection, which goes to the address that was checked', async () => {
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
    // An open connection is used again without a lookup; a new one is looked up again.
    expect(await sender.send(post(url))).toMatchObject({ status: 204 });
    expect(requested).toBe(1);
    receiver.respond(() => 'breaks off');
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
    expect(response).toMatchObject({ kind: 'no response', reden: 'adres-geweigerd' });
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
  ])('is refused before any lookup when it is %s', async (url) => {
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

  it('is refused when it is loopback and that is not allowed any more', async () => {
    const receiver = await startOne();
    expect(await to(receiver.url, { loopbackAllowed: false })).toMatchObject({
      reden: 'adres-geweigerd',
    });
    expect(receiver.connections()).toBe(0);
  });

  it('counts as no answer when it cannot be looked up in time', async () => {
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

describe('a request over TLS', () => {
  it('reaches a receiver whose certificate is trusted, and no other', async () => {
    const own = createCertificate('ontvanger');
    const receiver = await startOne(own);
    expect(await senderOf({ ca: own.cert }).send(post(receiver.url))).toMatchObject({
      status: 204,
    });
    expect(await senderOf().send(post(receiver.url))).toMatchObject({
      kind: 'no response',
      reden: 'certificaat',
    });
    // The name of this address is not the one in the certificate.
    const { port } = new URL(receiver.url);
    expect(await senderOf({ ca: own.cert }).send(post(`https://ander.localhost:${port}/`))).toMatchObject({
      reden: 'certificaat',
    });
    expect(receiver.received).toHaveLength(1);
  });

  it('does not reach a receiver that signed its own certificate, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const own = createCertificate('ontvanger');
    const receiver = await startOne(own);
    const hub = createCertificate('hub');
    const sender = senderOf({ certificate: { cert: hub.cert, key: hub.key } });
    for (const mtls of [false, true]) {
      expect(await sender.send(post(receiver.url, { mtls }))).toMatchObject({ reden: 'certificaat' });
    }
    expect(receiver.received).toHaveLength(0);
  });

  it('carries the certificate of the hub only to an abonnement with mtls', async () => {
    const own = createCertificate('ontvanger');
    const hub = createCertificate('hub');
    const receiver = await startOne({ ...own, ca: hub.cert, requestCert: true });
    const sender = senderOf({ ca: own.cert, certificate: { cert: hub.cert, key: hub.key } });
    expect(await sender.send(post(receiver.url, { mtls: true }))).toMatchObject({ status: 204 });
    expect(await sender.send(post(receiver.url))).toMatchObject({ reden: 'verbinding' });
    expect(receiver.received).toHaveLength(1);
  });

  it('is not made when the abonnement has mtls and the hub has no certificate', async () => {
    const own = createCertificate('ontvanger');
    const receiver = await startOne(own);
    expect(await senderOf({ ca: own.cert }).send(post(receiver.url, { mtls: true }))).toMatchObject({
      reden: 'certificaat',
    });
    expect(receiver.connections()).toBe(0);
  });
});
