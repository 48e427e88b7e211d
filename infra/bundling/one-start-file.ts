import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { startPaths } from './bundle-start.ts';

/**
 * One file for what a cold start reads. esbuild gives every module that both the start and something on request read a file of its
 * own, fifty of them for `api`, and each costs Node time to find, read and link. They become part of `index.mjs`; a file that
 * something on request imports stays, as a name for what stands there.
 */

type Outputs = Metafile['outputs'];

/** A bundle as esbuild made it. Paths are those of the metafile. */
export interface Bundle {
  readonly metafile: Metafile;
  /** Path of `index.mjs`. */
  readonly entry: string;
  /** The folder that the paths start from. */
  readonly project: string;
  readonly bundling: BuildOptions;
}

/** Rewrites the files of a bundle, and gives the metafile of what lies there then. */
export const mergeStart = async (bundle: Bundle): Promise<Metafile> => {
  const { metafile, entry, project } = bundle;
  const { outputs } = metafile;
  const start = new Set(startPaths(metafile, entry));
  const chunks = [...start].filter((path) => path !== entry);
  const named = chunks.filter((path) => isImportedOnRequest(outputs, start, path));
  const merged = await mergeInto(bundle, named);
  const names = named.map((path, place) => ({ path, code: codeOf(outputs, path, place, entry) }));
  await Promise.all(
    chunks.flatMap((path) => [path, `${path}.map`]).map((path) => rm(join(project, path), { force: true })),
  );
  await Promise.all(names.map(({ path, code }) => writeFile(join(project, path), code)));
  const of = [...start].map((path) => outputOf(outputs, path));
  const kept = Object.entries(outputs).filter(([path]) => !start.has(path.replace(/\.map$/, '')));
  return {
    ...metafile,
    outputs: {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(names.map(({ path, code }) => [path, nameOutput(code, entry)])),
      ...merged,
      [entry]: {
        ...outputOf(merged, entry),
        inputs: Object.assign({}, ...of.map(({ inputs }) => inputs)),
        imports: of.flatMap(({ imports }) => imports).filter(({ path }) => !start.has(path)),
      },
    },
  };
};

const outputOf = (outputs: Outputs, path: string): Outputs[string] => {
  const output = outputs[path];
  if (output === undefined) throw new Error(`esbuild wrote no ${path}`);
  return output;
};

/** Whether a file outside the start imports this one, or any file by a dynamic import. */
const isImportedOnRequest = (outputs: Outputs, start: ReadonlySet<string>, path: string): boolean =>
  Object.entries(outputs).some(([importer, { imports }]) =>
    imports.some((one) => one.path === path && (one.kind === 'dynamic-import' || !start.has(importer))),
  );

/** What is loaded on request stays a file of its own. */
const onRequest: Plugin = {
  name: 'on-request',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** Writes `index.mjs` anew, with these files in it and their exports among its own. */
const mergeInto = async (
  { metafile: { outputs }, entry, project, bundling }: Bundle,
  named: readonly string[],
): Promise<Outputs> => {
  const exported = named.map((path, place) => {
    const all = namesOf(outputs, path, place).map(({ own, inStart }) => `${own} as ${inStart}`);
    return `export { ${all.join(', ')} } from './${basename(path)}';`;
  });
  const merged = await build({
    ...bundling,
    metafile: true,
    splitting: false,
    absWorkingDir: project,
    stdin: {
      contents: [`export * from './${basename(entry)}';`, ...exported].join('\n'),
      resolveDir: join(project, dirname(entry)),
    },
    outfile: join(project, entry),
    allowOverwrite: true,
    plugins: [onRequest],
  });
  return merged.metafile.outputs;
};

interface ExportedName {
  readonly own: string;
  readonly inStart: string;
}

/** What a file exports, and the names that it has in `index.mjs`. `place`: that of the file among the others. */
const namesOf = (outputs: Outputs, path: string, place: number): readonly ExportedName[] =>
  outputOf(outputs, path).exports.map((own) => ({ own, inStart: `f${place}_${own}` }));

const codeOf = (outputs: Outputs, path: string, place: number, entry: string): string => {
  const all = namesOf(outputs, path, place).map(({ own, inStart }) => `${inStart} as ${own}`);
  return `export { ${all.join(', ')} } from './${basename(entry)}';\n`;
};

const nameOutput = (code: string, entry: string): Outputs[string] => ({
  bytes: Buffer.byteLength(code),
  exports: [],
  inputs: {},
  imports: [{ path: entry, kind: 'import-statement' }],
});
