import { expect, it } from 'vitest';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { packProfiles, unpackProfiles } from '../../../../infra/gemeenten/packed.ts';
import { readProfiles } from '../../../../infra/gemeenten/profiles.ts';
import { WAITING, withMadeUp } from '../../../gemeenten.ts';

it('profiles come out of a bundle as they went in', () => {
  expect(unpackProfiles(JSON.parse(JSON.stringify(packProfiles(gemeenteProfiles))))).toEqual(
    gemeenteProfiles,
  );
});

it('a partner that waits for a home, or has an end, comes out of a bundle as it went in', () => {
  const profiles = readProfiles(withMadeUp(WAITING));
  expect(profiles.flatMap(({ partners }) => partners).map(({ hoort }) => hoort)).toContain(
    'na-akkoord-woning',
  );
  expect(unpackProfiles(JSON.parse(JSON.stringify(packProfiles(profiles))))).toEqual(profiles);
});

it('a partner whose contract ends comes out with its last day', () => {
  const profiles = gemeenteProfiles.map((profile) => ({
    ...profile,
    partners: profile.partners.map((one) => ({ ...one, valid: { ...one.valid, until: '2027-12-31' } })),
  }));
  expect(unpackProfiles(JSON.parse(JSON.stringify(packProfiles(profiles))))).toEqual(profiles);
});

it('a rule that gemeenten share stands in a bundle once, whatever number each gave it', () => {
  const {
    rules: { fields, rows },
    profiles,
  } = packProfiles(gemeenteProfiles);
  const shared = profiles.flatMap(({ termijnen }) => termijnen.map(([place]) => place));
  expect(rows.length).toBeLessThan(shared.length);
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
  // The names of the fields stand once too.
  expect(fields).toContain('startGebeurtenis');
  expect(JSON.stringify(rows)).not.toContain('startGebeurtenis');
});

it('a profile that names a rule which is not there is refused', () => {
  const { profiles } = packProfiles(gemeenteProfiles);
  expect(() => unpackProfiles({ rules: { fields: [], usual: [], rows: [] }, profiles })).toThrow(
    'has no rule 0',
  );
});
