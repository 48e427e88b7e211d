import { admit, type Pace } from '../../domain/pace.ts';
import { tooMany } from '../shared/rest/http/pace.ts';

/** Callers that are remembered at once: who comes from ever other addresses gets no more room for it. */
const AT_MOST = 1_000;

/**
 * Keeps who is not signed in to this pace, by the address that their form comes from. One instance remembers it; how many links a
 * person is sent on a day is counted for all of them together. Throws the problem that answers who asks more.
 */
export const createStrangerPace = (now: () => Date, pace: Pace) => {
  const freeAt = new Map<string, number>();
  return (from: string): void => {
    if (freeAt.size >= AT_MOST && !freeAt.has(from)) freeAt.clear();
    const room = admit(freeAt.get(from), pace, { least: 1, most: 1 }, now().getTime());
    if ('waitMs' in room) throw tooMany(room.waitMs, 'Er komen hier te veel verzoeken vandaan.');
    freeAt.set(from, room.freeAt);
  };
};
