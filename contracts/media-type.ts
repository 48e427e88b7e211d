/** Media types (RFC 9110 §8.3.1). Case makes no difference to their kind, names of parameters and charset. */

/** The kind and the parameters of a media type or range, in lower case; a quoted value loses its quotes. */
export const parseMediaType = (text: string): readonly [string, ReadonlyMap<string, string>] => {
  const [kind = '', ...parameters] = text.split(';').map((part) => part.trim());
  const pairs = parameters.map((parameter): [string, string] => {
    const [name = '', value = ''] = parameter.split('=');
    return [
      name.trim().toLowerCase(),
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ];
  });
  return [kind.toLowerCase(), new Map(pairs)];
};

/** What senders call UTF-8 (WHATWG Encoding §4.2), and ASCII, whose bytes are the same in UTF-8. */
const UTF8_NAMES: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/**
 * The kind of a media type whose charset is UTF-8 or absent; undefined for another charset, or when there is no kind.
 */
export const utf8Kind = (text: string): string | undefined => {
  const [kind, parameters] = parseMediaType(text);
  return kind !== '' && UTF8_NAMES.has(parameters.get('charset') ?? 'utf-8') ? kind : undefined;
};
