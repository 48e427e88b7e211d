import { describe, expect, it } from 'vitest';
import { Intake } from '../../../../contracts/intake.ts';
import type { IntakePart } from '../../../../contracts/routemap.ts';
import { intakeOf } from '../../../../domain/routemap/intake.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, geopend, inschrijving, linked, putAside, reported, TODAY, ZAAK } from '../support.ts';

/** The brede intake as a list. Settled on 13 August 2025: the talks are due on the 28th, the test on 15 October. */

const BEGIN = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];
const talk = (onderdeel: IntakePart, datum: string) =>
  reported('brede-intake-gesprek-gevoerd', datum, { onderdeel });

const intake = (feiten: readonly Feit[], today = TODAY) => intakeOf(zaakOf(feiten), today);
const heldIn = (feiten: readonly Feit[]) =>
  intake(feiten).onderdelen.map(({ onderdeel, gehoudenOp }) => [onderdeel, gehoudenOp]);

describe('the brede intake', () => {
  it('names at first every talk and the test, with who owes it and by when', () => {
    expect(intake(BEGIN)).toEqual({
      onderdelen: [
        { onderdeel: 'casusregisseur', bij: 'casusregisseur', uiterlijk: '2025-08-28' },
        { onderdeel: 'taalschool', bij: 'taalschool', uiterlijk: '2025-08-28' },
        { onderdeel: 'participatie', bij: 'intos', uiterlijk: '2025-08-28' },
        { onderdeel: 'financieel', bij: 'balk' },
        { onderdeel: 'maatschappelijke begeleiding', bij: 'maatschappelijk-begeleider' },
      ],
      leerbaarheidstoets: { bij: 'lbt-afnemer', uiterlijk: '2025-10-15', uitslagBekend: false },
      ontbreekt: [
        'casusregisseur',
        'taalschool',
        'participatie',
        'financieel',
        'maatschappelijke begeleiding',
        'leerbaarheidstoets',
      ],
    });
  });

  it('misses less with each report, and nothing at the end', () => {
    const talks = [
      talk('taalschool', '2025-08-20'),
      talk('participatie', '2025-08-21'),
      talk('casusregisseur', '2025-08-22'),
      talk('financieel', '2025-08-14'),
      talk('maatschappelijke begeleiding', '2025-08-14'),
    ];
    for (const count of talks.keys()) {
      expect(intake([...BEGIN, ...talks.slice(0, count)]).ontbreekt).toHaveLength(6 - count);
    }
    const whole = intake([
      ...BEGIN,
      ...talks,
      reported('leerbaarheidstoets-afgenomen', '2025-08-27'),
      reported('brede-intake-afgerond', '2025-08-28'),
    ]);
    expect(whole).toMatchObject({
      leerbaarheidstoets: { afgenomenOp: '2025-08-27', uitslagBekend: false },
      afgerondOp: '2025-08-28',
      ontbreekt: [],
    });
  });

  it('knows of the test by the result of DUO too', () => {
    const resultaat = {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '33,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-09-01',
    } as const;
    const result = duo('SS131', { 'lbt/resultaten': [resultaat] }, '2025-09-02T07:00:00Z');
    const { leerbaarheidstoets, ontbreekt } = intake([...BEGIN, result]);
    expect(leerbaarheidstoets).toMatchObject({ afgenomenOp: '2025-09-01', uitslagBekend: true });
    expect(ontbreekt).not.toContain('leerbaarheidstoets');
  });

  it('misses a talk again when its report is taken back, or put right by a person', () => {
    const school = talk('taalschool', '2025-08-20');
    const takenBack = reported(
      'brede-intake-gesprek-gevoerd',
      '2025-08-20',
      { onderdeel: 'taalschool', vervangtBerichtId: school.berichtId, ingetrokken: true },
      { ...cause('2025-08-23T08:00:00Z'), bron: school.bron },
    );
    expect(heldIn([...BEGIN, school])).toContainEqual(['taalschool', '2025-08-20']);
    for (const end of [takenBack, putAside([school.feitId])])
      expect(heldIn([...BEGIN, school, end])).toContainEqual(['taalschool', undefined]);
  });

  it('owes what a partner held to the gemeente once that has no such partner any more', () => {
    const elsewhere = geopend({ gemeentecode: '0171' } as never, cause('2025-06-01T08:00:00Z'));
    expect(intake([elsewhere]).onderdelen.map(({ bij }) => bij)).toEqual(Array(5).fill('gemeente'));
  });

  it('is what its contract says', () => {
    expect(Intake.safeParse({ zaakId: ZAAK, ...intake(BEGIN) }).error).toBeUndefined();
  });
});
