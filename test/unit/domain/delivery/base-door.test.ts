import { afterEach, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { doorOfRole, hasQueue } from '../../../../contracts/partnerrollen.ts';
import { baseDoorOf, isQueueAt } from '../../../../domain/delivery/base-door.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';

it('a receiver reads its queue until it chooses another door', () => {
  for (const kanaal of ['0907/taalschool', '0907/destion', '0907/gemeente', '9999/taalschool'] as const) {
    expect(isQueueAt(kanaal), kanaal).toBe(true);
    expect(baseDoorOf(kanaal), kanaal).toBe('wachtrij');
    expect(baseDoorOf(kanaal, 'ophalen'), kanaal).toBe('ophalen');
  }
});

const mage = gemeenteProfile('9999' as Gemeentecode).partners.find(({ rol }) => rol === 'mage');
const before = mage?.deur;
afterEach(() => {
  Object.assign(mage ?? {}, { deur: before });
});

it('who has no system of its own reads on a page until it chooses another door', () => {
  for (const role of ['mage', 'taalmaatjes', 'wijkondersteuner'] as const) {
    expect(doorOfRole(role), role).toBe('ophalen');
    expect(hasQueue(role), role).toBe(true);
  }
  Object.assign(mage ?? {}, { deur: undefined });
  expect(baseDoorOf('9999/mage')).toBe('ophalen');
  expect(baseDoorOf('9999/mage', 'wachtrij')).toBe('wachtrij');
});

it('the file of a gemeente may say otherwise: in Gennep each of the six has its queue', () => {
  for (const kanaal of ['0907/mage', '0907/taalmaatjes', '0907/wijkondersteuner', '9999/mage'] as const) {
    expect(baseDoorOf(kanaal), kanaal).toBe('wachtrij');
    expect(baseDoorOf(kanaal, 'ophalen'), kanaal).toBe('ophalen');
  }
});

it('who works at the gemeente fetches, whatever was chosen under the same key before', () => {
  for (const kanaal of [
    '0907/burgerzaken',
    '0907/vakspecialist-werk-en-inkomen',
    '0907/lbt-afnemer',
  ] as const) {
    expect(isQueueAt(kanaal), kanaal).toBe(false);
    expect(baseDoorOf(kanaal), kanaal).toBe('ophalen');
    expect(baseDoorOf(kanaal, 'wachtrij'), kanaal).toBe('ophalen');
  }
});

it('a receiver that no profile has any more keeps the door that it had', () => {
  expect(baseDoorOf('0907/gone', 'ophalen')).toBe('ophalen');
  expect(baseDoorOf('0001/taalschool')).toBe('wachtrij');
});
