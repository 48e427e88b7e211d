import { describe, expect, it } from 'vitest';
import { isWaiting, replyIn, type Said, type Saying, withSaid } from '../../../../domain/delivery/reply.ts';

const moment = (minute: number): string => `2025-06-20T08:${String(minute).padStart(2, '0')}:00.000Z`;

/** What stands there after these were said, a minute apart. */
const saidIn = (...sayings: readonly Saying[]): readonly Said[] =>
  sayings.reduce<readonly Said[]>(
    (said, saying, minute) => withSaid(said, { ...saying, tijdstip: moment(minute) }) ?? said,
    [],
  );

const OPGEPAKT = { wat: 'opgepakt' } as const;
const AFGEHANDELD = { wat: 'afgehandeld' } as const;
const LUKT_NIET = { wat: 'lukt-niet', reden: 'geen-plek' } as const;
const OTHER_REASON = { wat: 'lukt-niet', reden: 'niet-bereikbaar' } as const;

describe('what is said of a message', () => {
  it.each([
    ['nothing', [], undefined],
    ['that it is taken up', [OPGEPAKT], { antwoord: 'opgepakt', sinds: moment(0) }],
    ['that it cannot be done', [LUKT_NIET], { antwoord: 'lukt-niet', reden: 'geen-plek', sinds: moment(0) }],
    ['another thing later', [LUKT_NIET, OPGEPAKT], { antwoord: 'opgepakt', sinds: moment(1) }],
    [
      'another reason later',
      [LUKT_NIET, OTHER_REASON],
      { antwoord: 'lukt-niet', reden: 'niet-bereikbaar', sinds: moment(1) },
    ],
    [
      'that the gemeente saw to it',
      [LUKT_NIET, AFGEHANDELD],
      { antwoord: 'lukt-niet', reden: 'geen-plek', sinds: moment(0), afgehandeldOp: moment(1) },
    ],
    [
      'another reason after that',
      [LUKT_NIET, AFGEHANDELD, OTHER_REASON],
      { antwoord: 'lukt-niet', reden: 'niet-bereikbaar', sinds: moment(2) },
    ],
  ] as const)('shows what was said last: %s', (_, sayings, shown) => {
    expect(replyIn(saidIn(...sayings))).toEqual(shown);
  });

  it('waits for the gemeente from that it cannot be done until it is taken up or seen to', () => {
    expect(isWaiting([])).toBe(false);
    expect(isWaiting(saidIn(LUKT_NIET))).toBe(true);
    expect(isWaiting(saidIn(LUKT_NIET, OPGEPAKT))).toBe(false);
    expect(isWaiting(saidIn(LUKT_NIET, AFGEHANDELD))).toBe(false);
    expect(isWaiting(saidIn(LUKT_NIET, AFGEHANDELD, OTHER_REASON))).toBe(true);
    expect(isWaiting(saidIn(OPGEPAKT, LUKT_NIET))).toBe(true);
  });

  it('is kept, all of it, and said again changes nothing', () => {
    expect(saidIn(OPGEPAKT, LUKT_NIET, OPGEPAKT).map(({ wat }) => wat)).toEqual([
      'opgepakt',
      'lukt-niet',
      'opgepakt',
    ]);
    for (const saying of [OPGEPAKT, LUKT_NIET]) {
      expect(withSaid(saidIn(saying), { ...saying, tijdstip: moment(9) })).toBeUndefined();
    }
  });

  it('waits once more when it is said again after the gemeente saw to it', () => {
    const again = withSaid(saidIn(LUKT_NIET, AFGEHANDELD), { ...LUKT_NIET, tijdstip: moment(9) }) ?? [];
    expect(again.map(({ wat }) => wat)).toEqual(['lukt-niet', 'afgehandeld', 'lukt-niet']);
    expect(isWaiting(again)).toBe(true);
    expect(replyIn(again)).toMatchObject({ sinds: moment(9) });
  });

  it('is seen to as it was shown: what the partner said since goes on waiting', () => {
    const said = saidIn(LUKT_NIET);
    const settled = { ...AFGEHANDELD, tijdstip: moment(9) };
    const shown = replyIn(said)?.sinds ?? '';
    expect(withSaid(said, settled, shown)).toHaveLength(2);
    // The same moment, as the API spells it.
    expect(withSaid(said, settled, shown.replace('.000', ''))).toHaveLength(2);
    const since = withSaid(said, { ...OTHER_REASON, tijdstip: moment(8) }) ?? [];
    expect(withSaid(since, settled, shown)).toBeUndefined();
    expect(withSaid(since, settled)).toHaveLength(3);
  });

  it('can be seen to only while it waits', () => {
    for (const sayings of [[], [OPGEPAKT], [LUKT_NIET, AFGEHANDELD]]) {
      expect(withSaid(saidIn(...sayings), { ...AFGEHANDELD, tijdstip: moment(9) })).toBeUndefined();
    }
  });
});
