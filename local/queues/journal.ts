import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openSeal, type Seal } from '../seal.ts';
import type { RememberedSend } from './deduplication.ts';
import type { QueuePersistence } from './fauxqs.ts';
import type { SqsMessage } from './message.ts';

/**
 * The content of queues on disk, sealed. All writes of one turn of the event loop form one transaction, which a microtask
 * commits before any answer to the sender leaves. A move to a dead-letter queue is a delete and an insert, so it
 * happens whole or not at all. A commit that fails ends the process, because the message would otherwise be
 * acknowledged and lost.
 *
 * WAL with synchronous=NORMAL survives the end of the process at any moment. Only a power failure can lose the last
 * commits.
 */
export interface Journal extends QueuePersistence {
  messages(queueName: string): readonly StoredMessage[];
  sequenceCounter(queueName: string): number;
  rememberSend(queueName: string, send: RememberedSend): void;
  /** The sends of a queue after `since`. */
  rememberedSends(queueName: string, since: number): readonly RememberedSend[];
  /** Removes the sends of every queue up to and including `until`. */
  forgetSends(until: number): void;
  /** Commits what was written since the last commit. */
  flush(): void;
  close(): void;
}

export interface StoredMessage {
  readonly message: SqsMessage;
  readonly receiptHandle?: string | undefined;
  readonly visibleAt?: number | undefined;
}

const FILE_NAME = 'queues.sqlite';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS messages (
  id TEXT PRIMARY KEY, queue TEXT NOT NULL, message TEXT NOT NULL, sent INTEGER NOT NULL,
  receive_count INTEGER NOT NULL, first_received INTEGER, receipt_handle TEXT, visible_at INTEGER
);
CREATE INDEX IF NOT EXISTS messages_of_queue ON messages (queue, sent);
CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sends (
  queue TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, sequence TEXT, at INTEGER NOT NULL,
  PRIMARY KEY (queue, id)
);
CREATE INDEX IF NOT EXISTS sends_at ON sends (at);
`;

interface MessageRow {
  readonly message: string;
  readonly receive_count: number;
  readonly first_received: number | null;
  readonly receipt_handle: string | null;
  readonly visible_at: number | null;
}

interface SendRow {
  readonly id: string;
  readonly message_id: string;
  readonly sequence: string | null;
  readonly at: number;
}

const toMessage = ({ open }: Seal, row: MessageRow): StoredMessage => ({
  message: {
    ...(JSON.parse(open(row.message)) as SqsMessage),
    approximateReceiveCount: row.receive_count,
    approximateFirstReceiveTimestamp: row.first_received ?? undefined,
  },
  receiptHandle: row.receipt_handle ?? undefined,
  visibleAt: row.visible_at ?? undefined,
});

/** What SQLite calls a file that another process holds. The higher bits say in which way. */
const SQLITE_BUSY = 5;

const whyNotOpen = (directory: string, error: unknown): string => {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY
    ? `cannot open ${directory}: is another process using it?`
    : `${join(directory, FILE_NAME)} cannot be read: put it back from a copy of this folder, or begin with an empty folder`;
};

/** Opens the journal in a directory, or makes it. It throws when another process uses that directory. */
export function openJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const db = new DatabaseSync(join(directory, FILE_NAME));
  try {
    // This process holds the lock until it ends, because two processes on one directory lose each other's messages.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    db.exec(SCHEMA);
    db.exec('BEGIN EXCLUSIVE; COMMIT;');
  } catch (error) {
    db.close();
    throw new Error(whyNotOpen(directory, error), { cause: error });
  }
  const statements = {
    insert: db.prepare('INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)'),
    remove: db.prepare('DELETE FROM messages WHERE id = ?'),
    removeAll: db.prepare('DELETE FROM messages WHERE queue = ?'),
    taken: db.prepare(
      'UPDATE messages SET receipt_handle = ?, visible_at = ?, receive_count = ?, first_received = ? WHERE id = ?',
    ),
    ready: db.prepare('UPDATE messages SET receipt_handle = NULL, visible_at = NULL WHERE id = ?'),
    all: db.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY sent, rowid'),
    count: db.prepare('INSERT OR REPLACE INTO queues VALUES (?, ?)'),
    counter: db.prepare('SELECT sequence FROM queues WHERE name = ?'),
    send: db.prepare('INSERT OR REPLACE INTO sends VALUES (?, ?, ?, ?, ?)'),
    sends: db.prepare(
      'SELECT id, message_id, sequence, at FROM sends WHERE queue = ? AND at > ? ORDER BY at',
    ),
    forget: db.prepare('DELETE FROM sends WHERE at <= ?'),
  };
  const seal = openSeal();
  let open = false;
  let closed = false;

  const flush = (): void => {
    if (!open) return;
    open = false;
    db.exec('COMMIT');
  };
  const write = (statement: StatementSync, ...values: (string | number | null)[]): void => {
    // The queues live a moment longer than the journal. By then no message is acknowledged any more.
    if (closed) return;
    if (!open) {
      db.exec('BEGIN IMMEDIATE');
      open = true;
      queueMicrotask(flush);
    }
    statement.run(...values);
  };

  return {
    insertQueue: () => undefined,
    deleteQueue: (name) => write(statements.removeAll, name),
    updateQueueAttributes: () => undefined,
    updateQueueSequenceCounter: (name, counter) => write(statements.count, name, counter),
    insertMessage: (queueName, message) =>
      write(
        statements.insert,
        message.messageId,
        queueName,
        seal.seal(JSON.stringify(message)),
        message.sentTimestamp,
        message.approximateReceiveCount,
        message.approximateFirstReceiveTimestamp ?? null,
      ),
    deleteMessage: (messageId) => write(statements.remove, messageId),
    updateMessageInflight: (messageId, receiptHandle, visibleAt, receiveCount, firstReceived) =>
      write(statements.taken, receiptHandle, visibleAt, receiveCount, firstReceived ?? null, messageId),
    updateMessageReady: (messageId) => write(statements.ready, messageId),
    deleteQueueMessages: (queueName) => write(statements.removeAll, queueName),
    messages: (queueName) =>
      (statements.all.all(queueName) as unknown as MessageRow[]).map((row) => toMessage(seal, row)),
    sequenceCounter: (queueName) =>
      (statements.counter.get(queueName) as { sequence: number } | undefined)?.sequence ?? 0,
    rememberSend: (queueName, { id, messageId, sequenceNumber, at }) =>
      write(statements.send, queueName, id, messageId, sequenceNumber ?? null, at),
    rememberedSends: (queueName, since) =>
      (statements.sends.all(queueName, since) as unknown as SendRow[]).map((row) => ({
        id: row.id,
        messageId: row.message_id,
        at: row.at,
        ...(row.sequence === null ? {} : { sequenceNumber: row.sequence }),
      })),
    forgetSends: (until) => write(statements.forget, until),
    flush,
    close: () => {
      if (closed) return;
      flush();
      closed = true;
      db.close();
    },
  };
}
