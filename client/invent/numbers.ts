import { satisfiesElfproef } from '../../contracts/base-types.ts';
import type { Random } from './random.ts';

/** The numbers of invented people. */
export interface Numbers {
  /** A BSN that passes the elfproef and begins with 9999, which no person has. */
  bsn(): string;
  vNummer(): string;
}

/** Between the 9999 and the last digit four digits are free. The elfproef decides the last digit. */
const PLACES = 10_000;
/** `STRIDE` has no divisor in common with `PLACES`, so that stepping by it reaches every place once before any place repeats. */
const STRIDE = 3_907;
/** A safe number of invented BSNs: for one in eleven of the `PLACES` no last digit satisfies the elfproef. */
export const MOST_BSN = 9_000;

const bsnAt = (place: number): string | undefined => {
  const first = `9999${String(place).padStart(4, '0')}`;
  return Array.from({ length: 10 }, (_, last) => `${first}${last}`).find(satisfiesElfproef);
};

/** Draws numbers without repetition. Throws when every BSN has been drawn. */
export const createNumbers = (random: Random): Numbers => {
  let place = random.number(0, PLACES - 1);
  let left = PLACES;
  const drawn = new Set<string>();
  const bsn = (): string => {
    for (; left > 0; left -= 1) {
      place = (place + STRIDE) % PLACES;
      const found = bsnAt(place);
      if (found === undefined) continue;
      left -= 1;
      return found;
    }
    throw new Error('every BSN that begins with 9999 has been drawn');
  };
  const vNummer = (): string => {
    const number = `2${String(random.number(0, 999_999_999)).padStart(9, '0')}`;
    if (drawn.has(number)) return vNummer();
    drawn.add(number);
    return number;
  };
  return { bsn, vNummer };
};
