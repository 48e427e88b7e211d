export interface Cleanup {
  add(step: () => Promise<void>): void;
  /** Adds the `close` of `opened` as a step and returns `opened`. */
  readonly closing: <T extends { close(): Promise<void> }>(opened: T) => T;
  /**
   * Runs the steps, the last added first. Every step runs, even when another fails. A second call waits for the first.
   */
  readonly run: () => Promise<void>;
}

/** Keeps the steps that close what was opened, in the order of opening. */
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
