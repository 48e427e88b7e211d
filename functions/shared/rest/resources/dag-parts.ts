import type { AppointmentEntry, Part } from '../../../../adapters/table/lists/lists.ts';
import { DagAppointment } from '../../../../contracts/agenda.ts';
import { partyIn } from '../../../../contracts/appointments.ts';
import { DAG_LIMITS } from '../../../../contracts/dag.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import type { ListItem } from '../../../../domain/delivery/item.ts';

/** What the day lists of a gemeente and of a partner have in common: parts that are counted, and named up to a limit. */

/** So many of a part are counted, and so many of those named. */
export const { counted: COUNTED, named: NAMED } = DAG_LIMITS;

/** Several parts as one, in the order of `place`; more than are counted are cut off. */
export const together = <Element>(
  parts: readonly Part<Element>[],
  place: (element: Element) => string,
): Part<Element> => {
  const all = parts
    .flatMap(({ elements }) => elements)
    .toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
  return {
    elements: all.slice(0, COUNTED),
    meer: all.length > COUNTED || parts.some(({ meer }) => meer),
  };
};

/** A part as an answer has it. */
export const shown = <Element>({ elements, meer }: Part<Element>) => ({
  aantal: elements.length,
  ...(meer ? { meer: true as const } : {}),
  lijst: elements.slice(0, NAMED),
});

/** A part whose elements may turn out to be none of what is shown. */
export const choose = <Element, Shown>(
  { elements, meer }: Part<Element>,
  show: (element: Element) => Shown | undefined,
): Part<Shown> => ({ elements: elements.flatMap((element) => show(element) ?? []), meer });

/** When a message was put, by its place in the feed. */
export const momentOf = ({ positie }: Pick<ListItem, 'positie'>): string => positie.split('#')[0] ?? positie;

/** A message that its partner has no content of, because none can be made. */
export const isUnmade = ({ tekst }: ListItem): boolean => tekst === undefined;

/** The zaken of which a first message could not be made: that told its partner of nobody. */
export const unmadeZaken = (waiting: readonly ListItem[]): ReadonlySet<string> =>
  new Set(
    waiting.flatMap((item) => (isUnmade(item) && item.type === BERICHTTYPEN.gemeld ? [item.zaakId] : [])),
  );

/** An appointment as a day list shows it; nothing of one that fell away. */
export const dagAppointment = ({
  zaakId,
  gebeurtenis,
  deel,
  tijd,
  plaats,
  tolk,
  isAfgezegd,
}: AppointmentEntry): DagAppointment | undefined =>
  isAfgezegd === true
    ? undefined
    : DagAppointment.parse({ zaakId, gebeurtenis, ...partyIn(gebeurtenis, deel), tijd, plaats, tolk });
