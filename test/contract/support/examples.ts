import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AbonnementChange, AbonnementRequest, Consent, NewSecret } from '../../../contracts/abonnementen.ts';
import { KanaalChoice } from '../../../contracts/berichten.ts';
import { inboundSchema } from '../../../contracts/berichttypen.ts';
import { Notificatie } from '../../../contracts/duo.ts';
import { DUO_QUERIES } from '../../../contracts/duo-queries.ts';
import { isInboundType } from '../../../contracts/event-types.ts';
import { HerleveringRequest } from '../../../contracts/herleveringen.ts';
import { regievoerderType } from '../../../contracts/hub-type.ts';
import { TYPE_DUO_NOTIFICATIE } from '../../../contracts/internal/duo-bericht.ts';
import { partnerGebeurtenisSchema } from '../../../contracts/partner-gebeurtenis-data.ts';
import { gebeurtenissenOf, partnerGebeurtenisType } from '../../../contracts/partner-gebeurtenissen.ts';
import { partnerberichtSchema } from '../../../contracts/partnerberichten.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../../contracts/partnerrollen.ts';
import { Problem } from '../../../contracts/problem.ts';
import { eventSchemas } from '../../../contracts/publish/openapi/event-schemas.ts';
import { type Json, jsonSchema } from '../../../contracts/publish/openapi/json-schema.ts';
import { REGIEVOERDER_GEBEURTENISSEN, regievoerderSchema } from '../../../contracts/regievoerder.ts';
import { ShutOutRequest } from '../../../contracts/shut-out.ts';

/** The example files: `<type>/goed-*.json` is a message, `<type>/fout-*.json` one with the faults it must be refused for. */

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'contracts', 'voorbeelden');

const ErrorExample = z.strictObject({
  verwacht: z.array(z.strictObject({ pointer: z.string(), detail: z.string().optional() })).min(1),
  /** The rule that JSON Schema cannot express; only zod finds the fault then. */
  buitenJsonSchema: z.string().optional(),
  /**
   * The role that may get this message. Only the schema of that role finds the fault, and not the schema of the event type for all
   * roles.
   */
  andereRol: z.string().optional(),
  /** The rule that only the hub itself can test, when it is sent: the contract finds the other faults. */
  buitenContract: z.string().optional(),
  bericht: z.unknown(),
});

export interface Example {
  readonly type: string;
  readonly name: string;
  readonly bericht: unknown;
  /**
   * The role of the partner that the hub sends the message to, by the name of its file; undefined for a message that the hub
   * receives, or sends to a gemeente.
   */
  readonly to?: Partnerrol;
  /** Undefined for a message that must be accepted. */
  readonly fault?: z.infer<typeof ErrorExample>;
}

export const exampleTypes = readdirSync(FOLDER).toSorted();

export const examples: readonly Example[] = exampleTypes.flatMap((type) =>
  readdirSync(join(FOLDER, type))
    .toSorted()
    .map((file): Example => {
      const content: unknown = JSON.parse(readFileSync(join(FOLDER, type, file), 'utf8'));
      const name = file.replace(/\.json$/, '');
      const to = PARTNERROLLEN.find((role) => new RegExp(`^(goed|fout)-${role}(-|$)`).test(name));
      const named = { type, name, ...(to && { to }) };
      if (name.startsWith('goed')) return { ...named, bericht: content };
      const error = ErrorExample.parse(content);
      return { ...named, bericht: error.bericht, fault: error };
    }),
);

/** One example by its name; a copy that a test may change. */
export const example = (type: string, name: string): Record<string, unknown> => {
  const found = examples.find((candidate) => candidate.type === type && candidate.name === name);
  if (found === undefined) throw new Error(`no example ${type}/${name}`);
  return z.record(z.string(), z.unknown()).parse(structuredClone(found.bericht));
};

/** The same message with other or more members in `data`. */
export const withData = (
  bericht: Readonly<Record<string, unknown>>,
  otherwise: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  ...bericht,
  data: { ...z.record(z.string(), z.unknown()).parse(bericht['data']), ...otherwise },
});

const KINDS = ['gemeld', 'gewijzigd', 'vervallen', 'gewist'] as const;

const partnerSchema = ({ type, to: role }: Example): z.ZodType | undefined => {
  if (role === undefined) return undefined;
  const soort = KINDS.find((candidate) => type === `nl.inburgeringszaken.nieuwe.inburgeraar.${candidate}.v1`);
  if (soort !== undefined) return partnerberichtSchema(soort, role);
  const gebeurtenis = gebeurtenissenOf(role).find((one) => partnerGebeurtenisType(one) === type);
  return gebeurtenis && partnerGebeurtenisSchema(gebeurtenis, role);
};

const gemeenteSchema = (type: string): z.ZodType | undefined => {
  const gebeurtenis = REGIEVOERDER_GEBEURTENISSEN.find((one) => regievoerderType(one) === type);
  return gebeurtenis && regievoerderSchema(gebeurtenis);
};

/** The folder with the examples of an answer of DUO: `lbt/resultaten` is `duo.lbt.resultaten`. */
export const duoExampleType = (query: string): string => `duo.${query.toLowerCase().replaceAll('/', '.')}`;

const FIXED: Readonly<Record<string, z.ZodType>> = {
  [TYPE_DUO_NOTIFICATIE]: Notificatie,
  ...Object.fromEntries(
    Object.entries(DUO_QUERIES).map(([query, schema]) => [duoExampleType(query), schema]),
  ),
  probleem: Problem,
  'abonnement.aanvraag': AbonnementRequest,
  'abonnement.wijziging': AbonnementChange,
  'abonnement.geheim': NewSecret,
  'abonnement.akkoord': Consent,
  'herlevering.aanvraag': HerleveringRequest,
  'kanaal.keuze': KanaalChoice,
  'partner.uitsluiting': ShutOutRequest,
};

/** The zod schema that an example is about. */
export const zodOf = (testCase: Example): z.ZodType => {
  const { type, name } = testCase;
  const schema =
    partnerSchema(testCase) ??
    (isInboundType(type) ? inboundSchema(type) : (FIXED[type] ?? gemeenteSchema(type)));
  if (schema === undefined) throw new Error(`no contract for ${type}/${name}`);
  return schema;
};

/** The published schemas by event type. Such a document describes `data`; its definition `gebeurtenis` the whole event. */
const perType = new Map<string, Json>(
  Object.entries(eventSchemas()).map(([type, { $id }]) => [
    type,
    { $ref: `${String($id)}#/definitions/gebeurtenis` },
  ]),
);

/** The JSON Schema of each contract, made once, so that a validator knows it again. */
const perContract = new Map<z.ZodType, Json>();

/** The JSON Schemas that an example is about: of its own contract, and the published one of its event type. */
export const jsonSchemasOf = (testCase: Example): readonly Json[] => {
  const contract = zodOf(testCase);
  const isInbound =
    partnerSchema(testCase) === undefined &&
    (isInboundType(testCase.type) || testCase.type === 'nl.duo.notificatie.v1');
  const own = perContract.get(contract) ?? jsonSchema(contract, 'draft-07', isInbound ? 'in' : 'out');
  perContract.set(contract, own);
  const published = perType.get(testCase.type);
  return published === undefined ? [own] : [own, published];
};
