import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { ROUTEMAP, ROUTEMAP_EVENTS } from '../../../../contracts/routemap.ts';
import { type RegievoerderNotice, regievoerderNotices } from '../../../../domain/regievoerder/notices.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { ownReports, tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, GENNEP, inschrijving, linked, putAside, reported, TODAY } from '../support.ts';

/** What is unusual without an earlier event is accepted, and says what it misses for as long as it misses it. */

const BEGIN = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];

const offered = reported('taalmaatje-aangeboden', '2025-08-20');
const matched = reported('taalmaatje-gekoppeld', '2025-08-25');
const met = reported('taalmaatje-kennismaking-gehouden', '2025-08-27');

/** What each line of the routemap misses on the timeline. */
const missedIn = (...reports: readonly Feit[]) =>
  Object.fromEntries(
    tijdlijnOf(zaakOf([...BEGIN, ...reports]), GENNEP, []).flatMap(({ naam, gegevens }) =>
      naam in ROUTEMAP ? [[naam, gegevens['ontbreektVooraf']]] : [],
    ),
  );

const toldAfter = (feiten: readonly Feit[], told: readonly RegievoerderNotice[] = []) =>
  regievoerderNotices(zaakOf(feiten), told, TODAY);

describe('a report of the routemap', () => {
  it('says what usually comes before it and was not reported', () => {
    expect(missedIn(matched)).toEqual({ 'taalmaatje-gekoppeld': ['taalmaatje-aangeboden'] });
  });

  it('misses nothing once the earlier one is reported, on the same day or before', () => {
    const sameDay = reported('taalmaatje-aangeboden', '2025-08-25');
    for (const earlier of [offered, sameDay])
      expect(missedIn(matched, earlier)['taalmaatje-gekoppeld']).toBeUndefined();
  });

  it('misses what was reported of a later day', () => {
    const later = reported('taalmaatje-aangeboden', '2025-08-26');
    expect(missedIn(matched, later)['taalmaatje-gekoppeld']).toEqual(['taalmaatje-aangeboden']);
  });

  it('misses what was taken back, what a person put aside, and what another gemeente did', () => {
    const takenBack = reported(
      'taalmaatje-aangeboden',
      '2025-08-20',
      { vervangtBerichtId: offered.berichtId, ingetrokken: true },
      { ...cause('2025-08-26T08:00:00Z'), bron: offered.bron },
    );
    const elsewhere = reported(
      'taalmaatje-aangeboden',
      '2025-08-20',
      {},
      cause('2025-08-20T16:00:00Z'),
      '0796' as Gemeentecode,
    );
    for (const feiten of [[offered, takenBack], [offered, putAside([offered.feitId])], [elsewhere]])
      expect(missedIn(matched, ...feiten)['taalmaatje-gekoppeld']).toEqual(['taalmaatje-aangeboden']);
  });

  it('misses nothing itself when it does not count', () => {
    const earlier = reported('taalmaatje-gekoppeld', '2025-08-01');
    const lines = tijdlijnOf(zaakOf([...BEGIN, offered, earlier, matched]), GENNEP, []).filter(
      ({ naam }) => naam === 'taalmaatje-gekoppeld',
    );
    expect(lines.map(({ gegevens }) => [gegevens['status'], gegevens['ontbreektVooraf']])).toEqual([
      ['vervangen', undefined],
      ['geldig', undefined],
    ]);
  });

  it('of a leerroute misses no test that DUO tells the result of', () => {
    const route = reported('leerroute-bepaald', '2025-09-05', { leerroute: 'B1-route' });
    const resultaat = {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '33,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-09-01',
    } as const;
    const result = duo('SS131', { 'lbt/resultaten': [resultaat] }, '2025-09-02T07:00:00Z');
    expect(missedIn(route)['leerroute-bepaald']).toEqual(['leerbaarheidstoets-afgenomen']);
    expect(missedIn(route, result)['leerroute-bepaald']).toBeUndefined();
  });

  it('says the same in whatever order the reports came', () => {
    const all: readonly Feit[] = [offered, matched, met, reported('pop-bijgewerkt', '2025-09-01')];
    fc.assert(
      fc.property(fc.shuffledSubarray([...all], { minLength: all.length }), (shuffled) => {
        expect(missedIn(...shuffled)).toEqual(missedIn(...all));
      }),
    );
  });

  it('tells a partner nothing of what others did not report', () => {
    const zaak = zaakOf([...BEGIN, matched]);
    const [, , , oin = ''] = matched.bron.split(':');
    const [line] = ownReports(zaak, oin);
    expect(line).toMatchObject({ naam: 'taalmaatje-gekoppeld' });
    expect(line?.gegevens).not.toHaveProperty('ontbreektVooraf');
  });
});

describe('the gemeente', () => {
  it('hears what a report misses, and hears the report anew once it misses nothing', () => {
    const begin = toldAfter(BEGIN);
    const first = toldAfter([...BEGIN, matched], begin);
    expect(first).toMatchObject([
      {
        gebeurtenis: 'melding-ontvangen',
        gegevens: { gebeurtenis: 'taalmaatje-gekoppeld', ontbreektVooraf: ['taalmaatje-aangeboden'] },
      },
    ]);
    const [{ volgnummer = 0 } = {}] = first;
    const second = toldAfter([...BEGIN, matched, offered], [...begin, ...first]);
    expect(second).toMatchObject([
      { gegevens: { gebeurtenis: 'taalmaatje-gekoppeld', datum: '2025-08-25' }, vervangt: volgnummer },
      { gegevens: { gebeurtenis: 'taalmaatje-aangeboden' } },
    ]);
    expect(second[0]?.gegevens).not.toHaveProperty('ontbreektVooraf');
    // Whoever hears both at once hears the same.
    const atOnce = toldAfter([...BEGIN, offered, matched], begin);
    expect(atOnce.map(({ gegevens }) => gegevens)).toEqual(
      expect.arrayContaining(second.map(({ gegevens }) => gegevens)),
    );
  });
});

describe('the register', () => {
  it('lets no event usually follow itself, also not by others', () => {
    const allEarlier = (event: string, seen: readonly string[] = []): readonly string[] =>
      (ROUTEMAP[event as keyof typeof ROUTEMAP].meestalNa ?? []).flatMap((one) =>
        seen.includes(one) ? [one] : [one, ...allEarlier(one, [...seen, one])],
      );
    for (const event of ROUTEMAP_EVENTS) expect(allEarlier(event), event).not.toContain(event);
  });
});
