import { describe, expect, it } from 'vitest';
import { intakeOf } from '../../../../domain/routemap/intake.ts';
import { reportStatuses } from '../../../../domain/routemap/reports.ts';
import type { MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { explainedTermijnenAt, termijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, GENNEP, inschrijving, linked, reported, TODAY } from '../support.ts';

/** What is told to the casusregisseur along the routemap, and what ends a term by another name. Settled on 13 August 2025. */

const BEGIN = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];

const statuses = (...reports: readonly MeldingFeit[]) => {
  const found = reportStatuses(reports);
  return reports.map(({ feitId }) => found.get(feitId));
};

describe('the move within two weeks (TG09)', () => {
  const left = reported('azc-uitstroom-bevestigd', '2025-08-26');
  const moved = reported('verhuizing-afgerond', '2025-08-25');
  const term = (...reports: readonly MeldingFeit[]) =>
    termijnenAt(zaakOf([...BEGIN, ...reports]), '2025-09-30').find(({ id }) => id === 'TG09');

  it('is met by the outflow that COA confirms', () => {
    expect(term()).toMatchObject({ stand: 'onbekend' });
    expect(term(left)).toMatchObject({ stand: 'gehaald', gehaaldOp: '2025-08-26' });
    const explained = explainedTermijnenAt(zaakOf([...BEGIN, left]), '2025-09-30');
    expect(JSON.stringify(explained)).toContain('azc-uitstroom-bevestigd');
  });

  it('counts the day of the move itself once that is reported, in any order', () => {
    expect(term(left, moved)).toMatchObject({ gehaaldOp: '2025-08-25' });
    expect(term(moved, left)).toMatchObject({ gehaaldOp: '2025-08-25' });
  });

  it('is open again when the confirmation is taken back', () => {
    const takenBack = reported(
      'azc-uitstroom-bevestigd',
      '2025-08-26',
      { vervangtBerichtId: left.berichtId, ingetrokken: true },
      { ...cause('2025-08-28T08:00:00Z'), bron: left.bron },
    );
    expect(term(left, takenBack)).toMatchObject({ stand: 'onbekend' });
  });
});

describe('an advice of the brede intake', () => {
  const talk = reported('brede-intake-gesprek-gevoerd', '2025-08-20', { onderdeel: 'taalschool' });
  const school = reported('intake-advies-uitgebracht', '2025-08-28', {
    onderdeel: 'taalschool',
    adviesLeerroute: 'B1-route',
  });
  const intos = reported('intake-advies-uitgebracht', '2025-08-29', {
    onderdeel: 'participatie',
    mapIntensiteit: 'hoog',
  });
  const advicesIn = (...reports: readonly MeldingFeit[]) =>
    Object.fromEntries(
      intakeOf(zaakOf([...BEGIN, ...reports]), TODAY).onderdelen.flatMap(({ onderdeel, adviesOp }) =>
        adviesOp === undefined ? [] : [[onderdeel, adviesOp]],
      ),
    );

  it('stands beside that of another part, and shows in the intake with its day alone', () => {
    expect(statuses(school, intos)).toEqual(['geldig', 'geldig']);
    expect(advicesIn()).toEqual({});
    expect(advicesIn(school, intos)).toEqual({ taalschool: '2025-08-28', participatie: '2025-08-29' });
  });

  it('gives way to a later one of the same part', () => {
    const later = reported('intake-advies-uitgebracht', '2025-09-03', {
      onderdeel: 'taalschool',
      adviesLeerroute: 'Z-route',
    });
    expect(statuses(school, later, intos)).toEqual(['vervangen', 'geldig', 'geldig']);
    expect(advicesIn(later, school)).toEqual({ taalschool: '2025-09-03' });
  });

  it('misses the talk of its own part, and no other', () => {
    const lines = tijdlijnOf(zaakOf([...BEGIN, talk, school, intos]), GENNEP, []);
    const missing = lines
      .filter(({ naam }) => naam === 'intake-advies-uitgebracht')
      .map(({ gegevens }) => [gegevens['onderdeel'], gegevens['ontbreektVooraf']]);
    expect(missing).toEqual([
      ['taalschool', undefined],
      ['participatie', ['brede-intake-gesprek-gevoerd']],
    ]);
  });
});

describe('what is arranged, and what is signalled', () => {
  it('stands once for each voorziening, as it was reported last', () => {
    const of = (
      datum: string,
      voorziening: 'toeslagen' | 'bankrekening',
      stand: 'aangevraagd' | 'geregeld',
    ) => reported('financiele-voorzieningen-geregeld', datum, { voorziening, stand });
    expect(
      statuses(
        of('2025-08-20', 'toeslagen', 'aangevraagd'),
        of('2025-08-21', 'bankrekening', 'aangevraagd'),
        of('2025-09-01', 'toeslagen', 'geregeld'),
      ),
    ).toEqual(['vervangen', 'geldig', 'geldig']);
  });

  it('stands for each signal, however many there are', () => {
    const of = (datum: string, signaal: 'geld' | 'wonen') => reported('signaal-gemeld', datum, { signaal });
    expect(statuses(of('2025-10-01', 'geld'), of('2025-10-01', 'wonen'), of('2025-10-20', 'geld'))).toEqual([
      'geldig',
      'geldig',
      'geldig',
    ]);
  });
});
