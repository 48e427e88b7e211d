/** Pages as text. Everything that is put into a template is escaped, unless a template made it. */

/** By a symbol, so that nothing that was read from JSON can pass for it. */
const MADE: unique symbol = Symbol('made by a template');

export interface Html {
  readonly [MADE]: string;
}

/** What can stand in a template; nothing is written of what is undefined. */
type Part = string | number | undefined | Html | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Characters that show nothing and change how the rest is read: marks of direction, which turn text round, and control characters.
 * They are shown by their number. Two joiners are part of how names are written, in Persian for one, and stay.
 */
const UNSEEN = /(?![\t\n\r\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const numbered = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

const escaped = (text: string): string =>
  text.replace(UNSEEN, numbered).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const isHtml = (part: Part): part is Html => typeof part === 'object' && MADE in part;

const written = (part: Part): string => {
  if (part === undefined) return '';
  if (isHtml(part)) return part[MADE];
  return typeof part === 'object' ? part.map(written).join('') : escaped(String(part));
};

/** A piece of a page. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  [MADE]: texts.map((text, place) => `${text}${written(parts[place])}`).join(''),
});

/** The page as it is sent. */
export const textOf = (page: Html): string => page[MADE];
