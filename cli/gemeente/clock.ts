import { v7 } from 'uuid';
import { clockAheadMs } from '../../client/clock.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { todayInNederland } from '../../contracts/base-types.ts';
import { dateAhead } from '../../local/clock/date.ts';

/**
 * Runs what a gemeente does by the clock of the hub. On a hub that plays another date a report has its moment there, and
 * the contracts, which refuse a date in the future, are read as that hub reads them.
 */
export const onClockOf = async <Result>(hub: HubClient, run: () => Promise<Result>): Promise<Result> => {
  const aheadMs = await clockAheadMs(hub);
  if (aheadMs === 0) return run();
  const Machine = Date;
  globalThis.Date = dateAhead(() => aheadMs);
  try {
    return await run();
  } finally {
    globalThis.Date = Machine;
  }
};

/** The day (`YYYY-MM-DD`) that is today to the hub, which may play another date. */
export const todayAt = async (hub: Pick<HubClient, 'url' | 'callLocal'>): Promise<string> =>
  todayInNederland(new Date(Date.now() + (await clockAheadMs(hub))));

/**
 * A new id that holds the moment of the clock. Without that moment the library never goes back behind the id before it, and
 * the clock of a hub can.
 */
export const createId = (): string => v7({ msecs: Date.now() });
