import { describe, expect, it } from 'vitest';
import { brokenByPip, brokenByRemoval, NOT_SETTLED, type PipState } from '../../../../domain/pip/rules.ts';

const DAY = '2025-10-01';

/** A PIP that breaks no rule. */
const good: PipState = {
  pip: { dagtekeningPip: DAY, leerroute: 'B', niveau: 'B1', geschatteIntensiteitB1Route: 600 },
  isReasoned: false,
  beginPlicht: DAY,
  firstPip: DAY,
  actualPip: DAY,
  vestiging: DAY,
  hasEarlierPip: false,
  isAsiel: true,
  uitslag: 'B1-route haalbaar',
};

const with_ = (change: Partial<PipState>, pip: Partial<PipState['pip']> = {}): PipState => ({
  ...good,
  ...change,
  pip: { ...good.pip, ...pip },
});

const without = (of: PipState): PipState => {
  const { geschatteIntensiteitB1Route: _, ...pip } = of.pip;
  return { ...of, pip };
};

const TABLE: readonly (readonly [string, PipState, readonly string[]])[] = [
  ['a PIP on the first day on which it can be', good, []],
  ['of whom nothing else is known', { pip: good.pip, isReasoned: false, hasEarlierPip: false }, []],
  ['a dagtekening before the plicht', with_({ beginPlicht: '2025-10-02' }), ['PIP-1']],
  ['a dagtekening before the first PIP', with_({ firstPip: '2025-10-02' }), ['PIP-2']],
  ['a dagtekening before the actual PIP', with_({ actualPip: '2025-10-02' }), ['PIP-2']],
  ['a dagtekening before settling', with_({ vestiging: '2025-10-02' }), ['PIP-3']],
  ['somebody who did not settle yet', with_({ vestiging: NOT_SETTLED }), ['PIP-3']],
  ['A2 in the first PIP of the B1-route', with_({}, { niveau: 'A2' }), ['PIP-6']],
  ['A2 in a later PIP of the B1-route', with_({ hasEarlierPip: true }, { niveau: 'A2' }), []],
  ['no niveau, which is B1', { ...good, pip: { dagtekeningPip: DAY, leerroute: 'O' } }, []],
  ['an intensity of somebody who is no asielmigrant', with_({ isAsiel: false }), ['PIP-8']],
  ['the B1-route against the test', with_({ uitslag: 'B1-route niet haalbaar' }), ['R09.T2']],
  [
    'the onderwijsroute against the test',
    without(with_({ uitslag: 'B1-route niet haalbaar' }, { leerroute: 'O' })),
    ['R09.T2'],
  ],
  [
    'the Z-route against the test',
    { ...good, pip: { dagtekeningPip: DAY, leerroute: 'Z', niveau: 'A2' } },
    ['R09.T2'],
  ],
  ['a deviation that is reasoned', with_({ uitslag: 'B1-route niet haalbaar', isReasoned: true }), []],
  ['a test without an outcome', with_({ uitslag: 'Onbekend' }), []],
  [
    'everything at once',
    with_({ beginPlicht: '2026-01-01', vestiging: NOT_SETTLED, isAsiel: false }, { niveau: 'A2' }),
    ['PIP-1', 'PIP-3', 'PIP-6', 'PIP-8'],
  ],
];

describe("DUO's rules about a PIP", () => {
  it.each(TABLE)('know %s', (_, of, expected) => {
    expect(brokenByPip(of).map(({ nummer }) => nummer)).toEqual(expected);
  });

  it('let a PIP be removed until the inburgeringstermijn is established', () => {
    expect(brokenByRemoval({ hasTermijn: false })).toEqual([]);
    expect(brokenByRemoval({ hasTermijn: true }).map(({ nummer }) => nummer)).toEqual(['PIP-9']);
  });

  it('are told in a sentence of Dutch', () => {
    const told = TABLE.flatMap(([, of]) => brokenByPip(of)).concat(brokenByRemoval({ hasTermijn: true }));
    for (const { tekst } of told) {
      expect(tekst).toMatch(/^[A-Z].{20,190}\.$/);
    }
  });
});
