import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { ROUTEMAP_EVENTS, typeOfEvent } from '../../../../contracts/routemap.ts';
import { type RegievoerderNotice, regievoerderNotices } from '../../../../domain/regievoerder/notices.ts';
import { reportIn, reportStatuses, talksHeld } from '../../../../domain/routemap/reports.ts';
import type { Feit, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { ownReports, tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { termijnenAt } from '../../../../domain/zaak/view.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  cause,
  duo,
  GENNEP,
  geopend,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  putAside,
  reported,
  ZAAK,
} from '../support.ts';

/** Reports of the routemap: the same event is one event, a later report counts, and a person or the sender can take one back. */

const TALK = 'brede-intake-gesprek-gevoerd';
const STAY = { gemeentecode: GENNEP, since: '' };
const SCHOOL = 'urn:nld:oin:00000099000009070001:systeem:lessen';
const GEMEENTE = 'urn:nld:oin:00000099000009070000:systeem:melding';

const by = (bron: string, moment: string, berichtId: string) => ({ ...cause(moment, berichtId), bron });

const first = reported(
  TALK,
  '2025-08-20',
  { onderdeel: 'taalschool' },
  by(SCHOOL, '2025-08-20T15:00:00Z', 's1'),
);
const same = reported(
  TALK,
  '2025-08-20',
  { onderdeel: 'taalschool' },
  by(GEMEENTE, '2025-08-21T15:00:00Z', 'g1'),
);
const later = reported(
  TALK,
  '2025-08-22',
  { onderdeel: 'taalschool' },
  by(SCHOOL, '2025-08-22T15:00:00Z', 's2'),
);
const takenBack = reported(
  TALK,
  '2025-08-22',
  { onderdeel: 'taalschool', vervangtBerichtId: 's2', ingetrokken: true },
  by(SCHOOL, '2025-08-23T15:00:00Z', 's3'),
);
const otherPart = reported(TALK, '2025-08-19', { onderdeel: 'participatie' });

const statuses = (...reports: readonly MeldingFeit[]) => {
  const found = reportStatuses(reports);
  return reports.map(({ feitId }) => found.get(feitId));
};

describe('reports of one event', () => {
  it('by two reporters are one event: the first counts, the other confirms it', () => {
    expect(statuses(first, same)).toEqual(['geldig', 'bevestiging']);
    expect(talksHeld([same, first], STAY).get('taalschool')).toBe(first);
  });

  it('give way to a later one that says something else', () => {
    expect(statuses(first, same, later)).toEqual(['vervangen', 'vervangen', 'geldig']);
  });

  it('count again when the later one is taken back', () => {
    expect(statuses(first, same, later, takenBack)).toEqual([
      'geldig',
      'bevestiging',
      'vervangen',
      'ingetrokken',
    ]);
  });

  it('are replaced by one of the same organisation that names them, about another part or from another system', () => {
    const meant = reported(
      TALK,
      '2025-08-20',
      { onderdeel: 'participatie', vervangtBerichtId: 's1' },
      by(SCHOOL.replace('lessen', 'administratie'), '2025-08-24T15:00:00Z', 's4'),
    );
    expect(statuses(first, meant)).toEqual(['vervangen', 'geldig']);
    expect(statuses(first, { ...meant, bron: GEMEENTE })).toEqual(['geldig', 'geldig']);
  });

  it('are not replaced by a report of another event, nor by themselves', () => {
    const other = reported(
      'woning-bezichtigd',
      '2025-08-20',
      { vervangtBerichtId: 's1' },
      by(SCHOOL, '2025-08-24T15:00:00Z', 's5'),
    );
    expect(statuses(first, other)).toEqual(['geldig', 'geldig']);
    const itself = { ...first, routemap: { ...first.routemap, vervangtBerichtId: 's1' } };
    expect(statuses(itself)).toEqual(['geldig']);
  });

  it('stay when a withdrawal names what its sender never sent, and the withdrawal says so', () => {
    const nothing = { ...takenBack, bron: GEMEENTE };
    expect(statuses(later, nothing)).toEqual(['geldig', 'trekt niets in']);
    expect(statuses(takenBack)).toEqual(['trekt niets in']);
  });

  it('say the same when they name the same parts in another order', () => {
    const type = typeOfEvent('brede-intake-afgerond');
    const [one, two] = (['taalschool', 'financieel'] as const).map((_, place, parts) => {
      const onderdelen = place === 0 ? [...parts] : parts.toReversed();
      return {
        ...reported('brede-intake-afgerond', '2025-08-20'),
        ...reportIn(type, { zaakId: ZAAK, datum: '2025-08-20', onderdelen }),
      };
    });
    expect(one?.routemap).toEqual(two?.routemap);
  });

  it('of a stay give way to a correction that dates them before it', () => {
    const stay = { gemeentecode: GENNEP, since: '2025-08-15' };
    const before = reported(
      TALK,
      '2025-08-01',
      { onderdeel: 'taalschool', vervangtBerichtId: 's1' },
      by(SCHOOL, '2025-08-24T15:00:00Z', 's6'),
    );
    expect(talksHeld([first], stay).get('taalschool')).toBe(first);
    expect(talksHeld([first, before], stay).get('taalschool')).toBeUndefined();
  });

  it('of different parts of the intake stand beside each other', () => {
    expect(statuses(first, otherPart)).toEqual(['geldig', 'geldig']);
    expect(talksHeld([first, otherPart], STAY).get('participatie')).toBe(otherPart);
    expect(talksHeld([first, otherPart], STAY).get('financieel')).toBeUndefined();
  });

  it('stand the same in whatever order they came', () => {
    const all = [first, same, later, takenBack, otherPart];
    const expected = reportStatuses(all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const found = reportStatuses(shuffled);
        for (const { feitId } of all) expect(found.get(feitId)).toBe(expected.get(feitId));
      }),
    );
  });
});

/** Settled on 13 August 2025: the talks are due on 28 August (TG02 to TG04), the move on the 27th (TG09). */
const BEGIN = [linked(), duo('SS101', {}, '2025-06-25T07:00:00Z'), inschrijving()];
const talk = (onderdeel: 'casusregisseur' | 'taalschool' | 'participatie' | 'financieel', datum: string) =>
  reported(TALK, datum, { onderdeel });

const termsAt = (today: string, ...reports: readonly MeldingFeit[]) =>
  Object.fromEntries(
    termijnenAt(zaakOf([...BEGIN, ...reports]), today).map(({ id, stand, gehaaldOp }) => [
      id,
      [stand, gehaaldOp].filter((part) => part !== undefined).join(' '),
    ]),
  );

describe('a term that the routemap ends', () => {
  it('is met by the talk of its part, and the term of all talks by the last of the three', () => {
    const school = talk('taalschool', '2025-08-26');
    const intos = talk('participatie', '2025-08-27');
    const regisseur = talk('casusregisseur', '2025-08-20');
    expect(termsAt('2025-08-27', school, intos)).toMatchObject({
      TG02: 'loopt',
      TG03: 'gehaald 2025-08-26',
      TG04: 'gehaald 2025-08-27',
    });
    expect(termsAt('2025-09-30', school, intos)).toMatchObject({ TG02: 'verstreken' });
    expect(termsAt('2025-09-30', school, intos, regisseur)).toMatchObject({ TG02: 'gehaald 2025-08-27' });
  });

  it('passes once another part was reported, and is unknown as long as nobody reports any', () => {
    expect(termsAt('2025-09-30')).toMatchObject({ TG02: 'onbekend', TG03: 'onbekend', TG04: 'onbekend' });
    expect(termsAt('2025-09-30', talk('financieel', '2025-08-20'))).toMatchObject({
      TG02: 'verstreken',
      TG03: 'verstreken',
      TG04: 'verstreken',
    });
  });

  it.each([
    ['brede-intake-afgerond', 'TG01', '2025-10-20', 'gehaald 2025-10-20'],
    ['verhuizing-afgerond', 'TG09', '2025-08-29', 'te laat gehaald 2025-08-29'],
    ['leerbaarheidstoets-afgenomen', 'TG06', '2025-10-10', 'gehaald 2025-10-10'],
  ] as const)('ends by %s (%s)', (event, id, datum, expected) => {
    expect(termsAt('2026-03-01', reported(event, datum))[id]).toBe(expected);
  });

  it('counts the day of who took the test, also when DUO tells the result', () => {
    const result = {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '33,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-10-16',
    } as const;
    const zaak = zaakOf([
      ...BEGIN,
      duo('SS131', { 'lbt/resultaten': [result] }, '2025-10-17T07:00:00Z'),
      reported('leerbaarheidstoets-afgenomen', '2025-10-10'),
    ]);
    expect(termijnenAt(zaak, '2026-03-01').find(({ id }) => id === 'TG06')).toMatchObject({
      gehaaldOp: '2025-10-10',
    });
  });

  it('is open again when a person puts the report right', () => {
    const school = talk('taalschool', '2025-08-26');
    const zaak = zaakOf([...BEGIN, school, talk('participatie', '2025-08-27'), putAside([school.feitId])]);
    expect(termijnenAt(zaak, '2025-09-30').find(({ id }) => id === 'TG03')).toMatchObject({
      stand: 'verstreken',
    });
  });
});

describe('the timeline', () => {
  it('shows each report with who told it and how it stands', () => {
    const zaak = zaakOf([...BEGIN, first, { ...same, gemeldDoor: GENNEP }, later]);
    const lines = tijdlijnOf(zaak, GENNEP, []).filter(({ naam }) => naam === TALK);
    expect(lines.map(({ bron, gegevens }) => [bron, gegevens])).toEqual([
      ['partner', { datum: '2025-08-20', onderdeel: 'taalschool', status: 'vervangen' }],
      ['gemeente', { datum: '2025-08-20', onderdeel: 'taalschool', status: 'vervangen' }],
      ['partner', { datum: '2025-08-22', onderdeel: 'taalschool', status: 'geldig' }],
    ]);
  });
});

describe('a partner', () => {
  it('sees its own reports alone, and how they stand to each other', () => {
    const zaak = zaakOf([...BEGIN, first, { ...same, gemeldDoor: GENNEP }, later]);
    expect(ownReports(zaak, '00000099000009070001').map(({ gegevens }) => gegevens['status'])).toEqual([
      'vervangen',
      'geldig',
    ]);
    const byGemeente = reported(
      TALK,
      '2025-09-01',
      { onderdeel: 'taalschool' },
      {
        ...by(GEMEENTE, '2025-09-02T08:00:00Z', 'g2'),
        gemeldDoor: GENNEP,
      },
    );
    // That the gemeente said something else since does not show.
    expect(ownReports(zaakOf([...BEGIN, first, byGemeente]), '00000099000009070001')).toMatchObject([
      { bron: 'partner', gegevens: { datum: '2025-08-20', status: 'geldig' } },
    ]);
    expect(ownReports(zaak, '00000099000009070002')).toEqual([]);
  });
});

describe('the gemeente', () => {
  const toldAfter = (feiten: readonly Feit[], before: readonly RegievoerderNotice[] = []) =>
    regievoerderNotices(zaakOf(feiten), before, '2025-08-25', {}).filter(
      // That the other talks are awaited from now on is a matter of terms.
      ({ gebeurtenis }) => !gebeurtenis.startsWith('termijn-'),
    );

  it('hears of what was reported, of what replaces it, and that it is taken back', () => {
    const begin = toldAfter(BEGIN);
    const one = toldAfter([...BEGIN, later], begin);
    expect(one).toMatchObject([
      {
        gebeurtenis: 'melding-ontvangen',
        gegevens: { gebeurtenis: TALK, datum: '2025-08-22', onderdeel: 'taalschool' },
      },
    ]);
    const [{ volgnummer = 0 } = {}] = one;
    expect(toldAfter([...BEGIN, later, first], [...begin, ...one])).toEqual([]);
    expect(toldAfter([...BEGIN, later, takenBack], [...begin, ...one])).toMatchObject([
      { gebeurtenis: 'gebeurtenis-vervallen', vervangt: volgnummer },
    ]);
    expect(toldAfter([...BEGIN, later, first, takenBack], [...begin, ...one])).toMatchObject([
      { gebeurtenis: 'melding-ontvangen', gegevens: { datum: '2025-08-20' }, vervangt: volgnummer },
    ]);
  });

  it('hears nothing, sees nothing and counts nothing of what another gemeente and its partners did before', () => {
    const elsewhere = reported(
      'verhuizing-afgerond',
      '2025-08-20',
      {},
      cause('2025-08-20T15:00:00Z'),
      '0796' as Gemeentecode,
    );
    const zaak = zaakOf([...BEGIN, elsewhere]);
    expect(toldAfter([...BEGIN, elsewhere])).toEqual(toldAfter(BEGIN));
    expect(tijdlijnOf(zaak, GENNEP, []).some(({ naam }) => naam === 'verhuizing-afgerond')).toBe(false);
    expect(termsAt('2025-09-30', elsewhere)).toMatchObject({ TG09: 'onbekend' });
  });
});

const S_HERTOGENBOSCH = '0796' as Gemeentecode;

describe('whose a zaak is', () => {
  const elsewhere = linked(
    koppeling({ koppelingId: 'TVS-2', gemeentecode: '0796', datumKoppeling: '2025-07-01' } as never),
    cause('2025-07-01T08:00:00Z'),
  );
  const LIVES: readonly (readonly Feit[])[] = [
    BEGIN,
    [linked()],
    [linked(), ...ingetrokken('TVS-2025-993909', 2), geopend()],
    [geopend()],
    [linked(), elsewhere],
    [duo('SS101', {}, '2025-06-25T07:00:00Z')],
  ];

  it('does not change by any report along the routemap, of whichever gemeente and of whatever moment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LIVES),
        fc.constantFrom(...ROUTEMAP_EVENTS),
        fc.constantFrom(GENNEP, S_HERTOGENBOSCH),
        fc.constantFrom('2025-05-01', '2025-08-20', '2026-03-01'),
        (life, event, gemeentecode, datum) => {
          const report = reported(event, datum, {}, cause(`${datum}T09:00:00Z`), gemeentecode);
          const [before, after] = [zaakOf(life), zaakOf([...life, report])].map(situationOf);
          expect(after?.belonging).toEqual(before?.belonging);
          expect(after?.status).toBe(before?.status);
        },
      ),
    );
  });
});

describe('somebody who comes back', () => {
  it('has new terms, which nothing of the time before meets', () => {
    const linkedTo = (koppelingId: string, gemeentecode: string, datumKoppeling: string) =>
      linked(
        koppeling({ koppelingId, gemeentecode, datumKoppeling } as never),
        cause(`${datumKoppeling}T08:00:00Z`),
      );
    const away = linkedTo('TVS-2', '0796', '2025-10-01');
    const back = linkedTo('TVS-3', '0907', '2026-04-20');
    const settled = inschrijving({ datumInschrijving: '2026-05-01' }, cause('2026-05-01T08:00:00Z'));
    const stays = [talk('taalschool', '2025-08-26'), reported('verhuizing-afgerond', '2025-08-20')];
    const again = reported('verhuizing-afgerond', '2026-05-10');
    const terms = (...feiten: readonly Feit[]) =>
      Object.fromEntries(
        termijnenAt(zaakOf([...BEGIN, away, back, settled, ...stays, ...feiten]), '2026-07-01').map(
          ({ id, stand, gehaaldOp }) => [id, `${stand} ${gehaaldOp ?? ''}`.trim()],
        ),
      );
    expect(terms()).toMatchObject({ TG03: 'onbekend', TG09: 'onbekend' });
    expect(terms(again)).toMatchObject({ TG09: 'gehaald 2026-05-10' });
  });
});
