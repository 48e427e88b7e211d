import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test as plainTest } from 'vitest';
import { z } from 'zod';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { temporaryFolder } from '../../../temporary.ts';
import { EXAMPLES, missing, NODE, PYTHON } from './runtimes.ts';

/** The programmes for partners that read a queue, with an SQS or a disk that refuses once. */

const ONE = {
  id: 'bericht-1',
  type: BERICHTTYPEN.gemeld,
  subject: 'zaak-1',
  data: { naam: 'Zoë Verzonnen' },
};
const Receipt = z.object({ ReceiptHandle: z.string().optional() });

const reply = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
};
const error = (status: number, __type: string) => (response: ServerResponse) =>
  reply(response, status, { __type: `com.amazonaws.sqs#${__type}`, message: 'no' });

const folder = temporaryFolder();
let scenes = 0;

/** A queue with one message, and the reader of it. A message that is not deleted is there again at once. */
const createScene = async (name: string, runtime: typeof NODE) => {
  scenes += 1;
  const state = {
    waiting: [ONE] as readonly (Omit<typeof ONE, 'type'> & { readonly type: string })[],
    received: 0,
    showsOnce: false,
    deleted: [] as string[],
    /** Answers that replace those to the first requests of a kind. */
    instead: {
      receive: [] as ((response: ServerResponse) => void)[],
      delete: [] as ((r: ServerResponse) => void)[],
    },
    file: join(folder, `${scenes}`, 'ontvangen.jsonl'),
  };
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    // A reader that was killed leaves an unfinished request.
    if (body === undefined) return;
    const { ReceiptHandle = '' } = Receipt.parse(JSON.parse(body));
    const isDelete = request.headers['x-amz-target'] === 'AmazonSQS.DeleteMessage';
    const other = state.instead[isDelete ? 'delete' : 'receive'].shift();
    if (other) return other(response);
    if (isDelete) {
      state.deleted.push(ReceiptHandle);
      state.waiting = state.waiting.filter(({ id }) => id !== ReceiptHandle);
      return reply(response, 200, {});
    }
    state.received += 1;
    const visible = state.showsOnce && state.received > 1 ? [] : state.waiting;
    const Messages = visible.map((message) => {
      const Body = JSON.stringify(message);
      return {
        MessageId: message.id,
        ReceiptHandle: message.id,
        Body,
        MD5OfBody: createHash('md5').update(Body).digest('hex'),
        Attributes: { MessageGroupId: 'zaak-1' },
      };
    });
    setTimeout(() => reply(response, 200, { Messages }), Messages.length === 0 ? 200 : 0);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stops = [() => server.closeAllConnections(), () => server.close()];

  const start = (env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(runtime.program, runtime.args(join(EXAMPLES, 'wachtrij', name)), {
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: '1',
        AWS_ACCESS_KEY_ID: 'partner',
        AWS_SECRET_ACCESS_KEY: 'partner',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_MAX_ATTEMPTS: '1',
        AWS_ENDPOINT_URL_SQS: url,
        WACHTRIJ_URL: `${url}/000000000000/partner.fifo`,
        BESTAND: state.file,
        STOP_ALS_LEEG: 'ja',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    stops.push(() => child.kill('SIGKILL'));
    return child;
  };

  return {
    state,
    start,
    run: async (env: Readonly<Record<string, string>> = {}) => {
      mkdirSync(dirname(state.file), { recursive: true });
      const child = start(env);
      const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      return { code, errors: errors.split('\n').slice(0, -1) };
    },
    kept: (): readonly unknown[] =>
      readFileSync(state.file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line): unknown => JSON.parse(line)),
    stop: (): void => {
      for (const stop of stops) stop();
    },
  };
};

const withoutBoto = (): string | undefined =>
  missing(PYTHON) ??
  (spawnSync(PYTHON.program, ['-c', 'import boto3']).status === 0
    ? undefined
    : 'boto3 is not on this machine');

for (const { name, runtime, reason } of [
  { name: 'lezer.ts', runtime: NODE, reason: missing(NODE) },
  { name: 'lezer.py', runtime: PYTHON, reason: withoutBoto() },
]) {
  const test = plainTest.extend<{ scene: Awaited<ReturnType<typeof createScene>> }>({
    // biome-ignore lint/correctness/noEmptyPattern: a fixture names what it builds on, and this one builds on nothing
    scene: async ({}, use) => {
      const scene = await createScene(name, runtime);
      await use(scene);
      scene.stop();
    },
  });

  // Each test mostly waits, on a queue of its own.
  describe.skipIf(reason !== undefined)(
    reason === undefined ? name : `${name}: not run, ${reason}`,
    { concurrent: true },
    () => {
      test.for([
        ['SQS has an outage', error(500, 'InternalFailure')],
        ['the connection is closed', (response: ServerResponse) => response.destroy()],
        ['a page of the network comes instead', (response: ServerResponse) => response.end('<html></html>')],
      ] as const)('waits, says why and goes on when %s', async ([, hiccup], { scene }) => {
        scene.state.instead.receive = [hiccup];
        const { code, errors } = await scene.run();
        expect(errors).toEqual([
          expect.stringMatching(/^de wachtrij is niet te lezen: .*; opnieuw over 1 seconden$/),
        ]);
        expect([code, scene.kept(), scene.state.deleted]).toEqual([0, [ONE], [ONE.id]]);
      });

      test('keeps a message once that it could not delete from the queue', async ({ scene, expect }) => {
        scene.state.instead.delete = [error(500, 'InternalFailure')];
        const { code, errors } = await scene.run();
        expect([code, errors]).toEqual([0, [expect.stringContaining('niet verwerkt of niet weggehaald')]]);
        expect([scene.kept(), scene.state.deleted]).toEqual([[ONE], [ONE.id]]);
      });

      test('erases all that it kept about a zaak before it takes that message away', async ({
        scene,
        expect,
      }) => {
        mkdirSync(dirname(scene.state.file));
        const other = { ...ONE, id: 'bericht-2', subject: 'zaak-2' };
        writeFileSync(scene.state.file, `${JSON.stringify(ONE)}\n${JSON.stringify(other)}\n`);
        scene.state.waiting = [{ ...ONE, id: 'bericht-3', type: BERICHTTYPEN.gewist }];
        expect(await scene.run()).toEqual({ code: 0, errors: [] });
        expect([scene.kept(), scene.state.deleted]).toEqual([[other], ['bericht-3']]);
      });

      test('ends with 1 when it has to run once and could not keep a message, which is in the queue still', async ({
        scene,
        expect,
      }) => {
        // A queue shows a message that was not deleted again after five minutes.
        scene.state.showsOnce = true;
        const { code, errors } = await scene.run({ BESTAND: join(scene.state.file, 'nergens', 'x.jsonl') });
        expect([code, errors]).toEqual([1, [expect.stringMatching(/^bericht bericht-1 is niet verwerkt/)]]);
        expect([scene.state.waiting, scene.state.deleted]).toEqual([[ONE], []]);
      });

      test('says what to do when it may not read the queue, and goes on once it may', async ({
        scene,
        expect,
      }) => {
        mkdirSync(dirname(scene.state.file));
        scene.state.instead.receive = [error(403, 'AccessDeniedException')];
        const child = scene.start({ STOP_ALS_LEEG: 'nee' });
        const [line] = await once(child.stderr, 'data');
        expect(String(line)).toContain('vraag de gemeente of die is toegelaten');
        await expect.poll(() => scene.state.deleted, { timeout: 120_000 }).toEqual([ONE.id]);
      });

      test('takes no message from the queue while its disk fails, and goes on after', async ({
        scene,
        expect,
      }) => {
        const child = scene.start({ STOP_ALS_LEEG: 'nee' });
        const [line] = await once(child.stderr, 'data');
        expect(String(line)).toMatch(/ontvangen\.jsonl is niet te schrijven .*; opnieuw over 1 seconden/);
        expect([scene.state.received, scene.state.deleted]).toEqual([1, []]);
        mkdirSync(dirname(scene.state.file));
        await expect.poll(() => scene.state.deleted, { timeout: 120_000 }).toEqual([ONE.id]);
        expect(scene.kept()).toEqual([ONE]);
      });

      test('cuts half a line off its file, and reads that message again', async ({ scene, expect }) => {
        mkdirSync(dirname(scene.state.file));
        writeFileSync(scene.state.file, JSON.stringify(ONE).slice(0, -5));
        const { code, errors } = await scene.run();
        expect([code, errors]).toEqual([0, [expect.stringContaining('halve laatste regel')]]);
        expect(scene.kept()).toEqual([ONE]);
      });
    },
  );
}
