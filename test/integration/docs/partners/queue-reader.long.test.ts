import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { play, scenario } from '../../../hub/test-hub.ts';
import { EXAMPLES, missing, missingBoto, NODE, PYTHON } from '../../../unit/docs/partners/runtimes.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

/** The queue readers for partners, started without change on a hub that has sent them messages. */

const Bericht = z.object({ id: z.string(), data: z.object({ zaakId: z.string(), volgnummer: z.int() }) });

let hub: RunningHub;
const folder = mkdtempSync(join(tmpdir(), 'wachtrijlezers-'));

beforeAll(async () => {
  hub = await startHub();
  // Step for step: what overtakes the koppeling is told with it, and then there is no second message.
  const { deviations } = await play(hub, scenario('een-huishouden.jsonl'), { stepForStep: true });
  expect(deviations).toEqual([]);
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const { file, runtime, kanaal, reason } of [
  { file: 'lezer.ts', runtime: NODE, kanaal: 'taalmaatjes', reason: missing(NODE) },
  { file: 'lezer.py', runtime: PYTHON, kanaal: 'balk', reason: missingBoto() },
]) {
  describe.skipIf(reason !== undefined)(reason === undefined ? file : `${file}: not run, ${reason}`, () => {
    const name = `inburgeringshub-0907-${kanaal}.fifo`;
    const storage = join(folder, `${file}.jsonl`);
    const url = () => hub.hub.queues[name]?.url ?? '';

    /** Runs the reader until its queue shows nothing more, and gives its error output. */
    const read = async (exitCode = 0): Promise<string> => {
      const child = spawn(runtime.program, runtime.args(join(EXAMPLES, 'wachtrij', file)), {
        env: {
          ...process.env,
          PYTHONDONTWRITEBYTECODE: '1',
          AWS_ACCESS_KEY_ID: 'partner',
          AWS_SECRET_ACCESS_KEY: 'partner',
          AWS_REGION: 'eu-west-1',
          AWS_DEFAULT_REGION: 'eu-west-1',
          AWS_ENDPOINT_URL_SQS: hub.hub.endpoints.sqs,
          WACHTRIJ_URL: url(),
          BESTAND: storage,
          STOP_ALS_LEEG: 'ja',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (part) => (errors += String(part)));
      const [code] = await once(child, 'close');
      expect(code, errors).toBe(exitCode);
      return errors;
    };

    const parsed = () =>
      readFileSync(storage, 'utf8')
        .trim()
        .split('\n')
        .map((line) => Bericht.parse(JSON.parse(line)));

    it('takes the messages of the hub in order, and leaves the queue empty', async () => {
      const sent = (await hub.inQueue('0907', kanaal)).map(({ bericht }) => Bericht.parse(bericht));
      expect(sent.length).toBeGreaterThan(1);
      await read();
      expect(parsed()).toEqual(sent);
      expect(hub.hub.inspectQueue(name)).toEqual([]);
    });

    it('keeps a repeated message once, and leaves a message that it cannot use and those behind it in its zaak', async () => {
      const [earlier] = parsed();
      const sqs = new SQSClient({
        endpoint: hub.hub.endpoints.sqs,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'hub', secretAccessKey: 'hub' },
      });
      const send = (zaakId: string, MessageBody: string) =>
        sqs.send(
          new SendMessageCommand({
            QueueUrl: url(),
            MessageBody,
            MessageGroupId: zaakId,
            MessageDeduplicationId: `${zaakId}-${MessageBody.length}`,
          }),
        );
      const bericht = (id: string, zaakId: string) => JSON.stringify({ id, data: { zaakId, volgnummer: 1 } });
      const earlierIds = parsed().map(({ id }) => id);
      await send('kapot', 'geen json');
      await send('kapot', bericht('na-een-fout', 'kapot'));
      await send('heel', bericht('heel', 'heel'));
      await send('herhaald', JSON.stringify(earlier));
      expect(await read(1)).not.toContain('geen json');
      expect(parsed().map(({ id }) => id)).toEqual([...earlierIds, 'heel']);
      expect(hub.hub.inspectQueue(name).map(({ body }) => body)).toEqual([
        'geen json',
        bericht('na-een-fout', 'kapot'),
      ]);
      sqs.destroy();
    });
  });
}
