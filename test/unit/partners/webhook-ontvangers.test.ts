import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maakVerzender } from '../../../adapters/uitgaand/verzender.ts';
import { speelProef } from '../../../cli/partner/trial.ts';
import voorbeeld from '../../../contracts/voorbeelden/nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1/goed-taalschool.json' with {
  type: 'json',
};
import { type Ontvanger, startOntvanger } from './ontvanger.ts';
import { NODE, ontbreekt, PYTHON } from './runtimes.ts';

/** The whole receivers that partners copy: started as they stand, called as the hub calls. */

const GEHEIM = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const ANDER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const HUB = 'hub.example.nl';

const map = mkdtempSync(join(tmpdir(), 'ontvangers-'));
afterAll(() => rmSync(map, { recursive: true, force: true }));

const nu = () => new Date();

const koppen = (inhoud: string, geheimen: readonly string[] = [GEHEIM], moment = nu()) => ({
  'content-type': 'application/cloudevents+json; charset=utf-8',
  'webhook-id': voorbeeld.id,
  'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
  'webhook-signature': geheimen
    .map((geheim) => new Webhook(geheim).sign(voorbeeld.id, moment, inhoud))
    .join(' '),
  'webhook-request-origin': HUB,
});

const INHOUD = JSON.stringify(voorbeeld);

for (const { bestand, runtime } of [
  { bestand: 'ontvanger.ts', runtime: NODE },
  { bestand: 'ontvanger.py', runtime: PYTHON },
]) {
  const reden = ontbreekt(runtime);

  describe.skipIf(reden !== undefined)(
    reden === undefined ? bestand : `${bestand}: not run, ${reden}`,
    () => {
      let ontvanger: Ontvanger;
      let ronde = 0;
      let opslag: string;

      const start = async () => {
        ontvanger = await startOntvanger(bestand, runtime, { WEBHOOK_GEHEIM: GEHEIM, HUB, BESTAND: opslag });
      };

      const stuur = async (inhoud: string, headers: Record<string, string> = koppen(inhoud)) =>
        (await fetch(ontvanger.url, { method: 'POST', body: inhoud, headers })).status;

      const vastgelegd = (): readonly unknown[] =>
        existsSync(opslag)
          ? readFileSync(opslag, 'utf8')
              .trim()
              .split('\n')
              .map((regel): unknown => JSON.parse(regel))
          : [];

      beforeEach(async () => {
        ronde += 1;
        opslag = join(map, `${bestand}-${ronde}.jsonl`);
        await start();
      });

      afterEach(() => ontvanger.stop());

      test('gives its consent to the hub, and to nobody else', async () => {
        const vraag = (oorsprong: string) =>
          fetch(ontvanger.url, {
            method: 'OPTIONS',
            headers: { 'WebHook-Request-Origin': oorsprong, 'WebHook-Request-Rate': '120' },
          });
        const ja = await vraag(HUB);
        expect([
          ja.status,
          ja.headers.get('webhook-allowed-origin'),
          ja.headers.get('webhook-allowed-rate'),
        ]).toEqual([200, HUB, '120']);
        const nee = await vraag('iemand.anders.example');
        expect([nee.status, nee.headers.get('webhook-allowed-origin')]).toEqual([403, null]);
      });

      test('keeps a message once, however often it comes, also after a restart', async () => {
        expect(await stuur(INHOUD)).toBe(204);
        expect(await stuur(INHOUD)).toBe(204);
        await ontvanger.stop();
        await start();
        expect(await stuur(INHOUD)).toBe(204);
        expect(vastgelegd()).toEqual([voorbeeld]);
      });

      test('takes a message that is signed with the old and the new secret', async () => {
        expect(await stuur(INHOUD, koppen(INHOUD, [ANDER, GEHEIM]))).toBe(204);
        expect(vastgelegd()).toEqual([voorbeeld]);
      });

      test.each([
        ['with another secret', () => koppen(INHOUD, [ANDER])],
        ['for another body', () => koppen(`${INHOUD} `)],
        ['of too long ago', () => koppen(INHOUD, [GEHEIM], new Date(Date.now() - 400_000))],
      ])('refuses and keeps nothing of a message that was signed %s', async (_, headers) => {
        expect(await stuur(INHOUD, headers())).toBe(401);
        expect(vastgelegd()).toEqual([]);
      });

      test('refuses what is not signed at all', async () => {
        expect(await stuur(INHOUD, {})).toBe(401);
        expect(vastgelegd()).toEqual([]);
      });

      test('passes the rehearsal, and keeps what it was sent once', async () => {
        const resolve = async () => ['127.0.0.1'];
        const { stappen } = await speelProef(
          { url: ontvanger.url, rol: 'balk', geheim: GEHEIM, oorsprong: HUB },
          {
            verzender: maakVerzender({ loopbackToegestaan: true, resolve }),
            resolve,
            // The receiver allows two a second, and minds no more.
            wacht: async () => undefined,
            nu,
          },
        );
        expect(stappen.filter(({ geslaagd }) => !geslaagd)).toEqual([]);
        const ids = vastgelegd().map((bericht) => (bericht as { id: string }).id);
        expect(new Set(ids).size).toBe(ids.length);
      });

      test('asks for a message again while its own disk fails, and keeps it after', async () => {
        await ontvanger.stop();
        const folder = join(map, `${bestand}-later`);
        opslag = join(folder, 'x.jsonl');
        await start();
        expect(await stuur(INHOUD)).toBe(500);
        mkdirSync(folder);
        expect(await stuur(INHOUD)).toBe(204);
        expect(vastgelegd()).toEqual([voorbeeld]);
      });

      test('cuts half a line off its file at the start, and leaves what it cannot read', async () => {
        await ontvanger.stop();
        writeFileSync(opslag, `half{"id":"x"}\n${INHOUD.slice(0, -5)}`);
        await start();
        expect(await stuur(INHOUD)).toBe(204);
        const [first, second = '', ...rest] = readFileSync(opslag, 'utf8').split('\n');
        expect([first, JSON.parse(second), rest]).toEqual(['half{"id":"x"}', voorbeeld, ['']]);
      });

      test('lives on after a request that makes no sense', async () => {
        const { hostname, port } = new URL(ontvanger.url);
        for (const head of ['content-length: veel', 'content-length: -1', 'geen header']) {
          const socket = connect(Number(port), hostname);
          socket.on('error', () => undefined);
          socket.write(`POST /hooks HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n`);
          await once(socket, 'data');
          socket.destroy();
        }
        expect(await stuur(INHOUD)).toBe(204);
        expect(vastgelegd()).toEqual([voorbeeld]);
      });

      test('asks for a message again that has no id', async () => {
        expect(await stuur('{"naam":"x"}')).toBe(500);
        expect(vastgelegd()).toEqual([]);
      });

      test('asks for a message again that it could not keep', async () => {
        expect(await stuur('geen json')).toBe(500);
        expect(vastgelegd()).toEqual([]);
      });
    },
  );
}
