/**
 * The names of a partner's queues follow from its gemeente and its key. So `infra/`, which makes them, and
 * `functions/`, which use them, need no list of addresses: that would not fit in the environment of a function.
 */

/** A partner of a gemeente, as `0907/taalschool`. */
export type Kanaal = `${string}/${string}`;

/** Stands for every kanaal that there can be: in the name of a queue it makes the pattern of a permission. */
export const EVERY_KANAAL: Kanaal = '????/*';

const stemOf = (kanaal: Kanaal): string => `inburgeringshub-${kanaal.replace('/', '-')}`;

/** Name of the queue that a partner reads. */
export const kanaalQueue = (kanaal: Kanaal): string => `${stemOf(kanaal)}.fifo`;

/** Name of the queue with the messages that a partner received and never deleted. */
export const kanaalDeadLetters = (kanaal: Kanaal): string => `${stemOf(kanaal)}-dode-brieven.fifo`;

/** The kanaal whose dead letters a queue of this name holds; undefined when it is no such queue. */
export const kanaalOfDeadLetters = (queue: string): Kanaal | undefined => {
  const [, gemeentecode, partner] = /^inburgeringshub-(\d{4})-(.+)-dode-brieven\.fifo$/.exec(queue) ?? [];
  return gemeentecode === undefined || partner === undefined ? undefined : `${gemeentecode}/${partner}`;
};
