import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../contracts/strict-json.ts';

const read = (text: string) => readJson(Buffer.from(text));

const pointersOf = (text: string): readonly string[] => {
  const json = read(text);
  if (json.kind === 'unreadable') throw new Error(json.detail);
  return json.faults.map(({ pointer }) => pointer);
};

describe('JSON from outside', () => {
  it('is refused when it is no UTF-8, and its bytes are not repaired', () => {
    expect(readJson(Buffer.from('{"naam":"José"}', 'latin1'))).toEqual({
      kind: 'unreadable',
      detail: 'is geen UTF-8',
    });
    expect(read('{')).toEqual({ kind: 'unreadable', detail: 'is geen JSON' });
    expect(read(`${'['.repeat(60_000)}${']'.repeat(60_000)}`)).toEqual({
      kind: 'unreadable',
      detail: 'is meer dan 32 lagen diep',
    });
  });

  it.each([
    ['{"a":1,"a":1}', ['/a']],
    ['{"a":1,"a":2,"a":3}', ['/a', '/a']],
    ['{"a":{"b":1},"c":[{"d":[],"d":{}}]}', ['/c/0/d']],
    ['{"a":[1,[2],{"x/y":0,"z":",{[","x/y":0}]}', ['/a/2/x~1y']],
    ['{"a":1,"\\u0061":2}', ['/a']],
    ['{"a":{"a":{"a":["a","a"]}},"b":"a"}', []],
    ['[{"a":1},{"a":1}]', []],
    ['{"a\\\\":1,"a\\"":2,"a":"\\"a\\":"}', []],
  ])('%s has these repeated members: %j', (text, pointers) => {
    expect(pointersOf(text)).toEqual(pointers);
  });

  it('is refused a member that no contract would see, however deep it lies', () => {
    const unseen = (text: string) => {
      const json = read(text);
      return json.kind === 'read' ? json.faults : [];
    };
    expect(unseen('{"a":[{"__proto__":{"x":1}}],"__proto__":"x"}')).toEqual([
      { pointer: '/a/0/__proto__', detail: 'is geen bekend veld' },
      { pointer: '/__proto__', detail: 'is geen bekend veld' },
    ]);
    expect(unseen('{"constructor":{"a":1},"toString":"__proto__"}')).toEqual([]);
  });

  it('has no repeated member when a serialiser wrote it, and every one that is inserted is found', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue({ maxDepth: 4 }), { minKeys: 1 }), (value) => {
        const clean = JSON.stringify(value);
        const repeated = read(clean).kind === 'read' ? pointersOf(clean) : [];
        expect(repeated.filter((pointer) => pointer === '')).toEqual([]);
        const [first = ''] = Object.keys(value);
        const twice = `${clean.slice(0, -1)},${JSON.stringify(first)}:0}`;
        const details = (text: string) => {
          const json = read(text);
          return json.kind === 'read'
            ? json.faults.filter(({ detail }) => detail === 'staat er meer dan één keer').length
            : 0;
        };
        expect([details(clean), details(twice)]).toEqual([0, 1]);
      }),
    );
  });

  it.each([
    ['half a surrogate pair', '\ud800'],
    ['the other half', 'a\udc00b'],
    ['the replacement character', '\ufffd'],
    ['what is no character', '\ufffe'],
    ['a noncharacter beyond the first plane', '\u{1ffff}'],
    ['a control character', 'a\u0000'],
    ['a control character of the C1 range', '\u0085'],
  ])('is refused with the place of %s', (_, text) => {
    expect(pointersOf(JSON.stringify({ data: { personen: ['goed', { naam: text }] } }))).toEqual([
      '/data/personen/1/naam',
    ]);
  });

  it('may hold every script, emoji and private sign', () => {
    expect(
      pointersOf(JSON.stringify(['Şükrü', 'ሰላም', 'محمد', '玉', '😀', '👩🏽‍🏫', '\ue000', 'a\u200db'])),
    ).toEqual([]);
  });

  it('is read with every text in NFC', () => {
    const json = read(
      JSON.stringify({ naam: ['E\u0301mile', { x: 'S\u0327u\u0308kru\u0308' }], getal: 1.5, leeg: null }),
    );
    expect(json).toMatchObject({
      value: { naam: ['Émile', { x: 'Şükrü' }], getal: 1.5, leeg: null },
      faults: [],
    });
  });
});
