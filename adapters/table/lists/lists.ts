import type { ZaakId } from '../../../contracts/base-types.ts';
import type { PartnerReport } from '../../../contracts/partner-dag.ts';
import { known } from '../../../domain/known.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import type { Appointment } from '../../../domain/routemap/appointments.ts';
import type { Task } from '../../../domain/routemap/tasks.ts';
import type { ListEntry, OpenTermijn } from '../../../domain/zaak/list-entry.ts';
import type { ZaakStatus } from '../../../domain/zaak/situation.ts';
import { cursorAt } from '../cursor.ts';
import type { Item, Table } from '../table.ts';
import { LISTS, WITHOUT_DATE } from './names.ts';
import { zaakIdOf } from './reading.ts';

/** Reading the lists that a gemeente works from: each answer is one bounded query of the index, and reads no zaak. */

/** A zaak as it stands in the list of its gemeente. */
export interface ZaakEntry {
  readonly zaakId: ZaakId;
  /** Its place in the list, by which reading goes on after it. */
  readonly place: string;
  readonly entry: ListEntry;
}

/** An open term by its last day (`YYYY-MM-DD`). */
export interface DueTermijn extends Pick<OpenTermijn, 'id' | 'onderdelen'> {
  readonly zaakId: ZaakId;
  readonly datum: string;
}

/** The place of an open term in its list. Lists of several rules are read as one by it. */
export const placeOfDue = ({ datum, zaakId, id }: DueTermijn): string => `${datum}#${zaakId}#${id}`;

/** Something that a partner is to report of a zaak. */
export interface TaskEntry extends Task {
  readonly zaakId: ZaakId;
}

/** An appointment of a zaak. */
export interface AppointmentEntry extends Appointment {
  readonly zaakId: ZaakId;
}

/** At most so many of a list; `meer` when there are others. */
export interface Part<Element> {
  readonly elements: readonly Element[];
  readonly meer: boolean;
  /** Opaque cursor, by which a list that takes one goes on; also when what it ends with left the list meanwhile. */
  readonly na?: string | undefined;
}

/** Which part of a list without days: after a cursor (`na`), and how many. */
interface Piece {
  readonly after?: string | undefined;
  readonly max: number;
}

/** Days (`YYYY-MM-DD`), both included. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** Sorts before every place in a list, and behind every one, of zaken without a date too. */
const FIRST = '0';
const LAST = '~~';

/** Behind everything that stands in a list at or under this place, and before what comes after that. */
const behind = (place: string): string => `${place}~`;

const toEntry = (item: Item): ZaakEntry => ({
  zaakId: zaakIdOf(item),
  place: String(item['sinds']),
  entry: JSON.parse(String(item['bericht'])),
});

const toDue = (item: Item): DueTermijn => {
  const [datum = '', , id = ''] = String(item['sinds']).split('#');
  return { zaakId: zaakIdOf(item), datum, id, ...JSON.parse(String(item['bericht'] ?? '{}')) };
};

const toTask = (item: Item): TaskEntry => {
  const [datum = '', , gebeurtenis] = String(item['sinds']).split('#');
  return {
    zaakId: zaakIdOf(item),
    gebeurtenis: gebeurtenis as PartnerReport,
    datum: datum === WITHOUT_DATE ? undefined : datum,
  };
};

const toAppointment = (item: Item): AppointmentEntry => ({
  zaakId: zaakIdOf(item),
  ...JSON.parse(String(item['bericht'])),
});

/** The lists in this table. */
export const createLists = (table: Pick<Table, 'perStatus'>) => {
  const part = async <Element>(
    status: string,
    range: { readonly from: string; readonly until: string },
    piece: number | Piece,
    element: (item: Item) => Element,
  ): Promise<Part<Element>> => {
    // A term of which nobody is warned before: there are no days between.
    if (range.from > range.until) return { elements: [], meer: false };
    const { after, max }: Piece = typeof piece === 'number' ? { max: piece } : piece;
    // One more than is asked for: that a page is full does not say that there is another.
    const { items, na } = await table.perStatus(status, {
      ...range,
      max: max + 1,
      ...known({ na: after }),
    });
    const elements = items.slice(0, max).map(element);
    const last = items[max - 1];
    if (items.length <= max || last === undefined) return { elements, meer: na !== undefined, na };
    return { elements, meer: true, na: cursorAt(last) };
  };

  return {
    /**
     * The zaken of a gemeente with this status by the first date that presses; those without a date last. After a place
     * in the list, and up to a day (`until`) when one is given.
     */
    zaken: (
      gemeentecode: string,
      status: ZaakStatus,
      { after, until, max }: { readonly after?: string; readonly until?: string; readonly max: number },
    ): Promise<Part<ZaakEntry>> =>
      part(
        LISTS.zaken(gemeentecode, status),
        {
          from: after === undefined ? FIRST : behind(after),
          until: until === undefined ? LAST : behind(`${until}#`),
        },
        max,
        toEntry,
      ),

    /**
     * The open terms of which the last day is one of these, of the rules that warn so long before; after a place in the list
     * (`placeOfDue`) when one is given.
     */
    due: (
      gemeentecode: string,
      warnedBefore: string,
      { from, until, after }: Days & { readonly after?: string | undefined },
      max: number,
    ): Promise<Part<DueTermijn>> =>
      part(
        LISTS.due(gemeentecode, warnedBefore),
        { from: after === undefined ? from : behind(after), until: behind(`${until}#`) },
        max,
        toDue,
      ),

    /** What a partner is to report with one of these as its last day, or from the first of them on. */
    tasks: (
      kanaal: KanaalId,
      { from = FIRST, until }: Partial<Days> & Pick<Days, 'until'>,
      max: number,
    ): Promise<Part<TaskEntry>> =>
      part(LISTS.tasks(kanaal), { from, until: behind(`${until}#`) }, max, toTask),

    /** What a partner is to report without a last day. */
    undatedTasks: (kanaal: KanaalId, max: number): Promise<Part<TaskEntry>> =>
      part(LISTS.tasks(kanaal), { from: WITHOUT_DATE, until: LAST }, max, toTask),

    /** The appointments on these days, in order. */
    appointments: (kanaal: KanaalId, { from, until }: Days, max: number): Promise<Part<AppointmentEntry>> =>
      part(LISTS.appointments(kanaal), { from, until: behind(`${until}T`) }, max, toAppointment),

    /** The zaken that the gemeente got on one of these days. */
    opened: (gemeentecode: string, { from, until }: Days, piece: Piece): Promise<Part<ZaakId>> =>
      part(LISTS.opened(gemeentecode), { from, until: behind(`${until}#`) }, piece, zaakIdOf),

    /** The zaken of which a partner waits for what no source told of the person, the longest linked first. */
    missing: (gemeentecode: string, piece: Piece): Promise<Part<ZaakId>> =>
      part(LISTS.missing(gemeentecode), { from: FIRST, until: LAST }, piece, zaakIdOf),

    /** The zaken of which a source says something else than the gemeente typed over, the longest known first. */
    contradictions: (gemeentecode: string, piece: Piece): Promise<Part<ZaakId>> =>
      part(LISTS.contradictions(gemeentecode), { from: FIRST, until: LAST }, piece, zaakIdOf),
  };
};

export type Lists = ReturnType<typeof createLists>;
