import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withErrorsOnce } from '../../../../infra/bundling/errors-once.ts';
import { PROJECT } from '../../../exported-names.ts';
import { temporaryFolder } from '../../../temporary.ts';

type ErrorClass = (new (options: object) => Error) & { readonly shapeId: string };

const BASE = `class __BaseException extends Error {
  constructor(options) {
    super(options.message);
    Object.assign(this, options);
  }
}`;

/** The errors of a client, in a module that needs nothing else. */
const load = async (
  name: string,
  change: (source: string) => string,
): Promise<Record<string, ErrorClass>> => {
  const path = join(PROJECT, 'node_modules/@aws-sdk', name, 'dist-es/models/errors.js');
  const source = change(readFileSync(path, 'utf8')).replace(/^import .*$/m, BASE.replaceAll('\n', ' '));
  const file = join(temporaryFolder(), 'errors.mjs');
  writeFileSync(file, source);
  return import(/* @vite-ignore */ pathToFileURL(file).href);
};

const OPTIONS = { message: 'weg', Message: 'Weg', CancellationReasons: [{ Code: 'None' }], $metadata: {} };

describe.each(['client-dynamodb', 'client-secrets-manager', 'client-eventbridge', 'client-sqs'])(
  'the errors of %s',
  (name) => {
    it('are the same with what they share written once, in less than half the text', async () => {
      const [before, after] = await Promise.all([load(name, (source) => source), load(name, withErrorsOnce)]);
      expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted());
      for (const [error, Before] of Object.entries(before)) {
        const After = after[error] as ErrorClass;
        const [was, is] = [new Before(OPTIONS), new After(OPTIONS)];
        expect({ ...is }, error).toEqual({ ...was });
        expect([is.message, After.shapeId, is instanceof After]).toEqual([was.message, Before.shapeId, true]);
      }
      const path = join(PROJECT, 'node_modules/@aws-sdk', name, 'dist-es/models/errors.js');
      const source = readFileSync(path, 'utf8');
      expect(withErrorsOnce(source).length).toBeLessThan(source.length / 2);
    });
  },
);

it('leaves a source alone that has no such errors', () => {
  expect(withErrorsOnce('export const one = 1;\n')).toBe('export const one = 1;\n');
});
