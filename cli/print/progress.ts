import cliProgress from 'cli-progress';
import { type Progress, silent } from '../../client/scenario/send.ts';

/**
 * How far long work is, as a bar on stderr while somebody looks at a terminal there. What a command found goes to stdout, and
 * is the same with a bar and without.
 */
const asBar = (total: number, what: string): Progress => {
  const { stderr, env } = process;
  if (stderr.isTTY !== true || env['TERM'] === 'dumb') return silent;
  const bar = new cliProgress.SingleBar({
    format: `${what} [{bar}] {value}/{total} {phase}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: stderr,
  });
  bar.start(total, 0, { phase: '' });
  return {
    step: (step) => bar.update(step),
    waiting: () => bar.update(total, { phase: 'waiting for the hub' }),
    done: () => bar.stop(),
  };
};

/** A bar of the steps of a scenario. */
export const showProgress = (total: number): Progress => asBar(total, 'Replay');

/** A bar of the days that a clock has gone on. */
export const showDays = (total: number): Progress => asBar(total, 'Day');
