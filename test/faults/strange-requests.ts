import fc from 'fast-check';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { findOrganisation } from '../../domain/organisations.ts';
import { examples } from '../contract/support/examples.ts';

/** Requests as a hostile or broken client makes them: near to what the API takes, with something wrong somewhere. */

/** Stands in many values and names: what a client sends may come back to it, and must not reach a log. */
export const MARK = 'Merkteken7';

export interface StrangeRequest {
  readonly method: string;
  readonly path: string;
  /** Key of the organisation that calls; undefined without a token. */
  readonly to: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The body is base64, as API Gateway gives what is no text. */
  readonly base64: boolean;
}

const OPERATIONS = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
);

/** What each operation takes, from the published examples. */
const TYPES: Readonly<Record<string, RegExp>> = {
  'POST /gebeurtenissen': /^nl\.(tvs|brp|inburgeringszaken)\./,
  'POST /notificaties': /^nl\.duo\.notificatie/,
  'PUT /kanaal': /^kanaal\.keuze$/,
  'POST /abonnementen': /^abonnement\.aanvraag$/,
  'PATCH /abonnementen/{abonnementId}': /^abonnement\.wijziging$/,
  'POST /abonnementen/{abonnementId}/_nieuwgeheim': /^abonnement\.geheim$/,
  'POST /abonnementen/{abonnementId}/_akkoord': /^abonnement\.akkoord$/,
  'POST /abonnementen/{abonnementId}/herleveringen': /^herlevering\.aanvraag$/,
  'POST /herleveringen': /^herlevering\.aanvraag$/,
};

const SEARCHES: readonly unknown[] = [{ bsn: '999966133' }, { vNummer: '2798163871' }];

const bodiesOf = (operation: string): readonly unknown[] => {
  const type = TYPES[operation];
  if (type === undefined) return SEARCHES;
  return examples.flatMap((example) => (type.test(example.type) ? [example.bericht] : []));
};

const nasty = fc.constantFrom<unknown>(
  null,
  true,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [null],
  [[[[[]]]]],
  MARK,
  `${MARK}\u0000`,
  '\ud800',
  '\uffff',
  '‮‏',
  'e\u0301'.repeat(500),
  'x'.repeat(20_000),
  '2025-02-30',
  '0000-00-00',
  '9999-12-31T23:59:60Z',
  '-271821-04-20',
  '999999990',
  '{{7*7}}',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  'https://169.254.169.254/latest',
  Object.fromEntries([['__proto__', { ja: true }]]),
  { constructor: { prototype: { ja: true } } },
  { $ne: null },
);

type Path = readonly (string | number)[];

/** The places in a value, its own among them. */
const placesIn = (value: unknown, at: Path = []): readonly Path[] =>
  value instanceof Object
    ? [at, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...at, key]))]
    : [at];

type Change =
  | { readonly soort: 'replace'; readonly value: unknown }
  | { readonly soort: 'remove' }
  | { readonly soort: 'add'; readonly name: string; readonly value: unknown };

/** The value with a change at this place. */
const changed = (value: unknown, [key, ...rest]: Path, change: Change): unknown => {
  if (key === undefined) {
    if (change.soort === 'replace') return change.value;
    if (change.soort === 'add' && value instanceof Object && !Array.isArray(value)) {
      return Object.fromEntries([...Object.entries(value), [change.name, change.value]]);
    }
    return change.soort === 'remove' ? undefined : [value];
  }
  if (Array.isArray(value)) {
    return value.flatMap((part, place) => {
      if (String(place) !== String(key)) return [part];
      return rest.length === 0 && change.soort === 'remove' ? [] : [changed(part, rest, change)];
    });
  }
  return Object.fromEntries(
    Object.entries(value ?? {}).flatMap(([name, part]) => {
      if (name !== key) return [[name, part]];
      return rest.length === 0 && change.soort === 'remove' ? [] : [[name, changed(part, rest, change)]];
    }),
  );
};

const change: fc.Arbitrary<Change> = fc.oneof(
  nasty.map((value) => ({ soort: 'replace' as const, value })),
  fc.constant({ soort: 'remove' as const }),
  fc
    .tuple(fc.constantFrom(MARK, '__proto__', 'constructor', 'toString', '', 'a/b~c', 'data', 'bsn'), nasty)
    .map(([name, value]) => ({ soort: 'add' as const, name, value })),
);

const changedBody = (body: unknown): fc.Arbitrary<unknown> => {
  const places = placesIn(body);
  return fc
    .array(fc.tuple(fc.constantFrom(...places), change), { maxLength: 3 })
    .map((changes) => changes.reduce((value, [place, one]) => changed(value, place, one), body));
};

/** The text of a body, mostly whole. */
const written = (body: unknown): fc.Arbitrary<Pick<StrangeRequest, 'body' | 'base64'>> => {
  const text = JSON.stringify(body) ?? '';
  const plain = (value: string | undefined) => fc.constant({ body: value, base64: false });
  return fc.oneof(
    { weight: 12, arbitrary: plain(text) },
    { weight: 1, arbitrary: plain(undefined) },
    { weight: 1, arbitrary: fc.nat(text.length).chain((end) => plain(text.slice(0, end))) },
    { weight: 1, arbitrary: plain(`${text}${text}`) },
    { weight: 1, arbitrary: plain(text.replace('{', `{"${MARK}":1,"${MARK}":2,`)) },
    { weight: 1, arbitrary: plain('['.repeat(5000)) },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ maxLength: 200 })
        .map((bytes) => ({ body: Buffer.from(bytes).toString('base64'), base64: true })),
    },
    {
      weight: 1,
      arbitrary: fc.constant({ body: Buffer.from(text, 'utf16le').toString('base64'), base64: true }),
    },
  );
};

const ORGANISATIONS = ['coa', 'duo', 'brp', 'gemeente-0907', 'gemeente-0796', 'taalschool', 'mage', 'beheer'];

/** Stands for whoever a request is right for: the sender that an event names, or any organisation. */
const PLAIN_CALLER = '';

/** The organisation whose OIN stands in the source of an event. */
const senderOf = (body: string | undefined): string | undefined => {
  const oin = /"source":"urn:nld:oin:(\d{20}):/.exec(body ?? '')?.[1];
  return ORGANISATIONS.find((name) => findOrganisation(name)?.oin === oin);
};

const IDS = [
  '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a',
  '3F7D6C1E-0F5B-8A8E-9D6A-1F2E3D4C5B6A',
  '0907',
  'nl.tvs.koppeling.geregistreerd.v1',
  MARK,
  '..',
  '%2e%2e',
  '%',
  '%00',
  '%C0%AF',
  '__proto__',
  'constructor',
  '999966133',
  'x'.repeat(3000),
];

const headerValue = fc.constantFrom(
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents+json; charset=utf-8',
  'application/cloudevents-batch+json',
  'application/json; charset=ISO-8859-1',
  'multipart/form-data; boundary=x',
  'text/html',
  '*/*;q=0',
  'gzip',
  'identity',
  '',
  MARK,
  '%C0%A0',
  'a'.repeat(9000),
  '0',
  '-1',
  '\u00e9',
);
const headerName = fc.constantFrom(
  'Content-Type',
  'Accept',
  'Content-Encoding',
  'Origin',
  'bron',
  'doel',
  'berichtId',
  'ce-id',
  'ce-source',
  'ce-type',
  'ce-specversion',
  'ce-time',
  'traceparent',
  'X-Forwarded-For',
  'Authorization',
  '__proto__',
  'constructor',
);

const PLAIN_HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/gebeurtenissen': { 'Content-Type': 'application/cloudevents+json' },
  '/notificaties': {
    'Content-Type': 'application/json',
    bron: '00000099000000004000',
    doel: '00000099000000001000',
    berichtId: '0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10',
  },
};

const query = fc.dictionary(
  fc.constantFrom(
    'na',
    'wacht',
    'status',
    'aantal',
    'zaakId',
    'partner',
    'van',
    'tot',
    'per',
    'op',
    '__proto__',
    MARK,
  ),
  fc.constantFrom(
    '',
    '0',
    '1',
    '20',
    '21',
    '-1',
    '1e9',
    'ja',
    MARK,
    'eyJwayI6MX0',
    '2025-02-30',
    '\u0000',
    '999966133',
  ),
  { maxKeys: 2 },
);

/** Mostly nothing of it, so that a request goes past the first check that it meets. */
const seldom = <Value>(value: fc.Arbitrary<Value>, otherwise: Value): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value });

/** A request to one of the operations, or near it. */
export const strangeRequest: fc.Arbitrary<StrangeRequest> = fc
  .constantFrom(...OPERATIONS)
  .chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      method: seldom(
        fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS'),
        operation.method,
      ),
      id: fc.constantFrom(...IDS),
      suffix: seldom(fc.constantFrom('/', '//', '/..', '/v1', '?x', ';a=b', '/_zoek', '%2f'), ''),
      to: seldom(fc.constantFrom(undefined, 'niemand', ...ORGANISATIONS), PLAIN_CALLER),
      other: fc.constantFrom(...ORGANISATIONS),
      headers: seldom(fc.dictionary(headerName, headerValue, { maxKeys: 3 }), {}),
      query: seldom(query, {}),
      content: fc
        .constantFrom(...bodiesOf(`${operation.method} ${operation.path}`))
        .chain(changedBody)
        .chain(written),
    }),
  )
  .map(({ operation, method, id, suffix, to, other, headers, query: asked, content }) => ({
    method,
    path: `/v1${operation.path.replaceAll(/\{[^}]+\}/g, id)}${suffix}`,
    to: to === PLAIN_CALLER ? (senderOf(content.body) ?? other) : to,
    headers: {
      ...(PLAIN_HEADERS[operation.path] ?? { 'Content-Type': 'application/json' }),
      ...headers,
    },
    query: asked,
    ...content,
  }));
