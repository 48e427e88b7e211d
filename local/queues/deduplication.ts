import type { DeduplicationRecord } from './fauxqs.ts';

const WINDOW_MS = 5 * 60 * 1000;

export interface RememberedSend extends DeduplicationRecord {
  readonly id: string;
  readonly at: number;
}

/**
 * Remembers the deduplication ids that a FIFO queue took in the last five minutes. It remembers all of them, where
 * fauxqs stops at ten thousand, and hands each to `keep`, so that they outlive the process.
 */
export function createDeduplicationWindow(
  remembered: readonly RememberedSend[],
  keep: (send: RememberedSend) => void,
  now: () => number = Date.now,
): { get(id: string): DeduplicationRecord | undefined; set(id: string, record: DeduplicationRecord): void } {
  // The oldest comes first, because a Map keeps the order of insertion.
  const sends = new Map<string, RememberedSend>(
    [...remembered].sort((a, b) => a.at - b.at).map((send) => [send.id, send]),
  );
  const expired = (send: RememberedSend): boolean => send.at + WINDOW_MS <= now();
  return {
    get: (id) => {
      const send = sends.get(id);
      return send && !expired(send) ? send : undefined;
    },
    set: (id, record) => {
      for (const [oldId, send] of sends) {
        if (!expired(send)) break;
        sends.delete(oldId);
      }
      sends.delete(id);
      const send: RememberedSend = { ...record, id, at: now() };
      sends.set(id, send);
      keep(send);
    },
  };
}

/** The moment at which the window of deduplication begins, in milliseconds since 1970. */
export const windowStart = (now: number = Date.now()): number => now - WINDOW_MS;
