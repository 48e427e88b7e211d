import type { EventEmitter } from 'node:events';

/** What ends the hub when its disk takes nothing more: its effects outside itself. */
export interface DiskEffects {
  readonly say: (text: string) => void;
  readonly exit: (code: number) => void;
  /** Where errors arrive that nothing caught: the process. */
  readonly errors?: Pick<EventEmitter, 'on'>;
}

/** Codes of the file system for a disk or a file that takes no more, or is broken. */
const FILE_CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS']);
/** SQLite's own: its result codes 10 (the disk refuses) and 13 (it is full), which stand in the lowest eight bits. */
const SQLITE_CODES: ReadonlySet<number> = new Set([10, 13]);

/** Whether the disk refused to keep something. */
export const isDiskError = (error: unknown): error is Error => {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && typeof error.errcode === 'number') return SQLITE_CODES.has(error.errcode & 0xff);
  return 'code' in error && FILE_CODES.has(error.code);
};

/**
 * Ends the process in words when the folder of `--data` takes nothing more. A hub that cannot keep what it takes in may
 * not go on, because it would answer 202 to what is gone after the next start. Any other error ends it with its stack.
 */
export const endOnFullDisk = (folder: string, { say, exit, errors = process }: DiskEffects): void => {
  errors.on('uncaughtException', (error: unknown) => {
    if (isDiskError(error)) {
      say(
        `error: the hub stops, because ${folder} takes nothing more (${error.message}). Everything that it answered 202 to is kept there: make room, and start it again.`,
      );
    } else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    exit(1);
  });
};
