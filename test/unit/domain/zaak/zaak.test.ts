import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bsn } from '../../../../contracts/base-types.ts';
import { meaningOf, nameOfCode, PUBLISHED_CODES } from '../../../../domain/duo/meanings.ts';
import { canBeInburgeringsplichtig } from '../../../../domain/zaak/age.ts';
import { addFeiten, emptyDossier, withCommit } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { situationOf } from '../../../../domain/zaak/situation.ts';
import { termijnenOf } from '../../../../domain/zaak/termijnen.ts';
import { zaakData } from '../../../../domain/zaak/view.ts';
import { toWake } from '../../../../domain/zaak/waiting.ts';
import { evolve, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  ADRES,
  cause,
  duo,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  settledOn,
  TODAY,
  timelineOf,
  verhuizing,
  ZAAK,
} from '../support.ts';

describe('the situation of a zaak', () => {
  it('is worked out once per state of the zaak, and anew when a fact is added', () => {
    const zaak = zaakOf([linked()]);
    expect(situationOf(zaak)).toBe(situationOf(zaak));
    const registration = inschrijving();
    const withOne = evolve(zaak, [registration]);
    expect(situationOf(zaak).vestiging).toBeUndefined();
    expect(settledOn(withOne)).toBe('2025-08-13');
    expect(evolve(withOne, [registration])).toBe(withOne);
  });
});

describe('the koppeling that counts', () => {
  it('is the highest version, whichever came first', () => {
    const v1 = linked();
    const v2 = linked(koppeling({ versie: 2, woningeis: ['gelijkvloers'] }));
    for (const feiten of [
      [v1, v2],
      [v2, v1],
    ]) {
      expect(situationOf(zaakOf(feiten)).koppeling?.feit.koppeling.woningeis).toEqual(['gelijkvloers']);
    }
  });

  it('has ended when a higher version withdrew it, and stands again when a still higher one names the person', () => {
    const k = 'TVS-2025-993909';
    expect(situationOf(zaakOf([linked(), ...ingetrokken(k, 2)])).status).toBe('vervallen');
    expect(situationOf(zaakOf([linked(), ...ingetrokken(k, 2)])).redenVervallen).toBe('andere gemeente');
    expect(
      situationOf(zaakOf([linked(koppeling({ versie: 3 })), ...ingetrokken(k, 2), linked()])).status,
    ).toBe('actief');
  });

  it('is the one with the latest date when COA koppelt the same person again', () => {
    const earlier = linked();
    const later = linked(
      koppeling({ koppelingId: 'TVS-2025-2', gemeentecode: '0184', datumKoppeling: '2025-07-01' }),
    );
    expect(situationOf(zaakOf([later, earlier])).gemeentecode).toBe('0184');
  });
});

describe('having a zaak of one’s own', () => {
  it.each([
    ['2007-06-20', '2025-06-20', true, 'turns 18 that day'],
    ['2007-06-21', '2025-06-20', false, 'is 18 the day after'],
    ['1958-06-21', '2025-06-20', true, 'reaches the AOW age the day after'],
    ['1958-06-20', '2025-06-20', false, 'reaches the AOW age that day'],
    ['2007', '2025-06-20', true, 'can have been 18 already'],
    ['2007-07', '2025-06-20', false, 'cannot have been 18 yet'],
    ['1958', '2025-06-20', true, 'can be under the AOW age still'],
  ])('for a person born %s with a koppeling of %s is %s (%s)', (born, datum, expected) => {
    expect(canBeInburgeringsplichtig(born, datum)).toBe(expected);
  });

  it('follows the highest version, also when a lower one that says otherwise comes late', () => {
    const adult = linked();
    const child = linked(koppeling({ versie: 2 }, { geboortedatum: '2015-01-01' }));
    for (const feiten of [
      [adult, child],
      [child, adult],
    ]) {
      expect(situationOf(zaakOf(feiten)).hasZaak).toBe(false);
    }
  });

  it('is true of a child of whom DUO establishes the plicht', () => {
    const child = linked(koppeling({}, { geboortedatum: '2008-12-03', relatie: 'kind' }));
    expect(situationOf(zaakOf([child])).hasZaak).toBe(false);
    expect(situationOf(zaakOf([child, duo('SS101')])).hasZaak).toBe(true);
    expect(situationOf(zaakOf([child, duo('SS131')])).hasZaak).toBe(false);
  });
});

describe('the registration that starts the clock', () => {
  it('is one in the gemeente of the zaak, at another address than a COA location', () => {
    expect(settledOn(zaakOf([linked(), inschrijving({ gemeentecode: '0796' })]))).toBe('2025-08-13');
    expect(situationOf(zaakOf([linked(), inschrijving({ isCoaLocatie: true })])).vestiging).toBeUndefined();
    expect(situationOf(zaakOf([linked(), inschrijving()])).vestiging).toBeDefined();
  });

  it('is the earliest, so that moving within the gemeente does not start it again', () => {
    const later = inschrijving({ datumInschrijving: '2025-10-01' });
    expect(settledOn(zaakOf([linked(), later, inschrijving()]))).toBe('2025-08-13');
  });

  it('is none of a move from one home in the gemeente to another, also when the first is from before the koppeling', () => {
    const first = inschrijving({ datumInschrijving: '2025-06-16' }, cause('2025-06-16T08:00:00Z'));
    const move = verhuizing({ datumVerhuizing: '2025-07-20' }, cause('2025-07-20T08:00:00Z'));
    for (const feiten of [
      [linked(), first, move],
      [move, first, linked()],
    ]) {
      const { vestigingen } = situationOf(zaakOf(feiten));
      expect(vestigingen).toEqual([first]);
      expect(settledOn(zaakOf(feiten))).toBe('2025-06-16');
    }
  });

  it('is a move from an azc in the gemeente', () => {
    const azc = inschrijving({ isCoaLocatie: true, datumInschrijving: '2025-02-01' });
    expect(settledOn(zaakOf([linked(), azc, verhuizing()]))).toBe('2025-09-01');
  });

  it.each([
    ['that names the message it replaces', { vervangtBerichtId: 'eerste' }],
    ['that names none', {}],
  ])('is moved by a correction %s, whichever came first', (_, change) => {
    const first = inschrijving({}, cause('2025-08-13T08:00:00Z', 'eerste'));
    const correction = inschrijving(
      { soort: 'correctie', datumInschrijving: '2025-08-20', ...change },
      cause('2025-08-15T08:00:00Z'),
    );
    for (const feiten of [
      [linked(), first, correction],
      [correction, linked(), first],
    ]) {
      expect(settledOn(zaakOf(feiten))).toBe('2025-08-20');
      expect(termijnenOf(zaakOf(feiten))[0]?.startdatum).toBe('2025-08-20');
    }
  });

  it('is moved by a correction that names the message it replaces by a UUID in capitals', () => {
    const id = 'ab1031d0-f646-41f4-8a09-7c976bf46c69';
    for (const [known, named] of [
      [id, id.toUpperCase()],
      [id.toUpperCase(), id],
    ]) {
      const first = inschrijving({}, cause('2025-08-13T08:00:00Z', known));
      const correction = inschrijving(
        { soort: 'correctie', datumInschrijving: '2025-08-20', vervangtBerichtId: named },
        cause('2025-08-15T08:00:00Z'),
      );
      expect(settledOn(zaakOf([linked(), first, correction]))).toBe('2025-08-20');
    }
  });

  it('of an earlier stay does not start the clock of a new koppeling', () => {
    const earlier = linked(koppeling({ datumKoppeling: '2022-06-01' }));
    const again = linked(koppeling({ koppelingId: 'TVS-2025-2', datumKoppeling: '2025-06-20' }));
    const then = inschrijving({ datumInschrijving: '2022-08-01' });
    expect(settledOn(zaakOf([earlier, again, then, inschrijving()]))).toBe('2025-08-13');
    expect(settledOn(zaakOf([earlier, again, then]))).toBe('2022-08-01');
  });

  it('is in another gemeente when a correction says so, and the zaak is there too', () => {
    const first = inschrijving({}, cause('2025-08-13T08:00:00Z', 'eerste'));
    const correction = inschrijving(
      { soort: 'correctie', gemeentecode: '0796', vervangtBerichtId: 'eerste' },
      cause('2025-08-15T08:00:00Z'),
    );
    expect(situationOf(zaakOf([linked(), first, correction]))).toMatchObject({
      gemeentecode: '0796',
      vestiging: { berichtId: correction.berichtId },
    });
  });
});

it('the home address is the latest known, and absent when that is a COA location', () => {
  const elsewhere = inschrijving({ isCoaLocatie: true, datumInschrijving: '2025-10-01' });
  expect(situationOf(zaakOf([linked(), inschrijving()])).woonadres?.woonplaats).toBe('Milsbeek');
  expect(situationOf(zaakOf([linked(), inschrijving(), elsewhere])).woonadres).toBeUndefined();
});

it.each(['2025-08', '2025'])(
  'the home address is that of a move in %s of which the day is unknown, when it was told after the registration',
  (datumVerhuizing) => {
    const adres = { ...ADRES, straat: 'Zandstraat' };
    const move = verhuizing({ datumVerhuizing, adres }, cause('2025-08-25T08:00:00Z'));
    const elsewhere = inschrijving(
      { gemeentecode: '0796', datumInschrijving: datumVerhuizing, adres },
      cause('2025-08-25T08:00:00Z'),
    );
    for (const later of [move, elsewhere]) {
      for (const feiten of [
        [linked(), inschrijving(), later],
        [later, inschrijving(), linked()],
      ]) {
        expect(situationOf(zaakOf(feiten))).toMatchObject({
          gemeentecode: later.gegevens.gemeentecode,
          woonadres: { straat: 'Zandstraat' },
        });
      }
    }
  },
);

it('a correction to an earlier day brings its own address, and replaces the line on the timeline', () => {
  const first = inschrijving();
  const correction = inschrijving(
    { soort: 'correctie', datumInschrijving: '2025-08-01', adres: { ...ADRES, woonplaats: 'Heijen' } },
    cause('2025-08-20T08:00:00Z'),
  );
  const feiten = [linked(), first, correction];
  expect(situationOf(zaakOf(feiten)).woonadres?.woonplaats).toBe('Heijen');
  const lines = timelineOf([{ versie: 1, tijd: '2026-01-01T00:00:00Z', inhoud: { feiten, meldingen: [] } }]);
  expect(
    lines
      .filter(({ naam }) => naam === 'brp-inschrijving-ontvangen')
      .map(({ gegevens }) => [gegevens['datumInschrijving'], gegevens['status']]),
  ).toEqual([
    ['2025-08-13', 'vervangen'],
    ['2025-08-01', 'geldig'],
  ]);
});

it('the timeline shows a gemeente its own koppelingen and partners only', () => {
  const feiten = [linked()];
  const first = addFeiten(ZAAK, emptyDossier, feiten, TODAY);
  if (first === undefined) throw new Error('a koppeling is news');
  const firstValue = { versie: 1, tijd: '2025-06-20T08:00:01Z', inhoud: first.inhoud };
  expect(first.dossier).toEqual(withCommit(emptyDossier, firstValue));
  const toUrk = linked(
    koppeling({ koppelingId: 'TVS-2025-2', gemeentecode: '0184', datumKoppeling: '2025-07-01' }),
  );
  const second = addFeiten(ZAAK, first.dossier, [toUrk], TODAY);
  if (second === undefined) throw new Error('a koppeling is news');
  const lines = timelineOf([firstValue, { versie: 2, tijd: '2025-07-01T08:00:01Z', inhoud: second.inhoud }]);
  expect(lines.map(({ gegevens }) => gegevens['koppelingId'])).toEqual(['TVS-2025-2']);
});

it.each(PUBLISHED_CODES)('DUO code %s stands on the timeline with its meaning', (code) => {
  const commits = [
    { versie: 1, tijd: '2025-10-19T07:00:01Z', inhoud: { feiten: [linked(), duo(code)], meldingen: [] } },
  ];
  expect(timelineOf(commits)).toContainEqual(
    expect.objectContaining({
      naam: nameOfCode(code),
      bron: 'duo',
      gegevens: expect.objectContaining({ code, betekenis: meaningOf(code) }),
    }),
  );
});

it('the view of a gemeente holds no BSN, V-nummer or nationaliteit', () => {
  const text = JSON.stringify(zaakData(zaakOf([linked(), inschrijving()]), '2025-09-01'));
  for (const secret of ['999966133', '2798163871', 'Eritrese']) expect(text).not.toContain(secret);
});

describe('a message that waits', () => {
  const wait = (needed: 'koppeling' | 'bsn' | 'ander bsn', by = cause()): Feit => ({
    ...by,
    feitId: `wacht:${by.ontvangstId}:${needed}`,
    soort: 'wacht',
    nodig: needed,
  });

  it('is woken when everything that it waited for is known, and not before', () => {
    const by = cause();
    const waiting = [wait('koppeling', by), wait('bsn', by)];
    expect(toWake(zaakOf(waiting), cause().ontvangstId)).toEqual([]);
    expect(toWake(zaakOf([...waiting, linked()]), cause().ontvangstId)).toEqual([]);
    expect(
      toWake(zaakOf([...waiting, linked(koppeling({}, { bsn: '999966133' }))]), cause().ontvangstId),
    ).toEqual([by.ontvangstId]);
  });

  it('is not woken again once it led to a fact', () => {
    const by = cause();
    expect(
      toWake(zaakOf([wait('koppeling', by), linked(), inschrijving({}, by)]), cause().ontvangstId),
    ).toEqual([]);
  });

  it('for another BSN is woken by what gives it, and when that is delivered again; of two that wait for it neither wakes the other', () => {
    const [one, other] = [cause(), cause()];
    const before = zaakOf([
      linked(koppeling({}, { bsn: '999966133' })),
      wait('ander bsn', one),
      wait('ander bsn', other),
    ]);
    const by = cause();
    const after = evolve(before, [
      {
        ...by,
        feitId: 'right',
        soort: 'herstel',
        reden: 'Verwisseld',
        vervalt: [],
        bsn: Bsn.parse('999928193'),
      },
    ]);
    expect(toWake(after, by.ontvangstId, before)).toEqual([one.ontvangstId, other.ontvangstId]);
    expect(toWake(after, by.ontvangstId)).toEqual([one.ontvangstId, other.ontvangstId]);
    expect(toWake(before, by.ontvangstId, before)).toEqual([]);
    expect(toWake(after, one.ontvangstId)).toEqual([]);
  });
});

it('facts in any order and repetition give the same zaak', () => {
  const feiten: readonly Feit[] = [
    linked(),
    linked(koppeling({ versie: 2, woningeis: ['gelijkvloers'] })),
    linked(koppeling({ koppelingId: 'TVS-2025-2', datumKoppeling: '2025-07-01' })),
    ...ingetrokken('TVS-2025-2', 2),
    inschrijving(),
    inschrijving({ soort: 'correctie', datumInschrijving: '2025-08-14' }, cause('2025-08-20T08:00:00Z')),
    duo('SS139', { inburgeringsplicht: { indicatorInburgeringsplicht: true } }),
    duo('SS137', {}, '2025-10-01T07:00:00Z'),
  ];
  const picture = (order: readonly Feit[]) => {
    const zaak = zaakOf(order);
    const commits = [{ versie: 1, tijd: '2026-01-01T00:00:00Z', inhoud: { feiten: order, meldingen: [] } }];
    return {
      gegevens: zaakData(zaak, '2025-11-01'),
      status: situationOf(zaak).status,
      tijdlijn: timelineOf(commits),
    };
  };
  const expected = picture(feiten);
  const orders = fc
    .shuffledSubarray([...feiten], { minLength: feiten.length })
    .chain((order) => fc.subarray(order).map((double): readonly Feit[] => [...order, ...double]));
  fc.assert(
    fc.property(orders, (order) => {
      expect(picture(order)).toEqual(expected);
    }),
    { numRuns: runs(200) },
  );
});
