import { createSend } from '../../client/http.ts';
import { createHubClient } from '../../client/hub-client.ts';
import type { Step } from '../../client/scenario/parse.ts';
import { replaySteps, silent } from '../../client/scenario/replay.ts';

/** Replays on a hub that is going to end in the middle: gives the error by which the client notices. */
export const untilItEnds = (url: string, steps: readonly Step[]): Promise<unknown> => {
  const impatient = createHubClient({ url, send: createSend({ firstMs: 0, laterMs: 0 }) });
  return replaySteps(impatient, steps, 60, silent).catch((error: unknown) => error);
};
