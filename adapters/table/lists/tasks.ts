import type { ZaakId } from '../../../contracts/base-types.ts';
import { reportsOf, tasksOf } from '../../../domain/routemap/tasks.ts';
import type { Dossier } from '../../../domain/zaak/dossier.ts';
import { LISTS, WITHOUT_DATE } from './names.ts';
import type { Place } from './places.ts';

/**
 * What partners are to report of a zaak, each by its last day in the list of that partner. A place for everything that can be
 * awaited of a partner that was ever told: what is done, and what is no longer its business, stands in no list.
 */
export const taskPlaces = (
  zaakId: ZaakId,
  { zaak, latest }: Pick<Dossier, 'zaak' | 'latest'>,
): readonly Place[] =>
  [...latest].flatMap(([kanaal, { last }]) => {
    const awaited = reportsOf(last.rol);
    const tasks = awaited.length === 0 ? [] : tasksOf(zaak, latest, kanaal);
    return awaited.map((event) => {
      const task = tasks.find(({ gebeurtenis }) => gebeurtenis === event);
      const place = { sk: `TAAK#${kanaal}#${event}` };
      if (task === undefined) return place;
      const sinds = `${task.datum ?? WITHOUT_DATE}#${zaakId}#${event}`;
      return { ...place, status: LISTS.tasks(kanaal), sinds };
    });
  });
