import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { members } from '../../../contracts/checks.ts';
import { fieldsOfEvent, nameOfField, ROUTEMAP_EVENTS } from '../../../contracts/routemap.ts';
import { routemapField } from '../../../contracts/routemap-data.ts';
import { PROJECT } from '../../exported-names.ts';

/** docs/domein/at-the-door.md says which fields people fill in in words of their own, how long those may be, and why they are text. */

/** What is written freely: text that no list, day, number or form holds. */
const isWritten = (schema: unknown): boolean => {
  const { type, enum: values, format, pattern } = members(schema);
  const anything = members(z.toJSONSchema(routemapField('plaats')))['pattern'];
  return (
    type === 'string' &&
    values === undefined &&
    format === undefined &&
    [undefined, anything].includes(pattern)
  );
};

const written = ROUTEMAP_EVENTS.flatMap((event) =>
  fieldsOfEvent(event)
    .map(nameOfField)
    .flatMap((field) => {
      const schema = z.toJSONSchema(routemapField(field), { unrepresentable: 'any' });
      return isWritten(schema) ? [{ event, field, longest: Number(members(schema)['maxLength']) }] : [];
    }),
);

const page = readFileSync(join(PROJECT, 'docs/domein/at-the-door.md'), 'utf8');
const [, section = ''] = page.split('## Text that people write');
const rows = (section.split('\n##')[0] ?? '').split('\n').flatMap((line) => {
  const [, field = '', events = '', reason = ''] = line.split('|').map((cell) => cell.trim());
  const [, name, longest] = /^`(\w+)` \((\d+)\)$/.exec(field) ?? [];
  return name === undefined
    ? []
    : [
        {
          name,
          longest: Number(longest),
          events: [...events.matchAll(/`([\w-]+)`/g)].map(([, one]) => one),
          reason,
        },
      ];
});

describe('text that people write in an event of the routemap', () => {
  it('stands on the page, each field with its length, its events and a reason', () => {
    const perField = Map.groupBy(written, ({ field, longest }) => `${field} (${longest})`);
    const expected = [...perField].map(([field, uses]) => [field, uses.map(({ event }) => event).toSorted()]);
    expect(rows.map(({ name, longest, events }) => [`${name} (${longest})`, events.toSorted()])).toEqual(
      expected,
    );
    for (const { reason } of rows) expect(reason).toMatch(/\w{3}/);
  });

  it('is in few fields, and short', () => {
    expect(new Set(written.map(({ field }) => field)).size).toBeLessThanOrEqual(3);
    for (const { longest, field } of written) expect(longest, field).toBeLessThanOrEqual(100);
  });
});
