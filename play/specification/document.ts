import * as z from 'zod';

/**
 * The contract of the API (OpenAPI), as far as it is shown. A keyword that nothing here shows is refused, so that a page never
 * leaves out what the contract says.
 */

export interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly nullable?: boolean | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly minProperties?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly allOf?: readonly Schema[] | undefined;
  readonly discriminator?: { readonly mapping: Readonly<Record<string, string>> } | undefined;
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.strictObject({
    $ref: z.string().optional(),
    type: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    example: z.unknown().optional(),
    default: z.unknown().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    nullable: z.boolean().optional(),
    enum: z.array(z.unknown()).optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minProperties: z.number().optional(),
    maxProperties: z.number().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), Schema).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    discriminator: z
      .strictObject({ propertyName: z.string(), mapping: z.record(z.string(), z.string()) })
      .optional(),
  }),
);

const Content = z.record(
  z.string(),
  z.strictObject({
    schema: Schema,
    example: z.unknown().optional(),
    examples: z
      .record(z.string(), z.strictObject({ summary: z.string().optional(), value: z.unknown() }))
      .optional(),
  }),
);
export type Content = z.infer<typeof Content>;

const Reference = z.strictObject({ $ref: z.string() });

const Header = z.strictObject({
  description: z.string(),
  required: z.boolean().optional(),
  schema: Schema,
});

const Response = z.strictObject({
  description: z.string(),
  headers: z.record(z.string(), z.union([Reference, Header])).optional(),
  content: Content.optional(),
});
export type Response = z.infer<typeof Response>;

const Operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string(),
  description: z.string(),
  /** Empty when anybody may call without a token. */
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        description: z.string().optional(),
        required: z.boolean().optional(),
        schema: Schema,
        style: z.string().optional(),
        explode: z.boolean().optional(),
        example: z.unknown().optional(),
      }),
    )
    .default([]),
  requestBody: z
    .strictObject({
      required: z.boolean().optional(),
      description: z.string().optional(),
      content: Content,
    })
    .optional(),
  responses: z.record(z.string(), z.union([Reference, Response])),
});
type Operation = z.infer<typeof Operation>;

export const Specification = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(
    z.string(),
    z.record(z.enum(['get', 'post', 'put', 'patch', 'delete']), Operation.optional()),
  ),
  components: z.strictObject({
    headers: z.record(z.string(), Header),
    responses: z.record(z.string(), Response),
    schemas: z.record(z.string(), Schema),
    securitySchemes: z.record(z.string(), z.object({ description: z.string() })),
  }),
});
export type Specification = z.infer<typeof Specification>;

/** A call of the API. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every call of the specification, in the order in which it has them. */
export const everyCall = ({ paths }: Specification): readonly Call[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }],
    ),
  );

/** The name that a reference ends in: `Zaak` of `#/components/schemas/Zaak`. */
export const nameOfRef = (reference: string): string => reference.split('/').at(-1) ?? reference;

/** What a response says, by itself or in the place that it refers to. */
export const responseOf = (
  { components }: Specification,
  response: Operation['responses'][string],
): Response => {
  if (!('$ref' in response)) return response;
  const found = components.responses[nameOfRef(response.$ref)];
  if (found === undefined) throw new Error(`the specification has no ${response.$ref}`);
  return found;
};

/** The headers of a response, each by itself or in the place that it refers to. */
export const headersOf = (
  { components }: Specification,
  headers: NonNullable<Response['headers']>,
): readonly (readonly [string, z.infer<typeof Header>])[] =>
  Object.entries(headers).map(([name, header]) => {
    if (!('$ref' in header)) return [name, header];
    const found = components.headers[nameOfRef(header.$ref)];
    if (found === undefined) throw new Error(`the specification has no ${header.$ref}`);
    return [name, found];
  });

/** What a caller must have a right to; nothing when a call names none. */
export const scopesOf = ({ description }: Operation): readonly string[] => {
  const [, named = ''] = /Scope: ((?:`[a-z:]+`(?: of )?)+)\./.exec(description) ?? [];
  return [...named.matchAll(/`([a-z:]+)`/g)].flatMap(([, scope = '']) => scope);
};
