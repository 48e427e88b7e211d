import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { TokenIssuer, type TokenIssuerInput } from '../../../../../../contracts/internal/token-issuer.ts';
import type { TrustedIssuer } from '../../../../../../functions/shared/rest/http/token.ts';
import { cognitoIssuer, entraIssuer, keycloakIssuer } from '../../../../../../infra/tokens/issuers.ts';
import { startApi } from '../../../../../contract/support/api.ts';

/**
 * Access tokens as Cognito, Entra ID and Keycloak give them to a programme (client credentials), with invented ids, held
 * against the profiles that the file of an environment uses.
 */

const RIGHT = 'berichten:lezen';
const ORGANISATION = 'taalschool-0907';
const OTHER_GEMEENTE = 'taalschool-1734';
const MINUTE = 60;

const now = (): number => Math.floor(Date.now() / 1000);
const validFor = (seconds: number, since = 0) => ({ iat: now() + since, exp: now() + since + seconds });

type Claims = Readonly<Record<string, unknown>>;

/** A token that is going to be signed. */
interface Draft {
  readonly header: Readonly<Record<string, string>>;
  readonly claims: Claims;
}

interface Shape {
  readonly profile: TokenIssuerInput;
  readonly draft: () => Draft;
  /** The other tokens of the same issuer for the same client, such as its id token. None of them is an access token for the hub. */
  readonly otherKinds: Readonly<Record<string, (draft: Draft) => Draft>>;
  /** Claims without which a token says too little. */
  readonly needed: readonly string[];
  readonly client: string;
}

const POOL = { region: 'eu-west-1', poolId: 'eu-west-1_Ab12Cd34E' };
const TENANT = '7f1d0c5e-2a34-4b6c-8d90-1e2f3a4b5c6d';
const APPLICATION = 'b7c1e0aa-0001-4c3d-9e8f-0a1b2c3d4e5f';
const REALM = 'https://login.gemeente.example/realms/inburgering';
const GEMEENTEN = { gemeenten: ['0907'] };

const withClaims =
  (claims: Claims) =>
  (draft: Draft): Draft => ({ ...draft, claims: { ...draft.claims, ...claims } });

const without =
  (name: string) =>
  (draft: Draft): Draft => ({
    ...draft,
    claims: Object.fromEntries(Object.entries(draft.claims).filter(([key]) => key !== name)),
  });

const withHeader =
  (typ: string) =>
  (draft: Draft): Draft => ({ ...draft, header: { ...draft.header, typ } });

const SHAPES: Readonly<Record<string, Shape>> = {
  Cognito: {
    client: '4qk2f7m0s9d1h3j5l6n8p0r2t4',
    profile: cognitoIssuer(POOL, GEMEENTEN),
    draft: () => ({
      header: { kid: 'cognito', alg: 'RS256' },
      claims: {
        sub: '4qk2f7m0s9d1h3j5l6n8p0r2t4',
        token_use: 'access',
        scope: `inburgeringshub/${RIGHT} inburgeringshub/zaken:lezen`,
        auth_time: now(),
        iss: `https://cognito-idp.${POOL.region}.amazonaws.com/${POOL.poolId}`,
        ...validFor(60 * MINUTE),
        version: 2,
        jti: '2d0c8f3e-5a61-4c7b-9e2f-6b8a1d4c3f50',
        client_id: '4qk2f7m0s9d1h3j5l6n8p0r2t4',
      },
    }),
    otherKinds: {
      'an id token': withClaims({ token_use: 'id', aud: '4qk2f7m0s9d1h3j5l6n8p0r2t4', scope: undefined }),
      'a token for another API of the pool': withClaims({ scope: `belasting/${RIGHT}` }),
      'a token for another resource (aud)': withClaims({ aud: 'https://belasting.gemeente.example' }),
    },
    needed: ['client_id', 'token_use', 'scope', 'iat', 'exp', 'iss'],
  },
  'Entra ID': {
    client: 'c0a80101-7e57-4d3c-8b2a-19f0e1d2c3b4',
    profile: entraIssuer({ tenant: TENANT, application: APPLICATION }, { naam: 'entra', ...GEMEENTEN }),
    draft: () => ({
      header: { typ: 'JWT', kid: 'entra', alg: 'RS256' },
      claims: {
        aud: APPLICATION,
        iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        ...validFor(65 * MINUTE, -5 * MINUTE),
        nbf: now() - 5 * MINUTE,
        aio: 'k2RgYFhVyMfn2bd9a5Lm',
        azp: 'c0a80101-7e57-4d3c-8b2a-19f0e1d2c3b4',
        azpacr: '1',
        idtyp: 'app',
        oid: '0f9e8d7c-6b5a-4c3d-2e1f-a0b1c2d3e4f5',
        rh: '1.AXoAXgwdfzQqbEuN',
        roles: [RIGHT, 'zaken:lezen'],
        sub: '0f9e8d7c-6b5a-4c3d-2e1f-a0b1c2d3e4f5',
        tid: TENANT,
        uti: 'pQ3xS8wZ0kKfY2vN6bTgAA',
        ver: '2.0',
      },
    }),
    otherKinds: {
      'an id token': withClaims({
        aud: 'c0a80101-7e57-4d3c-8b2a-19f0e1d2c3b4',
        idtyp: undefined,
        roles: undefined,
      }),
      'a token of a user': withClaims({ idtyp: 'user', scp: RIGHT }),
      'a token of version 1': withClaims({ ver: '1.0', iss: `https://sts.windows.net/${TENANT}/` }),
      'a token of another tenant': withClaims({ tid: '00000000-1111-4222-8333-444444444444' }),
    },
    needed: ['azp', 'aud', 'tid', 'idtyp', 'ver', 'iat', 'exp', 'iss'],
  },
  Keycloak: {
    client: 'taalschool-gennep',
    profile: keycloakIssuer({ realm: REALM }, { naam: 'keycloak', ...GEMEENTEN }),
    draft: () => ({
      header: { alg: 'RS256', typ: 'JWT', kid: 'keycloak' },
      claims: {
        ...validFor(5 * MINUTE),
        jti: 'trrtcc:5b0e9c1d-3f2a-4d6b-8c7e-9a0f1b2c3d4e',
        iss: REALM,
        aud: ['inburgeringshub', 'account'],
        sub: '8e7d6c5b-4a39-4281-9f0e-1d2c3b4a5968',
        typ: 'Bearer',
        azp: 'taalschool-gennep',
        acr: '1',
        realm_access: { roles: ['offline_access', 'uma_authorization'] },
        resource_access: {
          inburgeringshub: { roles: [RIGHT, 'zaken:lezen'] },
          account: { roles: ['view-profile'] },
        },
        scope: 'profile email',
        clientHost: '192.0.2.10',
        preferred_username: 'service-account-taalschool-gennep',
        client_id: 'taalschool-gennep',
      },
    }),
    otherKinds: {
      'an id token': withClaims({ typ: 'ID', aud: 'taalschool-gennep', at_hash: 'x1Y2z3' }),
      'a refresh token': withClaims({ typ: 'Refresh', aud: REALM }),
      'a token of another realm': withClaims({ iss: 'https://login.gemeente.example/realms/anders' }),
    },
    needed: ['azp', 'aud', 'typ', 'iat', 'exp', 'iss'],
  },
};

const keyPair = await generateKeyPair('RS256', { extractable: true });
const foreign = await generateKeyPair('RS256', { extractable: true });
const publicPem = await exportSPKI(keyPair.publicKey);

const sign = ({ header, claims }: Draft, key = keyPair.privateKey): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);

const trusted = async ({ profile, draft }: Shape): Promise<TrustedIssuer> => {
  const jwk = { ...(await exportJWK(keyPair.publicKey)), kid: draft().header['kid'] ?? '', alg: 'RS256' };
  return { profile: TokenIssuer.parse(profile), keys: createLocalJWKSet({ keys: [jwk] }) };
};

/** An API that trusts the issuer of this shape, and has admitted its client. */
const startWith = async (shape: Shape, organisation = ORGANISATION) => {
  const api = startApi({ issuers: [await trusted(shape)] });
  await api.world.admissions.admitClient(
    { uitgever: shape.profile.naam, client: shape.client },
    organisation,
  );
  return {
    admissions: api.world.admissions,
    status: async (token: string): Promise<number> =>
      (await api.call('GET', '/v1/berichten', { headers: { Authorization: `Bearer ${token}` } })).status,
  };
};

/** What spoils a token of any issuer. */
const SPOILED: Readonly<Record<string, (draft: Draft) => Draft | Promise<string>>> = {
  'of another issuer': withClaims({ iss: 'https://kwaad.example' }),
  'for another audience': withClaims({ aud: 'een-andere-api' }),
  'with another header typ': withHeader('dpop+jwt'),
  expired: withClaims(validFor(30 * MINUTE, -31 * MINUTE)),
  'of which nbf lies ahead': withClaims({ nbf: now() + 10 * MINUTE }),
  'that was issued in the future': withClaims(validFor(5 * MINUTE, 10 * MINUTE)),
  'that is valid for too long': withClaims(validFor(101 * MINUTE)),
  'with a number for its client': withClaims({ azp: 7, client_id: 7 }),
  'of a client that nobody admitted': withClaims({ azp: 'onbekend', client_id: 'onbekend' }),
  'signed by another': (draft) => sign(draft, foreign.privateKey),
  'without a signature (alg none)': async ({ claims }) => new UnsecuredJWT({ ...claims }).encode(),
  'signed with the public key as a shared secret (HS256)': ({ header, claims }) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ ...header, alg: 'HS256' })
      .sign(new TextEncoder().encode(publicPem)),
  'with a changed content': async (draft) => {
    const [head, , signature] = (await sign(draft)).split('.');
    return [
      head,
      Buffer.from(JSON.stringify(draft.claims).replace(RIGHT, 'beheer')).toString('base64url'),
      signature,
    ].join('.');
  },
};

describe.each(Object.entries(SHAPES))('a token of %s', (_, shape) => {
  const spoil = async (change: (draft: Draft) => Draft | Promise<string>): Promise<string> => {
    const changed = await change(shape.draft());
    return typeof changed === 'string' ? changed : sign(changed);
  };

  test('gives its client access, with the rights that it names', async () => {
    const { status } = await startWith(shape);
    expect(await status(await sign(shape.draft()))).toBe(200);
  });

  test('without a right for the call is not enough: 403', async () => {
    const { status } = await startWith(shape);
    const poor = withClaims({
      scope: 'inburgeringshub/zaken:lezen',
      roles: ['zaken:lezen'],
      resource_access: { inburgeringshub: { roles: ['zaken:lezen'] } },
    });
    expect(await status(await sign(poor(shape.draft())))).toBe(403);
  });

  test.each(Object.entries({ ...SPOILED, ...shape.otherKinds }))(
    'that is %s is refused: 401',
    async (_name, change) => {
      const { status } = await startWith(shape);
      expect(await status(await spoil(change))).toBe(401);
    },
  );

  test.each(shape.needed)('without %s is refused: 401', async (name) => {
    const { status } = await startWith(shape);
    expect(await status(await spoil(without(name)))).toBe(401);
  });

  test('whose client is withdrawn is refused: 401', async () => {
    const { status, admissions } = await startWith(shape);
    await admissions.withdrawClient({ uitgever: shape.profile.naam, client: shape.client }, ORGANISATION);
    expect(await status(await sign(shape.draft()))).toBe(401);
  });

  test('that was shut out by its name is refused, and another of the same client is not', async () => {
    const { status, admissions } = await startWith(shape);
    const { jti, uti } = shape.draft().claims;
    await admissions.shutOut(ORGANISATION, 'beheer', String(uti ?? jti));
    expect(await status(await sign(shape.draft()))).toBe(401);
    expect(await status(await spoil(withClaims({ jti: 'een-ander', uti: 'een-ander' })))).toBe(200);
  });

  test('whose organisation was shut out is refused: 401', async () => {
    const { status, admissions } = await startWith(shape);
    await admissions.shutOut(ORGANISATION, 'gemeente-0907');
    expect(await status(await sign(shape.draft()))).toBe(401);
  });

  test('of an organisation in a gemeente that its issuer may not speak for is refused: 401', async () => {
    const { status } = await startWith(shape, OTHER_GEMEENTE);
    expect(await status(await sign(shape.draft()))).toBe(401);
  });

  test('of a source is refused when its issuer speaks for a gemeente only: 401', async () => {
    const { status } = await startWith(shape, 'beheer');
    expect(await status(await sign(shape.draft()))).toBe(401);
  });
});

describe('two issuers beside each other', () => {
  test('each vouch for their own tokens: the keys of one do not open the other', async () => {
    const { Cognito, Keycloak } = SHAPES;
    if (Cognito === undefined || Keycloak === undefined) throw new Error('no shapes');
    const other = { ...(await exportJWK(foreign.publicKey)), kid: 'keycloak', alg: 'RS256' };
    const api = startApi({
      issuers: [
        await trusted(Cognito),
        { profile: TokenIssuer.parse(Keycloak.profile), keys: createLocalJWKSet({ keys: [other] }) },
      ],
    });
    await api.world.admissions.admitClient({ uitgever: 'keycloak', client: Keycloak.client }, ORGANISATION);
    const status = async (key: typeof foreign.privateKey): Promise<number> =>
      (
        await api.call('GET', '/v1/berichten', {
          headers: { Authorization: `Bearer ${await sign(Keycloak.draft(), key)}` },
        })
      ).status;
    expect(await status(foreign.privateKey)).toBe(200);
    expect(await status(keyPair.privateKey)).toBe(401);
  });
});

describe('a token that was found right', () => {
  test('is refused as soon as its organisation is shut out, though its signature is still remembered', async () => {
    const { Keycloak } = SHAPES;
    if (Keycloak === undefined) throw new Error('no shape');
    let moment = Date.now();
    const { createAdmissions } = await import('../../../../../../adapters/table/admissions.ts');
    const { memoryTable } = await import('../../../../../../adapters/memory/table.ts');
    const admissions = createAdmissions(memoryTable(), () => moment);
    await admissions.admitClient({ uitgever: 'keycloak', client: Keycloak.client }, ORGANISATION);
    const { call } = startApi({ issuers: [await trusted(Keycloak)], admissions });
    const Authorization = `Bearer ${await sign(Keycloak.draft())}`;
    const status = async () => (await call('GET', '/v1/berichten', { headers: { Authorization } })).status;
    expect(await status()).toBe(200);
    await admissions.shutOut(ORGANISATION, 'beheer');
    moment += 5_000;
    expect(await status()).toBe(401);
    await admissions.letIn(ORGANISATION);
    moment += 5_000;
    expect(await status()).toBe(200);
  });
});
