import { expect, it } from 'vitest';
import type { Oin } from '../../../../contracts/base-types.ts';
import type { Partnerrol } from '../../../../contracts/partnerrollen.ts';
import { endingContracts } from '../../../../domain/partners/contracts.ts';

const partner = (sleutel: string, rol: Partnerrol, from: string, until?: string) => ({
  sleutel,
  rol,
  organisatie: sleutel,
  oin: '00000099000000001000' as Oin,
  valid: { from, ...(until === undefined ? {} : { until }) },
});
const SPRING = { from: '2026-04-01', until: '2026-06-30' };

it('contracts that end are named with who goes on in that role the day after, the first that ends first', () => {
  const partners = [
    partner('maatje', 'taalmaatjes', '2021-01-01', '2026-06-30'),
    partner('maatje-2', 'taalmaatjes', '2026-07-01'),
    // Begins a week too late, so that nobody is told of zaken in between.
    partner('school', 'taalschool', '2021-01-01', '2026-04-30'),
    partner('school-2', 'taalschool', '2026-05-08'),
    partner('balk', 'balk', '2021-01-01'),
    partner('winkel', 'mage', '2021-01-01', '2026-07-01'),
    partner('intos', 'intos', '2021-01-01', '2026-03-31'),
  ];
  expect(endingContracts({ partners }, SPRING)).toEqual([
    { partner: 'school', rol: 'taalschool', einddatum: '2026-04-30' },
    { partner: 'maatje', rol: 'taalmaatjes', einddatum: '2026-06-30', opvolger: 'maatje-2' },
  ]);
});

it('a contract that follows on itself has no successor of its own name', () => {
  const partners = [partner('school', 'taalschool', '2021-01-01', '2026-04-30')];
  expect(endingContracts({ partners }, SPRING)).toEqual([
    { partner: 'school', rol: 'taalschool', einddatum: '2026-04-30' },
  ]);
});
