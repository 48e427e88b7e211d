import * as z from 'zod';
import type { Seals } from '../../../adapters/secrets/seals.ts';
import type { KeptPasskey } from '../../../adapters/table/passkeys.ts';
import { PASSKEY_SECONDS, type Passkey } from '../../../domain/passkeys.ts';
import { safeError } from '../../shared/rest/safe-log.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { Assertion, Registration } from './answers.ts';

/**
 * The two ceremonies of WebAuthn: an authenticator makes a passkey, and signs with it. What was asked is sealed in a cookie of the
 * browser. SimpleWebAuthn holds the answers against the specification; it is loaded when somebody uses a passkey.
 */

type Needed = Pick<LoketDependencies, 'address' | 'clock' | 'log' | 'seals'>;

const library = () => import('@simplewebauthn/server');

/** EdDSA, ES256 and RS256. Every authenticator has one of these, and Node checks them with nothing that it calls experimental. */
const ALGORITHMS = [-8, -7, -257];

const USES = { make: 'passkey-nieuw', sign: 'passkey' } as const;

/** What was asked of an authenticator, and for whom when it is to make a passkey. */
const Asked = z.strictObject({ challenge: z.string(), handle: z.string().optional() });

/** What a script asks an authenticator, and what the browser keeps meanwhile. */
export interface Question {
  readonly options: object;
  readonly sealed: string;
}

const seal = (seals: Seals, use: string, asked: z.infer<typeof Asked>, now: Date): Promise<string> =>
  seals.seal(use, asked, now, PASSKEY_SECONDS);

const opened = async (
  { seals, clock }: Needed,
  use: string,
  sealed: string | undefined,
): Promise<z.infer<typeof Asked> | undefined> =>
  Asked.safeParse(await seals.open(use, sealed ?? '', clock.now())).data;

/** The site that a passkey belongs to: the host of the pages, and no other below it. */
const siteOf = ({ address }: Needed) => {
  const { origin, hostname } = new URL(address);
  return { expectedOrigin: origin, expectedRPID: hostname };
};

/**
 * What SimpleWebAuthn finds; undefined when it finds fault with the answer, which it throws. Bytes that it cannot read make
 * it stumble (a TypeError), as a fault of the hub would: that is logged as an error, and refuses too.
 */
const orRefused = async <Result>(
  { log }: Needed,
  check: () => Promise<Result>,
): Promise<Result | undefined> => {
  try {
    return await check();
  } catch (error) {
    const isStumble = error instanceof TypeError || error instanceof ReferenceError;
    log[isStumble ? 'error' : 'warn']('antwoord van een passkey klopt niet', safeError(error));
    return undefined;
  }
};

/**
 * The same answer without attestation. The hub asks for none, but who answers may send any, and SimpleWebAuthn would hold
 * that against revocation lists at addresses that stand in it: it would fetch what a stranger says.
 */
const withoutAttestation = async ({ response, ...answer }: Registration): Promise<Registration> => {
  const { decodeAttestationObject, isoBase64URL, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject)).get('authData');
  const bare = new Map<string, string | Map<string, string> | typeof authData>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', authData],
  ]);
  const attestationObject = isoBase64URL.fromBuffer(isoCBOR.encode(bare));
  return { ...answer, response: { ...response, attestationObject } };
};

/** Asks for a new passkey, of a user with this handle and name, on an authenticator that has none of theirs. */
export const askRegistration = async (
  needed: Needed,
  user: { readonly handle: string; readonly name: string },
  known: readonly Passkey[],
): Promise<Question> => {
  const { clock, seals } = needed;
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: 'Inburgeringshub',
    rpID: siteOf(needed).expectedRPID,
    userID: Uint8Array.from(Buffer.from(user.handle, 'base64url')),
    userName: user.name,
    userDisplayName: user.name,
    timeout: PASSKEY_SECONDS * 1000,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  const asked = { challenge: options.challenge, handle: user.handle };
  return { options, sealed: await seal(seals, USES.make, asked, clock.now()) };
};

/** The passkey that was made; undefined when this is not the answer to what was asked for this user. */
export const readRegistration = async (
  needed: Needed,
  handle: string,
  answer: Registration,
  sealed: string | undefined,
): Promise<Passkey | undefined> => {
  const asked = await opened(needed, USES.make, sealed);
  if (asked?.handle !== handle) return undefined;
  const { verifyRegistrationResponse } = await library();
  const found = await orRefused(needed, async () =>
    verifyRegistrationResponse({
      response: { ...(await withoutAttestation(answer)), clientExtensionResults: {} },
      expectedChallenge: asked.challenge,
      ...siteOf(needed),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (found?.registrationInfo === undefined) return undefined;
  const { credential, credentialDeviceType } = found.registrationInfo;
  // What the browser calls it is bounded; what stands among the bytes of the authenticator is not.
  if (credential.id !== answer.id) return undefined;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: answer.response.transports,
    isSynced: credentialDeviceType === 'multiDevice',
    sinds: needed.clock.now().toISOString(),
  };
};

/** Asks whoever it is to sign with a passkey of this site. */
export const askAssertion = async (needed: Needed): Promise<Question> => {
  const { clock, seals } = needed;
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({
    rpID: siteOf(needed).expectedRPID,
    timeout: PASSKEY_SECONDS * 1000,
    userVerification: 'required',
  });
  const { challenge } = options;
  return { options, sealed: await seal(seals, USES.sign, { challenge }, clock.now()) };
};

/** What the browser was asked to have signed; undefined when it was nothing, or too long ago. */
export const askedChallenge = async (
  needed: Needed,
  sealed: string | undefined,
): Promise<string | undefined> => (await opened(needed, USES.sign, sealed))?.challenge;

/** How far the authenticator counted that signed this challenge with this passkey; undefined when it did not. */
export const readAssertion = async (
  needed: Needed,
  challenge: string,
  answer: Assertion,
  { credentialId, publicKey, counter }: KeptPasskey,
): Promise<number | undefined> => {
  const { verifyAuthenticationResponse } = await library();
  const found = await orRefused(needed, () =>
    verifyAuthenticationResponse({
      response: { ...answer, clientExtensionResults: {} },
      expectedChallenge: challenge,
      ...siteOf(needed),
      credential: {
        id: credentialId,
        publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
        counter,
      },
      requireUserVerification: true,
    }),
  );
  return found?.verified === true ? found.authenticationInfo.newCounter : undefined;
};
