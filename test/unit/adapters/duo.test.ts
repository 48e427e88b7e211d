import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as https from 'node:https';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type DuoInstellingen, maakDuo } from '../../../adapters/duo.ts';
import { Bsn } from '../../../contracts/basistypen.ts';
import { HubFout } from '../../../domain/fouten.ts';
import { maakCertificaat } from './certificaat.ts';

/** The hub as DUO's client, against a server that can do everything wrong. */

const BSN = Bsn.parse('999966133');
const OINS = { hubOin: '00000099000000001000', duoOin: '00000099000000004000' };
const PLICHT = { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Antwoorder = (verzoek: IncomingMessage, antwoord: ServerResponse) => void;

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const luister = async (server: Server): Promise<number> => {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const adres = server.address();
  if (typeof adres !== 'object' || adres === null) throw new Error('geen adres');
  return adres.port;
};

/** DUO as this function answers, and the requests that it saw. */
const duoDie = async (antwoorder: Antwoorder, instellingen: Partial<DuoInstellingen> = {}) => {
  const gezien: IncomingMessage[] = [];
  const poort = await luister(
    createServer((verzoek, antwoord) => {
      gezien.push(verzoek);
      antwoorder(verzoek, antwoord);
    }),
  );
  const duo = maakDuo({ basisUrl: `http://127.0.0.1:${poort}/duo`, ...OINS, ...instellingen });
  return { duo, gezien };
};

const geeft =
  (status: number, body: string | object = '', headers: Record<string, string> = {}): Antwoorder =>
  (_, antwoord) => {
    antwoord.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** How asking for the plicht fails. */
const foutVan = async (antwoorder: Antwoorder, instellingen: Partial<DuoInstellingen> = {}) => {
  const { duo } = await duoDie(antwoorder, instellingen);
  const fout: unknown = await duo.bevraag(BSN, ['inburgeringsplicht']).then(
    () => undefined,
    (reden: unknown) => reden,
  );
  if (!(fout instanceof HubFout)) throw new Error('DUO vragen lukte, of faalde zonder vervolg');
  return fout;
};

describe('an answer of DUO that is not as agreed says in the reason which field, and never its value', () => {
  const UITSLAG = {
    resultaat: 'B1-route haalbaar',
    behaaldeScore: '31,50',
    benodigdeScore: '28,00',
    datumAfname: '2025-10-01',
  };

  const reasonOf = async (body: string | Buffer): Promise<string> => {
    const { duo } = await duoDie((_, antwoord) => {
      antwoord.writeHead(200).end(body);
    });
    return duo.bevraag(BSN, ['lbt/resultaten']).then(
      () => 'taken',
      (reason: unknown) => {
        if (!(reason instanceof HubFout) || reason.vervolg !== 'quarantaine') throw reason;
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
  ])('%s', async (body, expected) => {
    expect(await reasonOf(body)).toBe(`DUO: antwoord op lbt/resultaten ${expected}`);
  });

  it('and is taken when it is', async () => {
    expect(await reasonOf(withField({}))).toBe('taken');
  });
});

describe('a question to DUO', () => {
  it('is a GET with the headers of DUO’s specification, a new berichtId each time', async () => {
    const { duo, gezien } = await duoDie(geeft(200, PLICHT));
    await duo.bevraag(BSN, ['inburgeringsplicht']);
    await duo.bevraag(BSN, ['inburgeringsplicht']);
    expect(gezien.map(({ method, url }) => [method, url])).toEqual([
      ['GET', `/duo/personen/${BSN}/inburgeringsplicht`],
      ['GET', `/duo/personen/${BSN}/inburgeringsplicht`],
    ]);
    for (const { headers } of gezien) {
      expect(headers).toMatchObject({
        accept: 'application/json',
        bron: OINS.hubOin,
        doel: OINS.duoOin,
        berichtid: expect.stringMatching(UUID),
      });
    }
    expect(new Set(gezien.map(({ headers }) => headers['berichtid'])).size).toBe(2);
  });

  it('keeps the path of the base address, with or without a slash at its end', async () => {
    const { gezien } = await duoDie(geeft(200, PLICHT));
    const poort = gezien.length === 0 ? servers[0]?.address() : undefined;
    if (typeof poort !== 'object' || poort === null) throw new Error('geen adres');
    for (const einde of ['', '/', '/inburgering', '/inburgering/v1/']) {
      const duo = maakDuo({ basisUrl: `http://127.0.0.1:${poort.port}${einde}`, ...OINS });
      await duo.bevraag(BSN, ['doelgroep']).catch(() => undefined);
    }
    expect(gezien.map(({ url }) => url)).toEqual([
      `/personen/${BSN}/doelgroep`,
      `/personen/${BSN}/doelgroep`,
      `/inburgering/personen/${BSN}/doelgroep`,
      `/inburgering/v1/personen/${BSN}/doelgroep`,
    ]);
  });

  it('gives the answers under their questions and leaves out what DUO does not have', async () => {
    const { duo } = await duoDie((verzoek, antwoord) =>
      verzoek.url?.endsWith('doelgroep')
        ? antwoord.writeHead(404).end('{"type":"https://duo.example/fout"}')
        : antwoord.writeHead(200).end(JSON.stringify(PLICHT)),
    );
    expect(await duo.bevraag(BSN, ['inburgeringsplicht', 'doelgroep'])).toEqual({
      antwoorden: { inburgeringsplicht: PLICHT },
      onbekendeVelden: 0,
    });
  });

  it('drops and counts members that the contract does not know, also within a list', async () => {
    const resultaat = {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '36,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-10-17',
    };
    const { duo } = await duoDie((verzoek, antwoord) =>
      antwoord.writeHead(200).end(
        JSON.stringify(
          verzoek.url?.endsWith('resultaten')
            ? [
                { ...resultaat, nieuw: 1 },
                { ...resultaat, nieuw: 2, ander: 3 },
              ]
            : { ...PLICHT, kenmerk: 'x' },
        ),
      ),
    );
    expect(await duo.bevraag(BSN, ['inburgeringsplicht', 'lbt/resultaten'])).toEqual({
      antwoorden: { inburgeringsplicht: PLICHT, 'lbt/resultaten': [resultaat, resultaat] },
      onbekendeVelden: 4,
    });
  });
});

describe('DUO that cannot answer now', () => {
  it.each([500, 502, 503, 504, 429, 401, 408])('with status %i is asked again later', async (status) => {
    const fout = await foutVan(geeft(status, { bsn: BSN }));
    expect(fout.vervolg).toBe('later opnieuw');
    expect(fout.message).not.toContain(BSN);
  });

  it('because it does not answer in time is asked again later', async () => {
    const fout = await foutVan(() => undefined, { tijdslimietMs: 50 });
    expect(fout.vervolg).toBe('later opnieuw');
  });

  it('because it stops halfway its answer is asked again later', async () => {
    const halverwege: Antwoorder = (_, antwoord) => {
      antwoord.writeHead(200, { 'content-length': '1000' }).write('{"indicator');
    };
    expect((await foutVan(halverwege, { tijdslimietMs: 100 })).vervolg).toBe('later opnieuw');
    const verbroken: Antwoorder = (verzoek, antwoord) => {
      antwoord.writeHead(200, { 'content-length': '1000' });
      antwoord.write('{"indicator', () => verzoek.socket.resetAndDestroy());
    };
    expect((await foutVan(verbroken)).vervolg).toBe('later opnieuw');
  });

  it('because it breaks the connection, or does not listen, is asked again later', async () => {
    const fout = await foutVan((verzoek) => verzoek.socket.resetAndDestroy());
    expect(fout.vervolg).toBe('later opnieuw');
    expect(fout.message).not.toContain(BSN);
    const dicht = maakDuo({ basisUrl: 'http://127.0.0.1:9', ...OINS });
    await expect(dicht.bevraag(BSN, ['doelgroep'])).rejects.toMatchObject({ vervolg: 'later opnieuw' });
  });

  it('for one of several questions is asked all of them again later', async () => {
    const { duo } = await duoDie((verzoek, antwoord) =>
      verzoek.url?.endsWith('doelgroep')
        ? antwoord.writeHead(503).end()
        : antwoord.writeHead(200).end(JSON.stringify(PLICHT)),
    );
    await expect(duo.bevraag(BSN, ['inburgeringsplicht', 'doelgroep'])).rejects.toMatchObject({
      vervolg: 'later opnieuw',
    });
  });

  it('and says so at length is asked again later all the same', async () => {
    expect((await foutVan(geeft(503, 'x'.repeat(2 * 1024 * 1024)))).vervolg).toBe('later opnieuw');
  });
});

describe('an answer of DUO that asking again will not change', () => {
  const GEHEIM = 'Qasim';
  it.each<[string, Antwoorder]>([
    ['a refusal (400)', geeft(400, { reden: GEHEIM, bsn: BSN })],
    ['a refusal (403)', geeft(403, GEHEIM)],
    ['no content (204)', geeft(204)],
    ['a redirect', geeft(302, '', { location: `https://elders.example/${BSN}` })],
    ['not JSON', geeft(200, `<html>${GEHEIM} ${BSN}</html>`)],
    ['empty', geeft(200)],
    ['JSON null', geeft(200, 'null')],
    ['a value that the contract does not know', geeft(200, { indicatorInburgeringsplicht: GEHEIM })],
    ['another shape', geeft(200, [{ ...PLICHT, naam: GEHEIM, bsn: BSN }])],
    ['larger than any answer can be', geeft(200, { ...PLICHT, naam: GEHEIM.repeat(300_000) })],
  ])('%s goes to quarantine, with a reason that shows nothing of it', async (_, antwoorder) => {
    const fout = await foutVan(antwoorder);
    expect(fout.vervolg).toBe('quarantaine');
    expect(fout.message).toContain('inburgeringsplicht');
    expect(fout.message).not.toContain(BSN);
    expect(fout.message).not.toContain(GEHEIM);
  });

  it('names the members that are wrong', async () => {
    const fout = await foutVan(geeft(200, { ...PLICHT, begindatum: '06-06-2025' }));
    expect(fout.message).toContain('begindatum');
    expect(fout.message).not.toContain('06-06-2025');
  });

  it('is not followed when it points elsewhere', async () => {
    const { duo, gezien } = await duoDie(geeft(302, '', { location: '/duo/ergens/anders' }));
    await expect(duo.bevraag(BSN, ['doelgroep'])).rejects.toBeInstanceOf(HubFout);
    expect(gezien).toHaveLength(1);
  });
});

describe('a connection to DUO with certificates', () => {
  const server = maakCertificaat('duo.example');
  const hub = maakCertificaat('hub.example');

  const veiligeDuo = async (certificaat?: DuoInstellingen['certificaat']) => {
    const namen: string[] = [];
    const poort = await luister(
      https.createServer({ ...server, ca: hub.cert, requestCert: true }, (verzoek, antwoord) => {
        const { socket } = verzoek;
        if (socket instanceof TLSSocket) namen.push(String(socket.getPeerCertificate().subject.CN));
        antwoord.end(JSON.stringify(PLICHT));
      }),
    );
    const duo = maakDuo({
      basisUrl: `https://127.0.0.1:${poort}`,
      ...OINS,
      ...(certificaat === undefined ? {} : { certificaat }),
    });
    return { namen, bevraag: () => duo.bevraag(BSN, ['inburgeringsplicht']) };
  };

  it('shows the certificate of the hub and checks that of DUO', async () => {
    const { namen, bevraag } = await veiligeDuo({ ...hub, ca: server.cert });
    expect((await bevraag()).antwoorden).toEqual({ inburgeringsplicht: PLICHT });
    expect(namen).toEqual(['hub.example']);
  });

  it('asks nothing of a server whose certificate it does not trust', async () => {
    const { namen, bevraag } = await veiligeDuo(hub);
    await expect(bevraag()).rejects.toMatchObject({ vervolg: 'later opnieuw' });
    expect(namen).toEqual([]);
  });

  it('is refused by DUO without a certificate of the hub that it knows', async () => {
    const { namen, bevraag } = await veiligeDuo({ ...maakCertificaat('ander.example'), ca: server.cert });
    await expect(bevraag()).rejects.toMatchObject({ vervolg: 'later opnieuw' });
    expect(namen).toEqual([]);
  });
});
