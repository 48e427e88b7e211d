import { beforeEach, describe, expect, it } from 'vitest';
import type { Item, Tabel } from '../../adapters/tabel.ts';
import { metVerseTabel } from './adapters-hulp.ts';

/** The table on an engine that evaluates conditions, orders keys and pages. */

let tabel: Tabel;
metVerseTabel((nieuw) => {
  tabel = nieuw;
});

const sleutel = (nummer: number) => ({ pk: 'ZAAK#1', sk: `COMMIT#${String(nummer).padStart(6, '0')}` });
const metStatus = (nummer: number, status = 'A'): Item => ({
  pk: `ONTVANGST#${nummer}`,
  sk: 'ONTVANGST',
  status,
  sinds: `2025-06-20T08:00:${String(nummer).padStart(2, '0')}Z`,
  type: 'soort',
  inhoud: 'geheim',
});

/** Every page of a list, each asked for with the cursor of the one before. */
const bladzijden = async (status: string, opties: { max: number; totEnMet?: string }) => {
  const gelezen: (readonly Item[])[] = [];
  let na: string | undefined;
  do {
    const bladzij = await tabel.perStatus(status, { ...opties, ...(na === undefined ? {} : { na }) });
    gelezen.push(bladzij.items);
    na = bladzij.na;
  } while (na !== undefined);
  return gelezen;
};
const nummers = (items: readonly Item[]) => items.map(({ pk }) => Number(pk.split('#')[1]));

describe('adding an item', () => {
  it('succeeds once; what is there stays as it is', async () => {
    expect(await tabel.voegToe({ ...sleutel(1), inhoud: 'eerst' })).toBe(true);
    expect(await tabel.voegToe({ ...sleutel(1), inhoud: 'later' })).toBe(false);
    expect(await tabel.lees(sleutel(1))).toEqual({ ...sleutel(1), inhoud: 'eerst' });
  });

  it('succeeds for exactly one of many at the same moment', async () => {
    const gelukt = await Promise.all(
      Array.from({ length: 10 }, (_, wie) => tabel.voegToe({ ...sleutel(1), wie })),
    );
    expect(gelukt.filter(Boolean)).toHaveLength(1);
    expect(await tabel.lees(sleutel(1))).toMatchObject({ wie: gelukt.indexOf(true) });
  });
});

describe('changing an item', () => {
  it('happens only while it has one of the statuses that were named', async () => {
    await tabel.voegToe(metStatus(1, 'A'));
    expect(await tabel.wijzig(metStatus(1), { status: 'C' }, ['B', 'C'])).toBe(false);
    expect(await tabel.wijzig(metStatus(1), { status: 'B', reden: 'zo' }, ['A', 'B'])).toBe(true);
    expect(await tabel.lees(metStatus(1))).toEqual({ ...metStatus(1, 'B'), reden: 'zo' });
  });

  it('never makes an item', async () => {
    expect(await tabel.wijzig(sleutel(1), { status: 'A' }, ['A'])).toBe(false);
    expect(await tabel.lees(sleutel(1))).toBeUndefined();
  });

  it('removes what becomes undefined, and with its status its place in the list', async () => {
    await tabel.voegToe(metStatus(1));
    expect(await tabel.wijzig(metStatus(1), { status: undefined, sinds: undefined }, ['A'])).toBe(true);
    expect(await tabel.lees(metStatus(1))).toEqual({
      pk: 'ONTVANGST#1',
      sk: 'ONTVANGST',
      type: 'soort',
      inhoud: 'geheim',
    });
    expect(await tabel.tel('A')).toBe(0);
  });
});

describe('a partition', () => {
  it('is read in the order of its keys, whole or those that begin so', async () => {
    const commits = Array.from({ length: 12 }, (_, nummer) => sleutel(nummer + 1));
    await tabel.schrijf([
      { pk: 'ZAAK#1', sk: 'STAND' },
      ...commits.toReversed(),
      { pk: 'ZAAK#10', sk: 'STAND' },
    ]);
    expect(await tabel.partitie('ZAAK#1', 'COMMIT#')).toEqual(commits);
    expect(await tabel.partitie('ZAAK#1')).toEqual([...commits, { pk: 'ZAAK#1', sk: 'STAND' }]);
    expect(await tabel.partitie('ZAAK#2')).toEqual([]);
  });

  it('is read whole when it is larger than the engine gives at once', async () => {
    const groot = Array.from({ length: 40 }, (_, nummer) => ({
      ...sleutel(nummer),
      inhoud: 'x'.repeat(40_000),
    }));
    await tabel.schrijf(groot);
    expect((await tabel.partitie('ZAAK#1')).map(({ sk }) => sk)).toEqual(groot.map(({ sk }) => sk));
  });
});

describe('an item of which the newest counts', () => {
  const stand = (versie: number) => ({ ...sleutel(1), versie, van: `versie ${versie}` });

  it('is never replaced by an older one, and by the same as often as you like', async () => {
    expect(await tabel.schrijfAlsNieuwer(stand(2), 'versie')).toBe(true);
    expect(await tabel.schrijfAlsNieuwer(stand(1), 'versie')).toBe(false);
    expect(await tabel.schrijfAlsNieuwer(stand(2), 'versie')).toBe(true);
    expect(await tabel.lees(sleutel(1))).toEqual(stand(2));
    expect(await tabel.schrijfAlsNieuwer(stand(10), 'versie')).toBe(true);
    expect(await tabel.lees(sleutel(1))).toEqual(stand(10));
  });

  it('replaces one from before there were versions', async () => {
    await tabel.schrijf([{ ...sleutel(1), van: 'vroeger' }]);
    expect(await tabel.schrijfAlsNieuwer(stand(1), 'versie')).toBe(true);
    expect(await tabel.lees(sleutel(1))).toEqual(stand(1));
  });

  it('is the newest, whichever of many writers comes last', async () => {
    await Promise.all([3, 9, 1, 7, 5].map((versie) => tabel.schrijfAlsNieuwer(stand(versie), 'versie')));
    expect(await tabel.lees(sleutel(1))).toEqual(stand(9));
  });
});

describe('the list of a status', () => {
  beforeEach(async () => {
    await tabel.schrijf([5, 3, 1, 2, 4, 6, 7].map((nummer) => metStatus(nummer)));
    await tabel.schrijf([8, 9].map((nummer) => metStatus(nummer, 'B')));
  });

  it('gives the oldest first, page by page, each item once', async () => {
    const gelezen = await bladzijden('A', { max: 3 });
    expect(gelezen.map(nummers)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('ends where it was told to', async () => {
    const totEnMet = String(metStatus(4)['sinds']);
    expect((await bladzijden('A', { max: 3, totEnMet })).flatMap(nummers)).toEqual([1, 2, 3, 4]);
    expect(await tabel.tel('A', totEnMet)).toBe(4);
  });

  it('begins and ends where it was told to, both included', async () => {
    const [vanaf, totEnMet] = [3, 5].map((nummer) => String(metStatus(nummer)['sinds']));
    const { items } = await tabel.perStatus('A', { vanaf: vanaf ?? '', totEnMet: totEnMet ?? '' });
    expect(nummers(items)).toEqual([3, 4, 5]);
  });

  it('is counted', async () => {
    expect(await Promise.all(['A', 'B', 'C'].map((status) => tabel.tel(status)))).toEqual([7, 2, 0]);
  });

  it('does not hold the content of a message', async () => {
    const { items } = await tabel.perStatus('A');
    expect(items[0]).toMatchObject({ type: 'soort' });
    expect(items[0]).not.toHaveProperty('inhoud');
  });

  it('goes on after its cursor also when that item has gone meanwhile', async () => {
    const { na = '' } = await tabel.perStatus('A', { max: 3 });
    await tabel.wijzig(metStatus(3), { status: 'B' }, ['A']);
    expect(nummers((await tabel.perStatus('A', { na })).items)).toEqual([4, 5, 6, 7]);
  });

  it('does not take the cursor of another list', async () => {
    const { na = '' } = await tabel.perStatus('B', { max: 1 });
    await expect(tabel.perStatus('A', { na })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
