import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportStatuses, standingReport, standingReports } from '../../../../domain/routemap/reports.ts';
import { cause, GENNEP, reported } from '../support.ts';

/** The parts of a PIP, which a gemeente may tell one by one (R10.4a to R10.4e). */

const STAY = { gemeentecode: GENNEP, since: '' };
const EVENT = 'pip-deel-gedeeld';

let hour = 0;
/** Each a report an hour after the one before. */
const part = (said: object, day = '2025-10-08') => {
  hour += 1;
  return reported(
    EVENT,
    day,
    said,
    cause(new Date(Date.UTC(2025, 9, 8, 0) + hour * 3_600_000).toISOString()),
  );
};

const SCHOOL = part({ leerroute: 'B1-route', lesuren: 600, instellingsnummer: '0000012345' });
const WORK = part({ mapUren: 40 });
const MONEY = part({ ontzorgingVanaf: '2025-08-01', ontzorgingTot: '2026-02-01' });
const OTHER_HOURS = part({ lesuren: 500 });
const WORK_AGAIN = part({ mapUren: 40 });
const OTHER_PIP = part({ dagdelen: 4 }, '2026-01-10');

const contentOf = (...reports: readonly ReturnType<typeof part>[]) =>
  standingReport(reports, STAY, EVENT)?.routemap;

describe('parts of a PIP that are told one by one', () => {
  it('complete each other, whatever order they came in', () => {
    const all = { ...SCHOOL.routemap, ...WORK.routemap, ...MONEY.routemap };
    fc.assert(
      fc.property(fc.shuffledSubarray([SCHOOL, WORK, MONEY], { minLength: 3 }), (reports) => {
        expect(contentOf(...reports)).toEqual(all);
        expect([...reportStatuses(reports).values()]).toEqual(['geldig', 'geldig', 'geldig']);
      }),
    );
  });

  it('are one report, so that who hears of it hears of it once', () => {
    expect(standingReports([SCHOOL, WORK, MONEY], STAY)).toHaveLength(1);
  });

  it('are replaced each by a later one: all of that part, and nothing of another', () => {
    // The school of the aanbod is of the part for the taalschool.
    expect(contentOf(SCHOOL, WORK, OTHER_HOURS)).toEqual({ lesuren: 500, mapUren: 40 });
    expect(contentOf(SCHOOL, part({ instellingsnummer: '0000067890' }))).toEqual({
      leerroute: 'B1-route',
      lesuren: 600,
      instellingsnummer: '0000067890',
    });
  });

  it('are confirmed by who says the same again', () => {
    const statuses = reportStatuses([SCHOOL, WORK, WORK_AGAIN]);
    expect([WORK, WORK_AGAIN].map(({ feitId }) => statuses.get(feitId))).toEqual(['geldig', 'bevestiging']);
  });

  it('make room, all of them, for those of a PIP that holds from another day', () => {
    expect(contentOf(SCHOOL, WORK, OTHER_PIP)).toEqual({ dagdelen: 4 });
    const statuses = reportStatuses([SCHOOL, WORK, OTHER_PIP]);
    expect([SCHOOL, WORK, OTHER_PIP].map(({ feitId }) => statuses.get(feitId))).toEqual([
      'vervangen',
      'vervangen',
      'geldig',
    ]);
  });

  it('are taken back each by itself', () => {
    const back = part({ ...WORK.routemap, vervangtBerichtId: WORK.berichtId, ingetrokken: true });
    expect(contentOf(SCHOOL, WORK, MONEY, back)).toEqual({ ...SCHOOL.routemap, ...MONEY.routemap });
  });
});
