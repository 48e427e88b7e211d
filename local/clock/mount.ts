import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { type Handler, parseBody, pathUnder, sendJson } from '../mount.ts';
import type { Clock } from './clock.ts';

/** Where the clock is read and set. A deployed app has no such path, and no clock but that of AWS. */
export const CLOCK_MOUNT = '/_lokaal/klok';

const SetClock = z.strictObject({ nu: z.iso.datetime() });

/** What setting the clock does. */
export interface ClockEffects {
  /** Makes functions go by the clock as it stands. */
  readonly followClock: () => void;
  /** Runs every schedule once, whatever it was to do before this moment. */
  readonly runScheduled: () => void;
}

/**
 * Makes the handler: `GET` reads the clock; `POST {nu}` sets it, after which every schedule runs once; `POST /roosters`
 * runs every schedule once more.
 */
export const createClockMount = (clock: Clock, { followClock, runScheduled }: ClockEffects): Handler => {
  const sendReading = (res: ServerResponse): void =>
    sendJson(res, 200, { nu: new Date(clock.now()).toISOString(), voorMs: clock.aheadMs() });

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const call = `${req.method} ${pathUnder(req, CLOCK_MOUNT)}`;
    if (call === 'GET /') return sendReading(res);
    if (call === 'POST /') {
      const body = await parseBody(req, SetClock);
      if (!('value' in body)) return sendJson(res, body.status, { message: body.detail });
      clock.set(new Date(body.value.nu));
      followClock();
      runScheduled();
      return sendReading(res);
    }
    if (call !== 'POST /roosters') return sendJson(res, 404, { message: 'Not Found' });
    runScheduled();
    return sendReading(res);
  };

  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      res.destroy(error instanceof Error ? error : undefined);
    });
  };
};
