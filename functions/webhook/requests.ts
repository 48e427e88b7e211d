import { MEDIA_TYPE } from '../../contracts/cloudevent.ts';
import { API_VERSION } from '../../contracts/version.ts';

/** What every receiver sees of the hub, in the question beforehand and in a delivery; a rehearsal sends the same. */

const USER_AGENT = `inburgeringshub/${API_VERSION}`;

/** Headers of the question whether the hub may deliver here. */
export const requestHeaders = (origin: string, tempo: number) => ({
  'user-agent': USER_AGENT,
  'webhook-request-origin': origin,
  'webhook-request-rate': String(tempo),
});

/** Headers of a delivery, beside its signature. */
export const deliveryHeaders = (origin: string) => ({
  'content-type': `${MEDIA_TYPE}; charset=utf-8`,
  'user-agent': USER_AGENT,
  'webhook-request-origin': origin,
});

/** What the receiver said when it was asked whether it wants these messages. */
export type ConsentResponse =
  | { readonly kind: 'yes'; readonly tempo?: number }
  | { readonly kind: 'no'; readonly reden: string };

/** No consent, and why. */
export const no = (reason: string): ConsentResponse => ({ kind: 'no', reden: reason });

/**
 * Consent as the headers of an answer give it (CloudEvents webhook §4.2); its status never does. Without a rate the one
 * that was asked for holds.
 */
export const instemmingOut = (
  status: number,
  headers: Readonly<Record<string, unknown>>,
  origin: string,
  requested: number,
): ConsentResponse => {
  const text = (name: string): string => String(headers[name] ?? '').trim();
  const originValue = text('webhook-allowed-origin').toLowerCase();
  if (originValue === '') return no(`geen WebHook-Allowed-Origin in het antwoord (status ${status})`);
  if (originValue !== '*' && originValue !== origin.toLowerCase()) {
    return no(`WebHook-Allowed-Origin noemt een ander dan ${origin} (status ${status})`);
  }
  const tempo = text('webhook-allowed-rate');
  if (tempo === '*') return { kind: 'yes' };
  if (tempo === '') return { kind: 'yes', tempo: requested };
  return /^[1-9]\d{0,8}$/.test(tempo)
    ? { kind: 'yes', tempo: Number(tempo) }
    : no(`WebHook-Allowed-Rate is geen aantal per minuut (status ${status})`);
};
