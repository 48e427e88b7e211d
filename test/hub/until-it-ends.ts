import { createSend } from '../../client/http.ts';
import { createHubClient } from '../../client/hub-client.ts';
import type { Step } from '../../client/scenario/parse.ts';
import { replaySteps } from '../../client/scenario/replay.ts';
import { silent } from '../../client/scenario/send.ts';

/**
 * Replays on a hub that is going to end in the middle: gives the error by which the client notices. `onStep` is called with
 * the number of each step that was answered.
 */
export const untilItEnds = (
  url: string,
  steps: readonly Step[],
  onStep: (step: number) => void = () => undefined,
): Promise<unknown> => {
  const impatient = createHubClient({ url, send: createSend({ firstMs: 0, laterMs: 0 }) });
  return replaySteps(impatient, steps, 400, { ...silent, step: onStep }).catch((error: unknown) => error);
};
