import { describe, expect, it } from 'vitest';
import type { Brief, Dodebrieven, Lot } from '../../../adapters/dodebrieven.ts';
import { redrive } from '../../../functions/herstel/redrive.ts';

/** Dead letters in memory: what is fetched is hidden for the rest of the run, unless `terug` brings it back. */
const bus = (
  brieven: readonly Brief[],
  opties: { lot?: (brief: Brief) => Lot; blijft?: (brief: Brief) => boolean; terug?: readonly Brief[] } = {},
) => {
  const wacht = [...brieven];
  const verstuurd: string[] = [];
  const weg: string[] = [];
  let terug = [...(opties.terug ?? [])];
  const dodebrieven: Dodebrieven = {
    tel: async () => ({ zichtbaar: wacht.length, onderhanden: 0 }),
    haal: async () => {
      if (wacht.length === 0) {
        wacht.push(...terug);
        terug = [];
      }
      return wacht.splice(0, 10);
    },
    stuur: async (ronde) =>
      ronde.map((brief) => {
        const lot = opties.lot?.(brief) ?? 'verstuurd';
        if (lot === 'verstuurd') verstuurd.push(brief.id);
        return lot;
      }),
    verwijder: async (ronde) => {
      const gegaan = ronde.filter((brief) => opties.blijft?.(brief) !== true);
      weg.push(...gegaan.map(({ id }) => id));
      return gegaan.length;
    },
  };
  return { dodebrieven, verstuurd, weg };
};

const brief = (id: string, groep?: string, meer: Partial<Brief> = {}): Brief => ({
  id,
  anderDoel: false,
  ...(groep === undefined ? {} : { groep }),
  ...meer,
});
const STEMPEL = 'run 2026-01-01T00:00:00.000Z';
const opties = { stempel: STEMPEL, perSeconde: 10, pauze: async () => undefined };

describe('moving dead letters back', () => {
  it('sends every letter and removes only what was sent', async () => {
    const { dodebrieven, verstuurd, weg } = bus(
      Array.from({ length: 25 }, (_, nummer) => brief(String(nummer))),
      { lot: ({ id }) => (id === '7' ? 'geweigerd' : 'verstuurd') },
    );
    expect(await redrive(dodebrieven, opties)).toEqual({
      verplaatst: 24,
      mislukt: 1,
      dubbel: 0,
      gelaten: {},
      klaar: true,
    });
    expect(weg).toEqual(verstuurd);
    expect(weg).not.toContain('7');
  });

  it('keeps the order of a zaak, and lets nothing of it overtake a letter that stays', async () => {
    const { dodebrieven, verstuurd } = bus(
      [brief('a1', 'a'), brief('b1', 'b'), brief('a2', 'a'), brief('b2', 'b'), brief('a3', 'a')],
      { lot: ({ id }) => (id === 'a2' ? 'geweigerd' : 'verstuurd') },
    );
    const verslag = await redrive(dodebrieven, opties);
    expect(verstuurd.filter((id) => id.startsWith('a'))).toEqual(['a1']);
    expect(verstuurd.filter((id) => id.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(verslag).toMatchObject({
      verplaatst: 3,
      mislukt: 1,
      gelaten: { 'na een eerdere van dezelfde zaak': 1 },
    });
  });

  it('leaves a message that its queue would drop, and what follows it', async () => {
    const { dodebrieven, weg } = bus([brief('a1', 'a'), brief('a2', 'a')], { lot: () => 'te vroeg' });
    expect((await redrive(dodebrieven, opties)).gelaten).toEqual({
      'te vroeg': 1,
      'na een eerdere van dezelfde zaak': 1,
    });
    expect(weg).toEqual([]);
  });

  it('does not move a letter again that failed again during the run, but does in a later run', async () => {
    const terug = [brief('nieuw', undefined, { stempel: STEMPEL })];
    const { dodebrieven, verstuurd } = bus([brief('oud')], { terug });
    expect((await redrive(dodebrieven, opties)).gelaten).toEqual({ teruggekomen: 1 });
    expect(verstuurd).toEqual(['oud']);
    const later = bus(terug);
    await redrive(later.dodebrieven, { ...opties, stempel: 'ander' });
    expect(later.verstuurd).toEqual(['nieuw']);
  });

  it('leaves what was on its way to something else', async () => {
    const { dodebrieven, verstuurd } = bus([brief('a', undefined, { anderDoel: true }), brief('b')]);
    expect((await redrive(dodebrieven, opties)).gelaten).toEqual({ 'ander doel': 1 });
    expect(verstuurd).toEqual(['b']);
  });

  it('counts what was sent and could not be removed', async () => {
    const { dodebrieven } = bus([brief('a'), brief('b')], { blijft: ({ id }) => id === 'b' });
    expect(await redrive(dodebrieven, opties)).toMatchObject({ verplaatst: 2, dubbel: 1 });
  });

  it('goes no faster than it was told', async () => {
    let gewacht = 0;
    const { dodebrieven } = bus(Array.from({ length: 30 }, (_, nummer) => brief(String(nummer))));
    await redrive(dodebrieven, {
      ...opties,
      perSeconde: 3,
      pauze: async (ms) => {
        gewacht += ms;
      },
    });
    expect(gewacht).toBeCloseTo(10_000);
  });

  it('stops when its time is over and says that it is not finished', async () => {
    let batches = 0;
    const { dodebrieven, verstuurd } = bus(Array.from({ length: 30 }, (_, nummer) => brief(String(nummer))));
    const verslag = await redrive(dodebrieven, { ...opties, magDoor: () => batches++ < 2 });
    expect(verslag.klaar).toBe(false);
    expect(verstuurd).toHaveLength(20);
  });
});
