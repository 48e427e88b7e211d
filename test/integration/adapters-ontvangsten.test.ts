import { describe, expect, it } from 'vitest';
import { type Afloop, maakOntvangsten, type Ontvangsten } from '../../adapters/ontvangsten.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import { telOntvangsten } from '../tellen.ts';
import { koppelingBericht } from '../unit/functies/berichten.ts';
import { metVerseTabel } from './adapters-hulp.ts';

/** The life of a receipt: in exactly one status at any moment, and never back from 'verwerkt'. */

let tabel: Tabel;
let ontvangsten: Ontvangsten;
metVerseTabel((nieuw) => {
  tabel = nieuw;
  ontvangsten = maakOntvangsten(tabel);
});

const VERWERKT: Afloop = { soort: 'verwerkt' };
const WACHT: Afloop = { soort: 'wacht', reden: 'wacht op de koppeling' };
const QUARANTAINE: Afloop = { soort: 'quarantaine', reden: 'spreekt tegen' };

/** An accepted message, after these endings in turn. */
const na = async (...aflopen: readonly Afloop[]) => {
  const bericht = koppelingBericht();
  await ontvangsten.neemAan(bericht);
  for (const afloop of aflopen) await ontvangsten.rondAf([{ bericht, afloop }]);
  return bericht;
};
type Bericht = Awaited<ReturnType<typeof na>>;
const statusVan = async ({ ontvangstId }: Bericht) => (await ontvangsten.lees(ontvangstId))?.status;
const item = ({ ontvangstId }: Bericht) => tabel.lees({ pk: `ONTVANGST#${ontvangstId}`, sk: 'ONTVANGST' });

describe('accepting a message', () => {
  it('stores it, and tells a repetition from another message under the same id', async () => {
    const bericht = koppelingBericht();
    expect(await ontvangsten.neemAan(bericht)).toBe('nieuw');
    expect(await ontvangsten.neemAan(bericht)).toBe('herhaald');
    expect(await ontvangsten.neemAan({ ...bericht, afdruk: 'anders' })).toBe('ander bericht');
    expect(await ontvangsten.wekbaar(bericht.ontvangstId)).toEqual(bericht);
    expect(await ontvangsten.lees(bericht.ontvangstId)).toEqual({
      ontvangstId: bericht.ontvangstId,
      status: 'ontvangen',
      type: bericht.type,
      organisatie: 'test',
      sinds: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('knows a repetition by what it means, and one of an older receipt by how it was written', async () => {
    const bericht = koppelingBericht();
    await ontvangsten.neemAan({ ...bericht, afdruk: 'as written' });
    expect(await ontvangsten.neemAan(bericht, 'as written')).toBe('herhaald');
    expect(await ontvangsten.neemAan(bericht, 'written otherwise')).toBe('ander bericht');
  });

  it('is new to exactly one of many at the same moment', async () => {
    const bericht = koppelingBericht();
    const uitkomsten = await Promise.all(Array.from({ length: 8 }, () => ontvangsten.neemAan(bericht)));
    expect(uitkomsten.filter((uitkomst) => uitkomst === 'nieuw')).toHaveLength(1);
    expect(uitkomsten.filter((uitkomst) => uitkomst === 'herhaald')).toHaveLength(7);
  });

  it('still knows a repetition after the message was processed', async () => {
    const bericht = await na(VERWERKT);
    expect(await ontvangsten.neemAan(bericht)).toBe('herhaald');
    expect(await ontvangsten.neemAan({ ...bericht, afdruk: 'anders' })).toBe('ander bericht');
    expect(await statusVan(bericht)).toBe('verwerkt');
  });
});

describe('how processing ended', () => {
  it.each([
    ['verwerkt', [VERWERKT]],
    ['verwerkt', [WACHT, VERWERKT]],
    ['verwerkt', [QUARANTAINE, VERWERKT]],
    ['verwerkt', [VERWERKT, VERWERKT]],
    ['wacht', [WACHT, WACHT]],
    ['quarantaine', [WACHT, QUARANTAINE]],
    // A late writer undoes neither what was processed nor what a human has to look at.
    ['verwerkt', [VERWERKT, WACHT]],
    ['verwerkt', [VERWERKT, QUARANTAINE]],
    ['quarantaine', [QUARANTAINE, WACHT]],
  ] as const)('is %s after %j', async (status, aflopen) => {
    expect(await statusVan(await na(...aflopen))).toBe(status);
  });

  it('is kept with its reason; only the proof of a processed message remains, and expires', async () => {
    const wacht = await na(WACHT);
    expect(await ontvangsten.lees(wacht.ontvangstId)).toMatchObject({ reden: WACHT.reden });
    expect(await item(wacht)).toHaveProperty('inhoud');
    expect(await item(wacht)).not.toHaveProperty('verlooptOp');
    const verwerkt = await na(WACHT, VERWERKT);
    expect(await item(verwerkt)).not.toHaveProperty('inhoud');
    expect(await item(verwerkt)).not.toHaveProperty('reden');
    const overTweeJaar = Date.now() / 1000 + 2 * 365 * 24 * 3600;
    expect(Math.abs(Number((await item(verwerkt))?.['verlooptOp']) - overTweeJaar)).toBeLessThan(60);
  });

  it('leaves the moment since when a message waits as it was', async () => {
    const bericht = await na();
    const { sinds } = (await ontvangsten.lees(bericht.ontvangstId)) ?? {};
    await ontvangsten.rondAf([{ bericht, afloop: WACHT }]);
    expect((await ontvangsten.lees(bericht.ontvangstId))?.sinds).toBe(sinds);
  });

  it('is recorded for a whole batch, with repetitions in it and the list entries of zaken along', async () => {
    const berichten = await Promise.all(Array.from({ length: 30 }, () => na()));
    const stand = { pk: 'ZAAK#1', sk: 'STAND', status: 'ZAAK#0907', sinds: '1', versie: 2 };
    await ontvangsten.rondAf(
      [...berichten, ...berichten].map((bericht) => ({ bericht, afloop: VERWERKT })),
      [stand],
    );
    expect(await telOntvangsten(ontvangsten)).toEqual({
      ontvangen: 0,
      wacht: 0,
      quarantaine: 0,
      verwerkt: 30,
    });
    expect(await tabel.lees(stand)).toEqual(stand);
    await ontvangsten.rondAf([], [{ ...stand, status: 'ZAAK#0184', versie: 1 }]);
    expect(await tabel.lees(stand)).toEqual(stand);
  });

  it('counts every receipt in one status, and lists it there', async () => {
    for (const aflopen of [[], [WACHT], [WACHT], [QUARANTAINE], [VERWERKT]]) await na(...aflopen);
    expect(await telOntvangsten(ontvangsten)).toEqual({
      ontvangen: 1,
      wacht: 2,
      quarantaine: 1,
      verwerkt: 1,
    });
    expect((await ontvangsten.lijst('wacht')).ontvangsten).toHaveLength(2);
    expect((await ontvangsten.lijst('quarantaine')).ontvangsten).toMatchObject([
      { reden: QUARANTAINE.reden },
    ]);
    expect(await ontvangsten.telTot('wacht', new Date().toISOString())).toBe(2);
    expect(await ontvangsten.telTot('wacht', '2025-01-01T00:00:00.000Z')).toBe(0);
  });
});

describe('taking a message up again', () => {
  it.each([[WACHT], [QUARANTAINE]])(
    'gives it back when it ended as %j, and forgets the reason',
    async (afloop) => {
      const bericht = await na(afloop);
      expect(await ontvangsten.heropnemen(bericht.ontvangstId)).toEqual(bericht);
      expect(await ontvangsten.lees(bericht.ontvangstId)).toMatchObject({ status: 'ontvangen' });
      expect(await ontvangsten.lees(bericht.ontvangstId)).not.toHaveProperty('reden');
    },
  );

  it('gives it also when no function ever got through it, with three new offers', async () => {
    const bericht = await na();
    const nu = new Date();
    for (let keer = 0; keer < 3; keer++) await ontvangsten.opnieuwAanTeBieden(bericht.ontvangstId, nu);
    expect(await ontvangsten.heropnemen(bericht.ontvangstId)).toEqual(bericht);
    expect(await ontvangsten.opnieuwAanTeBieden(bericht.ontvangstId, nu)).toEqual(bericht);
  });

  it('does nothing once it is processed', async () => {
    const bericht = await na(VERWERKT);
    const voor = await item(bericht);
    expect(await ontvangsten.heropnemen(bericht.ontvangstId)).toBeUndefined();
    expect(await item(bericht)).toEqual(voor);
  });

  it('does nothing for a receipt that does not exist', async () => {
    expect(await ontvangsten.heropnemen(koppelingBericht().ontvangstId)).toBeUndefined();
  });
});

describe('waking and postponing', () => {
  it('concern only what is unprocessed', async () => {
    const nu = new Date('2030-01-01T00:00:00.000Z');
    const wekbaar = async (...aflopen: readonly Afloop[]) => {
      const bericht = await na(...aflopen);
      return [
        (await ontvangsten.wekbaar(bericht.ontvangstId)) !== undefined,
        await ontvangsten.wordtGeprobeerd(bericht.ontvangstId, nu),
      ];
    };
    expect(await wekbaar()).toEqual([true, true]);
    expect(await wekbaar(WACHT)).toEqual([true, false]);
    expect(await wekbaar(QUARANTAINE)).toEqual([false, false]);
    expect(await wekbaar(VERWERKT)).toEqual([false, false]);
  });

  it('put an unprocessed message at the end of its list', async () => {
    const eerste = await na();
    const tweede = await na();
    await ontvangsten.wordtGeprobeerd(eerste.ontvangstId, new Date(Date.now() + 1000));
    const { ontvangsten: lijst } = await ontvangsten.lijst('ontvangen');
    expect(lijst.map(({ ontvangstId }) => ontvangstId)).toEqual([tweede.ontvangstId, eerste.ontvangstId]);
  });

  it('offer an unprocessed message three times by themselves, and again after people took it up', async () => {
    const nu = new Date('2030-01-01T00:00:00.000Z');
    const { ontvangstId } = await na();
    const gegeven: boolean[] = [];
    for (let keer = 0; keer < 4; keer++) {
      gegeven.push((await ontvangsten.opnieuwAanTeBieden(ontvangstId, nu)) !== undefined);
    }
    expect(gegeven).toEqual([true, true, true, false]);
    const klaar = await na(VERWERKT);
    expect(await ontvangsten.opnieuwAanTeBieden(klaar.ontvangstId, nu)).toBeUndefined();
  });

  it('put a message of which the kept content is no longer allowed in quarantine', async () => {
    const { ontvangstId } = await na(WACHT);
    const [item] = await tabel.partitie(`ONTVANGST#${ontvangstId}`);
    if (item === undefined) throw new Error('the receipt is gone');
    await tabel.schrijf([{ ...item, inhoud: '{"type":"nl.tvs.koppeling.geregistreerd.v1"}' }]);
    expect(await ontvangsten.wekbaar(ontvangstId)).toBe('quarantaine');
    expect(await ontvangsten.lees(ontvangstId)).toMatchObject({ status: 'quarantaine' });
  });
});
