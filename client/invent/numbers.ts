import { satisfiesElfproef } from '../../contracts/base-types.ts';
import type { Random } from './random.ts';

/** Numbers of people who do not exist. */
export interface Numbers {
  /** A BSN that passes the elfproef and begins with 9999, which no person has. */
  bsn(): string;
  vNummer(): string;
}

/** Four digits are free between the 9999 and the last one, which the elfproef decides. */
const PLACES = 10_000;
/** Has no divisor in common with `PLACES`: stepping by it comes past every place before one comes again. */
const STRIDE = 3_907;
/** How many such numbers there are: for one in eleven places no last digit is right. */
export const MOST_BSN = 9_000;

const bsnAt = (place: number): string | undefined => {
  const first = `9999${String(place).padStart(4, '0')}`;
  return Array.from({ length: 10 }, (_, last) => `${first}${last}`).find(satisfiesElfproef);
};

/** Draws numbers of which none comes twice; an error when every BSN has been drawn. */
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
