import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createDuoOrders } from '../../../../adapters/duo/orders.ts';
import { Bsn, type Gemeentecode } from '../../../../contracts/base-types.ts';
import type { LbtOrder } from '../../../../domain/duomeldingen/orders.ts';
import type { PipOrder } from '../../../../domain/pip/order.ts';

/** The hub as it tells DUO what a gemeente decided, with a server that can misbehave in every way. */

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

/** How long the hub waits is short only where no answer comes: a large one takes its time on a machine that is busy. */
const startDuo = async (answerer: (response: ServerResponse) => void, timeoutMs = 10_000) => {
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
  const duo = createDuoOrders({
    basisUrl: `http://127.0.0.1:${port}/duo`,
    duoOin: '00000099000000004000',
    identityOf: async (gemeente) => ({ oin: `000000990000${gemeente}0000` }),
    timeoutMs,
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
    expect(await duo.tell(BSN, GENNEP, REGISTER)).toEqual({ kind: 'done' });
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
      expect(await duo.tell(BSN, GENNEP, REMOVE)).toEqual({ kind: 'done' });
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
      kind: 'refused',
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
      expect(await duo.tell(BSN, GENNEP, REGISTER)).toMatchObject({ kind: 'refused', redenen: [reason] });
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
        kind: 'later',
        reden: `status ${status}`,
        isUnanswered,
        retryAfterMs: 120_000,
      });
    },
  );

  it('may have been taken when no answer comes', async () => {
    const { duo } = await startDuo(() => undefined, 200);
    expect(await duo.tell(BSN, GENNEP, REGISTER)).toMatchObject({ kind: 'later', isUnanswered: true });
    const { duo: broken } = await startDuo((response) => response.destroy());
    expect(await broken.tell(BSN, GENNEP, REGISTER)).toMatchObject({ kind: 'later', isUnanswered: true });
  });
});

describe('what DUO has', () => {
  it('is the PIP that it was told of with its gemeente, or not', async () => {
    const { duo } = await startDuo(gives(200, { gemeentecode: '0907', pip: PIP }));
    expect(await duo.see(BSN, GENNEP, REGISTER)).toEqual({ kind: 'seen', isDone: true });
    expect(await duo.see(BSN, GENNEP, REMOVE)).toEqual({ kind: 'seen', isDone: false });
    const { duo: empty } = await startDuo(gives(404));
    expect(await empty.see(BSN, GENNEP, REGISTER)).toEqual({ kind: 'seen', isDone: false });
  });

  it('is not known when DUO is away, will not say, or says what nobody can read', async () => {
    const { duo: away } = await startDuo(gives(503));
    expect(await away.see(BSN, GENNEP, REGISTER)).toMatchObject({ kind: 'later' });
    const { duo: secret } = await startDuo(gives(403));
    expect(await secret.see(BSN, GENNEP, REGISTER)).toMatchObject({ kind: 'refused' });
    for (const body of ['{', '{"pip":{}}', 'x'.repeat(2 * 1024 * 1024)]) {
      const { duo } = await startDuo(gives(200, body));
      expect(await duo.see(BSN, GENNEP, REGISTER)).toEqual({
        kind: 'refused',
        redenen: ['DUO zegt niet leesbaar welk PIP het heeft'],
      });
    }
  });
});

describe('a leerbaarheidstoets that is skipped', () => {
  const SKIP: LbtOrder = { over: 'leerbaarheidstoets', handeling: 'overslaan', datum: '2025-09-01' };

  it('takes the examennummer back, and DUO shows by a question whether it did', async () => {
    const { duo, received } = await startDuo(gives(200, { examennummer: 'A1' }));
    expect(await duo.tell(BSN, GENNEP, SKIP)).toEqual({ kind: 'done' });
    expect(received[0]).toMatchObject({
      method: 'DELETE',
      url: `/duo/personen/${BSN}/lbt/examennummer`,
      body: '',
    });
    expect(await duo.see(BSN, GENNEP, SKIP)).toEqual({ kind: 'seen', isDone: false });
    const { duo: gone } = await startDuo(gives(404));
    expect(await gone.see(BSN, GENNEP, SKIP)).toEqual({ kind: 'seen', isDone: true });
    expect(await gone.tell(BSN, GENNEP, SKIP)).toEqual({ kind: 'done' });
    const { duo: strange } = await startDuo(gives(200, []));
    expect(await strange.see(BSN, GENNEP, SKIP)).toMatchObject({ kind: 'refused' });
  });
});

describe('an inburgeringsaanbod', () => {
  const order = { over: 'inburgeringsaanbod', instellingsnummer: '0000012345', datum: '2025-10-20' } as const;
  const aanbod = { indicatorAlfabetiseringsonderwijs: 'AA', datumInburgeringsaanbod: '2025-11-03' } as const;

  it('goes to the school that it is of, and away from it without a body', async () => {
    const { duo, received } = await startDuo(gives(201));
    expect(await duo.tell(BSN, GENNEP, { ...order, handeling: 'registreren', aanbod })).toEqual({
      kind: 'done',
    });
    const url = `/duo/personen/${BSN}/Inburgeringsaanbod/0000012345`;
    expect(received[0]).toMatchObject({ method: 'POST', url });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(aanbod);
    for (const status of [204, 404]) {
      const { duo: other, received: calls } = await startDuo(gives(status));
      expect(await other.tell(BSN, GENNEP, { ...order, handeling: 'verwijderen' })).toEqual({
        kind: 'done',
      });
      expect(calls[0]).toMatchObject({ method: 'DELETE', url, body: '' });
    }
  });
});

describe('the results of a leerbaarheidstoets', () => {
  const RESULT = {
    resultaat: 'Onbekend',
    behaaldeScore: '0,00',
    benodigdeScore: '28,00',
    datumAfname: '2025-09-03',
  };
  const bron = '00000099000000004000';

  it('are asked as the gemeente, and none is an answer', async () => {
    const { duo, received } = await startDuo(gives(200, [RESULT]));
    expect(await duo.resultaten(BSN, GENNEP)).toEqual({ kind: 'seen', resultaten: [RESULT], bron });
    expect(received[0]).toMatchObject({ method: 'GET', url: `/duo/personen/${BSN}/lbt/resultaten` });
    expect(received[0]?.headers).toMatchObject({ bron: '00000099000009070000', doel: bron });
    const { duo: none } = await startDuo(gives(404));
    expect(await none.resultaten(BSN, GENNEP)).toEqual({ kind: 'seen', resultaten: [], bron });
  });

  it('are not known when DUO is away, will not say, or says what nobody can read', async () => {
    const { duo: away } = await startDuo(gives(503, '', { 'retry-after': '120' }));
    expect(await away.resultaten(BSN, GENNEP)).toMatchObject({ kind: 'later', retryAfterMs: 120_000 });
    const { duo: secret } = await startDuo(gives(403, [{ fouttekst: `Geen recht op ${BSN}` }]));
    expect(await secret.resultaten(BSN, GENNEP)).toEqual({
      kind: 'refused',
      redenen: ['Geen recht op [nummer]'],
    });
    for (const body of ['{', '{}', JSON.stringify([{ ...RESULT, behaaldeScore: '0.00' }])]) {
      const { duo } = await startDuo(gives(200, body));
      expect(await duo.resultaten(BSN, GENNEP)).toEqual({
        kind: 'refused',
        redenen: ['DUO zegt niet leesbaar welke uitslag het heeft'],
      });
    }
  });
});

describe('a contactpersoon', () => {
  const CONTACT = { naam: 'N. de Vries', email: 'n.devries@gennep.example', telefoonnummer: '0485494141' };

  it('is registered once, and linked to a person under the number that DUO gives', async () => {
    const { duo, received } = await startDuo(gives(201, { id: 42, contactpersoongegevens: CONTACT }));
    expect(await duo.registerContact(GENNEP, CONTACT)).toEqual({ kind: 'done', id: 42 });
    expect(received[0]).toMatchObject({ method: 'POST', url: '/duo/contactpersonen' });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(CONTACT);
    expect(await duo.linkContact(BSN, GENNEP, 42, 'registreren')).toEqual({ kind: 'done' });
    expect(await duo.changeContact(GENNEP, 42, CONTACT)).toEqual({ kind: 'done' });
    expect(await duo.linkContact(BSN, GENNEP, 42, 'verwijderen')).toEqual({ kind: 'done' });
    expect(received.slice(1).map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST /duo/contactpersonen/42/personen/${BSN}`,
      'PUT /duo/contactpersonen/42',
      `DELETE /duo/contactpersonen/42/personen/${BSN}`,
    ]);
  });

  it('that DUO refuses or does not know says so, and one without a number is none', async () => {
    const { duo } = await startDuo(gives(404));
    expect(await duo.linkContact(BSN, GENNEP, 42, 'registreren')).toMatchObject({
      kind: 'refused',
      isUnknown: true,
    });
    const { duo: strict } = await startDuo(gives(403, [{ fouttekst: 'Naam is ongeldig' }]));
    expect(await strict.registerContact(GENNEP, CONTACT)).toEqual({
      kind: 'refused',
      redenen: ['Naam is ongeldig'],
    });
    const { duo: strange } = await startDuo(gives(201, { id: 0 }));
    expect(await strange.registerContact(GENNEP, CONTACT)).toMatchObject({ kind: 'refused' });
    const { duo: away } = await startDuo(gives(504));
    expect(await away.registerContact(GENNEP, CONTACT)).toMatchObject({ kind: 'later', isUnanswered: true });
  });
});

it('what changes something at DUO goes over a connection of its own, which DUO cannot have closed by then', async () => {
  let connections = 0;
  const { duo, received } = await startDuo(gives(201));
  servers.at(-1)?.on('connection', () => {
    connections += 1;
  });
  for (const order of [REGISTER, REMOVE]) await duo.tell(BSN, GENNEP, order);
  expect([received.length, connections]).toEqual([2, 2]);
});
