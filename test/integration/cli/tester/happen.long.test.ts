import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clock, playDate } from '../../../../cli/tester/clock.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';
import { happenOn, WAIT } from './happen-on.ts';

describe('an event that a tester makes happen on a clock that goes on', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.stop());

  /** The messages to the gemeente about the terms of these zaken, in order: the term, the kind of message, and the day. */
  const termsTold = async (zaken: readonly string[]): Promise<readonly (readonly unknown[])[]> => {
    const all = await hub.client.berichten('gemeente', '0907');
    return all
      .filter(({ subject, data }) => zaken.includes(subject) && 'termijnId' in data)
      .toSorted((one, other) => Number(one.data['volgnummer']) - Number(other.data['volgnummer']))
      .map(({ type, data }) => [data['termijnId'], type.split('.').slice(2, -1).join('-'), data['datum']]);
  };

  it('has two weeks of first months in which terms warn, are met and pass, each on its day', async () => {
    await playDate(hub.client, '2027-01-04', WAIT);
    const { zaken } = await happenOn(hub, 'inschrijving');
    await playDate(hub.client, '2027-01-06', WAIT);
    const [zaak = ''] = zaken;
    // Of three talks within 15 days; that one is reported makes the others ones that are waited for.
    await happenOn(hub, 'brede-intake-gesprek-gevoerd', { zaak });
    const before = await termsTold(zaken);
    const forward = async (count: number): Promise<unknown> => {
      const { output, written } = caught();
      expect(await clock(hub.client, { over: { count, unit: 'd' }, wait: WAIT, json: true }, output)).toBe(0);
      await hub.quiet();
      return JSON.parse(written[0] ?? '');
    };
    expect(await forward(14)).toEqual({ nu: expect.stringMatching(/^2027-01-20T11:/) });
    const told = await termsTold(zaken);
    // The talk that was held ends a term of its own, of which there is nothing to tell.
    expect({ before, told }).toEqual({
      before: [],
      told: [
        ['TG02', 'termijn-nadert', '2027-01-07'],
        ['TG04', 'termijn-nadert', '2027-01-14'],
        ['TG02', 'termijn-verstreken', '2027-01-20'],
        ['TG04', 'termijn-verstreken', '2027-01-20'],
      ],
    });
    // A term of the law is exceeded, where one of the gemeente's own is past.
    await playDate(hub.client, '2027-03-14', WAIT);
    const ofPip = async (): Promise<readonly unknown[]> =>
      (await termsTold(zaken)).flatMap(([termijn, what]) => (termijn === 'TG07' ? [what] : []));
    const warned = await ofPip();
    await forward(2);
    expect([warned, await ofPip()]).toEqual([['termijn-nadert'], ['termijn-nadert', 'termijn-overschreden']]);
  });
});
