import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { FORMAAT_TIJDSTIP_VAN_DUO } from '../../../contracts/openapi/jsonschema.ts';
import openapi from '../../../contracts/openapi.json' with { type: 'json' };

/** JSON Schema validators: of the generated document, and of the standards that it is held against. */

export const maakAjv = (opties: Options = {}): Ajv => {
  const ajv = new Ajv({ allErrors: true, strict: false, ...opties });
  formats.default(ajv);
  ajv.addFormat('int64', true);
  ajv.addFormat(FORMAAT_TIJDSTIP_VAN_DUO, true);
  return ajv;
};

/** Folder with the files of other organisations; its README names their sources and licences. */
export const STANDARDS = join(import.meta.dirname, '..', '..', '..', 'contracts', 'standards');

export const readStandard = (...path: readonly string[]): string =>
  readFileSync(join(STANDARDS, ...path), 'utf8');

const document = maakAjv().addSchema({ ...openapi, $id: 'openapi' });

/** Validator of one part of the OpenAPI document, named by its JSON pointer. */
export const uitOpenapi = (pointer: string): ValidateFunction => {
  const gemaakt = document.getSchema(`openapi#${pointer}`);
  if (gemaakt === undefined) throw new Error(`openapi.json kent ${pointer} niet`);
  return gemaakt;
};

/** Validator of what the hub sends, by the official schemas of CloudEvents and the NL GOV profile. */
export const maakHubEventSchema = (): ValidateFunction => {
  const read = (...path: readonly string[]): object => JSON.parse(readStandard(...path));
  // The profile refers to `ce.json` beside it, which a URN cannot express.
  const basis = 'https://hub.example.nl/nlgov';
  return maakAjv()
    .addSchema({ ...read('cloudevents', 'cloudevents-1.0.schema.json'), $id: `${basis}/ce.json` })
    .compile({ ...read('nlgov', 'hub-event.schema.json'), $id: `${basis}/hub-event.json` });
};
