import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMedewerkers, type MedewerkerPlace } from '../../../../adapters/table/medewerkers.ts';
import { createPasskeys } from '../../../../adapters/table/passkeys.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { MOST_PASSKEYS, PASSKEY_DAYS } from '../../../../domain/passkeys.ts';
import { SCRIPT_DIGEST } from '../../../../functions/loket/browser/digest.ts';
import { PATHS, scriptPath } from '../../../../functions/loket/paths.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { type Authenticator, createAuthenticator, type Deviation, type Part } from './authenticator.ts';
import { below, cookiesOf, documentOf, NOW, textsOf, trialLoket } from './support.ts';

/** Signing in with a passkey, by an authenticator that answers as one of a browser does. */

const PAGE = below(PATHS.passkeys);
const SITE = { origin: 'https://hub.example', rpId: 'hub.example' };
const MEREL: MedewerkerPlace = {
  gemeentecode: '0907' as Gemeentecode,
  id: 'c3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b',
  organisatie: 'mage-0907',
};
const ENTRY = { ...MEREL, naam: 'Merel Merknaam', adres: 'merel@mage.example', isBeheerder: false };
const BEHEERDER = 'b3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b';
const DAY_MS = 24 * 3600 * 1000;

/** A hub on which Merel is signed in by a link, at a moment that can be moved. */
const begun = async (own: Parameters<typeof trialLoket>[1] = {}) => {
  const hub = hubInMemory(() => ({}));
  let now = NOW;
  const loket = trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined }, ...own });
  const medewerkers = createMedewerkers(hub.table, ['0907' as Gemeentecode]);
  await medewerkers.add({ ...ENTRY, sinds: NOW.toISOString() });
  const speaks = () =>
    loket.signedIn(MEREL.organisatie, {
      medewerker: MEREL.id,
      lijst: true,
      via: 'link',
      naam: ENTRY.naam,
      since: now,
    });
  const move = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  return { hub, loket, medewerkers, speaks, move, passkeys: createPasskeys(hub.table), now: () => now };
};
type Begun = Awaited<ReturnType<typeof begun>>;

/** No authenticator has a handle or an id of so many characters. */
const LONG = 'A'.repeat(4_000);
interface Signed {
  readonly id: string;
  readonly response: object;
}

/** A table in which something happens before a call, the number of which is `place`; `happened` says whether it did. */
const interrupted = (
  { hub, ...trial }: Begun,
  place: number,
  meanwhile: () => Promise<unknown>,
): { readonly trial: Begun; readonly happened: () => boolean } => {
  let calls = 0;
  const table = new Proxy(hub.table, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        if (calls++ === place) await meanwhile();
        return Reflect.apply(method, target, args);
      };
    },
  });
  const loket = trialLoket({ ...hub, table }, { clock: { now: trial.now, sleep: async () => undefined } });
  return { trial: { ...trial, hub, loket }, happened: () => calls > place };
};

const keptIn = ({ hub }: Begun): readonly unknown[] =>
  hub.table.alles().filter(({ pk, inhoud }) => pk.startsWith('PASSKEY#') && inhoud !== undefined);

/** An issuer at which nobody signs in. */
const NOBODY = {
  begin: async () => ({ address: 'https://elders.example', sealed: 'x' }),
  end: async () => undefined,
};

const cookieIn = (answer: APIGatewayProxyResult, name: string): string =>
  cookiesOf(answer)
    .map((cookie) => cookie.split(';')[0] ?? '')
    .find((cookie) => cookie.startsWith(`${name}=`)) ?? '';

/** What the script asks with the form of the page, and the cookie that came with it. */
const asked = async ({ loket }: Begun, cookie: string) => {
  const answer = await loket.submit(PAGE, `${PAGE}/vraag`, {}, cookie);
  return { options: JSON.parse(answer.body), kept: `${cookie}; ${cookieIn(answer, 'loket-passkey')}` };
};

const send = async ({ loket }: Begun, answer: object, cookie: string): Promise<APIGatewayProxyResult> =>
  loket.submit(PAGE, PAGE, { antwoord: JSON.stringify(answer) }, cookie);

/** Adds a passkey on the page, as the script does. */
const add = async (trial: Begun, odd: Deviation = {}, authenticator = createAuthenticator(SITE)) => {
  const { options, kept } = await asked(trial, await trial.speaks());
  const made = await send(trial, authenticator.make(options, odd), kept);
  return { authenticator, made, options };
};

const post = ({ loket }: Begun, answer: unknown, cookie: string): Promise<APIGatewayProxyResult> =>
  loket.post('/loket/passkey', { antwoord: JSON.stringify(answer) }, cookie);

/** Asks what to sign, and signs it. */
const signed = async ({ loket }: Begun, authenticator: Authenticator, odd: Deviation = {}) => {
  const question = await loket.post('/loket/passkey/vraag', {});
  const answer = authenticator.sign(JSON.parse(question.body), odd);
  return { answer, cookie: cookieIn(question, 'loket-passkey') };
};

const signIn = async (trial: Begun, authenticator: Authenticator, odd: Deviation = {}) => {
  const { answer, cookie } = await signed(trial, authenticator, odd);
  return post(trial, answer, cookie);
};

const isIn = async ({ loket }: Begun, answer: APIGatewayProxyResult): Promise<boolean> => {
  const cookie = cookieIn(answer, 'loket');
  return cookie !== '' && (await loket.get('/loket/postvak', cookie)).statusCode === 200;
};

describe('somebody on the list of a gemeente', () => {
  it('adds a passkey, and signs in with it as often as they like', async () => {
    const trial = await begun();
    const { authenticator, made } = await add(trial);
    expect(made.headers?.['Location']).toBe(`${PATHS.passkeys}?gedaan=toegevoegd`);
    for (const _ of [1, 2]) {
      const answer = await signIn(trial, authenticator);
      expect([answer.statusCode, answer.headers?.['Location']]).toEqual([303, PATHS.start]);
      const inbox = await trial.loket.get('/loket/postvak', cookieIn(answer, 'loket'));
      expect(inbox.body).toContain('Merel Merknaam, Kringloopwinkel MaGe');
      trial.move(60_000);
    }
  });

  it('is asked for a passkey of the host of the pages that only its owner can use and that says not who that is', async () => {
    const { options } = await add(await begun());
    expect(options).toMatchObject({
      rp: { id: 'hub.example' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const handle = Buffer.from(options.user.id, 'base64url');
    expect(handle).toHaveLength(32);
    expect(handle.toString('latin1')).not.toMatch(/merel|mage|0907/i);
    expect(options.user.id).not.toContain(MEREL.id);
  });

  it('is mailed that a passkey is added, at the address of the list and without a link that signs in', async () => {
    const trial = await begun();
    const { made } = await add(trial);
    expect(made.headers?.['Location']).toBe(`${PATHS.passkeys}?gedaan=toegevoegd`);
    expect(trial.loket.mails.map(({ to }) => to)).toEqual([ENTRY.adres]);
    expect(trial.loket.mails[0]?.text).toContain('namens Kringloopwinkel MaGe');
    expect(trial.loket.mails[0]?.text).not.toMatch(/\?k=/);
  });

  it.each([
    ['is refused', 400, async () => 'refused' as const],
    [
      'does not leave',
      500,
      async () => {
        throw new Error(`no mail leaves for ${ENTRY.adres}`);
      },
    ],
  ])(
    'has no passkey added when the mail about it %s, of which the address is in no log',
    async (_, status, sendMail) => {
      const trial = await begun({ sendMail });
      const { made } = await add(trial);
      expect(made.statusCode).toBe(status);
      expect(keptIn(trial)).toEqual([]);
      expect(JSON.stringify(trial.loket.log)).not.toContain('@');
    },
  );

  it('is mailed again rather than never when the hub falls while a passkey is added, and it is added again', async () => {
    for (let place = 0; ; place++) {
      const trial = await begun();
      const fall = async (): Promise<never> => {
        throw new Error('the hub fell');
      };
      const { trial: falling, happened } = interrupted(trial, place, fall);
      const authenticator = createAuthenticator(SITE);
      await add(falling, {}, authenticator).catch(() => undefined);
      await add(trial, {}, authenticator);
      if (!happened()) break;
      const mails = [...falling.loket.mails, ...trial.loket.mails];
      expect(keptIn(trial).length > 0 && mails.length === 0, `at call ${place}`).toBe(false);
    }
  });

  it('sees their own passkeys, since when and whether they were used, and removes one', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const list = async () => trial.loket.get(PAGE, await trial.speaks());
    expect(textsOf(await list(), 'tbody tr').join()).toContain('nog niet');
    await signIn(trial, authenticator);
    const page = await list();
    expect(textsOf(page, 'tbody tr').join()).toMatch(/9 september 2025.*9 september 2025/);
    const passkey = documentOf(page).querySelector('button[name=passkey]')?.getAttribute('value') ?? '';
    const removed = await trial.loket.submit(PAGE, `${PAGE}/verwijderen`, { passkey }, await trial.speaks());
    expect(removed.headers?.['Location']).toBe(`${PATHS.passkeys}?gedaan=verwijderd`);
    expect(textsOf(await list(), 'main').join()).toContain('U heeft hier nog geen passkey');
    expect((await signIn(trial, authenticator)).statusCode).toBe(403);
    const kept = trial.hub.table.alles().filter(({ pk }) => pk.startsWith('PASSKEY#'));
    expect(kept.map((item) => Object.keys(item).toSorted())).toEqual([['pk', 'sk', 'verlooptOp', 'versie']]);
  });

  it('leaves in the logbook that they added and removed one, and nothing of it in a log', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    await signIn(trial, authenticator);
    const [passkey] = await trial.passkeys.list(MEREL, NOW);
    await trial.loket.submit(
      PAGE,
      `${PAGE}/verwijderen`,
      { passkey: passkey?.id ?? '' },
      await trial.speaks(),
    );
    const records = trial.loket.logboek.all().map(({ verwerking }) => JSON.parse(verwerking));
    const changes = records.filter(({ activity }) => activity === 'toegang');
    expect(changes.map(({ name, subject, party }) => [name, subject, party])).toEqual(
      ['passkey toevoegen', 'passkey verwijderen'].map((name) => [
        name,
        { id: MEREL.id, soort: 'medewerker' },
        { role: 'bron', key: MEREL.organisatie, medewerker: MEREL.id },
      ]),
    );
    const written = JSON.stringify([trial.loket.logboek.all(), trial.loket.log]);
    for (const secret of [passkey?.credentialId, passkey?.publicKey, passkey?.id, 'Merknaam'])
      expect(written).not.toContain(secret);
  });

  it('adds nothing when the same answer comes again, also of one that was removed, and leaves nothing of it in the logbook', async () => {
    const trial = await begun();
    const { options, kept } = await asked(trial, await trial.speaks());
    const answer = createAuthenticator(SITE).make(options);
    const place = async () => (await send(trial, answer, kept)).headers?.['Location'];
    expect(await place()).toMatch(/toegevoegd$/);
    expect(await place()).toMatch(/al-bekend$/);
    const [passkey] = await trial.passkeys.list(MEREL, NOW);
    const remove = async () => {
      const form = { passkey: passkey?.id ?? '' };
      return trial.loket.submit(PAGE, `${PAGE}/verwijderen`, form, await trial.speaks());
    };
    expect((await remove()).headers?.['Location']).toMatch(/verwijderd$/);
    expect((await remove()).headers?.['Location']).toBe(PATHS.passkeys);
    expect(await place()).toMatch(/al-bekend$/);
    const names = trial.loket.logboek.all().map(({ verwerking }) => JSON.parse(verwerking).name);
    expect(names.filter((name) => /passkey/.test(name))).toEqual([
      'passkey toevoegen',
      'passkey verwijderen',
    ]);
  });

  it('changes nothing when the logbook cannot be written', async () => {
    const throttled = async () => {
      throw Object.assign(new Error('away'), { name: 'ThrottlingException' });
    };
    const trial = await begun({ logboek: { write: throttled } });
    expect((await add(trial)).made.statusCode).toBe(503);
    expect(await trial.passkeys.list(MEREL, NOW)).toEqual([]);
  });

  it(`has at most ${MOST_PASSKEYS}`, async () => {
    const trial = await begun();
    const late = await asked(trial, await trial.speaks());
    for (let made = 0; made < MOST_PASSKEYS; made++) await add(trial);
    const full = await trial.loket.get(PAGE, await trial.speaks());
    expect(documentOf(full).querySelector('form[data-vraag]')).toBeNull();
    const more = await send(trial, createAuthenticator(SITE).make(late.options), late.kept);
    expect(more.statusCode).toBe(400);
    expect(await trial.passkeys.list(MEREL, NOW)).toHaveLength(MOST_PASSKEYS);
  });

  const WRONG: readonly (readonly [string, Deviation])[] = [
    ['of another origin', { origin: 'https://elders.example' }],
    ['of another site', { rpId: 'elders.example' }],
    ['without a look at who it is', { isVerified: false }],
    ['without anybody there', { isPresent: false }],
    ['of another kind', { type: 'payment.get' }],
    ['to another question', { challenge: 'AAAA' }],
  ];

  it.each(WRONG)('adds none by an answer %s', async (_, odd) => {
    const trial = await begun();
    const { made } = await add(trial, odd);
    expect([made.statusCode, await trial.passkeys.list(MEREL, NOW)]).toEqual([400, []]);
  });

  const CHAIN: Part = [Buffer.from('geen certificaat'), Buffer.from('ook niet')];
  const SIGNED: readonly (readonly [string, Part])[] = [
    ['alg', -7],
    ['sig', Buffer.alloc(70)],
  ];
  const ATTESTATIONS: readonly (readonly [string, string, readonly (readonly [string, Part])[]])[] = [
    ['its own signature', 'packed', SIGNED],
    ['certificates', 'packed', [...SIGNED, ['x5c', CHAIN]]],
    ['certificates', 'android-key', [...SIGNED, ['x5c', CHAIN]]],
    [
      'a token',
      'android-safetynet',
      [
        ['ver', '1'],
        ['response', Buffer.from('a.b.c')],
      ],
    ],
    ['certificates', 'apple', [['x5c', CHAIN]]],
    [
      'certificates',
      'fido-u2f',
      [
        ['sig', Buffer.alloc(70)],
        ['x5c', CHAIN],
      ],
    ],
    ['certificates', 'tpm', [...SIGNED, ['x5c', CHAIN], ['ver', '2.0'], ['certInfo', CHAIN]]],
    ['nothing', 'of-een-ander', []],
  ];
  it.each(ATTESTATIONS)(
    'adds one without a look at what its maker says of it, with %s as %s, for which nothing is fetched',
    async (_, format, statement) => {
      const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('nothing is fetched'));
      onTestFinished(() => fetched.mockRestore());
      const trial = await begun();
      const { made, authenticator } = await add(trial, { attestation: [format, new Map(statement)] });
      expect(made.headers?.['Location']).toBe(`${PATHS.passkeys}?gedaan=toegevoegd`);
      expect(fetched).not.toHaveBeenCalled();
      expect(await isIn(trial, await signIn(trial, authenticator))).toBe(true);
    },
  );

  it('adds none by what somebody else was asked', async () => {
    const trial = await begun();
    const other = await asked(trial, await trial.speaks());
    await trial.medewerkers.add({
      ...ENTRY,
      id: 'd3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b',
      sinds: NOW.toISOString(),
    });
    const session = await trial.loket.signedIn(MEREL.organisatie, {
      medewerker: 'd3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b',
      lijst: true,
      via: 'link',
    });
    const kept = `${session}; ${other.kept.split('; ')[1]}`;
    const made = await send(trial, createAuthenticator(SITE).make(other.options), kept);
    expect(made.statusCode).toBe(400);
  });

  it.each([...WRONG, ['of a user that is not there', { userHandle: 'A'.repeat(43) }] as const])(
    'does not sign in by an answer %s',
    async (_, odd) => {
      const trial = await begun();
      const { authenticator } = await add(trial);
      const answer = await signIn(trial, authenticator, odd);
      expect([answer.statusCode, await isIn(trial, answer)]).toEqual([403, false]);
      // It used nothing up: the right answer signs in.
      expect(await isIn(trial, await signIn(trial, authenticator))).toBe(true);
    },
  );

  it('does not sign in by the signature of another authenticator', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const { answer, cookie } = await signed(trial, authenticator);
    const stolen = await signed(trial, createAuthenticator(SITE));
    const { response: other } = stolen.answer as { response: { signature: string } };
    const { response } = answer as { response: object };
    const mixed = { ...answer, response: { ...response, signature: other.signature } };
    expect((await post(trial, mixed, cookie)).statusCode).toBe(403);
  });

  it('does not sign in again by what was sent before', async () => {
    const trial = await begun();
    // One that does not count, as most do not.
    const { authenticator } = await add(trial);
    const { answer, cookie } = await signed(trial, authenticator, { counter: 0 });
    const both = await Promise.all([post(trial, answer, cookie), post(trial, answer, cookie)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 403]);
    expect((await post(trial, answer, cookie)).statusCode).toBe(403);
  });

  it('does not sign in by what an authenticator says of making one', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    expect((await signIn(trial, authenticator, { type: 'webauthn.create' })).statusCode).toBe(403);
    const question = await trial.loket.post('/loket/passkey/vraag', {});
    const made = createAuthenticator(SITE).make({ user: { id: '' }, ...JSON.parse(question.body) });
    expect((await post(trial, made, cookieIn(question, 'loket-passkey'))).statusCode).toBe(403);
  });

  it('does not sign in by what was asked to make one, nor adds one by what was asked to sign in', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const making = await asked(trial, await trial.speaks());
    const answer = authenticator.sign(making.options);
    expect((await post(trial, answer, String(making.kept.split('; ')[1]))).statusCode).toBe(403);
    const question = await trial.loket.post('/loket/passkey/vraag', {});
    const { challenge } = JSON.parse(question.body);
    const made = createAuthenticator(SITE).make({ ...making.options, challenge });
    const cookies = `${await trial.speaks()}; ${cookieIn(question, 'loket-passkey')}`;
    expect((await send(trial, made, cookies)).statusCode).toBe(400);
  });

  it('signs in once when the same passkey signs twice at once: a copy that does not count would go unseen', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const [one, other] = [await signed(trial, authenticator), await signed(trial, authenticator)];
    const both = await Promise.all([one, other].map(({ answer, cookie }) => post(trial, answer, cookie)));
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 403]);
  });

  it('does not sign in by an authenticator that counts back, which is a copy', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    expect(await isIn(trial, await signIn(trial, authenticator, { counter: 5 }))).toBe(true);
    expect((await signIn(trial, authenticator, { counter: 5 })).statusCode).toBe(403);
    expect(await isIn(trial, await signIn(trial, authenticator, { counter: 6 }))).toBe(true);
  });

  it('does not sign in in another browser than the one that was asked, nor after five minutes', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const { answer, cookie } = await signed(trial, authenticator);
    expect((await post(trial, answer, '')).statusCode).toBe(403);
    trial.move(301_000);
    expect((await post(trial, answer, cookie)).statusCode).toBe(403);
  });

  it.each([undefined, 'niets', [], { id: 'a' }, { id: '<', rawId: '<', type: 'public-key', response: {} }])(
    'does not sign in by %j',
    async (answer) => {
      const trial = await begun();
      const { cookie } = await signed(trial, createAuthenticator(SITE));
      expect((await post(trial, answer, cookie)).statusCode).toBe(403);
    },
  );

  it.each([
    ['handle', (answer: Signed) => ({ ...answer, response: { ...answer.response, userHandle: LONG } })],
    ['id', (answer: Signed) => ({ ...answer, id: LONG, rawId: LONG })],
  ] as const)('does not look for a passkey by a %s that is longer than any', async (_, lengthened) => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const { answer, cookie } = await signed(trial, authenticator);
    expect((await post(trial, lengthened(answer as Signed), cookie)).statusCode).toBe(403);
  });

  it('adds none whose id is longer than any, or another than the browser says', async () => {
    const trial = await begun();
    for (const odd of [{ id: randomBytes(1_024) }, { said: randomBytes(32) }]) {
      const { made } = await add(trial, odd);
      expect([made.statusCode, await trial.passkeys.list(MEREL, NOW)]).toEqual([400, []]);
    }
    expect((await add(trial, { id: randomBytes(1_023) })).made.statusCode).toBe(303);
  });

  it(`does not sign in with a passkey that was not used for ${PASSKEY_DAYS} days`, async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    trial.move((PASSKEY_DAYS - 1) * DAY_MS);
    expect(await isIn(trial, await signIn(trial, authenticator))).toBe(true);
    trial.move(PASSKEY_DAYS * DAY_MS);
    expect((await signIn(trial, authenticator)).statusCode).toBe(403);
    expect(await trial.passkeys.list(MEREL, trial.now())).toEqual([]);
  });
});

describe('who is ended on the list', () => {
  const stop = async ({ loket }: Begun) => {
    const cookie = await loket.signedIn('gemeente-0907', { medewerker: BEHEERDER });
    const list = below(PATHS.medewerkers);
    const wie = `${MEREL.id} ${MEREL.organisatie}`;
    return loket.submit(list, `${list}/beeindigen`, { wie }, cookie);
  };

  it('does not sign in with a passkey any more, of which nothing is left', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const { answer, cookie } = await signed(trial, authenticator);
    await stop(trial);
    expect((await post(trial, answer, cookie)).statusCode).toBe(403);
    expect(keptIn(trial)).toEqual([]);
  });

  it('is out, and nothing is left of a passkey, also when the hub falls at any call meanwhile and it is pressed again', async () => {
    const fall = async (): Promise<never> => {
      throw new Error('fell');
    };
    for (let place = 0, fell = true; fell; place++) {
      const trial = await begun();
      const { authenticator } = await add(trial);
      const falling = interrupted(trial, place, fall);
      await stop(falling.trial);
      await stop(trial);
      fell = falling.happened();
      expect((await trial.medewerkers.find(MEREL))?.beeindigdOp).toBe(NOW.toISOString());
      expect(keptIn(trial)).toEqual([]);
      expect((await signIn(trial, authenticator)).statusCode).toBe(403);
      if (!fell) expect(place).toBeGreaterThan(5);
    }
  });

  it('keeps no passkey that they add while they are ended, wherever the two meet', async () => {
    for (let place = 0, met = true; met; place++) {
      const trial = await begun();
      const stopping = interrupted(trial, place, () => add(trial));
      await stop(stopping.trial);
      met = stopping.happened();
      expect([place, keptIn(trial)]).toEqual([place, []]);
      if (!met) expect(place).toBeGreaterThan(5);
    }
  });

  it.each([
    ['ended', false],
    ['ended and let in anew', true],
  ])('keeps no passkey when they are %s while they add it, wherever the two meet', async (_, isAnew) => {
    for (let place = 0, met = true; met; place++) {
      const trial = await begun();
      const { options, kept } = await asked(trial, await trial.speaks());
      const answer = createAuthenticator(SITE).make(options);
      const adding = interrupted(trial, place, async () => {
        await stop(trial);
        trial.move(60_000);
        if (isAnew) await trial.medewerkers.add({ ...ENTRY, sinds: trial.now().toISOString() });
      });
      const made = await send(adding.trial, answer, kept);
      met = adding.happened();
      // When nothing happened meanwhile it was added.
      if (met) expect([place, keptIn(trial)]).toEqual([place, []]);
      else expect([made.statusCode, keptIn(trial).length, place > 5]).toEqual([303, 1, true]);
    }
  });

  it('sees no passkey from before when they are let in anew, and can add as many as anybody', async () => {
    const trial = await begun();
    for (let made = 0; made < MOST_PASSKEYS; made++) await add(trial);
    await trial.medewerkers.end(MEREL, trial.now());
    trial.move(60_000);
    await trial.medewerkers.add({ ...ENTRY, sinds: trial.now().toISOString() });
    expect((await trial.loket.get(PAGE, await trial.speaks())).body).toContain('nog geen passkey');
    const { authenticator } = await add(trial);
    expect(await isIn(trial, await signIn(trial, authenticator))).toBe(true);
  });

  it('does not sign in with a passkey from before when they are let in anew, also when it was not erased', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    await trial.medewerkers.end(MEREL, trial.now());
    expect((await signIn(trial, authenticator)).statusCode).toBe(403);
    trial.move(60_000);
    await trial.medewerkers.add({ ...ENTRY, sinds: trial.now().toISOString() });
    expect((await signIn(trial, authenticator)).statusCode).toBe(403);
    const { authenticator: fresh } = await add(trial);
    expect(await isIn(trial, await signIn(trial, fresh))).toBe(true);
  });

  it('does not sign in after the day until which they stand in', async () => {
    const trial = await begun();
    await trial.medewerkers.end(MEREL, NOW);
    await trial.medewerkers.add({ ...ENTRY, sinds: NOW.toISOString(), tot: '2025-09-10' });
    const { authenticator } = await add(trial);
    trial.move(DAY_MS);
    expect(await isIn(trial, await signIn(trial, authenticator))).toBe(true);
    trial.move(DAY_MS);
    expect((await signIn(trial, authenticator)).statusCode).toBe(403);
  });
});

describe('a passkey', () => {
  it('is nothing where the gemeente does not allow it, also one from before', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const { answer, cookie } = await signed(trial, authenticator);
    const closed = trialLoket(trial.hub, { withPasskeys: new Set(['9999' as Gemeentecode]) });
    const form = { antwoord: JSON.stringify(answer) };
    expect((await closed.post('/loket/passkey', form, cookie)).statusCode).toBe(403);
    const session = await trial.speaks();
    expect((await closed.get(PAGE, session)).statusCode).toBe(404);
    expect(textsOf(await closed.get('/loket/postvak', session), 'nav').join()).not.toContain('zonder mail');
  });

  it('is not spoken of where no gemeente allows it', async () => {
    const { loket } = await begun({ withPasskeys: new Set() });
    expect((await loket.post('/loket/passkey/vraag', {})).statusCode).toBe(404);
    const start = await loket.get('/loket');
    expect(start.body).not.toMatch(/passkey|<script/);
    expect(start.headers?.['Content-Security-Policy']).not.toContain('script-src');
  });

  it('is not for who signs in at an issuer, also when only the list says for whom', async () => {
    const trial = await begun({
      signIn: {
        ...NOBODY,
        end: async () => ({ idToken: 'x', naam: ENTRY.naam }),
      },
      checkIdToken: async () => ({ scopes: [], adres: ENTRY.adres }),
    });
    const cookie = cookieIn(await trial.loket.get('/loket/terug'), 'loket');
    expect((await trial.loket.get('/loket/postvak', cookie)).statusCode).toBe(200);
    expect((await trial.loket.get(PAGE, cookie)).statusCode).toBe(404);
  });

  it('is for who signed in by another, as by a link', async () => {
    const trial = await begun();
    const { authenticator } = await add(trial);
    const cookie = cookieIn(await signIn(trial, authenticator), 'loket');
    expect((await trial.loket.get(PAGE, cookie)).statusCode).toBe(200);
  });

  it.each([
    ['gemeente-0907', { via: 'uitgever' }],
    ['mage-0907', { medewerker: MEREL.id, via: 'uitgever' }],
    ['mage-0907', { medewerker: MEREL.id, lijst: true }],
    ['beheer', { medewerker: MEREL.id, via: 'uitgever' }],
  ] as const)('is not for who signs in for %s at an issuer', async (organisatie, who) => {
    const { loket } = await begun();
    const cookie = await loket.signedIn(organisatie, who);
    expect((await loket.get(PAGE, cookie)).statusCode).toBe(404);
  });

  it('is asked at a pace of its own: thirty people a minute sign in from one address, who take no place of a link', async () => {
    const { loket } = await begun();
    const statuses: number[] = [];
    for (let times = 0; times < 30; times++)
      for (const path of ['/loket/passkey/vraag', '/loket/passkey'])
        statuses.push((await loket.post(path, {})).statusCode);
    expect(statuses).toEqual(Array.from({ length: 30 }, () => [200, 403]).flat());
    expect((await loket.post('/loket/passkey/vraag', {})).statusCode).toBe(429);
    expect((await loket.post('/loket/link/vragen', { adres: 'niets' })).statusCode).toBe(200);
  });

  it('says nothing of a link where no mail leaves', async () => {
    const { loket, speaks } = await begun({ sendMail: undefined, signIn: NOBODY });
    const pages = [
      await loket.get('/loket'),
      await loket.get(PAGE, await speaks()),
      await loket.post('/loket/passkey', {}),
    ];
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([200, 200, 403]);
    for (const page of pages) expect(textsOf(page, 'main').join()).not.toMatch(/\blink\b/);
  });

  it('is spoken of in answers that nobody keeps, guesses the type of, or tells another site of', async () => {
    const { loket, speaks } = await begun();
    const answers = [
      await loket.get('/loket'),
      await loket.get(PAGE, await speaks()),
      await loket.post('/loket/passkey/vraag', {}),
      await loket.submit(PAGE, `${PAGE}/vraag`, {}, await speaks()),
    ];
    const types = answers.map(({ headers }) => String(headers?.['Content-Type']).split(';')[0]);
    expect(types).toEqual(['text/html', 'text/html', 'application/json', 'application/json']);
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'same-origin',
      });
  });

  it('needs the one script of the pages, which may be kept for good; a page without it runs none', async () => {
    const { loket, speaks } = await begun();
    const policies = [await loket.get('/loket'), await loket.get(PAGE, await speaks())].map((page) => {
      const scripts = [...documentOf(page).querySelectorAll('script')];
      expect(scripts.map((script) => [script.getAttribute('src'), script.textContent])).toEqual([
        [scriptPath(SCRIPT_DIGEST), ''],
      ]);
      // Without the script nothing shows that does nothing.
      for (const form of documentOf(page).querySelectorAll('form[data-vraag]'))
        expect(form.closest('section')?.hasAttribute('hidden')).toBe(true);
      return page.headers?.['Content-Security-Policy'];
    });
    expect(new Set(policies)).toEqual(
      new Set([
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; connect-src 'self'",
      ]),
    );
    const script = await loket.get(below(scriptPath(SCRIPT_DIGEST)));
    expect(script.headers).toMatchObject({ 'Content-Type': 'text/javascript; charset=utf-8' });
    expect(script.headers?.['Cache-Control']).toContain('immutable');
    expect((await loket.get('/loket/link')).headers?.['Content-Security-Policy']).not.toContain('script');
  });
});
