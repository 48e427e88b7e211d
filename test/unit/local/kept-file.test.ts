import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAnswerBook } from '../../../local/duo/answers.ts';
import { checkIdentity } from '../../../local/identity.ts';
import { openJournal } from '../../../local/queues/journal.ts';
import { createSecrets } from '../../../local/secrets/secrets.ts';
import { readOrCreateKey } from '../../../local/tokens/key.ts';

/** What a hub keeps in its folder, when something else stands there. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Every file that is read whole at the start, with what reads it. */
const READERS: readonly (readonly [string, (dataDir: string) => unknown])[] = [
  ['secrets.json', (dataDir) => createSecrets([], dataDir)],
  ['duo-antwoorden.json', openAnswerBook],
  ['token-sleutel.json', readOrCreateKey],
  ['hub.json', (dataDir) => checkIdentity(dataDir, { read: async () => undefined, write: async () => {} })],
  ['queues.sqlite', openJournal],
];

describe.each(READERS)('%s', (name, read) => {
  const start = async () => read(folder);

  it.each([
    ['no JSON', 'Qasim{'],
    ['JSON of something else', '["Qasim"]'],
  ])('that holds %s is named, with what to do and nothing of what it holds', async (_, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const message = await start().then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(message).toMatch(/ cannot be read: \w+/);
    expect(message).toContain(path);
    expect(message).not.toContain('Qasim');
    expect(existsSync(path)).toBe(true);
  });
});

it('a folder of which another process has the queues is not called broken', () => {
  const journal = openJournal(folder);
  try {
    expect(() => openJournal(folder)).toThrow('is another process using it?');
  } finally {
    journal.close();
  }
});
