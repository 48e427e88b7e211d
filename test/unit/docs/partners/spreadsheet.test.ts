import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { example } from '../../../contract/support/examples.ts';
import { createSheet, googleServices, rowsOf, type Sheet } from './google.ts';
import { EXAMPLES } from './runtimes.ts';

/** The script of the spreadsheet, with messages and failures of a hub that is made up. */

const SCRIPT = readFileSync(join(EXAMPLES, 'rekenblad', 'ophalen.gs'), 'utf8');
const HUB = 'https://hub.example.nl';
const TOKEN_URL = 'https://tokens.example.nl/token';

type Bericht = Record<string, unknown>;
const Request = z.object({
  method: z.enum(['get', 'post']),
  headers: z.object({ Authorization: z.string() }).optional(),
  payload: z.record(z.string(), z.string()).optional(),
});

let sheets: Map<string, Sheet>;
let ready: Bericht[];
let called: string[];
let busy: boolean;
/** So many messages stand in one answer. */
let pageSize: number;
/** What the partner filled in beside what everybody fills in. */
let properties: Readonly<Record<string, string>>;
/** Called at a confirmation, to look at the sheets at that moment. */
let atConfirm: (id: string) => void;

const response = (content: unknown) => ({ getContentText: () => JSON.stringify(content) });

const environment = () =>
  googleServices({
    properties: { HUB, TOKEN_URL, CLIENT_ID: 'taalschool', CLIENT_SECRET: 'wachtwoord', ...properties },
    sheets,
    isBusy: () => busy,
    onFlush: () => called.push('flush'),
    fetch: (address, options) => {
      const { method, headers, payload } = Request.parse(options);
      called.push(`${method} ${address}`);
      if (address === TOKEN_URL) {
        expect(payload).toEqual({
          grant_type: 'client_credentials',
          client_id: 'taalschool',
          client_secret: 'wachtwoord',
          ...('SCOPE' in properties ? { scope: properties['SCOPE'] } : {}),
        });
        return response({ access_token: 'token-1' });
      }
      expect(headers).toEqual({ Authorization: 'Bearer token-1' });
      const [, id] = /\/v1\/berichten\/([^/]+)\/_bevestig$/.exec(address) ?? [];
      if (id === undefined) {
        const after = new URL(address).searchParams.get('na');
        const from = ready.findIndex((one) => one['id'] === after) + 1;
        const berichten = ready.slice(from, from + pageSize);
        return response({ berichten, na: berichten.at(-1)?.['id'] ?? after });
      }
      atConfirm(id);
      ready = ready.filter((bericht) => bericht['id'] !== id);
      return { getContentText: () => '' };
    },
  });

const fetch = (): void => {
  runInNewContext(`${SCRIPT}\nhaalOp();`, environment());
};

const people = () => rowsOf(sheets.get('Mensen'));

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const bericht = (
  kind: string,
  volgnummer: number,
  data: { readonly zaakId?: string; readonly [field: string]: unknown } = {},
  role = 'balk',
): Bericht => {
  const found = example(`nl.inburgeringszaken.nieuwe.inburgeraar.${kind}.v1`, `goed-${role}`);
  return {
    ...found,
    id: `${kind}-${volgnummer}`,
    subject: data.zaakId ?? ZAAK,
    data: { ...z.record(z.string(), z.unknown()).parse(found['data']), zaakId: ZAAK, volgnummer, ...data },
  };
};

beforeEach(() => {
  sheets = new Map();
  ready = [];
  called = [];
  busy = false;
  pageSize = 100;
  properties = {};
  atConfirm = () => undefined;
});

describe('the script of the spreadsheet', () => {
  test('writes a row for every person before it confirms the message', () => {
    ready = [bericht('gemeld', 1), bericht('gemeld', 1, { zaakId: 'andere-zaak' }, 'balk')];
    let atFirst = 0;
    atConfirm = () => {
      atFirst ||= people().length;
      expect(called.at(-2)).toBe('flush');
    };
    fetch();
    expect(atFirst).toBe(1);
    expect(people()).toHaveLength(2);
    expect(people()[0]).toMatchObject({ zaakId: ZAAK, volgnummer: 1, stand: 'gemeld' });
    expect(String(people()[0]?.['naam'])).not.toContain('object');
    expect(ready).toEqual([]);
  });

  test('changes the row of a person, and adds columns that were not there', () => {
    ready = [bericht('gemeld', 1)];
    fetch();
    ready = [bericht('gewijzigd', 2, { nieuwveld: 'later bedacht' })];
    fetch();
    expect(people()).toHaveLength(1);
    expect(people()[0]).toMatchObject({ volgnummer: 2, stand: 'gewijzigd', nieuwveld: 'later bedacht' });
  });

  test('keeps the newest when messages come twice or out of order, and confirms them all', () => {
    ready = [bericht('gewijzigd', 2), bericht('gemeld', 1), bericht('gewijzigd', 2)];
    fetch();
    expect(people()).toHaveLength(1);
    expect(people()[0]).toMatchObject({ volgnummer: 2, stand: 'gewijzigd' });
    expect(ready).toEqual([]);
  });

  test('removes the row of a person who is withdrawn', () => {
    ready = [bericht('gemeld', 1), bericht('vervallen', 2)];
    fetch();
    expect(people()).toEqual([
      {
        zaakId: ZAAK,
        volgnummer: 2,
        stand: expect.stringMatching(/^vervallen: /),
        bijgewerkt: expect.any(String),
      },
    ]);
  });

  test('leaves no row of a person who was erased, also when that is told twice', () => {
    ready = [bericht('gemeld', 1), bericht('gemeld', 1, { zaakId: 'andere-zaak' }), bericht('gewist', 2)];
    fetch();
    ready = [bericht('gewist', 2)];
    fetch();
    expect(people()).toMatchObject([{ zaakId: 'andere-zaak' }]);
    expect(ready).toEqual([]);
  });

  const step = (gebeurtenis: string, volgnummer: number, data: object): Bericht => ({
    id: `stap-${volgnummer}`,
    type: `nl.inburgeringszaken.${gebeurtenis.replaceAll('-', '.')}.v1`,
    subject: ZAAK,
    time: '2025-09-01T08:00:00.000Z',
    data: { zaakId: ZAAK, gemeentecode: '0907', volgnummer, ...data },
  });
  const talk = (volgnummer: number, tijd: string, more: object = {}) =>
    step('brede-intake-uitgenodigd', volgnummer, { afspraakdatum: '2025-09-03', tijd, ...more });

  test('shows a step in a column of its own, and leaves what it says of the person', () => {
    ready = [bericht('gemeld', 1), talk(2, '10:30')];
    fetch();
    const [{ naam: name } = {}] = people();
    ready = [talk(2, '10:30'), talk(3, '11:00', { vervangt: 2 }), bericht('gewijzigd', 4)];
    fetch();
    expect(people()).toHaveLength(1);
    expect(people()[0]).toMatchObject({
      naam: name,
      stand: 'gewijzigd',
      volgnummer: 4,
      'brede-intake-uitgenodigd': 'afspraakdatum 2025-09-03, tijd 11:00 (bericht 3)',
    });
    expect(ready).toEqual([]);
  });

  test.each([
    ['moved', talk(3, '11:00', { vervangt: 2 })],
    ['cancelled', step('gebeurtenis-vervallen', 3, { vervangt: 2 })],
  ])(
    'shows no appointment again that was %s, when all messages are sent again, or that one alone',
    (_, later) => {
      const latest = { ...later, time: '2025-09-02T08:00:00.000Z' };
      const all = [bericht('gemeld', 1), talk(2, '10:30'), latest, bericht('gewijzigd', 4)];
      ready = all;
      fetch();
      const before = people();
      expect(JSON.stringify(before)).not.toContain('10:30');
      for (const again of [all, [talk(2, '10:30')]]) {
        ready = again;
        fetch();
        expect([people(), ready]).toEqual([before, []]);
      }
    },
  );

  test('shows no appointment that comes after the one that took its place', () => {
    ready = [bericht('gemeld', 1), talk(3, '11:00', { vervangt: 2 }), talk(2, '10:30')];
    fetch();
    expect(people()[0]).toMatchObject({ 'brede-intake-uitgenodigd': expect.stringContaining('11:00') });
    expect(JSON.stringify(people())).not.toContain('10:30');
  });

  test('takes an appointment away that an older script put back', () => {
    ready = [bericht('gemeld', 1), talk(3, '11:00'), talk(2, '10:30')];
    fetch();
    ready = [talk(2, '10:30'), talk(3, '11:00', { vervangt: 2 })];
    fetch();
    expect(JSON.stringify(people())).toContain('11:00');
    expect(JSON.stringify(people())).not.toContain('10:30');
  });

  test('takes a step away that holds no longer, and all of them of a person who is withdrawn', () => {
    const employee = (volgnummer: number, naam: string) =>
      step('betrokken-rollen-gemeld', volgnummer, { naam });
    ready = [bericht('gemeld', 1), employee(2, 'M. Jansen'), employee(3, 'P. Smit'), talk(4, '10:30')];
    fetch();
    expect(people()[0]).toMatchObject({
      'betrokken-rollen-gemeld': 'naam M. Jansen (bericht 2)',
      'betrokken-rollen-gemeld 2': 'naam P. Smit (bericht 3)',
    });
    ready = [step('gebeurtenis-vervallen', 5, { gebeurtenis: 'betrokken-rollen-gemeld', vervangt: 2 })];
    fetch();
    expect(JSON.stringify(people())).not.toContain('Jansen');
    expect(JSON.stringify(people())).toContain('Smit');
    ready = [bericht('vervallen', 6)];
    fetch();
    expect(JSON.stringify(people())).not.toMatch(/Smit|10:30/);
  });

  test('keeps one row for a household, which names no zaak', () => {
    const ofMage = (kind: string) =>
      example(`nl.inburgeringszaken.nieuwe.inburgeraar.${kind}.v1`, 'goed-mage');
    ready = [ofMage('gemeld'), ofMage('gewijzigd')];
    fetch();
    expect(people()).toHaveLength(1);
    expect(people()[0]).toMatchObject({
      huishoudenId: ofMage('gemeld')['subject'],
      volgnummer: 2,
      stand: 'gewijzigd',
      aantalPersonen: 4,
    });
    expect(people()[0]).not.toHaveProperty('zaakId');
    ready = [ofMage('vervallen')];
    fetch();
    expect(people()).toEqual([
      {
        huishoudenId: ofMage('gemeld')['subject'],
        volgnummer: 3,
        stand: 'vervallen: anders',
        bijgewerkt: expect.any(String),
      },
    ]);
  });

  test.each([
    '=IMPORTDATA("https://kwaad.example")',
    '+31612345678',
    '-',
    '@jansen',
    '0612345678',
    '1990-05',
    '1990-05-17',
  ])('writes the text %s as it is', (text) => {
    ready = [bericht('gemeld', 1, { contact: text })];
    fetch();
    expect(people()[0]?.['contact']).toBe(text);
  });

  test('writes a number as a number, to count and sort with', () => {
    ready = [bericht('gemeld', 1, { aantalGezinsleden: 4 })];
    fetch();
    expect(people()[0]).toMatchObject({ volgnummer: 1, aantalGezinsleden: 4 });
  });

  test('does not confirm a message that it could not write, and goes on with the other zaken', () => {
    const other = { ...bericht('gemeld', 1, { zaakId: 'andere-zaak' }), id: 'ander' };
    ready = [bericht('gemeld', 1), bericht('gewijzigd', 2), other];
    const sheet = createSheet();
    let reads = 0;
    sheets.set('Mensen', {
      ...sheet,
      getDataRange: () => {
        reads += 1;
        if (reads === 1) throw new Error('the sheet is gone');
        return sheet.getDataRange();
      },
    });
    sheet.getRange(1, 1, 1, 4).setValues([['zaakId', 'volgnummer', 'stand', 'bijgewerkt']]);
    expect(fetch).toThrow('the sheet is gone');
    expect(ready.map((stayed) => stayed['id'])).toEqual(['gemeld-1', 'gewijzigd-2']);
    expect(people()).toMatchObject([{ zaakId: 'andere-zaak' }]);
    fetch();
    expect(ready).toEqual([]);
    expect(people()).toHaveLength(2);
  });

  test('gets what lies behind a page of which nothing can be written', () => {
    pageSize = 1;
    const unwritable = { ...bericht('gemeld', 1), type: undefined };
    ready = [
      unwritable,
      bericht('gewijzigd', 2),
      { ...bericht('gemeld', 1, { zaakId: 'ander' }), id: 'ander' },
    ];
    expect(fetch).toThrow();
    expect(ready.map(({ id }) => id)).toEqual(['gemeld-1', 'gewijzigd-2']);
    expect(people()).toMatchObject([{ zaakId: 'ander' }]);
  });

  test('gets its token with the scope that its issuer wants', () => {
    properties = { SCOPE: 'api://hub/.default' };
    ready = [bericht('gemeld', 1)];
    fetch();
    expect(ready).toEqual([]);
  });

  test('does nothing while another run is busy', () => {
    busy = true;
    fetch();
    expect(called).toEqual([]);
  });
});
