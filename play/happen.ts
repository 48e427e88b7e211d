import { advanceClock } from '../client/advance.ts';
import { type Advance, readClock } from '../client/clock.ts';
import { planHappening, zakenOf } from '../client/happen.ts';
import type { HubClient } from '../client/hub-client.ts';
import type { SourceHappening } from '../client/invent/happenings.ts';
import type { Family } from '../client/invent/huishouden.ts';
import { anySeed } from '../client/invent/random.ts';
import { reportAt } from '../client/invent/reports.ts';
import type { Step } from '../client/scenario/parse.ts';
import { tellSteps } from '../client/scenario/send.ts';
import { todayInNederland } from '../contracts/base-types.ts';
import type { RoutemapEvent } from '../contracts/routemap.ts';

/** What a visitor makes happen, by the same code as the commands of a tester. */

/** A zaak and whose it is. */
type OwnZaak = Readonly<Record<'zaakId' | 'gemeentecode', string>>;

/** What the hub made of it: taken, refused with why, or not done within the wait. */
export type Taken =
  | { readonly kind: 'taken'; readonly since: string; readonly zaken: readonly OwnZaak[] }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'busy' };

/** As long as a browser waits on a machine that is busy. */
const WAIT_SECONDS = 180;

/** Sends steps and waits for what comes of them; undefined when all is well. */
const sendAll = async (
  hub: HubClient,
  steps: readonly Step[],
): Promise<Exclude<Taken, { kind: 'taken' }> | undefined> => {
  const { deviations, inQuarantaine, unrest } = await tellSteps(hub, steps, WAIT_SECONDS);
  const reasons = [
    ...deviations.flatMap(({ uitleg, fouten = [] }) => [uitleg, ...fouten]),
    ...inQuarantaine.map(({ reden }) => `in quarantaine: ${reden ?? 'zonder reden'}`),
  ];
  if (reasons.length > 0) return { kind: 'refused', reasons };
  return unrest === undefined ? undefined : { kind: 'busy' };
};

/** Lets a source tell something of a household that is invented for it, after what has to have come before. */
export const tellOfInvented = async (
  hub: HubClient,
  kind: SourceHappening,
  gezin: Family,
  gemeente: string,
): Promise<Taken> => {
  const today = todayInNederland(await readClock(hub));
  const planned = await planHappening(hub, kind, { gezin, gemeente, seed: undefined, today });
  const before = planned.before.length === 0 ? undefined : await sendAll(hub, planned.before);
  if (before !== undefined) return before;
  const since = (await readClock(hub)).toISOString();
  const outcome = await sendAll(hub, planned.steps);
  return outcome ?? { kind: 'taken', since, zaken: await zakenOf(hub, planned, gemeente) };
};

/** Reports an event of the routemap in a zaak that is there. Nothing is told before it: what is missing, the hub says. */
export const reportInZaak = async (hub: HubClient, event: RoutemapEvent, zaak: OwnZaak): Promise<Taken> => {
  const now = await readClock(hub);
  const { zaakId, gemeentecode } = zaak;
  const outcome = await sendAll(hub, [reportAt(event, { zaakId }, gemeentecode, now, anySeed())]);
  return outcome ?? { kind: 'taken', since: now.toISOString(), zaken: [zaak] };
};

/** Moves the clock, day by day. */
export const moveClock = async (hub: HubClient, over: Advance): Promise<Taken> => {
  const since = (await readClock(hub)).toISOString();
  const { atRest } = await advanceClock(hub, over, WAIT_SECONDS);
  return atRest ? { kind: 'taken', since, zaken: [] } : { kind: 'busy' };
};
