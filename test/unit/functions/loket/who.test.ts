import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import { createAdmissions } from '../../../../adapters/table/admissions.ts';
import { createMedewerkers, type MedewerkerEntry } from '../../../../adapters/table/medewerkers.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { TokenIssuer } from '../../../../contracts/internal/token-issuer.ts';
import { whoByToken } from '../../../../functions/loket/who.ts';
import type { TokenContent } from '../../../../functions/shared/rest/dependencies.ts';
import { readClaims } from '../../../../functions/shared/rest/http/claims.ts';
import { cognitoPeople } from '../../../../infra/tokens/issuers.ts';
import { SECRET } from '../hub-in-memory.ts';
import { NOW } from './support.ts';

/** The organisation that a signed-in person speaks for, by the claims of the issuer and the list of the gemeente. */

const GENNEP = '0907' as Gemeentecode;
const ID = 'b3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b';
const MAGE: MedewerkerEntry = {
  gemeentecode: GENNEP,
  id: ID,
  organisatie: 'mage-0907',
  naam: 'Merel',
  adres: 'merel@mage.example',
  isBeheerder: false,
  sinds: '2025-09-01T08:00:00.000Z',
};
const ENDED: MedewerkerEntry = { ...MAGE, beeindigdOp: '2025-09-02T08:00:00.000Z' };
const PAST: MedewerkerEntry = { ...MAGE, tot: '2025-09-08' };
const FIRST: MedewerkerEntry = { ...MAGE, organisatie: 'balk-0907' };
const OTHER: MedewerkerEntry = { ...MAGE, gemeentecode: '9999' as Gemeentecode, organisatie: 'mage-9999' };

const TOKEN: TokenContent = {
  scopes: ['berichten:lezen', 'onbekend'],
  persoon: { uitgever: 'proef', kenmerk: 'onderwerp' },
};
const NAMED: TokenContent = { ...TOKEN, holder: { sleutel: 'mage-0907' } };
const known = (content: TokenContent): TokenContent => ({ ...content, adres: 'Merel@mage.example' });

const who = async (content: TokenContent, ...entries: readonly MedewerkerEntry[]) => {
  const table = memoryTable();
  const medewerkers = createMedewerkers(table, [GENNEP, '9999' as Gemeentecode]);
  for (const entry of entries) await medewerkers.add(entry);
  const pseudonyms = createPseudonyms(SECRET);
  const speaks = await whoByToken(content, {
    admissions: createAdmissions(table),
    clock: { now: () => NOW },
    medewerkers,
    pseudonyms,
  });
  return speaks.map((found) => {
    const isHash = found.medewerker === pseudonyms.medewerker('proef', 'onderwerp');
    return { ...found, ...(isHash ? { medewerker: 'hash' } : {}) };
  });
};

const BY_CLAIM = { organisatie: 'mage-0907', scopes: ['berichten:lezen'] };
const KNOWN_BY_CLAIM = { ...BY_CLAIM, adres: 'Merel@mage.example' };
const NOBODY: readonly unknown[] = [];
const BY_LIST = { organisatie: 'mage-0907', scopes: [], medewerker: ID, lijst: true };

describe('somebody who signs in', () => {
  const CASES: readonly (readonly [string, ReturnType<typeof who>, unknown])[] = [
    ['whom the issuer names', who(NAMED), [{ ...BY_CLAIM, medewerker: 'hash' }]],
    ['whom both name', who(known(NAMED), MAGE), [{ ...KNOWN_BY_CLAIM, medewerker: ID }]],
    [
      'whom the issuer names for another organisation than the list',
      who(known(NAMED), FIRST),
      [{ ...KNOWN_BY_CLAIM, medewerker: 'hash' }],
    ],
    ['whom the issuer names and the gemeente ended', who(known(NAMED), ENDED), NOBODY],
    [
      'whom the issuer names and who stood in until a day',
      who(known(NAMED), PAST),
      [{ ...KNOWN_BY_CLAIM, medewerker: ID }],
    ],
    ['whom only the list names', who(known(TOKEN), MAGE), [BY_LIST]],
    ['whom the list names without that the issuer vouches for the address', who(TOKEN, MAGE), NOBODY],
    ['who was ended on the list', who(known(TOKEN), ENDED), NOBODY],
    ['who stood in until a day that is past', who(known(TOKEN), PAST), NOBODY],
    [
      'who speaks for two',
      who(known(TOKEN), MAGE, FIRST),
      [{ ...BY_LIST, organisatie: 'balk-0907' }, BY_LIST],
    ],
    ['whom nobody knows', who(known(TOKEN)), NOBODY],
    [
      'whom the list of another gemeente names than the issuer may speak for',
      who({ ...known(TOKEN), gemeenten: [GENNEP] }, OTHER),
      NOBODY,
    ],
    ['whom the issuer names as a source', who({ ...NAMED, holder: { sleutel: 'coa' } }), NOBODY],
    [
      'whom the issuer names as nobody of the hub, also when the list has them',
      who({ ...known(TOKEN), holder: { sleutel: 'onbekend' } }, MAGE),
      NOBODY,
    ],
  ];
  it.each(CASES)('%s is let in as the rule says', async (_, outcome, expected) => {
    expect(await outcome).toEqual(expected);
  });
});

type Claims = Readonly<Record<string, unknown>>;

describe('an id token without an organisation', () => {
  const issuer = TokenIssuer.parse({
    naam: 'proef',
    uitgever: 'https://proef.example',
    publiek: ['loket'],
    jwksUrl: 'https://proef.example/jwks',
    organisatie: { claim: '/organisatie' },
  });
  const read = (claims: Claims) =>
    readClaims(issuer, { alg: 'ES256' }, { iat: 1000, exp: 1600, sub: 'onderwerp', ...claims }, 1100);

  it('names a person by their address, once the issuer vouches for that', () => {
    expect(read({ email: 'merel@mage.example', email_verified: true })).toEqual({
      adres: 'merel@mage.example',
      persoon: { uitgever: 'proef', kenmerk: 'onderwerp' },
      scopes: [],
    });
  });

  it.each([
    [{}],
    [{ email: 'merel@mage.example' }],
    [{ email: 'merel@mage.example', email_verified: 'true' }],
    [{ email_verified: true }],
  ])('names nobody with %j', (claims) => {
    expect(read(claims)).toBeUndefined();
  });
});

describe('an id token of the user pool for people', () => {
  const issuer = TokenIssuer.parse(
    cognitoPeople({ region: 'eu-west-1', poolId: 'eu-west-1_Ab12Cd34E', client: 'client-van-het-loket' }),
  );
  const SUB = '0b8f1c7e-5d2a-4f6b-9c3e-1a2b3c4d5e6f';
  const read = (claims: Claims) =>
    readClaims(
      issuer,
      { kid: 'mensen', alg: 'RS256' },
      {
        sub: SUB,
        email_verified: true,
        iss: issuer.uitgever,
        'cognito:username': SUB,
        nonce: 'Zm9vYmFy',
        aud: 'client-van-het-loket',
        token_use: 'id',
        auth_time: 1000,
        name: 'Merel',
        iat: 1000,
        exp: 1300,
        jti: 'een-token',
        email: 'merel@mage.example',
        ...claims,
      },
      1100,
    );

  it('leaves to the list for whom somebody speaks of whom its attributes say nothing', () => {
    expect(read({})).toEqual({
      adres: 'merel@mage.example',
      persoon: { uitgever: 'mensen', kenmerk: SUB },
      scopes: [],
      tokenId: 'een-token',
    });
  });

  it('names the organisation and the rights that an operator put there', () => {
    expect(
      read({ 'custom:organisatie': 'gemeente-0907', 'custom:rechten': 'zaken:lezen medewerkers:beheren' }),
    ).toMatchObject({ holder: { sleutel: 'gemeente-0907' }, scopes: ['zaken:lezen', 'medewerkers:beheren'] });
  });

  it.each([[{ token_use: 'access' }], [{ exp: 1000 + 2 * 60 * 60 }]])('is nothing with %j', (claims) => {
    expect(read(claims)).toBeUndefined();
  });
});
