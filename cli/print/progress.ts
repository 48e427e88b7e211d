import cliProgress from 'cli-progress';
import type { Output } from '../output.ts';

/** Shows how far a replay is. */
export interface Progress {
  step(stap: number): void;
  waiting(): void;
  done(): void;
}

export const silent: Progress = { step: () => undefined, waiting: () => undefined, done: () => undefined };

const LINES = 10;

const asLines = (total: number, output: Output): Progress => ({
  step: (stap) => {
    const every = Math.ceil(total / LINES);
    if (stap % every === 0 || stap === total) output.line(`${stap} of ${total} steps sent`);
  },
  waiting: () =>
    output.line('waiting until the hub is done, webhooks that fail among it (--wait says how long at most)'),
  done: () => undefined,
});

const asBar = (total: number): Progress => {
  const bar = new cliProgress.SingleBar({
    format: 'Replay [{bar}] {value}/{total} {phase}',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stdout,
  });
  bar.start(total, 0, { phase: '' });
  return {
    step: (stap) => bar.update(stap),
    waiting: () => bar.update(total, { phase: 'waiting for the hub' }),
    done: () => bar.stop(),
  };
};

/** A bar on a terminal, about ten lines elsewhere. */
export const showProgress = (total: number, output: Output): Progress =>
  output.interactive ? asBar(total) : asLines(total, output);
