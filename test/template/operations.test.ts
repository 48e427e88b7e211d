import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../contracts/internal/metrics.ts';
import { trialTemplates } from './support.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const templates = trialTemplates();

/** Het deel van docs/operations.md onder deze kop. */
const under = (head: string): string => text.split(`\n## ${head}\n`)[1]?.split('\n## ')[0] ?? '';

/** De uitgangen van namen in de eerste kolom: `DodeBrievenAlarm`, `StilteAlarm` zonder wat er per bron achter komt. */
const exits = [...under('Alarms').matchAll(/^\| `(\w+Alarm)(?:<\w+>)?`/gm)].map(([, name = '']) => name);

/** Wat de documentatie over dit alarm zegt staat onder de langste uitgang die past. */
const exitOf = (id: string): string | undefined => {
  const name = id.replace(/[0-9A-F]{8}$/, '').replace(/Alarm(coa|brp|duo|\d{4})$/, 'Alarm');
  return exits.filter((exit) => name.endsWith(exit)).toSorted((one, other) => other.length - one.length)[0];
};

describe('docs/operations.md', () => {
  const alarms = templates.sources('AWS::CloudWatch::Alarm').map(({ doel }) => doel.id);

  it('zegt van elk alarm wat het betekent, en noemt er geen dat niet bestaat', () => {
    expect(alarms.filter((id) => exitOf(id) === undefined)).toEqual([]);
    expect([...new Set(alarms.map(exitOf))].toSorted()).toEqual(exits.toSorted());
  });

  it('noemt elke eigen metriek', () => {
    const metrics = under('What is watched');
    expect(Object.keys(METRICS).filter((name) => !metrics.includes(`\`${name}\``))).toEqual([]);
  });
});
