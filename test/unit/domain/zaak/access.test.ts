import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../../domain/zaak/access.ts';
import type { ZaakCommit } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { cause, duo, koppeling, linked, verhuizing } from '../support.ts';

const KOPPELING = linked(koppeling(), cause('2025-06-20T08:00:00Z'));
const LBT = duo('SS137', {}, '2025-07-01T07:00:00Z');
const MOVE = verhuizing({ gemeentecode: '0796' }, cause('2025-09-01T08:00:00Z'));
const AFTERWARDS = duo('SS102', {}, '2025-09-10T07:00:00Z');

const commits = (...parts: readonly (readonly [string, Feit])[]): readonly ZaakCommit[] =>
  parts.map(([day, feit], index) => ({
    versie: index + 1,
    tijd: `${day}T10:00:00.000Z`,
    inhoud: { feiten: [feit], meldingen: [] },
  }));

const MOVED = commits(
  ['2025-06-20', KOPPELING],
  ['2025-07-01', LBT],
  ['2025-09-03', MOVE],
  ['2025-09-10', AFTERWARDS],
);
const seen = (log: readonly ZaakCommit[], gemeentecode: string, today: string) => [
  ...(accessOf(log, gemeentecode, today)?.zaak.feiten.keys() ?? []),
];
const all = (...feiten: readonly Feit[]) => feiten.map(({ feitId }) => feitId);

describe('a zaak that moved to another gemeente', () => {
  it('is seen as a whole by the gemeente that has it, from the first day on', () => {
    expect(seen(MOVED, '0796', '2025-09-03')).toEqual(all(KOPPELING, LBT, MOVE, AFTERWARDS));
    expect(accessOf(MOVED, '0796', '2035-01-01')?.former).toBeUndefined();
  });

  it('is seen by the former gemeente as it was before the move, with the gemeente that it went to', () => {
    const access = accessOf(MOVED, '0907', '2025-09-20');
    expect([...(access?.zaak.feiten.keys() ?? [])]).toEqual(all(KOPPELING, LBT));
    expect(access?.former).toMatchObject({
      gemeentecode: '0907',
      next: { gemeentecode: '0796', since: '2025-09-01', by: 'brp' },
    });
  });

  it('is seen by the former gemeente without what was put right after the move', () => {
    const putRight: Feit = {
      ...cause('2025-09-12T08:00:00Z'),
      feitId: 'melding:herstel',
      soort: 'herstel',
      reden: 'Van een ander',
      vervalt: [LBT.feitId],
    };
    const corrected = commits(
      ['2025-06-20', KOPPELING],
      ['2025-07-01', LBT],
      ['2025-09-03', MOVE],
      ['2025-09-12', putRight],
    );
    expect(accessOf(corrected, '0907', '2025-09-20')?.zaak.duo).toEqual([]);
    expect(accessOf(MOVED, '0907', '2025-09-20')?.zaak.duo).toEqual([LBT]);
  });

  it('is seen by the former gemeente for a month from the day on which the hub recorded the move, when that is later', () => {
    expect(seen(MOVED, '0907', '2025-10-03')).toEqual(all(KOPPELING, LBT));
    expect(accessOf(MOVED, '0907', '2025-10-04')).toBeUndefined();
  });

  it('is seen by the former gemeente for a month from the move itself, when that lies after the record of it', () => {
    const early = commits(['2025-06-20', KOPPELING], ['2025-08-25', MOVE]);
    expect(accessOf(early, '0907', '2025-10-01')).toBeDefined();
    expect(accessOf(early, '0907', '2025-10-02')).toBeUndefined();
  });

  it('is seen for a month from the Dutch day of the record, when the hub recorded the move just after midnight', () => {
    const night = MOVED.map((commit) =>
      commit.versie === 3 ? { ...commit, tijd: '2025-09-03T22:30:00.000Z' } : commit,
    );
    expect(accessOf(night, '0907', '2025-10-04')).toBeDefined();
    expect(accessOf(night, '0907', '2025-10-05')).toBeUndefined();
  });

  it('is seen by the former gemeente for no longer, and no more of it, when COA says more of the koppeling to the next one', () => {
    const next = (versie: number, moment: string) =>
      linked(
        koppeling({ koppelingId: 'TVS-2025-2', versie, gemeentecode: '0796', datumKoppeling: '2025-09-01' }),
        cause(moment),
      );
    const log = commits(
      ['2025-06-20', KOPPELING],
      ['2025-09-01', next(1, '2025-09-01T08:00:00Z')],
      ['2025-09-10', AFTERWARDS],
      ['2025-09-20', next(2, '2025-09-20T08:00:00Z')],
    );
    expect(seen(log, '0907', '2025-10-01')).toEqual(all(KOPPELING));
    expect(accessOf(log, '0907', '2025-10-02')).toBeUndefined();
  });

  it('is seen as a whole again by a gemeente to which it came back', () => {
    const back = verhuizing(
      { gemeentecode: '0907', datumVerhuizing: '2025-12-01' },
      cause('2025-12-01T08:00:00Z'),
    );
    const log = [...MOVED, ...commits(['2025-12-01', back]).map((one) => ({ ...one, versie: 5 }))];
    expect(accessOf(log, '0907', '2026-06-01')?.former).toBeUndefined();
    expect(seen(log, '0907', '2026-06-01')).toHaveLength(5);
    expect(seen(log, '0796', '2025-12-15')).toEqual(all(KOPPELING, LBT, MOVE, AFTERWARDS));
    expect(accessOf(log, '0796', '2026-01-02')).toBeUndefined();
  });

  it('is not seen by a gemeente that never had it, and a child without zaak is seen by none', () => {
    expect(accessOf(MOVED, '1734', '2025-09-03')).toBeUndefined();
    const child = linked(koppeling({}, { geboortedatum: '2015-01-01', relatie: 'kind' }));
    expect(accessOf(commits(['2025-06-20', child]), '0907', '2025-06-20')).toBeUndefined();
  });
});
