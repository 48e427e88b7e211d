import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { HEADERS, serveDuoStandIn } from './support/duo-server.ts';
import { readStandard, STANDARDS } from './support/schemas.ts';

/** The stand-in answers every GET of DUO's files, and refuses a request when and how those files say that DUO does. */

const Specification = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({
          responses: z.record(
            z.string(),
            z.object({ headers: z.record(z.string(), z.unknown()), content: z.unknown().optional() }),
          ),
        })
        .optional(),
    }),
  ),
});

const files = readdirSync(join(STANDARDS, 'duo')).filter((file) => file.endsWith('.openapi.yml'));

const operations = files.flatMap((file) => {
  const { info, paths } = Specification.parse(parse(readStandard('duo', file)));
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined ? [] : [{ path, version: info.version, responses: get.responses }],
  );
});

const BSN = '999966133';

const address = serveDuoStandIn();

const get = (path: string, headers: Record<string, string> = HEADERS, bsn = BSN) =>
  fetch(`${address()}${path.replace('{bsn}', bsn)}`, { headers });

const put = (path: string, answer: unknown, bron?: string) => {
  const [, key = path.slice(1)] = /^\/personen\/\{bsn\}\/(.+)$/.exec(path) ?? [];
  const of = path.includes('{bsn}') ? { bsn: BSN } : {};
  const body = { ...of, antwoorden: { [key]: answer }, ...(bron === undefined ? {} : { bron }) };
  return fetch(`${address()}/antwoorden`, { method: 'POST', body: JSON.stringify(body) });
};

it('the files of DUO hold eighteen GETs', () => {
  expect(files).toHaveLength(12);
  expect(operations).toHaveLength(18);
});

describe.each(operations)('GET $path', ({ path, version, responses }) => {
  const isPersonal = path.includes('{bsn}');

  /** Checks that DUO's file has this status, with these headers, and a body only where the file has one. */
  const isAsDescribed = async (response: Response): Promise<void> => {
    const described = responses[String(response.status)];
    expect(described, `status ${response.status}`).toBeDefined();
    for (const name of Object.keys(described?.headers ?? {})) {
      expect(response.headers.get(name), name).toBe(version);
    }
    if (described?.content === undefined) expect(await response.text()).toBe('');
  };

  it('is answered with 404 as long as no answer is set, or with an empty list when it is not about a person', async () => {
    const response = await get(path);
    expect(response.status).toBe(isPersonal ? 404 : 200);
    await isAsDescribed(response);
  });

  it('is refused with 400 without bron, or with a BSN of the wrong length', async () => {
    const { bron: _, ...withoutBron } = HEADERS;
    const refused = [
      await get(path, withoutBron),
      ...(isPersonal ? [await get(path, HEADERS, '9999661')] : []),
    ];
    for (const response of refused) {
      expect(response.status).toBe(400);
      await isAsDescribed(response);
    }
  });

  it('is answered with what was set, and with 403 when the answer was set for another bron', async () => {
    const answer = [{ naam: path }];
    expect((await put(path, answer)).status).toBe(204);
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('berichtId')).toBe(HEADERS.berichtId);
    await isAsDescribed(response);
    expect(await response.json()).toEqual(answer);
    if (!isPersonal) return;
    await put(path, answer, '00000099000007960000');
    const refused = await get(path);
    expect(refused.status).toBe(403);
    await isAsDescribed(refused);
    await put(path, null, HEADERS.bron);
  });
});

it('a resource that DUO’s files do not have is 404', async () => {
  for (const path of [
    '/personen/{bsn}/nieuw',
    '/personen/{bsn}/inburgeringsplicht/nieuw',
    '/personen',
    '/uren',
  ]) {
    expect((await get(path)).status, path).toBe(404);
  }
});

describe('PIP', () => {
  const PATH = `/personen/${BSN}/PIP`;
  const call = (method: string, body?: unknown, headers: Record<string, string> = HEADERS) =>
    fetch(`${address()}${PATH}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const set = (antwoorden: Record<string, unknown>) =>
    fetch(`${address()}/antwoorden`, { method: 'POST', body: JSON.stringify({ bsn: BSN, antwoorden }) });
  const fresh = () =>
    set({
      PIP: null,
      inburgeringsplicht: null,
      doelgroep: null,
      vestiging: null,
      inburgeringstermijn: null,
      uren: null,
    });
  const pip = { dagtekeningPip: '2025-10-01', leerroute: 'B' };
  const texts = async (response: Response): Promise<readonly string[]> =>
    ((await response.json()) as { fouttekst: string }[]).map(({ fouttekst }) => fouttekst);

  it('is taken, held with its gemeente and the niveau that DUO reads in it, and removed', async () => {
    await fresh();
    expect((await call('POST', pip)).status).toBe(201);
    expect(await (await call('GET')).json()).toEqual({ gemeentecode: '0907', pip: { ...pip, niveau: 'B1' } });
    expect((await call('DELETE')).status).toBe(200);
    expect((await call('DELETE')).status).toBe(404);
    expect((await call('GET')).status).toBe(404);
  });

  it.each([
    [{ inburgeringsplicht: { begindatum: '2025-10-02' } }, pip],
    [{ PIP: { gemeentecode: '0796', pip: { ...pip, dagtekeningPip: '2025-10-02' } } }, pip],
    [{ vestiging: '2025-10-02' }, pip],
    [{}, { ...pip, niveau: 'A2' }],
    [{}, { ...pip, leerroute: 'O', niveau: 'A2' }],
    [{}, { ...pip, leerroute: 'Z', niveau: 'B1' }],
    [{}, { ...pip, leerroute: 'Z', geschatteIntensiteitB1Route: 600 }],
    [
      { doelgroep: { indeling: 'Gezinsmigrant en overige migrant' } },
      { ...pip, geschatteIntensiteitB1Route: 600 },
    ],
    [{}, { ...pip, dagtekeningPip: '2999-10-01' }],
  ])('is refused with one fault when %j says so of %j', async (answers, body) => {
    await fresh();
    await set(answers);
    const response = await call('POST', body);
    expect(response.status).toBe(403);
    expect(await texts(response)).toHaveLength(1);
  });

  it('is not removed once there is a term, or there are hours, and not taken of who is no gemeente', async () => {
    await fresh();
    await call('POST', pip);
    await set({ inburgeringstermijn: { startdatum: '2025-10-02', einddatum: '2028-10-02' }, uren: {} });
    const response = await call('DELETE');
    expect(response.status).toBe(403);
    expect(await texts(response)).toHaveLength(2);
    const hub = { ...HEADERS, bron: '00000099000000001000' };
    expect((await call('POST', pip, hub)).status).toBe(403);
    expect((await call('DELETE', undefined, hub)).status).toBe(403);
    expect((await call('POST', { leerroute: 'B' })).status).toBe(400);
    expect((await call('PUT', pip)).status).toBe(405);
  });

  it('is taken, or not, before a rehearsed failure', async () => {
    for (const [naGevolg, status] of [
      [true, 200],
      [false, 404],
    ] as const) {
      await fresh();
      const outage = JSON.stringify({ bsn: BSN, aantal: 1, status: 504, naGevolg });
      await fetch(`${address()}/storing`, { method: 'POST', body: outage });
      expect((await call('POST', pip)).status).toBe(504);
      expect((await call('GET')).status).toBe(status);
    }
  });
});
