import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../local/events/pattern.ts';

const EVENT = {
  source: 'hub',
  'detail-type': 'zaak.bijgewerkt',
  resources: ['arn:one', 'arn:two'],
  detail: {
    soort: 'AanmeldingOntvangen',
    aantal: 5,
    leeg: null,
    nothing: [],
    where: true,
    file: 'map/sub/foto.PNG',
    list: ['a', 'b'],
    adres: { place: 'Gennep' },
    partners: [{ sleutel: 'taalschool' }, { sleutel: 'wonen' }],
  },
};

describe('an event pattern', () => {
  it.each<[string, object, boolean]>([
    ['an exact value', { source: ['hub'] }, true],
    ['another exact value', { source: ['elders'] }, false],
    ['one of several values', { source: ['elders', 'hub'] }, true],
    ['two fields of which one differs', { source: ['hub'], 'detail-type': ['x'] }, false],
    ['a number', { detail: { aantal: [5] } }, true],
    ['a number given as text', { detail: { aantal: ['5'] } }, false],
    ['a boolean', { detail: { where: [true] } }, true],
    ['null', { detail: { leeg: [null] } }, true],
    ['null for an absent field', { detail: { away: [null] } }, false],
    ['an element of a list', { resources: ['arn:two'] }, true],
    ['no element of a list', { resources: ['arn:three'] }, false],
    ['a nested field', { detail: { adres: { place: ['Gennep'] } } }, true],
    ['a nested field of a scalar', { detail: { soort: { place: ['Gennep'] } } }, false],
    ['a field of an object in a list', { detail: { partners: { sleutel: ['wonen'] } } }, true],
    ['no object in a list', { detail: { partners: { sleutel: ['zorg'] } } }, false],
    ['a prefix', { detail: { soort: [{ prefix: 'Aanmelding' }] } }, true],
    ['a prefix in another case', { detail: { soort: [{ prefix: 'aanmelding' }] } }, false],
    [
      'a prefix, case ignored',
      { detail: { soort: [{ prefix: { 'equals-ignore-case': 'aanmelding' } }] } },
      true,
    ],
    ['a suffix', { detail: { file: [{ suffix: '.PNG' }] } }, true],
    ['a suffix, case ignored', { detail: { file: [{ suffix: { 'equals-ignore-case': '.png' } }] } }, true],
    ['a prefix on a number', { detail: { aantal: [{ prefix: '5' }] } }, false],
    ['case ignored', { source: [{ 'equals-ignore-case': 'HUB' }] }, true],
    ['a wildcard', { detail: { file: [{ wildcard: 'map/*/foto.*' }] } }, true],
    ['a wildcard that does not fit', { detail: { file: [{ wildcard: 'map/*.txt' }] } }, false],
    ['a wildcard with an escaped star', { detail: { file: [{ wildcard: 'map/\\*' }] } }, false],
    ['a dot in a wildcard, literally', { detail: { file: [{ wildcard: 'map.sub*' }] } }, false],
    ['anything but this value', { source: [{ 'anything-but': 'elders' }] }, true],
    ['anything but the value it has', { source: [{ 'anything-but': 'hub' }] }, false],
    ['anything but a list', { source: [{ 'anything-but': ['hub', 'elders'] }] }, false],
    ['anything but a number', { detail: { aantal: [{ 'anything-but': 6 }] } }, true],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'hu' } }] }, false],
    ['anything but several prefixes', { source: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, true],
    ['anything but a suffix', { source: [{ 'anything-but': { suffix: 'ub' } }] }, false],
    ['anything but a wildcard', { source: [{ 'anything-but': { wildcard: 'h*b' } }] }, false],
    [
      'anything but a value, case ignored',
      { source: [{ 'anything-but': { 'equals-ignore-case': ['HUB'] } }] },
      false,
    ],
    ['anything but, on an absent field', { detail: { away: [{ 'anything-but': 'x' }] } }, false],
    ['a field that exists', { detail: { soort: [{ exists: true }] } }, true],
    ['a field that exists as null', { detail: { leeg: [{ exists: true }] } }, true],
    ['a field that does not exist', { detail: { away: [{ exists: true }] } }, false],
    ['an absent field that must be absent', { detail: { away: [{ exists: false }] } }, true],
    ['an empty list as absent', { detail: { nothing: [{ exists: false }] } }, true],
    ['an object, which is no leaf', { detail: { adres: [{ exists: true }] } }, false],
    ['a present field that must be absent', { detail: { soort: [{ exists: false }] } }, false],
    ['a nested field below an absent one', { detail: { away: { deeper: [{ exists: false }] } } }, true],
    ['a number above', { detail: { aantal: [{ numeric: ['>', 4] }] } }, true],
    ['a number in a range', { detail: { aantal: [{ numeric: ['>', 0, '<=', 5] }] } }, true],
    ['a number outside a range', { detail: { aantal: [{ numeric: ['>', 5, '<', 9] }] } }, false],
    ['numeric on text', { source: [{ numeric: ['=', 5] }] }, false],
    ['$or with one that fits', { $or: [{ source: ['elders'] }, { detail: { aantal: [5] } }] }, true],
    ['$or with none that fits', { $or: [{ source: ['elders'] }, { source: ['nergens'] }] }, false],
    ['$or within detail', { detail: { $or: [{ aantal: [6] }, { where: [true] }] } }, true],
    [
      '$or beside a field that differs',
      { source: ['x'], $or: [{ source: ['hub'] }, { source: ['x'] }] },
      false,
    ],
  ])('judges %s', (_what, pattern, expected) => {
    expect(compilePattern(pattern)(EVENT)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['an unknown operator', { source: [{ sounds: 'like' }] }],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['an unknown anything-but operator', { source: [{ 'anything-but': { numeric: ['=', 1] } }] }],
    ['an unknown comparison', { detail: { n: [{ numeric: ['~', 1] }] } }],
    ['half a comparison', { detail: { n: [{ numeric: ['>'] }] } }],
    ['an exists that is no boolean', { detail: { n: [{ exists: 'yes' }] } }],
    ['two stars in a row', { source: [{ wildcard: 'a**b' }] }],
    ['$or with one alternative', { $or: [{ source: ['a'] }] }],
    ['a value outside a list', { source: 'hub' }],
    ['an empty list', { source: [] }],
    ['an empty pattern', {}],
    ['a list within a list', { source: [['hub']] }],
    ['no pattern at all', 'hub'],
  ])('refuses %s', (_what, pattern) => {
    expect(() => compilePattern(pattern)).toThrow('event pattern');
  });
});
