import type { Response } from '../../adapters/egress/sender.ts';
import { REQUESTED_TEMPO } from '../../domain/delivery/abonnement.ts';
import { instemmingOut } from '../../functions/webhook/requests.ts';
import { type Outcome, WITHOUT_RESPONSE } from './outcome.ts';

/** The question beforehand: may the hub call this address (CloudEvents webhook §4)? Read as the hub itself does. */

export interface Consent {
  readonly uitkomst: Outcome;
  /** Calls per minute that were allowed; absent when there is no limit. */
  readonly tempo?: number;
}

/** What the answer to the OPTIONS says. */
export const readConsent = (response: Response, origin: string): Consent => {
  const announce = (successful: boolean, uitleg: string): { uitkomst: Outcome } => ({
    uitkomst: { naam: 'handdruk', titel: 'De vraag vooraf (OPTIONS)', geslaagd: successful, uitleg },
  });
  if (response.kind === 'no response') return announce(false, WITHOUT_RESPONSE[response.reden]);
  const instemming = instemmingOut(response.status, response.headers, origin, REQUESTED_TEMPO);
  if (instemming.kind === 'no') return announce(false, instemming.reden);
  const { tempo } = instemming;
  if (tempo === undefined) return announce(true, 'toestemming, zo vaak als nodig');
  return { ...announce(true, `toestemming, ${tempo} keer per minuut`), tempo };
};
