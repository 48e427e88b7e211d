import type { Metafile } from 'esbuild';
import type { FunctionName } from '../names.ts';

/** The path of the entry point of a function, as the metafile of esbuild names it. */
export const entranceOf = ({ outputs }: Metafile, name: FunctionName): string => {
  const path = Object.keys(outputs).find((output) => output.endsWith(`/${name}/index.mjs`));
  if (path === undefined) throw new Error(`esbuild made no bundle of ${name}`);
  return path;
};

/** Paths of what a cold start reads: the entry and everything that it imports statically. Dynamic imports are left out. */
export const startPaths = ({ outputs }: Metafile, entry: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || found.has(path)) return;
    found.add(path);
    for (const { kind, path: next } of output.imports) if (kind === 'import-statement') visit(next);
  };
  visit(entry);
  return [...found];
};

/** Bytes that a cold start reads: `index.mjs` and everything that it imports statically, without source maps. */
export const startBytes = (metafile: Metafile, entry: string): number =>
  startPaths(metafile, entry).reduce((bytes, path) => bytes + (metafile.outputs[path]?.bytes ?? 0), 0);
