import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../exported-names.ts';

/** CONTRIBUTING.md keeps a file of source to so many lines: one idea, on a few screens. */
const MOST_LINES = 300;

/** Lists, in which nothing is decided: split up they would only be harder to look something up in. */
const DATA: Readonly<Record<string, string>> = {
  'contracts/routemap-entries.ts': 'the events of the routemap, an entry each',
  'contracts/routemap-data.ts': 'the fields of those events, a schema each',
  'contracts/regievoerder.ts': 'what the gemeente is told, a schema for each message',
  'contracts/publish/openapi/paths-reading.ts': 'calls of the API, a description each',
  'local/template/schemas.ts': 'types of resource, a schema each',
  'functions/loket/style/theme.css': 'the look of the pages, a rule for each part',
};

const sources = globSync(
  '{adapters,bench,bin,cli,client,contracts,docs,domain,emulator,functions,infra,local,play}/**/*.{ts,js,mjs,gs,py,php,cs,css}',
  { cwd: PROJECT, exclude: (path) => /(^|\/)(node_modules|cdk\.out)$/.test(path) },
);
const tooLong = sources.filter(
  (path) => readFileSync(join(PROJECT, path), 'utf8').trimEnd().split('\n').length > MOST_LINES,
);

describe('a file of source', () => {
  it(`has no more than ${MOST_LINES} lines, but for lists`, () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(tooLong.toSorted()).toEqual(Object.keys(DATA).toSorted());
  });
});
