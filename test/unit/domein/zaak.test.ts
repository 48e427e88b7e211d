import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duoCode, GEPUBLICEERDE_CODES } from '../../../domain/duo/codes.ts';
import {
  actueleKoppeling,
  heeftZaak,
  redenVervallen,
  statusVan,
  termijnenVan,
  vestiging,
  woonadres,
} from '../../../domain/zaak/afgeleid.ts';
import { leegDossier, metCommit, voegFeitenToe } from '../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../domain/zaak/feiten.ts';
import { kanInburgeringsplichtigZijn } from '../../../domain/zaak/leeftijd.ts';
import { tijdlijnVan } from '../../../domain/zaak/tijdlijn.ts';
import { zaakGegevens } from '../../../domain/zaak/weergave.ts';
import { teWekken, zaakVan } from '../../../domain/zaak/zaak.ts';
import { ADRES, duo, gekoppeld, ingetrokken, inschrijving, koppeling, oorzaak, ZAAK } from './hulp.ts';

describe('the koppeling that counts', () => {
  it('is the highest version, whichever came first', () => {
    const v1 = gekoppeld();
    const v2 = gekoppeld(koppeling({ versie: 2, woningeis: ['gelijkvloers'] }));
    for (const feiten of [
      [v1, v2],
      [v2, v1],
    ]) {
      expect(actueleKoppeling(zaakVan(feiten))?.feit.koppeling.woningeis).toEqual(['gelijkvloers']);
    }
  });

  it('has ended when a higher version withdrew it, and stands again when a still higher one names the person', () => {
    const k = 'TVS-2025-993909';
    expect(statusVan(zaakVan([gekoppeld(), ...ingetrokken(k, 2)]))).toBe('vervallen');
    expect(redenVervallen(zaakVan([gekoppeld(), ...ingetrokken(k, 2)]))).toBe('andere gemeente');
    expect(statusVan(zaakVan([gekoppeld(koppeling({ versie: 3 })), ...ingetrokken(k, 2), gekoppeld()]))).toBe(
      'actief',
    );
  });

  it('is the one with the latest date when the same person is koppelt again', () => {
    const eerder = gekoppeld();
    const later = gekoppeld(
      koppeling({ koppelingId: 'TVS-2025-2', gemeentecode: '0184', datumKoppeling: '2025-07-01' }),
    );
    expect(actueleKoppeling(zaakVan([later, eerder]))?.gemeentecode).toBe('0184');
  });
});

describe('who has a zaak of their own', () => {
  it.each([
    ['2007-06-20', '2025-06-20', true, 'turns 18 that day'],
    ['2007-06-21', '2025-06-20', false, 'is 18 the day after'],
    ['1958-06-21', '2025-06-20', true, 'reaches the AOW age the day after'],
    ['1958-06-20', '2025-06-20', false, 'reaches the AOW age that day'],
    ['2007', '2025-06-20', true, 'can have been 18 already'],
    ['2007-07', '2025-06-20', false, 'cannot have been 18 yet'],
    ['1958', '2025-06-20', true, 'can be under the AOW age still'],
  ])('born %s, koppelt on %s: %s (%s)', (geboren, datum, verwacht) => {
    expect(kanInburgeringsplichtigZijn(geboren, datum)).toBe(verwacht);
  });

  it('follows the highest version, also when a lower one that says otherwise comes late', () => {
    const volwassen = gekoppeld();
    const kind = gekoppeld(koppeling({ versie: 2 }, { geboortedatum: '2015-01-01' }));
    for (const feiten of [
      [volwassen, kind],
      [kind, volwassen],
    ]) {
      expect(heeftZaak(zaakVan(feiten))).toBe(false);
    }
  });

  it('includes a child of whom DUO establishes the plicht', () => {
    const kind = gekoppeld(koppeling({}, { geboortedatum: '2008-12-03', relatie: 'kind' }));
    expect(heeftZaak(zaakVan([kind]))).toBe(false);
    expect(heeftZaak(zaakVan([kind, duo('SS101')]))).toBe(true);
    expect(heeftZaak(zaakVan([kind, duo('SS131')]))).toBe(false);
  });
});

describe('the registration that starts the clock', () => {
  it('counts only in the gemeente of the koppeling and outside COA', () => {
    expect(vestiging(zaakVan([gekoppeld(), inschrijving({ gemeentecode: '0796' })]))).toBeUndefined();
    expect(vestiging(zaakVan([gekoppeld(), inschrijving({ isCoaLocatie: true })]))).toBeUndefined();
    expect(vestiging(zaakVan([gekoppeld(), inschrijving()]))).toBeDefined();
  });

  it('is the earliest, so that moving within the gemeente does not start it again', () => {
    const later = inschrijving({ datumInschrijving: '2025-10-01' });
    expect(vestiging(zaakVan([gekoppeld(), later, inschrijving()]))?.gegevens.datumInschrijving).toBe(
      '2025-08-13',
    );
  });

  it.each([
    ['that names the message it replaces', { vervangtBerichtId: 'eerste' }],
    ['that names none', {}],
  ])('is moved by a correction %s, whichever came first', (_, wijziging) => {
    const eerste = inschrijving({}, oorzaak('2025-08-13T08:00:00Z', 'eerste'));
    const correctie = inschrijving(
      { soort: 'correctie', datumInschrijving: '2025-08-20', ...wijziging },
      oorzaak('2025-08-15T08:00:00Z'),
    );
    for (const feiten of [
      [gekoppeld(), eerste, correctie],
      [correctie, gekoppeld(), eerste],
    ]) {
      expect(vestiging(zaakVan(feiten))?.gegevens.datumInschrijving).toBe('2025-08-20');
      expect(termijnenVan(zaakVan(feiten))[0]?.startdatum).toBe('2025-08-20');
    }
  });

  it('is moved by a correction that names the message it replaces by a UUID in capitals', () => {
    const id = 'ab1031d0-f646-41f4-8a09-7c976bf46c69';
    for (const [known, named] of [
      [id, id.toUpperCase()],
      [id.toUpperCase(), id],
    ]) {
      const first = inschrijving({}, oorzaak('2025-08-13T08:00:00Z', known));
      const correction = inschrijving(
        { soort: 'correctie', datumInschrijving: '2025-08-20', vervangtBerichtId: named },
        oorzaak('2025-08-15T08:00:00Z'),
      );
      expect(vestiging(zaakVan([gekoppeld(), first, correction]))?.gegevens.datumInschrijving).toBe(
        '2025-08-20',
      );
    }
  });

  it('of an earlier stay does not start the clock of a new koppeling', () => {
    const eerder = gekoppeld(koppeling({ datumKoppeling: '2022-06-01' }));
    const opnieuw = gekoppeld(koppeling({ koppelingId: 'TVS-2025-2', datumKoppeling: '2025-06-20' }));
    const toen = inschrijving({ datumInschrijving: '2022-08-01' });
    expect(vestiging(zaakVan([eerder, opnieuw, toen, inschrijving()]))?.gegevens.datumInschrijving).toBe(
      '2025-08-13',
    );
    expect(vestiging(zaakVan([eerder, opnieuw, toen]))?.gegevens.datumInschrijving).toBe('2022-08-01');
  });

  it('no longer exists when the correction puts it in another gemeente', () => {
    const eerste = inschrijving({}, oorzaak('2025-08-13T08:00:00Z', 'eerste'));
    const correctie = inschrijving(
      { soort: 'correctie', gemeentecode: '0796', vervangtBerichtId: 'eerste' },
      oorzaak('2025-08-15T08:00:00Z'),
    );
    expect(vestiging(zaakVan([gekoppeld(), eerste, correctie]))).toBeUndefined();
  });
});

it('the home address is the latest known, and none when that lies elsewhere', () => {
  const elders = inschrijving({ gemeentecode: '0796', datumInschrijving: '2025-10-01' });
  expect(woonadres(zaakVan([gekoppeld(), inschrijving()]))?.woonplaats).toBe('Milsbeek');
  expect(woonadres(zaakVan([gekoppeld(), inschrijving(), elders]))).toBeUndefined();
});

it('a correction to an earlier day brings its own address, and the old line is replaced', () => {
  const eerste = inschrijving();
  const correctie = inschrijving(
    { soort: 'correctie', datumInschrijving: '2025-08-01', adres: { ...ADRES, woonplaats: 'Heijen' } },
    oorzaak('2025-08-20T08:00:00Z'),
  );
  const feiten = [gekoppeld(), eerste, correctie];
  expect(woonadres(zaakVan(feiten))?.woonplaats).toBe('Heijen');
  const regels = tijdlijnVan([
    { versie: 1, tijd: '2026-01-01T00:00:00Z', inhoud: { feiten, meldingen: [] } },
  ]);
  expect(
    regels
      .filter(({ naam }) => naam === 'brp-inschrijving-ontvangen')
      .map(({ gegevens }) => [gegevens['datumInschrijving'], gegevens['status']]),
  ).toEqual([
    ['2025-08-13', 'vervangen'],
    ['2025-08-01', 'geldig'],
  ]);
});

it('the timeline shows a gemeente only its own koppelingen and partners', () => {
  const feiten = [gekoppeld()];
  const inhoud = voegFeitenToe(ZAAK, leegDossier, feiten);
  if (inhoud === undefined) throw new Error('a koppeling is news');
  const eerste = { versie: 1, tijd: '2025-06-20T08:00:01Z', inhoud };
  const naarUrk = gekoppeld(
    koppeling({ koppelingId: 'TVS-2025-2', gemeentecode: '0184', datumKoppeling: '2025-07-01' }),
  );
  const tweede = voegFeitenToe(ZAAK, metCommit(leegDossier, eerste), [naarUrk]);
  if (tweede === undefined) throw new Error('a koppeling is news');
  const regels = tijdlijnVan([eerste, { versie: 2, tijd: '2025-07-01T08:00:01Z', inhoud: tweede }]);
  expect(regels.map(({ gegevens }) => gegevens['koppelingId'])).toEqual(['TVS-2025-2']);
});

it.each(GEPUBLICEERDE_CODES)('DUO code %s stands on the timeline with its meaning', (code) => {
  const commits = [
    { versie: 1, tijd: '2025-10-19T07:00:01Z', inhoud: { feiten: [gekoppeld(), duo(code)], meldingen: [] } },
  ];
  expect(tijdlijnVan(commits)).toContainEqual(
    expect.objectContaining({
      naam: duoCode(code).gebeurtenis,
      bron: 'duo',
      gegevens: expect.objectContaining({ code, betekenis: duoCode(code).betekenis }),
    }),
  );
});

it('what the gemeente sees holds no BSN, V-nummer or nationaliteit', () => {
  const tekst = JSON.stringify(zaakGegevens(zaakVan([gekoppeld(), inschrijving()]), '2025-09-01'));
  for (const geheim of ['999966133', '2798163871', 'Eritrese']) expect(tekst).not.toContain(geheim);
});

describe('a message that waits', () => {
  const wacht = (nodig: 'koppeling' | 'bsn', door = oorzaak()): Feit => ({
    ...door,
    feitId: `wacht:${door.ontvangstId}:${nodig}`,
    soort: 'wacht',
    nodig,
  });

  it('is woken when everything it waited for is known, and not before', () => {
    const door = oorzaak();
    const wachtend = [wacht('koppeling', door), wacht('bsn', door)];
    expect(teWekken(zaakVan(wachtend))).toEqual([]);
    expect(teWekken(zaakVan([...wachtend, gekoppeld()]))).toEqual([]);
    expect(teWekken(zaakVan([...wachtend, gekoppeld(koppeling({}, { bsn: '999966133' }))]))).toEqual([
      door.ontvangstId,
    ]);
  });

  it('is not woken again once it led to a fact', () => {
    const door = oorzaak();
    expect(teWekken(zaakVan([wacht('koppeling', door), gekoppeld(), inschrijving({}, door)]))).toEqual([]);
  });
});

it('facts in any order, any number of times, amount to the same zaak', () => {
  const feiten: readonly Feit[] = [
    gekoppeld(),
    gekoppeld(koppeling({ versie: 2, woningeis: ['gelijkvloers'] })),
    gekoppeld(koppeling({ koppelingId: 'TVS-2025-2', datumKoppeling: '2025-07-01' })),
    ...ingetrokken('TVS-2025-2', 2),
    inschrijving(),
    inschrijving({ soort: 'correctie', datumInschrijving: '2025-08-14' }, oorzaak('2025-08-20T08:00:00Z')),
    duo('SS139', { inburgeringsplicht: { indicatorInburgeringsplicht: true } }),
    duo('SS137', {}, '2025-10-01T07:00:00Z'),
  ];
  const beeld = (volgorde: readonly Feit[]) => {
    const zaak = zaakVan(volgorde);
    const commits = [
      { versie: 1, tijd: '2026-01-01T00:00:00Z', inhoud: { feiten: volgorde, meldingen: [] } },
    ];
    return {
      gegevens: zaakGegevens(zaak, '2025-11-01'),
      status: statusVan(zaak),
      tijdlijn: tijdlijnVan(commits),
    };
  };
  const verwacht = beeld(feiten);
  const volgordes = fc
    .shuffledSubarray([...feiten], { minLength: feiten.length })
    .chain((volgorde) => fc.subarray(volgorde).map((dubbel): readonly Feit[] => [...volgorde, ...dubbel]));
  fc.assert(
    fc.property(volgordes, (volgorde) => {
      expect(beeld(volgorde)).toEqual(verwacht);
    }),
    { numRuns: 200 },
  );
});
