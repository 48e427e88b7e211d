import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import * as z from 'zod';
import { BERICHTTYPEN, PARTNERROLLEN } from '../../contracts/partnerrollen.ts';
import { packProfiles } from '../gemeenten/packed.ts';
import { LOCAL_GEMEENTEN, readProfiles } from '../gemeenten/profiles.ts';
import { BUNDLING } from './bundles.ts';
import { licenceNotices, NOTICES_FILE } from './licence-notices.ts';

/**
 * The package for partners and testers: the commands that talk to a hub over HTTP, built from the same sources as `npm run hub`
 * and without anything that runs or deploys one. It has no dependencies, so that nothing else has to be installed with it.
 */

const PROJECT = resolve(import.meta.dirname, '..', '..');
const PACKAGE = 'inburgeringshub-client';
const EXAMPLES = join(PROJECT, 'docs/partners/voorbeelden/webhook');
/** Where the examples of the contracts lie, of the project and of the package. */
const CONTRACT_EXAMPLES = 'contracts/voorbeelden';

const Manifest = z.object({ version: z.string(), license: z.string() });

/** What npm reads of the package. Its version is that of the project, where it stands in one place. */
const manifest = (): Readonly<Record<string, unknown>> => {
  const { version, license } = Manifest.parse(
    JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')),
  );
  return {
    name: PACKAGE,
    version,
    description: 'Oefenen met de inburgeringshub: berichten ophalen, afleveren en laten gebeuren',
    license,
    type: 'module',
    engines: { node: '>=22.13' },
    bin: { hub: 'bin/hub.mjs' },
    files: ['bin', 'contracts', 'voorbeelden', NOTICES_FILE],
  };
};

export interface PackOptions {
  /** The folder that becomes the package; `dist/client/` by default. */
  readonly to?: string;
  /** The folder with the gemeenten that it knows; of this machine (`HUB_GEMEENTEN`) by default. */
  readonly gemeenten?: string;
}

/** Makes the folder of the package, ready for `npm pack` or `npm publish`, and gives its path. */
export const packClient = ({
  to = join(PROJECT, 'dist', 'client'),
  gemeenten = LOCAL_GEMEENTEN,
}: PackOptions = {}): string => {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const { metafile } = buildSync({
    ...BUNDLING,
    absWorkingDir: PROJECT,
    target: 'node22',
    sourcemap: false,
    entryPoints: [{ in: join(PROJECT, 'bin', 'client.ts'), out: 'hub' }],
    outdir: join(to, 'bin'),
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    alias: { '#gemeenten': join(import.meta.dirname, 'shims', 'gemeenten.ts') },
    define: { GEMEENTE_PROFILES: JSON.stringify(JSON.stringify(packProfiles(readProfiles(gemeenten)))) },
  });
  // Node runs no TypeScript of an installed package: its receiver is there in JavaScript, and only its types are gone.
  for (const name of ['ontvanger', 'verifieer']) {
    const source = readFileSync(join(EXAMPLES, `${name}.ts`), 'utf8');
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node22',
      charset: 'utf8',
    });
    mkdirSync(join(to, 'voorbeelden'), { recursive: true });
    writeFileSync(join(to, 'voorbeelden', `${name}.mjs`), code.replace('./verifieer.ts', './verifieer.mjs'));
  }
  for (const file of ['ontvanger.py', 'verifieer.py', 'verifieer.ts', 'verifieer.php', 'Verifieer.cs'])
    cpSync(join(EXAMPLES, file), join(to, 'voorbeelden', file));
  // The trial of a webhook makes its messages of these.
  for (const type of Object.values(BERICHTTYPEN))
    for (const role of PARTNERROLLEN) {
      const example = join(CONTRACT_EXAMPLES, type, `goed-${role}.json`);
      cpSync(join(PROJECT, example), join(to, example));
    }
  cpSync(join(import.meta.dirname, 'command-line.md'), join(to, 'README.md'));
  cpSync(join(PROJECT, 'LICENSE'), join(to, 'LICENSE'));
  writeFileSync(join(to, NOTICES_FILE), licenceNotices(metafile, PROJECT));
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  return to;
};
