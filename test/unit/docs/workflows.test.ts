import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../exported-names.ts';

/** The examples of workflows that a gemeente copies: they run what others wrote with the rights to deploy. */

const FOLDER = join(PROJECT, 'docs/voorbeelden');

const used = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yml'))
  .flatMap((name) =>
    [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^\s*(?:- )?uses:\s*(\S+)(.*)$/gm)].map(
      ([, action = '', rest = '']) => ({ name, action, rest: rest.trim() }),
    ),
  );

describe('an example of a workflow', () => {
  const others = used.filter(({ action }) => !action.startsWith('./'));

  it('uses actions of others', () => {
    expect(others.length).toBeGreaterThan(5);
  });

  it.each(others)(
    '$name uses $action by a commit, which nobody can move, and says which version that is',
    ({ action, rest }) => {
      expect(action).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
      expect(rest).toMatch(/^# v\d/);
    },
  );
});
