import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from './names.ts';

/** What the stacks need of a gemeente: its code, and the partners that get a kanaal. */
export type GemeenteKanalen = {
  readonly gemeentecode: string;
  readonly partners: readonly { readonly sleutel: string }[];
};

/** Supplies the code of a function. In a test that is a few lines, elsewhere the bundle. */
export type CodeFor = (fn: FunctionName) => Code;
