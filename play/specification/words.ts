import { type Html, html } from '../../functions/loket/html.ts';
import { nameOfRef, type Schema } from './document.ts';

/** What a schema says, in words. */

/** Makes a link to the page of a schema. */
export type SchemaLink = (name: string) => Html;

const TYPES: Readonly<Record<string, string>> = {
  string: 'tekst',
  integer: 'heel getal',
  number: 'getal',
  boolean: 'ja of nee (true, false)',
  object: 'groep van velden',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: 'datum',
  'date-time': 'moment met tijdzone',
  uuid: 'uuid',
  email: 'e-mailadres',
  uri: 'adres (uri)',
  'uri-reference': 'adres (uri)',
  duration: 'duur (P10W)',
};

/** A pattern that is longer says more in its example. */
const LONGEST_PATTERN = 60;

const inCode = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const limits = ({
  minLength,
  maxLength,
  minimum,
  maximum,
  minItems,
  maxItems,
  minProperties,
  maxProperties,
  pattern,
  format,
  nullable,
  default: standard,
}: Schema): readonly string[] => {
  const limit = (value: number | undefined, before: string, behind = ''): readonly string[] =>
    value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? [] : [`${before} ${value}${behind}`];
  return [
    ...limit(minLength, 'minstens', ' tekens'),
    ...limit(maxLength, 'hoogstens', ' tekens'),
    ...limit(minimum, 'vanaf'),
    ...limit(maximum, 'tot en met'),
    ...limit(minItems, 'minstens', ' keer'),
    ...limit(maxItems, 'hoogstens', ' keer'),
    ...limit(minProperties, 'minstens', ' velden'),
    ...limit(maxProperties, 'hoogstens', ' velden'),
    ...(pattern === undefined || format !== undefined || pattern.length > LONGEST_PATTERN
      ? []
      : [`patroon ${pattern}`]),
    ...(nullable === true ? ['of null'] : []),
    ...(standard === undefined ? [] : [`standaard ${inCode(standard)}`]),
  ];
};

/** The alternatives of a schema that are schemas: others only say which fields go together. */
const schemasIn = ({ anyOf, oneOf, allOf }: Schema): readonly Schema[] =>
  [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])].filter(
    (one) => one.$ref !== undefined || one.type !== undefined || one.enum !== undefined,
  );

const joined = (parts: readonly Html[], between: string): Html =>
  html`${parts.map((part, place) => (place === 0 ? part : html`${between}${part}`))}`;

/** The kind of value, with its limits. */
export const typeInWords = (schema: Schema, linkTo: SchemaLink): Html => {
  const { $ref, type, format, items } = schema;
  if ($ref !== undefined) return linkTo(nameOfRef($ref));
  const schemas = schemasIn(schema);
  const bounds = limits(schema);
  const behind = bounds.length === 0 ? '' : `, ${bounds.join(', ')}`;
  if (schema.enum !== undefined)
    return html`${schema.enum.length === 1 ? 'altijd' : 'een van:'} ${schema.enum.map(inCode).join(', ')}${behind}`;
  if (schemas.length > 0 && schema.properties === undefined)
    return html`${joined(
      schemas.map((one) => typeInWords(one, linkTo)),
      ' of ',
    )}${behind}`;
  if (type === 'array' && items !== undefined) return html`lijst van ${typeInWords(items, linkTo)}${behind}`;
  const word = FORMATS[format ?? ''] ?? TYPES[type ?? ''] ?? 'elke waarde';
  return html`${word}${behind}`;
};

/** One field of a schema, by its path in it. */
export interface Field {
  readonly path: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** Every field of a schema, with those within it. What is a schema of its own is not opened. */
export const fieldsOfSchema = (schema: Schema, before = ''): readonly Field[] => {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = before === '' ? name : `${before}.${name}`;
    const required = schema.required?.includes(name) ?? false;
    return [{ path, required, schema: field }, ...fieldsOfSchema(field, path)];
  });
  const inList = schema.items === undefined ? [] : fieldsOfSchema(schema.items, `${before}[]`);
  const others =
    typeof schema.additionalProperties === 'object'
      ? fieldsOfSchema(schema.additionalProperties, `${before === '' ? '' : `${before}.`}*`)
      : [];
  return [...own, ...inList, ...others];
};

/** What a schema asks of its fields together, a line each. */
export const rulesOfSchema = (schema: Schema): readonly string[] => {
  const together = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(
    ({ required = [], $ref, type }) =>
      $ref === undefined && type === undefined && required.length > 0 ? [required.join(' en ')] : [],
  );
  return [
    ...(together.length === 0
      ? []
      : [`${schema.oneOf === undefined ? 'Minstens' : 'Precies'} een van: ${together.join('; ')}.`]),
    ...(schema.additionalProperties === false ? ['Andere velden mogen er niet in staan.'] : []),
  ];
};

/** The example of a schema as it stands in code, if it has one. */
export const exampleInWords = ({ example }: Schema): string | undefined =>
  example === undefined ? undefined : inCode(example);
