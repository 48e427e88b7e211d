import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../../adapters/memory/table.ts';
import { readSendEntry } from '../../../../../adapters/table/outbound.ts';
import { createLanes } from '../../../../../adapters/table/postvak/lanes.ts';
import { movePost, postOfZaak, withOldPlace } from '../../../../../adapters/table/postvak/old-place.ts';
import { createPostvak } from '../../../../../adapters/table/postvak/postvak.ts';
import type { Item, Table } from '../../../../../adapters/table/table.ts';
import { newPostvakItem, type PostvakItem } from '../../../../../domain/delivery/item.ts';
import type { KanaalId } from '../../../../../domain/partners/address.ts';
import { everyFault, outsideCalls } from '../../../../faults/outside-calls.ts';
import { ZAAK } from '../../../domain/support.ts';
import { putBackAsBefore } from '../../../functions/old-post.ts';

/** Messages that version 0.1.0 kept among the commits of their zaak. */

const NOW = new Date('2026-03-02T09:00:00.000Z');
const TAALSCHOOL: KanaalId = '0907/taalschool';
const INTOS: KanaalId = '0907/intos';
const OLD = `ZAAK#${ZAAK}`;
const OWN = `POSTVAK#${ZAAK}`;

const message = (volgnummer: number, partner: KanaalId = TAALSCHOOL): PostvakItem =>
  newPostvakItem(
    partner,
    {
      id: `${partner}-${volgnummer}`,
      type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
      source: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      subject: ZAAK,
      data: { volgnummer },
    },
    NOW,
    [],
  );

const LANE = {
  kanaal: TAALSCHOOL,
  zaakId: ZAAK,
  volgnummer: 2,
  pogingen: 3,
  from: '2026-03-02T10:00:00.000Z',
  gepland: '2026-03-02T10:00:00.000Z',
  abonnementId: 'abonnement',
  gereserveerd: false,
};

/** One that was delivered, two that wait in a lane, and one to another partner of which the content is gone. */
const filled = async (): Promise<ReturnType<typeof memoryTable>> => {
  const table = memoryTable();
  const postvak = createPostvak(table);
  await postvak.put([message(1), message(2), message(3), message(1, INTOS)]);
  for (const item of [message(1), message(1, INTOS)]) {
    const inHand = await postvak.claim(item, 'webhook', NOW, NOW);
    const delivered = inHand && (await postvak.bezorgd(inHand, NOW));
    if (delivered?.partner === INTOS) await postvak.purge(delivered, NOW);
  }
  await createLanes(table).wait(LANE);
  return table;
};

const places = (items: readonly PostvakItem[]) =>
  items.map(({ partner, volgnummer, plek }) => `${partner} ${volgnummer} ${plek}`);
const EVERYTHING = [
  '0907/intos 1 bezorgd',
  '0907/taalschool 1 bezorgd',
  '0907/taalschool 2 klaargezet',
  '0907/taalschool 3 klaargezet',
];

let table: ReturnType<typeof memoryTable>;
beforeEach(async () => {
  table = await filled();
  await putBackAsBefore(table);
});

const move = async (of: Table = table, now: Date = NOW): Promise<boolean> =>
  movePost(of, await of.partition(OLD), now, async () => undefined);

describe('messages in their old place', () => {
  it('are read as if they lay in the new one', async () => {
    expect(
      places(
        await createLanes(table)
          .read(TAALSCHOOL, ZAAK)
          .then(({ items }) => items),
      ),
    ).toEqual([]);
    expect(places(await postOfZaak(table, ZAAK))).toEqual(EVERYTHING);
    const both = withOldPlace(table);
    const lane = await createLanes(both).read(TAALSCHOOL, ZAAK);
    expect(places(lane.items)).toEqual(EVERYTHING.slice(1));
    expect(lane.baan).toEqual(LANE);
    expect(await createPostvak(both).find(TAALSCHOOL, message(2).id)).toEqual(message(2));
    expect(places((await readSendEntry(table, ZAAK)).post)).toEqual(EVERYTHING);
  });

  it('are moved with all that they are, and leave nothing behind but a mark', async () => {
    const fresh = await filled();
    expect(await move()).toBe(true);
    const own = await table.partition(OWN);
    // What lost its content is delivered by nobody, and stays.
    expect(own).toEqual((await fresh.partition(OWN)).filter(({ sk }) => !sk.includes('intos')));
    for (const { sk, status, sinds, bericht, type, source, plek } of await table.partition(OLD)) {
      expect([sk, status, sinds, bericht, type, source]).toEqual([sk, ...Array(5).fill(undefined)]);
      expect([sk, plek]).toEqual([sk, sk.includes('intos') ? 'bezorgd' : 'verhuisd']);
    }
    expect(places(await postOfZaak(table, ZAAK))).toEqual(EVERYTHING);
    expect(places((await createLanes(table).read(TAALSCHOOL, ZAAK)).items)).toEqual(EVERYTHING.slice(1));
    expect(await createLanes(table).waiting()).toEqual([
      { kanaal: TAALSCHOOL, zaakId: ZAAK, from: LANE.from, abonnementId: LANE.abonnementId },
    ]);
    const found = await createPostvak(table).find(TAALSCHOOL, message(3).id);
    expect(found).toEqual(message(3));
  });

  it('end the same when any call fails while they are moved, and lie in both places no longer than until the next time', async () => {
    const whole = outsideCalls();
    await move(whole.outside(table));
    const expected = table.alles();
    for (const fault of everyFault(whole.made)) {
      table = await filled();
      await putBackAsBefore(table);
      const moved = move(outsideCalls(fault).outside(table));
      // A write that is refused when it is tried again is nothing to fail at: the message lies there.
      await (fault.moment.endsWith('refused when tried again') ? moved : expect(moved).rejects.toThrow());
      expect(places(await postOfZaak(table, ZAAK)), JSON.stringify(fault)).toEqual(EVERYTHING);
      await move();
      expect(table.alles(), JSON.stringify(fault)).toEqual(expected);
    }
  });

  it('come to lie in the new place from the oldest on, so that none is delivered before what it follows', async () => {
    const seen: number[][] = [];
    const watched: Table = {
      ...table,
      insert: async (item) => {
        const done = await table.insert(item);
        seen.push((await createLanes(table).read(TAALSCHOOL, ZAAK)).items.map((one) => one.volgnummer));
        return done;
      },
    };
    await move(watched);
    // The wait of the lane goes before all of them.
    expect(seen).toEqual([[], [1], [1, 2], [1, 2, 3]]);
  });

  it('stay while a door of the earlier version has one of their lane in hand, and are moved when it must be done', async () => {
    const key = { pk: OLD, sk: 'POST#0907/taalschool#000002' };
    const until = new Date(NOW.getTime() + 60_000);
    await table.change(
      key,
      { plek: 'bezig', status: 'POST#0907/taalschool#bezig', bezigTot: until.toISOString() },
      ['POST#0907/taalschool#klaargezet'],
    );
    expect(await move()).toBe(false);
    expect(await table.partition(OWN)).toEqual([]);
    expect(await move(table, new Date(until.getTime() + 1))).toBe(true);
    expect(places((await createLanes(table).read(TAALSCHOOL, ZAAK)).items)[1]).toBe(
      '0907/taalschool 2 bezig',
    );
  });

  it('count once, as they are in the new place, when they lie in both', async () => {
    const old = await table.partition(OLD);
    await move({ ...table, change: async () => false });
    const [first] = (await createLanes(table).read(TAALSCHOOL, ZAAK)).items.slice(1);
    if (first === undefined) throw new Error('not moved');
    await createPostvak(table).claim(first, 'webhook', NOW, NOW);
    expect(await table.partition(OLD)).toEqual(old);
    expect(places(await postOfZaak(table, ZAAK))).toEqual(
      EVERYTHING.map((place) => place.replace('2 klaargezet', '2 bezig')),
    );
  });
});

describe('timeline and postvak, which are read side by side', () => {
  /** The table of which one partition was read before all that is in it now. */
  const readEarly = (partition: string, before: readonly Item[]): Table => {
    let isFirst = true;
    return {
      ...table,
      partition: async (pk, skBegin) => {
        if (pk !== partition || !isFirst) return table.partition(pk, skBegin);
        isFirst = false;
        return before;
      },
    };
  };

  it.each([
    ['timeline', OLD],
    ['postvak', OWN],
  ])('miss nothing that is moved in between, also when the %s was read first', async (_, first) => {
    const before = await table.partition(first);
    await move();
    expect(places(await postOfZaak(readEarly(first, before), ZAAK))).toEqual(EVERYTHING);
    expect(places((await readSendEntry(readEarly(first, before), ZAAK)).post)).toEqual(EVERYTHING);
  });

  it('miss no message of a commit that is struck off, when the postvak was read before it was put', async () => {
    table = memoryTable([
      {
        pk: OLD,
        sk: 'COMMIT#000001',
        versie: 1,
        tijd: NOW.toISOString(),
        inhoud: JSON.stringify({
          feiten: [],
          meldingen: [{ partner: TAALSCHOOL, volgnummer: 1, soort: 'gemeld' }],
        }),
      },
    ]);
    await createPostvak(table).put([message(1)]);
    expect(places((await readSendEntry(readEarly(OWN, []), ZAAK)).post)).toEqual([
      '0907/taalschool 1 klaargezet',
    ]);
  });
});
