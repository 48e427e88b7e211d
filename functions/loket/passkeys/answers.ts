import * as z from 'zod';
import { ANSWER_FIELD } from './field.ts';

/** What a browser posts of an authenticator, as a field of a form with JSON in it. What the hub does not use of it is left out. */

const Bytes = z.base64url().min(1).max(8_000);

/** What an authenticator calls a passkey: 1,023 bytes at most (WebAuthn 4, Credential ID). */
const CredentialId = z.base64url().min(1).max(1_364);

/** What `handleOf` of the table gives, from which the place of a passkey is made: the digest of an entry. */
const Handle = z.base64url().length(43);

const Answer = { id: CredentialId, rawId: CredentialId, type: z.literal('public-key') };

/** Of a new passkey. */
const Registration = z.object({
  ...Answer,
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});
export type Registration = z.output<typeof Registration>;

/** Of a passkey that signs in. Without the handle of its user it is not one that the hub asked for. */
const Assertion = z.object({
  ...Answer,
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: Handle,
  }),
});
export type Assertion = z.output<typeof Assertion>;

const jsonIn = (form: URLSearchParams): unknown => {
  try {
    return JSON.parse(form.get(ANSWER_FIELD) ?? '');
  } catch {
    return undefined;
  }
};

/** Undefined when the form has none. */
export const registrationIn = (form: URLSearchParams): Registration | undefined =>
  Registration.safeParse(jsonIn(form)).data;

/** Undefined when the form has none. */
export const assertionIn = (form: URLSearchParams): Assertion | undefined =>
  Assertion.safeParse(jsonIn(form)).data;
