import * as Calendar from 'temporal-polyfill/fns/Calendar';
import * as Duration from 'temporal-polyfill/fns/Duration';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import * as z from 'zod';
import { todayInNederland } from '../contracts/base-types.ts';
import { known } from '../domain/known.ts';
import { userError } from './errors.ts';
import type { Answer } from './http.ts';
import type { HubClient } from './hub-client.ts';

/** The clock of a hub on this machine, which can be set to another date. A deployed hub follows the clock of AWS. */

const CLOCK = '/_lokaal/klok';
const Reading = z.object({ nu: z.string(), voorMs: z.number() });

type Local = Pick<HubClient, 'url' | 'callLocal'>;

/** The moment to which the clock of a hub is set for a date: noon in the Netherlands, or the present moment for today. */
export const momentOf = (date: string, now: Date = new Date()): Date => {
  if (todayInNederland(now) === date) return now;
  const noon = ZonedDateTime.fromString(`${date}T12:00[Europe/Amsterdam]`, Calendar.getISO);
  return new Date(noon.epochMilliseconds);
};

/** A moment as a text in Dutch time: `2026-08-01, 12:00`. */
export const inWords = (moment: Date): string => {
  const time = moment.toLocaleTimeString('nl-NL', {
    timeZone: 'Europe/Amsterdam',
    hour: '2-digit',
    minute: '2-digit',
  });
  return `${todayInNederland(moment)}, ${time}`;
};

const readingOf = ({ status, body }: Answer): z.infer<typeof Reading> | undefined =>
  status === 200 ? Reading.safeParse(body).data : undefined;

/** How far the clock of the hub is ahead of the clock of this machine (ms); 0 for a deployed hub. */
export const clockAheadMs = async (hub: Local): Promise<number> =>
  readingOf(await hub.callLocal(CLOCK, { method: 'GET' }))?.voorMs ?? 0;

const clockIn = (hub: Local, answer: Answer): Date => {
  const reading = readingOf(answer);
  if (reading === undefined)
    throw userError(
      `the hub at ${hub.url} has no clock that can be set (HTTP ${answer.status}): only a local hub plays another date`,
    );
  return new Date(reading.nu);
};

/** The time on the clock of a hub on this machine. Throws when the hub has no clock that can be set. */
export const readClock = async (hub: Local): Promise<Date> =>
  clockIn(hub, await hub.callLocal(CLOCK, { method: 'GET' }));

const onClock = async (hub: Local, path: string, body?: unknown): Promise<Date> => {
  const answer = await hub.callLocal(path, { method: 'POST', ...known({ body }) });
  return clockIn(hub, answer);
};

/** Sets the clock of the hub to a date, from which it runs on. Every schedule of the hub runs once. */
export const setClock = (hub: Local, date: string): Promise<Date> => setMoment(hub, momentOf(date));

/** A step of the clock: a number of hours, days, weeks, months or years. */
export interface Advance {
  readonly count: number;
  readonly unit: keyof typeof UNITS;
}

const UNITS = { u: 'hours', d: 'days', w: 'weeks', m: 'months', j: 'years' } as const;

/** Reads a step such as `+3w`. Any other text, and a step of zero, gives undefined. */
export const readAdvance = (text: string): Advance | undefined => {
  const [, digits, letter] = /^\+(\d{1,4})([udwmj])$/.exec(text) ?? [];
  const unit = (Object.keys(UNITS) as (keyof typeof UNITS)[]).find((one) => one === letter);
  return unit === undefined || Number(digits) === 0 ? undefined : { count: Number(digits), unit };
};

const LAST_YEAR = 2099;

/**
 * The moments at which a step of the clock stops: each day at the same hour in the Netherlands, and the end. The clock stops every
 * day so that the hub tells on the day itself what is due. Throws when the end lies after `LAST_YEAR`.
 */
export const momentsUntil = (from: Date, { count, unit }: Advance): readonly Date[] => {
  const start = ZonedDateTime.fromString(`${from.toISOString()}[Europe/Amsterdam]`, Calendar.getISO);
  const at = (duration: Partial<Record<(typeof UNITS)[keyof typeof UNITS], number>>): number =>
    ZonedDateTime.add(start, Duration.fromFields(duration)).epochMilliseconds;
  const end = at({ [UNITS[unit]]: count });
  if (new Date(end).getUTCFullYear() > LAST_YEAR)
    throw userError(`the clock goes no further than ${LAST_YEAR}: give a smaller step`);
  const moments: Date[] = [];
  for (let day = 1; at({ days: day }) < end; day += 1) moments.push(new Date(at({ days: day })));
  return [...moments, new Date(end)];
};

/** Sets the clock of the hub to a moment. Every schedule of the hub runs once. */
export const setMoment = (hub: Local, moment: Date): Promise<Date> =>
  onClock(hub, CLOCK, { nu: moment.toISOString() });

/** Runs every schedule of the hub once, so that the hub now tells what is due by its clock. */
export const runScheduled = (hub: Local): Promise<Date> => onClock(hub, `${CLOCK}/roosters`);
