import { spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { type Cell, createSheet, googleServices } from '../../../unit/docs/partners/google.ts';

/**
 * Runs the script of the spreadsheet once, with services of Google in memory and real requests to a hub. It is a process of
 * its own because `UrlFetchApp` waits for the answer, and the hub that answers runs in the process of the test. It reads
 * the script, its properties and its sheets from standard input, and writes the sheets to standard output.
 */

const Input = z.object({
  script: z.string(),
  properties: z.record(z.string(), z.string()),
  sheets: z.record(z.string(), z.array(z.array(z.unknown()))),
});

/** What `UrlFetchApp.fetch` takes; a payload that is an object is sent as a form, as is an absent one. */
const Options = z.object({
  method: z.enum(['get', 'post']),
  headers: z.record(z.string(), z.string()).default({}),
  payload: z.record(z.string(), z.string()).default({}),
});

const Answer = z.object({ status: z.int(), content: z.string() });

const REQUEST = `
  const { address, init } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  fetch(address, init).then(async (answer) => {
    process.stdout.write(JSON.stringify({ status: answer.status, content: await answer.text() }));
  });
`;

/** Throws at a status that is no success, as Google does unless it is told not to. */
const fetchNow = (address: string, options: unknown) => {
  const { method, headers, payload } = Options.parse(options);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const init =
    method === 'get'
      ? { method: 'GET', headers }
      : { method: 'POST', headers: { ...form, ...headers }, body: new URLSearchParams(payload).toString() };
  const { stdout } = spawnSync(process.execPath, ['-e', REQUEST], {
    input: JSON.stringify({ address, init }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { status, content } = Answer.parse(JSON.parse(stdout));
  if (status >= 300) throw new Error(`Request failed for ${address} returned code ${status}`);
  return { getContentText: () => content };
};

const { script, properties, sheets: given } = Input.parse(JSON.parse(await text(process.stdin)));
const sheets = new Map(
  Object.entries(given).map(([name, cells]: [string, Cell[][]]) => [name, createSheet(cells)]),
);
runInNewContext(`${script}\nhaalOp();`, googleServices({ properties, sheets, fetch: fetchNow }));
process.stdout.write(
  JSON.stringify(Object.fromEntries([...sheets].map(([name, { cells }]) => [name, cells]))),
);
