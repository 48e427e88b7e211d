/** How the caller of a cloud hears that it is at rest. */
export interface Rest {
  /** Resolves when it was idle twice in a row, or when it stops: what lies in its queues then stays there, and nobody has to wait for it. */
  readonly settled: () => Promise<void>;
  readonly stop: () => void;
}

const POLL_MS = 5;

/** Watches whether nothing is under way. One quiet look is not enough: an answer on its way to a function can still lead to the next message. */
export const createRest = (idle: () => boolean): Rest => {
  let stopping = false;
  return {
    settled: async () => {
      for (let quiet = 0; quiet < 2 && !stopping; quiet = idle() ? quiet + 1 : 0) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    stop: () => {
      stopping = true;
    },
  };
};
