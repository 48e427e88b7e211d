import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../functions/loket/html.ts';
import { layout } from '../../../functions/loket/pages/layout.ts';
import { specificationPages } from '../../../play/pages/specification.ts';
import { everyCall, Specification } from '../../../play/specification/document.ts';
import { readSpecification } from '../../../play/specification/serve.ts';
import { PROJECT } from '../../exported-names.ts';

const MOST_BYTES = 50_000;

const specification = readSpecification();
const pages = specificationPages(specification);
const shown = new Map(
  [...pages].map(([path, page]) => {
    const text = textOf(layout(page()));
    const { document } = parseHTML(text);
    return [
      path,
      { bytes: Buffer.byteLength(text), document, text: document.body.textContent ?? '' },
    ] as const;
  }),
);
const pageOf = (path: string) => {
  const page = shown.get(path);
  if (page === undefined) throw new Error(`no page ${path}`);
  return page;
};
const overview = pageOf('/api-docs');

describe('the contract of the API as pages', () => {
  it('lists every call with its summary, and has a page for each', () => {
    const calls = everyCall(specification);
    expect(calls.length).toBeGreaterThan(40);
    for (const { method, path, operation } of calls) {
      const link = [...overview.document.querySelectorAll('a')].find(
        (one) => one.getAttribute('href') === `/api-docs/aanroep/${operation.operationId}`,
      );
      expect([path, link?.textContent]).toEqual([path, operation.summary]);
      const { text } = pageOf(`/api-docs/aanroep/${operation.operationId}`);
      expect(text).toContain(`${method} ${path}`);
      expect(text).toContain(operation.description.replaceAll('`', ''));
      for (const { name } of operation.parameters)
        expect([path, text]).toEqual([path, expect.stringContaining(name)]);
      for (const status of Object.keys(operation.responses)) expect(text).toContain(`${status}: `);
    }
  });

  it('says of every call who may make it: the scope that its description names, or everybody', () => {
    for (const { operation } of everyCall(specification)) {
      const { text } = pageOf(`/api-docs/aanroep/${operation.operationId}`);
      const scopes = [...operation.description.matchAll(/Scope: ([^.]*)\./g)].join();
      expect(text).toMatch(
        scopes === '' ? /Iedereen, zonder token|Iedere organisatie met een token/ : /Wie een token heeft met/,
      );
    }
  });

  it('names every field of every schema, with what is in it', () => {
    const names = (value: unknown): readonly string[] => {
      if (typeof value !== 'object' || value === null) return [];
      if (Array.isArray(value)) return value.flatMap(names);
      return Object.entries(value).flatMap(([key, one]) => [
        ...(key === 'properties' ? Object.keys(one as object) : []),
        ...names(key === 'properties' ? Object.values(one as object) : one),
      ]);
    };
    const document: unknown = JSON.parse(readFileSync(join(PROJECT, 'contracts/openapi.json'), 'utf8'));
    const { schemas } = (document as { components: { schemas: Record<string, unknown> } }).components;
    for (const [name, schema] of Object.entries(schemas)) {
      const { text } = pageOf(`/api-docs/vorm/${name}`);
      expect([name, names(schema).filter((field) => !text.includes(field))]).toEqual([name, []]);
    }
  });

  it('leads nowhere that is not there, and is small', () => {
    for (const [path, { bytes, document }] of shown) {
      expect([path, bytes < MOST_BYTES]).toEqual([path, true]);
      const addresses = [...document.querySelectorAll('a')].map((one) => one.getAttribute('href') ?? '');
      const strayed = addresses.filter((one) => one.startsWith('/api-docs') && !pages.has(one));
      expect([path, strayed]).toEqual([path, []]);
    }
  });

  it('shows an example as it is sent, and none of it as part of the page', () => {
    const { document } = pageOf('/api-docs/aanroep/plaatsGebeurtenis');
    expect(document.querySelector('pre')?.textContent).toContain('"specversion": "1.0"');
    expect(document.querySelectorAll('script, style, [style]')).toHaveLength(0);
  });

  it('refuses a keyword that nothing shows, so that no page leaves something out', () => {
    const text = readFileSync(join(PROJECT, 'contracts/openapi.json'), 'utf8');
    const strange = text.replace('"maxLength"', '"multipleOf"');
    expect(() => Specification.parse(JSON.parse(strange))).toThrow('multipleOf');
  });
});
