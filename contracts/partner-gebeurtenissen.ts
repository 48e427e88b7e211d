import * as z from 'zod';
import { outboundEvent } from './cloudevent.ts';
import { type HubType, hubType } from './hub-type.ts';
import { orderFields, type Partnerbericht } from './partnerberichten.ts';
import { aboutWhat, PARTNERROLLEN, type Partnerrol } from './partnerrollen.ts';
import { RegisseurForPartners } from './regisseur.ts';
import { fieldsOfEvent, heardBy, ROUTEMAP, type RoutemapEvent } from './routemap.ts';
import { routemapField } from './routemap-data.ts';
import { Vervangt } from './volgnummer.ts';

/**
 * What a partner hears of a zaak beside who comes: what was planned, agreed and decided along the routemap, and who of the
 * gemeente directs the zaak. The schemas are strict: a field that the routemap does not name for a role cannot leave the hub.
 */

/** What a partner can hear that holds until it hears otherwise. */
export type PartnerStepName = RoutemapEvent | 'regievoerder-toegewezen';

/** The name of a message to a partner about a step of a zaak, or that one holds no longer. */
export type PartnerGebeurtenis = PartnerStepName | 'gebeurtenis-vervallen';

/** What a role can hear of a zaak: nothing when it serves households (R03.T1 names all partners of somebody). */
export const stepNamesOf = (role: Partnerrol): readonly PartnerStepName[] =>
  aboutWhat(role) === 'zaak' ? ['regievoerder-toegewezen', ...heardBy(role)] : [];

/** Every message about a step that a role can get. */
export const gebeurtenissenOf = (role: Partnerrol): readonly PartnerGebeurtenis[] => {
  const names = stepNamesOf(role);
  return names.length === 0 ? [] : [...names, 'gebeurtenis-vervallen'];
};

export const partnerGebeurtenisType = (gebeurtenis: PartnerGebeurtenis): HubType<PartnerGebeurtenis> =>
  hubType(gebeurtenis);

/** The types of all these messages, to whichever role. */
export const PARTNER_GEBEURTENIS_TYPES = [
  ...new Set(PARTNERROLLEN.flatMap(gebeurtenissenOf).map(partnerGebeurtenisType)),
];

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
      return { ...RegisseurForPartners.shape, vervangt: Vervangt.optional() };
    case 'gebeurtenis-vervallen':
      return {
        gebeurtenis: z.enum(stepNamesOf(role)).meta({
          title: 'Gebeurtenis',
          description: 'Wat u eerder hoorde en niet meer geldt',
          examples: ['regievoerder-toegewezen'],
        }),
        vervangt: Vervangt,
      };
    default:
      return { ...heardFields(gebeurtenis, role), vervangt: Vervangt.optional() };
  }
};

const createSchema = (gebeurtenis: PartnerGebeurtenis, role: Partnerrol) =>
  outboundEvent(
    partnerGebeurtenisType(gebeurtenis),
    z.strictObject({ ...orderFields.zaak, ...fieldsFor(gebeurtenis, role) }),
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
