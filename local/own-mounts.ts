import type { Clock } from './clock/clock.ts';
import { CLOCK_MOUNT, type ClockEffects, createClockMount } from './clock/mount.ts';
import { LAMBDA_MOUNTS } from './functions/api.ts';
import { createMailStandIn } from './mail/stand-in.ts';
import { type Handler, sendJson } from './mount.ts';
import { refuseQueryProtocol } from './queues/query-protocol.ts';
import { ACCOUNT } from './template/identity.ts';

/** Where a cloud says what runs on it. */
const INFO_MOUNT = '/_lokaal';

export interface OwnMountOptions extends ClockEffects {
  readonly clock: Clock;
  readonly lambdaApi: Handler;
  readonly settled: () => Promise<void>;
  /** What is said of the cloud. */
  readonly info: object;
}

/** The paths that every cloud has beside those of its app and of its caller. */
export const ownMounts = ({
  clock,
  lambdaApi,
  settled,
  info,
  ...effects
}: OwnMountOptions): Readonly<Record<string, Handler>> => ({
  // Only older SDKs send to a queue's own URL.
  [`/${ACCOUNT}`]: refuseQueryProtocol,
  ...createMailStandIn(clock.now),
  ...Object.fromEntries(LAMBDA_MOUNTS.map((path) => [path, lambdaApi])),
  [INFO_MOUNT]: (request, response) => {
    const isFound = request.url?.split('?')[0] === INFO_MOUNT;
    sendJson(response, isFound ? 200 : 404, isFound ? info : { message: 'Not Found' });
  },
  [CLOCK_MOUNT]: createClockMount(clock, effects),
  '/_lokaal/rust': async (_request, response) => {
    await settled();
    response.writeHead(204).end();
  },
});
