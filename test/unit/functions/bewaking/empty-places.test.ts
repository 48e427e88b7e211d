import { describe, expect, it } from 'vitest';
import type { FeedQuery } from '../../../../adapters/table/postvak/postvak.ts';
import type { ListItem, PostvakState } from '../../../../domain/delivery/item.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import { askOnce } from '../../../../functions/bewaking/empty-places.ts';

const KANAAL = '0907/taalschool' as KanaalId;
const OTHER = '0907/mage' as KanaalId;

/** A postvak in which this partner has one message in these places, and which keeps what it was asked. */
const createFake = (filled: readonly PostvakState[]) => {
  const asked: (readonly [KanaalId, readonly PostvakState[], string])[] = [];
  const inPlaces = (partner: KanaalId, places: readonly PostvakState[]): readonly PostvakState[] =>
    partner === KANAAL ? places.filter((place) => filled.includes(place)) : [];
  const list = async (partner: KanaalId, { places = [], until = '~' }: FeedQuery = {}) => {
    asked.push([partner, places, until]);
    const items = inPlaces(partner, places).map((plek) => ({ plek }) as ListItem);
    return { items, meer: false };
  };
  const count = async (partner: KanaalId, places: readonly PostvakState[]) => {
    asked.push([partner, places, 'count']);
    return inPlaces(partner, places).length;
  };
  return { asked, postvak: { list, count } };
};

describe('a run that looks into the places of partners', () => {
  it('finds out once that a place is empty, and asks no more of it', async () => {
    const { asked, postvak } = createFake([]);
    const once = askOnce(postvak);
    const query = { places: ['klaargezet', 'bezig'], until: '2026-01-01' } as const;
    for (let time = 0; time < 3; time += 1)
      expect(await once.list(KANAAL, query)).toEqual({ items: [], meer: false });
    expect(asked).toEqual([
      [KANAAL, ['klaargezet'], '~'],
      [KANAAL, ['bezig'], '~'],
    ]);
  });

  it('asks every time of a place that holds something, and of no other', async () => {
    const { asked, postvak } = createFake(['bezig']);
    const once = askOnce(postvak);
    const query = { places: ['klaargezet', 'bezig'], until: '2026-01-01' } as const;
    for (let time = 0; time < 2; time += 1)
      expect(await once.list(KANAAL, query)).toEqual({ items: [{ plek: 'bezig' }], meer: false });
    expect(asked.slice(2)).toEqual([
      [KANAAL, ['bezig'], '2026-01-01'],
      [KANAAL, ['bezig'], '2026-01-01'],
    ]);
  });

  it('counts what is there, of each partner apart', async () => {
    const { postvak } = createFake(['geparkeerd']);
    const once = askOnce(postvak);
    expect(await once.count(OTHER, ['geparkeerd'])).toBe(0);
    expect(await once.count(KANAAL, ['geparkeerd', 'bezig'])).toBe(1);
  });

  it('asks again when a question failed', async () => {
    const { postvak } = createFake(['bezig']);
    let fails = true;
    const once = askOnce({
      ...postvak,
      list: async (partner: KanaalId, query?: FeedQuery) => {
        if (fails) throw new Error('the table is away');
        return postvak.list(partner, query);
      },
    });
    await expect(once.count(KANAAL, ['bezig'])).rejects.toThrow('the table is away');
    fails = false;
    expect(await once.count(KANAAL, ['bezig'])).toBe(1);
  });
});
