import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createDuoPip } from '../../../../adapters/duo/pip.ts';
import { Bsn, type Gemeentecode } from '../../../../contracts/base-types.ts';
import type { PipOrder } from '../../../../domain/pip/order.ts';

/** The hub as it tells DUO of a PIP, with a server that can misbehave in every way. */

const BSN = Bsn.parse('999966133');
const GENNEP = '0907' as Gemeentecode;
const PIP = { dagtekeningPip: '2025-09-01', leerroute: 'B', niveau: 'B1' } as const;
const REGISTER: PipOrder = { handeling: 'registreren', pip: PIP };
const REMOVE: PipOrder = { handeling: 'verwijderen', dagtekeningPip: '2025-09-01' };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const startDuo = async (answerer: (response: ServerResponse) => void) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    void text(request).then((body) => {
      received.push({ method, url, headers, body });
      answerer(response);
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const duo = createDuoPip({
    basisUrl: `http://127.0.0.1:${port}/duo`,
    duoOin: '00000099000000004000',
    identityOf: async (gemeente) => ({ oin: `000000990000${gemeente}0000` }),
    timeoutMs: 200,
  });
  return { duo, received };
};

const gives =
  (status: number, body: unknown = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

describe('a PIP that DUO is told', () => {
  it('goes as DUO describes it, in the name of the gemeente', async () => {
    const { duo, received } = await startDuo(gives(201));
    expect(await duo.tell(BSN, GENNEP, REGISTER)).toEqual({ soort: 'gedaan' });
    const [call] = received;
    expect(call).toMatchObject({ method: 'POST', url: `/duo/personen/${BSN}/PIP` });
    expect(JSON.parse(call?.body ?? '')).toEqual(PIP);
    expect(call?.headers).toMatchObject({
      bron: '00000099000009070000',
      doel: '00000099000000004000',
      berichtid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'content-type': 'application/json',
    });
  });

  it('is removed without a body, and is gone when it never was there', async () => {
    for (const status of [200, 404]) {
      const { duo, received } = await startDuo(gives(status));
      expect(await duo.tell(BSN, GENNEP, REMOVE)).toEqual({ soort: 'gedaan' });
      expect(received[0]).toMatchObject({ method: 'DELETE', body: '' });
    }
  });

  it('is refused in the words of DUO, without the number of a person and no longer than a sentence', async () => {
    const faults = [
      { fouttekst: 'Het PIP van 999966133 (V-nummer 279 816 3871) is niet toegestaan' },
      { fouttekst: ' \n' },
      { fouttekst: 'x'.repeat(500) },
    ];
    const { duo } = await startDuo(gives(403, faults));
    const told = await duo.tell(BSN, GENNEP, REGISTER);
    expect(told).toEqual({
      soort: 'geweigerd',
      redenen: ['Het PIP van [nummer] (V-nummer [nummer]) is niet toegestaan', 'x'.repeat(200)],
    });
  });

  it.each([
    [400, 'DUO kan het bericht niet gebruiken (status 400)'],
    [403, 'Deze persoon hoort volgens DUO niet bij uw gemeente (status 403)'],
    [404, 'DUO kent deze persoon niet (status 404)'],
    [302, 'DUO weigert (status 302)'],
    [418, 'DUO weigert (status 418)'],
  ])('that is refused with status %i and nothing readable says so', async (status, reason) => {
    for (const body of ['', '{', '[]', '{"fouttekst":1}', 'x'.repeat(2 * 1024 * 1024)]) {
      const { duo } = await startDuo(gives(status, body));
      expect(await duo.tell(BSN, GENNEP, REGISTER)).toEqual({ soort: 'geweigerd', redenen: [reason] });
    }
  });

  it.each([
    [401, false],
    [408, false],
    [429, false],
    [500, true],
    [502, true],
    [503, false],
    [504, true],
  ])(
    'is tried later after status %i; that DUO may have it all the same: %s',
    async (status, isUnanswered) => {
      const { duo } = await startDuo(gives(status, '', { 'retry-after': '120' }));
      expect(await duo.tell(BSN, GENNEP, REGISTER)).toEqual({
        soort: 'later',
        reden: `status ${status}`,
        isUnanswered,
        retryAfterMs: 120_000,
      });
    },
  );

  it('may have been taken when no answer comes', async () => {
    const { duo } = await startDuo(() => undefined);
    expect(await duo.tell(BSN, GENNEP, REGISTER)).toMatchObject({ soort: 'later', isUnanswered: true });
    const { duo: broken } = await startDuo((response) => response.destroy());
    expect(await broken.tell(BSN, GENNEP, REGISTER)).toMatchObject({ soort: 'later', isUnanswered: true });
  });
});

describe('what DUO has', () => {
  it('is the PIP with its gemeente, or none', async () => {
    const { duo } = await startDuo(gives(200, { gemeentecode: '0907', pip: PIP }));
    expect(await duo.see(BSN, GENNEP)).toEqual({ soort: 'gezien', held: { gemeentecode: '0907', pip: PIP } });
    const { duo: empty } = await startDuo(gives(404));
    expect(await empty.see(BSN, GENNEP)).toEqual({ soort: 'gezien', held: undefined });
  });

  it('is not known when DUO is away, will not say, or says what nobody can read', async () => {
    const { duo: away } = await startDuo(gives(503));
    expect(await away.see(BSN, GENNEP)).toMatchObject({ soort: 'later' });
    const { duo: secret } = await startDuo(gives(403));
    expect(await secret.see(BSN, GENNEP)).toMatchObject({ soort: 'geweigerd' });
    for (const body of ['{', '{"pip":{}}', 'x'.repeat(2 * 1024 * 1024)]) {
      const { duo } = await startDuo(gives(200, body));
      expect(await duo.see(BSN, GENNEP)).toEqual({
        soort: 'geweigerd',
        redenen: ['DUO zegt niet leesbaar welk PIP het heeft'],
      });
    }
  });
});
