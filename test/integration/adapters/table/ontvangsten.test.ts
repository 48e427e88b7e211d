import { describe, expect, it } from 'vitest';
import { createOfferAgain } from '../../../../adapters/table/offer-again.ts';
import {
  createOntvangsten,
  type Ontvangsten,
  type Settlement,
} from '../../../../adapters/table/ontvangsten.ts';
import type { Table } from '../../../../adapters/table/table.ts';
import type { OntvangstId } from '../../../../contracts/base-types.ts';
import { countOntvangsten } from '../../../count.ts';
import { koppelingBericht } from '../../../unit/functions/berichten.ts';
import { withFreshTable } from './support.ts';

/** An ontvangst has exactly one status at any moment, and never leaves 'verwerkt'. */

let table: Table;
let ontvangsten: Ontvangsten;
withFreshTable((fresh) => {
  table = fresh;
  ontvangsten = createOntvangsten(table);
});

const PROCESSED: Settlement = { soort: 'verwerkt' };
const WAIT: Settlement = { soort: 'wacht', reden: 'wacht op de koppeling' };
const QUARANTAINE: Settlement = { soort: 'quarantaine', reden: 'spreekt tegen' };

/** A message that was accepted and then settled with each of these in turn. */
const later = async (...endings: readonly Settlement[]) => {
  const bericht = koppelingBericht();
  await ontvangsten.accept(bericht);
  for (const settlement of endings) await ontvangsten.settle([{ bericht, settlement }]);
  return bericht;
};
type Bericht = Awaited<ReturnType<typeof later>>;
const statusOf = async ({ ontvangstId }: Bericht) => (await ontvangsten.read(ontvangstId))?.status;
const item = ({ ontvangstId }: Bericht) => table.read({ pk: `ONTVANGST#${ontvangstId}`, sk: 'ONTVANGST' });

describe('the acceptance of a message', () => {
  it('stores it, and tells a repetition from another message with the same id', async () => {
    const bericht = koppelingBericht();
    expect(await ontvangsten.accept(bericht)).toBe('nieuw');
    expect(await ontvangsten.accept(bericht)).toBe('herhaald');
    expect(await ontvangsten.accept({ ...bericht, afdruk: 'anders' })).toBe('ander bericht');
    expect(await ontvangsten.wakeable(bericht.ontvangstId)).toEqual(bericht);
    expect(await ontvangsten.read(bericht.ontvangstId)).toEqual({
      ontvangstId: bericht.ontvangstId,
      status: 'ontvangen',
      type: bericht.type,
      organisatie: 'test',
      sinds: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('recognises a repetition by the digest of its meaning, and one of an older ontvangst by the digest of its text', async () => {
    const bericht = koppelingBericht();
    await ontvangsten.accept({ ...bericht, afdruk: 'as written' });
    expect(await ontvangsten.accept(bericht, 'as written')).toBe('herhaald');
    expect(await ontvangsten.accept(bericht, 'written otherwise')).toBe('ander bericht');
  });

  it('says nieuw to exactly one of many at the same moment', async () => {
    const bericht = koppelingBericht();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => ontvangsten.accept(bericht)));
    expect(outcomes.filter((outcome) => outcome === 'nieuw')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'herhaald')).toHaveLength(7);
  });

  it('still recognises a repetition after the message was processed', async () => {
    const bericht = await later(PROCESSED);
    expect(await ontvangsten.accept(bericht)).toBe('herhaald');
    expect(await ontvangsten.accept({ ...bericht, afdruk: 'anders' })).toBe('ander bericht');
    expect(await statusOf(bericht)).toBe('verwerkt');
  });
});

describe('the status of an ontvangst', () => {
  it.each([
    ['verwerkt', [PROCESSED]],
    ['verwerkt', [WAIT, PROCESSED]],
    ['verwerkt', [QUARANTAINE, PROCESSED]],
    ['verwerkt', [PROCESSED, PROCESSED]],
    ['wacht', [WAIT, WAIT]],
    ['quarantaine', [WAIT, QUARANTAINE]],
    // A late writer does not change a processed message, nor one in quarantaine.
    ['verwerkt', [PROCESSED, WAIT]],
    ['verwerkt', [PROCESSED, QUARANTAINE]],
    ['quarantaine', [QUARANTAINE, WAIT]],
  ] as const)('is %s after %j', async (status, endings) => {
    expect(await statusOf(await later(...endings))).toBe(status);
  });

  it('is kept with its reason; once processed, an ontvangst loses its content and reason and gets an expiry', async () => {
    const wait = await later(WAIT);
    expect(await ontvangsten.read(wait.ontvangstId)).toMatchObject({ reden: WAIT.reden });
    expect(await item(wait)).toHaveProperty('inhoud');
    expect(await item(wait)).not.toHaveProperty('verlooptOp');
    const processed = await later(WAIT, PROCESSED);
    expect(await item(processed)).not.toHaveProperty('inhoud');
    expect(await item(processed)).not.toHaveProperty('reden');
    const overTwoYear = Date.now() / 1000 + 2 * 365 * 24 * 3600;
    expect(Math.abs(Number((await item(processed))?.['verlooptOp']) - overTwoYear)).toBeLessThan(60);
  });

  it('has the moment of acceptance when it becomes wacht', async () => {
    const bericht = await later();
    const { sinds } = (await ontvangsten.read(bericht.ontvangstId)) ?? {};
    await ontvangsten.settle([{ bericht, settlement: WAIT }]);
    expect((await ontvangsten.read(bericht.ontvangstId))?.sinds).toBe(sinds);
  });

  it('is recorded for a whole batch, also with repetitions in it', async () => {
    const berichten = await Promise.all(Array.from({ length: 30 }, () => later()));
    await ontvangsten.settle(
      [...berichten, ...berichten].map((bericht) => ({ bericht, settlement: PROCESSED })),
    );
    expect(await countOntvangsten(ontvangsten)).toEqual({
      ontvangen: 0,
      wacht: 0,
      quarantaine: 0,
      verwerkt: 30,
    });
  });

  it('puts every ontvangst in the count and the list of that status alone', async () => {
    for (const endings of [[], [WAIT], [WAIT], [QUARANTAINE], [PROCESSED]]) await later(...endings);
    expect(await countOntvangsten(ontvangsten)).toEqual({
      ontvangen: 1,
      wacht: 2,
      quarantaine: 1,
      verwerkt: 1,
    });
    expect((await ontvangsten.list('wacht')).ontvangsten).toHaveLength(2);
    expect((await ontvangsten.list('quarantaine')).ontvangsten).toMatchObject([{ reden: QUARANTAINE.reden }]);
    expect(await ontvangsten.countUntil('wacht', new Date().toISOString())).toBe(2);
    expect(await ontvangsten.countUntil('wacht', '2025-01-01T00:00:00.000Z')).toBe(0);
  });
});

/** Offers a message again as the watch does; false when it is not to be offered any more. */
const offered = async (ontvangstId: OntvangstId, now: Date): Promise<boolean> => {
  const offers = createOfferAgain(table);
  const offer = await offers.toOfferAgain(ontvangstId);
  return offer !== undefined && offer !== 'quarantaine' && offers.countOffer(offer, now);
};

describe('heropnemen of a message', () => {
  it.each([[WAIT], [QUARANTAINE]])(
    'gives the message when it was settled as %j, and removes the reason',
    async (settlement) => {
      const bericht = await later(settlement);
      expect(await ontvangsten.heropnemen(bericht.ontvangstId)).toEqual(bericht);
      expect(await ontvangsten.read(bericht.ontvangstId)).toMatchObject({ status: 'ontvangen' });
      expect(await ontvangsten.read(bericht.ontvangstId)).not.toHaveProperty('reden');
    },
  );

  it('gives the message also when it was never settled, and lets it be offered three times anew', async () => {
    const bericht = await later();
    const now = new Date();
    for (let time = 0; time < 3; time++) expect(await offered(bericht.ontvangstId, now)).toBe(true);
    expect(await offered(bericht.ontvangstId, now)).toBe(false);
    expect(await ontvangsten.heropnemen(bericht.ontvangstId)).toEqual(bericht);
    expect(await offered(bericht.ontvangstId, now)).toBe(true);
  });

  it('does nothing once the message is processed', async () => {
    const bericht = await later(PROCESSED);
    const before = await item(bericht);
    expect(await ontvangsten.heropnemen(bericht.ontvangstId)).toBeUndefined();
    expect(await item(bericht)).toEqual(before);
  });

  it('does nothing for an ontvangst that does not exist', async () => {
    expect(await ontvangsten.heropnemen(koppelingBericht().ontvangstId)).toBeUndefined();
  });
});

describe('waking and postponing', () => {
  it('concern only messages that are not settled or wait', async () => {
    const now = new Date('2030-01-01T00:00:00.000Z');
    const wakeable = async (...endings: readonly Settlement[]) => {
      const bericht = await later(...endings);
      return [
        (await ontvangsten.wakeable(bericht.ontvangstId)) !== undefined,
        await ontvangsten.isTried(bericht.ontvangstId, now),
      ];
    };
    expect(await wakeable()).toEqual([true, true]);
    expect(await wakeable(WAIT)).toEqual([true, false]);
    expect(await wakeable(QUARANTAINE)).toEqual([false, false]);
    expect(await wakeable(PROCESSED)).toEqual([false, false]);
  });

  it('put an unprocessed message at the end of its list', async () => {
    const first = await later();
    const second = await later();
    await ontvangsten.isTried(first.ontvangstId, new Date(Date.now() + 1000));
    const { ontvangsten: list } = await ontvangsten.list('ontvangen');
    expect(list.map(({ ontvangstId }) => ontvangstId)).toEqual([second.ontvangstId, first.ontvangstId]);
  });

  it('offer an unprocessed message three times and no more, and a processed one never', async () => {
    const now = new Date('2030-01-01T00:00:00.000Z');
    const { ontvangstId } = await later();
    const given: boolean[] = [];
    for (let time = 0; time < 4; time++) given.push(await offered(ontvangstId, now));
    expect(given).toEqual([true, true, true, false]);
    const done = await later(PROCESSED);
    expect(await offered(done.ontvangstId, now)).toBe(false);
  });

  it('put a message in quarantaine whose stored content the contract does not allow any more', async () => {
    const { ontvangstId } = await later(WAIT);
    const [item] = await table.partition(`ONTVANGST#${ontvangstId}`);
    if (item === undefined) throw new Error('the ontvangst is gone');
    await table.write([{ ...item, inhoud: '{"type":"nl.tvs.koppeling.geregistreerd.v1"}' }]);
    expect(await ontvangsten.wakeable(ontvangstId)).toBe('quarantaine');
    expect(await ontvangsten.read(ontvangstId)).toMatchObject({ status: 'quarantaine' });
  });
});
