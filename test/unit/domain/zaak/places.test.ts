import { describe, expect, it } from 'vitest';
import type { Bsn, Gemeentecode } from '../../../../contracts/base-types.ts';
import type { Feit, HerstelFeit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
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
const renamed = (gemeentecode: string): HerstelFeit => ({
  ...cause('2025-09-01T08:00:00Z'),
  gemeldDoor: gemeentecode as Gemeentecode,
  feitId: `herstel:${gemeentecode}`,
  soort: 'herstel',
  reden: 'Ander BSN',
  vervalt: [],
  bsn: OTHER_BSN as Bsn,
});

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
    [
      'that which put the BSN of its zaak right, though all that made it theirs names another',
      [duo('SS139'), lived('0907'), renamed('0907')],
      ['0907'],
    ],
    [
      'not that which put the BSN right of what it typed over of the household of another',
      [typedOver, coa, renamed('0796')],
      ['0907'],
    ],
    [
      'that which put the BSN right of what it typed over, once the person lived there',
      [typedOver, coa, lived('0796'), renamed('0796')],
      ['0796', '0907'],
    ],
    [
      'not that for which the hub put a number aside',
      [duo('SS139'), lived('0907'), { ...renamed('0907'), door: 'hub' }, renamed('0796')],
      [],
    ],
    ['that which opened the zaak, though it put that aside', [opened, putAside([opened.feitId])], ['0907']],
  ])('%s', (_, feiten, expected) => {
    for (const order of [feiten, feiten.toReversed()]) {
      expect([...placesOf(zaakOf(order))].toSorted()).toEqual(expected);
    }
  });
});

describe('what DUO told the gemeente of a zaak by V-nummer', () => {
  it('stands when that gemeente puts the BSN right by which the zaak was made its own', () => {
    const ended = duoTo('0907', 'SS110', { inburgeringsplicht: { indicatorInburgeringsplicht: false } });
    const known = duo('SS139', {}, '2025-05-10T07:00:00Z');
    const feiten = [known, lived('0907'), duoTo('0907', 'SS131'), ended, renamed('0907')];
    for (const order of [feiten, feiten.toReversed()]) {
      const zaak = zaakOf(order);
      expect(zaak.duo).toHaveLength(3);
      expect(situationOf(zaak).redenVervallen).toBeDefined();
    }
  });

  it('is asked once of what waits, however much does', () => {
    const zaak = zaakOf([coa]);
    expect(placesOf(zaak)).toBe(placesOf(zaak));
  });
});
