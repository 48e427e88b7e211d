import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scenario } from '../../../hub/test-hub.ts';
import { EXAMPLES, missing, NODE, PYTHON } from '../../../unit/docs/partners/runtimes.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

/** The programmes for partners that fetch, started without change on a hub that has messages for them. */

const Bericht = z.looseObject({ id: z.string() });
const List = z.object({ berichten: z.array(Bericht) });

let hub: RunningHub;
const folder = mkdtempSync(join(tmpdir(), 'ophalers-'));

const PARTNERS = ['intos', 'balk'] as const;

beforeAll(async () => {
  hub = await startHub();
  for (const partner of PARTNERS) {
    const { status } = await hub.client.call(`${partner}-9999`, '/kanaal', {
      method: 'PUT',
      body: { deur: 'ophalen' },
    });
    expect(status).toBe(200);
  }
  expect(await hub.play(scenario('oefengemeente.jsonl'))).toMatchObject({ deviations: [], atRest: true });
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const { file, runtime, partner } of [
  { file: 'ophaler.py', runtime: PYTHON, partner: PARTNERS[0] },
  { file: 'ophaler.ts', runtime: NODE, partner: PARTNERS[1] },
]) {
  const reason = missing(runtime);

  describe.skipIf(reason !== undefined)(reason === undefined ? file : `${file}: not run, ${reason}`, () => {
    const storage = join(folder, `${file}.jsonl`);

    /** Runs the programme to its end, and gives its exit code and outputs. */
    const start = async (
      env: Readonly<Record<string, string>>,
    ): Promise<{ readonly code: unknown; readonly stdout: string; readonly errors: string }> => {
      const child = spawn(runtime.program, runtime.args(join(EXAMPLES, 'ophalen', file)), {
        env: {
          ...process.env,
          PYTHONDONTWRITEBYTECODE: '1',
          HUB: hub.hub.url,
          STOP_ALS_LEEG: 'ja',
          BESTAND: storage,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [stdout, errors, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      return { code, stdout, errors };
    };

    /** Runs the programme until no message lies ready, and gives its outputs. */
    const fetch = async (env: Readonly<Record<string, string>>): Promise<string> => {
      const { code, stdout, errors } = await start(env);
      expect([code, code === 0 ? '' : errors]).toEqual([0, '']);
      return stdout + errors;
    };

    const withToken = async () => ({ TOKEN: await hub.client.token(`${partner}-9999`) });

    const inState = async (state: string): Promise<readonly string[]> => {
      const { body } = await hub.client.call(
        'gemeente-9999',
        `/berichten?partner=${partner}&staat=${state}`,
        {
          method: 'GET',
        },
      );
      return List.parse(body).berichten.map(({ id }) => id);
    };

    const kept = (): readonly string[] =>
      existsSync(storage)
        ? readFileSync(storage, 'utf8')
            .trim()
            .split('\n')
            .map((line) => Bericht.parse(JSON.parse(line)).id)
        : [];

    it('leaves messages at the hub that it cannot keep', async () => {
      const noFile = join(folder, `${file}-map`);
      mkdirSync(noFile);
      const count = (await inState('klaargezet')).length;
      expect(count).toBeGreaterThan(0);
      // The file is in a folder that does not exist, so that the programme can read nothing and write nothing.
      const { code, errors } = await start({
        ...(await withToken()),
        BESTAND: join(noFile, 'weg', 'x.jsonl'),
      });
      expect([code, errors]).toEqual([1, expect.stringContaining('is niet verwerkt')]);
      expect(await inState('bevestigd')).toEqual([]);
      expect(await inState('klaargezet')).toHaveLength(count);
    });

    it('keeps every message once and confirms it', async () => {
      const all = await inState('klaargezet');
      expect(await fetch(await withToken())).toBe('');
      expect(kept().toSorted()).toEqual([...all].toSorted());
      expect((await inState('bevestigd')).toSorted()).toEqual([...all].toSorted());
      expect(await inState('klaargezet')).toEqual([]);
      await fetch(await withToken());
      expect(kept()).toHaveLength(all.length);
    });

    it('ends with the error of the hub when a later attempt would not help', async () => {
      const { code, stdout, errors } = await start({ TOKEN: await hub.client.token('taalschool-9999') });
      expect([code, stdout]).toEqual([1, '']);
      expect(errors.trim()).toMatch(/^de hub antwoordt 409: De berichten van deze partner gaan .*wachtrij/);
      const expired = await start({ TOKEN: 'geen-token' });
      expect(expired.code).toBe(1);
      expect(expired.errors.trim()).toMatch(/^de hub antwoordt 401: Het token is ongeldig/);
    });

    it.each([
      ['alone', {}, {}],
      [
        'and the scope that its issuer wants',
        { SCOPE: 'api://hub/.default' },
        { scope: 'api://hub/.default' },
      ],
    ])('gets a token with its client id and secret %s', async (_, env, more) => {
      const requested: string[] = [];
      const { TOKEN } = await withToken();
      const issuer = createServer(async (query, response) => {
        requested.push(await text(query));
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ access_token: TOKEN }));
      }).listen(0, '127.0.0.1');
      await once(issuer, 'listening');
      const { port } = issuer.address() as AddressInfo;
      await fetch({
        TOKEN_URL: `http://127.0.0.1:${port}/token`,
        CLIENT_ID: 'een naam',
        CLIENT_SECRET: 'geheim&meer',
        ...env,
      });
      issuer.closeAllConnections();
      issuer.close();
      expect(requested.map((query) => Object.fromEntries(new URLSearchParams(query)))).toEqual([
        { grant_type: 'client_credentials', client_id: 'een naam', client_secret: 'geheim&meer', ...more },
      ]);
    });
  });
}
