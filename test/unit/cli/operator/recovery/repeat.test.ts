import { describe, expect, it } from 'vitest';
import { takesType } from '../../../../../cli/operator/recovery/archive.ts';
import {
  type Part,
  partsOf,
  replay,
  replayName,
  type State,
} from '../../../../../cli/operator/recovery/repeat-plan.ts';

const at = (time: string) => new Date(`2026-01-${time}:00Z`);

describe('the parts of a period', () => {
  it('follow on each other and cover the whole of it', () => {
    expect(partsOf(at('01T00:00'), at('02T01:00'), 600)).toEqual([
      { van: at('01T00:00'), tot: at('01T10:00') },
      { van: at('01T10:00'), tot: at('01T20:00') },
      { van: at('01T20:00'), tot: at('02T01:00') },
    ]);
  });

  it('have names that EventBridge takes', () => {
    expect(replayName('herhaal-20260131T235959-1a2b', 364)).toMatch(/^[.\-_A-Za-z0-9]{1,64}$/);
  });
});

describe('a replay', () => {
  const parts = partsOf(at('01T00:00'), at('03T00:00'), 1440);
  const trial = (states: readonly State[], waiting: readonly number[]) => {
    const happened: string[] = [];
    let now = 0;
    const [state, unprocessed] = [[...states], [...waiting]];
    const replayer = {
      start: async (name: string, _: Part) => {
        happened.push(`start ${name}`);
      },
      state: async (): Promise<State> => state.shift() ?? 'done',
      unprocessed: async () => {
        const count = unprocessed.shift() ?? 0;
        happened.push(`${count} wachten`);
        return count;
      },
    };
    const options = { stamp: 's', threshold: 5, patienceMs: 10, now: () => now, sleep: async () => now++ };
    return { happened, outcome: replay(replayer, parts, options) };
  };

  it('starts a part only when the former is complete and its queue nearly empty', async () => {
    const { happened, outcome } = trial(['running', 'done', 'done'], [40, 20, 5, 0]);
    expect(await outcome).toEqual({ kind: 'done' });
    expect(happened).toEqual([
      'start s-001',
      '40 wachten',
      '20 wachten',
      '5 wachten',
      'start s-002',
      '0 wachten',
    ]);
  });

  it('stops at the part that EventBridge could not finish', async () => {
    const { happened, outcome } = trial(['failed'], []);
    expect(await outcome).toEqual({ kind: 'failed', naam: 's-001', part: parts[0] });
    expect(happened).toEqual(['start s-001']);
  });

  it('stops when the queue does not empty', async () => {
    const { outcome } = trial(
      ['done'],
      Array.from({ length: 50 }, () => 99),
    );
    expect(await outcome).toEqual({ kind: 'too long', naam: 's-001', part: parts[0] });
  });
});

describe('a rule', () => {
  const TYPE = 'nl.inburgeringszaken.zaak.bijgewerkt.v1';
  it.each([
    [{ source: ['inburgeringshub'], 'detail-type': [TYPE], detail: { teVersturen: [true] } }, true],
    [{ source: ['inburgeringshub'] }, true],
    [{ source: ['inburgeringshub.inkomend'], 'detail-type': [{ prefix: 'nl.tvs.' }] }, false],
    [{ source: ['inburgeringshub'], 'detail-type': ['anders'] }, false],
  ])('%j takes announcements: %s', (pattern, takes) => {
    expect(takesType(JSON.stringify(pattern), TYPE)).toBe(takes);
  });

  it('with a schedule takes none', () => {
    expect(takesType(undefined, TYPE)).toBe(false);
  });
});
