import { isSameInstant } from '../../contracts/instant.ts';
import type { Reply, ReplyReason } from '../../contracts/replies.ts';
import { known } from '../known.ts';

/** What was said of one message, oldest first. A new answer replaces the one before, and nothing that was said is forgotten. */

/** What a partner says of a message, or what its gemeente says of the partner's answer. */
export type Saying =
  | { readonly wat: 'opgepakt' }
  | { readonly wat: 'lukt-niet'; readonly reden: ReplyReason }
  /** The gemeente solved what its partner cannot do. */
  | { readonly wat: 'afgehandeld' };

/** `medewerker`: the id of the person who said it; absent when a programme did. */
export type Said = Saying & { readonly tijdstip: string; readonly medewerker?: string | undefined };

/** The most often that a partner can say something of one message: more than it needs, and less than fits an item of the table. */
export const MOST_SAID = 100;

/** What the partner said last, and whether its gemeente settled it since; undefined when the partner said nothing. */
export const replyIn = (said: readonly Said[]): Reply | undefined => {
  const index = said.findLastIndex(({ wat }) => wat !== 'afgehandeld');
  const last = said[index];
  if (last === undefined || last.wat === 'afgehandeld') return undefined;
  const settled = said[index + 1];
  return {
    antwoord: last.wat,
    ...(last.wat === 'lukt-niet' ? { reden: last.reden } : {}),
    sinds: last.tijdstip,
    ...known({ afgehandeldOp: settled?.tijdstip }),
  };
};

/** The moment since which a partner cannot do what a message asks; undefined when its gemeente settled that. */
const waitingSince = (said: readonly Said[]): string | undefined => {
  const reply = replyIn(said);
  return reply?.antwoord === 'lukt-niet' && reply.afgehandeldOp === undefined ? reply.sinds : undefined;
};

/** Whether a partner cannot do what a message asks, and its gemeente did not settle that yet. */
export const isWaiting = (said: readonly Said[]): boolean => waitingSince(said) !== undefined;

/**
 * The answers with this one added; undefined when that changes nothing, because it was said already or nothing waits for it. A
 * partner that says it again after its gemeente settled it still cannot do it, and is heard. A gemeente settles the answer that it
 * has `seen`, by its moment; what its partner said since goes on waiting.
 */
export const withSaid = (said: readonly Said[], now: Said, seen?: string): readonly Said[] | undefined => {
  if (now.wat === 'afgehandeld') {
    const waiting = waitingSince(said);
    return waiting !== undefined && isSameInstant(waiting, seen ?? waiting) ? [...said, now] : undefined;
  }
  const last = replyIn(said);
  const isSame =
    last?.antwoord === now.wat &&
    last.afgehandeldOp === undefined &&
    last.reden === (now.wat === 'lukt-niet' ? now.reden : undefined);
  return isSame ? undefined : [...said, now];
};
