import { beforeEach, describe, expect, it } from 'vitest';
import { createZaakLists, telTermijnen, telZaken } from '../../../adapters/standen.ts';
import type { Feit } from '../../../domain/zaak/feiten.ts';
import { zaakVan } from '../../../domain/zaak/zaak.ts';
import { duo, gekoppeld, ingetrokken, inschrijving, koppeling, oorzaak, ZAAK } from '../domein/hulp.ts';
import { geheugenTabel } from './hub-in-geheugen.ts';

/** Registered in Gennep on 13 August 2025: TG06 ends on 15 October, TG07 on 22 October. */
let tabel: ReturnType<typeof geheugenTabel>;
beforeEach(() => {
  tabel = geheugenTabel();
});

const bijgewerkt = (versie: number, feiten: readonly Feit[]): Promise<void> =>
  createZaakLists(tabel).store([{ zaakId: ZAAK, dossier: { zaak: zaakVan(feiten), versie } }]);
const inLijsten = () =>
  Object.fromEntries(
    tabel
      .alles()
      .filter((item) => item['status'] !== undefined)
      .map((item) => [item['status'], item['sinds']]),
  );

describe('the entries of a zaak in lists', () => {
  it('are only that of its gemeente before it is registered in the BRP', async () => {
    await bijgewerkt(1, [gekoppeld()]);
    expect(inLijsten()).toEqual({ 'ZAAK#0907': ZAAK });
    expect(tabel.alles()).toHaveLength(1);
  });

  it('do not exist for a person whom nobody koppelde, nor for a child', async () => {
    const kind = gekoppeld(koppeling({}, { geboortedatum: '2015-01-01' }));
    await bijgewerkt(1, [duo('SS101')]);
    await bijgewerkt(1, [kind, inschrijving()]);
    expect(tabel.alles()).toEqual([]);
  });

  it('go when a higher version says that the person has no zaak of their own', async () => {
    const kind = gekoppeld(koppeling({ versie: 2 }, { geboortedatum: '2015-01-01' }));
    await bijgewerkt(2, [gekoppeld(), inschrijving()]);
    await bijgewerkt(3, [gekoppeld(), inschrijving(), kind]);
    // What its partners were told must still be accounted for.
    expect(inLijsten()).toEqual({ 'VERTROKKEN#0907': ZAAK });
    expect(await telZaken(tabel, '0907')).toBe(0);
  });

  it('name the first open term of each kind; those that no source can end are left out', async () => {
    await bijgewerkt(2, [gekoppeld(), inschrijving()]);
    expect(inLijsten()).toEqual({
      'ZAAK#0907': ZAAK,
      'TERMIJN#0907#lokaal': '2025-10-15',
      'TERMIJN#0907#wettelijk': '2025-10-22',
    });
  });

  it.each([
    ['the term is met', [duo('SS102', {}, '2025-10-01T07:00:00Z')], { 'TERMIJN#0907#lokaal': '2025-10-15' }],
    ['the plicht ends', [duo('SS110', {}, '2025-10-01T07:00:00Z')], {}],
    ['the zaak ends', ingetrokken('TVS-2025-993909', 2), {}],
    [
      'a correction changes the day',
      [
        inschrijving(
          { soort: 'correctie', datumInschrijving: '2025-08-14' },
          oorzaak('2025-08-20T08:00:00Z'),
        ),
      ],
      { 'TERMIJN#0907#lokaal': '2025-10-16', 'TERMIJN#0907#wettelijk': '2025-10-23' },
    ],
  ] as const)('follow when %s, whichever is written last', async (_naam, erbij, termijnen) => {
    const eerder: readonly Feit[] = [gekoppeld(), inschrijving()];
    const later: readonly Feit[] = [...eerder, ...erbij];
    const verwacht = { 'ZAAK#0907': ZAAK, ...termijnen };
    await bijgewerkt(2, eerder);
    await bijgewerkt(3, later);
    expect(inLijsten()).toEqual(verwacht);
    // A writer that was held up, and one that comes again.
    await bijgewerkt(2, eerder);
    await bijgewerkt(3, later);
    expect(inLijsten()).toEqual(verwacht);
  });

  it('move to another gemeente with the zaak', async () => {
    await bijgewerkt(2, [gekoppeld(), inschrijving()]);
    const elders = gekoppeld(
      koppeling({ koppelingId: 'TVS-2026-1', gemeentecode: '0184', datumKoppeling: '2026-01-10' }),
    );
    await bijgewerkt(3, [gekoppeld(), inschrijving(), elders]);
    expect(inLijsten()).toEqual({ 'ZAAK#0184': ZAAK, 'VERTROKKEN#0907': ZAAK });
    const terug = gekoppeld(
      koppeling({ koppelingId: 'TVS-2026-2', gemeentecode: '0907', datumKoppeling: '2026-02-10' }),
    );
    await bijgewerkt(4, [gekoppeld(), inschrijving(), elders, terug]);
    expect(inLijsten()).toMatchObject({ 'ZAAK#0907': ZAAK, 'VERTROKKEN#0184': ZAAK });
    expect(inLijsten()).not.toHaveProperty('VERTROKKEN#0907');
  });

  it('count as exceeded from the day after the last, and are named as just exceeded for one day', async () => {
    await bijgewerkt(2, [gekoppeld(), inschrijving()]);
    const op = (dag: string) => telTermijnen(tabel, '0907', dag);
    expect(await op('2025-10-15')).toEqual({ overschreden: 0, netOverschreden: [], verstreken: 0 });
    expect(await op('2025-10-22')).toEqual({ overschreden: 0, netOverschreden: [], verstreken: 1 });
    expect(await op('2025-10-23')).toEqual({ overschreden: 1, netOverschreden: [ZAAK], verstreken: 1 });
    expect(await op('2025-10-24')).toEqual({ overschreden: 1, netOverschreden: [], verstreken: 1 });
    expect(await telTermijnen(tabel, '0184', '2025-10-23')).toMatchObject({ overschreden: 0 });
  });
});
