import type { z } from 'zod';
import {
  REGIEVOERDER_GEBEURTENISSEN,
  type RegievoerderGebeurtenis,
  regievoerderSchema,
} from '../../regievoerder.ts';
import { inCapitals } from './partner-schemas.ts';

/** The schemas of messages to the gemeente, under the names that they have in openapi.json and asyncapi.yaml. */

/** Name of the schema of one message: `termijn-nadert` is `TermijnNadertRegievoerder`. */
export const regievoerderSchemaName = (gebeurtenis: RegievoerderGebeurtenis): string =>
  `${inCapitals(gebeurtenis)}Regievoerder`;

/** Every schema of a message to the gemeente, by name. */
export const regievoerderBerichten: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  REGIEVOERDER_GEBEURTENISSEN.map((gebeurtenis) => [
    regievoerderSchemaName(gebeurtenis),
    regievoerderSchema(gebeurtenis),
  ]),
);
