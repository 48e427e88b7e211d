import { MEDIATYPE } from '../../contracts/cloudevent.ts';
import { API_VERSIE } from '../../contracts/versie.ts';

/** What every receiver sees of the hub, in the question beforehand and in a delivery; a rehearsal sends the same. */

/** Deliveries per minute that the hub asks for when its partner set no limit. */
export const GEVRAAGD_TEMPO = 120;

const USER_AGENT = `inburgeringshub/${API_VERSIE}`;

/** Headers of the question whether the hub may deliver here. */
export const vraagkoppen = (herkomst: string, tempo: number) => ({
  'user-agent': USER_AGENT,
  'webhook-request-origin': herkomst,
  'webhook-request-rate': String(tempo),
});

/** Headers of a delivery, beside its signature. */
export const leverkoppen = (herkomst: string) => ({
  'content-type': `${MEDIATYPE}; charset=utf-8`,
  'user-agent': USER_AGENT,
  'webhook-request-origin': herkomst,
});

/** What the receiver said when it was asked whether it wants these messages. */
export type Instemmingsantwoord =
  | { readonly soort: 'ja'; readonly tempo?: number }
  | { readonly soort: 'nee'; readonly reden: string };

export const nee = (reden: string): Instemmingsantwoord => ({ soort: 'nee', reden });

/**
 * Consent as the headers of an answer give it (CloudEvents webhook §4.2); its status never does. Without a rate the one
 * that was asked for holds.
 */
export const instemmingUit = (
  status: number,
  headers: Readonly<Record<string, unknown>>,
  herkomst: string,
  gevraagd: number,
): Instemmingsantwoord => {
  const tekst = (naam: string): string => String(headers[naam] ?? '').trim();
  const oorsprong = tekst('webhook-allowed-origin').toLowerCase();
  if (oorsprong === '') return nee(`geen WebHook-Allowed-Origin in het antwoord (status ${status})`);
  if (oorsprong !== '*' && oorsprong !== herkomst.toLowerCase()) {
    return nee(`WebHook-Allowed-Origin noemt een ander dan ${herkomst} (status ${status})`);
  }
  const tempo = tekst('webhook-allowed-rate');
  if (tempo === '*') return { soort: 'ja' };
  if (tempo === '') return { soort: 'ja', tempo: gevraagd };
  return /^[1-9]\d{0,8}$/.test(tempo)
    ? { soort: 'ja', tempo: Number(tempo) }
    : nee(`WebHook-Allowed-Rate is geen aantal per minuut (status ${status})`);
};
