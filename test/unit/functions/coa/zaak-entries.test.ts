import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { countTermijnen, countZaken, zakenWithMissing } from '../../../../adapters/table/lists/reading.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { addFeiten, type Dossier, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import {
  cause,
  duo,
  geopend,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  TODAY,
  verhuizing,
  ZAAK,
} from '../../domain/support.ts';

/** The person is registered in Gennep on 13 August 2025: TG06 ends on 15 October, TG07 on 22 October. */
let table: ReturnType<typeof memoryTable>;
beforeEach(() => {
  table = memoryTable();
});

/** Before the person settled, so that the ten weeks count from that. */
const PLICHT = duo('SS101', {}, '2025-06-25T07:00:00Z');

/** Each fact in a commit of its own, as the hub records them. */
const dossierAfter = (feiten: readonly Feit[]): Dossier =>
  feiten.reduce((dossier, feit) => addFeiten(ZAAK, dossier, [feit], TODAY)?.dossier ?? dossier, emptyDossier);

const updated = (version: number, feiten: readonly Feit[]): Promise<void> =>
  createZaakLists(table).store([{ zaakId: ZAAK, dossier: { ...dossierAfter(feiten), versie: version } }]);
/** The lists that a gemeente works from have a test of their own. */
const WORK = /^(LIJST|NIEUW|DATUM|TEGENSPRAAK|TAAK)#/;
const inLists = () =>
  Object.fromEntries(
    table
      .alles()
      .filter((item) => item['status'] !== undefined && !WORK.test(String(item['status'])))
      .map((item) => [item['status'], item['sinds']]),
  );

const putAside = ({ feitId }: Feit): Feit => ({
  ...cause('2025-12-01T08:00:00Z'),
  feitId: `melding:${feitId}`,
  soort: 'herstel',
  reden: 'Verwisseld',
  vervalt: [feitId],
});

describe('the entries of a zaak in the lists', () => {
  it('are only the one of its gemeente as long as the person is not registered in the BRP', async () => {
    await updated(1, [linked()]);
    expect(inLists()).toEqual({ 'ZAAK#0907': ZAAK });
    const own = table.alles().filter(({ pk }) => pk === `ZAAK#${ZAAK}`);
    expect(own.map(({ sk }) => sk)).toEqual(['LIJST', 'NIEUW', 'STAND']);
  });

  it('of a partner are made again with whatever comes after the koppeling, so that nothing due from it stays', async () => {
    await updated(1, [linked()]);
    const tasks = () => table.alles().filter(({ sk }) => sk.startsWith('TAAK#'));
    expect(tasks()).toEqual([]);
    await updated(2, [linked(), ...ingetrokken('TVS-2025-993909', 2, cause('2025-09-01T08:00:00Z'))]);
    expect(tasks().map(({ sk, status }) => [sk, status])).toEqual([
      ['TAAK#0907/balk#brede-intake-gesprek-gevoerd', undefined],
      ['TAAK#0907/intos#brede-intake-gesprek-gevoerd', undefined],
      ['TAAK#0907/taalschool#brede-intake-gesprek-gevoerd', undefined],
      ['TAAK#0907/taalschool#taallessen-gestart', undefined],
    ]);
  });

  it('do not exist for a person whom no source places in a gemeente, nor for a child', async () => {
    const child = linked(koppeling({}, { geboortedatum: '2015-01-01' }));
    await updated(1, [duo('SS101')]);
    await updated(1, [child, inschrijving()]);
    expect(inLists()).toEqual({});
  });

  it('exist without a koppeling once DUO establishes the plicht and the BRP says where the person lives', async () => {
    await updated(2, [duo('SS101'), inschrijving({ gemeentecode: '0796' })]);
    expect(inLists()).toMatchObject({ 'ZAAK#0796': ZAAK });
  });

  it('are only the one of its gemeente for a child to whom DUO gave a zaak later', async () => {
    const child = linked(koppeling({}, { geboortedatum: '2008-12-03' }));
    const again = linked(
      koppeling({ versie: 2, woningeis: ['gelijkvloers'] }, { geboortedatum: '2008-12-03' }),
    );
    await updated(2, [child, again]);
    expect(inLists()).toEqual({});
    await updated(3, [child, again, duo('SS101')]);
    expect(inLists()).toEqual({ 'ZAAK#0907': ZAAK });
  });

  it('go when a higher version says that the person has no zaak of their own', async () => {
    const child = linked(koppeling({ versie: 2 }, { geboortedatum: '2015-01-01' }));
    await updated(2, [linked(), inschrijving()]);
    await updated(3, [linked(), inschrijving(), child]);
    // The zaak stays in the list of former zaken, because the books still count the messages about it.
    expect(inLists()).toEqual({ 'VERTROKKEN#0907': ZAAK });
    expect(await countZaken(table, '0907' as Gemeentecode)).toBe(0);
  });

  it('name the first open term of each kind and the day to warn, and leave out terms that no source can end', async () => {
    await updated(3, [linked(), PLICHT, inschrijving()]);
    expect(inLists()).toEqual({
      'ZAAK#0907': ZAAK,
      'TERMIJN#0907#lokaal': '2025-10-15',
      'TERMIJN#0907#wettelijk': '2025-10-22',
      'AANKONDIGING#0907': '2025-10-01',
    });
  });

  it.each([
    [
      'the term is met',
      [duo('SS102', {}, '2025-10-01T07:00:00Z')],
      { 'TERMIJN#0907#lokaal': '2025-10-15', 'AANKONDIGING#0907': '2025-10-01' },
    ],
    ['the plicht ends', [duo('SS110', {}, '2025-10-01T07:00:00Z')], { 'BEWAREN#0907': '2030-10-01' }],
    [
      'the zaak ends',
      ingetrokken('TVS-2025-993909', 2, cause('2025-09-01T08:00:00Z')),
      { 'BEWAREN#0907': '2026-09-01' },
    ],
    [
      'a correction changes the day',
      [inschrijving({ soort: 'correctie', datumInschrijving: '2025-08-14' }, cause('2025-08-20T08:00:00Z'))],
      {
        'TERMIJN#0907#lokaal': '2025-10-16',
        'TERMIJN#0907#wettelijk': '2025-10-23',
        'AANKONDIGING#0907': '2025-10-02',
      },
    ],
  ] as const)('follow when %s, whichever is written last', async (_name, added, termijnen) => {
    const earlier: readonly Feit[] = [linked(), PLICHT, inschrijving()];
    const later: readonly Feit[] = [...earlier, ...added];
    const expected = { 'ZAAK#0907': ZAAK, ...termijnen };
    await updated(2, earlier);
    await updated(3, later);
    expect(inLists()).toEqual(expected);
    // The writer of version 2 was held up, and the writer of version 3 repeats.
    await updated(2, earlier);
    await updated(3, later);
    expect(inLists()).toEqual(expected);
  });

  it('go when the gemeente puts aside the fact that they followed from', async () => {
    const known = [linked(), inschrijving()] as const;
    await updated(2, known);
    await updated(3, [...known, putAside(known[1])]);
    expect(inLists()).toEqual({ 'ZAAK#0907': ZAAK });
    await updated(4, [...known, putAside(known[0]), putAside(known[1])]);
    // Its partners were told, so that the books still count the messages about it.
    expect(inLists()).toEqual({ 'VERTROKKEN#0907': ZAAK });
  });

  it('go from the list of departed zaken when the move turns out not to have been', async () => {
    const known = [linked(), inschrijving(), PLICHT, verhuizing({ gemeentecode: '0184' })] as const;
    await updated(4, known);
    expect(inLists()).toMatchObject({ 'ZAAK#0184': ZAAK, 'VERTROKKEN#0907': ZAAK });
    await updated(5, [...known, putAside(known[3])]);
    expect(inLists()).toEqual({
      'ZAAK#0907': ZAAK,
      'TERMIJN#0907#lokaal': '2025-10-15',
      'TERMIJN#0907#wettelijk': '2025-10-22',
      'AANKONDIGING#0907': '2025-10-01',
    });
  });

  it('go from the zaken to be erased when the BRP takes back a move to a gemeente outside the hub', async () => {
    const known = [linked(), inschrijving(), verhuizing({ gemeentecode: '0363' }, cause(undefined, 'away'))];
    await updated(3, known);
    expect(inLists()).toHaveProperty(['BEWAREN#0907']);
    await updated(4, [...known, verhuizing({ vervangtBerichtId: 'away' })]);
    expect(inLists()).not.toHaveProperty(['BEWAREN#0907']);
  });

  it('go when the zaak of one koppeling is taken up in another', async () => {
    const mark: Feit = {
      ...cause('2025-09-01T08:00:00Z'),
      feitId: 'samengevoegd:elders',
      soort: 'samengevoegd',
      naar: ZAAK,
    };
    await updated(1, [linked()]);
    await updated(2, [linked(), mark]);
    expect(inLists()).toEqual({ 'VERTROKKEN#0907': ZAAK });
  });

  it('move to another gemeente with the zaak', async () => {
    await updated(2, [linked(), inschrijving()]);
    const elsewhere = linked(
      koppeling({ koppelingId: 'TVS-2026-1', gemeentecode: '0184', datumKoppeling: '2026-01-10' }),
    );
    await updated(3, [linked(), inschrijving(), elsewhere]);
    expect(inLists()).toEqual({ 'ZAAK#0184': ZAAK, 'VERTROKKEN#0907': ZAAK });
    const back = linked(
      koppeling({ koppelingId: 'TVS-2026-2', gemeentecode: '0907', datumKoppeling: '2026-02-10' }),
    );
    await updated(4, [linked(), inschrijving(), elsewhere, back]);
    expect(inLists()).toMatchObject({ 'ZAAK#0907': ZAAK, 'VERTROKKEN#0184': ZAAK });
    expect(inLists()).not.toHaveProperty('VERTROKKEN#0907');
  });

  it('say that a partner waits for a field, until the gemeente or COA tells it', async () => {
    const waiting = (gemeentecode: string) => zakenWithMissing(table, gemeentecode as Gemeentecode);
    const incomplete = linked(koppeling({}, { talen: undefined }));
    await updated(1, [incomplete]);
    expect(inLists()).toEqual({ 'ZAAK#0907': ZAAK, 'GEGEVENS#0907': '2025-06-20' });
    expect(await waiting('0907')).toEqual({ aantal: 1, zaken: [ZAAK] });
    await updated(2, [incomplete, geopend()]);
    expect(inLists()).toEqual({ 'ZAAK#0907': ZAAK });
    // A writer that was held up.
    await updated(1, [incomplete]);
    expect(await waiting('0907')).toEqual({ aantal: 0, zaken: [] });
  });

  it('no longer say so in a gemeente that the person left; one without partners keeps nobody waiting', async () => {
    const incomplete = linked(koppeling({}, { talen: undefined }));
    await updated(1, [incomplete]);
    await updated(2, [incomplete, inschrijving({ gemeentecode: '0796' })]);
    expect(inLists()).toMatchObject({ 'ZAAK#0796': ZAAK });
    expect(Object.keys(inLists()).filter((list) => list.startsWith('GEGEVENS'))).toEqual([]);
  });

  it('do not say so of a child without a zaak, whatever is missing', async () => {
    await updated(1, [linked(koppeling({}, { relatie: 'kind', naam: undefined, geboortedatum: undefined }))]);
    expect(inLists()).toEqual({});
  });

  it('leave out a statutory term as long as the plicht is not established, and one whose start is in onderzoek', async () => {
    await updated(2, [linked(), inschrijving()]);
    expect(inLists()).toEqual({
      'ZAAK#0907': ZAAK,
      'TERMIJN#0907#lokaal': '2025-10-15',
      'AANKONDIGING#0907': '2025-10-01',
    });
    await updated(4, [linked(), PLICHT, inschrijving({ inOnderzoek: ['datumInschrijving'] })]);
    expect(inLists()).toEqual({ 'ZAAK#0907': ZAAK });
  });

  it('name the last day that a term from an incomplete date can end', async () => {
    await updated(3, [linked(), PLICHT, inschrijving({ datumInschrijving: '2025-08' })]);
    expect(inLists()).toMatchObject({ 'TERMIJN#0907#wettelijk': '2025-11-10' });
  });

  it('count a term as exceeded from the day after its last', async () => {
    await updated(3, [linked(), PLICHT, inschrijving()]);
    const at = (day: string) => countTermijnen(table, '0907' as Gemeentecode, day);
    expect(await at('2025-10-15')).toEqual({ exceeded: [], expired: 0 });
    expect(await at('2025-10-22')).toEqual({ exceeded: [], expired: 1 });
    const exceeded = [{ zaakId: ZAAK, lastDay: '2025-10-22' }];
    expect(await at('2025-10-23')).toEqual({ exceeded, expired: 1 });
    expect(await at('2025-12-24')).toEqual({ exceeded, expired: 1 });
    expect(await countTermijnen(table, '0184' as Gemeentecode, '2025-10-23')).toMatchObject({
      exceeded: [],
    });
  });
});
