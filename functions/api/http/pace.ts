import { admit, PACE } from '../../../domain/limits.ts';
import type { Organisation } from '../../../domain/organisations.ts';
import { problem } from './problems.ts';

/**
 * Keeps each organisation to its pace, before any work is done for it. What it remembers lives in one instance of the
 * function: a write for every request would cost more than most requests do. On AWS, where an instance has one request at a
 * time, a caller that spreads its requests over many instances gets more than its pace; then the throttling of the gateway
 * and the maximum of the processing functions hold.
 */
export const createPace = (now: () => Date) => {
  const freeAt = new Map<string, number>();
  return ({ sleutel, rol }: Organisation): void => {
    const admission = admit(freeAt.get(sleutel), PACE[rol], now().getTime());
    if ('waitMs' in admission) {
      throw problem(
        'te-veel-verzoeken',
        'Deze organisatie stuurt meer verzoeken dan de hub van haar aanneemt.',
        {
          headers: { 'Retry-After': String(Math.max(1, Math.ceil(admission.waitMs / 1000))) },
        },
      );
    }
    freeAt.set(sleutel, admission.freeAt);
  };
};
