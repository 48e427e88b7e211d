import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  AbonnementAanvraag,
  AbonnementWijziging,
  Akkoord,
  NieuwGeheim,
} from '../../../contracts/abonnementen.ts';
import { KanaalKeuze } from '../../../contracts/berichten.ts';
import { inkomendSchema, isInkomendType } from '../../../contracts/berichttypen.ts';
import { DUO_VRAGEN, Notificatie } from '../../../contracts/duo.ts';
import { HerleveringAanvraag } from '../../../contracts/herleveringen.ts';
import { TYPE_DUO_NOTIFICATIE } from '../../../contracts/intern.ts';
import { eventschemas } from '../../../contracts/openapi/eventschemas.ts';
import { type Json, jsonSchema } from '../../../contracts/openapi/jsonschema.ts';
import { PARTNERROLLEN, partnerberichtSchema } from '../../../contracts/partnerberichten.ts';
import { Probleem } from '../../../contracts/probleem.ts';

/** The example files: `<type>/goed-*.json` is a message, `<type>/fout-*.json` one with the faults it must be refused for. */

const MAP = join(import.meta.dirname, '..', '..', '..', 'contracts', 'voorbeelden');

const FoutVoorbeeld = z.strictObject({
  verwacht: z.array(z.strictObject({ pointer: z.string(), detail: z.string().optional() })).min(1),
  /** The rule that JSON Schema cannot express; only zod finds the fault then. */
  buitenJsonSchema: z.string().optional(),
  /** The rule that only the hub itself can test, when it is sent: the contract finds the other faults. */
  buitenContract: z.string().optional(),
  bericht: z.unknown(),
});

export interface Voorbeeld {
  readonly type: string;
  readonly naam: string;
  readonly bericht: unknown;
  /** Undefined for a message that must be accepted. */
  readonly fout?: z.infer<typeof FoutVoorbeeld>;
}

export const voorbeeldtypen = readdirSync(MAP).toSorted();

export const voorbeelden: readonly Voorbeeld[] = voorbeeldtypen.flatMap((type) =>
  readdirSync(join(MAP, type))
    .toSorted()
    .map((bestand): Voorbeeld => {
      const inhoud: unknown = JSON.parse(readFileSync(join(MAP, type, bestand), 'utf8'));
      const naam = bestand.replace(/\.json$/, '');
      if (naam.startsWith('goed')) return { type, naam, bericht: inhoud };
      const fout = FoutVoorbeeld.parse(inhoud);
      return { type, naam, bericht: fout.bericht, fout };
    }),
);

/** One example by its name; a copy that a test may change. */
export const voorbeeld = (type: string, naam: string): Record<string, unknown> => {
  const gevonden = voorbeelden.find((kandidaat) => kandidaat.type === type && kandidaat.naam === naam);
  if (gevonden === undefined) throw new Error(`geen voorbeeld ${type}/${naam}`);
  return z.record(z.string(), z.unknown()).parse(structuredClone(gevonden.bericht));
};

/** The same message with other or more members in `data`. */
export const metData = (
  bericht: Readonly<Record<string, unknown>>,
  anders: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  ...bericht,
  data: { ...z.record(z.string(), z.unknown()).parse(bericht['data']), ...anders },
});

const SOORTEN = ['gemeld', 'gewijzigd', 'vervallen'] as const;

const partnerSchema = (type: string, naam: string): z.ZodType | undefined => {
  const soort = SOORTEN.find(
    (kandidaat) => type === `nl.inburgeringszaken.nieuwe.inburgeraar.${kandidaat}.v1`,
  );
  const rol = PARTNERROLLEN.find((kandidaat) => naam.split('-')[1] === kandidaat);
  return soort === undefined || rol === undefined ? undefined : partnerberichtSchema(soort, rol);
};

const VASTE: Readonly<Record<string, z.ZodType>> = {
  [TYPE_DUO_NOTIFICATIE]: Notificatie,
  'duo.inburgeringsplicht': DUO_VRAGEN.inburgeringsplicht,
  'duo.doelgroep': DUO_VRAGEN.doelgroep,
  'duo.lbt.resultaten': DUO_VRAGEN['lbt/resultaten'],
  'duo.lbt.examennummer': DUO_VRAGEN['lbt/examennummer'],
  probleem: Probleem,
  'abonnement.aanvraag': AbonnementAanvraag,
  'abonnement.wijziging': AbonnementWijziging,
  'abonnement.geheim': NieuwGeheim,
  'abonnement.akkoord': Akkoord,
  'herlevering.aanvraag': HerleveringAanvraag,
  'kanaal.keuze': KanaalKeuze,
};

/** The zod schema that an example is about. */
export const zodVan = ({ type, naam }: Voorbeeld): z.ZodType => {
  const schema = isInkomendType(type) ? inkomendSchema(type) : (VASTE[type] ?? partnerSchema(type, naam));
  if (schema === undefined) throw new Error(`geen contract voor ${type}/${naam}`);
  return schema;
};

const perType = eventschemas();

/** The JSON Schemas that an example is about: of its own contract, and the published one of its event type. */
export const jsonSchemasVan = (geval: Voorbeeld): readonly Json[] => {
  const gepubliceerd = perType[geval.type];
  return [
    jsonSchema(zodVan(geval), 'draft-07'),
    // The published document describes `data`; its definition `gebeurtenis` the whole event.
    ...(gepubliceerd === undefined
      ? []
      : [{ $ref: `${String(gepubliceerd['$id'])}#/definitions/gebeurtenis` }]),
  ];
};
