import { synthesiseApart } from '../../local/synth.ts';

/**
 * Leaves the assembly of the hub in its cache before the first test starts one. On a clean clone every worker would make its
 * own at the same moment, each for as long as all of them together.
 */
export default async (): Promise<void> => {
  const assembly = await synthesiseApart();
  await assembly.remove();
};
