import * as z from 'zod';

/**
 * A rehearsed failure of DUO: it is slow, away or refuses. `bsn` limits it to one person, `aantal` to a number of
 * requests; `vertragingMs` is in milliseconds.
 */
export const Outage = z
  .strictObject({
    status: z.int().min(400).max(599).optional(),
    vertragingMs: z.int().min(0).max(600_000).optional(),
    bsn: z
      .string()
      .regex(/^\d{9}$/)
      .optional(),
    aantal: z.int().min(1).optional(),
    /** DUO does what it is asked, and fails only then. */
    naGevolg: z.boolean().optional(),
  })
  .transform(({ status, vertragingMs, ...rest }) => ({
    ...rest,
    vertragingMs: vertragingMs ?? 0,
    // With only a delay DUO is slow and does answer. With neither a delay nor a status it is away.
    status: status ?? (vertragingMs === undefined ? 503 : undefined),
  }));
export type Outage = z.infer<typeof Outage>;

/** The failures that are rehearsed now. They are in memory, so a restart ends them. */
export interface Outages {
  begin(outage: Outage): void;
  end(): void;
  /** The failure that this request meets, if any. A failure with a number of times counts the request. */
  outageFor(bsn: string): Outage | undefined;
}

const EVERYONE = '*';

/** Keeps at most one failure per person and one for everyone. That of the person goes first. */
export const createOutages = (): Outages => {
  const active = new Map<string, Outage & { remaining: number }>();
  return {
    begin: (outage) => {
      active.set(outage.bsn ?? EVERYONE, {
        ...outage,
        remaining: outage.aantal ?? Number.POSITIVE_INFINITY,
      });
    },
    end: () => active.clear(),
    outageFor: (bsn) => {
      const key = active.has(bsn) ? bsn : EVERYONE;
      const outage = active.get(key);
      if (outage === undefined) return undefined;
      outage.remaining -= 1;
      if (outage.remaining < 1) active.delete(key);
      return outage;
    },
  };
};
