import type { Antwoord } from '../../adapters/uitgaand/verzender.ts';
import { GEVRAAGD_TEMPO, instemmingUit } from '../../functions/webhook/verzoeken.ts';
import { type Uitkomst, ZONDER_ANTWOORD } from './outcome.ts';

/** The question beforehand: may the hub call this address (CloudEvents webhook §4)? Read as the hub itself does. */

export interface Toestemming {
  readonly uitkomst: Uitkomst;
  /** Calls per minute that were allowed; absent when there is no limit. */
  readonly tempo?: number;
}

/** What the answer to the OPTIONS says. */
export const leesToestemming = (antwoord: Antwoord, oorsprong: string): Toestemming => {
  const meld = (geslaagd: boolean, uitleg: string): { uitkomst: Uitkomst } => ({
    uitkomst: { naam: 'handdruk', titel: 'De vraag vooraf (OPTIONS)', geslaagd, uitleg },
  });
  if (antwoord.soort === 'geen antwoord') return meld(false, ZONDER_ANTWOORD[antwoord.reden]);
  const instemming = instemmingUit(antwoord.status, antwoord.headers, oorsprong, GEVRAAGD_TEMPO);
  if (instemming.soort === 'nee') return meld(false, instemming.reden);
  const { tempo } = instemming;
  if (tempo === undefined) return meld(true, 'toestemming, zo vaak als nodig');
  return { ...meld(true, `toestemming, ${tempo} keer per minuut`), tempo };
};
