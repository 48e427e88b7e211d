import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sealFor } from '../seal.ts';
import type { EventEnvelope } from './bus.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS events (archive TEXT NOT NULL, time INTEGER NOT NULL, event TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_by_time ON events (archive, time);
CREATE TABLE IF NOT EXISTS replays (name TEXT PRIMARY KEY, replay TEXT NOT NULL);
`;

/** An event with its place in the archive. */
export interface KeptEvent {
  readonly position: number;
  readonly time: number;
  readonly event: EventEnvelope;
}

/** Stores the events of archives and the states of their replays. Times are in milliseconds since 1970. */
export interface ArchiveStore {
  keep(archive: string, event: EventEnvelope): void;
  count(archive: string): { readonly events: number; readonly bytes: number };
  /** The next events of the period from `from` to `to`, oldest first, that come after `after`. */
  page(archive: string, from: number, to: number, after?: KeptEvent): readonly KeptEvent[];
  forget(archive: string, before: number): void;
  saveReplay(name: string, replay: object): void;
  replays(): readonly unknown[];
  close(): void;
}

const PAGE = 200;

/**
 * Opens the archives of a directory. Without a directory SQLite keeps them in a temporary file that goes with the
 * process, so that the events of a long run do not fill the memory.
 */
export function openArchiveStore(dataDir?: string): ArchiveStore {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const seal = sealFor(dataDir);
  const db = new DatabaseSync(dataDir === undefined ? '' : join(dataDir, 'archive.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(SCHEMA);
  const statements = {
    keep: db.prepare('INSERT INTO events VALUES (?, ?, ?)'),
    count: db.prepare(
      'SELECT count(*) AS events, coalesce(sum(length(event)), 0) AS bytes FROM events WHERE archive = ?',
    ),
    page: db.prepare(
      `SELECT rowid AS position, time, event FROM events WHERE archive = ? AND time BETWEEN ? AND ?
       AND (time, rowid) > (?, ?) ORDER BY time, rowid LIMIT ${PAGE}`,
    ),
    forget: db.prepare('DELETE FROM events WHERE archive = ? AND time < ?'),
    saveReplay: db.prepare('INSERT OR REPLACE INTO replays VALUES (?, ?)'),
    replays: db.prepare('SELECT replay FROM replays ORDER BY rowid'),
  };
  return {
    keep: (archive, event) => {
      statements.keep.run(archive, Date.parse(event.time), seal.seal(JSON.stringify(event)));
    },
    count: (archive) => statements.count.get(archive) as { events: number; bytes: number },
    page: (archive, from, to, after) => {
      const rows = statements.page.all(archive, from, to, after?.time ?? 0, after?.position ?? 0);
      return (rows as unknown as { position: number; time: number; event: string }[]).map(
        ({ position, time, event }) => ({
          position,
          time,
          event: JSON.parse(seal.open(event)) as EventEnvelope,
        }),
      );
    },
    forget: (archive, before) => {
      statements.forget.run(archive, before);
    },
    saveReplay: (name, replay) => {
      statements.saveReplay.run(name, JSON.stringify(replay));
    },
    replays: () =>
      (statements.replays.all() as unknown as { replay: string }[]).map(
        ({ replay }) => JSON.parse(replay) as unknown,
      ),
    close: () => db.close(),
  };
}
