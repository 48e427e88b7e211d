import * as z from 'zod';
import { text } from './base-types.ts';
import { checkAlways, members } from './checks.ts';

/** Addresses as the BRP has them: a street with a number, or a description, and of the rest what is known. */

/** Where a home without a number of its own lies, seen from the number that the address names. */
const AANDUIDINGEN = ['bij', 'tegenover'] as const;
type Aanduiding = (typeof AANDUIDINGEN)[number];
/** The BRP writes a code; what the hub sends is a word. */
const BY_CODE: Readonly<Record<'by' | 'to', Aanduiding>> = { by: 'bij', to: 'tegenover' };

const aanduidingMeta = {
  title: 'Aanduiding bij huisnummer',
  description: 'Bij of tegenover dit huisnummer, als de woning zelf geen nummer heeft',
  examples: ['tegenover'],
};

const adresFields = {
  straat: text(80)
    .optional()
    .meta({ title: 'Straat', description: 'Straatnaam', examples: ['Brugstraat'] }),
  huisnummer: z
    .int()
    .min(1)
    .max(99999)
    .optional()
    .meta({ title: 'Huisnummer', description: 'Huisnummer', examples: [194] }),
  huisletter: z
    .string()
    .regex(/^[A-Za-z]$/, 'moet één letter zijn')
    .optional()
    .meta({ title: 'Huisletter', description: 'Huisletter', examples: ['A'] }),
  toevoeging: text(6)
    .optional()
    .meta({ title: 'Toevoeging', description: 'Toevoeging', examples: ['bis'] }),
  aanduidingBijHuisnummer: z.enum(AANDUIDINGEN).optional().meta(aanduidingMeta),
  postcode: z
    .string()
    .regex(/^[1-9]\d{3}[A-Z]{2}$/, 'is geen postcode (1234AB)')
    .optional()
    .meta({ title: 'Postcode', description: 'Postcode', examples: ['6591CD'] }),
  woonplaats: text(80)
    .optional()
    .meta({ title: 'Woonplaats', description: 'Woonplaats', examples: ['Milsbeek'] }),
  locatiebeschrijving: text(100)
    .optional()
    .meta({
      title: 'Locatiebeschrijving',
      description: 'Waar iemand woont die geen adres met een straat heeft',
      examples: ['Woonboot bij de haven'],
    }),
};

/** Somebody can be found by a street with a number, or by a description. The fault stands at what is missing. */
const findable = checkAlways<{ straat?: unknown; huisnummer?: unknown; locatiebeschrijving?: unknown }>(
  (adres, report) => {
    const { straat, huisnummer, locatiebeschrijving } = members(adres);
    if (locatiebeschrijving !== undefined) return;
    const either = 'ontbreekt; zonder locatiebeschrijving zijn straat en huisnummer verplicht';
    if (straat === undefined) report(['straat'], either);
    if (huisnummer === undefined) report(['huisnummer'], either);
  },
);

/** An address as partners get it: a street with a number, or a description, and what else is known. */
export const Adres = z
  .strictObject(adresFields)
  .check(findable)
  .meta({ title: 'Adres', description: 'Adres in Nederland: straat en huisnummer, of een beschrijving' });
export type Adres = z.infer<typeof Adres>;

/** `Adres` in a message that the hub receives. Parsing turns the BRP's `by` and `to` into words. */
export const InboundAdres = z
  .strictObject({
    ...adresFields,
    aanduidingBijHuisnummer: z
      .enum([...AANDUIDINGEN, 'by', 'to'])
      .transform((value) => (value === 'by' || value === 'to' ? BY_CODE[value] : value))
      .optional()
      .meta(aanduidingMeta),
  })
  .check(findable)
  .meta({ title: 'Adres', description: 'Adres in Nederland: straat en huisnummer, of een beschrijving' });
