/**
 * An answer of DUO that is not there yet. DUO notifies before its own interface shows what it notified, and promises a
 * result within 48 hours; until then a missing answer says nothing, and the hub asks again.
 */
export interface PendingAnswer {
  /** When DUO first had no answer. */
  readonly firstAskedAt: string;
  /** How often DUO had no answer. */
  readonly attempts: number;
}

/** What DUO promises: a klantmanager sees the result of the leerbaarheidstoets after 48 hours. */
export const PROMISED_MS = 48 * 3600 * 1000;

const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 3600;

/** The record after DUO once more had no answer. */
export const afterMissing = (pending: PendingAnswer | undefined, now: Date): PendingAnswer => ({
  firstAskedAt: pending?.firstAskedAt ?? now.toISOString(),
  attempts: (pending?.attempts ?? 0) + 1,
});

/** The moment until which the hub asks at least. */
export const askedUntil = ({ firstAskedAt }: PendingAnswer): string =>
  new Date(Date.parse(firstAskedAt) + PROMISED_MS).toISOString();

/** Whether DUO had all the time that it promises to need. */
export const isOverdue = (pending: PendingAnswer, now: Date): boolean =>
  now.getTime() >= Date.parse(askedUntil(pending));

/**
 * Seconds before DUO is asked again: from five seconds, doubling with each attempt up to an hour, of which the last half
 * by chance, so that many messages of one moment do not come back together. `random` lies in [0, 1).
 */
export const secondsUntilNext = ({ attempts }: PendingAnswer, random: number): number => {
  const whole = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(Math.max(attempts, 1) - 1, 20));
  return Math.ceil(whole / 2 + (whole / 2) * random);
};
