import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutMeta } from '../../../../infra/bundling/without-meta.ts';

const CONTRACTS = join(import.meta.dirname, '..', '..', '..', '..', 'contracts');

describe('a contract without what the specifications say of it', () => {
  it('checks the same, and keeps every line where it was', () => {
    const source = `const a = z.string().meta({ title: 'A (b)' }).optional();
const b = z
  .object({ a: a.meta({ title: ')' }) })
  .meta({
    examples: [{ a: ') of "iets"' }],
  })
  .strict();`;
    expect(
      withoutMeta('a.ts', source).replaceAll(/ +$/gm, ''),
    ).toBe(`const a = z.string()                         .optional();
const b = z
  .object({ a: a                      })



  .strict();`);
  });

  it('leaves alone what only looks like it', () => {
    const source = `// .meta({ title: 'A' })
const meta = x.meta();
const text = ".meta({})";
meta({ title: 'A' });`;
    expect(withoutMeta('a.ts', source)).toBe(source);
  });

  it('is made of every contract', () => {
    const files = readdirSync(CONTRACTS).filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const source = readFileSync(join(CONTRACTS, file), 'utf8');
      const text = withoutMeta(file, source);
      expect(text).not.toMatch(/\.meta\(\{/);
      expect(text).toHaveLength(source.length);
    }
  });

  it('is not made of what is no TypeScript', () => {
    expect(() => withoutMeta('a.ts', 'const = ;')).toThrow('a.ts: ');
  });
});
