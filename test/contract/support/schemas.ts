import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { isObject } from '../../../contracts/is-object.ts';
import openapi from '../../../contracts/openapi.json' with { type: 'json' };
import { FORMAT_MOMENT_OF_DUO } from '../../../contracts/publish/openapi/json-schema.ts';

/** JSON Schema validators: of the generated document, and of the standards that it is held against. */

/** Most schemas are compiled for a few answers: what makes the code of a validator shorter takes longer than it saves. */
const FAST_TO_COMPILE: Options = { inlineRefs: false, code: { optimize: false } };

export const createAjv = (options: Options = {}): Ajv => {
  const ajv = new Ajv({ allErrors: true, strict: false, ...FAST_TO_COMPILE, ...options });
  formats.default(ajv);
  ajv.addFormat('int64', true);
  ajv.addFormat(FORMAT_MOMENT_OF_DUO, true);
  return ajv;
};

/** Folder with the files of other organisations; its README names their sources and licences. */
export const STANDARDS = join(import.meta.dirname, '..', '..', '..', 'contracts', 'standards');

export const readStandard = (...path: readonly string[]): string =>
  readFileSync(join(STANDARDS, ...path), 'utf8');

/** The document without a `nullable` that has no `type` beside it: it means nothing in OpenAPI 3.0, and ajv refuses it. */
const readable: object = JSON.parse(JSON.stringify(openapi), (_name, value: unknown) => {
  if (!isObject(value) || value['nullable'] !== true || 'type' in value) return value;
  const { nullable: _, ...rest } = value;
  return rest;
});

const document = createAjv().addSchema({ ...readable, $id: 'openapi' });

/** Validator of one part of the OpenAPI document, named by its JSON pointer. */
export const fromOpenapi = (pointer: string): ValidateFunction => {
  const made = document.getSchema(`openapi#${pointer}`);
  if (made === undefined) throw new Error(`openapi.json kent ${pointer} niet`);
  return made;
};

/** Validator of what the hub sends, by the official schemas of CloudEvents and the NL GOV profile. */
export const createHubEventSchema = (): ValidateFunction => {
  const read = (...path: readonly string[]): object => JSON.parse(readStandard(...path));
  // The profile refers to `ce.json` beside it, which a URN cannot express.
  const basis = 'https://hub.example.nl/nlgov';
  return createAjv()
    .addSchema({ ...read('cloudevents', 'cloudevents-1.0.schema.json'), $id: `${basis}/ce.json` })
    .compile({ ...read('nlgov', 'hub-event.schema.json'), $id: `${basis}/hub-event.json` });
};
