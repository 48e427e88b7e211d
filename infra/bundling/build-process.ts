import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { packProfiles } from '../gemeenten/packed.ts';
import { FUNCTIONS, type FunctionName } from '../names.ts';
import { entranceOf } from './bundle-start.ts';
import type { Build } from './bundles.ts';
import { contractsFor } from './contracts.ts';
import { withErrorsOnce } from './errors-once.ts';
import { mergeStart } from './one-start-file.ts';

/**
 * Bundles the functions in a process of its own, all of them side by side: esbuild takes plugins only where it does not
 * hold up its caller, and the CDK makes an app without waiting. Reads a `Build` and writes a metafile per function, as JSON.
 */

const PROJECT = resolve(import.meta.dirname, '..', '..');
const SHIMS = join(import.meta.dirname, 'shims');

const OF_ZOD = join('node_modules', 'zod', 'v4');

/** Modules that find each other by a relative path, so that `alias` does not reach them. */
const withoutJsonSchema: Plugin = {
  name: 'zod-without-json-schema',
  setup: ({ onResolve }) => {
    onResolve(
      { filter: /\/(json-schema-processors|json-schema-generator|to-json-schema)\.js$/ },
      ({ importer }) => (importer.includes(OF_ZOD) ? { path: join(SHIMS, 'zod-json-schema.ts') } : undefined),
    );
  },
};

/** What zod says of a fault in English is read where the API answers a sender; elsewhere `contracts/faults.ts` says it. */
const withoutEnglish: Plugin = {
  name: 'zod-without-english',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/locales\/en\.js$/ }, ({ importer }) =>
      importer.includes(OF_ZOD) ? { path: join(SHIMS, 'zod-messages.ts') } : undefined,
    );
  },
};

/** Modules of the SDK that their neighbours find by a relative path. */
const nativeDigests: Plugin = {
  name: 'native-digests',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/(Sha256|Md5)Js$/ }, ({ importer }) =>
      /(Sha256|Md5)Node\.js$/.test(importer) ? { path: join(SHIMS, 'digests.ts') } : undefined,
    );
  },
};

const OF_SDK = join('node_modules', '@smithy', 'core');

/** The retry mode `adaptive`, which no function asks for. */
const withoutAdaptiveRetries: Plugin = {
  name: 'without-adaptive-retries',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/AdaptiveRetryStrategy$/ }, ({ importer }) =>
      importer.includes(OF_SDK) ? { path: join(SHIMS, 'retry-pace.ts') } : undefined,
    );
  },
};

/** What the SDK looks for where Lambda has none: settings in files of a home folder, and a region in the metadata of a machine. */
const NOT_IN_LAMBDA = {
  loadSharedConfigFiles: `export { CONFIG_PREFIX_SEPARATOR } from './constants';
    export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  getInstanceMetadataRegion: 'export const getInstanceMetadataRegion = async () => undefined;',
} as const;

/** Lambda gives a function its settings and its region in the environment. */
const fromEnvironmentAlone: Plugin = {
  name: 'from-environment-alone',
  setup: ({ onLoad }) => {
    for (const [name, contents] of Object.entries(NOT_IN_LAMBDA)) {
      const filter = new RegExp(`${OF_SDK}.*/${name}\\.js$`);
      onLoad({ filter }, () => ({ contents, loader: 'js' }));
    }
  },
};

const PARTITIONS = /\/util-endpoints\/lib\/aws\/partitions\.js$/;

/** The regions of AWS, by which the SDK finds an endpoint, without the name of each for people. */
const regionsWithoutNames: Plugin = {
  name: 'regions-without-names',
  setup: ({ onLoad }) => {
    onLoad({ filter: PARTITIONS }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(/"description": "[^"]*"/g, ''),
      loader: 'js',
    }));
  },
};

const CLIENT_PACKAGE = /\/node_modules\/@aws-sdk\/client-[^/]+\/package\.json$/;

/** Of its package.json a client of AWS wants its version, to say in its user agent: seven kilobytes of scripts stay out. */
const packagesByVersion: Plugin = {
  name: 'packages-by-version',
  setup: ({ onLoad }) => {
    onLoad({ filter: CLIENT_PACKAGE }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

const CLIENT_ERRORS = /\/node_modules\/@aws-sdk\/client-[^/]+\/dist-es\/models\/errors\.js$/;

/** The errors of a client of AWS, with what they share written once. */
const errorsOnce: Plugin = {
  name: 'errors-once',
  setup: ({ onLoad }) => {
    onLoad({ filter: CLIENT_ERRORS }, async ({ path }) => ({
      contents: withErrorsOnce(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

const optionsOf = (
  name: FunctionName,
  { functionsDir, dir, profiles, bundling, contracts }: Build,
): BuildOptions & { readonly metafile: true } => ({
  ...bundling,
  absWorkingDir: PROJECT,
  entryPoints: [{ in: join(functionsDir, name, 'handler.ts'), out: 'index' }],
  outdir: join(dir, name),
  outExtension: { '.js': '.mjs' },
  alias: {
    '#gemeenten': join(SHIMS, 'gemeenten.ts'),
    '@aws-sdk/credential-provider-node': join(SHIMS, 'credentials.ts'),
    '@aws-sdk/endpoint-cache': join(SHIMS, 'endpoint-cache.ts'),
    '@aws-sdk/signature-v4-multi-region': join(SHIMS, 'signature.ts'),
    'node:http': join(SHIMS, 'node-http.ts'),
  },
  define: {
    CONTRACTS_FOLDER: JSON.stringify(`./${contracts}/`),
    GEMEENTE_PROFILES: JSON.stringify(JSON.stringify(packProfiles(profiles))),
  },
  plugins: [
    withoutJsonSchema,
    nativeDigests,
    withoutAdaptiveRetries,
    fromEnvironmentAlone,
    regionsWithoutNames,
    contractsFor(name),
    packagesByVersion,
    errorsOnce,
    ...(name === 'api' ? [] : [withoutEnglish]),
  ],
});

const request = JSON.parse(await text(process.stdin)) as Build;
const metafiles = await Promise.all(
  FUNCTIONS.map(async (name): Promise<readonly [FunctionName, Metafile]> => {
    const { metafile } = await build(optionsOf(name, request));
    const entry = entranceOf(metafile, name);
    return [name, await mergeStart({ metafile, entry, project: PROJECT, bundling: request.bundling })];
  }),
);
process.stdout.write(JSON.stringify(Object.fromEntries(metafiles)));
