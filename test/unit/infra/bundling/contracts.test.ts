import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ROUTEMAP_EVENTS } from '../../../../contracts/routemap.ts';
import { type FieldQuestion, fieldsOf } from '../../../../functions/loket/words/report.ts';
import { contractsFor } from '../../../../infra/bundling/contracts.ts';

const PROJECT = join(import.meta.dirname, '../../../..');

/** The forms as a function has them, whose contracts are bundled without what it does not read. */
const bundledFor = async (name: Parameters<typeof contractsFor>[0]): Promise<typeof fieldsOf> => {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: ['functions/loket/words/report.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    plugins: [contractsFor(name)],
  });
  const [bundle] = outputFiles;
  const code = Buffer.from(bundle?.contents ?? []).toString('base64');
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)).fieldsOf;
};

const said = (fields: readonly FieldQuestion[]) =>
  fields.map((field) => {
    const { name, label, description } = field;
    return { name, label, description, example: field.kind === 'value' ? field.example : undefined };
  });

describe('a bundled form to report with', () => {
  it('asks what the contract of each event says: its labels, its explanations, and how a browser lets it be filled in', async () => {
    const bundled = await bundledFor('loket');
    for (const event of ROUTEMAP_EVENTS) {
      const asked = said(fieldsOf(event));
      expect(said(bundled(event))).toEqual(asked);
      for (const { description } of asked) expect(description).not.toBe('');
    }
  });

  it('is told from one that was bundled without', async () => {
    const bare = await bundledFor('api');
    expect(bare('kennismaking-gepland').map(({ label, description }) => [label, description])).toContainEqual(
      ['afspraakdatum', ''],
    );
  });
});
