/**
 * The pace of one organisation over all instances of a function. The instances share one number per organisation. An instance
 * reserves several requests at once, so that neither a quiet caller nor a flood costs a write for each request.
 */

/** Requests a minute, and how many may come at once. */
export interface Pace {
  readonly perMinute: number;
  readonly burst: number;
}

/** The number of requests that an instance needs room for at least, and the number that it takes when there is room. */
export interface Needed {
  readonly least: number;
  readonly most: number;
}

/** Admission for so many requests, or how long until there is room for one. */
export type Admission =
  | {
      readonly count: number;
      /** What the shared number becomes, in milliseconds since 1970. */
      readonly freeAt: number;
      /** Whether the stored number does not count any more: it lies in the past, or so far ahead that a clock was wrong. */
      readonly anew: boolean;
      /** The highest stored number that leaves room for so many requests. */
      readonly until: number;
    }
  | { readonly waitMs: number };

/** Milliseconds of the pace that one request takes. */
export const requestMs = ({ perMinute }: Pace): number => 60_000 / perMinute;

/**
 * The most that the clocks of two instances differ. A number further ahead than a full pace and this cannot come from a clock that
 * was right, and must not shut an organisation out until then.
 */
const CLOCKS_MS = 5000;

/**
 * The room that a pace leaves: a generic cell rate algorithm with a burst. `freeAt` is the number that the last reservation
 * left, in milliseconds since 1970; undefined when there was none.
 */
export const admit = (
  freeAt: number | undefined,
  pace: Pace,
  { least, most }: Needed,
  now: number,
): Admission => {
  const interval = requestMs(pace);
  const full = now + pace.burst * interval;
  const anew = freeAt !== undefined && (freeAt < now || freeAt > full + CLOCKS_MS);
  const due = freeAt === undefined || anew ? now : freeAt;
  const room = Math.floor((full - due) / interval);
  if (room < least) return { waitMs: Math.ceil(due + least * interval - full) };
  const count = Math.min(most, room);
  return { count, freeAt: due + count * interval, anew, until: full - count * interval };
};

/** The requests that one instance may let through of one organisation without asking again. */
export interface Lease {
  /** Milliseconds since 1970, as all moments here. */
  readonly until: number;
  readonly left: number;
  /** Requests that went through under this lease. */
  readonly used: number;
  /** Requests that went through in advance and are not reserved yet. */
  readonly owed: number;
}

/**
 * How long a lease holds. What is left of it then is lost, so an organisation never has more at once than its burst and what its
 * pace gives in this time.
 */
export const LEASE_MS = 20_000;

/**
 * The first requests of a lease go in advance: an organisation that asks no more than these of an instance costs no call at all.
 */
export const IN_ADVANCE = 2;

/** The most requests that an instance reserves in one write. */
export const LARGEST_LEASE = 64;

/** The lease after one more request went through, or what has to be reserved for it first. */
export type Taken =
  | { readonly let: true; readonly lease: Lease }
  | { readonly let: false; readonly lease: Lease; readonly wanted: Needed };

/**
 * Takes one request out of a lease. An instance reserves half as many as it let through already, so that it seldom asks for an
 * organisation that comes often, and all instances together hold back at most a third of what they reserved.
 */
export const takeOne = (lease: Lease | undefined, now: number): Taken => {
  // A lease that ends later than a new one would was made before the clock went back.
  if (lease === undefined || lease.until <= now || lease.until > now + LEASE_MS) {
    return { let: true, lease: { until: now + LEASE_MS, left: IN_ADVANCE - 1, used: 1, owed: 1 } };
  }
  const { left, used, owed } = lease;
  if (left === 0) {
    const more = Math.min(Math.ceil(used / 2), LARGEST_LEASE);
    return { let: false, lease, wanted: { least: owed + 1, most: owed + more } };
  }
  const isInAdvance = used < IN_ADVANCE;
  return {
    let: true,
    lease: { ...lease, left: left - 1, used: used + 1, owed: isInAdvance ? owed + 1 : owed },
  };
};

/** The lease after this many requests were reserved, those that it owed among them. */
export const withReserve = (lease: Lease, count: number, now: number): Lease => ({
  ...lease,
  until: now + LEASE_MS,
  left: count - lease.owed,
  owed: 0,
});

/**
 * The lease after nothing could be reserved. As many requests go through as if it had been, and the lease still owes what it owed.
 */
export const withoutReserve = (lease: Lease, { most }: Needed, now: number): Lease => ({
  ...lease,
  until: now + LEASE_MS,
  left: most - lease.owed,
});
