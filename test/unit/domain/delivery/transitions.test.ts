import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { placeStatus, toTableItem } from '../../../../adapters/table/postvak/item.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import type { Item, Table } from '../../../../adapters/table/table.ts';
import { momentsOf, POSTVAK_STATES, type PostvakItem, stateOf } from '../../../../domain/delivery/item.ts';
import { TRANSITIONS, type TransitionName, transition } from '../../../../domain/delivery/transitions.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import { runs } from '../../../runs.ts';
import { ZAAK } from '../support.ts';

/** A message moves only as the table says, whichever walker asks, and never against what another walker wrote. */

const PARTNER: KanaalId = '0907/taalschool';
const BEGIN = Date.parse('2025-09-08T10:00:00.000Z');
const NAMES = Object.keys(TRANSITIONS) as TransitionName[];

const item = (extra: Partial<PostvakItem> = {}): PostvakItem => ({
  id: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
  partner: PARTNER,
  zaakId: ZAAK,
  volgnummer: 1,
  plek: 'klaargezet',
  positie: `2025-09-08T10:00:00.000Z#${ZAAK}#000001`,
  klaargezetOp: '2025-09-08T10:00:00.000Z',
  sinds: '2025-09-08T10:00:00.000Z',
  pogingen: [],
  herleveringen: 0,
  type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  source: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  tekst: '{}',
  ...extra,
});

describe('the table of transitions', () => {
  it('has a way out of every state', () => {
    for (const place of POSTVAK_STATES) {
      expect(NAMES.some((name) => TRANSITIONS[name].from.includes(place as never))).toBe(true);
    }
  });

  it.each(NAMES)(
    'lets %s start only from the states that it names, and end in the one that it names',
    (name) => {
      for (const place of POSTVAK_STATES) {
        const row = TRANSITIONS[name];
        const move = transition(item({ plek: place, reden: 'x' }), name, new Date(BEGIN + 1));
        const isNamed = (row.from as readonly string[]).includes(place);
        expect(move !== undefined).toBe(isNamed);
        if (move === undefined) continue;
        expect(move.to.plek).toBe('to' in row ? row.to : place);
        expect(move.places).toContain(place);
        expect(move.places.every((place) => (row.from as readonly string[]).includes(place))).toBe(true);
        expect(move.to.sinds === move.from.sinds).toBe(stateOf(move.to.plek) === stateOf(place));
      }
    },
  );

  it('keeps a claim only where it goes to bezig, and a reason only in geparkeerd and vervallen', () => {
    for (const name of NAMES) {
      for (const place of POSTVAK_STATES) {
        const from = item({ plek: place, bezigTot: '2025-09-08T09:00:00.000Z', reden: 'past niet' });
        const to = transition(from, name, new Date(BEGIN))?.to;
        if (to === undefined) continue;
        if (to.plek !== 'bezig') expect(to).not.toHaveProperty('bezigTot');
        if (to.plek !== 'geparkeerd' && to.plek !== 'vervallen') expect(to).not.toHaveProperty('reden');
      }
    }
  });

  it('makes anew, or drops, no message that has content', () => {
    for (const name of ['compose', 'drop'] as const) {
      for (const place of POSTVAK_STATES) {
        expect(transition(item({ plek: place }), name, new Date(BEGIN))).toBeUndefined();
      }
    }
  });

  it('sends no message without content', () => {
    for (const name of ['claim', 'unpark', 'redeliver', 'confirm'] as const) {
      for (const place of POSTVAK_STATES) {
        const { tekst: _, ...empty } = item({ plek: place });
        expect(transition(empty, name, new Date(BEGIN))).toBeUndefined();
      }
    }
  });
});

/** One step of a walker with an item that it read earlier. */
type Postvak = ReturnType<typeof createPostvak>;
const STEPS: Readonly<
  Record<string, (postvak: Postvak, read: PostvakItem, now: Date, n: number) => Promise<unknown>>
> = {
  claim: (postvak, read, now, n) =>
    postvak.claim(read, n % 2 === 0 ? 'webhook' : 'wachtrij', new Date(now.getTime() + 1000 * (n + 1)), now),
  deliver: (postvak, read, now) => postvak.bezorgd(read, now),
  release: (postvak, read, now) => postvak.release(read, now),
  park: (postvak, read, now, n) => postvak.park(read, now, n % 2 === 0 ? undefined : 'de inhoud past niet'),
  unpark: (postvak, read, now) => postvak.unpark(read, now),
  redeliver: (postvak, read, now, n) => postvak.redeliver(read, `request-${n}`, now),
  confirm: (postvak, read, now) => postvak.confirm(read, now),
  expire: (postvak, read, now) => postvak.expire(read, now),
  compose: (postvak, read, now) => {
    const { positie, klaargezetOp } = momentsOf(read, now, []);
    return postvak.compose(
      read,
      { tekst: '{"later":true}', type: 't', source: 's', positie, klaargezetOp },
      now,
    );
  },
  withdraw: (postvak, read, now) =>
    postvak.withdraw(read, { tekst: '{"over":true}', type: 't', source: 's' }, now),
  drop: (postvak, read, now) => postvak.drop(read, now, 'niet nodig'),
  clear: (postvak, read, now) => postvak.purge(read, now),
};

describe('a message that several walkers move at once', () => {
  it('makes only transitions of the table, each under the condition of the state that it starts from', async () => {
    const walk = fc.array(
      fc.record({
        step: fc.constantFrom(...Object.keys(STEPS)),
        walker: fc.integer({ min: 0, max: 2 }),
        rereads: fc.boolean(),
        passesMs: fc.integer({ min: 0, max: 2500 }),
        n: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(walk, fc.boolean(), async (steps, isMade) => {
        const table = memoryTable();
        const conditions: (readonly string[])[] = [];
        const moves: [Item | undefined, Item | undefined][] = [];
        let unconditional = 0;
        const watched: Table = {
          ...table,
          write: async (items) => {
            unconditional += items.filter(({ sk }) => sk.startsWith('POST#')).length;
            await table.write(items);
          },
          change: async (key, change, statuses, as) => {
            const before = await table.read(key);
            const done = await table.change(key, change, statuses, as);
            conditions.push(statuses);
            if (done) moves.push([before, await table.read(key)]);
            return done;
          },
        };
        const postvak = createPostvak(watched);
        const { tekst: _, ...unmade } = item({ plek: 'geparkeerd', reden: 'de inhoud past niet' });
        const first = isMade ? item() : unmade;
        await postvak.put([first]);
        const read = [first, first, first];
        let now = BEGIN;
        for (const { step, walker, rereads, passesMs, n } of steps) {
          now += passesMs;
          if (rereads) read[walker] = (await postvak.read(first)) ?? first;
          await STEPS[step]?.(postvak, read[walker] ?? first, new Date(now), n);
        }
        expect(unconditional).toBe(0);
        expect(conditions.every((statuses) => statuses.length > 0)).toBe(true);
        for (const [before, after] of moves) {
          const allowed = NAMES.some((name) => {
            const row = TRANSITIONS[name];
            const to = 'to' in row ? row.to : before?.['plek'];
            return (row.from as readonly unknown[]).includes(before?.['plek']) && to === after?.['plek'];
          });
          expect(allowed, `${before?.['plek']} -> ${after?.['plek']}`).toBe(true);
          // The state in the item and the list that it stands in are the same at any moment.
          if (after?.['status'] !== undefined) {
            expect(after['status']).toBe(placeStatus(PARTNER, after['plek'] as PostvakItem['plek']));
          }
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('is in the hands of one walker: a walker that takes over an expired claim takes it from all others', async () => {
    const table = memoryTable();
    const postvak = createPostvak(table);
    await postvak.put([item()]);
    const dead = await postvak.claim(item(), 'webhook', new Date(BEGIN + 1000), new Date(BEGIN));
    if (dead === undefined) throw new Error('not in hand');
    const later = new Date(BEGIN + 5000);
    const takers = await Promise.all(
      [60_000, 61_000].map((ms) => postvak.claim(dead, 'wachtrij', new Date(BEGIN + ms), later)),
    );
    expect(takers.filter((taken) => taken !== undefined)).toHaveLength(1);
    expect(await postvak.release(dead, later)).toBeUndefined();
    expect((await postvak.read(item()))?.plek).toBe('bezig');
  });
});

describe('a message that is put as delivered before it is sent', () => {
  const leaving = item({ plek: 'bezorgd', deur: 'wachtrij', bezigTot: '2025-09-08T10:00:15.000Z' });
  const ended = new Date('2025-09-08T10:00:16.000Z');
  const put = async () => {
    const postvak = createPostvak(memoryTable());
    await postvak.put([leaving]);
    return postvak;
  };

  it('lies ready again, or stands still, when its queue does not take it', async () => {
    expect(await (await put()).release(leaving, new Date(BEGIN))).toMatchObject({ plek: 'klaargezet' });
    expect(await (await put()).park(leaving, new Date(BEGIN), 'x')).toMatchObject({ plek: 'geparkeerd' });
  });

  it('is taken over by one, once who put it must have sent it', async () => {
    const postvak = await put();
    const claim = (until: number, now: Date) => postvak.claim(leaving, 'wachtrij', new Date(until), now);
    expect(await claim(BEGIN + 60_000, new Date(BEGIN))).toBeUndefined();
    const takers = await Promise.all([60_000, 61_000].map((ms) => claim(BEGIN + ms, ended)));
    expect(takers.filter((taken) => taken !== undefined)).toHaveLength(1);
    expect(await postvak.release(leaving, ended)).toBeUndefined();
  });

  it('is out of reach of who put it once its partner confirmed it', async () => {
    const postvak = await put();
    expect(await postvak.confirm(leaving, new Date(BEGIN))).toBe(true);
    expect(await postvak.release(leaving, new Date(BEGIN))).toBeUndefined();
    expect(await postvak.park(leaving, new Date(BEGIN), 'x')).toBeUndefined();
    expect((await postvak.read(leaving))?.plek).toBe('bevestigd');
  });

  it('cannot be taken back when it was delivered for certain', () => {
    for (const name of ['claim', 'release', 'park'] as const) {
      expect(transition(item({ plek: 'bezorgd' }), name, ended)).toBeUndefined();
    }
  });
});

describe('a message of which the content was replaced after a door read it', () => {
  it('is not taken in hand by that door until it reads it again', async () => {
    const postvak = createPostvak(memoryTable());
    await postvak.put([item()]);
    const content = { tekst: '{"over":true}', type: 't', source: 's' };
    await postvak.withdraw(item(), content, new Date(BEGIN));
    const claim = (read: PostvakItem) =>
      postvak.claim(read, 'webhook', new Date(BEGIN + 1000), new Date(BEGIN));
    expect(await claim(item())).toBeUndefined();
    expect(await claim((await postvak.read(item())) ?? item())).toMatchObject({ plek: 'bezig', ...content });
    // While it is in hand it is being handed over.
    expect(await postvak.withdraw(item(), content, new Date(BEGIN + 500))).toBeUndefined();
  });
});

describe('a message that two withdraw at once', () => {
  it('keeps what the first made of it: who read it before writes nothing back', async () => {
    const postvak = createPostvak(memoryTable());
    await postvak.put([item({ tekst: '{"adres":1}' })]);
    const read = await postvak.read(item());
    const over = { tekst: '{"over":true}', type: 'end', source: 's' };
    expect(await postvak.withdraw(read ?? item(), over, new Date(BEGIN))).toMatchObject(over);
    const less = { tekst: '{}', type: item().type ?? '', source: 's' };
    expect(await postvak.withdraw(read ?? item(), less, new Date(BEGIN + 1))).toBeUndefined();
    expect(await postvak.read(item())).toMatchObject(over);
  });
});

describe('a message that was stored before it carried its type', () => {
  it('is read with the type and the source in its text', async () => {
    const table = memoryTable();
    const text = JSON.stringify({ type: 'nl.inburgeringszaken.x.v1', source: 'urn:nld:oin:1' });
    const { type: _, source: __, ...old } = toTableItem(item({ tekst: text }));
    await table.write([old as Item]);
    const postvak = createPostvak(table);
    expect(await postvak.read(item())).toMatchObject({
      type: 'nl.inburgeringszaken.x.v1',
      source: 'urn:nld:oin:1',
    });
    expect((await postvak.list(PARTNER)).items).toMatchObject([{ type: 'nl.inburgeringszaken.x.v1' }]);
  });
});
