import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'esbuild';
import type { FunctionName } from '../names.ts';
import { withoutMeta } from './without-meta.ts';

const CONTRACT = /\/contracts\/([^/]+|internal\/[^/]+)\.ts$/;

/**
 * Contracts of which a function reads the titles, descriptions and examples: the pages ask a person what the contract of an event
 * says of its fields.
 */
const READ_BY: Partial<Record<FunctionName, ReadonlySet<string>>> = {
  loket: new Set(['base-types.ts', 'routemap-data.ts', 'woning-fields.ts']),
};

/** Contracts without their meta, each made once for all functions. */
const stripped = new Map<string, Promise<string>>();

const strip = (path: string): Promise<string> => {
  const text = stripped.get(path) ?? readFile(path, 'utf8').then((source) => withoutMeta(path, source));
  stripped.set(path, text);
  return text;
};

/** The schemas of the contracts as a function needs them: what they check, and what is said of it where the function reads that. */
export const contractsFor = (name: FunctionName): Plugin => ({
  name: 'contracts-without-meta',
  setup: ({ onLoad }) => {
    onLoad({ filter: CONTRACT }, async ({ path }) =>
      READ_BY[name]?.has(basename(path)) === true ? undefined : { contents: await strip(path), loader: 'ts' },
    );
  },
});
