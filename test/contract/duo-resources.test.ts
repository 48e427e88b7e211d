import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { DUO_QUERIES } from '../../contracts/duo-queries.ts';
import { DUO_APIS } from '../../contracts/duo-resources.ts';
import { type Json, jsonSchema } from '../../contracts/publish/openapi/json-schema.ts';
import { readStandard } from './support/schemas.ts';

/** DUO's own files are the yardstick for the questions of the hub to DUO, and for the schemas of the answers. */

const FILES: Readonly<Record<keyof typeof DUO_APIS, string>> = {
  Examen: 'examen',
  GevolgdeUren: 'gevolgdeuren',
  Inburgeringsaanbod: 'inburgeringsaanbod',
  Inburgeringsplicht: 'inburgeringsplicht',
  Inburgeringstermijn: 'inburgeringstermijn',
  Leerbaarheidstoets: 'leerbaarheidstoets',
  MapPvtZroute: 'map-pvt-zroute',
  Ontheffing: 'ontheffing',
  PIP: 'pip',
  Vrijstelling: 'vrijstelling',
};
const WITHOUT_GET = ['contactpersoon', 'notificatie'];

const Response = z.object({ content: z.record(z.string(), z.object({ schema: z.json() })).optional() });
const Specification = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(
    z.string(),
    z.object({ get: z.object({ responses: z.record(z.string(), Response) }).optional() }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.json()) }),
});

const specificationOf = (file: string) =>
  Specification.parse(parse(readStandard('duo', `${file}.openapi.yml`)));
const PERSON = '/personen/{bsn}/';

const getPaths = (file: string): readonly string[] =>
  Object.entries(specificationOf(file).paths).flatMap(([path, { get }]) => (get === undefined ? [] : [path]));

/** A schema as far as it can be compared between two authors: members, whether they are required, values and limits. */
const essence = (schema: unknown, definitions: Readonly<Record<string, unknown>>): unknown => {
  const one = schema as Json;
  const ref = one['$ref'];
  if (typeof ref === 'string') return essence(definitions[ref.split('/').at(-1) ?? ''], definitions);
  if (one['type'] === 'array') {
    return { items: essence(one['items'], definitions), maxItems: one['maxItems'] };
  }
  if (one['type'] === 'object') {
    return {
      required: [...((one['required'] as string[] | undefined) ?? [])].toSorted(),
      properties: Object.fromEntries(
        Object.entries(one['properties'] as object).map(([name, member]) => [
          name,
          essence(member, definitions),
        ]),
      ),
    };
  }
  const { type, enum: values, minimum, maximum, maxLength } = one;
  const isScore = typeof one['pattern'] === 'string' && one['pattern'].includes(',');
  const isDate = one['format'] === 'date';
  return {
    type: values === undefined ? type : 'string',
    values: values as unknown,
    minimum,
    maximum,
    // The patterns of a date, a score and a gemeentecode fix their length.
    maxLength: isScore || isDate || maxLength === 4 ? undefined : maxLength,
    isDate,
    isScore,
  };
};

describe('the list of DUO’s APIs', () => {
  it.each(Object.entries(FILES))('gives %s the GETs and the version of DUO’s file', (api, file) => {
    const { version, personen, others } = DUO_APIS[api as keyof typeof DUO_APIS];
    expect(version).toBe(specificationOf(file).info.version);
    const ours = [...personen.map((key) => `${PERSON}${key}`), ...others.map((key) => `/${key}`)];
    expect(ours.toSorted()).toEqual(getPaths(file).toSorted());
  });

  it.each(WITHOUT_GET)('leaves out %s, whose file has no GET', (file) => {
    expect(getPaths(file)).toEqual([]);
  });

  const answers = Object.values(FILES).flatMap((file) => {
    const { paths, components } = specificationOf(file);
    return Object.entries(paths).flatMap(([path, { get }]) => {
      const schema = get?.responses['200']?.content?.['application/json']?.schema;
      return schema === undefined
        ? []
        : [[path.replace(PERSON, ''), essence(schema, components.schemas)] as const];
    });
  });

  it.each(Object.entries(DUO_QUERIES))(
    'describes the answer about %s as DUO’s file does',
    (query, schema) => {
      const duo = answers.find(([key]) => key === query)?.[1];
      expect(essence(jsonSchema(schema, 'draft-07'), {})).toEqual(duo);
    },
  );
});
