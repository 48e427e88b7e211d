import { HubError, safeText } from '../../domain/errors.ts';

/** Takes every step, also after one that failed; fails afterwards when any did. */
export const takeAll = async (steps: readonly (() => Promise<void>)[]): Promise<void> => {
  const errors: string[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(safeText(error));
    }
  }
  if (errors.length > 0) throw new HubError('retry', [...new Set(errors)].join('; '));
};
