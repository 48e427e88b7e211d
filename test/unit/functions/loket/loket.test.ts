import { beforeAll, describe, expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import { PATHS, seenPath, stylePath, zaakPath } from '../../../../functions/loket/paths.ts';
import { STYLE_DIGEST } from '../../../../functions/loket/style/digest.ts';
import { koppeling } from '../../domain/support.ts';
import { koppelingBericht, V_NUMMER } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import {
  below,
  cookiesOf,
  documentOf,
  NOW,
  started,
  type TrialLoket,
  textsOf,
  trialLoket,
} from './support.ts';

const GEMEENTE = 'gemeente-0907';
const OTHER_GEMEENTE = 'gemeente-9999';
const OTHER = Vnummer.parse('2795000007');
let hub: HubInMemory;
let loket: TrialLoket;
let zaak: string;
beforeAll(async () => {
  ({ hub, loket, zaak } = await started());
});

describe('somebody who is not signed in', () => {
  it('gets a page with a link to sign in, or the word that nobody can yet', async () => {
    const closed = await trialLoket(hub, { sendMail: undefined }).get('/loket');
    expect(closed.statusCode).toBe(200);
    expect(textsOf(closed, 'main').join()).toContain('Aanmelden kan hier nog niet');
    const open = trialLoket(hub, {
      signIn: {
        begin: async () => ({ address: 'https://x.example', sealed: 'x' }),
        end: async () => undefined,
      },
    });
    expect(textsOf(await open.get('/loket'), 'main a')).toEqual(['Aanmelden']);
  });

  it('is shown the page to play with on a hub of their own machine alone', async () => {
    const own = trialLoket(hub, { secure: false });
    expect(textsOf(await own.get('/loket'), 'main a')).toContain('spelen');
    expect(textsOf(await loket.get('/loket'), 'main a')).toEqual([]);
  });

  it.each([PATHS.day, PATHS.zaken, PATHS.inbox, '/v1/loket/zaken/1', '/v1/loket/niets'])(
    'is sent to the start from %s, and does not learn whether it exists',
    async (path) => {
      const { statusCode, headers } = await loket.get(below(path));
      expect([statusCode, headers?.['Location']]).toEqual([303, PATHS.start]);
    },
  );

  it('gets the stylesheet, which may be kept for good and is smaller than fifty kilobytes', async () => {
    const { statusCode, headers, body } = await loket.get(below(stylePath(STYLE_DIGEST)));
    expect([statusCode, headers?.['Content-Type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(headers?.['Cache-Control']).toContain('immutable');
    expect(Buffer.byteLength(body)).toBeLessThan(50_000);
    expect(body).not.toContain('http://');
  });
});

describe('the casusregisseur', () => {
  it('begins with the day list, and finds the new zaak on it', async () => {
    const cookie = await loket.signedIn(GEMEENTE);
    expect((await loket.get('/loket', cookie)).headers?.['Location']).toBe(PATHS.day);
    const now = new Date('2025-10-15T09:00:00Z');
    const day = trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
    const page = await day.get('/loket/vandaag', await day.signedIn(GEMEENTE, { since: now }));
    expect(page.statusCode).toBe(200);
    expect(textsOf(page, 'h1')[0]).toBe('Vandaag, 15 oktober 2025');
    expect(textsOf(page, 'h2')).toContain('Moet vandaag: 1');
    expect(textsOf(page, 'tbody td').join()).toContain('Leerbaarheidstoets afnemen');
    expect([...documentOf(page).querySelectorAll('main a')].map((a) => a.getAttribute('href'))).toContain(
      zaakPath(zaak),
    );
  });

  it('finds a zaak by a number that goes by POST and comes back nowhere', async () => {
    const cookie = await loket.signedIn(GEMEENTE);
    const page = await loket.submit('/loket/zaken', '/loket/zaken', { nummer: ` ${V_NUMMER} ` }, cookie);
    expect(textsOf(page, 'h2')).toEqual(['Gevonden: 1']);
    expect(page.body).toContain(zaakPath(zaak));
    expect(page.body).not.toContain(V_NUMMER);
    expect(JSON.stringify(loket.log)).not.toContain(V_NUMMER);
    const wrong = await loket.submit('/loket/zaken', '/loket/zaken', { nummer: '12' }, cookie);
    expect(textsOf(wrong, '[role=alert]')[0]).toContain('geen V-nummer en geen BSN');
    const field = documentOf(wrong).querySelector('#nummer');
    expect(field?.getAttribute('aria-invalid')).toBe('true');
    expect(field?.getAttribute('aria-describedby')).toContain('nummer-fout');
  });

  it('reads a zaak as a story, with its terms and why, and who was told what', async () => {
    const page = await loket.get(`/loket/zaken/${zaak}`, await loket.signedIn(GEMEENTE));
    expect(page.statusCode).toBe(200);
    expect(textsOf(page, 'caption')).toEqual([
      'Termijnen van deze zaak',
      'Onderdelen van de brede intake',
      'Berichten aan partners',
    ]);
    expect(textsOf(page, 'h3')).toContain('Koppeling geregistreerd');
    expect(textsOf(page, 'tbody th')).toContain('Kringloopwinkel MaGe');
    expect(textsOf(page, 'title')[0]).toBe(`Zaak ${zaak.slice(0, 8)} - Inburgeringshub`);
  });

  it('reads the one name of somebody who has one', async () => {
    const own = hub.copy();
    const suharto = koppeling(
      { koppelingId: 'TVS-2025-000777' },
      { vNummer: OTHER, naam: { voornamen: 'Suharto' } },
    );
    await own.process([koppelingBericht(suharto)]);
    const page = await trialLoket(own).get(
      below(zaakPath(own.pseudonyms.zaakId(OTHER))),
      await loket.signedIn(GEMEENTE),
    );
    expect(textsOf(page, 'h1')).toEqual(['Suharto']);
  });

  it('leaves in the logbook what was looked at, as a call of the API does', async () => {
    const own = trialLoket(hub);
    await own.get(`/loket/zaken/${zaak}`, await own.signedIn(GEMEENTE));
    const records = own.logboek.all().map(({ verwerking }) => verwerking);
    expect(records).toHaveLength(4);
    for (const record of records) expect(record).toContain(GEMEENTE);
  });

  it('counts a page about a zaak as one look at it', async () => {
    const own = trialLoket(hub);
    await own.get(`/loket/zaken/${zaak}`, await own.signedIn(GEMEENTE));
    expect(own.counted).toEqual(['Raadplegingen']);
  });

  it('sees nothing when the logbook cannot be written', async () => {
    const own = trialLoket(hub, {
      logboek: {
        write: async () => {
          throw new Error('away');
        },
      },
    });
    const page = await own.get(`/loket/zaken/${zaak}`, await own.signedIn(GEMEENTE));
    expect(page.statusCode).toBe(503);
    expect(page.body).not.toContain('Kringloopwinkel');
  });
});

/** Every page that a role has, and whose. */
const PAGES = [
  ['/loket/vandaag', 'gemeente'],
  ['/loket/zaken', 'gemeente'],
  ['/loket/zaken/{zaak}', 'gemeente'],
  ['/loket/zaken/{zaak}/rechtzetten', 'gemeente'],
  ['/loket/partners', 'gemeente'],
  ['/loket/cijfers', 'gemeente'],
  ['/loket/medewerkers', 'gemeente'],
  ['/loket/beheer', 'beheer'],
  ['/loket/beheer/ontvangsten', 'beheer'],
  ['/loket/beheer/boeken', 'beheer'],
  ['/loket/vandaag/te-laat', 'gemeente'],
  ['/loket/postvak', 'partner'],
  ['/loket/postvak/antwoorden', 'partner'],
  ['/loket/week', 'partner'],
  ['/loket/week/lijst.csv', 'partner'],
] as const;
const READERS = [
  [GEMEENTE, 'gemeente'],
  [OTHER_GEMEENTE, 'gemeente'],
  ['mage-0907', 'partner'],
  ['taalschool-0907', 'partner'],
  ['beheer', 'beheer'],
] as const;

describe.each(READERS)('%s', (reader, role) => {
  it.each(PAGES)(
    'sees %s only when it is for its role, and a zaak only when it is its own',
    async (path, of) => {
      const page = await loket.get(path.replace('{zaak}', zaak), await loket.signedIn(reader));
      const isOwn = !path.includes('{zaak}') || reader === GEMEENTE;
      expect(page.statusCode).toBe(of === role && isOwn ? 200 : 404);
      if (page.statusCode === 404) expect(page.body).not.toContain(zaak);
    },
  );

  it('gets on every page a language, one main heading, a way past the menu, and labels', async () => {
    for (const [path, of] of PAGES.filter(
      ([one, of]) => of === role && !one.includes('{zaak}') && !one.endsWith('.csv'),
    )) {
      const page = documentOf(await loket.get(path, await loket.signedIn(reader)));
      expect(of).toBe(role);
      expect(page.documentElement.getAttribute('lang')).toBe('nl');
      expect(page.querySelectorAll('h1')).toHaveLength(1);
      for (const landmark of ['header', 'nav[aria-label]', 'main#inhoud', 'footer'])
        expect(page.querySelectorAll(landmark)).toHaveLength(1);
      expect(page.querySelector('a[href="#inhoud"]')?.textContent).toBe('Naar de inhoud');
      for (const field of page.querySelectorAll('input:not([type=hidden]), select'))
        expect(page.querySelector(`label[for="${field.getAttribute('id')}"]`)).not.toBeNull();
      for (const table of page.querySelectorAll('table'))
        expect(table.querySelector('caption')).not.toBeNull();
      // A form that only asks carries no mark: it would stand in the address.
      for (const form of page.querySelectorAll('form'))
        expect(form.querySelector('input[name=kenmerk]') !== null).toBe(
          form.getAttribute('method') === 'post',
        );
      expect(page.querySelectorAll('script, style, [style], [onclick], iframe, img')).toHaveLength(0);
    }
  });
});

describe('a form', () => {
  const FORMS = [
    [GEMEENTE, '/loket/zaken'],
    [GEMEENTE, '/loket/afmelden'],
    [GEMEENTE, '/loket/partners/stilzetten'],
    [GEMEENTE, '/loket/partners/mage/toelaten'],
    [GEMEENTE, '/loket/partners/mage/hier'],
    ['beheer', '/loket/beheer/heropnemen'],
    ['mage-0907', '/loket/postvak/hier'],
    ['mage-0907', '/loket/postvak/opnieuw'],
    ['mage-0907', below(seenPath('7d1c9e58-3f27-4f5b-9c0a-2b6d8e4f1a3c'))],
  ] as const;

  it.each(FORMS)('of %s to %s is refused without the mark of its own session', async (reader, path) => {
    const cookie = await loket.signedIn(reader);
    const elsewhere = await loket.signedIn(reader);
    const [, mark = ''] =
      /name="kenmerk" value="([^"]+)"/.exec((await loket.get('/loket/niets', elsewhere)).body) ?? [];
    expect(mark).not.toBe('');
    for (const kenmerk of ['', 'x', mark])
      expect((await loket.post(path, { kenmerk, nummer: V_NUMMER }, cookie)).statusCode).toBe(403);
    expect((await loket.post(path, { kenmerk: mark })).statusCode).toBe(403);
  });

  it('of who is not signed in any more says so, and leads to signing in', async () => {
    const answer = await loket.post(below(PATHS.zaken), { kenmerk: 'x', nummer: V_NUMMER });
    expect(answer.statusCode).toBe(403);
    expect(textsOf(answer, 'h1')).toEqual(['U bent afgemeld']);
    expect(textsOf(answer, 'main a')).toEqual(['Opnieuw aanmelden']);
    expect(documentOf(answer).querySelector('main a')?.getAttribute('href')).toBe(PATHS.start);
  });

  it('that is too large is refused', async () => {
    const cookie = await loket.signedIn(GEMEENTE);
    const large = await loket.submit('/loket/zaken', '/loket/zaken', { nummer: '1'.repeat(20_000) }, cookie);
    expect(large.statusCode).toBe(413);
    expect(textsOf(large, 'main p')[0]).toContain('hoogstens 10 kB');
    const stranger = await loket.post('/loket/link/vragen', { adres: 'a'.repeat(20_000) });
    expect([stranger.statusCode, textsOf(stranger, 'h1')]).toEqual([413, ['Dit is te veel tekst']]);
  });
});

describe('a session', () => {
  it('ends when nobody uses it for half an hour, after eight hours, and when its organisation was shut out', async () => {
    const goes = async (cookie: string) => (await loket.get('/loket/vandaag', cookie)).statusCode;
    const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
    expect(await goes(await loket.signedIn(GEMEENTE, { since: ago(29) }))).toBe(200);
    expect(await goes(await loket.signedIn(GEMEENTE, { since: ago(31) }))).toBe(303);
    expect(await goes('loket=onzin')).toBe(303);
    const cookie = await loket.signedIn(GEMEENTE);
    expect(await goes(`${cookie}; ${cookie}`)).toBe(303);
    const shut = trialLoket(hub, {
      admissions: { isShutOut: async () => true, organisationOf: async () => undefined },
    });
    expect((await shut.get('/loket/vandaag', await shut.signedIn(GEMEENTE))).statusCode).toBe(303);
  });

  it('through a client ends when that is withdrawn, and when it becomes that of another', async () => {
    const client = { uitgever: 'https://login.example', client: 'gennep-loket' };
    const goes = async (admitted: string | undefined) => {
      const own = trialLoket(hub, {
        admissions: { isShutOut: async () => false, organisationOf: async () => admitted },
      });
      return (await own.get('/loket/vandaag', await own.signedIn(GEMEENTE, { client }))).statusCode;
    };
    expect([await goes(GEMEENTE), await goes(undefined), await goes('gemeente-0796')]).toEqual([
      200, 303, 303,
    ]);
  });

  it('goes on while it is used, and the cookie is for this site and this path alone, not for scripts', async () => {
    const page = await loket.get(
      '/loket/vandaag',
      await loket.signedIn(GEMEENTE, { since: new Date(NOW.getTime() - 60_000) }),
    );
    const [cookie = ''] = cookiesOf(page);
    expect(cookie).toMatch(/^loket=[\w.-]+; Path=\/v1\/loket; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/);
    const onLoopback = trialLoket(hub, { secure: false });
    const [plain = ''] = cookiesOf(
      await onLoopback.get('/loket/vandaag', await onLoopback.signedIn(GEMEENTE)),
    );
    expect(plain).not.toContain('Secure');
  });

  it('without the right of a page does not see it', async () => {
    const cookie = await loket.signedIn(GEMEENTE, { scopes: ['gebeurtenissen:aanleveren'] });
    expect((await loket.get('/loket/vandaag', cookie)).statusCode).toBe(403);
  });

  it('is left in one click', async () => {
    const cookie = await loket.signedIn(GEMEENTE);
    const left = await loket.submit('/loket/zaken', '/loket/afmelden', {}, cookie);
    expect([left.statusCode, left.headers?.['Location']]).toEqual([303, PATHS.start]);
    expect(cookiesOf(left)[0]).toMatch(/^loket=; .*Max-Age=0/);
  });
});

describe('a method', () => {
  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    '%s is none of any page, whoever asks: 405',
    async (method) => {
      for (const cookie of [undefined, await loket.signedIn(GEMEENTE)])
        for (const path of ['/loket/vandaag', '/loket/niets', '/loket']) {
          const { statusCode, headers } = await loket.ask(method, path, cookie);
          expect([statusCode, headers?.['Allow']]).toEqual([405, 'GET, HEAD, POST']);
        }
    },
  );

  it('HEAD gives what GET gives, without the page', async () => {
    const cookie = await loket.signedIn(GEMEENTE);
    for (const [path, as] of [
      ['/loket/vandaag', cookie],
      ['/loket/niets', cookie],
      ['/loket/vandaag'],
    ] as const) {
      const [head, get] = [await loket.ask('HEAD', path, as), await loket.ask('GET', path, as)];
      expect([head.statusCode, head.headers, head.body]).toEqual([get.statusCode, get.headers, '']);
    }
  });

  it('that a page does not take is answered with those that it does', async () => {
    const cookie = await loket.signedIn(GEMEENTE);
    const reading = await loket.ask('GET', '/loket/medewerkers/beeindigen', cookie);
    expect([reading.statusCode, reading.headers?.['Allow']]).toEqual([405, 'POST']);
    const sending = await loket.submit('/loket/zaken', '/loket/vandaag', {}, cookie);
    expect([sending.statusCode, sending.headers?.['Allow']]).toEqual([405, 'GET, HEAD']);
    expect(textsOf(sending, 'h1')).toEqual(['Dit kan hier niet']);
  });
});

it('every answer is kept by nobody, and lets no script, frame or other site in', async () => {
  const cookie = await loket.signedIn(GEMEENTE);
  const answers = [
    await loket.get('/loket/terug'),
    await loket.get('/loket/vandaag', cookie),
    await loket.get('/loket/niets', cookie),
    await loket.post('/loket/zaken', {}, cookie),
  ];
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    });
  }
});
