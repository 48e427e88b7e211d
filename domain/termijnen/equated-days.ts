/**
 * Days put on a par with a holiday by royal decree (Algemene termijnenwet art. 3 lid 3), kept by hand: a statutory term does not
 * end on them. A decree is made years ahead. A year without a decree has no entry here, and its days are not known.
 */
interface EquatedDays {
  readonly year: number;
  /** Dates `YYYY-MM-DD`; none when the decree names no day in that year. */
  readonly days: readonly string[];
}

/** The day on which this list was last compared with its sources. */
export const COMPARED_ON = '2026-11-28';

/** Where the list comes from: the decrees for 2023 to 2025 and for 2026 to 2028, named by a secondary source. */
export const SOURCES: readonly string[] = [
  'Besluit gelijkstelling van dagen met algemeen erkende feestdagen 2023, 2024 en 2025',
  'Besluit gelijkstelling van dagen met algemeen erkende feestdagen 2026, 2027 en 2028',
];

export const EQUATED_PER_YEAR: readonly EquatedDays[] = [
  { year: 2023, days: ['2023-04-28', '2023-05-19'] },
  { year: 2024, days: ['2024-05-10', '2024-12-27'] },
  { year: 2025, days: ['2025-05-30'] },
  { year: 2026, days: ['2026-01-02', '2026-05-15'] },
  { year: 2027, days: ['2027-05-07'] },
  { year: 2028, days: ['2028-04-28', '2028-05-26'] },
];
