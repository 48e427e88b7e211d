import { describe, expect, it } from 'vitest';
import type { DeadLetter, DeadLetters, Lot } from '../../../../adapters/queues/dead-letters.ts';
import { redrive } from '../../../../functions/herstel/redrive.ts';

const SENT: Lot = { kind: 'sent' };
const REFUSED: Lot = { kind: 'refused', reden: 'AccessDenied' };

/** Dead letters in memory: a fetched letter is hidden for the rest of the run, unless `returns` brings it back. */
const bus = (
  letters: readonly DeadLetter[],
  options: {
    lot?: (letter: DeadLetter) => Lot;
    stays?: (letter: DeadLetter) => boolean;
    returns?: readonly DeadLetter[];
  } = {},
) => {
  const waiting = [...letters];
  const sent: string[] = [];
  const removed: string[] = [];
  let back = [...(options.returns ?? [])];
  const deadLetters: DeadLetters = {
    count: async () => ({ visible: waiting.length, inProgress: 0 }),
    fetch: async () => {
      if (waiting.length === 0) {
        waiting.push(...back);
        back = [];
      }
      return waiting.splice(0, 10);
    },
    send: async (round) =>
      round.map((letter) => {
        const lot = options.lot?.(letter) ?? SENT;
        if (lot.kind === 'sent') sent.push(letter.id);
        return lot;
      }),
    remove: async (round) => {
      const gone = round.filter((letter) => options.stays?.(letter) !== true);
      removed.push(...gone.map(({ id }) => id));
      return { gone: gone.length, redenen: round.slice(gone.length).map(() => 'ReceiptHandleIsInvalid') };
    },
  };
  return { deadLetters, sent, away: removed };
};

const letter = (id: string, group?: string, extra: Partial<DeadLetter> = {}): DeadLetter => ({
  id,
  otherTarget: false,
  ...(group === undefined ? {} : { group }),
  ...extra,
});
const STAMP = 'run 2026-01-01T00:00:00.000Z';
const options = { stamp: STAMP, perSeconde: 10, sleep: async () => undefined };

describe('moving dead letters back', () => {
  it('sends every letter, removes only the letters that were sent, and reports why one was refused', async () => {
    const { deadLetters, sent, away } = bus(
      Array.from({ length: 25 }, (_, number) => letter(String(number))),
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

  it('keeps the order of a zaak, and lets no letter of it overtake one that stays', async () => {
    const { deadLetters, sent } = bus(
      [letter('a1', 'a'), letter('b1', 'b'), letter('a2', 'a'), letter('b2', 'b'), letter('a3', 'a')],
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

  it('leaves a letter that its queue would drop, and the letters behind it', async () => {
    const { deadLetters, away } = bus([letter('a1', 'a'), letter('a2', 'a')], {
      lot: () => ({ kind: 'too early' }),
    });
    expect((await redrive(deadLetters, options)).gelaten).toEqual({
      'te vroeg': 1,
      'na een eerdere van dezelfde zaak': 1,
    });
    expect(away).toEqual([]);
  });

  it('does not move a letter twice in one run when it failed again, and does so in a later run', async () => {
    const back = [letter('nieuw', undefined, { stamp: STAMP })];
    const { deadLetters, sent } = bus([letter('oud')], { returns: back });
    expect((await redrive(deadLetters, options)).gelaten).toEqual({ teruggekomen: 1 });
    expect(sent).toEqual(['oud']);
    const later = bus(back);
    await redrive(later.deadLetters, { ...options, stamp: 'ander' });
    expect(later.sent).toEqual(['nieuw']);
  });

  it('leaves a letter that was meant for another target', async () => {
    const { deadLetters, sent } = bus([letter('a', undefined, { otherTarget: true }), letter('b')]);
    expect((await redrive(deadLetters, options)).gelaten).toEqual({ 'ander doel': 1 });
    expect(sent).toEqual(['b']);
  });

  it('counts letters that were sent and could not be removed, and says why', async () => {
    const { deadLetters } = bus([letter('a'), letter('b')], { stays: ({ id }) => id === 'b' });
    expect(await redrive(deadLetters, options)).toMatchObject({
      verplaatst: 2,
      dubbel: 1,
      redenen: { ReceiptHandleIsInvalid: 1 },
    });
  });

  it('sends no more letters a second than it was told', async () => {
    let waited = 0;
    const { deadLetters } = bus(Array.from({ length: 30 }, (_, number) => letter(String(number))));
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
    const { deadLetters, sent } = bus(Array.from({ length: 30 }, (_, number) => letter(String(number))));
    const report = await redrive(deadLetters, { ...options, mayBy: () => batches++ < 2 });
    expect(report.klaar).toBe(false);
    expect(sent).toHaveLength(20);
  });
});
