import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { gegenereerd } from '../../contracts/genereer.ts';
import { eventschemas } from '../../contracts/openapi/eventschemas.ts';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { API_VERSIE } from '../../contracts/versie.ts';
import { methodenVan, ROUTES } from '../../functions/api/routes.ts';
import { startApi } from './hulp/api.ts';
import { STANDARDS, uitOpenapi } from './hulp/schemas.ts';
import { voorbeelden } from './hulp/voorbeelden.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const CONTRACTEN = join(PROJECT, 'contracts');

describe('gegenereerde contracten', () => {
  test.each([...gegenereerd()])(
    '%s is gelijk aan wat de schemas opleveren (npm run contracten)',
    (pad, inhoud) => {
      const tekst = readFileSync(join(CONTRACTEN, pad), 'utf8');
      expect(pad.endsWith('.yaml') ? parse(tekst) : JSON.parse(tekst)).toEqual(inhoud);
    },
  );

  test('er ligt geen schema dat niet meer gemaakt wordt', () => {
    expect(readdirSync(join(CONTRACTEN, 'schemas')).toSorted()).toEqual(
      Object.keys(eventschemas())
        .map((type) => `${type}.json`)
        .toSorted(),
    );
  });

  test('elk schema zegt wat id en time betekenen', () => {
    for (const [type, schema] of Object.entries(eventschemas())) {
      expect(schema['description'], type).toMatch(/attribuut id is .*blijvend.* niet willekeurig/);
      expect(schema['description'], type).toContain('time');
      expect(schema['$id'], type).toBe(`https://hub.example.nl/v1/schemas/${type}`);
    }
  });
});

describe('openapi.json', () => {
  test('noemt de versie die elk antwoord draagt', () => {
    expect(openapi.info.version).toBe(API_VERSIE);
  });

  test('beschrijft precies de aanroepen die er zijn', () => {
    const beschreven = Object.entries(openapi.paths).flatMap(([pad, bewerkingen]) =>
      Object.keys(bewerkingen).map((methode) => `${methode.toUpperCase()} ${pad}`),
    );
    expect(beschreven.toSorted()).toEqual(ROUTES.map(({ methode, pad }) => `${methode} ${pad}`).toSorted());
  });

  test('geeft elk antwoord de header API-Version', () => {
    const antwoorden = Object.values(openapi.components.responses);
    for (const antwoord of antwoorden) expect(antwoord.headers).toHaveProperty('API-Version');
  });

  test.each([
    ['InkomendeGebeurtenis', /^nl\.(tvs|brp)\./],
    ['Notificatie', /^nl\.duo\.notificatie\./],
    ['Partnerbericht', /^nl\.inburgeringszaken\./],
  ])('beschrijft met %s elk goed voorbeeld', (schema, types) => {
    const toets = uitOpenapi(`/components/schemas/${schema}`);
    const gevallen = voorbeelden.filter(({ type, fout }) => fout === undefined && types.test(type));
    expect(gevallen.length).toBeGreaterThan(0);
    for (const { type, naam, bericht } of gevallen) {
      toets(bericht);
      expect(toets.errors ?? [], `${type}/${naam}`).toEqual([]);
    }
  });

  test('wordt geserveerd zoals het is vastgelegd, met elk schema waar een gebeurtenis naar verwijst', async () => {
    const { roep } = startApi();
    expect((await roep('GET', '/v1/openapi.json')).inhoud).toEqual(openapi);
    for (const [type, schema] of Object.entries(eventschemas())) {
      expect((await roep('GET', `/v1/schemas/${type}`)).inhoud).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  test.each(['/gebeurtenissen', '/zaken/_zoek', '/zaken/x', '/zaken/x/tijdlijn'])('kent %s', (pad) => {
    expect(methodenVan(pad)).toHaveLength(2);
  });
});

const lint = async (regels: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    join(PROJECT, 'node_modules', '.bin', 'spectral'),
    ['lint', '-F', 'warn', '-r', join(STANDARDS, 'nlgov', regels), join(CONTRACTEN, 'openapi.json')],
    { cwd: PROJECT },
  );
  return stdout;
};

describe('de linter van de NL API Design Rules', () => {
  test.each(['adr-2.1.spectral.yaml', 'adr-2.2.spectral.yaml', 'hub.spectral.yaml'])(
    'vindt met %s geen fout en geen waarschuwing',
    { timeout: 60_000 },
    async (regels) => {
      await expect(lint(regels)).resolves.toContain('No results');
    },
  );
});
