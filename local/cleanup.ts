export interface Cleanup {
  add(step: () => Promise<void>): void;
  /** Registers something's `close` and returns it. */
  readonly closing: <T extends { close(): Promise<void> }>(opened: T) => T;
  /** Runs the steps, last added first; every step runs even when one fails. A second call waits for the first. */
  readonly run: () => Promise<void>;
}

/** Keeps what must be closed, in the order in which it was opened. */
export function createCleanup(): Cleanup {
  const steps: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;

  const runAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  };
  return {
    add: (step) => {
      steps.push(step);
    },
    closing: (opened) => {
      steps.push(() => opened.close());
      return opened;
    },
    run: () => {
      running ??= runAll();
      return running;
    },
  };
}
