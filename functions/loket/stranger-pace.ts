import { admit, type Pace, requestMs } from '../../domain/pace.ts';
import { tooMany } from '../shared/rest/http/pace.ts';
import { isTemporary } from '../shared/rest/http/problems.ts';
import { safeError } from '../shared/rest/safe-log.ts';
import type { LoketDependencies } from './dependencies.ts';

/** What keeping this pace needs from outside. */
export type StrangerPaceDependencies = Pick<LoketDependencies, 'clock' | 'log'> & {
  readonly limits: Pick<LoketDependencies['limits'], 'reserve'>;
  readonly pseudonyms: Pick<LoketDependencies['pseudonyms'], 'afdruk'>;
};

/** Which form somebody sends who is not signed in: each kind has a pace of its own. */
export type OpenFormKind = 'link' | 'passkey' | 'organisation';

/** Callers that are remembered at once: who comes from ever other addresses gets no more room for it. */
const AT_MOST = 1_000;

const ONE = { least: 1, most: 1 };

/**
 * Keeps who is not signed in to this pace, by the network address that their form comes from: an instance by what it remembers, which
 * costs no call, and all instances together by a count in the table under a pseudonym of the address. One instance alone would let
 * through as often as there are instances, and every form holds one for as long as it takes. Throws the problem that answers who asks
 * more. When the table cannot count, the form is let through and the log says so.
 */
export const createStrangerPace = (
  { clock, limits, log, pseudonyms }: StrangerPaceDependencies,
  kind: OpenFormKind,
  pace: Pace,
) => {
  const freeAt = new Map<string, number>();
  const refused = (waitMs: number) => tooMany(waitMs, 'Er komen hier te veel verzoeken vandaan.');

  /** Milliseconds until all instances together have room for one more; zero when they have, or cannot count. */
  const sharedWaitMs = async (from: string, now: number): Promise<number> => {
    try {
      const place = pseudonyms.afdruk(['vreemde', from]);
      const reserved = await limits.reserve(place, kind, { pace, wanted: ONE, now });
      return 'waitMs' in reserved ? reserved.waitMs : 0;
    } catch (error) {
      if (!isTemporary(error)) throw error;
      log.error('tempo niet bijgehouden', { formulier: kind, ...safeError(error) });
      return 0;
    }
  };

  return async (from: string): Promise<void> => {
    const now = clock.now().getTime();
    if (freeAt.size >= AT_MOST && !freeAt.has(from)) freeAt.clear();
    const room = admit(freeAt.get(from), pace, ONE, now);
    if ('waitMs' in room) throw refused(room.waitMs);
    freeAt.set(from, room.freeAt);
    const waitMs = await sharedWaitMs(from, now);
    if (waitMs === 0) return;
    // Its pace went elsewhere: until there is room again it is refused here without a call.
    freeAt.set(from, now + (pace.burst - 1) * requestMs(pace) + waitMs);
    throw refused(waitMs);
  };
};
