import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { ReceivingGemeente } from '../domain/regievoerder/kanaal.ts';
import type { FunctionName } from './names.ts';

/** What the stacks need of a gemeente: its code, the partners that get a kanaal, and whether it gets one itself. */
export type GemeenteKanalen = ReceivingGemeente & {
  readonly gemeentecode: string;
};

/** Supplies the code of a function. In a test that is a few lines, elsewhere the bundle. */
export type CodeFor = (fn: FunctionName) => Code;
