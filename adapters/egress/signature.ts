import { Webhook } from 'standardwebhooks';

/** The headers of Standard Webhooks 1.0.0 that prove to a receiver who sent a message, and when this try was. */
export interface Signature extends Readonly<Record<string, string>> {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs exactly these bytes with every secret that is valid now (`whsec_…`): during a rotation the receiver may still
 * have the old one.
 */
export const sign = (id: string, body: Buffer, secrets: readonly string[], now: Date): Signature => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
});
