import type { Metafile } from 'esbuild';

/** Bytes that a cold start reads: `index.mjs` and everything that it imports statically, without source maps. */
export const startBytes = (metafile: Metafile, entry: string): number =>
  startOutputs(metafile, entry).reduce((bytes, output) => bytes + output.bytes, 0);

type Output = Metafile['outputs'][string];

/** The output of this path and the outputs that it imports statically. Dynamic imports are left out. */
const startOutputs = ({ outputs }: Metafile, entry: string): readonly Output[] => {
  const found = new Map<string, Output>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || found.has(path)) return;
    found.set(path, output);
    for (const { kind, path: next } of output.imports) if (kind === 'import-statement') visit(next);
  };
  visit(entry);
  return [...found.values()];
};
