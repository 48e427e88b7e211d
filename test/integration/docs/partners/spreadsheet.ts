import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { rowsOf } from '../../../unit/docs/partners/google.ts';
import { EXAMPLES } from '../../../unit/docs/partners/runtimes.ts';

const Sheets = z.record(z.string(), z.array(z.array(z.unknown())));

/** A spreadsheet with a script of the examples, as it stands at Google. */
export const createSpreadsheet = (path: string, properties: Readonly<Record<string, string>>) => {
  const script = readFileSync(join(EXAMPLES, path), 'utf8');
  let sheets: z.infer<typeof Sheets> = {};
  return {
    /** Has Google run the script once. */
    run: async (): Promise<void> => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'spreadsheet-process.ts')], {
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const closed = once(child, 'close');
      child.stdin.end(JSON.stringify({ script, properties, sheets }));
      const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
      if (code !== 0) throw new Error(`the script ended with an error: ${stderr}`);
      sheets = Sheets.parse(JSON.parse(stdout));
    },
    /** The zaken or households of which it has a row. */
    subjects: (): readonly unknown[] =>
      rowsOf({ cells: sheets['Mensen'] ?? [] }).map(({ zaakId, huishoudenId }) => zaakId ?? huishoudenId),
  };
};

export type Spreadsheet = ReturnType<typeof createSpreadsheet>;
