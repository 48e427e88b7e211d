import { localRollout } from '../../../client/deployment.ts';
import { createHubClient } from '../../../client/hub-client.ts';
import type { Step } from '../../../client/scenario/parse.ts';
import type { ReplayOutcome } from '../../../client/scenario/replay.ts';
import type { EventEnvelope } from '../../../local/events/bus.ts';
import { type LocalHub, startLocalHub } from '../../../local/hub.ts';
import { playMounts } from '../../../play/mounts.ts';
import { type PartnerPost, play, type TestHub } from '../../hub/test-hub.ts';

/** The whole hub on the embedded cloud. */
export interface RunningHub extends TestHub {
  readonly hub: LocalHub;
  /** The events that went over the bus. */
  readonly events: readonly EventEnvelope[];
  play(steps: readonly Step[]): Promise<Pick<ReplayOutcome, 'deviations' | 'atRest'>>;
}

/** Every message in the real queue of a partner, in order, without taking it. */
export const inQueue = async (
  hub: LocalHub,
  gemeentecode: string,
  key: string,
): Promise<readonly PartnerPost[]> =>
  hub
    .inspectQueue(`inburgeringshub-${gemeentecode}-${key}.fifo`)
    .map(({ body, messageAttributes }) => ({ bericht: JSON.parse(body), body, messageAttributes }));

/**
 * Starts a hub; with a `dataDir` its state is on disk, with `gemeenten` its profiles come from that folder, and with `now` its
 * clock stands there.
 */
export const startHub = async (
  options: { readonly dataDir?: string; readonly gemeenten?: string; readonly now?: Date } = {},
): Promise<RunningHub> => {
  const logLines: string[] = [];
  const events: EventEnvelope[] = [];
  const hub = await startLocalHub({
    port: 0,
    mounts: playMounts,
    ...options,
    onLog: (_, line) => logLines.push(line),
    onEvent: (event) => events.push(event),
  });
  const testHub: TestHub = {
    client: createHubClient({ url: hub.url }),
    rollout: await localRollout(hub.url),
    logLines,
    quiet: () => hub.settled(),
    published: async () => events,
    inQueue: (gemeentecode, key) => inQueue(hub, gemeentecode, key),
    stop: () => hub.stop(),
  };
  return { ...testHub, hub, events, play: (steps) => play(testHub, steps) };
};
