import type { Metafile } from 'esbuild';

/** Bytes of `index.mjs` and of everything that it imports at once: what a cold start reads, without source maps. */
export const startBytes = (metafile: Metafile, entry: string): number =>
  startOutputs(metafile, entry).reduce((bytes, output) => bytes + output.bytes, 0);

type Output = Metafile['outputs'][string];

/** The output of this path and those that it imports when it is loaded; what is imported on request is no part. */
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
