import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import * as openId from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSeals } from '../../../../adapters/secrets/seals.ts';
import { createMedewerkers, type MedewerkerEntry } from '../../../../adapters/table/medewerkers.ts';
import { TokenIssuer } from '../../../../contracts/internal/token-issuer.ts';
import { findOrganisation, organisations, organisationsByName } from '../../../../domain/organisations.ts';
import { PATHS } from '../../../../functions/loket/paths.ts';
import { createSignIn } from '../../../../functions/loket/sign-in.ts';
import { loadTokenCheck } from '../../../../functions/shared/rest/token-check.ts';
import { createTokenIssuer, TOKENS_MOUNT } from '../../../../local/tokens/issuer.ts';
import { hubInMemory, SECRET } from '../hub-in-memory.ts';
import { cookiesOf, documentOf, type TrialLoket, textsOf, trialLoket } from './support.ts';

/** Signing in at the issuer of the local hub itself, over HTTP. */

let server: Server;
let loket: TrialLoket;

beforeAll(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const issuer = `http://127.0.0.1:${address.port}${TOKENS_MOUNT}`;
  const person = (id: string, naam: string) => {
    const holder = findOrganisation(id);
    if (holder === undefined) throw new Error(`no organisation ${id}`);
    return { id, naam, holder };
  };
  server.on(
    'request',
    await createTokenIssuer({
      issuer,
      holders: organisationsByName(organisations),
      people: [
        person('gemeente-0907', 'Casusregisseur Gennep'),
        person('mage-0907', 'MaGe'),
        person('coa', 'Iemand van COA'),
        { id: 'robin', naam: 'Robin', adres: 'robin@oefening.example' },
      ],
    }),
  );
  const profile = TokenIssuer.parse({
    naam: 'proef',
    uitgever: issuer,
    publiek: ['loket'],
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    organisatie: { claim: '/organisatie' },
  });
  const signIn = createSignIn({
    issuer: profile,
    back: `http://127.0.0.1:1${PATHS.back}`,
    seals: createSeals(SECRET),
    load: async () => openId,
  });
  const clock = { now: () => new Date(), sleep: async () => undefined };
  loket = trialLoket(
    hubInMemory(() => ({})),
    { signIn, clock, checkIdToken: await loadTokenCheck([profile]) },
  );
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** A cookie as the browser sends it back. */
const sentBack = (cookie: string | undefined): string => cookie?.split(';')[0] ?? '';

/** Goes to the issuer; `spoil` changes what the browser asks of it. */
const begin = async (spoil: (asked: URLSearchParams) => void = () => undefined) => {
  const { statusCode, headers, ...rest } = await loket.get('/loket/aanmelden');
  expect(statusCode).toBe(303);
  const asked = new URL(String(headers?.['Location']));
  spoil(asked.searchParams);
  return { asked, cookie: sentBack(cookiesOf({ statusCode, headers: headers ?? {}, ...rest })[0]) };
};

/** Chooses somebody on the page of the issuer, and gives where that sends the browser. */
const choose = async (asked: URL, name: string): Promise<URLSearchParams> => {
  const page = documentOf({ body: await (await fetch(asked)).text() });
  const link = [...page.querySelectorAll('main a')].find(({ textContent }) => textContent === name);
  const { headers } = await fetch(String(link?.getAttribute('href')), { redirect: 'manual' });
  return new URL(String(headers.get('location'))).searchParams;
};

const comeBack = (query: URLSearchParams, cookie?: string) =>
  loket.get('/loket/terug', cookie, Object.fromEntries(query));

describe('signing in', () => {
  it('ends with a session of the organisation of whoever was chosen', async () => {
    const { asked, cookie } = await begin();
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile email',
      client_id: 'loket',
    });
    const back = await comeBack(await choose(asked, 'Casusregisseur Gennep'), cookie);
    expect([back.statusCode, back.headers?.['Location']]).toEqual([303, PATHS.start]);
    const [done, session] = cookiesOf(back);
    expect(done).toMatch(/^loket-aanmelden=; .*Max-Age=0/);
    const page = await loket.get('/loket/vandaag', sentBack(session));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Casusregisseur Gennep, Gemeente Gennep');
    // Whoever signs in again is the same person in the logbook, which never learns the subject of the token.
    const records = loket.logboek.all().map(({ verwerking }) => JSON.parse(verwerking));
    const { pseudonyms } = hubInMemory(() => ({}));
    expect(records.map(({ party }) => party.medewerker)).toEqual(
      records.map(() => pseudonyms.medewerker('proef', 'gemeente-0907')),
    );
  });

  it('of a partner leads to its inbox, and of an organisation without pages nowhere', async () => {
    const partner = await begin();
    const [, session] = cookiesOf(await comeBack(await choose(partner.asked, 'MaGe'), partner.cookie));
    expect((await loket.get('/loket', sentBack(session))).headers?.['Location']).toBe(PATHS.inbox);
    const source = await begin();
    const refused = await comeBack(await choose(source.asked, 'Iemand van COA'), source.cookie);
    expect([refused.statusCode, cookiesOf(refused).length]).toEqual([403, 1]);
  });

  it('of whom the issuer says an address alone is by the list: nobody, one organisation, or a choice of several', async () => {
    const comeAsRobin = async () => {
      const { asked, cookie } = await begin();
      return comeBack(await choose(asked, 'Robin'), cookie);
    };
    expect((await comeAsRobin()).statusCode).toBe(403);
    const entry = (organisatie: string): MedewerkerEntry => ({
      gemeentecode: '0907' as never,
      id: '0f8e2c41-6a1d-8f53-9b27-3c5d7e9f1a2b',
      organisatie,
      naam: 'Robin',
      adres: 'Robin@oefening.example',
      isBeheerder: false,
      sinds: '2025-01-01T00:00:00.000Z',
    });
    const medewerkers = createMedewerkers(loket.table, ['0907' as never]);
    await medewerkers.add(entry('mage-0907'));
    const one = await comeAsRobin();
    expect([one.statusCode, one.headers?.['Location']]).toEqual([303, PATHS.start]);
    await medewerkers.add(entry('taalschool-0907'));
    const several = await comeAsRobin();
    expect([several.statusCode, several.headers?.['Location']]).toEqual([303, PATHS.chooseOrganisation]);
    const page = await loket.get(
      '/loket/namens',
      cookiesOf(several)
        .map(sentBack)
        .filter((one) => !one.endsWith('='))
        .join('; '),
    );
    expect(textsOf(page, 'main button')).toEqual([
      'Kringloopwinkel MaGe (Gemeente Gennep)',
      'Taalschool Nederlands de Baas (Gemeente Gennep)',
    ]);
  });

  const SPOILT = {
    'another state': (query: URLSearchParams) => query.set('state', 'x'),
    'no state': (query: URLSearchParams) => query.delete('state'),
    'another code': (query: URLSearchParams) => query.set('code', 'x'),
    'an error of the issuer': (query: URLSearchParams) => {
      query.delete('code');
      query.set('error', 'access_denied');
    },
  };
  it.each(Object.entries(SPOILT))('with %s in the answer signs nobody in', async (_what, spoil) => {
    const { asked, cookie } = await begin();
    const query = await choose(asked, 'MaGe');
    spoil(query);
    const { statusCode, ...rest } = await comeBack(query, cookie);
    expect(statusCode).toBe(403);
    expect(cookiesOf({ statusCode, ...rest }).filter((one) => one.startsWith('loket='))).toEqual([]);
  });

  it.each([
    ['another nonce', 'nonce'],
    ['another challenge', 'code_challenge'],
  ])('with %s than that of this browser signs nobody in', async (_what, name) => {
    const { asked, cookie } = await begin((query) =>
      query.set(name, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'),
    );
    expect((await comeBack(await choose(asked, 'MaGe'), cookie)).statusCode).toBe(403);
  });

  it('in another browser, or a second time with the same code, signs nobody in', async () => {
    const { asked, cookie } = await begin();
    const query = await choose(asked, 'MaGe');
    expect((await comeBack(query)).statusCode).toBe(403);
    const other = await begin();
    expect((await comeBack(query, other.cookie)).statusCode).toBe(403);
    expect((await comeBack(query, cookie)).statusCode).toBe(303);
    expect((await comeBack(query, cookie)).statusCode).toBe(403);
  });

  it('leaves no token, code or name in the log', () => {
    expect(JSON.stringify(loket.log)).not.toMatch(/MaGe|Casusregisseur|eyJ/);
  });
});
