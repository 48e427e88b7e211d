import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** An authenticator as a browser uses one, which makes one passkey and signs with it (WebAuthn, ES256, no attestation). */

/** How an answer differs from a right one. */
export interface Deviation {
  readonly origin?: string;
  readonly rpId?: string;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  /** What it says that it did. */
  readonly type?: string;
  readonly challenge?: string;
  readonly userHandle?: string;
  readonly counter?: number;
  /** How it calls the passkey. */
  readonly id?: Buffer;
  /** How the browser says that it calls it. */
  readonly said?: Buffer;
  /** What it says of its make, of its own accord: the format, and the statement. */
  readonly attestation?: readonly [format: string, statement: ReadonlyMap<string, Part>];
}

export type Part = number | string | Buffer | readonly Part[] | ReadonlyMap<number | string, Part>;

const head = (kind: number, size: number): Buffer =>
  Buffer.from(
    size < 24
      ? [(kind << 5) | size]
      : size < 256
        ? [(kind << 5) | 24, size]
        : [(kind << 5) | 25, size >> 8, size & 255],
  );

const isList = (part: Part): part is readonly Part[] => Array.isArray(part);

/** CBOR of what an authenticator says. */
const cbor = (part: Part): Buffer => {
  if (typeof part === 'number') return part < 0 ? head(1, -1 - part) : head(0, part);
  if (typeof part === 'string') return Buffer.concat([head(3, part.length), Buffer.from(part)]);
  if (Buffer.isBuffer(part)) return Buffer.concat([head(2, part.length), part]);
  if (isList(part)) return Buffer.concat([head(4, part.length), ...part.map(cbor)]);
  const pairs = [...part].flatMap(([name, value]) => [cbor(name), cbor(value)]);
  return Buffer.concat([head(5, part.size), ...pairs]);
};

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
const text = (bytes: Buffer): string => bytes.toString('base64url');

const FLAGS = { present: 1, verified: 4, attested: 64 } as const;

export const createAuthenticator = (site: { readonly origin: string; readonly rpId: string }) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  let id: Buffer = randomBytes(32);
  let counter = 0;
  let handle = '';

  const clientData = (type: string, { origin, challenge }: { origin: string; challenge: string }): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

  const dataOf = (
    rpId: string,
    { isPresent = true, isVerified = true }: Deviation,
    count: number,
    attested?: Buffer,
  ): Buffer => {
    const flags =
      (isPresent ? FLAGS.present : 0) |
      (isVerified ? FLAGS.verified : 0) |
      (attested === undefined ? 0 : FLAGS.attested);
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counted, attested ?? Buffer.alloc(0)]);
  };

  const answer = (response: object, said: Buffer = id) => ({
    id: text(said),
    rawId: text(said),
    type: 'public-key',
    response,
  });

  return {
    /** Answers what `PublicKeyCredentialCreationOptionsJSON` asks. */
    make(options: { challenge: string; user: { id: string } }, odd: Deviation = {}): object {
      const {
        origin,
        rpId,
        type = 'webauthn.create',
        challenge,
        attestation: [format, statement] = ['none', new Map()],
      } = { ...site, challenge: options.challenge, ...odd };
      handle = options.user.id;
      id = odd.id ?? id;
      const key = cbor(
        new Map<number, Part>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      );
      const attested = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([id.length >> 8, id.length & 255]),
        id,
        key,
      ]);
      const attestationObject = cbor(
        new Map<string, Part>([
          ['fmt', format],
          ['attStmt', statement],
          ['authData', dataOf(rpId, odd, counter, attested)],
        ]),
      );
      return answer(
        {
          clientDataJSON: text(clientData(type, { origin, challenge })),
          attestationObject: text(attestationObject),
          transports: ['internal'],
        },
        odd.said,
      );
    },

    /** Answers what `PublicKeyCredentialRequestOptionsJSON` asks. */
    sign(options: { challenge: string }, odd: Deviation = {}): object {
      counter += 1;
      const {
        origin,
        rpId,
        type = 'webauthn.get',
        challenge,
        userHandle,
        counter: count,
      } = {
        ...site,
        challenge: options.challenge,
        userHandle: handle,
        counter,
        ...odd,
      };
      const data = dataOf(rpId, odd, count);
      const client = clientData(type, { origin, challenge });
      return answer({
        clientDataJSON: text(client),
        authenticatorData: text(data),
        signature: text(sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)),
        userHandle,
      });
    },
  };
};

export type Authenticator = ReturnType<typeof createAuthenticator>;
