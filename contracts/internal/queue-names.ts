/**
 * The names of a partner's queues follow from its gemeente and its key. So whoever makes them (`infra/`) and whoever
 * uses them (`functions/`) need no list of addresses, which would not fit in the environment of a function.
 */

/** A partner of a gemeente, as `0907/taalschool`. */
export type Kanaal = `${string}/${string}`;

/** Every channel there can be: in a name it becomes a pattern for a permission. */
export const ELK_KANAAL: Kanaal = '????/*';

const basis = (kanaal: Kanaal): string => `inburgeringshub-${kanaal.replace('/', '-')}`;

/** Name of the queue that a partner reads. */
export const kanaalQueue = (kanaal: Kanaal): string => `${basis(kanaal)}.fifo`;

/** Name of the queue with what the partner fetched and never deleted. */
export const kanaalDeadLetters = (kanaal: Kanaal): string => `${basis(kanaal)}-dode-brieven.fifo`;

/** The channel whose dead letters a queue of this name holds; undefined when it is no such queue. */
export const kanaalOfDeadLetters = (queue: string): Kanaal | undefined => {
  const [, gemeentecode, partner] = /^inburgeringshub-(\d{4})-(.+)-dode-brieven\.fifo$/.exec(queue) ?? [];
  return gemeentecode === undefined || partner === undefined ? undefined : `${gemeentecode}/${partner}`;
};
