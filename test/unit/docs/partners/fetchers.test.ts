import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test as plainTest } from 'vitest';
import { temporaryFolder } from '../../../temporary.ts';
import {
  type Answer,
  close,
  createScene,
  erased,
  json,
  listen,
  message,
  ONE,
  PROBLEM,
  portOf,
  problem,
  TWO,
} from './fetcher-scene.ts';
import { missing, NODE, PYTHON } from './runtimes.ts';

/** The programmes for partners that fetch, with a hub, a network or a disk that fails once. */

const HICCUPS: Readonly<Record<string, Answer>> = {
  'the connection is closed without an answer': (response) => response.destroy(),
  'the answer breaks off halfway': (response) => {
    response.writeHead(200, { 'content-length': '500' }).write('{"beri', () => response.destroy());
  },
  'it says 503 with the moment to come back': (response) => {
    const moment = new Date(Date.now() + 1000).toUTCString();
    response.writeHead(503, { ...PROBLEM, 'retry-after': moment }).end('{}');
  },
  'a page of the network comes instead': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
  },
  'a proxy refuses with a page of its own': (response) => {
    response.writeHead(403, { 'content-type': 'text/html' }).end('<html></html>');
  },
  'the answer is JSON of something else': (response) => json(response, { berichten: [{ naam: 'x' }] }),
};

/** What makes a clock of a programme go a minute further each time that it is read. */
const fastClock = (): Readonly<Record<string, string>> => {
  const folder = temporaryFolder();
  const ofNode = 'const now = Date.now; let reads = 0; Date.now = () => now() + 61_000 * ++reads;';
  const ofPython =
    'import time\nnow, reads = time.monotonic, iter(range(1, 10**6))\ntime.monotonic = lambda: now() + 61 * next(reads)\n';
  writeFileSync(join(folder, 'sitecustomize.py'), ofPython);
  return {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ofNode)}`,
    PYTHONPATH: folder,
  };
};

for (const [name, runtime] of Object.entries({ 'ophaler.py': PYTHON, 'ophaler.ts': NODE })) {
  const reason = missing(runtime);
  const test = plainTest.extend<{ scene: Awaited<ReturnType<typeof createScene>> }>({
    // biome-ignore lint/correctness/noEmptyPattern: a fixture names what it builds on, and this one builds on nothing
    scene: async ({}, use) => {
      const scene = await createScene(name, runtime);
      await use(scene);
      scene.stop();
    },
  });

  // Each test mostly waits, on a hub of its own.
  describe.skipIf(reason !== undefined)(
    reason === undefined ? name : `${name}: not run, ${reason}`,
    { concurrent: true },
    () => {
      test.for(Object.entries(HICCUPS))(
        'waits, says why in one line and goes on when %s',
        async ([, hiccup], { scene }) => {
          scene.state.waiting = [ONE, TWO];
          scene.state.instead.list = [hiccup];
          const { code, errors } = await scene.run();
          expect(errors).toEqual([expect.stringMatching(/; opnieuw over [12] seconden$/)]);
          expect(code).toBe(0);
          expect(scene.kept()).toEqual([ONE, TWO]);
          expect(scene.state.confirmed).toEqual([ONE.id, TWO.id]);
        },
      );

      test('goes on after a confirmation that failed, and keeps nothing twice', async ({ scene }) => {
        scene.state.waiting = [ONE, TWO];
        scene.state.instead.confirm = [(response) => response.destroy()];
        expect((await scene.run()).code).toBe(0);
        expect(scene.kept()).toEqual([ONE, TWO]);
        expect(scene.state.confirmed).toEqual([ONE.id, TWO.id]);
      });

      test('goes on with another zaak when a message cannot be confirmed', async ({ scene }) => {
        scene.state.waiting = [ONE, TWO, message('bericht-3', 'zaak-2')];
        scene.state.instead.confirm = [problem(404, 'Dit bericht is er niet')];
        const { code, errors } = await scene.run();
        expect([code, errors]).toEqual([1, [expect.stringContaining('Dit bericht is er niet')]]);
        expect(scene.state.confirmed).toEqual(['bericht-3']);
      });

      test('gets what lies behind a page of which nothing can be confirmed, each once', async ({ scene }) => {
        scene.state.pageSize = 2;
        scene.state.waiting = [
          ONE,
          TWO,
          message('bericht-3'),
          message('bericht-4'),
          message('bericht-5', 'zaak-2'),
        ];
        scene.state.instead.confirm = [problem(404, 'Dit bericht is er niet')];
        const { code, errors } = await scene.run();
        expect([code, errors]).toEqual([1, [expect.stringContaining('bericht-1 is niet bevestigd')]]);
        expect(scene.state.confirmed).toEqual(['bericht-5']);
        expect(scene.kept()).toEqual([ONE, message('bericht-5', 'zaak-2')]);
      });

      test('ends with 1 when it has to run once and could not keep a message', async ({ scene }) => {
        scene.state.waiting = [ONE];
        const { code, errors } = await scene.run({ BESTAND: join(scene.state.file, 'nergens', 'x.jsonl') });
        expect([code, errors]).toEqual([1, [expect.stringMatching(/^bericht bericht-1 is niet verwerkt/)]]);
        expect(scene.state.confirmed).toEqual([]);
      });

      test('erases all that it kept about a zaak before it confirms that, and nothing else', async ({
        scene,
      }) => {
        const other = message('bericht-3', 'zaak-2');
        scene.state.waiting = [ONE, TWO, other];
        await scene.run();
        chmodSync(scene.state.file, 0o600);
        scene.state.waiting = [erased('bericht-4'), message('bericht-5', 'zaak-2')];
        let atConfirm: readonly unknown[] = [];
        scene.state.instead.confirm = [
          (response) => {
            atConfirm = scene.kept();
            response.destroy();
          },
        ];
        expect((await scene.run()).code).toBe(0);
        expect(atConfirm).toEqual([other]);
        expect(scene.kept()).toEqual([other, message('bericht-5', 'zaak-2')]);
        expect(scene.state.confirmed.slice(-2)).toEqual(['bericht-4', 'bericht-5']);
        expect(statSync(scene.state.file).mode & 0o777).toBe(0o600);
        expect(readdirSync(dirname(scene.state.file))).toEqual([basename(scene.state.file)]);
      });

      test('confirms that a zaak is erased of which it kept nothing', async ({ scene }) => {
        scene.state.waiting = [erased('bericht-4')];
        expect(await scene.run()).toEqual({ code: 0, errors: [] });
        expect([scene.kept(), scene.state.confirmed]).toEqual([[], ['bericht-4']]);
      });

      test('does not follow a redirect of the network with its token', async ({ scene }) => {
        const seen: unknown[] = [];
        const portal = await listen(
          createServer((request, response) => {
            seen.push(request.url);
            response.end('<html></html>');
          }),
        );
        scene.state.waiting = [ONE];
        scene.state.instead.list = [
          (response) => response.writeHead(302, { location: `http://127.0.0.1:${portOf(portal)}/` }).end(),
        ];
        const { code } = await scene.run();
        close(portal);
        expect([code, seen, scene.state.confirmed]).toEqual([0, [], [ONE.id]]);
      });

      test('cuts half a line off its file, and fetches that message again', async ({ scene }) => {
        writeFileSync(scene.state.file, `${JSON.stringify(ONE)}\n${JSON.stringify(TWO).slice(0, -5)}`);
        scene.state.waiting = [ONE, TWO];
        const { code, errors } = await scene.run();
        expect([code, errors]).toEqual([0, [expect.stringContaining('halve laatste regel')]]);
        expect(scene.kept()).toEqual([ONE, TWO]);
      });

      test('keeps a complete last line that lacks only its line end', async ({ scene }) => {
        writeFileSync(scene.state.file, JSON.stringify(ONE));
        scene.state.waiting = [ONE, TWO];
        expect(await scene.run()).toEqual({ code: 0, errors: [] });
        expect(scene.kept()).toEqual([ONE, TWO]);
      });

      test('leaves a line of its file alone that it cannot read', async ({ scene }) => {
        writeFileSync(scene.state.file, `half{"id":"bericht-9"}\n${JSON.stringify(ONE)}\n`);
        scene.state.waiting = [ONE, TWO];
        const { code, errors } = await scene.run();
        expect([code, errors]).toEqual([0, [expect.stringContaining('1 regels die niet te lezen zijn')]]);
        expect(readFileSync(scene.state.file, 'utf8').split('\n').slice(0, -1)).toEqual([
          'half{"id":"bericht-9"}',
          JSON.stringify(ONE),
          expect.stringContaining(TWO.id),
        ]);
      });

      test('goes through the proxy of its organisation', async ({ scene }) => {
        const through: unknown[] = [];
        const proxy = await listen(
          createServer((request, response) => {
            through.push(request.url);
            return scene.answer(request, response);
          }),
        );
        proxy.on('connect', (request, socket, head) => {
          through.push(request.url);
          const upstream = connect(portOf(scene.hub), '127.0.0.1', () => {
            socket.write('HTTP/1.1 200 OK\r\n\r\n');
            upstream.write(head);
            upstream.pipe(socket).pipe(upstream);
          });
        });
        scene.state.waiting = [ONE];
        const address = `http://127.0.0.1:${portOf(proxy)}`;
        const { code, errors } = await scene.run({
          HUB: 'http://hub.voorbeeld.invalid',
          TOKEN_URL: 'http://hub.voorbeeld.invalid/token',
          HTTP_PROXY: address,
          http_proxy: address,
          NO_PROXY: '',
          no_proxy: '',
        });
        close(proxy);
        expect([code, scene.state.confirmed]).toEqual([0, [ONE.id]]);
        expect(through.length).toBeGreaterThan(0);
        expect(errors.filter((line) => line.includes('opnieuw'))).toEqual([]);
      });

      test('says which address it cannot reach, and keeps trying', async ({ scene }) => {
        const child = scene.start({ HUB: 'http://127.0.0.1:1' });
        const [line] = await once(child.stderr, 'data');
        expect(String(line)).toMatch(
          /^127\.0\.0\.1 is niet te bereiken of brak af \(.+\); opnieuw over 1 seconden/,
        );
        expect(child.exitCode).toBeNull();
      });

      test('says what to do when its name and password are refused, and gets a token once they are taken', async ({
        scene,
        expect,
      }) => {
        scene.state.waiting = [ONE];
        scene.state.instead.token = [(response) => json(response, { error: 'invalid_client' }, 401)];
        const child = scene.start({ STOP_ALS_LEEG: 'nee' });
        const [line] = await once(child.stderr, 'data');
        expect(String(line)).toMatch(
          /antwoord 401\. Controleer TOKEN_URL, CLIENT_ID en CLIENT_SECRET; opnieuw over/,
        );
        await expect.poll(() => scene.state.confirmed, { timeout: 120_000 }).toEqual([ONE.id]);
      });

      test('gets another token at once when the one that it used for a while has expired', async ({
        scene,
      }) => {
        scene.state.waiting = [ONE];
        let tokens = 0;
        const expired: Answer = (response, request) => {
          tokens += request.headers.authorization === 'Bearer token-0' ? 1 : 0;
          problem(401, 'Het token is verlopen')(response, request);
        };
        scene.state.instead.token = [(response) => json(response, { access_token: 'token-0' })];
        scene.state.instead.list = [expired];
        expect(await scene.run(fastClock())).toEqual({ code: 0, errors: [] });
        expect([tokens, scene.kept(), scene.state.confirmed]).toEqual([1, [ONE], [ONE.id]]);
      });

      test.for([
        [403, 'Vraag de gemeente of uw aanmelding bij deze berichten hoort.'],
        [409, 'Kies de deur ophalen'],
      ] as const)(
        'says what to do at status %d, and ends when it has to run once',
        async ([status, advice], { scene }) => {
          scene.state.instead.list = [problem(status, 'Dat mag niet.')];
          const { code, errors } = await scene.run();
          expect(code).toBe(1);
          expect(errors).toEqual([
            expect.stringMatching(new RegExp(`antwoordt ${status}: Dat mag niet\\. ${advice}`)),
          ]);
        },
      );
    },
  );
}
