import { describe, expect, it } from 'vitest';
import { createReplies, placeOfReply } from '../../../../../adapters/table/postvak/replies.ts';
import type { Table } from '../../../../../adapters/table/table.ts';
import type { ZaakId } from '../../../../../contracts/base-types.ts';
import { withFreshTable } from '../support.ts';

/** What partners say of their messages, on an engine that evaluates every condition. */

let table: Table;
withFreshTable((fresh) => {
  table = fresh;
});

const TAALSCHOOL = '0907/taalschool';
const secondsLater = (seconds: number) => new Date(Date.parse('2025-09-08T10:00:00.000Z') + seconds * 1000);

const item = (volgnummer: number) =>
  ({
    id: `0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d${10 + volgnummer}`,
    zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId,
    partner: TAALSCHOOL,
    volgnummer,
  }) as const;

describe('what is said of a message', () => {
  const OPGEPAKT = { wat: 'opgepakt', tijdstip: secondsLater(1).toISOString() } as const;
  const LUKT_NIET = {
    wat: 'lukt-niet',
    reden: 'geen-plek',
    tijdstip: secondsLater(2).toISOString(),
  } as const;

  it('is written down once of two that say something at the same moment, and the other is told so', async () => {
    const replies = createReplies(table);
    const [first, other] = [item(1), item(2)];
    const [one, two] = await Promise.all([replies.say(first, OPGEPAKT), replies.say(first, LUKT_NIET)]);
    expect([one, two].toSorted()).toEqual(['busy', 'said']);
    expect(await replies.read(first)).toHaveLength(1);
    await replies.say(other, OPGEPAKT);
    const both = await Promise.all([
      replies.say(other, LUKT_NIET),
      replies.say(other, { ...LUKT_NIET, reden: 'anders' }),
    ]);
    expect(both.toSorted()).toEqual(['busy', 'said']);
    expect(await replies.read(other)).toHaveLength(2);
  });

  it('stands in the list of what waits until it is overtaken, and is known by its zaak after that too', async () => {
    const replies = createReplies(table);
    const first = item(1);
    // Of a message of which nothing was said there is nothing to overtake.
    await replies.overtake(first);
    expect(await replies.read(first)).toEqual([]);
    await replies.say(first, LUKT_NIET);
    const entry = {
      partner: TAALSCHOOL,
      zaakId: first.zaakId,
      volgnummer: 1,
      berichtId: first.id,
      said: [LUKT_NIET],
    };
    await expect
      .poll(() => replies.waiting(TAALSCHOOL, 10), { timeout: 60_000 })
      .toEqual({ elements: [entry], meer: false });
    expect((await replies.waiting('0907/intos', 10)).elements).toEqual([]);
    await replies.overtake(first);
    await expect
      .poll(() => replies.waiting(TAALSCHOOL, 10), { timeout: 60_000 })
      .toMatchObject({ elements: [] });
    expect([...(await replies.ofZaak(first.zaakId))]).toEqual([[`${TAALSCHOOL}#1`, [LUKT_NIET]]]);
    await replies.say(item(2), LUKT_NIET);
    await replies.say(first, { ...OPGEPAKT, tijdstip: secondsLater(3).toISOString() });
    await expect
      .poll(() => replies.newest(TAALSCHOOL, { max: 10 }), { timeout: 60_000 })
      .toMatchObject({ elements: [{ berichtId: first.id }, { berichtId: item(2).id }], meer: false });
    const {
      elements: [newest],
      meer,
    } = await replies.newest(TAALSCHOOL, { max: 1 });
    if (newest === undefined) throw new Error('nothing was said');
    expect([newest.berichtId, meer]).toEqual([first.id, true]);
    expect(await replies.newest(TAALSCHOOL, { after: placeOfReply(newest), max: 1 })).toMatchObject({
      elements: [{ berichtId: item(2).id }],
      meer: false,
    });
  });
});
