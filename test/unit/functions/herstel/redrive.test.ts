import { describe, expect, it } from 'vitest';
import type { Brief, DeadLetters, Lot } from '../../../../adapters/queues/dead-letters.ts';
import { redrive } from '../../../../functions/herstel/redrive.ts';

const SENT: Lot = { soort: 'verstuurd' };
const REFUSED: Lot = { soort: 'geweigerd', reden: 'AccessDenied' };

/** Dead letters in memory: what is fetched is hidden for the rest of the run, unless `terug` brings it back. */
const bus = (
  letters: readonly Brief[],
  options: { lot?: (brief: Brief) => Lot; stays?: (brief: Brief) => boolean; terug?: readonly Brief[] } = {},
) => {
  const wait = [...letters];
  const sent: string[] = [];
  const away: string[] = [];
  let back = [...(options.terug ?? [])];
  const deadLetters: DeadLetters = {
    count: async () => ({ visible: wait.length, inProgress: 0 }),
    fetch: async () => {
      if (wait.length === 0) {
        wait.push(...back);
        back = [];
      }
      return wait.splice(0, 10);
    },
    send: async (round) =>
      round.map((brief) => {
        const lot = options.lot?.(brief) ?? SENT;
        if (lot.soort === 'verstuurd') sent.push(brief.id);
        return lot;
      }),
    remove: async (round) => {
      const gone = round.filter((brief) => options.stays?.(brief) !== true);
      away.push(...gone.map(({ id }) => id));
      return { gone: gone.length, redenen: round.slice(gone.length).map(() => 'ReceiptHandleIsInvalid') };
    },
  };
  return { deadLetters, sent, away };
};

const brief = (id: string, group?: string, meer: Partial<Brief> = {}): Brief => ({
  id,
  otherTarget: false,
  ...(group === undefined ? {} : { group }),
  ...meer,
});
const STAMP = 'run 2026-01-01T00:00:00.000Z';
const options = { stempel: STAMP, perSeconde: 10, sleep: async () => undefined };

describe('moving dead letters back', () => {
  it('sends every letter and removes only what was sent; the report says why one was refused', async () => {
    const { deadLetters, sent, away } = bus(
      Array.from({ length: 25 }, (_, number) => brief(String(number))),
      { lot: ({ id }) => (id === '7' ? REFUSED : SENT) },
    );
    expect(await redrive(deadLetters, options)).toEqual({
      verplaatst: 24,
      mislukt: 1,
      redenen: { AccessDenied: 1 },
      dubbel: 0,
      gelaten: {},
      klaar: true,
    });
    expect(away).toEqual(sent);
    expect(away).not.toContain('7');
  });

  it('keeps the order of a zaak, and lets nothing of it overtake a letter that stays', async () => {
    const { deadLetters, sent } = bus(
      [brief('a1', 'a'), brief('b1', 'b'), brief('a2', 'a'), brief('b2', 'b'), brief('a3', 'a')],
      { lot: ({ id }) => (id === 'a2' ? REFUSED : SENT) },
    );
    const report = await redrive(deadLetters, options);
    expect(sent.filter((id) => id.startsWith('a'))).toEqual(['a1']);
    expect(sent.filter((id) => id.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(report).toMatchObject({
      verplaatst: 3,
      mislukt: 1,
      gelaten: { 'na een eerdere van dezelfde zaak': 1 },
    });
  });

  it('leaves a message that its queue would drop, and what follows it', async () => {
    const { deadLetters, away } = bus([brief('a1', 'a'), brief('a2', 'a')], {
      lot: () => ({ soort: 'te vroeg' }),
    });
    expect((await redrive(deadLetters, options)).gelaten).toEqual({
      'te vroeg': 1,
      'na een eerdere van dezelfde zaak': 1,
    });
    expect(away).toEqual([]);
  });

  it('does not move a letter again that failed again during the run, but does in a later run', async () => {
    const back = [brief('nieuw', undefined, { stempel: STAMP })];
    const { deadLetters, sent } = bus([brief('oud')], { terug: back });
    expect((await redrive(deadLetters, options)).gelaten).toEqual({ teruggekomen: 1 });
    expect(sent).toEqual(['oud']);
    const later = bus(back);
    await redrive(later.deadLetters, { ...options, stempel: 'ander' });
    expect(later.sent).toEqual(['nieuw']);
  });

  it('leaves what was on its way to something else', async () => {
    const { deadLetters, sent } = bus([brief('a', undefined, { otherTarget: true }), brief('b')]);
    expect((await redrive(deadLetters, options)).gelaten).toEqual({ 'ander doel': 1 });
    expect(sent).toEqual(['b']);
  });

  it('counts what was sent and could not be removed, and says why', async () => {
    const { deadLetters } = bus([brief('a'), brief('b')], { stays: ({ id }) => id === 'b' });
    expect(await redrive(deadLetters, options)).toMatchObject({
      verplaatst: 2,
      dubbel: 1,
      redenen: { ReceiptHandleIsInvalid: 1 },
    });
  });

  it('goes no faster than it was told', async () => {
    let waited = 0;
    const { deadLetters } = bus(Array.from({ length: 30 }, (_, number) => brief(String(number))));
    await redrive(deadLetters, {
      ...options,
      perSeconde: 3,
      sleep: async (ms) => {
        waited += ms;
      },
    });
    expect(waited).toBeCloseTo(10_000);
  });

  it('stops when its time is over and says that it is not finished', async () => {
    let batches = 0;
    const { deadLetters, sent } = bus(Array.from({ length: 30 }, (_, number) => brief(String(number))));
    const report = await redrive(deadLetters, { ...options, mayBy: () => batches++ < 2 });
    expect(report.klaar).toBe(false);
    expect(sent).toHaveLength(20);
  });
});
