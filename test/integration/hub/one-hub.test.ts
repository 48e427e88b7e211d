import { afterAll, beforeAll } from 'vitest';
import { describeDuo } from '../../hub/duo.ts';
import { describeAdvices } from './one-hub/advices.ts';
import { describeDeadLetters } from './one-hub/dead-letters.ts';
import { describeOefengemeente } from './one-hub/oefengemeente.ts';
import { describeRegievoerder } from './one-hub/regievoerder.ts';
import { describeReport } from './one-hub/report.ts';
import { describeRoles } from './one-hub/roles.ts';
import { describeSteps } from './one-hub/steps.ts';
import { type RunningHub, startHub } from './support.ts';

/**
 * What needs no hub of its own, one part after the other on one hub: to start one, and to have it run for the first time, takes
 * longer than most of these. A part leaves alone what it did not bring itself; who counts everything comes first, and who chooses
 * another door for the gemeente comes last.
 */

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const shared = (): RunningHub => hub;

describeOefengemeente(shared);
describeDuo(async () => ({ ...hub, stop: async () => undefined }));
describeRoles(shared);
describeSteps(shared);
describeAdvices(shared);
describeReport(shared);
describeRegievoerder(shared);
describeDeadLetters(shared);
