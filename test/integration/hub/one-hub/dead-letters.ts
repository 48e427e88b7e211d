import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf } from '../../../../client/deployment.ts';
import type { RunningHub } from '../support.ts';

/** A dead letter of any function, rule or partner is told by the watch that runs in the hub itself. */

const FUNCTIONS = [
  'brp',
  'coa',
  'duo',
  'duomeldingen',
  'meldingen',
  'partnerberichten',
  'webhook',
  'wissen',
] as const;
const RULES = FUNCTIONS.filter((name) => name !== 'webhook').map((name) => `${name}-regel`);
const PLACES = [...FUNCTIONS, ...RULES, 'herstel'];

/** The output with the address of a place: `CoaRegelDodeBrievenUrl`. */
const output = (place: string): string =>
  `${place
    .split('-')
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join('')}DodeBrievenUrl`;

export const describeDeadLetters = (shared: () => RunningHub): void => {
  describe('a dead letter', () => {
    let hub: RunningHub;
    let sqs: SQSClient;
    beforeAll(() => {
      hub = shared();
      sqs = new SQSClient(hub.rollout.clientConfig('sqs'));
    });
    afterAll(() => sqs?.destroy());

    /** What lines of the watch say since this one. */
    const lines = (from: number): readonly Readonly<Record<string, unknown>>[] =>
      hub.logLines.slice(from).flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));

    const put = async (address: string): Promise<void> => {
      const fifo = address.endsWith('.fifo') ? { MessageGroupId: 'x', MessageDeduplicationId: address } : {};
      await sqs.send(new SendMessageCommand({ QueueUrl: address, MessageBody: '{"proef":true}', ...fifo }));
    };

    it('in each queue is counted by the metric of the alarm, and its place is named', async () => {
      const partners = Object.keys(hub.rollout.uitvoer).filter((name) =>
        /^Kanaal\d{4}.*DodeBrievenUrl$/.test(name),
      );
      expect(partners.length).toBeGreaterThan(12);
      for (const name of [...PLACES.map(output), ...partners]) await put(outputOf(hub.rollout, name));
      const from = hub.logLines.length;
      const outcome = await hub.hub.invoke(outputOf(hub.rollout, 'BewakingFunctieNaam'), { taak: 'waken' });
      expect(outcome).toMatchObject({ ok: true });
      const written = lines(from);
      const found = written.find(
        ({ message, vondst }) => message === 'de bewaking vond iets' && vondst === 'DodeBrieven',
      );
      const names = Object.keys((found?.['gevonden'] ?? {}) as object);
      expect(names.filter((name) => !name.includes('/')).toSorted()).toEqual(PLACES.toSorted());
      // The queues of partners are spread over an hour.
      expect(names.filter((name) => name.includes('/')).length).toBeGreaterThan(0);
      expect(written.find((line) => 'DodeBrieven' in line)).toMatchObject({
        service: 'inburgeringshub',
        DodeBrieven: names.length,
      });
    });
  });
};
