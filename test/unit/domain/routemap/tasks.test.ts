import { describe, expect, it } from 'vitest';
import type { IntakePart } from '../../../../contracts/routemap.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import { tasksOf } from '../../../../domain/routemap/tasks.ts';
import { addFeiten, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import {
  cause,
  duo,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  putAside,
  reported,
  TODAY,
  verhuizing,
  ZAAK,
} from '../support.ts';

/** Settled on 13 August 2025: the talks are due on the 28th, the lessons begin by 10 September. */

const BEGIN = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];
const talk = (onderdeel: IntakePart, by = cause('2025-08-20T12:00:00Z')) =>
  reported('brede-intake-gesprek-gevoerd', '2025-08-20', { onderdeel }, by);
const lessons: Feit = {
  ...cause('2025-09-01T08:00:00Z'),
  feitId: 'lessen',
  soort: 'melding',
  melding: 'nl.inburgeringszaken.taallessen.gestart.v1',
  gemeentecode: '0907' as never,
  datum: '2025-09-01',
  antwoorden: {},
};

const dossierOf = (feiten: readonly Feit[]) =>
  feiten.reduce((sofar, one) => addFeiten(ZAAK, sofar, [one], TODAY)?.dossier ?? sofar, emptyDossier);
const tasks = (partner: string, feiten: readonly Feit[]) => {
  const { zaak, latest } = dossierOf(feiten);
  const kanaal: KanaalId = partner.includes('/') ? (partner as KanaalId) : `0907/${partner}`;
  return tasksOf(zaak, latest, kanaal).map(({ gebeurtenis, datum }) => [
    {
      'taallessen-gestart': 'lessons',
      'leerbaarheidstoets-afgenomen': 'test',
      'brede-intake-afgerond': 'rounding off',
    }[String(gebeurtenis)] ?? 'talk',
    datum,
  ]);
};

const TALK = ['talk', '2025-08-28'] as const;
const LESSONS = ['lessons', '2025-09-10'] as const;
const ROUNDING_OFF = ['rounding off', '2025-10-22'] as const;

describe('what a partner is to report of a zaak', () => {
  it.each([
    ['taalschool', [TALK, LESSONS]],
    ['intos', [TALK]],
    // No term of Gennep waits for the financial talk.
    ['balk', [['talk', undefined]]],
    ['taalmaatjes', []],
    ['wijkondersteuner', []],
    ['mage', []],
    ['nobody', []],
  ] as const)('is its own part alone: %s', (partner, expected) => {
    expect(tasks(partner, BEGIN)).toEqual(expected);
  });

  it.each([
    ['its own talk', [talk('taalschool')], [LESSONS]],
    ['the talk of another', [talk('participatie')], [TALK, LESSONS]],
    ['that the lessons began', [lessons], [TALK]],
    ['both', [talk('taalschool'), lessons], []],
    [
      'that the gemeente rounded the intake off',
      [reported('brede-intake-afgerond', '2025-08-25')],
      [LESSONS],
    ],
    [
      'that the PIP is there',
      [
        duo(
          'SS102',
          { inburgeringstermijn: { startdatum: '2025-09-02', einddatum: '2028-09-02' } },
          '2025-09-03T07:00:00Z',
        ),
      ],
      [LESSONS],
    ],
  ] as const)('is less after %s', (_what, more, expected) => {
    expect(tasks('taalschool', [...BEGIN, ...more])).toEqual(expected);
  });

  it('is the lessons anew for who comes back, whatever began the time before', () => {
    const back = [
      lessons,
      verhuizing({ gemeentecode: '0796', datumVerhuizing: '2025-09-02' }, cause('2025-09-02T08:00:00Z')),
      verhuizing({ datumVerhuizing: '2025-09-05' }, cause('2025-09-05T08:00:00Z')),
    ];
    const anew = { ...lessons, ...cause('2025-09-08T08:00:00Z'), feitId: 'anew', datum: '2025-09-08' };
    expect(tasks('taalschool', [...BEGIN, ...back])).toEqual([
      ['talk', '2025-09-20'],
      ['lessons', '2025-10-03'],
    ]);
    expect(tasks('taalschool', [...BEGIN, ...back, anew])).toEqual([['talk', '2025-09-20']]);
  });

  it.each([
    ['maatschappelijk-begeleider', 'maatschappelijk begeleider', [['talk', undefined]]],
    ['casusregisseur', 'casusregisseur', [TALK, ROUNDING_OFF]],
    ['burgerzaken', 'burgerzaken', []],
  ] as const)(
    'is its own talk for %s, and for who directs the zaak that the intake is rounded off, once it was told of the zaak',
    (partner, met, expected) => {
      const meeting = reported('kennismaking-gepland', '2025-08-20', { met, tijd: '10:30', plaats: 'Balie' });
      expect(tasks(partner, BEGIN)).toEqual([]);
      expect(tasks(partner, [...BEGIN, meeting])).toEqual(expected);
      const over = reported('brede-intake-afgerond', '2025-09-01');
      expect(tasks(partner, [...BEGIN, meeting, over])).toEqual([]);
    },
  );

  it('is the test for who takes it, by its term, until anybody says that it was taken', () => {
    const planned = reported('leerbaarheidstoets-ingepland', '2025-10-01', {}, cause('2025-08-20T08:00:00Z'));
    expect(tasks('lbt-afnemer', BEGIN)).toEqual([]);
    expect(tasks('lbt-afnemer', [...BEGIN, planned])).toEqual([['test', '2025-10-15']]);
    const taken = reported('leerbaarheidstoets-afgenomen', '2025-09-01');
    expect(tasks('lbt-afnemer', [...BEGIN, planned, taken])).toEqual([]);
    const over = reported('brede-intake-afgerond', '2025-09-01');
    expect(tasks('lbt-afnemer', [...BEGIN, planned, over])).toEqual([]);
  });

  it('is there again when its report is put right', () => {
    const held = talk('taalschool');
    expect(tasks('taalschool', [...BEGIN, held, putAside([held.feitId])])).toEqual([TALK, LESSONS]);
  });

  it.each(['taalschool', 'intos', 'balk'])(
    'is nothing for %s before the person lives in the gemeente',
    (partner) => {
      expect(tasks(partner, BEGIN.slice(0, 2))).toEqual([]);
    },
  );

  it.each([
    ['died', [overlijden()]],
    ['was withdrawn', ingetrokken('TVS-2025-993909', 2, cause('2025-09-01T08:00:00Z'))],
    ['has no plicht any more', [duo('SS110', {}, '2025-09-01T07:00:00Z')]],
    [
      'moved to another gemeente',
      [verhuizing({ gemeentecode: '0184', datumVerhuizing: '2025-09-01' }, cause('2025-09-01T08:00:00Z'))],
    ],
  ] as const)('is nothing of somebody who %s', (_what, more) => {
    for (const partner of ['taalschool', 'intos', 'balk'])
      expect(tasks(partner, [...BEGIN, ...more])).toEqual([]);
  });

  it('has no day while nobody can say on which day the person came to live there', () => {
    const unsure = inschrijving({ inOnderzoek: ['datumInschrijving'] });
    expect(tasks('taalschool', [...BEGIN.slice(0, 2), unsure])).toEqual([
      ['talk', undefined],
      ['lessons', undefined],
    ]);
  });

  it('is of the zaken of its own gemeente', () => {
    const elsewhere = [linked(koppeling({ gemeentecode: '9999' })), inschrijving({ gemeentecode: '9999' })];
    expect(tasks('taalschool', elsewhere)).toEqual([]);
    expect(tasks('9999/taalschool', elsewhere)).not.toEqual([]);
  });
});
