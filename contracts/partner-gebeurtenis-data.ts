import * as z from 'zod';
import { IncompleteDatum } from './base-types.ts';
import { outboundEvent } from './cloudevent.ts';
import {
  gebeurtenissenOf,
  type PartnerGebeurtenis,
  partnerGebeurtenisType,
  stepNamesOf,
} from './partner-gebeurtenissen.ts';
import { orderFields, type Partnerbericht } from './partnerberichten.ts';
import { aboutWhat, type Partnerrol } from './partnerrollen.ts';
import { regisseurForPartners } from './regisseur.ts';
import { fieldsOfEvent, ROUTEMAP, type RoutemapEvent } from './routemap.ts';
import { routemapField } from './routemap-data.ts';
import { Vervangt } from './volgnummer.ts';

/**
 * What is in the messages of `partner-gebeurtenissen.ts`. The schemas are strict: a field that the routemap does not name for a
 * role cannot leave the hub.
 */

const IntakeStart = IncompleteDatum.meta({
  title: 'Datum vestiging',
  description: 'Dag van vestiging in de gemeente volgens de BRP; dag of maand kan onbekend zijn',
  examples: ['2025-08-13'],
});

const heardFields = (event: RoutemapEvent, role: Partnerrol): Record<string, z.ZodType> =>
  Object.fromEntries(
    (ROUTEMAP[event].horen?.[role] ?? []).map((name) => {
      const schema = routemapField(name);
      return [name, fieldsOfEvent(event).includes(name) ? schema : schema.optional()];
    }),
  );

const fieldsFor = (gebeurtenis: PartnerGebeurtenis, role: Partnerrol): Record<string, z.ZodType> => {
  switch (gebeurtenis) {
    case 'regievoerder-toegewezen':
      return { ...regisseurForPartners, vervangt: Vervangt.optional() };
    case 'brede-intake-gestart':
      return { datumVestiging: IntakeStart, vervangt: Vervangt.optional() };
    case 'gebeurtenis-vervallen':
      return {
        gebeurtenis: z.enum(stepNamesOf(role)).meta({
          title: 'Gebeurtenis',
          description: 'Wat u eerder hoorde en niet meer geldt',
          examples: stepNamesOf(role).slice(0, 1),
        }),
        vervangt: Vervangt,
      };
    default:
      return { ...heardFields(gebeurtenis, role), vervangt: Vervangt.optional() };
  }
};

/** Of what a role does not hear at all no field can leave either. */
const createSchema = (gebeurtenis: PartnerGebeurtenis, role: Partnerrol) =>
  outboundEvent(
    partnerGebeurtenisType(gebeurtenis),
    z.strictObject({
      ...orderFields[aboutWhat(role)],
      ...(gebeurtenissenOf(role).includes(gebeurtenis) ? fieldsFor(gebeurtenis, role) : {}),
    }),
  );

const schemas = new Map<string, ReturnType<typeof createSchema>>();

/** The strict schema that a message of this kind to this role must satisfy before it leaves. Each is built once. */
export const partnerGebeurtenisSchema = (
  gebeurtenis: PartnerGebeurtenis,
  role: Partnerrol,
): ReturnType<typeof createSchema> => {
  const key = `${gebeurtenis}/${role}`;
  const schema = schemas.get(key) ?? createSchema(gebeurtenis, role);
  schemas.set(key, schema);
  return schema;
};

/** One message as a partner receives it: about who comes, or about a step of the zaak. */
export type SentPartnerbericht = Partnerbericht | z.infer<ReturnType<typeof partnerGebeurtenisSchema>>;
