import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { generated } from '../../contracts/publish/generate.ts';
import { eventSchemas } from '../../contracts/publish/openapi/event-schemas.ts';
import { API_VERSION } from '../../contracts/version.ts';
import { methodsOf, ROUTES } from '../../functions/api/http/routes.ts';
import { startApi } from './support/api.ts';
import { examples } from './support/examples.ts';
import { fromOpenapi, STANDARDS } from './support/schemas.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const CONTRACTS = join(PROJECT, 'contracts');

describe('generated contracts', () => {
  test.each([...generated()])('%s equals what the schemas give (npm run contracten)', (path, content) => {
    const text = readFileSync(join(CONTRACTS, path), 'utf8');
    expect(path.endsWith('.yaml') ? parse(text) : JSON.parse(text)).toEqual(content);
  });

  test('the folder holds no schema that is not generated any more', () => {
    expect(readdirSync(join(CONTRACTS, 'schemas')).toSorted()).toEqual(
      Object.keys(eventSchemas())
        .map((type) => `${type}.json`)
        .toSorted(),
    );
  });

  test('every schema says what id and time mean', () => {
    for (const [type, schema] of Object.entries(eventSchemas())) {
      expect(schema['description'], type).toMatch(/attribuut id is .*blijvend.* niet willekeurig/);
      expect(schema['description'], type).toContain('time');
      expect(schema['$id'], type).toBe(`https://hub.example.nl/v1/schemas/${type}`);
    }
  });
});

describe('openapi.json', () => {
  test('names the version that every answer carries', () => {
    expect(openapi.info.version).toBe(API_VERSION);
  });

  test('describes exactly the calls that the API has', () => {
    const described = Object.entries(openapi.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(ROUTES.map(({ methode, pad }) => `${methode} ${pad}`).toSorted());
  });

  test('gives every answer the header API-Version', () => {
    const responses = Object.values(openapi.components.responses);
    for (const response of responses) expect(response.headers).toHaveProperty('API-Version');
  });

  test.each([
    ['InkomendeGebeurtenis', /^nl\.(tvs|brp)\./],
    ['Notificatie', /^nl\.duo\.notificatie\./],
    ['Partnerbericht', /^nl\.inburgeringszaken\.nieuwe\./],
  ])('describes every good example with %s', (schema, types) => {
    const verify = fromOpenapi(`/components/schemas/${schema}`);
    const cases = examples.filter(({ type, fault }) => fault === undefined && types.test(type));
    expect(cases.length).toBeGreaterThan(0);
    for (const { type, name, bericht } of cases) {
      verify(bericht);
      expect(verify.errors ?? [], `${type}/${name}`).toEqual([]);
    }
  });

  test('is served as it is stored, with every schema that an event refers to', async () => {
    const { call } = startApi();
    expect((await call('GET', '/v1/openapi.json')).content).toEqual(openapi);
    for (const [type, schema] of Object.entries(eventSchemas())) {
      expect((await call('GET', `/v1/schemas/${type}`)).content).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  test.each(['/gebeurtenissen', '/zaken/_zoek', '/zaken/x', '/zaken/x/tijdlijn'])('knows %s', (path) => {
    expect(methodsOf(path)).toHaveLength(2);
  });
});

const lint = async (rules: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    join(PROJECT, 'node_modules', '.bin', 'spectral'),
    ['lint', '-F', 'warn', '-r', join(STANDARDS, 'nlgov', rules), join(CONTRACTS, 'openapi.json')],
    { cwd: PROJECT },
  );
  return stdout;
};

describe('the linter of the NL API Design Rules', () => {
  test.each(['adr-2.1.spectral.yaml', 'adr-2.2.spectral.yaml', 'hub.spectral.yaml'])(
    'finds no error and no warning with %s',
    { timeout: 60_000 },
    async (rules) => {
      await expect(lint(rules)).resolves.toContain('No results');
    },
  );
});
