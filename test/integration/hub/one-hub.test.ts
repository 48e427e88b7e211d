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
 * The tests that need no hub of their own run one part after the other on a shared hub, because starting a hub and its first run
 * take longer than most of these parts. A part leaves the data of other parts alone. The part that counts everything comes first,
 * and the part that chooses another door for the gemeente comes last.
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
