import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSender } from '../../../../adapters/egress/sender.ts';
import { playTrial } from '../../../../cli/partner/trial.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import example from '../../../../contracts/voorbeelden/nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1/goed-taalschool.json' with {
  type: 'json',
};
import { type Receiver, startReceiver } from './receiver.ts';
import { missing, NODE, PYTHON } from './runtimes.ts';

/** The receivers for partners, started without change and called as the hub calls. */

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const HUB = 'hub.example.nl';

const folder = mkdtempSync(join(tmpdir(), 'ontvangers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = () => new Date();

const signedHeaders = (content: string, secrets: readonly string[] = [SECRET], moment = now()) => ({
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

    const send = async (content: string, headers: Record<string, string> = signedHeaders(content)) =>
      (await fetch(receiver.url, { method: 'POST', body: content, headers })).status;

    const recorded = (): readonly unknown[] =>
      existsSync(storage)
        ? readFileSync(storage, 'utf8')
            .trim()
            .split('\n')
            .map((line): unknown => JSON.parse(line))
        : [];

    beforeEach(async () => {
      round += 1;
      storage = join(folder, `${file}-${round}.jsonl`);
      await start();
    });

    afterEach(() => receiver.stop());

    test('gives its consent to the hub, and to no other origin', async () => {
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

    test('erases all that it kept about a zaak before it takes the message that asks so', async () => {
      const erased = JSON.stringify({ ...example, id: randomUUID(), type: BERICHTTYPEN.gewist });
      const other = { ...example, id: randomUUID(), subject: randomUUID() };
      for (const content of [CONTENT, JSON.stringify(other), erased, erased])
        expect(await send(content)).toBe(204);
      expect(recorded()).toEqual([other]);
    });

    test('erases in the file that a link leads to, also when an older version kept the message that asks so', async () => {
      await receiver.stop();
      const real = `${storage}-echt`;
      const erased = { ...example, id: randomUUID(), type: BERICHTTYPEN.gewist };
      const other = { ...example, id: randomUUID(), subject: randomUUID() };
      writeFileSync(real, [example, other, erased].map((one) => `${JSON.stringify(one)}\n`).join(''));
      rmSync(storage, { force: true });
      symlinkSync(real, storage);
      await start();
      expect(await send(JSON.stringify(erased))).toBe(204);
      expect(recorded()).toEqual([other]);
      expect(readFileSync(real, 'utf8')).not.toContain(example.id);
    });

    test('takes a message that is signed with the old and the new secret', async () => {
      expect(await send(CONTENT, signedHeaders(CONTENT, [OTHER, SECRET]))).toBe(204);
      expect(recorded()).toEqual([example]);
    });

    test.each([
      ['with another secret', () => signedHeaders(CONTENT, [OTHER])],
      ['for another body', () => signedHeaders(`${CONTENT} `)],
      ['of too long ago', () => signedHeaders(CONTENT, [SECRET], new Date(Date.now() - 400_000))],
    ])('refuses and keeps nothing of a message that was signed %s', async (_, headers) => {
      expect(await send(CONTENT, headers())).toBe(401);
      expect(recorded()).toEqual([]);
    });

    test('refuses a message without a signature', async () => {
      expect(await send(CONTENT, {})).toBe(401);
      expect(recorded()).toEqual([]);
    });

    test('passes the rehearsal, and keeps each of its messages once', async () => {
      const resolve = async () => ['127.0.0.1'];
      const { stappen } = await playTrial(
        { url: receiver.url, rol: 'balk', geheim: SECRET, oorsprong: HUB },
        {
          sender: createSender({ loopbackAllowed: true, resolve }),
          resolve,
          // The receiver allows two messages a second, and does not check that.
          sleep: async () => undefined,
          now,
        },
      );
      expect(stappen.filter(({ geslaagd }) => !geslaagd)).toEqual([]);
      const ids = recorded().map((bericht) => (bericht as { id: string }).id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('asks for a message again while its disk fails, and keeps it after', async () => {
      await receiver.stop();
      const later = join(folder, `${file}-later`);
      storage = join(later, 'x.jsonl');
      await start();
      expect(await send(CONTENT)).toBe(500);
      mkdirSync(later);
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

    test('keeps running after a malformed request', async () => {
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

    test('asks for a message again that is no JSON', async () => {
      expect(await send('geen json')).toBe(500);
      expect(recorded()).toEqual([]);
    });
  });
}
