import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { plus } from '../../../../domain/termijnen/calendar.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { leerrouteOf, pipOfTermijn } from '../../../../domain/zaak/pip.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { termijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import { B1, pipChanged, pipVastgesteld, pipWithdrawn, Z } from '../pip/support.ts';
import { cause, duo, GENNEP, inschrijving, linked, putAside } from '../support.ts';

/** The plicht is known, and the person registered in Gennep on 13 August 2025: the ten weeks (TG07) end on 22 October. */
const BEGIN: readonly Feit[] = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];

const LATER = '2026-03-01';

const tenWeeks = (feiten: readonly Feit[]) => {
  const found = termijnenAt(zaakOf([...BEGIN, ...feiten]), LATER).find(({ id }) => id === 'TG07');
  const day = found?.gehaaldOp ?? (found?.gehaaldUiterlijk && `uiterlijk ${found.gehaaldUiterlijk}`);
  return [found?.stand, day].filter((part) => part !== undefined).join(' ');
};

/** The day from which the three years count. */
const threeYearsFrom = (feiten: readonly Feit[]) => pipOfTermijn(zaakOf([...BEGIN, ...feiten]))?.datum;

/** Whatever order these came in, and however often. */
const inAnyOrder = (feiten: readonly Feit[], check: (order: readonly Feit[]) => void): void =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...feiten, ...feiten], { minLength: feiten.length * 2 }), (order) =>
      check(order),
    ),
    { numRuns: runs(20) },
  );

const termijn = (dagtekening: string): DuoResponses => ({
  inburgeringstermijn: { startdatum: plus(dagtekening, 'P1D'), einddatum: plus(dagtekening, 'P3Y') },
});
const heldByDuo = (dagtekeningPip: string, gemeentecode = '0907'): DuoResponses => ({
  PIP: { gemeentecode, pip: { ...B1, dagtekeningPip } },
});
/** As a gemeente of another place reports. */
const elsewhere = <One extends Feit>(feit: One): One => ({ ...feit, gemeldDoor: '0796' as never });

const made = pipVastgesteld('2025-10-01', { inhoud: B1 });
const began = duo('SS102', termijn('2025-10-01'), '2025-10-04T07:00:00Z');
const annulled = pipWithdrawn('2025-10-01', '2025-12-01');
const anew = pipVastgesteld('2025-12-15', { inhoud: Z });

describe('a PIP that is withdrawn or annulled', () => {
  it.each<[string, readonly Feit[], string]>([
    ['also after DUO began the inburgeringstermijn', [made, began, annulled], 'overschreden'],
    ['of which the gemeente told nothing else', [began, annulled], 'overschreden'],
    [
      'that DUO holds',
      [duo('SS130', heldByDuo('2025-10-01'), '2025-10-09T07:00:00Z'), annulled],
      'overschreden',
    ],
    [
      'of which DUO says again after that when the term began',
      [made, began, annulled, duo('SS104', termijn('2025-10-01'), '2026-01-20T07:00:00Z')],
      'overschreden',
    ],
    ['of which DUO gave no day', [made, duo('SS102', {}, '2025-10-04T07:00:00Z'), annulled], 'overschreden'],
    [
      'of which the gemeente first gave no day',
      [pipVastgesteld(undefined, {}, cause('2025-10-02T08:00:00Z')), annulled],
      'overschreden',
    ],
  ])('meets the ten weeks no more: %s', (_, feiten, expected) => {
    inAnyOrder(feiten, (order) => {
      expect(tenWeeks(order)).toBe(expected);
    });
  });

  it.each<[string, readonly Feit[], string]>([
    ['the one that was made anew', [made, began, annulled, anew], 'te laat gehaald 2025-12-15'],
    [
      'the same when it is told as a change of the first',
      [made, began, annulled, pipChanged('2025-12-15', { inhoud: Z, dagtekeningInitieel: '2025-10-01' })],
      'te laat gehaald 2025-12-15',
    ],
    [
      'one that DUO holds since',
      [made, began, annulled, duo('SS130', heldByDuo('2025-12-15'), '2026-01-20T07:00:00Z')],
      'te laat gehaald 2025-12-15',
    ],
    [
      'one that was established on the same day again',
      [made, began, annulled, pipVastgesteld('2025-10-01', { inhoud: Z }, cause('2025-12-20T08:00:00Z'))],
      'gehaald 2025-10-01',
    ],
    [
      'it does when that it was withdrawn is put right',
      [made, began, annulled, putAside([annulled.feitId], cause('2025-12-20T08:00:00Z'))],
      'gehaald 2025-10-01',
    ],
    [
      'the first does when the change of it is withdrawn',
      [
        made,
        began,
        pipChanged('2025-11-10', { inhoud: Z, dagtekeningInitieel: '2025-10-01' }),
        pipWithdrawn('2025-11-10', '2025-12-01'),
      ],
      'gehaald 2025-10-01',
    ],
    [
      'the first does that only a change named which is withdrawn',
      [
        pipChanged('2025-11-10', { inhoud: Z, dagtekeningInitieel: '2025-10-01' }),
        pipWithdrawn('2025-11-10', '2025-12-01'),
      ],
      'gehaald 2025-10-01',
    ],
    [
      'the change of it does, when the first is withdrawn',
      [made, began, pipChanged('2025-11-10', { inhoud: Z, dagtekeningInitieel: '2025-10-01' }), annulled],
      'te laat gehaald 2025-11-10',
    ],
    [
      'one does of which DUO says another day',
      [made, duo('SS102', termijn('2025-10-02'), '2025-10-05T07:00:00Z'), annulled],
      'gehaald 2025-10-02',
    ],
    [
      'that of DUO does when another gemeente withdrew its own of that day',
      [duo('SS130', heldByDuo('2025-10-01'), '2025-10-09T07:00:00Z'), elsewhere(annulled)],
      'gehaald 2025-10-01',
    ],
    [
      'one of before it, of which DUO gave no day',
      [duo('SS102', {}, '2025-09-28T07:00:00Z'), made, annulled],
      'gehaald uiterlijk 2025-09-28',
    ],
  ])('meets the ten weeks no more, but %s', (_, feiten, expected) => {
    inAnyOrder(feiten, (order) => {
      expect(tenWeeks(order)).toBe(expected);
    });
  });

  it('leaves the ten weeks open of who came with a PIP of the former gemeente', () => {
    const came = inschrijving(
      { gemeentecode: '0796', datumInschrijving: '2024-02-01' },
      cause('2024-02-01T08:00:00Z'),
    );
    const former = duo('SS121', termijn('2024-05-01'), '2025-09-01T10:00:00Z');
    inAnyOrder([came, former, made, annulled], (order) => {
      expect(tenWeeks(order)).toBe('overschreden');
    });
    expect(tenWeeks([came, former])).toBe('onbekend');
  });

  it('keeps the start of the three years, and has no leerroute', () => {
    expect(threeYearsFrom([made, began, annulled, anew])).toBe('2025-10-01');
    expect(threeYearsFrom([made, began, annulled])).toBe('2025-10-01');
    const held = duo('SS130', heldByDuo('2025-10-01'), '2025-10-09T07:00:00Z');
    const leerroute = (...feiten: readonly Feit[]) => leerrouteOf(zaakOf([...BEGIN, ...feiten]));
    expect([
      leerroute(made, held),
      leerroute(made, held, annulled),
      leerroute(made, held, annulled, anew),
    ]).toEqual(['B', undefined, 'Z']);
  });
});

describe('a PIP that its gemeente reports anew as established on another day', () => {
  const said = (dagtekening: string | undefined, day: string, pip = {}) =>
    pipVastgesteld(dagtekening, pip, cause(`${day}T08:00:00Z`));
  const first = said('2025-10-01', '2025-10-02');
  const mended = said('2025-10-08', '2025-10-20');
  const change = (dagtekening: string, dagtekeningInitieel: string, day = dagtekening) =>
    pipChanged(dagtekening, { dagtekeningInitieel }, cause(`${day}T20:00:00Z`));

  it.each<[string, readonly Feit[], string, string]>([
    ['as it was said last, when that is later', [first, mended], 'gehaald 2025-10-08', '2025-10-08'],
    [
      'as it was said last, when that is earlier',
      [first, said('2025-09-24', '2025-10-20')],
      'gehaald 2025-09-24',
      '2025-09-24',
    ],
    [
      'as it was said last, when that is late',
      [first, said('2025-10-23', '2025-11-03')],
      'te laat gehaald 2025-10-23',
      '2025-10-23',
    ],
    [
      'as it was said at first, when that is said again',
      [first, mended, said('2025-10-01', '2025-11-03')],
      'gehaald 2025-10-01',
      '2025-10-01',
    ],
    [
      'as it was said at first, when what was said after that is put right',
      [first, mended, putAside([mended.feitId], cause('2025-11-03T08:00:00Z'))],
      'gehaald 2025-10-01',
      '2025-10-01',
    ],
    [
      'as it was said, by who says it again without a day',
      [first, said(undefined, '2025-10-20')],
      'gehaald 2025-10-01',
      '2025-10-01',
    ],
    [
      'as it was said last before a change of it that names the day of before',
      [first, change('2025-10-15', '2025-10-01'), mended],
      'gehaald 2025-10-08',
      '2025-10-08',
    ],
    [
      'as a change of it names the first last',
      [first, change('2025-11-03', '2025-10-08')],
      'gehaald 2025-10-08',
      '2025-10-08',
    ],
    [
      'as it was before a change of it, which is another decision',
      [first, change('2025-11-03', '2025-10-01')],
      'gehaald 2025-10-01',
      '2025-10-01',
    ],
    [
      'as it was before a change that was told as established first',
      [first, mended, change('2025-10-08', '2025-10-01', '2025-11-03')],
      'gehaald 2025-10-01',
      '2025-10-01',
    ],
    [
      'as DUO says',
      [first, mended, duo('SS102', termijn('2025-10-02'), '2025-10-05T07:00:00Z')],
      'gehaald 2025-10-02',
      '2025-10-02',
    ],
  ])('is of the day %s', (_, feiten, expected, start) => {
    inAnyOrder(feiten, (order) => {
      expect([tenWeeks(order), threeYearsFrom(order)]).toEqual([expected, start]);
    });
  });

  it('is none when it was put right and withdrawn since', () => {
    inAnyOrder([first, mended, pipWithdrawn('2025-10-08', '2025-11-03')], (order) => {
      expect([tenWeeks(order), threeYearsFrom(order)]).toEqual(['overschreden', undefined]);
    });
  });

  it('is another one after the first was annulled, whatever was reported first', () => {
    const next = said('2025-12-15', '2025-12-16');
    const late = said('2025-10-01', '2025-12-18');
    const told = pipWithdrawn('2025-10-01', '2025-12-01');
    for (const feiten of [
      [first, told, next],
      [next, late, { ...told, ...cause('2025-12-19T08:00:00Z'), feitId: 'melding:late' } as Feit],
    ]) {
      inAnyOrder(feiten, (order) => {
        expect([tenWeeks(order), threeYearsFrom(order)]).toEqual([
          'te laat gehaald 2025-12-15',
          '2025-10-01',
        ]);
      });
    }
  });

  it('is another one in another gemeente', () => {
    inAnyOrder([elsewhere(first), mended], (order) => {
      expect([tenWeeks(order), threeYearsFrom(order)]).toEqual(['gehaald 2025-10-08', '2025-10-01']);
    });
  });

  it('is another one in the next stay of who left the country and came back', () => {
    const returned: readonly Feit[] = [
      duo(
        'SS110',
        {
          inburgeringsplicht: {
            indicatorInburgeringsplicht: false,
            redenGeenInburgeringsplicht: 'Vertrek uit Nederland langer dan een jaar',
          },
        },
        '2025-11-10T07:00:00Z',
      ),
      duo('SS101', {}, '2026-01-05T07:00:00Z'),
      inschrijving(
        { soort: 'eerste inschrijving', datumInschrijving: '2026-01-12' },
        cause('2026-01-12T08:00:00Z'),
      ),
    ];
    inAnyOrder([first, mended, ...returned, said('2026-02-02', '2026-02-03')], (order) => {
      expect([tenWeeks(order), threeYearsFrom(order)]).toEqual(['gehaald 2026-02-02', '2025-10-08']);
    });
  });

  it('keeps what it holds when it is told anew without that', () => {
    const leerroute = leerrouteOf(
      zaakOf([...BEGIN, said('2025-10-01', '2025-10-02', { inhoud: Z }), mended]),
    );
    expect(leerroute).toBe('Z');
  });

  it('shows both on the timeline, the mistaken one as replaced', () => {
    inAnyOrder([first, mended], (order) => {
      const zaak = zaakOf([...BEGIN, ...order]);
      const lines = tijdlijnOf(zaak, GENNEP, []).filter(({ naam }) => naam === 'pip-vastgesteld');
      expect(lines.map(({ gegevens: { datum, status } }) => [datum, status])).toEqual([
        ['2025-10-01', 'vervangen'],
        ['2025-10-08', undefined],
      ]);
    });
  });
});
