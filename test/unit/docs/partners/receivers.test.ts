import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSender } from '../../../../adapters/egress/sender.ts';
import { playTrial } from '../../../../cli/partner/trial.ts';
import example from '../../../../contracts/voorbeelden/nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1/goed-taalschool.json' with {
  type: 'json',
};
import { type Receiver, startReceiver } from './receiver.ts';
import { missing, NODE, PYTHON } from './runtimes.ts';

/** The whole receivers that partners copy: started as they stand, called as the hub calls. */

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const HUB = 'hub.example.nl';

const map = mkdtempSync(join(tmpdir(), 'ontvangers-'));
afterAll(() => rmSync(map, { recursive: true, force: true }));

const now = () => new Date();

const headersValue = (content: string, secrets: readonly string[] = [SECRET], moment = now()) => ({
  'content-type': 'application/cloudevents+json; charset=utf-8',
  'webhook-id': example.id,
  'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
  'webhook-signature': secrets
    .map((secret) => new Webhook(secret).sign(example.id, moment, content))
    .join(' '),
  'webhook-request-origin': HUB,
});

const CONTENT = JSON.stringify(example);

for (const { file, runtime } of [
  { file: 'ontvanger.ts', runtime: NODE },
  { file: 'ontvanger.py', runtime: PYTHON },
]) {
  const reason = missing(runtime);

  describe.skipIf(reason !== undefined)(reason === undefined ? file : `${file}: not run, ${reason}`, () => {
    let receiver: Receiver;
    let round = 0;
    let storage: string;

    const start = async () => {
      receiver = await startReceiver(file, runtime, { WEBHOOK_GEHEIM: SECRET, HUB, BESTAND: storage });
    };

    const send = async (content: string, headers: Record<string, string> = headersValue(content)) =>
      (await fetch(receiver.url, { method: 'POST', body: content, headers })).status;

    const recorded = (): readonly unknown[] =>
      existsSync(storage)
        ? readFileSync(storage, 'utf8')
            .trim()
            .split('\n')
            .map((rule): unknown => JSON.parse(rule))
        : [];

    beforeEach(async () => {
      round += 1;
      storage = join(map, `${file}-${round}.jsonl`);
      await start();
    });

    afterEach(() => receiver.stop());

    test('gives its consent to the hub, and to nobody else', async () => {
      const query = (origin: string) =>
        fetch(receiver.url, {
          method: 'OPTIONS',
          headers: { 'WebHook-Request-Origin': origin, 'WebHook-Request-Rate': '120' },
        });
      const yes = await query(HUB);
      expect([
        yes.status,
        yes.headers.get('webhook-allowed-origin'),
        yes.headers.get('webhook-allowed-rate'),
      ]).toEqual([200, HUB, '120']);
      const no = await query('iemand.anders.example');
      expect([no.status, no.headers.get('webhook-allowed-origin')]).toEqual([403, null]);
    });

    test('keeps a message once, however often it comes, also after a restart', async () => {
      expect(await send(CONTENT)).toBe(204);
      expect(await send(CONTENT)).toBe(204);
      await receiver.stop();
      await start();
      expect(await send(CONTENT)).toBe(204);
      expect(recorded()).toEqual([example]);
    });

    test('takes a message that is signed with the old and the new secret', async () => {
      expect(await send(CONTENT, headersValue(CONTENT, [OTHER, SECRET]))).toBe(204);
      expect(recorded()).toEqual([example]);
    });

    test.each([
      ['with another secret', () => headersValue(CONTENT, [OTHER])],
      ['for another body', () => headersValue(`${CONTENT} `)],
      ['of too long ago', () => headersValue(CONTENT, [SECRET], new Date(Date.now() - 400_000))],
    ])('refuses and keeps nothing of a message that was signed %s', async (_, headers) => {
      expect(await send(CONTENT, headers())).toBe(401);
      expect(recorded()).toEqual([]);
    });

    test('refuses what is not signed at all', async () => {
      expect(await send(CONTENT, {})).toBe(401);
      expect(recorded()).toEqual([]);
    });

    test('passes the rehearsal, and keeps what it was sent once', async () => {
      const resolve = async () => ['127.0.0.1'];
      const { stappen } = await playTrial(
        { url: receiver.url, rol: 'balk', geheim: SECRET, oorsprong: HUB },
        {
          sender: createSender({ loopbackAllowed: true, resolve }),
          resolve,
          // The receiver allows two a second, and minds no more.
          wacht: async () => undefined,
          now,
        },
      );
      expect(stappen.filter(({ geslaagd }) => !geslaagd)).toEqual([]);
      const ids = recorded().map((bericht) => (bericht as { id: string }).id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('asks for a message again while its own disk fails, and keeps it after', async () => {
      await receiver.stop();
      const folder = join(map, `${file}-later`);
      storage = join(folder, 'x.jsonl');
      await start();
      expect(await send(CONTENT)).toBe(500);
      mkdirSync(folder);
      expect(await send(CONTENT)).toBe(204);
      expect(recorded()).toEqual([example]);
    });

    test('cuts half a line off its file at the start, and leaves what it cannot read', async () => {
      await receiver.stop();
      writeFileSync(storage, `half{"id":"x"}\n${CONTENT.slice(0, -5)}`);
      await start();
      expect(await send(CONTENT)).toBe(204);
      const [first, second = '', ...rest] = readFileSync(storage, 'utf8').split('\n');
      expect([first, JSON.parse(second), rest]).toEqual(['half{"id":"x"}', example, ['']]);
    });

    test('lives on after a request that makes no sense', async () => {
      const { hostname, port } = new URL(receiver.url);
      for (const head of ['content-length: veel', 'content-length: -1', 'geen header']) {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        socket.write(`POST /hooks HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n`);
        await once(socket, 'data');
        socket.destroy();
      }
      expect(await send(CONTENT)).toBe(204);
      expect(recorded()).toEqual([example]);
    });

    test('asks for a message again that has no id', async () => {
      expect(await send('{"naam":"x"}')).toBe(500);
      expect(recorded()).toEqual([]);
    });

    test('asks for a message again that it could not keep', async () => {
      expect(await send('geen json')).toBe(500);
      expect(recorded()).toEqual([]);
    });
  });
}
