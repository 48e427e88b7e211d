import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { scenario } from '../hub/proefhub.ts';
import { NODE, ontbreekt, PYTHON, VOORBEELDEN } from '../unit/partners/runtimes.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** The readers that partners copy: started as they stand, on a hub that has sent them something. */

const zonderBoto = (): string | undefined =>
  ontbreekt(PYTHON) ??
  (spawnSync(PYTHON.programma, ['-c', 'import boto3']).status === 0
    ? undefined
    : 'boto3 is not on this machine');

const Bericht = z.object({ id: z.string(), data: z.object({ zaakId: z.string(), volgnummer: z.int() }) });

let hub: DraaiendeHub;
const map = mkdtempSync(join(tmpdir(), 'wachtrijlezers-'));

beforeAll(async () => {
  hub = await startHub();
  expect(await hub.speel(scenario('een-huishouden.jsonl'))).toMatchObject({ deviations: [], atRest: true });
});
afterAll(async () => {
  await hub.stop();
  rmSync(map, { recursive: true, force: true });
});

for (const { bestand, runtime, kanaal, reden } of [
  { bestand: 'lezer.ts', runtime: NODE, kanaal: 'taalmaatjes', reden: ontbreekt(NODE) },
  { bestand: 'lezer.py', runtime: PYTHON, kanaal: 'balk', reden: zonderBoto() },
]) {
  describe.skipIf(reden !== undefined)(
    reden === undefined ? bestand : `${bestand}: not run, ${reden}`,
    () => {
      const naam = `inburgeringshub-0907-${kanaal}.fifo`;
      const opslag = join(map, `${bestand}.jsonl`);
      const url = () => hub.hub.queues[naam]?.url ?? '';

      /** Runs the reader until its queue gives nothing any more; what it wrote on its error output. */
      const lees = async (): Promise<string> => {
        const kind = spawn(runtime.programma, runtime.argumenten(join(VOORBEELDEN, 'wachtrij', bestand)), {
          env: {
            ...process.env,
            PYTHONDONTWRITEBYTECODE: '1',
            AWS_ACCESS_KEY_ID: 'partner',
            AWS_SECRET_ACCESS_KEY: 'partner',
            AWS_REGION: 'eu-west-1',
            AWS_DEFAULT_REGION: 'eu-west-1',
            AWS_ENDPOINT_URL_SQS: hub.hub.endpoints.sqs,
            WACHTRIJ_URL: url(),
            BESTAND: opslag,
            STOP_ALS_LEEG: 'ja',
          },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let fouten = '';
        kind.stderr.on('data', (deel) => (fouten += String(deel)));
        const [code] = await once(kind, 'close');
        expect(code, fouten).toBe(0);
        return fouten;
      };

      const gelezen = () =>
        readFileSync(opslag, 'utf8')
          .trim()
          .split('\n')
          .map((regel) => Bericht.parse(JSON.parse(regel)));

      it('takes what the hub sent, in order, and leaves the queue empty', async () => {
        const verstuurd = (await hub.inWachtrij('0907', kanaal)).map(({ bericht }) => Bericht.parse(bericht));
        expect(verstuurd.length).toBeGreaterThan(1);
        await lees();
        expect(gelezen()).toEqual(verstuurd);
        expect(hub.hub.inspectQueue(naam)).toEqual([]);
      });

      it('keeps a message once, and leaves one that it cannot use with what follows it in its zaak', async () => {
        const [eerder] = gelezen();
        const sqs = new SQSClient({
          endpoint: hub.hub.endpoints.sqs,
          region: 'eu-west-1',
          credentials: { accessKeyId: 'hub', secretAccessKey: 'hub' },
        });
        const stuur = (zaakId: string, MessageBody: string) =>
          sqs.send(
            new SendMessageCommand({
              QueueUrl: url(),
              MessageBody,
              MessageGroupId: zaakId,
              MessageDeduplicationId: `${zaakId}-${MessageBody.length}`,
            }),
          );
        const bericht = (id: string, zaakId: string) =>
          JSON.stringify({ id, data: { zaakId, volgnummer: 1 } });
        const wasEr = gelezen().map(({ id }) => id);
        await stuur('kapot', 'geen json');
        await stuur('kapot', bericht('na-een-fout', 'kapot'));
        await stuur('heel', bericht('heel', 'heel'));
        await stuur('herhaald', JSON.stringify(eerder));
        expect(await lees()).not.toContain('geen json');
        expect(gelezen().map(({ id }) => id)).toEqual([...wasEr, 'heel']);
        expect(hub.hub.inspectQueue(naam).map(({ body }) => body)).toEqual([
          'geen json',
          bericht('na-een-fout', 'kapot'),
        ]);
        sqs.destroy();
      });
    },
  );
}
