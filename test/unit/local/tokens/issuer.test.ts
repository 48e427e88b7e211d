import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { organisations, organisationsByName } from '../../../../domain/organisations.ts';
import { createTokenIssuer, TOKENS_MOUNT } from '../../../../local/tokens/issuer.ts';
import { readOrCreateKey } from '../../../../local/tokens/key.ts';

let folder: string;
let server: Server;
let issuer: string;

const begin = async (dataDir?: string): Promise<void> => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  issuer = `http://127.0.0.1:${address.port}${TOKENS_MOUNT}`;
  const options = {
    issuer: issuer,
    holders: organisationsByName(organisations),
    ...(dataDir === undefined ? {} : { dataDir }),
  };
  server.on('request', await createTokenIssuer(options));
};

const end = async (): Promise<void> => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
};

const GRANT = { grant_type: 'client_credentials' };

const ask = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });

const answerOf = async (response: Response) =>
  z.object({ access_token: z.string(), expires_in: z.number() }).parse(await response.json());

const token = async (organisation: string): Promise<string> =>
  (await answerOf(await ask({ ...GRANT, client_id: organisation, client_secret: 'x' }))).access_token;

const keys = () => createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));

describe('the token issuer of the local hub', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tokens-'));
    await begin();
  });

  afterEach(async () => {
    await end();
    await rm(folder, { recursive: true, force: true });
  });

  it('issues a token for one organisation that its published keys verify', async () => {
    const { payload, protectedHeader } = await jwtVerify(await token('coa'), keys(), {
      issuer: issuer,
      audience: 'inburgeringshub',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload.sub).toBe('coa');
    expect(payload['scope']).toBe('gebeurtenissen:aanleveren');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  it('names each token, so that one of them can be shut out', async () => {
    const ids = await Promise.all([token('coa'), token('coa')]);
    const [one, other] = ids.map((issued) => decodeJwt(issued).jti);
    expect(one).toMatch(/^[0-9a-f-]{36}$/);
    expect(other).not.toBe(one);
  });

  it.each([
    ['gemeente', 'gemeente-0907'],
    ['taalschool', 'taalschool-0907'],
    ['taalschool-9999', 'taalschool-9999'],
    ['beheer', 'beheer'],
    ['duo', 'duo'],
  ])('issues a token for %s with the subject %s', async (name, key) => {
    expect(decodeJwt(await token(name)).sub).toBe(key);
  });

  it('publishes no private part of its key', async () => {
    const jwks = await (await fetch(`${issuer}/.well-known/jwks.json`)).text();
    const { keys } = z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(jwks));
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it.each([
    ['taalscool', 'taalschool'],
    ['gemeente-907', 'gemeente-0907'],
    ['INTOS-9999', 'intos-9999'],
    ['constructor', 'intos'],
  ])('refuses %s, which no organisation is called, and names the nearest that is: %s', async (name, near) => {
    const refusal = {
      error: 'invalid_client',
      error_description: `this hub knows no such organisation, did you mean ${near}?`,
    };
    const response = await ask({ ...GRANT, client_id: name, client_secret: 'x' });
    expect([response.status, await response.json()]).toEqual([400, refusal]);
    const Authorization = `Basic ${Buffer.from(`${name}:x`).toString('base64')}`;
    const basic = await ask(GRANT, { Authorization });
    expect([basic.status, await basic.json()]).toEqual([401, refusal]);
  });

  it('says what is wrong with a request that is no form, and knows no other way to ask', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ...GRANT, client_id: 'coa', client_secret: 'x' });
    const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining('application/x-www-form-urlencoded'),
    });
    expect((await fetch(`${issuer}/token`)).status).toBe(404);
  });

  it('signs with another key after a restart without a folder, and with the same key with one', async () => {
    const first = decodeProtectedHeader(await token('coa')).kid;
    await end();
    await begin(folder);
    const second = await token('coa');
    expect(decodeProtectedHeader(second).kid).not.toBe(first);
    await end();
    await begin(folder);
    await expect(jwtVerify(second, keys())).resolves.toBeDefined();
  });

  it('keeps its key where only its owner can read it', async () => {
    await readOrCreateKey(folder);
    expect((await stat(join(folder, 'token-sleutel.json'))).mode & 0o777).toBe(0o600);
  });

  it('refuses to start with a damaged key instead of making a new one', async () => {
    await writeFile(join(folder, 'token-sleutel.json'), '{}');
    await expect(readOrCreateKey(folder)).rejects.toThrow(/cannot be read: remove it, and every token/);
  });

  describe('with standard OAuth', () => {
    it('gives a token for client credentials, with the secret in the form or by HTTP basic', async () => {
      const post = await ask({ ...GRANT, client_id: 'taalschool', client_secret: 'geheim' });
      expect(decodeJwt((await answerOf(post)).access_token).sub).toBe('taalschool-0907');
      const Authorization = `Basic ${Buffer.from('coa:geheim').toString('base64')}`;
      const basic = await answerOf(await ask(GRANT, { Authorization }));
      expect(decodeJwt(basic.access_token)).toMatchObject({ sub: 'coa', scope: 'gebeurtenissen:aanleveren' });
      expect(basic.expires_in).toBeGreaterThan(3500);
    });

    it.each([
      ['no secret', { ...GRANT, client_id: 'coa' }],
      ['another grant', { grant_type: 'password', client_id: 'coa', client_secret: 'x' }],
    ])('gives none to %s', async (_, form) => {
      const response = await ask(form);
      expect([400, 401]).toContain(response.status);
      expect(await response.json()).toHaveProperty('error');
    });

    it('says where everything is in its discovery document', async () => {
      const found = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
      expect(found).toMatchObject({ issuer, token_endpoint: `${issuer}/token` });
    });

    it('gives a code to a programme on this machine, and a token for it with the right verifier, once', async () => {
      const verifier = 'een-verifier-van-minstens-drieenveertig-tekens-lang';
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const authorize = (redirect: string) =>
        fetch(
          `${issuer}/authorize?${new URLSearchParams({
            response_type: 'code',
            client_id: 'gemeente',
            redirect_uri: redirect,
            state: 'stand',
            code_challenge: challenge,
            code_challenge_method: 'S256',
          })}`,
          { redirect: 'manual' },
        );
      const back = 'http://127.0.0.1:9999/terug';
      const code =
        new URL((await authorize(back)).headers.get('location') ?? '').searchParams.get('code') ?? '';
      const trade = (given: string) =>
        ask({
          grant_type: 'authorization_code',
          client_id: 'gemeente',
          redirect_uri: back,
          code,
          code_verifier: given,
        });
      expect(decodeJwt((await answerOf(await trade(verifier))).access_token).sub).toBe('gemeente-0907');
      expect((await trade(verifier)).status).toBe(400);
      expect((await authorize('https://kwaad.example/terug')).status).toBe(400);
    });
  });
});
