import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRIEKEN } from '../../contracts/metrieken.ts';
import { leesSjablonen, maakProefApp } from './hulp.ts';

const tekst = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const sjablonen = leesSjablonen(maakProefApp());

/** Het deel van docs/operations.md onder deze kop. */
const onder = (kop: string): string => tekst.split(`\n## ${kop}\n`)[1]?.split('\n## ')[0] ?? '';

/** De uitgangen van namen in de eerste kolom: `DodeBrievenAlarm`, `StilteAlarm` zonder wat er per bron achter komt. */
const uitgangen = [...onder('Alarms').matchAll(/^\| `(\w+Alarm)(?:<\w+>)?`/gm)].map(([, naam = '']) => naam);

/** Wat de documentatie over dit alarm zegt staat onder de langste uitgang die past. */
const uitgangVan = (id: string): string | undefined => {
  const naam = id.replace(/[0-9A-F]{8}$/, '').replace(/Alarm(coa|brp|duo|\d{4})$/, 'Alarm');
  return uitgangen
    .filter((uitgang) => naam.endsWith(uitgang))
    .toSorted((een, ander) => ander.length - een.length)[0];
};

describe('docs/operations.md', () => {
  const alarmen = sjablonen.bronnen('AWS::CloudWatch::Alarm').map(({ doel }) => doel.id);

  it('zegt van elk alarm wat het betekent, en noemt er geen dat niet bestaat', () => {
    expect(alarmen.filter((id) => uitgangVan(id) === undefined)).toEqual([]);
    expect([...new Set(alarmen.map(uitgangVan))].toSorted()).toEqual(uitgangen.toSorted());
  });

  it('noemt elke eigen metriek', () => {
    const metrieken = onder('What is watched');
    expect(Object.keys(METRIEKEN).filter((naam) => !metrieken.includes(`\`${naam}\``))).toEqual([]);
  });
});
