import { describe, expect, it } from 'vitest';
import { ROUTEMAP, ROUTEMAP_EVENTS, type RoutemapEvent } from '../../../../contracts/routemap.ts';
import { routemapData } from '../../../../contracts/routemap-data.ts';
import { stepsOf } from '../../../../domain/regievoerder/gebeurtenissen.ts';
import { reportStatuses } from '../../../../domain/routemap/reports.ts';
import type { Feit, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, GENNEP, inschrijving, linked, reported, ZAAK } from '../support.ts';

/** Events that happen more than once in a zaak, and events that cannot be without another. */

const BEGIN = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];

const statuses = (...reports: readonly MeldingFeit[]) => {
  const found = reportStatuses(reports);
  return reports.map(({ feitId }) => found.get(feitId));
};

/** What the gemeente hears that was reported, by the key of each step. */
const toldOf = (...reports: readonly Feit[]) =>
  [...stepsOf(zaakOf([...BEGIN, ...reports]), GENNEP).keys()].filter((key) => key.startsWith('routemap:'));

describe('an event that can happen again', () => {
  const refused = reported('woning-geweigerd', '2025-07-10', { redenWeigering: 'ligging' });
  const again = reported('woning-geweigerd', '2025-08-20', { redenWeigering: 'huurprijs' });

  it('stands beside the earlier one, and is told apart from it', () => {
    expect(statuses(refused, again)).toEqual(['geldig', 'geldig']);
    expect(toldOf(refused, again)).toEqual([
      'routemap:woning-geweigerd:2025-07-10',
      'routemap:woning-geweigerd:2025-08-20',
    ]);
  });

  it('is the same when it is reported again of the same day, and is replaced by a report that names it', () => {
    const same = {
      ...refused,
      feitId: 'melding:other',
      berichtId: 'other',
      tijdstip: '2025-07-11T08:00:00Z',
    };
    expect(statuses(refused, same)).toEqual(['geldig', 'bevestiging']);
    const corrected = reported(
      'woning-geweigerd',
      '2025-07-09',
      { redenWeigering: 'ligging', vervangtBerichtId: refused.berichtId },
      { ...cause('2025-07-12T08:00:00Z'), bron: refused.bron },
    );
    expect(statuses(refused, corrected)).toEqual(['vervangen', 'geldig']);
  });

  it('has one outcome for each procedure, the last that was reported', () => {
    const outcome = (datum: string, procedureGestartOp: string) =>
      reported('weigering-terecht-verklaard', datum, { procedureGestartOp });
    expect(
      statuses(
        outcome('2025-07-18', '2025-07-12'),
        outcome('2025-07-20', '2025-07-12'),
        outcome('2025-09-01', '2025-08-25'),
      ),
    ).toEqual(['vervangen', 'geldig', 'geldig']);
  });
});

describe('an event that cannot be without another', () => {
  const always = ROUTEMAP_EVENTS.flatMap((event) =>
    Object.entries(ROUTEMAP[event].nietZonder ?? {}).map(
      ([field, earlier]) => [event, field, earlier] as const,
    ),
  );
  const pointersOf = (event: RoutemapEvent, data: object): readonly string[] => {
    const { error } = routemapData(event).safeParse({ zaakId: ZAAK, ...data });
    return (error?.issues ?? []).map(({ path }) => path.join('/'));
  };

  it.each(always)('%s must say in %s when %s was, on its own day or before', (event, field) => {
    expect(ROUTEMAP[event].velden).toContain(field);
    const [day = ''] = ROUTEMAP[event].velden ?? [];
    expect(new Set(pointersOf(event, { [day]: '2025-08-20' }))).toEqual(new Set([field]));
    expect(pointersOf(event, { [day]: '2025-08-20', [field]: '2025-08-21' })).toEqual([field]);
    for (const earlier of ['2025-08-20', '2025-08-01'])
      expect(pointersOf(event, { [day]: '2025-08-20', [field]: earlier })).toEqual([]);
  });

  it('is judged by its report alone: what the hub heard before plays no part', () => {
    const started = reported('weigeringsprocedure-gestart', '2025-07-12');
    const outcome = reported('weigering-onterecht-verklaard', '2025-07-20', {
      procedureGestartOp: '2025-07-12',
    });
    const keys = (...reports: readonly Feit[]) => toldOf(...reports).toSorted();
    expect(keys(outcome)).toEqual(['routemap:weigering-onterecht-verklaard:2025-07-12']);
    expect(keys(outcome, started)).toEqual(keys(started, outcome));
  });
});
