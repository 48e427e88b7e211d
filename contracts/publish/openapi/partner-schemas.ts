import type { z } from 'zod';
import { partnerGebeurtenisSchema } from '../../partner-gebeurtenis-data.ts';
import { gebeurtenissenOf, type PartnerGebeurtenis } from '../../partner-gebeurtenissen.ts';
import { gemeldFor, gewijzigdFor, gewistFor, vervallenFor } from '../../partnerberichten.ts';
import { PARTNERROLLEN, type PartnerberichtSoort, type Partnerrol } from '../../partnerrollen.ts';

/** The schemas of messages to partners, under the names that they have in openapi.json and asyncapi.yaml. */

/** The word with its first letter as a capital. */
export const withCapital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `pip-deel-gedeeld` is `PipDeelGedeeld`. */
export const inCapitals = (name: string): string => name.split('-').map(withCapital).join('');

/** Name of the schema of one kind of message to one role. */
export const schemaName = (soort: PartnerberichtSoort, role: Partnerrol): string =>
  inCapitals(`${soort}-${role}`);

/** Name of the schema of one message about a step of a zaak to one role: `PipDeelGedeeldBalk`. */
export const stepSchemaName = (gebeurtenis: PartnerGebeurtenis, role: Partnerrol): string =>
  inCapitals(`${gebeurtenis}-${role}`);

/** Every schema of a message to a partner, by name. */
export const partnerberichten: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(
    PARTNERROLLEN.flatMap((role): [string, z.ZodType][] => [
      [schemaName('gemeld', role), gemeldFor(role)],
      [schemaName('gewijzigd', role), gewijzigdFor(role)],
      [schemaName('vervallen', role), vervallenFor(role)],
      [schemaName('gewist', role), gewistFor(role)],
      ...gebeurtenissenOf(role).map((gebeurtenis): [string, z.ZodType] => [
        stepSchemaName(gebeurtenis, role),
        partnerGebeurtenisSchema(gebeurtenis, role),
      ]),
    ]),
  ),
};
