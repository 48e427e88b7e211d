/**
 * Moments as instants. A source may write one moment in many ways (any offset, any number of decimals, RFC 3339 in
 * lower case), so the order of two texts says nothing about their order in time.
 */

interface Instant {
  /** Milliseconds since 1970, rounded down. */
  readonly milliseconds: number;
  /** Decimals of the second after the third, without zeros at the end. Their order as text is their order in time. */
  readonly beyond: string;
}

const decimalsOf = (text: string): string => /\.(\d+)/.exec(text)?.[1] ?? '';

const withoutZerosAtEnd = (decimals: string): string => decimals.replace(/0+$/, '');

const readInstant = (text: string): Instant => ({
  milliseconds: Date.parse(text.toUpperCase()),
  beyond: withoutZerosAtEnd(decimalsOf(text).slice(3)),
});

const compareTexts = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

/**
 * Whether two moments are written alike: in UTC and to the same precision, so that the order of the texts is their order in
 * time. Nearly all are, and a long timeline is put in order many times.
 */
const isWrittenAlike = (one: string, other: string): boolean =>
  one.length === other.length && one.endsWith('Z') && other.endsWith('Z') && one[10] === other[10];

/** Negative when `one` lies before `other`, 0 when both are the same moment. Both are in RFC 3339, to any precision. */
export const compareInstants = (one: string, other: string): number => {
  if (one === other) return 0;
  if (isWrittenAlike(one, other)) return compareTexts(one, other);
  const [a, b] = [readInstant(one), readInstant(other)];
  return a.milliseconds - b.milliseconds || compareTexts(a.beyond, b.beyond);
};

/** Whether two texts in RFC 3339 are the same moment. */
export const isSameInstant = (one: string, other: string): boolean => compareInstants(one, other) === 0;

/**
 * The form in which the hub keeps and shows a moment of a source: in UTC, with as many decimals as it needs
 * (`2026-10-20T09:30:00Z`, `2026-10-20T09:30:00.5Z`). A moment whose year in UTC has no four digits has no such form
 * and stays as it is.
 */
export const canonicalInstant = (text: string): string => {
  const { milliseconds, beyond } = readInstant(text);
  const iso = new Date(milliseconds).toISOString();
  if (!/^\d{4}-/.test(iso)) return text;
  const decimals = withoutZerosAtEnd(`${iso.slice(20, 23)}${beyond}`);
  return `${iso.slice(0, 19)}${decimals === '' ? '' : `.${decimals}`}Z`;
};
