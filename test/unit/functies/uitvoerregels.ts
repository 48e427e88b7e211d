import { vi } from 'vitest';

/** Everything that Powertools writes while `doe` runs: structured log lines and EMF, as CloudWatch would get them. */
export const vangRegels = async (
  doe: () => Promise<void>,
): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const regels: Readonly<Record<string, unknown>>[] = [];
  const schrijf = (deel: unknown): boolean => {
    for (const regel of String(deel).split('\n')) if (regel.startsWith('{')) regels.push(JSON.parse(regel));
    return true;
  };
  const spionnen = [process.stdout, process.stderr].map((stroom) =>
    vi.spyOn(stroom, 'write').mockImplementation(schrijf),
  );
  try {
    await doe();
  } finally {
    for (const spion of spionnen) spion.mockRestore();
  }
  return regels;
};
