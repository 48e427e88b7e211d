import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { FORMAAT_TIJDSTIP_VAN_DUO } from '../../../contracts/openapi/jsonschema.ts';
import openapi from '../../../contracts/openapi.json' with { type: 'json' };

/** JSON Schema validators: of the generated document, and of the official schemas when they lie beside the project. */

export const maakAjv = (opties: Options = {}): Ajv => {
  const ajv = new Ajv({ allErrors: true, strict: false, ...opties });
  formats.default(ajv);
  ajv.addFormat('int64', true);
  ajv.addFormat(FORMAAT_TIJDSTIP_VAN_DUO, true);
  return ajv;
};

/** Folder with the contracts that other organisations agreed on; absent in a bare clone. */
export const GEDEELD = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'contracts');
export const isErGedeeld = existsSync(GEDEELD);

export const leesGedeeld = (...pad: readonly string[]): string => readFileSync(join(GEDEELD, ...pad), 'utf8');

const document = maakAjv().addSchema({ ...openapi, $id: 'openapi' });

/** Validator of one part of the OpenAPI document, named by its JSON pointer. */
export const uitOpenapi = (pointer: string): ValidateFunction => {
  const gemaakt = document.getSchema(`openapi#${pointer}`);
  if (gemaakt === undefined) throw new Error(`openapi.json kent ${pointer} niet`);
  return gemaakt;
};

/** Validator of what the hub sends, by the official schemas of CloudEvents and the NL GOV profile. */
export const maakHubEventSchema = (): ValidateFunction => {
  const lees = (naam: string): object => JSON.parse(leesGedeeld('nlgov', naam));
  // The profile refers to `ce.json` beside it, which a URN cannot express.
  const basis = 'https://hub.example.nl/nlgov';
  return maakAjv()
    .addSchema({ ...lees('cloudevents-1.0.schema.json'), $id: `${basis}/ce.json` })
    .compile({ ...lees('hub-event.schema.json'), $id: `${basis}/hub-event.json` });
};
