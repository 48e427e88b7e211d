import fc from 'fast-check';
import { afterAll } from 'vitest';
import { runs, USUAL_RUNS } from './runs.ts';
import { removeTemporaryFolders } from './temporary.ts';

/*
 * The check by CloudFormation's schemas takes longer than the rest of a synthesis. `nag.test.ts` turns it on and checks
 * the whole app; the other tests look at the content of the templates only.
 */
process.env['CDK_VALIDATION'] ??= 'false';

fc.configureGlobal({ numRuns: runs(USUAL_RUNS) });

// Runs for each test file, also where files share their modules.
afterAll(removeTemporaryFolders);
