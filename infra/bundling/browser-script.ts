import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * The script of the pages about passkeys, with the library for it in one text. `functions/loket/browser/script.ts` is made of
 * it, so that a bundle needs no file beside it.
 */

const PROJECT = resolve(import.meta.dirname, '..', '..');
const FOLDER = join(PROJECT, 'functions', 'loket', 'browser');

const NOTICE = '/* SimpleWebAuthn, Matthew Miller, MIT: https://github.com/MasterKale/SimpleWebAuthn */\n';

/** The text of the one script of the pages with its library, minified, as `functions/loket/browser/script.ts` holds it. */
export const createBrowserScript = (): string => {
  const { outputFiles } = buildSync({
    entryPoints: [join(FOLDER, 'passkeys.ts')],
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    legalComments: 'none',
    write: false,
    logLevel: 'error',
  });
  return NOTICE + outputFiles.map(({ text }) => text).join('');
};

const HEAD = `// biome-ignore-all format: made by npm run stijl (infra/bundling/browser-script.ts). Do not change it by hand.
// biome-ignore-all lint: made by npm run stijl.`;

/** The modules that the pages import, by path, as those of the stylesheet. */
export const scriptModules = (script: string): Readonly<Record<string, string>> => {
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 16);
  return {
    [join(FOLDER, 'digest.ts')]: `${HEAD}
/** A digest of the script, for its address. */
export const SCRIPT_DIGEST = ${JSON.stringify(digest)};
`,
    [join(FOLDER, 'script.ts')]: `${HEAD}
/** The script of the pages about passkeys. */
export const SCRIPT = ${JSON.stringify(script)};
`,
  };
};
