import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { placesOf, zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  cause,
  duo,
  duoTo,
  geopend,
  inschrijving,
  koppeling,
  linked,
  putAside,
  reported,
} from '../support.ts';

/** Of which gemeenten a person is or was, by everything that was ever said of them. */

const DEN_BOSCH = '0796' as Gemeentecode;
const BSN = '999966133';
const OTHER_BSN = '999928193';
const coa = linked(koppeling({}, { bsn: BSN }));
const opened = geopend({ bsn: BSN });
const typed = linked(koppeling({ gemeentecode: DEN_BOSCH }), {
  ...cause('2025-06-20T08:00:00Z'),
  gemeldDoor: DEN_BOSCH,
});
const typedOver: Feit = { ...typed, feitId: `${typed.feitId}:0796` };
const lived = (gemeentecode: string, bsn = BSN, isCoaLocatie = false) =>
  inschrijving({ gemeentecode, bsn, isCoaLocatie });

describe('of which gemeenten a person is or was', () => {
  it.each<readonly [string, readonly Feit[], readonly string[]]>([
    ['none when only DUO told it of, to the hub', [duo('SS101')], []],
    ['none by a code that says nothing of it', [duoTo('0796', 'SS110')], []],
    ['that to which DUO told the plicht', [duoTo('0796', 'SS101')], ['0796']],
    ['that of COA', [coa], ['0907']],
    ['that of COA, though it was put aside', [coa, putAside([coa.feitId])], ['0907']],
    ['the one that typed the koppeling over, as long as COA tells nothing else', [typedOver], ['0796']],
    ['only that of COA, when another typed it over', [typedOver, coa], ['0907']],
    [
      'only that of COA, when another typed it over and put that aside',
      [typedOver, coa, putAside([typedOver.feitId])],
      ['0907'],
    ],
    [
      'both, when COA was wrong and that was put aside',
      [typedOver, coa, putAside([coa.feitId])],
      ['0796', '0907'],
    ],
    ['one outside the hub', [coa, lived('0268')], ['0268', '0907']],
    ['not that of an address of COA', [coa, lived('0796', BSN, true)], ['0907']],
    ['not that of whoever has another BSN', [coa, lived('0796', OTHER_BSN)], ['0907']],
    ['not that of a report along the routemap', [reported('brede-intake-gesprek-gevoerd', '2025-08-01')], []],
    ['that which opened the zaak, though it put that aside', [opened, putAside([opened.feitId])], ['0907']],
  ])('%s', (_, feiten, expected) => {
    for (const order of [feiten, feiten.toReversed()]) {
      expect([...placesOf(zaakOf(order))].toSorted()).toEqual(expected);
    }
  });
});
