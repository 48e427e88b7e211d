import { isSameInstant } from '../../contracts/instant.ts';
import type { Reply, ReplyReason } from '../../contracts/replies.ts';
import { known } from '../known.ts';

/**
 * What was said of one message, the oldest first. What is said anew holds in the place of what was said before, and nothing that was
 * said is forgotten.
 */

/** What a partner says of a message, or its gemeente of what the partner said. */
export type Saying =
  | { readonly wat: 'opgepakt' }
  | { readonly wat: 'lukt-niet'; readonly reden: ReplyReason }
  /** The gemeente saw to what its partner cannot do. */
  | { readonly wat: 'afgehandeld' };

/** `medewerker`: which person said it, by an id; none of a programme. */
export type Said = Saying & { readonly tijdstip: string; readonly medewerker?: string | undefined };

/** So often a partner can say something of one message: more than anybody needs, and less than an item of the table holds. */
export const MOST_SAID = 100;

/** What the partner said last, and whether its gemeente saw to it since; undefined when the partner said nothing. */
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

/** Since when a partner cannot do what a message asks, as long as its gemeente did not see to that. */
const waitingSince = (said: readonly Said[]): string | undefined => {
  const reply = replyIn(said);
  return reply?.antwoord === 'lukt-niet' && reply.afgehandeldOp === undefined ? reply.sinds : undefined;
};

/** A partner cannot do what a message asks, and its gemeente did not see to that yet. */
export const isWaiting = (said: readonly Said[]): boolean => waitingSince(said) !== undefined;

/**
 * With what is said now; undefined when that changes nothing: it was said already, or nothing waits for it. Who says it again
 * after its gemeente saw to it still cannot, and is heard. A gemeente settles what it has `seen`, by the moment of that; what its
 * partner said since goes on waiting.
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
