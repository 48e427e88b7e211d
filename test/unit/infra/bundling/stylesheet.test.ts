import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createStylesheet, styleModules } from '../../../../infra/bundling/stylesheet.ts';

const css = createStylesheet();

describe('the stylesheet of the pages', () => {
  it('is the one that npm run stijl makes of the components and the theme', () => {
    for (const [path, text] of Object.entries(styleModules(css)))
      expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('holds the rules of the components that a page uses, and none of another', () => {
    expect(css).toContain('.utrecht-button--primary-action{');
    expect(css).toContain('.utrecht-table__cell{');
    expect(css).not.toMatch(/utrecht-(calendar|digid-button|listbox|pagination)/);
  });

  it('fetches nothing from elsewhere, and closes what it opens', () => {
    expect(css.replace(/\/\*.*?\*\//gs, '')).not.toMatch(/url\(|@import|https?:/);
    expect(css.split('{').length).toBe(css.split('}').length);
  });
});

/** The luminance of a colour (WCAG 2.2). */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

/** What a token of the theme is. */
const token = (name: string): string => {
  const [, value = ''] = new RegExp(`--utrecht-${name}:(#[0-9a-f]{3,6})`).exec(css) ?? [];
  return value.length === 4 ? `#${[...value.slice(1)].map((digit) => digit + digit).join('')}` : value;
};

const TEXT_ON = [
  ['document-color', 'document-background-color'],
  ['heading-color', 'document-background-color'],
  ['link-color', 'document-background-color'],
  ['link-color', 'nav-bar-background-color'],
  ['page-header-color', 'page-header-background-color'],
  ['page-footer-color', 'page-footer-background-color'],
  ['button-primary-action-color', 'button-primary-action-background-color'],
  ['button-secondary-action-color', 'button-secondary-action-background-color'],
  ['form-field-description-color', 'document-background-color'],
  ['alert-ok-color', 'alert-ok-background-color'],
  ['alert-error-color', 'alert-error-background-color'],
  ['focus-color', 'focus-background-color'],
] as const;

it.each(TEXT_ON)('text of %s can be read on %s', (text, background) => {
  expect(contrast(token(text), token(background))).toBeGreaterThanOrEqual(4.5);
});

it('the border of a field and the mark of the focus stand out from the page', () => {
  for (const name of ['textbox-border-color', 'focus-outline-color'])
    expect(contrast(token(name), token('document-background-color'))).toBeGreaterThanOrEqual(3);
});
