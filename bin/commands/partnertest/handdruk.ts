import type { Antwoord } from '../../../adapters/uitgaand/verzender.ts';
import type { Uitkomst } from './uitkomst.ts';

/** The question beforehand: may the hub call this address (CloudEvents webhook §4)? */

/** As often as the hub asks to be allowed to call, per minute. */
export const GEVRAAGD_TEMPO = 120;

export interface Toestemming {
  readonly uitkomst: Uitkomst;
  /** Calls per minute that were allowed; absent when there is no limit. */
  readonly tempo?: number;
}

const kop = (antwoord: Extract<Antwoord, { soort: 'antwoord' }>, naam: string): string => {
  const waarde = antwoord.headers[naam];
  return (Array.isArray(waarde) ? waarde.join(', ') : (waarde ?? '')).trim();
};

/** What the answer to the OPTIONS says. A status alone is never consent. */
export const leesToestemming = (antwoord: Antwoord, oorsprong: string): Toestemming => {
  const meld = (geslaagd: boolean, uitleg: string): { uitkomst: Uitkomst } => ({
    uitkomst: { naam: 'handdruk', titel: 'De vraag vooraf (OPTIONS)', geslaagd, uitleg },
  });
  if (antwoord.soort === 'geen antwoord') return meld(false, 'geen antwoord');
  const toegestaan = kop(antwoord, 'webhook-allowed-origin');
  if (antwoord.status < 200 || antwoord.status >= 300) {
    return meld(false, `${antwoord.status}: antwoord 200, met WebHook-Allowed-Origin: ${oorsprong}`);
  }
  if (toegestaan === '') return meld(false, `WebHook-Allowed-Origin ontbreekt: zet er ${oorsprong} in`);
  if (toegestaan !== '*' && toegestaan.toLowerCase() !== oorsprong.toLowerCase()) {
    return meld(false, `WebHook-Allowed-Origin noemt een andere hub dan ${oorsprong}`);
  }
  const tempo = kop(antwoord, 'webhook-allowed-rate');
  if (tempo === '*') return meld(true, 'toestemming, zo vaak als nodig');
  if (!/^[1-9]\d{0,8}$/.test(tempo)) {
    return meld(false, 'WebHook-Allowed-Rate ontbreekt of is geen getal: hoe vaak per minuut, of *');
  }
  return { ...meld(true, `toestemming, ${tempo} keer per minuut`), tempo: Number(tempo) };
};
