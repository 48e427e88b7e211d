import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as https from 'node:https';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DuoIdentity, DuoSettings } from '../../../../adapters/duo/connection.ts';
import { createDuo } from '../../../../adapters/duo/duo.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { Bsn } from '../../../../contracts/base-types.ts';
import { HubError } from '../../../../domain/errors.ts';
import { known } from '../../../../domain/known.ts';
import { createCertificate } from '../certificate.ts';

/** The hub as client of DUO, with a server that can misbehave in every way. */

const BSN = Bsn.parse('999966133');
const GENNEP = '0907' as Gemeentecode;
const HUB_OIN = '00000099000000001000';
const OINS = { duoOin: '00000099000000004000', identityOf: async () => ({ oin: HUB_OIN }) };
const PLICHT = { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return address.port;
};

/** A server that answers as this function says, with the requests that it got. */
const startDuo = async (answerer: Answerer, settings: Partial<DuoSettings> = {}) => {
  const seen: IncomingMessage[] = [];
  const port = await listen(
    createServer((request, response) => {
      seen.push(request);
      answerer(request, response);
    }),
  );
  const duo = createDuo({ basisUrl: `http://127.0.0.1:${port}/duo`, ...OINS, ...settings });
  return { duo, seen };
};

const gives =
  (status: number, body: string | object = '', headers: Record<string, string> = {}): Answerer =>
  (_, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** The error of a failed question about the plicht. */
const errorOf = async (answerer: Answerer, settings: Partial<DuoSettings> = {}) => {
  const { duo } = await startDuo(answerer, settings);
  const error: unknown = await duo.query(BSN, ['inburgeringsplicht']).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HubError))
    throw new Error('DUO answered, or the error does not say what must follow');
  return error;
};

describe('the reason for an answer of DUO that breaks the contract', () => {
  const UITSLAG = {
    resultaat: 'B1-route haalbaar',
    behaaldeScore: '31,50',
    benodigdeScore: '28,00',
    datumAfname: '2025-10-01',
  };

  const reasonOf = async (body: string | Buffer): Promise<string> => {
    const { duo } = await startDuo((_, response) => {
      response.writeHead(200).end(body);
    });
    return duo.query(BSN, ['lbt/resultaten']).then(
      () => 'taken',
      (reason: unknown) => {
        if (!(reason instanceof HubError) || reason.followUp !== 'quarantaine') throw reason;
        return reason.message;
      },
    );
  };

  const withField = (field: object) => JSON.stringify([UITSLAG, { ...UITSLAG, ...field }]);

  it.each([
    [
      withField({ behaaldeScore: '31.50' }),
      'is ongeldig: 1/behaaldeScore is geschreven met een punt: een score is een getal met een komma en twee decimalen, bijvoorbeeld 31,50',
    ],
    [
      withField({ behaaldeScore: 'geheim' }),
      'is ongeldig: 1/behaaldeScore is geen score: een score is een getal met een komma en twee decimalen, bijvoorbeeld 31,50',
    ],
    [withField({ behaaldeScore: 31.5 }), 'is ongeldig: 1/behaaldeScore moet tekst zijn'],
    [withField({ datumAfname: '2999-01-01' }), 'is ongeldig: 1/datumAfname ligt in de toekomst'],
    [
      withField({ resultaat: 'B1\ufffd' }),
      'is ongeldig: 1/resultaat bevat het vervangteken U+FFFD: onderweg naar de hub ging een teken verloren',
    ],
    [
      '[{"resultaat":"Onbekend","resultaat":"Onbekend"}]',
      'is ongeldig: 0/resultaat staat er meer dan één keer',
    ],
    ['[', 'is geen JSON'],
    [Buffer.from('["é"]', 'latin1'), 'is geen UTF-8'],
  ])('names the field and the fault, and never the value: %s', async (body, expected) => {
    expect(await reasonOf(body)).toBe(`DUO: antwoord op lbt/resultaten ${expected}`);
  });

  it('is absent for an answer that keeps to the contract', async () => {
    expect(await reasonOf(withField({}))).toBe('taken');
  });
});

describe('a question to DUO', () => {
  it('is a GET with the headers of DUO’s specification, a new berichtId each time', async () => {
    const { duo, seen } = await startDuo(gives(200, PLICHT));
    await duo.query(BSN, ['inburgeringsplicht']);
    await duo.query(BSN, ['inburgeringsplicht']);
    expect(seen.map(({ method, url }) => [method, url])).toEqual([
      ['GET', `/duo/personen/${BSN}/inburgeringsplicht`],
      ['GET', `/duo/personen/${BSN}/inburgeringsplicht`],
    ]);
    for (const { headers } of seen) {
      expect(headers).toMatchObject({
        accept: 'application/json',
        bron: HUB_OIN,
        doel: OINS.duoOin,
        berichtid: expect.stringMatching(UUID),
      });
    }
    expect(new Set(seen.map(({ headers }) => headers['berichtid'])).size).toBe(2);
  });

  it('goes in the trace of what caused it, with every question; without one there is no such header', async () => {
    const { duo, seen } = await startDuo(gives(200, PLICHT));
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01';
    await duo.query(BSN, ['inburgeringsplicht'], GENNEP, traceparent);
    await duo.query(BSN, ['inburgeringsplicht'], GENNEP);
    expect(seen.map(({ headers }) => headers['traceparent'])).toEqual([traceparent, undefined]);
  });

  it('carries the OIN of the gemeente that the person belongs to, or that of the hub', async () => {
    const known: unknown[] = [];
    const { duo, seen } = await startDuo(gives(200, PLICHT), {
      identityOf: async (gemeente) => {
        known.push(gemeente);
        return { oin: gemeente === undefined ? HUB_OIN : `0000009900000${gemeente}000` };
      },
    });
    for (const gemeente of [GENNEP, undefined, '0796' as Gemeentecode, GENNEP]) {
      await duo.query(BSN, ['inburgeringsplicht', 'doelgroep'], gemeente);
    }
    expect([...new Set(seen.map(({ headers }) => headers['bron']))]).toEqual([
      '00000099000000907000',
      HUB_OIN,
      '00000099000000796000',
    ]);
    expect(known).toEqual(['0907', undefined, '0796']);
  });

  it('looks the identity of a gemeente up again when that failed before', async () => {
    let tries = 0;
    const { duo } = await startDuo(gives(200, PLICHT), {
      identityOf: async () => {
        tries += 1;
        if (tries === 1) throw new Error('secret away');
        return { oin: HUB_OIN };
      },
    });
    await expect(duo.query(BSN, ['inburgeringsplicht'], GENNEP)).rejects.toThrow('secret away');
    expect((await duo.query(BSN, ['inburgeringsplicht'], GENNEP)).antwoorden).toEqual({
      inburgeringsplicht: PLICHT,
    });
  });

  it('looks the identity of a gemeente up anew after an answer 401, and after no other', async () => {
    const statuses = [200, 403, 503, 401];
    let read = 0;
    const { duo } = await startDuo(
      (request, response) => gives(statuses.shift() ?? 200, PLICHT)(request, response),
      {
        identityOf: async () => {
          read += 1;
          return { oin: HUB_OIN };
        },
      },
    );
    const readAfter: number[] = [];
    for (let question = 1; question <= 6; question += 1) {
      await duo.query(BSN, ['inburgeringsplicht'], GENNEP).catch(() => undefined);
      readAfter.push(read);
    }
    expect(readAfter).toEqual([1, 1, 1, 1, 2, 2]);
  });

  it('that DUO refuses with 403 leads to a reason that names the organisation as which the hub asked', async () => {
    const { duo } = await startDuo(gives(403));
    await expect(duo.query(BSN, ['inburgeringsplicht'], GENNEP)).rejects.toMatchObject({
      followUp: 'quarantaine',
      message:
        'DUO: weigert inburgeringsplicht met status 403: deze persoon hoort volgens DUO niet bij gemeente 0907',
    });
    await expect(duo.query(BSN, ['inburgeringsplicht'])).rejects.toMatchObject({
      followUp: 'quarantaine',
      message: expect.stringContaining('niet bij de hub, die zonder gemeente vroeg'),
    });
  });

  it('keeps the path of the base address, with or without a slash at its end', async () => {
    const { seen } = await startDuo(gives(200, PLICHT));
    const port = seen.length === 0 ? servers[0]?.address() : undefined;
    if (typeof port !== 'object' || port === null) throw new Error('no address');
    for (const end of ['', '/', '/inburgering', '/inburgering/v1/']) {
      const duo = createDuo({ basisUrl: `http://127.0.0.1:${port.port}${end}`, ...OINS });
      await duo.query(BSN, ['doelgroep']).catch(() => undefined);
    }
    expect(seen.map(({ url }) => url)).toEqual([
      `/personen/${BSN}/doelgroep`,
      `/personen/${BSN}/doelgroep`,
      `/inburgering/personen/${BSN}/doelgroep`,
      `/inburgering/v1/personen/${BSN}/doelgroep`,
    ]);
  });

  it('gives the answers by question, and leaves out those that DUO does not have', async () => {
    const { duo } = await startDuo((request, response) =>
      request.url?.endsWith('doelgroep')
        ? response.writeHead(404).end('{"type":"https://duo.example/fout"}')
        : response.writeHead(200).end(JSON.stringify(PLICHT)),
    );
    expect(await duo.query(BSN, ['inburgeringsplicht', 'doelgroep'])).toEqual({
      antwoorden: { inburgeringsplicht: PLICHT },
      unknownFields: 0,
    });
  });

  it('counts unknown members within a known member too', async () => {
    const pip = { dagtekeningPip: '2025-10-19', leerroute: 'B' };
    const { duo } = await startDuo(gives(200, { gemeentecode: '0907', nieuw: 1, pip: { ...pip, ander: 2 } }));
    expect(await duo.query(BSN, ['PIP'])).toEqual({
      antwoorden: { PIP: { gemeentecode: '0907', pip } },
      unknownFields: 2,
    });
  });

  it('takes the end of the calendar for the end of what has none', async () => {
    const open = { ...PLICHT, einddatum: '9999-12-31' };
    const { duo } = await startDuo(gives(200, open));
    expect((await duo.query(BSN, ['inburgeringsplicht'])).antwoorden).toEqual({ inburgeringsplicht: open });
  });

  it.each([
    [
      'inburgeringsplicht',
      { ...PLICHT, datumKennisgevingInburgeringsplicht: '9999-12-31' },
      'datumKennisgevingInburgeringsplicht',
    ],
    ['inburgeringsplicht', { ...PLICHT, einddatum: '0001-01-01' }, 'einddatum'],
    ['inburgeringstermijn', { startdatum: '0000-01-01', einddatum: '2028-10-20' }, 'startdatum'],
    [
      'PIP',
      { gemeentecode: '0907', pip: { dagtekeningPip: '9999-12-31', leerroute: 'B' } },
      'pip/dagtekeningPip',
    ],
    [
      'vrijstellingen',
      [{}, { TijdelijkeVrijstelling: { oordeel: 'Toekenning', reden: 'DIP', einddatum: '2200-01-01' } }],
      '1/TijdelijkeVrijstelling/einddatum',
    ],
  ] as const)(
    'has an answer on %s with a day that nobody means go to quarantine, with its place',
    async (query, answer, place) => {
      const { duo } = await startDuo(gives(200, answer));
      await expect(duo.query(BSN, [query])).rejects.toMatchObject({
        followUp: 'quarantaine',
        message: `DUO: antwoord op ${query} is ongeldig: ${place} ligt niet in de jaren 1900 tot en met 2199`,
      });
    },
  );

  it('drops and counts unknown members, also within a list', async () => {
    const resultaat = {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '36,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-10-17',
    };
    const { duo } = await startDuo((request, response) =>
      response.writeHead(200).end(
        JSON.stringify(
          request.url?.endsWith('resultaten')
            ? [
                { ...resultaat, nieuw: 1 },
                { ...resultaat, nieuw: 2, ander: 3 },
              ]
            : { ...PLICHT, kenmerk: 'x' },
        ),
      ),
    );
    expect(await duo.query(BSN, ['inburgeringsplicht', 'lbt/resultaten'])).toEqual({
      antwoorden: { inburgeringsplicht: PLICHT, 'lbt/resultaten': [resultaat, resultaat] },
      unknownFields: 4,
    });
  });
});

describe('a failure of DUO that can pass', () => {
  it.each([500, 502, 503, 504, 429, 401, 408])(
    'makes the hub ask again later when it is status %i',
    async (status) => {
      const error = await errorOf(gives(status, { bsn: BSN }));
      expect(error.followUp).toBe('postpone');
      expect(error.message).not.toContain(BSN);
    },
  );

  it('makes the hub ask again later when there is no answer in time', async () => {
    const error = await errorOf(() => undefined, { timeoutMs: 50 });
    expect(error.followUp).toBe('postpone');
  });

  it('makes the hub ask again later when the answer stops halfway', async () => {
    const halfway: Answerer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"indicator');
    };
    expect((await errorOf(halfway, { timeoutMs: 100 })).followUp).toBe('postpone');
    const broken: Answerer = (request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"indicator', () => request.socket.resetAndDestroy());
    };
    expect((await errorOf(broken)).followUp).toBe('postpone');
  });

  it('is asked again at once when the connection of an earlier question turns out to be closed', async () => {
    const answers = [gives(200, PLICHT), (request: IncomingMessage) => void request.socket.destroy()];
    const { duo, seen } = await startDuo((request, response) =>
      (answers.shift() ?? gives(200, PLICHT))(request, response),
    );
    await duo.query(BSN, ['inburgeringsplicht']);
    expect((await duo.query(BSN, ['inburgeringsplicht'])).antwoorden).toEqual({ inburgeringsplicht: PLICHT });
    expect(seen).toHaveLength(3);
  });

  it('makes the hub ask again later when the connection breaks or is refused', async () => {
    const error = await errorOf((request) => request.socket.resetAndDestroy());
    expect(error.followUp).toBe('postpone');
    expect(error.message).not.toContain(BSN);
    const closed = createDuo({ basisUrl: 'http://127.0.0.1:9', ...OINS });
    await expect(closed.query(BSN, ['doelgroep'])).rejects.toMatchObject({ followUp: 'postpone' });
  });

  it('makes the hub ask all questions again later when it concerns one of them', async () => {
    const { duo } = await startDuo((request, response) =>
      request.url?.endsWith('doelgroep')
        ? response.writeHead(503).end()
        : response.writeHead(200).end(JSON.stringify(PLICHT)),
    );
    await expect(duo.query(BSN, ['inburgeringsplicht', 'doelgroep'])).rejects.toMatchObject({
      followUp: 'postpone',
    });
  });

  it('makes the hub ask again later also when its answer is too long to read', async () => {
    expect((await errorOf(gives(503, 'x'.repeat(2 * 1024 * 1024)))).followUp).toBe('postpone');
  });
});

describe('an answer of DUO that asking again would not change', () => {
  const SECRET = 'Qasim';
  it.each<[string, Answerer]>([
    ['a refusal (400)', gives(400, { reden: SECRET, bsn: BSN })],
    ['a refusal (403)', gives(403, SECRET)],
    ['no content (204)', gives(204)],
    ['a redirect', gives(302, '', { location: `https://elders.example/${BSN}` })],
    ['not JSON', gives(200, `<html>${SECRET} ${BSN}</html>`)],
    ['empty', gives(200)],
    ['JSON null', gives(200, 'null')],
    ['a value that the contract does not know', gives(200, { indicatorInburgeringsplicht: SECRET })],
    ['another shape', gives(200, [{ ...PLICHT, naam: SECRET, bsn: BSN }])],
    ['larger than any answer can be', gives(200, { ...PLICHT, naam: SECRET.repeat(300_000) })],
  ])('%s goes to quarantine, with a reason that shows nothing of it', async (_, answerer) => {
    const error = await errorOf(answerer);
    expect(error.followUp).toBe('quarantaine');
    expect(error.message).toContain('inburgeringsplicht');
    expect(error.message).not.toContain(BSN);
    expect(error.message).not.toContain(SECRET);
  });

  it('leads to a reason that names the wrong members', async () => {
    const error = await errorOf(gives(200, { ...PLICHT, begindatum: '06-06-2025' }));
    expect(error.message).toContain('begindatum');
    expect(error.message).not.toContain('06-06-2025');
  });

  it('is not followed when it is a redirect', async () => {
    const { duo, seen } = await startDuo(gives(302, '', { location: '/duo/ergens/anders' }));
    await expect(duo.query(BSN, ['doelgroep'])).rejects.toBeInstanceOf(HubError);
    expect(seen).toHaveLength(1);
  });
});

describe('a connection to DUO with certificates', () => {
  const server = createCertificate('duo.example');
  const hub = createCertificate('hub.example');

  /** A DUO that knows the hub by one certificate; the hub finds these in its secret, one after the other. */
  const safeDuo = async (...certificates: readonly NonNullable<DuoIdentity['certificate']>[]) => {
    const found = [...certificates];
    const names: string[] = [];
    const port = await listen(
      https.createServer({ ...server, ca: hub.cert, requestCert: true }, (request, response) => {
        const { socket } = request;
        if (socket instanceof TLSSocket) names.push(String(socket.getPeerCertificate().subject.CN));
        response.end(JSON.stringify(PLICHT));
      }),
    );
    const duo = createDuo({
      basisUrl: `https://127.0.0.1:${port}`,
      ...OINS,
      identityOf: async () => ({ oin: HUB_OIN, ...known({ certificate: found.shift() }) }),
    });
    return { names, query: () => duo.query(BSN, ['inburgeringsplicht']) };
  };

  it('shows the certificate of the hub and checks that of DUO', async () => {
    const { names, query } = await safeDuo({ ...hub, ca: server.cert });
    expect((await query()).antwoorden).toEqual({ inburgeringsplicht: PLICHT });
    expect(names).toEqual(['hub.example']);
  });

  it('asks nothing of a server whose certificate it does not trust, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { names, query } = await safeDuo(hub);
    await expect(query()).rejects.toMatchObject({ followUp: 'postpone' });
    expect(names).toEqual([]);
  });

  it('is refused by DUO without a certificate of the hub that it knows', async () => {
    const { names, query } = await safeDuo({ ...createCertificate('ander.example'), ca: server.cert });
    await expect(query()).rejects.toMatchObject({ followUp: 'postpone' });
    expect(names).toEqual([]);
  });

  it('shows a certificate that was renewed at the next question after DUO refused the earlier one', async () => {
    const expired = { ...createCertificate('vorig.example'), ca: server.cert };
    const { names, query } = await safeDuo(expired, { ...hub, ca: server.cert });
    await expect(query()).rejects.toMatchObject({ followUp: 'postpone' });
    expect((await query()).antwoorden).toEqual({ inburgeringsplicht: PLICHT });
    expect(names).toEqual(['hub.example']);
  });
});
