import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createDuoStandIn, DUO_MOUNT } from '../../local/duo/stand-in.ts';
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
const HEADERS = {
  bron: '00000099000009070000',
  doel: '00000099000000004000',
  berichtId: '6f1f0d9b-3c52-4b0e-9a77-2f0d5a347c1b',
};

let server: Server;
let baseUrl: string;

beforeAll(async () => {
  server = createServer(createDuoStandIn());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  baseUrl = `http://127.0.0.1:${address.port}${DUO_MOUNT}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (path: string, headers: Record<string, string> = HEADERS, bsn = BSN) =>
  fetch(`${baseUrl}${path.replace('{bsn}', bsn)}`, { headers });

const put = (path: string, answer: unknown, bron?: string) => {
  const [, key = path.slice(1)] = /^\/personen\/\{bsn\}\/(.+)$/.exec(path) ?? [];
  const of = path.includes('{bsn}') ? { bsn: BSN } : {};
  const body = { ...of, antwoorden: { [key]: answer }, ...(bron === undefined ? {} : { bron }) };
  return fetch(`${baseUrl}/antwoorden`, { method: 'POST', body: JSON.stringify(body) });
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
