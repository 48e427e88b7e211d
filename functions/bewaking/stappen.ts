import { HubFout, veiligeTekst } from '../../domain/fouten.ts';

/** Takes every step, also after one that failed; fails afterwards when any did. */
export const elk = async (stappen: readonly (() => Promise<void>)[]): Promise<void> => {
  const fouten: string[] = [];
  for (const stap of stappen) {
    try {
      await stap();
    } catch (fout) {
      fouten.push(veiligeTekst(fout));
    }
  }
  if (fouten.length > 0) throw new HubFout('opnieuw', [...new Set(fouten)].join('; '));
};
