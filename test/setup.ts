import fc from 'fast-check';
import { afterAll } from 'vitest';
import { runs, USUAL_RUNS } from './runs.ts';
import { removeTemporaryFolders } from './temporary.ts';

fc.configureGlobal({ numRuns: runs(USUAL_RUNS) });

// Runs for each test file, also where files share their modules.
afterAll(removeTemporaryFolders);
