import { type Html, html } from '../../functions/loket/html.ts';
import { heading, link, type Page, paragraph } from '../../functions/loket/pages/layout.ts';
import { SPECIFICATION_PATH } from '../../functions/loket/paths.ts';
import {
  type Call,
  type Content,
  everyCall,
  headersOf,
  nameOfRef,
  responseOf,
  type Schema,
  type Specification,
  scopesOf,
} from '../specification/document.ts';
import {
  exampleInWords,
  fieldsOfSchema,
  rulesOfSchema,
  type SchemaLink,
  typeInWords,
} from '../specification/words.ts';
import { playPage } from './parts.ts';

/** The contract of the API as pages: an overview, one for each call, and one for each schema of a message or an answer. */

/** Names are long: they are broken where a narrow page ends. */
const specificationPage = ({ content, ...page }: Page): Page =>
  playPage({ ...page, content: html`<div class="loket-lang">${content}</div>` });

const callPath = (operationId: string): string => `${SPECIFICATION_PATH}/aanroep/${operationId}`;
const schemaPath = (name: string): string => `${SPECIFICATION_PATH}/vorm/${encodeURIComponent(name)}`;

const SCHEMAS_PATH = `${SPECIFICATION_PATH}/vormen`;

const toSchema: SchemaLink = (name) => link(schemaPath(name), name);

const heading2 = (text: string): Html => html`<h2 class="utrecht-heading-2">${text}</h2>`;

const list = (items: readonly Html[]): Html =>
  html`<ul class="utrecht-unordered-list">${items.map(
    (item) => html`<li class="utrecht-unordered-list__item">${item}</li>`,
  )}</ul>`;

/** A word that a programme uses, between the back quotes of the contract. */
const withCode = (text: string): Html =>
  html`${text.split('`').map((part, place) => (place % 2 === 0 ? part : html`<code>${part}</code>`))}`;

interface Entry {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  /** What says more than the schema does. */
  readonly description?: string | undefined;
  readonly place?: string;
}

const PLACES = { path: 'in het pad', query: 'in de vraag (query)', header: 'in een header' } as const;

const entry = ({ name, required, schema, description = schema.description, place }: Entry): Html => {
  const example = exampleInWords(schema);
  return html`<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key"><code>${name}</code></dt><dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">${
    description === undefined ? undefined : html`${withCode(description)}.<br>`
  }${required ? 'Verplicht: ' : 'Mag ontbreken: '}${typeInWords(schema, toSchema)}${place === undefined ? undefined : ` (${place})`}${
    example === undefined ? undefined : html`<br>Voorbeeld: <code>${example}</code>`
  }</dd></div>`;
};

const entries = (all: readonly Entry[]): Html | undefined =>
  all.length === 0
    ? undefined
    : html`<dl class="utrecht-data-list utrecht-data-list--rows">${all.map(entry)}</dl>`;

const fieldEntries = (schema: Schema): Html | undefined =>
  entries(fieldsOfSchema(schema).map(({ path, ...rest }) => ({ name: path, ...rest })));

const code = (value: unknown): Html =>
  html`<pre class="loket-code"><code>${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</code></pre>`;

const examplesOf = ({ example, examples = {} }: Content[string]): readonly (readonly [string, unknown])[] => [
  ...(example === undefined ? [] : [['Voorbeeld', example] as const]),
  ...Object.entries(examples).map(
    ([name, { summary = name, value }]) => [`Voorbeeld: ${summary}`, value] as const,
  ),
];

const contentOf = (content: Content): Html =>
  html`${Object.entries(content).map(
    ([media, one]) => html`${paragraph(html`<code>${media}</code>: `, typeInWords(one.schema, toSchema))}
${fieldEntries(one.schema)}
${examplesOf(one).map(
  ([title, value]) => html`<p class="utrecht-paragraph"><strong>${title}</strong></p>
${code(value)}`,
)}`,
  )}`;

const responsePart = (specification: Specification, { operation }: Call): Html =>
  html`${Object.entries(operation.responses).map(([status, given]) => {
    const { description, headers = {}, content } = responseOf(specification, given);
    const known = headersOf(specification, headers).map(([name, { required = false, ...rest }]) => ({
      name,
      required,
      ...rest,
    }));
    return html`<details class="loket-uitleg"><summary>${status}: ${description}</summary>
${entries(known)}
${content === undefined ? paragraph('Zonder inhoud.') : contentOf(content)}</details>`;
  })}`;

const whoMay = ({ operation }: Call): Html => {
  if (operation.security?.length === 0) return paragraph('Iedereen, zonder token.');
  const scopes = scopesOf(operation);
  return scopes.length === 0
    ? paragraph('Iedere organisatie met een token.')
    : paragraph(
        'Wie een token heeft met ',
        html`${scopes.map((scope, place) => html`${place === 0 ? '' : ' of '}<code>${scope}</code>`)}`,
        '.',
      );
};

/** The path of a call, which may be broken where a part of it begins. */
const pathInParts = (path: string): Html =>
  html`${path.split('/').map((part, place) => (place === 0 ? part : html`<wbr>/${part}`))}`;

const nameOfCall = ({ method, path }: Call): Html => html`<code>${method} ${pathInParts(path)}</code>`;

const callPage = (specification: Specification, call: Call): Page => {
  const { summary, description, parameters, requestBody } = call.operation;
  return specificationPage({
    title: summary,
    content: html`${heading(summary)}
${paragraph(nameOfCall(call))}
${paragraph(withCode(description))}
${heading2('Wie mag dit')}
${whoMay(call)}
${
  parameters.length === 0
    ? undefined
    : html`${heading2('Wat u meegeeft')}
${entries(
  parameters.map(({ name, in: place, required = false, description: text, schema }) => ({
    name,
    required,
    schema,
    description: text,
    place: PLACES[place],
  })),
)}`
}
${
  requestBody === undefined
    ? undefined
    : html`${heading2('Wat u stuurt')}
${requestBody.description === undefined ? undefined : paragraph(`${requestBody.description}.`)}
${contentOf(requestBody.content)}`
}
${heading2('Wat u terugkrijgt')}
${responsePart(specification, call)}
${paragraph(link(SPECIFICATION_PATH, 'Terug naar alle aanroepen'))}`,
  });
};

/** The schemas that another one is a choice of, with the type of message that says which. */
const choicesOf = ({ anyOf = [], oneOf = [], discriminator }: Schema): readonly Html[] => {
  const types = new Map(
    Object.entries(discriminator?.mapping ?? {}).map(([type, reference]) => [nameOfRef(reference), type]),
  );
  return [...anyOf, ...oneOf].flatMap(({ $ref }) => {
    if ($ref === undefined) return [];
    const name = nameOfRef($ref);
    const type = types.get(name);
    return [type === undefined ? toSchema(name) : html`${toSchema(name)}: <code>${type}</code>`];
  });
};

const schemaPage = (name: string, schema: Schema): Page => {
  const choices = choicesOf(schema);
  const example = exampleInWords(schema);
  return specificationPage({
    title: schema.title ?? name,
    content: html`${heading(schema.title ?? name)}
${paragraph(html`<code>${name}</code>: `, choices.length > 0 ? 'een van de vormen hieronder' : typeInWords({ ...schema, example: undefined }, toSchema))}
${schema.description === undefined ? undefined : paragraph(withCode(`${schema.description}.`))}
${rulesOfSchema(schema).map((rule) => paragraph(rule))}
${choices.length === 0 ? undefined : list(choices)}
${fieldEntries(schema)}
${example === undefined ? undefined : code(schema.example)}
${paragraph(link(SPECIFICATION_PATH, 'Terug naar alle aanroepen'))}`,
  });
};

const overviewPage = (specification: Specification): Page => {
  const { info, tags, components } = specification;
  const byTag = Map.groupBy(everyCall(specification), ({ operation }) => operation.tags[0] ?? '');
  return specificationPage({
    title: 'De API, om te lezen',
    content: html`${heading(`${info.title}, versie ${info.version}`)}
${paragraph(withCode(info.description))}
${paragraph('Dit is het contract van de API als bladzijden. Een programma leest ', link('/v1/openapi.json', 'het contract zelf (OpenAPI)'), '.')}
${Object.values(components.securitySchemes).map(({ description }) => paragraph(withCode(description)))}
${tags.map(
  ({ name, description }) => html`<section>${heading2(name)}
${paragraph(`${description}.`)}
${list(
  (byTag.get(name) ?? []).map(
    (call) => html`${link(callPath(call.operation.operationId), call.operation.summary)} ${nameOfCall(call)}`,
  ),
)}</section>`,
)}
${paragraph(link(SCHEMAS_PATH, 'Alle vormen van berichten en antwoorden'))}`,
  });
};

const schemasPage = ({ components }: Specification): Page =>
  specificationPage({
    title: 'Alle vormen van berichten en antwoorden',
    content: html`${heading('Alle vormen van berichten en antwoorden')}
${list(Object.keys(components.schemas).map((name) => toSchema(name)))}
${paragraph(link(SPECIFICATION_PATH, 'Terug naar alle aanroepen'))}`,
  });

/** Every page of the contract, by its path. */
export const specificationPages = (specification: Specification): ReadonlyMap<string, () => Page> =>
  new Map<string, () => Page>([
    [SPECIFICATION_PATH, () => overviewPage(specification)],
    [SCHEMAS_PATH, () => schemasPage(specification)],
    ...everyCall(specification).map(
      (call) => [callPath(call.operation.operationId), () => callPage(specification, call)] as const,
    ),
    ...Object.entries(specification.components.schemas).map(
      ([name, schema]) => [schemaPath(name), () => schemaPage(name, schema)] as const,
    ),
  ]);
