import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from './names.ts';

/** What the infrastructure must know of a gemeente: its code, and which partners get a channel. */
export type GemeenteKanalen = {
  readonly gemeentecode: string;
  readonly partners: readonly { readonly sleutel: string }[];
};

/** Supplies the code of a function: a bundled folder, or a few lines in a test. */
export type CodeFor = (fn: FunctionName) => Code;
