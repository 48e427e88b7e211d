import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../contracts/internal/metrics.ts';
import { trialTemplates } from './support.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const templates = trialTemplates();

/** The part of docs/operations.md under this heading. */
const under = (heading: string): string => text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

/**
 * The endings of names in the first column, such as `DodeBrievenAlarm` and `StilteAlarm`, without the name of a
 * source.
 */
const suffixes = [...under('Alarms').matchAll(/^\| `(\w+Alarm)(?:<\w+>)?`/gm)].map(([, name = '']) => name);

/** The documentation of an alarm stands under the longest ending that fits its name. */
const suffixOf = (id: string): string | undefined => {
  const name = id.replace(/[0-9A-F]{8}$/, '').replace(/Alarm(coa|brp|duo|\d{4})$/, 'Alarm');
  return suffixes
    .filter((suffix) => name.endsWith(suffix))
    .toSorted((one, other) => other.length - one.length)[0];
};

describe('docs/operations.md', () => {
  const alarms = templates.sources('AWS::CloudWatch::Alarm').map(({ target }) => target.id);

  it('explains every alarm, and no alarm that does not exist', () => {
    expect(alarms.filter((id) => suffixOf(id) === undefined)).toEqual([]);
    expect([...new Set(alarms.map(suffixOf))].toSorted()).toEqual(suffixes.toSorted());
  });

  it('names every metric of the hub', () => {
    const metrics = under('What is watched');
    expect(Object.keys(METRICS).filter((name) => !metrics.includes(`\`${name}\``))).toEqual([]);
  });
});
