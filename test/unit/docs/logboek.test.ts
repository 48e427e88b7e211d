import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTIVITIES, type ActivityId, activityAt } from '../../../domain/logboek/activities.ts';
import { PROJECT } from '../../exported-names.ts';

const page = readFileSync(join(PROJECT, 'docs/logboek.md'), 'utf8');
const ids = Object.keys(ACTIVITIES) as readonly ActivityId[];

describe('docs/logboek.md', () => {
  it('has a row of every activity as the register has it now, and no other', () => {
    const rows = [...page.matchAll(/^\| `.*$/gm)].map(([row]) => row);
    expect(rows).toEqual(
      ids.map((id) => {
        const { naam, doel, grondslag } = activityAt(id, Date.now());
        return `| \`${id}\` | ${naam} | ${doel} | ${grondslag.tekst} (${grondslag.zekerheid}) |`;
      }),
    );
  });
});

describe('the register of activities', () => {
  it.each(ids)('%s has versions in order, of which the one that held then is found', (id) => {
    const versions = ACTIVITIES[id];
    const [first] = versions;
    expect(versions.map(({ versie }) => versie)).toEqual(versions.map((_, index) => index + 1));
    expect(versions.map(({ vanaf }) => vanaf).toSorted()).toEqual(versions.map(({ vanaf }) => vanaf));
    expect(activityAt(id, 0)).toBe(first);
  });
});
