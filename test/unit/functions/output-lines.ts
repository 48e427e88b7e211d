import { vi } from 'vitest';

/** Everything that Powertools writes while `doOne` runs: structured log lines and EMF, as CloudWatch would get them. */
export const catchLines = async (
  doOne: () => Promise<void>,
): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write = (part: unknown): boolean => {
    for (const line of String(part).split('\n')) if (line.startsWith('{')) lines.push(JSON.parse(line));
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
  return lines;
};
