import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import { owedOfAanbod } from '../../../../domain/duomeldingen/aanbod.ts';
import { attemptOf } from '../../../../domain/duomeldingen/attempts.ts';
import { isOwedToDuo, notTakenByDuo } from '../../../../domain/duomeldingen/owed.ts';
import { type Ending, endOfAttempt, intentionIn } from '../../../../domain/duomeldingen/steps.ts';
import { owedOfPip } from '../../../../domain/pip/owed.ts';
import type { Feit, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import { cause, duo, GENNEP, inschrijving, koppeling, linked, reported, ZAAK } from '../support.ts';

const BSN = '999966133' as Bsn;
const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const known: readonly Feit[] = [
  linked(koppeling({}, { bsn: BSN })),
  inschrijving(),
  duo('SS101', PLICHT, '2025-08-20T08:00:00Z'),
];
const [SCHOOL, OTHER] = ['0000012345', '0000067890'] as const;

const decided = (alfabetisering?: 'A' | 'AA' | 'NVT'): MeldingFeit => ({
  ...cause('2025-10-07T08:00:00Z'),
  gemeldDoor: GENNEP,
  feitId: `pip:${alfabetisering}`,
  soort: 'melding',
  melding: 'nl.inburgeringszaken.pip.vastgesteld.v1',
  antwoorden: {},
  datum: '2025-10-07',
  pip: {
    inhoud: { leerroute: 'B', ...(alfabetisering && { indicatorAlfabetiseringsonderwijs: alfabetisering }) },
  },
});
const part = (instellingsnummer: string | undefined, day = '2025-10-08', more: object = {}) =>
  reported(
    'pip-deel-gedeeld',
    day,
    { ...(instellingsnummer && { instellingsnummer, inschrijfdatum: '2025-11-03' }), ...more },
    cause(`${day}T16:00:00Z`),
  );

const owed = (...feiten: readonly Feit[]) => owedOfAanbod(zaakOf([...known, ...feiten]));

/** What is owed is told to DUO and ends so, one after another, each at a moment after the other. */
let second = 0;
const told = (feiten: readonly Feit[], ending: Ending, of = owedOfAanbod): readonly Feit[] => {
  second += 1;
  const now = new Date(Date.UTC(2025, 11, 1, 8, 0, second));
  const intention = intentionIn(of(zaakOf([...known, ...feiten])), ZAAK, now);
  if (intention === undefined) return feiten;
  return [...feiten, intention, endOfAttempt(attemptOf(intention), ending, now)];
};
const withPip = (alfabetisering?: 'A' | 'AA' | 'NVT') =>
  told([decided(alfabetisering)], { stap: 'bevestigd' }, owedOfPip);

const orderOf = (of: ReturnType<typeof owed>) => ('task' in of ? of.task.order : undefined);

describe('what the hub owes DUO of an inburgeringsaanbod', () => {
  it('is the school in the part of the PIP, once DUO has the PIP', () => {
    expect(owed(part(SCHOOL), decided()).kind).toBe('nothing');
    expect(owed(...withPip())).toEqual({ kind: 'nothing' });
    expect(owed(...withPip(), part(undefined))).toEqual({ kind: 'nothing' });
    expect(owed(...withPip('AA'), part(SCHOOL))).toMatchObject({
      kind: 'tell',
      bsn: BSN,
      task: {
        order: {
          over: 'inburgeringsaanbod',
          handeling: 'registreren',
          instellingsnummer: SCHOOL,
          datum: '2025-10-08',
          aanbod: { datumInburgeringsaanbod: '2025-11-03', indicatorAlfabetiseringsonderwijs: 'AA' },
        },
      },
    });
  });

  const gezin = duo(
    'SS125',
    { doelgroep: { indeling: 'Gezinsmigrant en overige migrant', begindatum: '2025-08-01' } },
    '2025-08-21T08:00:00Z',
  );
  it.each<[string, string, readonly Feit[]]>([
    ['no PIP was decided on', 'IA-1', [part(SCHOOL)]],
    ['the person is no asielstatushouder', 'IA-2', [...withPip(), gezin, part(SCHOOL)]],
    [
      'nobody said which literacy',
      'IA-3',
      [...withPip(), part(SCHOOL, '2025-10-08', { alfabetisering: true })],
    ],
  ])('breaks a rule when %s: %s', (_, nummer, feiten) => {
    expect(notTakenByDuo(zaakOf([...known, ...feiten]))).toMatchObject([
      ['inburgeringsaanbod', { kind: 'breaks rules', rules: [{ nummer }] }],
    ]);
  });

  it('is nothing before the plicht holds', () => {
    expect(owedOfAanbod(zaakOf([...known.slice(0, 2), decided(), part(SCHOOL)])).kind).toBe('nothing');
  });

  it('is nothing once DUO did it, and another school in the place of the first when the part of the PIP changes', () => {
    const done = told([...withPip(), part(SCHOOL)], { stap: 'bevestigd' });
    expect(owed(...done).kind).toBe('nothing');
    expect(isOwedToDuo(zaakOf([...known, ...done]))).toBe(false);
    const changed = [...done, part(OTHER, '2025-10-20')];
    expect(orderOf(owed(...changed))).toMatchObject({ handeling: 'verwijderen', instellingsnummer: SCHOOL });
    const gone = told(changed, { stap: 'bevestigd' });
    expect(orderOf(owed(...gone))).toMatchObject({ handeling: 'registreren', instellingsnummer: OTHER });
    expect(owed(...told(gone, { stap: 'bevestigd' })).kind).toBe('nothing');
  });

  it('is first that it goes and then that it comes, when another day of the same school is told', () => {
    const done = told([...withPip(), part(SCHOOL)], { stap: 'bevestigd' });
    const moved = [...done, part(SCHOOL, '2025-10-20', { inschrijfdatum: '2025-12-01' })];
    expect(orderOf(owed(...moved))).toMatchObject({ handeling: 'verwijderen' });
    expect(orderOf(owed(...told(moved, { stap: 'bevestigd' })))).toMatchObject({
      handeling: 'registreren',
      aanbod: { datumInburgeringsaanbod: '2025-12-01' },
    });
  });

  it('is that it goes, when the part of the PIP is taken back or names no school any more', () => {
    const done = told([...withPip(), part(SCHOOL)], { stap: 'bevestigd' });
    for (const later of [
      part(undefined, '2025-10-20'),
      part(SCHOOL, '2025-10-20', {
        ingetrokken: true,
        vervangtBerichtId: (
          done.find(({ soort, feitId }) => soort === 'melding' && feitId.startsWith('melding')) ??
          part(SCHOOL)
        ).berichtId,
      }),
    ]) {
      const all = [...done, later];
      expect(orderOf(owed(...all))).toMatchObject({ handeling: 'verwijderen', instellingsnummer: SCHOOL });
      expect(owed(...told(all, { stap: 'bevestigd' })).kind).toBe('nothing');
    }
  });

  it('is that it goes, when nobody knows whether DUO took it and another school is named', () => {
    const open = told([...withPip(), part(SCHOOL)], { stap: 'niet gedaan' });
    expect(orderOf(owed(...open, part(OTHER, '2025-10-20')))).toMatchObject({
      handeling: 'verwijderen',
      instellingsnummer: SCHOOL,
    });
  });

  it('that DUO refuses is not told again, but another school is', () => {
    const refused = told([...withPip(), part(SCHOOL)], { stap: 'geweigerd', redenen: ['Geen keurmerk'] });
    expect(owed(...refused).kind).toBe('refused');
    expect(orderOf(owed(...refused, part(OTHER, '2025-10-20')))).toMatchObject({
      handeling: 'registreren',
      instellingsnummer: OTHER,
    });
  });

  it('that DUO refuses to take away is not told again, but goes with the next decision of the gemeente', () => {
    const done = told([...withPip(), part(SCHOOL)], { stap: 'bevestigd' });
    const refused = told([...done, part(OTHER, '2025-10-20')], { stap: 'geweigerd', redenen: ['Later'] });
    expect(owed(...refused).kind).toBe('refused');
    const decidedAgain = [...refused, part(OTHER, '2025-10-27')];
    expect(owed(...decidedAgain).kind).toBe('tell');
    expect(orderOf(owed(...decidedAgain))).toMatchObject({
      handeling: 'verwijderen',
      instellingsnummer: SCHOOL,
    });
  });

  it('comes to the same in whatever order its facts are read, and however often', () => {
    const all = [
      ...known,
      ...told([...withPip(), part(SCHOOL)], { stap: 'bevestigd' }),
      part(OTHER, '2025-10-20'),
    ];
    const expected = owedOfAanbod(zaakOf(all));
    expect(expected.kind).toBe('tell');
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all), (some, again) => {
        expect(owedOfAanbod(zaakOf([...again, ...some]))).toEqual(expected);
      }),
      { numRuns: runs(50) },
    );
  });
});
