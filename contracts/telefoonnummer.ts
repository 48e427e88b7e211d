/**
 * Telephone numbers as people write them: `06 12 34 56 78`, `(0485) 49-10-00`, `+31 (0)6-12345678`. The hub keeps a
 * Dutch number in ten digits (`0612345678`) and any other with `+` and its country code, so that a number has one form.
 */

const SEPARATORS = ' \\u00a0.\\-\\u2011\\u2013/';

/** Matches a number as people write it: groups of digits, some of them in parentheses, 6 to 17 digits in all. */
export const WRITTEN_NUMBER = new RegExp(
  `^(?=(?:[^0-9]*[0-9]){6,17}[^0-9]*$) *(?:\\+[${SEPARATORS}]*)?(?:\\(\\+?[0-9]+\\)|[0-9])(?:[${SEPARATORS}]*(?:\\([0-9]+\\)|[0-9]))* *$`,
);

/** E.164 allows at most fifteen digits, and no country code begins with 0. */
const CANONICAL_NUMBER = /^(?:\+[1-9][0-9]{5,14}|[0-9]{6,15})$/;

/** Whether a telephone number is written in that one form. */
export const isCanonicalNumber = (text: string): boolean => CANONICAL_NUMBER.test(text);

const digitsOf = (text: string): string => text.replaceAll(/[^0-9]/g, '');

/** The one form of a number that `WRITTEN_NUMBER` matches; any other text stays as it is. */
export const canonicalNumber = (text: string): string => {
  if (!WRITTEN_NUMBER.test(text)) return text;
  const hasPlus = text.includes('+');
  if (!hasPlus && !digitsOf(text).startsWith('00')) return digitsOf(text);
  // A zero in parentheses after the country code is only dialled within that country.
  const digits = digitsOf(text.replace(/(?<=[0-9][^(]*)\(0\)/, ''));
  const number = hasPlus ? digits : digits.replace(/^00/, '');
  // Some people write `+31 06`: that zero goes too.
  return /^310?[1-9][0-9]{8}$/.test(number) ? number.replace(/^310?/, '0') : `+${number}`;
};
