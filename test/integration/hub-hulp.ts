import type { ReplayOutcome } from '../../cli/tester/replay.ts';
import { lokaleUitrol } from '../../client/deployment.ts';
import { createHubClient } from '../../client/hub-client.ts';
import type { Step } from '../../client/scenario/parse.ts';
import type { EventEnvelope } from '../../local/events/bus.ts';
import { type LocalHub, startLocalHub } from '../../local/hub.ts';
import { type Partnerpost, type Proefhub, speel } from '../hub/proefhub.ts';

/** The whole hub on the embedded cloud. */
export interface DraaiendeHub extends Proefhub {
  readonly hub: LocalHub;
  /** Everything that went over the bus. */
  readonly events: readonly EventEnvelope[];
  speel(stappen: readonly Step[]): Promise<Pick<ReplayOutcome, 'deviations' | 'atRest'>>;
}

/** Every message in the real queue of a partner, in order, without taking it. */
export const inWachtrij = async (
  hub: LocalHub,
  gemeentecode: string,
  sleutel: string,
): Promise<readonly Partnerpost[]> =>
  hub
    .inspectQueue(`inburgeringshub-${gemeentecode}-${sleutel}.fifo`)
    .map(({ body, messageAttributes }) => ({ bericht: JSON.parse(body), body, messageAttributes }));

/** Starts one; with a `dataDir` its state is on disk. */
export const startHub = async (dataDir?: string): Promise<DraaiendeHub> => {
  const logregels: string[] = [];
  const events: EventEnvelope[] = [];
  const hub = await startLocalHub({
    port: 0,
    ...(dataDir === undefined ? {} : { dataDir }),
    onLog: (_, regel) => logregels.push(regel),
    onEvent: (event) => events.push(event),
  });
  const proefhub: Proefhub = {
    client: createHubClient({ url: hub.url }),
    uitrol: await lokaleUitrol(hub.url),
    logregels,
    rust: () => hub.settled(),
    gepubliceerd: async () => events,
    inWachtrij: (gemeentecode, sleutel) => inWachtrij(hub, gemeentecode, sleutel),
    stop: () => hub.stop(),
  };
  return { ...proefhub, hub, events, speel: (stappen) => speel(proefhub, stappen) };
};
