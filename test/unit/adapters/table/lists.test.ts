import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createZaakLists, type ZaakChange } from '../../../../adapters/table/zaak-lists.ts';
import { addFeiten, type Dossier, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { mostOpenTermijnen } from '../../../../domain/zaak/list-entry.ts';
import { emptyZaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  assigned,
  cause,
  duo,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  putAside,
  reported,
  TODAY,
  verhuizing,
  ZAAK,
} from '../../domain/support.ts';

/** One zaak of everything: settled, plichtig, moved on to another gemeente, put right, contradicted. */
const moved = verhuizing(
  { gemeentecode: '1734', datumVerhuizing: '2025-10-01' },
  cause('2025-10-01T08:00:00Z'),
);
const died: Feit = { ...overlijden(cause('2025-09-04T08:00:00Z')), gemeldDoor: '0907' as never };
const LIFE: readonly Feit[] = [
  linked(koppeling(), cause('2025-06-20T08:00:00Z')),
  duo('SS101', {}, '2025-06-25T07:00:00Z'),
  inschrijving(),
  assigned('R-1', '2025-07-01', cause('2025-06-25T08:00:00Z')),
  died,
  {
    ...cause('2025-09-06T08:00:00Z'),
    feitId: 'herstel-1',
    soort: 'herstel',
    reden: 'Verwisseld',
    vervalt: [died.feitId],
  },
  duo('SS102', {}, '2025-09-20T07:00:00Z'),
  moved,
];

/** Every state that the timeline goes through when the facts come in this order. */
const statesOf = (feiten: readonly Feit[]): readonly Dossier[] => {
  const states: Dossier[] = [];
  let dossier = emptyDossier;
  for (const feit of feiten) {
    dossier = addFeiten(ZAAK, dossier, [feit], TODAY)?.dossier ?? dossier;
    states.push(dossier);
  }
  return states;
};

const WORK = /^(LIJST|NIEUW|DATUM|TEGENSPRAAK|TAAK)#/;

/** In which lists a zaak stands once these states are written, each in its turn. */
const listsAfter = async (states: readonly Dossier[]) => {
  const table = memoryTable();
  const lists = createZaakLists(table);
  for (const dossier of states) await lists.store([{ zaakId: ZAAK, dossier }]);
  return table
    .alles()
    .filter(({ status }) => WORK.test(String(status)))
    .map(({ status, sinds, bericht }) => {
      // Whom partners were told of depends on the day on which they were.
      const { partners: _partners, ...entry } = JSON.parse(String(bericht ?? '{}'));
      return [status, sinds, entry];
    });
};

/**
 * The content of every entry after these changes are written one after the other. An entry without content is left out, because it
 * counts as absent.
 */
const contentAfter = async (written: readonly (readonly ZaakChange[])[]) => {
  const table = memoryTable();
  const lists = createZaakLists(table);
  for (const changes of written) await lists.store(changes);
  return table
    .alles()
    .filter(({ status, mijlpalen }) => status !== undefined || mijlpalen !== undefined)
    .map(({ versie: _, ...entry }) => entry)
    .toSorted((one, other) => (`${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1));
};

const shuffled = <Element>(elements: readonly Element[]) =>
  fc.shuffledSubarray([...elements], { minLength: elements.length, maxLength: elements.length });

describe('the lists that a gemeente works from', () => {
  it('end the same in whatever order the facts come', async () => {
    const expected = await listsAfter(statesOf(LIFE));
    expect(expected.map(([status]) => status)).toEqual(['LIJST#1734#actief', 'NIEUW#1734']);
    await fc.assert(
      fc.asyncProperty(shuffled(LIFE), async (feiten) => {
        expect(await listsAfter(statesOf(feiten))).toEqual(expected);
      }),
      { numRuns: runs(60) },
    );
  });

  it('end the same whoever writes last, and however often', async () => {
    for (let length = 1; length <= LIFE.length; length += 1) {
      const states = statesOf(LIFE.slice(0, length));
      const expected = await listsAfter(states.slice(-1));
      await fc.assert(
        fc.asyncProperty(shuffled([...states, ...states]), async (written) => {
          expect(await listsAfter(written)).toEqual(expected);
        }),
        { numRuns: runs(10) },
      );
    }
  });

  it('end the same when each commit writes what it changed, late and twice, and one that fell comes again whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        shuffled(LIFE),
        fc.infiniteStream(fc.nat()),
        fc.subarray(LIFE.map((_, number) => number)),
        async (feiten, places, fallen) => {
          const states = statesOf(feiten);
          const whole = states.map((dossier) => ({ zaakId: ZAAK, dossier }));
          const last = whole.slice(-1);
          const changes = whole.map((change, number) =>
            fallen.includes(number) ? last : [{ ...change, before: states[number - 1] ?? emptyDossier }],
          );
          const written = [...changes, ...changes]
            .map((one) => ({ one, place: places.next().value }))
            .toSorted((one, other) => one.place - other.place)
            .map(({ one }) => one);
          expect(await contentAfter(written)).toEqual(await contentAfter([last]));
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it('are written once for the commits of one batch, as the newest leaves them', async () => {
    const states = statesOf(LIFE);
    const changes = states.map((dossier, number) => ({
      zaakId: ZAAK,
      dossier,
      before: states[number - 1] ?? emptyDossier,
    }));
    expect(await contentAfter([changes])).toEqual(
      await contentAfter(changes.slice(-1).map(({ before: _, ...one }) => [one])),
    );
  });

  it('are left alone by a commit that changes none of them', async () => {
    const [first, second] = statesOf([...LIFE.slice(0, 3), duo('SS101', {}, '2025-06-26T07:00:00Z')]).slice(
      -2,
    );
    if (first === undefined || second === undefined) throw new Error('two states');
    const table = memoryTable();
    await createZaakLists(table).store([{ zaakId: ZAAK, dossier: first }]);
    const before = table.alles();
    await createZaakLists(table).store([{ zaakId: ZAAK, dossier: second, before: first }]);
    expect(
      table
        .alles()
        .filter((item) => !before.includes(item))
        .map(({ sk }) => sk),
    ).toEqual([]);
  });

  it('have a place for every term that can be open at once', () => {
    expect(mostOpenTermijnen(emptyZaak)).toBe(4);
    const talk = reported('brede-intake-gesprek-gevoerd', '2025-07-02', { onderdeel: 'taalschool' });
    // In Gennep three terms end by talks of the brede intake.
    expect(mostOpenTermijnen(zaakOf([talk]))).toBe(7);
    expect(mostOpenTermijnen(zaakOf([talk, putAside([talk.feitId])]))).toBe(7);
  });
});
