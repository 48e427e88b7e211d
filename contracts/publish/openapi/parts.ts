import { PAGE_SIZE } from '../../lists.ts';
import { PROBLEMS, type ProblemKind } from '../../problem.ts';
import { API_VERSION } from '../../version.ts';
import { ref } from './components.ts';
import type { Json } from './json-schema.ts';

/** Parts that many calls share: headers, parameters and answers. */

export const headers: Json = {
  'API-Version': {
    description: 'Volledige versie van de API',
    required: true,
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$',
      example: API_VERSION,
    },
  },
  Location: {
    description: 'Waar dit te lezen is',
    required: true,
    schema: {
      type: 'string',
      format: 'uri-reference',
      example: '/v1/gebeurtenissen/5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01',
    },
  },
  'Access-Control-Allow-Origin': {
    description: 'Elke website mag dit lezen',
    required: true,
    schema: { type: 'string', enum: ['*'] },
  },
  'WWW-Authenticate': {
    description: 'Hoe aan te melden (RFC 6750)',
    schema: { type: 'string', example: 'Bearer realm="inburgeringshub"' },
  },
  'Accept-Encoding': {
    description: 'Bij een ingepakte inhoud (Content-Encoding): wat de hub aanneemt',
    schema: { type: 'string', example: 'identity' },
  },
  'Retry-After': {
    description: 'Na hoeveel seconden het opnieuw kan',
    schema: { type: 'integer', minimum: 1, example: 30 },
  },
};

export const VERSION_HEADER: Json = { 'API-Version': { $ref: '#/components/headers/API-Version' } };

/** A reference to one of the shared headers by its name. */
export const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });

const OWN_HEADERS: Readonly<Partial<Record<ProblemKind, readonly string[]>>> = {
  'niet-aangemeld': ['WWW-Authenticate'],
  'geen-toegang': ['WWW-Authenticate'],
  'mediatype-niet-ondersteund': ['Accept-Encoding'],
  'te-veel-verzoeken': ['Retry-After'],
  'niet-beschikbaar': ['Retry-After'],
};

const DETAILS: Readonly<Record<ProblemKind, string>> = {
  'ongeldig-verzoek': 'Er is 1 fout gevonden.',
  'niet-aangemeld': 'Het token is ongeldig, verlopen of niet voor deze API.',
  'geen-toegang': 'Het token geeft geen recht op dit verzoek.',
  'niet-gevonden': 'Onder dit adres is niets te vinden.',
  'methode-niet-toegestaan': 'Dit adres kent deze methode niet.',
  'niet-acceptabel': 'De hub antwoordt alleen in JSON (application/json).',
  'ander-bericht': 'Onder deze source en id is eerder een ander bericht aangenomen.',
  'al-verwerkt': 'Dit bericht is al verwerkt.',
  'andere-deur': 'De berichten van deze partner gaan door de deur wachtrij. Kies ophalen met PUT /v1/kanaal.',
  'intussen-gewijzigd': 'Het abonnement is intussen gewijzigd. Lees het opnieuw.',
  'stand-laat-niet-toe': 'De ontvanger heeft nog niet ingestemd.',
  verlopen: 'Dit punt ligt meer dan 30 dagen terug. Begin opnieuw zonder na.',
  gewist: 'Deze persoon is gewist.',
  ingetrokken: 'Dit bericht gaat over iemand over wie u niets meer mag weten.',
  'te-groot': 'De inhoud mag hoogstens 65536 bytes zijn.',
  'mediatype-niet-ondersteund': 'Stuur de inhoud als application/json, in UTF-8.',
  'te-veel-verzoeken': 'Er komen meer verzoeken dan de hub nu aanneemt. Probeer het zo opnieuw.',
  'interne-fout': 'De hub kon het verzoek niet verwerken. Probeer het later opnieuw.',
  'niet-beschikbaar': 'De hub kan het verzoek nu niet verwerken. Stuur het straks ongewijzigd opnieuw.',
};

const nameOf = (kind: ProblemKind): string =>
  kind
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const exampleOf = (kind: ProblemKind): Json => {
  const { status, title } = PROBLEMS[kind];
  return {
    type: `https://hub.example.nl/problemen/${kind}`,
    status,
    title,
    detail: DETAILS[kind],
    ...(status === 400 ? { errors: [{ pointer: '/data/gemeentecode', detail: 'ontbreekt' }] } : {}),
  };
};

const response = (kind: ProblemKind): Json => ({
  description: PROBLEMS[kind].title,
  headers: {
    ...VERSION_HEADER,
    ...Object.fromEntries((OWN_HEADERS[kind] ?? []).map((name) => [name, header(name)])),
  },
  content: { 'application/problem+json': { schema: ref('Probleem'), example: exampleOf(kind) } },
});

/** One answer for several problems with the same status, with an example of each. */
const together = (kinds: readonly ProblemKind[]): Json => ({
  description: kinds.map((kind) => PROBLEMS[kind].title).join('; '),
  headers: VERSION_HEADER,
  content: {
    'application/problem+json': {
      schema: ref('Probleem'),
      examples: Object.fromEntries(kinds.map((kind) => [kind, { value: exampleOf(kind) }])),
    },
  },
});

/**
 * Problems that are no answer of their own: a 405 is of a method that the document does not describe, and a message that is
 * processed already is one of two reasons for the same status.
 */
const NEVER_ALONE: ReadonlySet<ProblemKind> = new Set(['methode-niet-toegestaan', 'al-verwerkt']);
const KINDS = (Object.keys(PROBLEMS) as ProblemKind[]).filter((kind) => !NEVER_ALONE.has(kind));

/** Every other problem as a reusable answer. */
export const responses: Json = Object.fromEntries(KINDS.map((kind) => [nameOf(kind), response(kind)]));

/** The problems of one call, by their status. */
export const problems = (...kinds: readonly ProblemKind[]): Json =>
  Object.fromEntries(
    [...Map.groupBy(kinds, (kind) => PROBLEMS[kind].status)].map(([status, same]) => {
      const [first, ...rest] = same;
      if (first === undefined) throw new Error(`there is no problem with status ${status}`);
      const only = { $ref: `#/components/responses/${nameOf(first)}` };
      return [String(status), rest.length === 0 ? only : together(same)];
    }),
  );

/** Problems that any call with a token can end in. */
export const ALWAYS: readonly ProblemKind[] = [
  'ongeldig-verzoek',
  'niet-aangemeld',
  'geen-toegang',
  'niet-acceptabel',
  'te-veel-verzoeken',
  'interne-fout',
  'niet-beschikbaar',
];

/** A successful answer with a JSON body. */
export const succeeded = (description: string, schema: string, example: unknown, extra: Json = {}): Json => ({
  description,
  headers: { ...VERSION_HEADER, ...extra },
  content: { 'application/json': { schema: ref(schema), ...(example === undefined ? {} : { example }) } },
});

/** A successful answer whose form follows from who asks: an example under the name of each schema. */
export const oneOf = (description: string, examples: Readonly<Record<string, unknown>>): Json => ({
  description,
  headers: VERSION_HEADER,
  content: {
    'application/json': {
      schema: { oneOf: Object.keys(examples).map(ref) },
      examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])),
    },
  },
});

const parameter = (
  place: 'path' | 'query' | 'header',
  name: string,
  description: string,
  schema: Json,
  required: boolean,
): Json => ({ name, in: place, description, required, schema });

/** A parameter in the path, which is always there. */
export const inPath = (name: string, description: string, schema: Json): Json =>
  parameter('path', name, description, schema, true);

/** A parameter in the query. */
export const inQuery = (name: string, description: string, schema: Json, required = false): Json =>
  parameter('query', name, description, schema, required);

/** A parameter in a header. */
export const inHeader = (name: string, description: string, schema: Json, required = true): Json =>
  parameter('header', name, description, schema, required);

/** The schema of a UUID, with this example. */
export const uuid = (example: string): Json => ({ type: 'string', format: 'uuid', example });

export const ZAAK_ID = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
export const ONTVANGST_ID = '5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01';

/** An example message of a type, by the name of its file. */
export type Example = (type: string, name: string) => unknown;

/** A successful answer without content. */
export const withoutContent = (description: string): Json => ({ description, headers: VERSION_HEADER });

/** A JSON body that the request must have. */
export const body = (schema: string, description: string, example: unknown): Json => ({
  required: true,
  description,
  content: { 'application/json': { schema: ref(schema), example } },
});

export const afterInQuery = inQuery('na', 'Waarde van `na` uit het vorige antwoord', {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,1024}$',
  example: 'eyJwayI6IjEifQ',
});

/** How many there are on a page of a list, and which page. */
export const pageParameters = (what: string): readonly Json[] => [
  inQuery('limit', `${what} op een bladzijde, hoogstens`, {
    type: 'integer',
    minimum: 1,
    maximum: PAGE_SIZE.largest,
    default: PAGE_SIZE.standard,
    example: PAGE_SIZE.standard,
  }),
  afterInQuery,
];

export const partnerInQuery = inQuery('partner', 'Sleutel van de partner; verplicht voor een gemeente', {
  type: 'string',
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  example: 'taalschool',
});

export const partnerOfGemeente = inQuery('partner', 'Sleutel van de partner voor wie de gemeente dit doet', {
  type: 'string',
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  example: 'taalschool',
});

export const ontvangstIdInPath = inPath('ontvangstId', 'Ontvangstbewijs, uit Location', uuid(ONTVANGST_ID));

/** The answer to an accepted message. Its `Location` says where the progress can be read. */
export const accepted = (description: string): Json =>
  succeeded(description, 'Aangenomen', { ontvangstId: ONTVANGST_ID }, { Location: header('Location') });

export const ontvangst = {
  ontvangstId: ONTVANGST_ID,
  status: 'verwerkt',
  type: 'nl.tvs.koppeling.geregistreerd.v1',
  organisatie: 'coa',
  sinds: '2025-06-20T08:32:01.000Z',
};

export const zaakIdInPath = inPath('zaakId', 'Pseudoniem van de zaak', uuid(ZAAK_ID));
