import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regievoerderBericht } from '../../../../domain/regievoerder/bericht.ts';
import {
  nextDayOf,
  type RegievoerderNotice,
  regievoerderNotices,
} from '../../../../domain/regievoerder/notices.ts';
import { plus } from '../../../../domain/termijnen/calendar.ts';
import { deadlineOf, isOpen } from '../../../../domain/termijnen/termijnen.ts';
import { addDay, addFeiten, type Dossier, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { derivedTermijnenOf } from '../../../../domain/zaak/termijnen.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  cause,
  duo,
  GENNEP,
  geopend,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  TODAY,
  verhuizing,
  ZAAK,
} from '../support.ts';

/** What the gemeente is told of its own zaak, whatever the order of the facts and however often the watch looks. */

const ENDED = {
  inburgeringsplicht: { indicatorInburgeringsplicht: false, redenEinde: 'Inburgeringsplicht voldaan' },
} as const;
const GELDT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' } };
const RESULT = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-10-17',
} as const;

const told = (feiten: readonly Feit[], before: readonly RegievoerderNotice[] = [], day = TODAY) =>
  regievoerderNotices(zaakOf(feiten), before, day, {});

/** Everything that is told when these facts come one after another, on one day. */
const toldOneByOne = (feiten: readonly Feit[], day = TODAY): readonly RegievoerderNotice[] => {
  const all: RegievoerderNotice[] = [];
  for (const place of feiten.keys()) all.push(...told(feiten.slice(0, place + 1), all, day));
  return all;
};

const steps = (notices: readonly RegievoerderNotice[]) =>
  notices.filter(({ gebeurtenis }) => !gebeurtenis.startsWith('termijn-'));
const names = (notices: readonly RegievoerderNotice[]) => notices.map(({ gebeurtenis }) => gebeurtenis);

const putRight = (vervalt: readonly string[]): Feit => ({
  ...cause('2025-09-06T08:00:00Z'),
  feitId: `herstel:${vervalt.join()}`,
  soort: 'herstel',
  reden: 'verkeerde persoon',
  vervalt,
});

describe('the gemeente hears of a step', () => {
  it.each<[string, readonly Feit[], readonly string[]]>([
    ['a koppeling', [linked()], ['zaak-geopend', 'koppeling-geregistreerd']],
    [
      'a registration',
      [linked(), inschrijving()],
      ['zaak-geopend', 'koppeling-geregistreerd', 'brp-inschrijving-ontvangen'],
    ],
    [
      'a move within the gemeente',
      [linked(), inschrijving(), verhuizing()],
      ['zaak-geopend', 'koppeling-geregistreerd', 'brp-inschrijving-ontvangen', 'brp-adres-gewijzigd'],
    ],
    [
      'the plicht',
      [linked(), duo('SS101', GELDT, '2025-08-16T07:00:00Z')],
      ['zaak-geopend', 'koppeling-geregistreerd', 'inburgeringsplicht-gewijzigd'],
    ],
    [
      'a result of the leerbaarheidstoets',
      [linked(), duo('SS131', { 'lbt/resultaten': [RESULT] })],
      ['zaak-geopend', 'koppeling-geregistreerd', 'leerbaarheidstoets-uitslag-bekend'],
    ],
    ['a death', [linked(), overlijden()], ['zaak-vervallen', 'koppeling-geregistreerd']],
    [
      'a withdrawn koppeling',
      [linked(), ...ingetrokken('TVS-2025-993909', 2)],
      ['zaak-vervallen', 'koppeling-ingetrokken'],
    ],
  ])('%s', (_, feiten, expected) => {
    expect(names(steps(told(feiten)))).toEqual(expected);
  });

  it('once, numbered 1, 2, 3 …, and not again when nothing changes', () => {
    const first = told([linked(), inschrijving()]);
    expect(first.map(({ volgnummer }) => volgnummer)).toEqual(first.map((_, place) => place + 1));
    const feiten = [linked(), inschrijving()];
    expect(told(feiten, told(feiten))).toEqual([]);
  });

  it('again with what it replaces when what it says changed', () => {
    const feiten = [linked()];
    const before = told(feiten);
    const after = told([...feiten, linked(koppeling({ versie: 2 }))], before);
    expect(after).toMatchObject([
      { gebeurtenis: 'koppeling-gewijzigd', gegevens: { versie: 2 }, volgnummer: 3, vervangt: 2 },
    ]);
  });

  it('of a fact that was put right that it does not hold', () => {
    const wrong = inschrijving();
    const feiten = [linked(), wrong];
    const before = told(feiten);
    const number = before.find(({ gebeurtenis }) => gebeurtenis === 'brp-inschrijving-ontvangen')?.volgnummer;
    const after = steps(told([...feiten, putRight([wrong.feitId])], before));
    expect(after).toMatchObject([
      {
        gebeurtenis: 'gebeurtenis-vervallen',
        gegevens: { gebeurtenis: 'brp-inschrijving-ontvangen' },
        vervangt: number,
      },
    ]);
  });

  it('that somebody moved out, and keeps what it knew', () => {
    const feiten = [linked(), inschrijving()];
    const before = told(feiten);
    const gone = verhuizing({ gemeentecode: '0344', datumVerhuizing: '2025-09-01' });
    expect(steps(told([...feiten, gone], before))).toMatchObject([
      {
        gebeurtenis: 'gemeente-gewijzigd',
        gegevens: { richting: 'vertrokken', naar: '0344', datum: '2025-09-01' },
      },
    ]);
  });

  it.each<[string, readonly Feit[], readonly string[]]>([
    [
      'withdrew it and linked the person to another gemeente',
      [
        ...ingetrokken('TVS-2025-993909', 2),
        linked(koppeling({ koppelingId: 'TVS-2', gemeentecode: '0796' })),
      ],
      [
        'zaak-geopend',
        'koppeling-geregistreerd',
        'zaak-vervallen',
        'koppeling-ingetrokken',
        'gemeente-gewijzigd',
      ],
    ],
    [
      'gave it to another gemeente',
      [linked(koppeling({ versie: 2, gemeentecode: '0796' }))],
      ['zaak-geopend', 'koppeling-geregistreerd', 'gemeente-gewijzigd'],
    ],
  ])(
    'that somebody left whose koppeling was its own until COA %s, and not where to',
    (_, later, expected) => {
      const all = toldOneByOne([linked(), ...later]).filter(({ gemeentecode }) => gemeentecode === GENNEP);
      expect(names(steps(all))).toEqual(expected);
      expect(steps(all).at(-1)?.gegevens).toEqual({ richting: 'vertrokken' });
      // Where the person goes on from there is not its business.
      const onward = inschrijving({ gemeentecode: '1734' });
      const after = told([linked(), ...later, onward], all);
      expect(after.filter(({ gemeentecode }) => gemeentecode === GENNEP)).toEqual([]);
    },
  );

  it('of a zaak that left before it got messages that it left, and not how it began', () => {
    const silent = told([linked()]).map(({ volgnummer: _, ...notice }) => notice);
    const all = [linked(), verhuizing({ gemeentecode: '0796' })];
    const heard = told(all, silent).filter(({ gemeentecode }) => gemeentecode === GENNEP);
    expect(names(steps(heard))).toEqual(['gemeente-gewijzigd']);
  });

  it('nothing of somebody who has no zaak, nor when the zaak was never its own', () => {
    const child = linked(koppeling({}, { geboortedatum: '2015-01-01', relatie: 'kind' }));
    expect(told([child])).toEqual([]);
    expect(told([linked(koppeling({ gemeentecode: '0344' }))])).toEqual([]);
  });

  it('without names, numbers of persons, nationaliteit or scores, in messages that keep to the contract', () => {
    const all = told([
      linked(),
      inschrijving(),
      duo('SS139', GELDT, '2025-08-16T07:00:00Z'),
      duo('SS131', { 'lbt/resultaten': [RESULT] }),
    ]);
    for (const notice of all) {
      const { volgnummer = 0 } = notice;
      const sender = {
        bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
        basisUrl: 'https://hub.example.nl',
      };
      const message = regievoerderBericht(sender, ZAAK, { ...notice, volgnummer }, '2025-09-08T08:00:00Z');
      expect(message.data).toMatchObject({ zaakId: ZAAK, gemeentecode: '0907', volgnummer });
      const text = JSON.stringify(message);
      for (const secret of ['2798163871', '999966133', 'Qasim', 'Eritrese', '36,00', 'Milsbeek']) {
        expect(text).not.toContain(secret);
      }
    }
  });
});

/** What a receiver that keeps to the guide holds after these notices, of steps. */
const heldSteps = (notices: readonly RegievoerderNotice[]) => {
  const held = new Map<number, unknown>();
  for (const { volgnummer = 0, vervangt, gebeurtenis, gegevens } of steps(notices)) {
    if (vervangt !== undefined) held.delete(vervangt);
    if (gebeurtenis !== 'gebeurtenis-vervallen') held.set(volgnummer, { gebeurtenis, ...gegevens });
  }
  return [...held.values()].map((one) => JSON.stringify(one)).toSorted();
};

/** Of terms: the last day that it holds of each, and whether it was told to be near or gone by. */
const heldTermijnen = (notices: readonly RegievoerderNotice[]) => {
  const held = new Map<string, string>();
  for (const notice of notices) {
    switch (notice.gebeurtenis) {
      case 'termijn-vervallen':
        if (notice.gegevens.nieuweEinddatum === undefined) held.delete(notice.gegevens.termijnId);
        else held.set(notice.gegevens.termijnId, `loopt ${notice.gegevens.nieuweEinddatum}`);
        break;
      case 'termijn-nadert':
      case 'termijn-overschreden':
      case 'termijn-verstreken':
        held.set(notice.gegevens.termijnId, `${notice.gebeurtenis} ${notice.gegevens.einddatum}`);
        break;
      default:
        break;
    }
  }
  return held;
};

/** What stands on a day by the facts alone: the terms that are near or gone by. */
const standingTermijnen = (feiten: Iterable<Feit>, day: string) =>
  new Map(
    derivedTermijnenOf(zaakOf(feiten)).flatMap(({ rule, termijn }): [string, string][] => {
      const deadline = deadlineOf(termijn);
      if (deadline === undefined || !isOpen(termijn)) return [];
      const gone = termijn.soort === 'wettelijk' ? 'termijn-overschreden' : 'termijn-verstreken';
      if (day > deadline) return [[termijn.id, `${gone} ${termijn.einddatum}`]];
      return day >= plus(termijn.einddatum, `-${rule.warnedBefore}`)
        ? [[termijn.id, `termijn-nadert ${termijn.einddatum}`]]
        : [];
    }),
  );

/** Facts that begin, move, meet and stop terms, some of which are put right later. */
const first = inschrijving({ datumInschrijving: '2025-07-01' }, cause('2025-07-02T08:00:00Z', 'brp-1'));
const STORY: readonly Feit[] = [
  linked(),
  first,
  inschrijving(
    { soort: 'correctie', datumInschrijving: '2025-08-20', vervangtBerichtId: 'brp-1' },
    cause('2025-09-01T08:00:00Z', 'brp-2'),
  ),
  duo('SS139', GELDT, '2025-07-05T07:00:00Z'),
  duo('SS129', GELDT, '2025-09-10T07:00:00Z'),
  duo('SS131', { 'lbt/resultaten': [RESULT] }),
  verhuizing({ datumVerhuizing: '2025-10-01' }),
];

type Move = { readonly feit: Feit } | { readonly day: string };

const DAYS = ['2025-07-20', '2025-08-25', '2025-09-05', '2025-10-10', '2025-11-20'];
const LAST = '2025-12-31';

/** The dossier after these facts and watches; a fact comes on the latest day that was looked at. */
const play = (moves: readonly Move[]): Dossier => {
  let today = '2025-07-01';
  return [...moves, { day: LAST } as const].reduce<Dossier>((dossier, move) => {
    if ('day' in move && move.day > today) today = move.day;
    const added =
      'feit' in move ? addFeiten(ZAAK, dossier, [move.feit], today) : addDay(ZAAK, dossier, today);
    return added?.dossier ?? dossier;
  }, emptyDossier);
};

const moves: readonly Move[] = [...STORY.map((feit) => ({ feit })), ...DAYS.map((day) => ({ day }))];

describe('facts, corrections and watches in any order and with any repetition', () => {
  it('leave the gemeente with exactly the steps and the terms that stand', () => {
    const expected = heldSteps(toldOneByOne(STORY, LAST));
    fc.assert(
      fc.property(fc.shuffledSubarray([...moves, ...moves], { minLength: moves.length * 2 }), (shuffled) => {
        const { regievoerder, zaak } = play(shuffled);
        expect(heldSteps(regievoerder)).toEqual(expected);
        const held = heldTermijnen(regievoerder);
        const standing = standingTermijnen(zaak.feiten.values(), LAST);
        for (const [id, how] of standing) expect([id, held.get(id)]).toEqual([id, how]);
        // Whatever else it holds is a term that runs on, with the right date.
        const running = new Map(
          derivedTermijnenOf(zaak).map(({ termijn }) => [termijn.id, `loopt ${termijn.einddatum}`]),
        );
        for (const [id, how] of held) {
          if (!standing.has(id)) expect([id, how]).toEqual([id, running.get(id)]);
        }
        expect(regievoerder.map(({ volgnummer }) => volgnummer)).toEqual(
          regievoerder.map((_, place) => place + 1),
        );
      }),
      { numRuns: runs(200) },
    );
  });

  it('tell every term at most once as near and once as gone by for each date that it had in between', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...moves, ...moves], { minLength: moves.length }), (shuffled) => {
        const { regievoerder } = play(shuffled);
        let held = new Map<string, string>();
        for (const [place, { gebeurtenis, gegevens }] of regievoerder.entries()) {
          if (gebeurtenis === 'termijn-nadert' || gebeurtenis === 'termijn-overschreden') {
            expect(held.get(gegevens.termijnId)).not.toBe(`${gebeurtenis} ${gegevens.einddatum}`);
          }
          held = heldTermijnen(regievoerder.slice(0, place + 1));
        }
      }),
      { numRuns: runs(100) },
    );
  });
});

/** A withdrawal of Gennep's koppeling, and a koppeling to 's-Hertogenbosch. */
const WITHDRAWN = ingetrokken('TVS-2025-993909', 3, cause('2025-06-25T08:00:00Z'));
const LINKED_ELSEWHERE = linked(
  koppeling({ koppelingId: 'TVS-2', gemeentecode: '0796', datumKoppeling: '2025-07-01' }),
  cause('2025-07-01T08:00:00Z'),
);
const plicht = duo('SS101', GELDT, '2025-06-22T07:00:00Z');

describe('a zaak that its gemeente has no more leaves it with the same about the zaak and its koppeling', () => {
  it.each<[string, readonly Feit[], readonly string[]]>([
    [
      'when COA withdrew the koppeling and linked the person to another',
      [linked(), ...WITHDRAWN, LINKED_ELSEWHERE],
      ['gemeente-gewijzigd', 'koppeling-ingetrokken', 'zaak-vervallen'],
    ],
    [
      'when COA did so while the plicht held',
      [linked(), plicht, ...WITHDRAWN, LINKED_ELSEWHERE],
      ['gemeente-gewijzigd', 'koppeling-ingetrokken', 'zaak-vervallen'],
    ],
    [
      'when it opened the zaak itself, and COA linked the person to another',
      [geopend(), LINKED_ELSEWHERE],
      ['gemeente-gewijzigd', 'zaak-geopend'],
    ],
    [
      'when it opened the zaak itself after COA withdrew the koppeling',
      [linked(), ...WITHDRAWN, geopend(), LINKED_ELSEWHERE],
      ['gemeente-gewijzigd', 'koppeling-ingetrokken', 'zaak-geopend'],
    ],
    [
      'when COA withdrew the koppeling and took that back',
      [
        linked(),
        ...WITHDRAWN,
        linked(koppeling({ versie: 4 }), cause('2025-06-28T08:00:00Z')),
        LINKED_ELSEWHERE,
      ],
      ['gemeente-gewijzigd', 'koppeling-gewijzigd', 'zaak-geopend'],
    ],
    [
      'when the person had settled there while the plicht held, moved on, and DUO ended the plicht after that',
      [
        linked(),
        plicht,
        ...WITHDRAWN,
        inschrijving({ datumInschrijving: '2025-08-01' }),
        verhuizing({ gemeentecode: '0796', datumVerhuizing: '2025-09-01' }, cause('2025-09-01T08:00:00Z')),
        duo('SS110', ENDED, '2026-03-01T07:00:00Z'),
      ],
      ['gemeente-gewijzigd', 'koppeling-ingetrokken', 'zaak-geopend'],
    ],
    [
      'when the other gemeente opened the zaak after COA withdrew the koppeling',
      [linked(), ...WITHDRAWN, geopend({ gemeentecode: '0796' })],
      ['gemeente-gewijzigd', 'koppeling-ingetrokken', 'zaak-vervallen'],
    ],
    [
      'when COA changed the koppeling before it gave it to another',
      [
        linked(),
        linked(koppeling({ versie: 2 })),
        linked(koppeling({ versie: 3, gemeentecode: '0796' }), cause('2025-07-01T08:00:00Z')),
      ],
      ['gemeente-gewijzigd', 'koppeling-gewijzigd', 'zaak-geopend'],
    ],
    [
      'when the person had settled there and moved on',
      [
        linked(),
        inschrijving(),
        ...WITHDRAWN,
        verhuizing({ gemeentecode: '0796', datumVerhuizing: '2025-09-01' }),
      ],
      ['gemeente-gewijzigd', 'koppeling-ingetrokken', 'zaak-vervallen'],
    ],
  ])('%s', (_, story, expected) => {
    const about = ['zaak-', 'koppeling-', 'gemeente-'];
    const held = (feiten: readonly Feit[]) =>
      heldSteps(
        toldOneByOne(feiten).filter(
          (one) =>
            one.gemeentecode === GENNEP &&
            ('vervangt' in one || about.some((name) => one.gebeurtenis.startsWith(name))),
        ),
      ).filter((one) => about.some((name) => JSON.parse(one).gebeurtenis.startsWith(name)));
    expect(held(story).map((one) => JSON.parse(one).gebeurtenis)).toEqual(expected);
    fc.assert(
      fc.property(fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }), (shuffled) => {
        // A gemeente that never had the zaak as the messages came heard nothing of it, and holds nothing.
        const all = held(shuffled);
        expect(all.length === 0 ? held(story) : all).toEqual(held(story));
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('the day on which there is something to tell by itself', () => {
  it('is the warning of the first term, then the day after its end, then that of the next', () => {
    const feiten = [
      linked(),
      inschrijving({ datumInschrijving: '2025-08-13' }),
      duo('SS139', GELDT, '2025-08-16T07:00:00Z'),
    ];
    const zaak = zaakOf(feiten);
    let all: readonly RegievoerderNotice[] = regievoerderNotices(zaak, [], '2025-08-16', {});
    const days: string[] = [];
    for (let day = nextDayOf(zaak, all); day !== undefined && days.length < 50; day = nextDayOf(zaak, all)) {
      days.push(day);
      const fresh = regievoerderNotices(zaak, all, day, {});
      // The watch that comes on that day, and no earlier, finds something to tell.
      expect(fresh.length).toBeGreaterThan(0);
      expect(regievoerderNotices(zaak, all, plus(day, '-P1D'), {})).toEqual([]);
      all = [...all, ...fresh];
    }
    expect(days).toEqual(days.toSorted());
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBeGreaterThan(1);
  });
});

describe('a gemeente without messages of its own', () => {
  it('has its terms on the timeline, and no number', () => {
    const feiten = [
      linked(koppeling({ gemeentecode: '1734' })),
      inschrijving({ gemeentecode: '1734' }),
      duo('SS139', GELDT, '2025-08-16T07:00:00Z'),
    ];
    const notices = told(feiten, [], '2025-12-31');
    expect(notices.length).toBeGreaterThan(0);
    expect(steps(notices)).toEqual([]);
    expect(notices.every(({ volgnummer }) => volgnummer === undefined)).toBe(true);
    expect(told(feiten, notices, '2025-12-31')).toEqual([]);
  });
});
