import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDuoStandIn, DUO_MOUNT } from '../../../../local/duo/stand-in.ts';

const HEADERS = {
  bron: '00000099000000001000',
  doel: '00000099000000004000',
  berichtId: '6f1f0d9b-3c52-4b0e-9a77-2f0d5a347c1b',
};
const BSN = '999966133';
const UITSLAG = [
  {
    resultaat: 'B1-route haalbaar',
    behaaldeScore: '36,00',
    benodigdeScore: '28,00',
    datumAfname: '2025-10-17',
  },
];

let folder: string;
let server: Server;
let baseUrl: string;

const begin = async (dataDir?: string): Promise<void> => {
  server = createServer(createDuoStandIn(dataDir === undefined ? {} : { dataDir }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  baseUrl = `http://127.0.0.1:${address.port}${DUO_MOUNT}`;
};

const end = async (): Promise<void> => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
};

const query = (
  key: string,
  options: { bsn?: string; headers?: Record<string, string>; method?: string } = {},
) =>
  fetch(`${baseUrl}/personen/${options.bsn ?? BSN}/${key}`, {
    method: options.method ?? 'GET',
    headers: options.headers ?? HEADERS,
  });

const send = (path: string, body: unknown) =>
  fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const put = (responses: Record<string, unknown>, bsn = BSN) =>
  send('/antwoorden', { bsn, antwoorden: responses });

describe('the stand-in for DUO', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duo-'));
    await begin();
  });

  afterEach(async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives the answer that was set, with the version of that API and the berichtId of the request', async () => {
    expect((await put({ 'lbt/resultaten': UITSLAG })).status).toBe(204);
    const response = await query('lbt/resultaten');
    expect(response.status).toBe(200);
    expect(response.headers.get('API-Version')).toBe('1.2.0');
    expect(response.headers.get('berichtId')).toBe(HEADERS.berichtId);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(UITSLAG);
  });

  it.each(['inburgeringsplicht', 'doelgroep', 'lbt/resultaten', 'lbt/examennummer', 'PIP'])(
    'answers 404 to %s as long as nothing is set',
    async (key) => {
      const response = await query(key);
      expect(response.status).toBe(404);
      expect(response.headers.get('API-Version')).toMatch(/^\d+\.\d+\.\d+$/);
    },
  );

  it('keeps the answers of persons and questions apart', async () => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' } });
    expect((await query('doelgroep', { bsn: '999928193' })).status).toBe(404);
    expect((await query('inburgeringsplicht')).status).toBe(404);
  });

  it('gives the latest answer to a question, keeps those to other questions, and removes one with null', async () => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' }, 'lbt/examennummer': { examennummer: 'E1' } });
    await put({ 'lbt/examennummer': { examennummer: 'E2' }, doelgroep: null });
    expect(await (await query('lbt/examennummer')).json()).toEqual({ examennummer: 'E2' });
    expect((await query('doelgroep')).status).toBe(404);
  });

  it.each([
    ['without bron', { doel: HEADERS.doel, berichtId: HEADERS.berichtId }],
    ['without doel', { bron: HEADERS.bron, berichtId: HEADERS.berichtId }],
    ['without berichtId', { bron: HEADERS.bron, doel: HEADERS.doel }],
    ['with an OIN of nineteen digits', { ...HEADERS, bron: HEADERS.bron.slice(1) }],
    ['with a berichtId that is no UUID', { ...HEADERS, berichtId: 'bericht-1' }],
  ])('refuses a request %s', async (_what, headers) => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' } });
    const response = await query('doelgroep', { headers });
    expect(response.status).toBe(400);
    expect(response.headers.get('API-Version')).toBe('1.2.2');
  });

  it('refuses a BSN that is not nine digits', async () => {
    expect((await query('doelgroep', { bsn: '12345' })).status).toBe(400);
  });

  it('allows nothing but GET on a person', async () => {
    const response = await query('doelgroep', { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
  });

  it.each(['{', JSON.stringify({ bsn: '1', antwoorden: {} }), JSON.stringify({ bsn: BSN })])(
    'refuses a malformed setting without repeating it',
    async (body) => {
      const response = await send('/antwoorden', body);
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain(BSN);
    },
  );

  it('is down for every person until that is undone', async () => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' } });
    await send('/storing', {});
    expect((await query('doelgroep')).status).toBe(503);
    expect((await query('doelgroep', { bsn: '999928193' })).status).toBe(503);
    await fetch(`${baseUrl}/storing`, { method: 'DELETE' });
    expect((await query('doelgroep')).status).toBe(200);
  });

  it('refuses requests about one person a number of times, and none about others', async () => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' } });
    await put({ doelgroep: { indeling: 'Asielstatushouder' } }, '999928193');
    await send('/storing', { status: 403, bsn: BSN, aantal: 2 });
    expect((await query('doelgroep')).status).toBe(403);
    expect((await query('doelgroep', { bsn: '999928193' })).status).toBe(200);
    expect((await query('doelgroep')).status).toBe(403);
    expect((await query('doelgroep')).status).toBe(200);
  });

  it('hangs when that is set, until the caller gives up', async () => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' } });
    await send('/storing', { vertragingMs: 600_000, aantal: 1 });
    const patience = new AbortController();
    const attempt = fetch(`${baseUrl}/personen/${BSN}/doelgroep`, {
      headers: HEADERS,
      signal: patience.signal,
    });
    await once(server, 'request');
    patience.abort();
    await expect(attempt).rejects.toThrow();
    expect((await query('doelgroep')).status).toBe(200);
  });

  it('answers normally after a delay when only a delay is set', async () => {
    await put({ doelgroep: { indeling: 'Asielstatushouder' } });
    await send('/storing', { vertragingMs: 20, aantal: 1 });
    expect((await query('doelgroep')).status).toBe(200);
  });

  it('keeps its answers over a restart when it has a folder, and leaves no half-written file', async () => {
    await end();
    await begin(folder);
    const personen = ['999966133', '999928193', '999986570', '999948751'];
    await Promise.all(personen.map((bsn, n) => put({ 'lbt/examennummer': { examennummer: `E${n}` } }, bsn)));
    await end();
    await begin(folder);
    for (const [n, bsn] of personen.entries()) {
      expect(await (await query('lbt/examennummer', { bsn })).json()).toEqual({ examennummer: `E${n}` });
    }
    expect(await readdir(folder)).toEqual(['duo-antwoorden.json']);
  });
});
