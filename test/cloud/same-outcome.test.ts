import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeMessy } from '../hub/messy.ts';
import { outcomeOf } from '../hub/outcome.ts';
import { scenario, type TestHub } from '../hub/test-hub.ts';
import { startHub } from '../integration/hub/support.ts';
import { startEmulated } from './emulated-hub.ts';

/** The same scenarios on the embedded cloud and on an emulator of AWS that others wrote. */

const MESSY = 'rommelig.jsonl';
/** In productie the sandbox gemeente takes no part; the day of `npm start` has the same kinds of messages as the others. */
const LEFT_OUT = ['oefengemeente.jsonl', 'vandaag.jsonl'];
const all = readdirSync(join(import.meta.dirname, '../../examples')).filter(
  (name) => name.endsWith('.jsonl') && !LEFT_OUT.includes(name),
);
/** The names of some of them, for who touched a permission and wants to know soon. */
const chosen = process.env['SCENARIOS']?.split(' ') ?? all;
const files = chosen.filter((name) => name !== MESSY);
const isMessyChosen = chosen.includes(MESSY);

let embedded: TestHub;
let emulated: TestHub;
beforeAll(async () => {
  [embedded, emulated] = await Promise.all([startHub(), startEmulated()]);
});
afterAll(() => Promise.all([embedded?.stop(), emulated?.stop()]));

const expectSameOutcome = async (file: string): Promise<void> => {
  const steps = scenario(file);
  const [here, there] = await Promise.all([outcomeOf(embedded, steps), outcomeOf(emulated, steps)]);
  expect(here.answers).toHaveLength(steps.length);
  expect(here.berichten.flatMap(({ berichten }) => berichten).length).toBeGreaterThan(5);
  expect(there).toEqual(here);
};

// First, because the tests of the untidy scenario count what a hub has that had nothing before it.
if (isMessyChosen) {
  describe('the untidy scenario on both clouds', () => {
    it('gives the same answers, timelines, terms and partner messages', () => expectSameOutcome(MESSY));
  });

  describeMessy(async () => ({ ...emulated, stop: async () => undefined }));
}

describe('a scenario on both clouds', () => {
  // A household comes to rest on the emulator after each of its steps: the one that goes up to its PIP has 126.
  it.each(files)(
    '%s gives the same answers, timelines, terms and partner messages',
    { timeout: 900_000 },
    (file) => expectSameOutcome(file),
  );

  it('leads to the same accepted messages, and every zaak is announced up to the same version', async () => {
    // The number of announcements depends on the batches; the highest version that was announced does not.
    const heard = async (hub: TestHub) => {
      const details = (await hub.published()).map(({ 'detail-type': type, detail }) => ({
        type,
        ...(detail as { ontvangstId?: string; zaakId?: string; versie?: number }),
      }));
      const perType = Map.groupBy(details, ({ type }) => type);
      const perZaak = Map.groupBy(
        details.filter(({ zaakId }) => zaakId !== undefined),
        ({ zaakId }) => zaakId,
      );
      return {
        ontvangsten: [...perType]
          .map(([type, of]) => [type, new Set(of.map(({ ontvangstId }) => ontvangstId)).size])
          .toSorted(),
        versions: [...perZaak.values()]
          .map((of) => Math.max(...of.map(({ versie = 0 }) => versie)))
          .toSorted((one, other) => one - other),
      };
    };
    const here = await heard(embedded);
    expect(here.ontvangsten.length).toBeGreaterThan(3);
    expect(here.versions.length).toBeGreaterThan(isMessyChosen ? 15 : 0);
    expect(await heard(emulated)).toEqual(here);
  });

  it('meets an emulator that refuses unknown credentials, which the next test depends on', async () => {
    const { endpoint = '', region = '' } = emulated.rollout.clientConfig('sqs');
    const credentials = { accessKeyId: 'AKIAONBEKEND00000000', secretAccessKey: 'onbekend' };
    const nobody = new SQSClient({ endpoint, region, credentials });
    await expect(nobody.send(new ListQueuesCommand())).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    nobody.destroy();
  });

  it('makes no call that the emulator refuses: every call is within the permissions of the templates', () => {
    expect(emulated.logLines.length).toBeGreaterThan(20);
    expect(emulated.logLines.filter((line) => /AccessDenied|not authorized/.test(line))).toEqual([]);
  });
});
