import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { askingGemeente, isAddressable, reasonOtherDoel } from '../../../../domain/duo/doel.ts';
import { PUBLISHED_CODES } from '../../../../domain/duo/meanings.ts';

const HUB = '00000099000000001000';
const GENNEP = '00000099000009070000';
const DEN_BOSCH = '00000099000007960000';
const PARTNER = '00000099000009070001';
const CODE = '0907' as Gemeentecode;
const NOBODY = '00000099000000005555';

/** The codes that say which gemeente a person belongs to from now on. */
const MOVES = ['SS101', 'SS120', 'SS121', 'SS128', 'SS129', 'SS130', 'SS139'];

describe('an OIN that DUO addresses', () => {
  it.each<[string, string, boolean]>([
    ['the hub', HUB, true],
    ['a gemeente that takes part', GENNEP, true],
    ['a gemeente that takes no part', DEN_BOSCH, false],
    ['a partner of a gemeente', PARTNER, false],
    ['an organisation that the hub does not know', NOBODY, false],
  ])('may be that of %s (%s): %s', (_, doel, expected) => {
    expect(isAddressable(doel, [CODE, '1734' as Gemeentecode])).toBe(expected);
  });
});

describe('the gemeente as which the hub asks DUO', () => {
  it.each<[string | undefined, Gemeentecode | undefined, Gemeentecode | undefined]>([
    [GENNEP, CODE, CODE],
    [GENNEP, undefined, CODE],
    [DEN_BOSCH, CODE, '0796' as Gemeentecode],
    [HUB, CODE, CODE],
    [undefined, CODE, CODE],
    [HUB, undefined, undefined],
    [NOBODY, undefined, undefined],
  ])('for a notification to %s about a person of %s is %s', (doel, own, expected) => {
    expect(askingGemeente(doel, own)).toBe(expected);
  });
});

describe('a notification for another gemeente than that of the person', () => {
  it.each(PUBLISHED_CODES)(
    'with code %s is refused, unless that code says that the person goes there',
    (code) => {
      const reason = reasonOtherDoel(code, DEN_BOSCH, CODE);
      if (MOVES.includes(code)) expect(reason).toBeUndefined();
      else {
        expect(reason).toMatch(/^doel is gemeente 0796 en deze persoon hoort bij gemeente 0907; SS\d+ /);
      }
    },
  );

  it('is refused too with a code that DUO has not published', () => {
    expect(reasonOtherDoel('ZZ999', DEN_BOSCH, CODE)).toMatch(/^doel is gemeente 0796/);
  });

  it('is refused as long as nobody told of which gemeente the person is', () => {
    expect(reasonOtherDoel('SS110', DEN_BOSCH, undefined)).toMatch(
      /^doel is gemeente 0796 en deze persoon hoort bij geen bekende gemeente; SS110 /,
    );
    for (const code of MOVES) expect(reasonOtherDoel(code, DEN_BOSCH, undefined)).toBeUndefined();
  });

  it.each<[string, string | undefined, Gemeentecode | undefined]>([
    ['to that gemeente', GENNEP, CODE],
    ['to the hub, for all of its gemeenten', HUB, CODE],
    ['from before the addressee was kept', undefined, CODE],
    ['to the hub, about somebody of no known gemeente', HUB, undefined],
  ])('is none %s', (_, doel, own) => {
    for (const code of PUBLISHED_CODES) expect(reasonOtherDoel(code, doel, own)).toBeUndefined();
  });
});
