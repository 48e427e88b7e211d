import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { UITSLAG } from '../duo/world.ts';
import { PLICHT } from './support.ts';

/** What DUO can answer about one person of an invented story. */

const plicht = { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' };
const ended = (
  redenGeenInburgeringsplicht:
    | 'Tijdelijke vrijstelling'
    | 'Vertrek uit Nederland langer dan een jaar'
    | 'Overlijden'
    | 'Verblijfsdoel gewijzigd',
  einddatum?: string,
): DuoResponses => ({
  inburgeringsplicht: {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht,
    ...(einddatum !== undefined && { einddatum }),
  },
});

/** Answers of DUO, the same to every notification about a person; most often the plicht alone. */
export const DUO_ANSWERS: readonly DuoResponses[] = [
  PLICHT,
  PLICHT,
  {
    inburgeringsplicht: {
      ...plicht,
      datumKennisgevingInburgeringsplicht: '2025-07-01',
      wijzigingsdatum: '2025-07-01',
    },
  },
  {
    inburgeringsplicht: plicht,
    'lbt/resultaten': [{ ...UITSLAG, datumAfname: '2025-07-20' }],
    inburgeringstermijn: { startdatum: '2025-08-12', einddatum: '2028-08-12' },
  },
  {
    inburgeringsplicht: plicht,
    PIP: { gemeentecode: '0907', pip: { dagtekeningPip: '2025-08-20', leerroute: 'O' } },
  },
  {
    inburgeringsplicht: plicht,
    'lbt/resultaten': [
      { ...UITSLAG, datumAfname: '2025-07-20' },
      { ...UITSLAG, datumAfname: '2025-08-20', behaaldeScore: '20,00' },
    ],
  },
  ended('Tijdelijke vrijstelling', '2025-09-01'),
  ended('Vertrek uit Nederland langer dan een jaar', '2025-08-01'),
  ended('Overlijden'),
  ended('Verblijfsdoel gewijzigd'),
  { inburgeringsplicht: { indicatorInburgeringsplicht: false } },
  {},
];
