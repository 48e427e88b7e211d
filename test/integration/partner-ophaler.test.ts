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
import { scenario } from '../hub/proefhub.ts';
import { NODE, ontbreekt, PYTHON, VOORBEELDEN } from '../unit/partners/runtimes.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** The programmes that fetch, which partners copy: started as they stand, on a hub that has something for them. */

const Bericht = z.looseObject({ id: z.string() });
const Lijst = z.object({ berichten: z.array(Bericht) });

let hub: DraaiendeHub;
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
  expect(await hub.speel(scenario('oefengemeente.jsonl'))).toMatchObject({ deviations: [], atRest: true });
});
afterAll(async () => {
  await hub.stop();
  rmSync(map, { recursive: true, force: true });
});

for (const { bestand, runtime, partner } of [
  { bestand: 'ophaler.py', runtime: PYTHON, partner: PARTNERS[0] },
  { bestand: 'ophaler.ts', runtime: NODE, partner: PARTNERS[1] },
]) {
  const reden = ontbreekt(runtime);

  describe.skipIf(reden !== undefined)(
    reden === undefined ? bestand : `${bestand}: not run, ${reden}`,
    () => {
      const opslag = join(map, `${bestand}.jsonl`);

      /** Runs it until it ends; its exit code and what it wrote on its outputs. */
      const start = async (
        env: Readonly<Record<string, string>>,
      ): Promise<{ readonly code: unknown; readonly uit: string; readonly fouten: string }> => {
        const kind = spawn(runtime.programma, runtime.argumenten(join(VOORBEELDEN, 'ophalen', bestand)), {
          env: {
            ...process.env,
            PYTHONDONTWRITEBYTECODE: '1',
            HUB: hub.hub.url,
            STOP_ALS_LEEG: 'ja',
            BESTAND: opslag,
            ...env,
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const [uit, fouten, [code]] = await Promise.all([
          text(kind.stdout),
          text(kind.stderr),
          once(kind, 'exit'),
        ]);
        return { code, uit, fouten };
      };

      /** Runs it until nothing lies ready any more; what it wrote on its outputs. */
      const haalOp = async (env: Readonly<Record<string, string>>): Promise<string> => {
        const { code, uit, fouten } = await start(env);
        expect([code, code === 0 ? '' : fouten]).toEqual([0, '']);
        return uit + fouten;
      };

      const metToken = async () => ({ TOKEN: await hub.client.token(`${partner}-9999`) });

      const inStaat = async (staat: string): Promise<readonly string[]> => {
        const { body } = await hub.client.call(`${partner}-9999`, `/berichten?staat=${staat}`, {
          method: 'GET',
        });
        return Lijst.parse(body).berichten.map(({ id }) => id);
      };

      const bewaard = (): readonly string[] =>
        existsSync(opslag)
          ? readFileSync(opslag, 'utf8')
              .trim()
              .split('\n')
              .map((regel) => Bericht.parse(JSON.parse(regel)).id)
          : [];

      it('leaves at the hub what it cannot keep', async () => {
        const geenBestand = join(map, `${bestand}-map`);
        mkdirSync(geenBestand);
        const aantal = (await inStaat('klaargezet')).length;
        expect(aantal).toBeGreaterThan(0);
        // A folder cannot be read as what was kept before, a folder that cannot be written to is the next best.
        const uitvoer = await haalOp({ ...(await metToken()), BESTAND: join(geenBestand, 'weg', 'x.jsonl') });
        expect(uitvoer).toContain('is niet verwerkt');
        expect(await inStaat('bevestigd')).toEqual([]);
        expect(await inStaat('klaargezet')).toHaveLength(aantal);
      });

      it('keeps every message once and confirms it', async () => {
        const alle = await inStaat('klaargezet');
        expect(await haalOp(await metToken())).toBe('');
        expect(bewaard().toSorted()).toEqual([...alle].toSorted());
        expect((await inStaat('bevestigd')).toSorted()).toEqual([...alle].toSorted());
        expect(await inStaat('klaargezet')).toEqual([]);
        await haalOp(await metToken());
        expect(bewaard()).toHaveLength(alle.length);
      });

      it('ends with what the hub says when waiting does not help', async () => {
        const { code, uit, fouten } = await start({ TOKEN: await hub.client.token('taalschool-9999') });
        expect([code, uit]).toEqual([1, '']);
        expect(fouten.trim()).toMatch(/^de hub antwoordt 409: De berichten van deze partner gaan .*wachtrij/);
        const verlopen = await start({ TOKEN: 'geen-token' });
        expect(verlopen.code).toBe(1);
        expect(verlopen.fouten.trim()).toMatch(/^de hub antwoordt 401: Het token is ongeldig/);
      });

      it('gets a token of its own with the name and the password that it has', async () => {
        const gevraagd: string[] = [];
        const { TOKEN } = await metToken();
        const uitgever = createServer(async (vraag, antwoord) => {
          gevraagd.push(await text(vraag));
          antwoord.setHeader('content-type', 'application/json').end(JSON.stringify({ access_token: TOKEN }));
        }).listen(0, '127.0.0.1');
        await once(uitgever, 'listening');
        const { port } = uitgever.address() as AddressInfo;
        await haalOp({
          TOKEN_URL: `http://127.0.0.1:${port}/token`,
          CLIENT_ID: 'een naam',
          CLIENT_SECRET: 'geheim&meer',
        });
        uitgever.closeAllConnections();
        uitgever.close();
        expect(gevraagd.map((vraag) => Object.fromEntries(new URLSearchParams(vraag)))).toEqual([
          { grant_type: 'client_credentials', client_id: 'een naam', client_secret: 'geheim&meer' },
        ]);
      });
    },
  );
}
