import cliProgress from 'cli-progress';
import type { Progress } from '../../client/scenario/replay.ts';
import type { Output } from '../output.ts';

const LINES = 10;

const asLines = (total: number, output: Output): Progress => ({
  step: (step) => {
    const every = Math.ceil(total / LINES);
    if (step % every === 0 || step === total) output.line(`${step} of ${total} steps sent`);
  },
  waiting: () =>
    output.line('waiting until the hub is done, webhooks that fail among it (--wait says how long at most)'),
  done: () => undefined,
});

const asBar = (total: number, what: string): Progress => {
  const bar = new cliProgress.SingleBar({
    format: `${what} [{bar}] {value}/{total} {phase}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stdout,
  });
  bar.start(total, 0, { phase: '' });
  return {
    step: (step) => bar.update(step),
    waiting: () => bar.update(total, { phase: 'waiting for the hub' }),
    done: () => bar.stop(),
  };
};

/** A bar on a terminal, about ten lines elsewhere. */
export const showProgress = (total: number, output: Output): Progress =>
  output.interactive ? asBar(total, 'Replay') : asLines(total, output);

/** A bar of the days that a clock has gone on. */
export const showDays = (total: number): Progress => asBar(total, 'Day');
