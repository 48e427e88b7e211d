import * as z from 'zod';
import { ANSWER_FIELD } from './passkey-field.ts';

/** What a browser posts of an authenticator, as a field of a form with JSON in it. What the hub does not use of it is left out. */

const Bytes = z.base64url().min(1).max(8_000);

const Answer = { id: Bytes, rawId: Bytes, type: z.literal('public-key') };

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
    userHandle: Bytes,
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
