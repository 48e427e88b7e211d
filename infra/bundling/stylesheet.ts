import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';

/**
 * The stylesheet of the pages: of the components of NL Design System the rules that a page has a class for, and the tokens of the
 * theme. `functions/loket/style/stylesheet.ts` is made of it, so that a bundle needs no file beside it.
 */

const PROJECT = resolve(import.meta.dirname, '..', '..');
const PAGES = join(PROJECT, 'functions', 'loket');
const COMPONENTS = join(PROJECT, 'node_modules', '@utrecht', 'component-library-css', 'dist', 'index.css');

const CLASS = /\.(-?[a-zA-Z_][\w-]*)/g;

/** The classes that stand in the code of the pages. */
const usedClasses = (): ReadonlySet<string> => {
  const files = readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('style'),
  );
  const text = files.map((file) => readFileSync(join(PAGES, file), 'utf8')).join('\n');
  // The kinds of an alert are put together in the template.
  const kinds = ['info', 'ok', 'error'].map((kind) => `utrecht-alert--${kind}`);
  return new Set([...(text.match(/utrecht-[a-z0-9_-]+/g) ?? []), ...kinds]);
};

const minified = (css: string): string =>
  transformSync(css, { loader: 'css', minify: true, legalComments: 'none' })
    .code.replace('@charset "UTF-8";', '')
    // What esbuild leaves of white space in custom properties and in what they fall back on.
    .replaceAll(/([,:]) +/g, '$1')
    .trim();

/** No page has a control that is off or cannot be filled in. */
const NEVER = [':disabled', ':read-only', '[aria-disabled'];

/** Whether a selector can match something on a page. */
const isUsed = (selector: string, used: ReadonlySet<string>): boolean => {
  if (NEVER.some((state) => selector.includes(state) && !selector.includes(`:not(${state}`))) return false;
  const classes = [...selector.matchAll(CLASS)].map(([, name = '']) => name);
  return classes.length > 0 && classes.every((name) => used.has(name));
};

/** Splits by a comma outside brackets: `:is(a,b),c` is two selectors. */
const selectorsOf = (list: string): readonly string[] => list.split(/,(?![^()]*\))/);

/** Of minified rules those that are used; rules within an at-rule are kept with it. */
const pruned = (css: string, used: ReadonlySet<string>): string =>
  css
    .replaceAll(/([^{}@;]+)\{([^{}]*)\}/g, (_rule, list: string, declarations: string) => {
      const kept = selectorsOf(list).filter((selector) => isUsed(selector, used));
      return kept.length === 0 ? '' : `${kept.join(',')}{${declarations}}`;
    })
    .replaceAll(/@[^{};]+\{\s*\}/g, '');

const NOTICE =
  '/* NL Design System, Gemeente Utrecht and Frameless B.V., EUPL-1.2: https://github.com/nl-design-system/utrecht */\n';

/** The stylesheet of the pages: the components that they use, without the rest, and the theme. */
export const createStylesheet = (): string =>
  NOTICE +
  pruned(minified(readFileSync(COMPONENTS, 'utf8')), usedClasses()) +
  minified(readFileSync(join(PAGES, 'style', 'theme.css'), 'utf8'));

const HEAD =
  '// biome-ignore-all format: made by npm run stijl (infra/bundling/stylesheet.ts). Do not change it by hand.';

/**
 * The modules that the pages import, by path. The digest stands apart: every page names it, and the text is sent once to a browser.
 */
export const styleModules = (css: string): Readonly<Record<string, string>> => {
  const digest = createHash('sha256').update(css).digest('hex').slice(0, 16);
  return {
    [join(PAGES, 'style', 'digest.ts')]: `${HEAD}
/** A digest of the stylesheet, for its address. */
export const STYLE_DIGEST = ${JSON.stringify(digest)};
`,
    [join(PAGES, 'style', 'stylesheet.ts')]: `${HEAD}
/** The stylesheet of the pages. */
export const STYLESHEET = ${JSON.stringify(css)};
`,
  };
};
