import { Webhook } from 'standardwebhooks';

/** Standard Webhooks 1.0.0: the headers that prove to a receiver who sent a message, and when this try was. */
export interface Handtekening extends Readonly<Record<string, string>> {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs exactly these bytes with every secret that is valid now (`whsec_…`): during a rotation the receiver may still
 * have the old one.
 */
export const onderteken = (
  id: string,
  body: Buffer,
  geheimen: readonly string[],
  nu: Date,
): Handtekening => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(nu.getTime() / 1000)),
  'webhook-signature': geheimen.map((geheim) => new Webhook(geheim).sign(id, nu, body)).join(' '),
});
