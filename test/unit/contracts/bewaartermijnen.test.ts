import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../../contracts/faults.ts';
import { GemeenteProfileFile } from '../../../contracts/gemeente-profile.ts';
import { PROJECT } from '../../exported-names.ts';

const gennep: object = JSON.parse(readFileSync(join(PROJECT, 'gemeenten/0907-gennep.json'), 'utf8'));

const faults = (termijn: string): readonly { pointer: string; detail: string }[] => {
  const profile = { ...gennep, bewaartermijnen: { zaak: { vertrokken: termijn } } };
  const { error } = GemeenteProfileFile.safeParse(profile);
  return error === undefined ? [] : faultsOf(error, profile);
};

describe('how long a gemeente says that it keeps a zaak', () => {
  it.each(['P1D', 'P18M', 'P20Y'])('may be %s', (termijn) => {
    expect(faults(termijn)).toEqual([]);
  });

  it.each([
    ['P0D', 'bewaart niets'],
    ['P100Y', 'langer bewaren dan nodig mag niet'],
  ])('is refused with the reason when it is %s', (termijn, reason) => {
    expect(faults(termijn)).toEqual([
      { pointer: '/bewaartermijnen/zaak/vertrokken', detail: expect.stringContaining(reason) },
    ]);
  });
});
