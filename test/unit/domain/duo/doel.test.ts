import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { askingGemeente, isAddressable, reasonOtherDoel } from '../../../../domain/duo/doel.ts';

const HUB = '00000099000000001000';
const GENNEP = '00000099000009070000';
const DEN_BOSCH = '00000099000007960000';
const PARTNER = '00000099000009070001';
const CODE = '0907' as Gemeentecode;
const NOBODY = '00000099000000005555';

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
  it.each<[string, Gemeentecode | undefined]>([
    ['gemeente 0907', CODE],
    ['geen gemeente van deze hub', undefined],
  ])('says so of somebody of %s', (whose, own) => {
    expect(reasonOtherDoel('SS110', '0796' as Gemeentecode, own)).toMatch(
      new RegExp(`^doel is gemeente 0796 en deze persoon hoort bij ${whose}; SS110 verandert dat niet: `),
    );
  });
});
