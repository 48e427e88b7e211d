import { vi } from 'vitest';

/** Everything that Powertools writes while `doe` runs: structured log lines and EMF, as CloudWatch would get them. */
export const catchLines = async (
  doOne: () => Promise<void>,
): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const rules: Readonly<Record<string, unknown>>[] = [];
  const write = (part: unknown): boolean => {
    for (const rule of String(part).split('\n')) if (rule.startsWith('{')) rules.push(JSON.parse(rule));
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(write),
  );
  try {
    await doOne();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return rules;
};
