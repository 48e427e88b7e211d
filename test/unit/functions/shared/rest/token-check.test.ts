import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TokenIssuer } from '../../../../../contracts/internal/token-issuer.ts';
import { loadTokenCheck } from '../../../../../functions/shared/rest/token-check.ts';

/** The keys of an issuer, as it publishes them and replaces them. */

const AUDIENCE = 'https://hub.example.nl';
const BEGIN = Date.parse('2025-09-08T08:00:00Z');

const newKey = async (kid: string): Promise<{ readonly key: CryptoKey; readonly shown: JWK }> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { key: privateKey, shown: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
};

/** An issuer that shows these keys now, and counts how often it was asked. */
const startIssuer = async () => {
  const state: { keys: readonly JWK[]; asked: number } = { keys: [], asked: 0 };
  const server = createServer((_, response) => {
    state.asked += 1;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: state.keys }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { state, address, stop };
};

describe('the keys of an issuer that it replaces', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;

  beforeEach(async () => {
    issuer = await startIssuer();
    vi.useFakeTimers({ toFake: ['Date'], now: BEGIN });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await issuer.stop();
  });

  const passSeconds = (seconds: number): void => {
    vi.setSystemTime(Date.now() + seconds * 1000);
  };

  /** A token that is valid for ten minutes; each is another, so that none is remembered. */
  let made = 0;
  const tokenBy = (kid: string, key: CryptoKey): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    made += 1;
    return new SignJWT({ scope: 'beheer', jti: `token-${made}` })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('beheer')
      .setIssuer(issuer.address)
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + 600)
      .sign(key);
  };

  const checkOf = () =>
    loadTokenCheck([
      TokenIssuer.parse({
        naam: 'proef',
        uitgever: issuer.address,
        publiek: [AUDIENCE],
        jwksUrl: `${issuer.address}/jwks.json`,
      }),
    ]);

  it('are asked for again when a token names a new one, which is accepted, and the old one is refused from then on', async () => {
    const [old, next] = [await newKey('oud'), await newKey('nieuw')];
    issuer.state.keys = [old.shown];
    const check = await checkOf();
    const before = await tokenBy('oud', old.key);
    expect(await check(before)).toMatchObject({ holder: { sleutel: 'beheer' } });
    issuer.state.keys = [next.shown];
    passSeconds(40);
    expect(await check(await tokenBy('nieuw', next.key))).toMatchObject({ holder: { sleutel: 'beheer' } });
    expect(issuer.state.asked).toBe(2);
    expect(await check(await tokenBy('oud', old.key))).toBeUndefined();
    // What was found right before is taken as such for a minute, and no longer.
    expect(await check(before)).toMatchObject({ holder: { sleutel: 'beheer' } });
    passSeconds(61);
    expect(await check(before)).toBeUndefined();
  });

  it('that were withdrawn count no longer than the keys are kept, also when nobody uses a new one', async () => {
    const [old, next] = [await newKey('oud'), await newKey('nieuw')];
    issuer.state.keys = [old.shown];
    const check = await checkOf();
    expect(await check(await tokenBy('oud', old.key))).toMatchObject({ holder: { sleutel: 'beheer' } });
    issuer.state.keys = [next.shown];
    passSeconds(11 * 60);
    expect(await check(await tokenBy('oud', old.key))).toBeUndefined();
  });

  it('are not asked for at every token that names one that does not exist', async () => {
    const [known, foreign] = [await newKey('bekend'), await newKey('verzonnen')];
    issuer.state.keys = [known.shown];
    const check = await checkOf();
    expect(await check(await tokenBy('bekend', known.key))).toMatchObject({ holder: { sleutel: 'beheer' } });
    for (let times = 0; times < 20; times += 1) {
      expect(await check(await tokenBy(`verzonnen-${times}`, foreign.key))).toBeUndefined();
    }
    expect(issuer.state.asked).toBe(1);
  });
});
