/** What somebody asks of `hub luister` by a key, while it goes on. */
export type Asked =
  | { readonly soort: 'opnieuw' /** Which message; the last one without it. */; readonly number?: number }
  | { readonly soort: 'einde' };

/** A terminal that gives each key at once, as far as it is needed here: standard input. */
export interface KeyInput {
  setRawMode(on: boolean): unknown;
  on(event: 'data', take: (keys: Buffer) => void): unknown;
  off(event: 'data', take: (keys: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export const KEYS_IN_WORDS = 'r sends the last message again, a number and Enter that one, q ends';

const END = new Set(['q', '\u0003', '\u0004']);
const ENTER = new Set(['\r', '\n']);
const ESCAPE = '\u001b';

/** Reads keys as they are pressed; the digits of a number stay until its Enter. */
export const createKeys = (): ((keys: string) => readonly Asked[]) => {
  let digits = '';
  const take = (key: string): readonly Asked[] => {
    if (/^\d$/.test(key)) {
      digits += key;
      return [];
    }
    const number = Number(digits);
    digits = '';
    if (END.has(key)) return [{ soort: 'einde' }];
    if (ENTER.has(key) && number > 0) return [{ soort: 'opnieuw', number }];
    return key === 'r' || ENTER.has(key) ? [{ soort: 'opnieuw' }] : [];
  };
  // An arrow is several bytes of which some are letters.
  return (keys) => (keys.startsWith(ESCAPE) ? [] : [...keys].flatMap(take));
};

/** Listens to keys until the function that it gives is called, which leaves the terminal as it was. */
export const onKeys = (input: KeyInput, asked: (what: Asked) => void): (() => void) => {
  const read = createKeys();
  const take = (keys: Buffer): void => read(keys.toString('utf8')).forEach(asked);
  const restore = (): void => {
    input.off('data', take);
    input.setRawMode(false);
    input.pause();
    process.off('exit', restore);
  };
  input.setRawMode(true);
  // Whatever ends the process, a shell that does not show what is typed would be left behind.
  process.on('exit', restore);
  input.on('data', take);
  input.resume();
  return restore;
};
