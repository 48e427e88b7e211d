/** A part of the period that is replayed in one go. */
export interface Part {
  readonly van: Date;
  readonly tot: Date;
}

/** Cuts a period into parts of this many minutes; the last one may be shorter. */
export const partsOf = (of: Date, until: Date, minutes: number): readonly Part[] => {
  const step = minutes * 60_000;
  const count = Math.ceil((until.getTime() - of.getTime()) / step);
  return Array.from({ length: Math.max(0, count) }, (_, number) => ({
    van: new Date(of.getTime() + number * step),
    tot: new Date(Math.min(until.getTime(), of.getTime() + (number + 1) * step)),
  }));
};

export type State = 'running' | 'done' | 'failed';

/** The AWS side of a replay. */
export interface Replayer {
  start(name: string, part: Part): Promise<void>;
  state(name: string): Promise<State>;
  /** Messages that the consumers of the rules still have before them. */
  unprocessed(): Promise<number>;
}

export interface ReplayOptions {
  /** Stamp of the run: each part is a replay `<stamp>-001` and so on. */
  readonly stamp: string;
  /** The next part starts when no more than so many messages wait. */
  readonly threshold: number;
  /** How long one part, with the emptying of the queues after it, may take. */
  readonly patienceMs: number;
  readonly sleep: () => Promise<unknown>;
  readonly now: () => number;
  readonly onPart?: (name: string, part: Part) => void;
}

export type ReplayOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' | 'too long'; readonly naam: string; readonly part: Part };

/** The name of the replay of one part: at most 64 of the characters that EventBridge allows. */
export const replayName = (stamp: string, number: number): string =>
  `${stamp}-${String(number + 1).padStart(3, '0')}`;

/**
 * Replays the parts one after the other: the next one when the former is complete and its consumers have nearly caught
 * up. Where it stops, it can be started again: whoever gets an announcement twice has nothing left to do.
 */
export const replay = async (
  replayer: Replayer,
  parts: readonly Part[],
  { stamp, threshold, patienceMs, sleep, now, onPart = () => undefined }: ReplayOptions,
): Promise<ReplayOutcome> => {
  for (const [number, part] of parts.entries()) {
    const name = replayName(stamp, number);
    const begin = now();
    onPart(name, part);
    await replayer.start(name, part);
    let state: State = 'running';
    while (state === 'running' || (await replayer.unprocessed()) > threshold) {
      if (now() - begin > patienceMs) return { kind: 'too long', naam: name, part };
      await sleep();
      if (state === 'running') state = await replayer.state(name);
      if (state === 'failed') return { kind: 'failed', naam: name, part };
    }
  }
  return { kind: 'done' };
};
