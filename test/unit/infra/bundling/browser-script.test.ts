import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createBrowserScript, scriptModules } from '../../../../infra/bundling/browser-script.ts';

const script = createBrowserScript();

it('the script of the pages is the one that npm run stijl makes', () => {
  for (const [path, text] of Object.entries(scriptModules(script)))
    expect(readFileSync(path, 'utf8')).toBe(text);
});

it('the script of the pages is small, and stores nothing in a browser', () => {
  expect(Buffer.byteLength(script)).toBeLessThan(12_000);
  expect(script).not.toMatch(/localStorage|sessionStorage|indexedDB|document\.cookie|\beval\b|innerHTML/);
});
