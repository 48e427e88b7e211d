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

/** The programmes that fetch, which partners copy: started as they stand, on a hub that has something for them. */

const Bericht = z.looseObject({ id: z.string() });
const List = z.object({ berichten: z.array(Bericht) });

let hub: RunningHub;
const map = mkdtempSync(join(tmpdir(), 'ophalers-'));

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
  rmSync(map, { recursive: true, force: true });
});

for (const { file, runtime, partner } of [
  { file: 'ophaler.py', runtime: PYTHON, partner: PARTNERS[0] },
  { file: 'ophaler.ts', runtime: NODE, partner: PARTNERS[1] },
]) {
  const reason = missing(runtime);

  describe.skipIf(reason !== undefined)(reason === undefined ? file : `${file}: not run, ${reason}`, () => {
    const storage = join(map, `${file}.jsonl`);

    /** Runs it until it ends; its exit code and what it wrote on its outputs. */
    const start = async (
      env: Readonly<Record<string, string>>,
    ): Promise<{ readonly code: unknown; readonly uit: string; readonly errors: string }> => {
      const kind = spawn(runtime.program, runtime.args(join(EXAMPLES, 'ophalen', file)), {
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
      const [out, errors, [code]] = await Promise.all([
        text(kind.stdout),
        text(kind.stderr),
        once(kind, 'exit'),
      ]);
      return { code, uit: out, errors };
    };

    /** Runs it until nothing lies ready any more; what it wrote on its outputs. */
    const fetch = async (env: Readonly<Record<string, string>>): Promise<string> => {
      const { code, uit, errors } = await start(env);
      expect([code, code === 0 ? '' : errors]).toEqual([0, '']);
      return uit + errors;
    };

    const withToken = async () => ({ TOKEN: await hub.client.token(`${partner}-9999`) });

    const inState = async (state: string): Promise<readonly string[]> => {
      const { body } = await hub.client.call(`${partner}-9999`, `/berichten?staat=${state}`, {
        method: 'GET',
      });
      return List.parse(body).berichten.map(({ id }) => id);
    };

    const kept = (): readonly string[] =>
      existsSync(storage)
        ? readFileSync(storage, 'utf8')
            .trim()
            .split('\n')
            .map((rule) => Bericht.parse(JSON.parse(rule)).id)
        : [];

    it('leaves at the hub what it cannot keep', async () => {
      const noFile = join(map, `${file}-map`);
      mkdirSync(noFile);
      const count = (await inState('klaargezet')).length;
      expect(count).toBeGreaterThan(0);
      // A folder cannot be read as what was kept before, a folder that cannot be written to is the next best.
      const output = await fetch({ ...(await withToken()), BESTAND: join(noFile, 'weg', 'x.jsonl') });
      expect(output).toContain('is niet verwerkt');
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

    it('ends with what the hub says when waiting does not help', async () => {
      const { code, uit, errors } = await start({ TOKEN: await hub.client.token('taalschool-9999') });
      expect([code, uit]).toEqual([1, '']);
      expect(errors.trim()).toMatch(/^de hub antwoordt 409: De berichten van deze partner gaan .*wachtrij/);
      const expired = await start({ TOKEN: 'geen-token' });
      expect(expired.code).toBe(1);
      expect(expired.errors.trim()).toMatch(/^de hub antwoordt 401: Het token is ongeldig/);
    });

    it('gets a token of its own with the name and the password that it has', async () => {
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
      });
      issuer.closeAllConnections();
      issuer.close();
      expect(requested.map((query) => Object.fromEntries(new URLSearchParams(query)))).toEqual([
        { grant_type: 'client_credentials', client_id: 'een naam', client_secret: 'geheim&meer' },
      ]);
    });
  });
}
