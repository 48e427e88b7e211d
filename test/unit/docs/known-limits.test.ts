import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INBOUND_TYPES } from '../../../contracts/event-types.ts';
import { END_GEBEURTENISSEN } from '../../../contracts/gemeente-profile.ts';
import { nameOfType } from '../../../contracts/hub-type.ts';
import { OWN_GEMEENTEN, readProfiles } from '../../../infra/gemeenten/profiles.ts';
import { PROJECT } from '../../exported-names.ts';

/** docs/architecture.md names every end of a term that nobody can tell the hub of, and no other. */

/** What ends a term and comes from DUO alone, by a code or its answer. */
const BY_DUO: ReadonlySet<string> = new Set(['inburgeringsplicht-voldaan', 'diploma-behaald']);

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');
const reported = new Set(INBOUND_TYPES.map(nameOfType));
const untold = END_GEBEURTENISSEN.filter((event) => !reported.has(event) && !BY_DUO.has(event)).toSorted();

describe('the ends of terms that nobody can report', () => {
  it('are those of which the zaak knows nothing', () => {
    const unexplained = [...read('domain/termijnen/explanation.ts').matchAll(/'([\w-]+)': undefined,/g)].map(
      ([, event = '']) => event,
    );
    expect(unexplained.toSorted()).toEqual(untold);
    const ends = read('domain/zaak/termijn-ends.ts');
    expect(untold.filter((event) => ends.includes(`'${event}'`))).toEqual([]);
  });

  it('are named under the known limits, each with the terms that it ends', () => {
    const profiles = readProfiles(OWN_GEMEENTEN);
    const rows = untold.map((event) => {
      const terms = profiles.flatMap(({ termijnen }) =>
        termijnen.filter(({ eindGebeurtenis }) => eindGebeurtenis === event).map(({ id }) => id),
      );
      return `\`${event}\` (${[...new Set(terms)].toSorted().join(', ')})`;
    });
    const [, limits = ''] = read('docs/architecture.md').split('## Known limits\n');
    expect(limits.replaceAll(/\s+/g, ' ')).toContain(`these ends of terms yet: ${rows.join(', ')}. A term`);
  });
});
