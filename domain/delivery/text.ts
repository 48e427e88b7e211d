/**
 * Characters that XML 1.0 does not have, among them half a surrogate pair: queues refuse them, and parsers of receivers fail on
 * them.
 */
const UNFIT = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The fields of a message, as `naam.geslachtsnaam`, with text that some door cannot carry. */
export const unfitPaths = (value: unknown, path: readonly string[] = []): readonly string[] => {
  if (typeof value === 'string') return UNFIT.test(value) ? [path.join('.')] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => unfitPaths(part, [...path, name]));
};

/** The trace context of a message, as its text has it: every door passes on the same. */
export const traceparentIn = (text: string): string | undefined => {
  const { traceparent } = JSON.parse(text) as { readonly traceparent?: unknown };
  return typeof traceparent === 'string' ? traceparent : undefined;
};
