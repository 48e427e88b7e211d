/** What XML 1.0 does not have, half a surrogate pair among it: queues refuse it, and parsers of receivers fail on it. */
const UNFIT = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The fields of a message, as `naam.geslachtsnaam`, with text that not every door can carry. */
export const unfitPaths = (value: unknown, path: readonly string[] = []): readonly string[] => {
  if (typeof value === 'string') return UNFIT.test(value) ? [path.join('.')] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => unfitPaths(part, [...path, name]));
};

/** The trace that a message began in, as its text says it: every door passes the same on. */
export const traceparentIn = (text: string): string | undefined => {
  const { traceparent } = JSON.parse(text) as { readonly traceparent?: unknown };
  return typeof traceparent === 'string' ? traceparent : undefined;
};
