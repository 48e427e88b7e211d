import { describe, expect, it } from 'vitest';
import { quarantaine } from '../../../../cli/operator/ontvangsten.ts';
import { PLAIN } from '../../../../cli/print/paint.ts';
import type { Ontvangst } from '../../../../client/answers.ts';
import { userError } from '../../../../client/errors.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import type { OutstandingStatus } from '../../../../contracts/ontvangst-status.ts';

/** `hub quarantaine`: what lies still in any state, one of it or all of it offered again. */

const idOf = (n: number): string => `00000000-0000-8000-9000-${String(n).padStart(12, '0')}`;

const receipt = (n: number): Ontvangst =>
  ({
    ontvangstId: idOf(n),
    status: 'ontvangen',
    sinds: '2026-03-01T03:00:00.000Z',
    type: 'nl.brp.persoon.verhuisd.v1',
    organisatie: 'brp',
  }) as Ontvangst;

const side = (count: number, heropnemen: HubClient['heropnemen'] = async () => true) => {
  const asked: OutstandingStatus[] = [];
  const taken: string[] = [];
  const lines: string[] = [];
  const hub: Partial<HubClient> = {
    ontvangsten: async (status) => {
      asked.push(status);
      return Array.from({ length: count }, (_, n) => receipt(n));
    },
    heropnemen: async (ontvangstId) => {
      taken.push(ontvangstId);
      return heropnemen(ontvangstId);
    },
  };
  const output = {
    width: 200,
    ...PLAIN,
    interactive: false,
    line: (text: string) => lines.push(text),
    lines: (texts: readonly string[]) => lines.push(...texts),
  };
  const run = (options: Parameters<typeof quarantaine>[1]) => quarantaine(hub as HubClient, options, output);
  return { asked, taken, lines, run };
};

describe('hub quarantaine', () => {
  it.each([
    [undefined, 'quarantaine', 'The quarantine is empty.'],
    ['ontvangen', 'ontvangen', 'Nothing is on its way (ontvangen).'],
    ['wacht', 'wacht', 'Nothing waits.'],
  ] as const)('lists what is in the state %s', async (staat, status, nothing) => {
    const options = staat === undefined ? {} : { staat };
    const empty = side(0);
    expect(await empty.run(options)).toBe(0);
    expect([empty.asked, empty.lines]).toEqual([[status], [nothing]]);
    const some = side(2);
    await some.run(options);
    expect(some.lines.map((line) => line.slice(0, 36))).toEqual([idOf(0), idOf(1)]);
    expect(some.taken).toEqual([]);
  });

  it('offers all of a list again, each once, and says how many that were', async () => {
    const { asked, taken, lines, run } = side(12);
    expect(await run({ staat: 'ontvangen', alles: true })).toBe(0);
    expect(asked).toEqual(['ontvangen']);
    expect(taken.toSorted()).toEqual(Array.from({ length: 12 }, (_, n) => idOf(n)));
    expect(lines).toEqual(['Of 12 messages: 12 offered again (heropgenomen).']);
  });

  it('goes on with the rest of a list when one is refused, names it, and fails; one that was processed is no failure', async () => {
    const refuse: HubClient['heropnemen'] = async (id) => {
      if (id === idOf(3)) throw userError('heropnemen: HTTP 409; past niet meer');
      return id !== idOf(4);
    };
    const { taken, lines, run } = side(7, refuse);
    expect(await run({ alles: true })).toBe(1);
    expect(taken).toHaveLength(7);
    expect(lines).toEqual([
      'Of 7 messages: 5 offered again (heropgenomen), 1 processed meanwhile (al verwerkt), 1 not offered again.',
      `${idOf(3)}  heropnemen: HTTP 409; past niet meer`,
    ]);
    const meanwhile = side(2, async () => false);
    expect(await meanwhile.run({ alles: true })).toBe(0);
  });

  it('gives a program one line of JSON for each message of the list', async () => {
    const { lines, run } = side(2, async (id) => id === idOf(0));
    await run({ alles: true, json: true });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { ontvangstId: idOf(0), heropgenomen: true },
      { ontvangstId: idOf(1), heropgenomen: false, reden: 'al verwerkt' },
    ]);
  });

  it('says what it did when the hub cannot be reached halfway', async () => {
    const { lines, run } = side(20, async (id) => {
      if (id >= idOf(5)) throw userError('no hub at http://127.0.0.1:8787', new Error('ECONNREFUSED'));
      return true;
    });
    await expect(run({ alles: true })).rejects.toThrow('no hub');
    expect(lines).toEqual(['Of 20 messages: 5 offered again (heropgenomen), 15 not tried.']);
  });

  it('fails for one that was processed already, when that one is asked for', async () => {
    const { run } = side(0, async () => false);
    await expect(run({ heropnemen: idOf(1) })).rejects.toThrow('al verwerkt');
  });
});
