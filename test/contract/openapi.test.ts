import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import rulesets from '@stoplight/spectral-rulesets';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { generated } from '../../contracts/publish/generate.ts';
import { eventSchemas } from '../../contracts/publish/openapi/event-schemas.ts';
import { API_VERSION } from '../../contracts/version.ts';
import { ROUTES } from '../../functions/api/routes.ts';
import { methodsOf } from '../../functions/shared/rest/http/route.ts';
import { startApi } from './support/api.ts';
import { examples } from './support/examples.ts';
import { createLinter, rulesIn } from './support/linter.ts';
import { exampleValues } from './support/openapi-examples.ts';
import { fromOpenapi, STANDARDS } from './support/schemas.ts';

const { oas } = rulesets;
const CONTRACTS = join(import.meta.dirname, '..', '..', 'contracts');

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
    expect(described.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted());
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

  test('gives every schema, parameter, header and body examples and a default that satisfy it', () => {
    const checked = { schema: 0, content: 0 };
    for (const { pointer, kind, value } of exampleValues(openapi)) {
      const verify = fromOpenapi(pointer);
      verify(value);
      expect(verify.errors ?? [], pointer).toEqual([]);
      checked[kind] += 1;
    }
    expect(checked.schema).toBeGreaterThan(900);
    expect(checked.content).toBeGreaterThan(60);
  });

  test('would not pass with an example of another kind, of a schema or of a body', () => {
    const { schema } = { schema: { type: 'string', example: 1, default: 2 } };
    const values = exampleValues({
      paths: { '/x': { content: { json: { schema, examples: { a: { value: 3 } } } } } },
    });
    expect(values).toEqual([
      { pointer: '/paths/~1x/content/json/schema', kind: 'content', value: 3 },
      { pointer: '/paths/~1x/content/json/schema', kind: 'schema', value: 1 },
      { pointer: '/paths/~1x/content/json/schema', kind: 'schema', value: 2 },
    ]);
  });

  test('is served as it is stored, with every schema that an event refers to', async () => {
    const { call } = startApi();
    expect((await call('GET', '/v1/openapi.json')).content).toEqual(openapi);
    for (const [type, schema] of Object.entries(eventSchemas())) {
      expect((await call('GET', `/v1/schemas/${type}`)).content).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  test.each(['/gebeurtenissen', '/zaken/_zoek', '/zaken/x', '/zaken/x/tijdlijn'])('knows %s', (path) => {
    expect(methodsOf(ROUTES, path)).toHaveLength(2);
  });
});

/** The rules of one file with which the NL API Design Rules are checked. */
const rulesOf = (name: string) => rulesIn(join(STANDARDS, 'nlgov', name));

const RULE_FILES = ['adr-2.1.spectral.yaml', 'adr-2.2.spectral.yaml', 'hub.spectral.yaml'] as const;

describe('the linter of the NL API Design Rules', () => {
  // Version 2.1 builds on the rules that Spectral recommends, so all files together do. The exception that
  // hub.spectral.yaml makes for webhooks is not needed, and is left out. Spectral compiles the schema of each example anew,
  // with all that it refers to, for ten seconds in all; a test above holds every example against its schema.
  const lint = createLinter(
    Object.assign({}, ...RULE_FILES.map(rulesOf), {
      'oas3-valid-media-example': 'off',
      'oas3-valid-schema-example': 'off',
    }),
    [oas],
  );

  test('finds no error and no warning by any of its files', async () => {
    expect(await lint(readFileSync(join(CONTRACTS, 'openapi.json'), 'utf8'))).toEqual([]);
  });

  test('has no rule of its own in two files, of which one would be lost', () => {
    const own = RULE_FILES.flatMap((name) =>
      Object.entries(rulesOf(name)).flatMap(([rule, content]) => (typeof content === 'string' ? [] : [rule])),
    );
    expect(own.toSorted()).toEqual([...new Set(own)].toSorted());
  });

  test('refuses what a rule of each file forbids, and what Spectral recommends against', async () => {
    const { info, openapi: version } = openapi;
    const bsn = { name: 'bsn', in: 'query', schema: { type: 'string' } };
    const found = await lint(
      JSON.stringify({
        openapi: version,
        info: { title: info.title, version: 'een' },
        paths: { '/zaken/': { get: { parameters: [bsn], responses: { 200: { description: 'Goed' } } } } },
      }),
    );
    const rules = found.map((line) => line.split(' ')[0]);
    expect(rules).toEqual(
      expect.arrayContaining([
        'missing-header',
        'nlgov:semver',
        'hub:no-personal-id-in-parameters',
        'operation-tags',
      ]),
    );
  });
});
