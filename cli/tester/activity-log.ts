import { openSync, writeSync } from 'node:fs';
import { errorCode, userError } from '../../client/errors.ts';
import { type JsonOption, note, type Output, show as print } from '../output.ts';
import { type ActivityEntry, activityLines, createActivity } from '../print/activity.ts';

/** How `hub start` shows it. */
interface ActivityOptions extends JsonOption {
  /** The records as the functions log them: on the terminal, or in a file. */
  readonly log?: string | true;
}

const forProgram = ({ time, subject, text, fault, waits }: ActivityEntry) => ({
  tijd: time,
  onderwerp: subject,
  tekst: text,
  fout: fault,
  wacht: waits === true,
});

/** What `hub start` shows of a hub that runs. */
export interface ActivityLog {
  onLog(functionName: string, line: string): void;
  /** From now on everything is shown; before, only faults. */
  live(): void;
}

/** How long messages to several partners are gathered before they are shown on one line. */
const GATHER_MS = 500;

/**
 * Shows one line per message that the hub takes or sends. With `log` the records themselves instead, as the functions
 * write them; with a file in it, the lines here and the records there.
 */
export const createActivityLog = (options: ActivityOptions, output: Output): ActivityLog => {
  const { log, json } = options;
  if (log === true && json === true)
    throw userError('--log and --json both write to standard output: give --log a file');
  const record = log === undefined ? undefined : recorder(log, output);
  const activity = createActivity();
  let isLive = false;
  let isGathering = false;
  const show = (entries: readonly ActivityEntry[]): void => {
    for (const entry of entries)
      if (isLive || entry.fault)
        print(output, options, [forProgram(entry)], () => activityLines(entry, output.width, output));
  };
  const gather = (): void => {
    if (isGathering) return;
    isGathering = true;
    setTimeout(() => {
      isGathering = false;
      show(activity.sent());
    }, GATHER_MS).unref();
  };
  return {
    onLog: (functionName, line) => {
      record?.(line);
      if (log === true) return;
      show(activity.take(functionName, line));
      gather();
    },
    live: () => {
      activity.sent();
      isLive = true;
    },
  };
};

const recorder = (log: string | true, output: Output): ((line: string) => void) => {
  if (log === true) return (line) => output.line(line);
  const reason = (error: unknown): string => errorCode(error) ?? 'unknown reason';
  try {
    const file = openSync(log, 'a');
    let isFull = false;
    return (line) => {
      if (isFull) return;
      try {
        writeSync(file, `${line}\n`);
      } catch (error) {
        isFull = true;
        note(`! the records cannot be written to ${log} (${reason(error)}); the hub goes on without them`);
      }
    };
  } catch (error) {
    throw userError(`cannot write the records to ${log} (${reason(error)})`, error);
  }
};
