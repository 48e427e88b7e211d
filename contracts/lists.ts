import * as z from 'zod';
import { Datum, text, ZaakId } from './base-types.ts';
import { Cursor } from './cursor.ts';
import { RegisseurId } from './regisseur.ts';

/** The lists that a gemeente works from. They hold keys and dates, and nothing of the person: that stands in the zaak. */

/** A status of a zaak that a list can be asked for. */
export const ZAAK_STATUSES = ['actief', 'vervallen'] as const;

/** How many zaken a page has when the caller does not say, and at most. */
export const PAGE_SIZE = { standard: 50, largest: 100 } as const;

/** How many messages stand on a page of what lies ready for a partner that fetches; fewer than these are the last. */
export const PULL_PAGE_SIZE = 100;

const wholeNumber = `moet een heel getal van 1 tot en met ${PAGE_SIZE.largest} zijn`;

/** The parameters of a list that comes page by page: how many on a page, and where the page before it ended. */
export const pageQuery = () => ({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, wholeNumber)
    .transform(Number)
    .refine((count) => count >= 1 && count <= PAGE_SIZE.largest, wholeNumber)
    .optional(),
  na: Cursor.optional(),
});

/**
 * The parameters of `GET /zaken`. Which terms and partners there are is said by the profile of the gemeente that asks.
 */
export const zakenQuery = (termijnen: readonly string[], partners: readonly string[]) =>
  z.strictObject({
    status: z.enum(ZAAK_STATUSES).optional(),
    termijn: z.enum([...new Set(termijnen)], 'is geen termijn van deze gemeente').optional(),
    tot: Datum.optional(),
    regisseur: RegisseurId.optional(),
    partner: z.enum([...partners], 'is geen partner van deze gemeente').optional(),
    ...pageQuery(),
  });
export type ZakenQuery = z.infer<ReturnType<typeof zakenQuery>>;

/** A term with its last day, as the lists show it. */
export const dueTermijn = {
  id: text(20).meta({ title: 'Id', description: 'Nummer van de termijn', examples: ['TG07'] }),
  naam: text(200).meta({ title: 'Naam', description: 'Wat er moet gebeuren', examples: ['PIP vaststellen'] }),
  soort: z.enum(['lokaal', 'wettelijk']).meta({
    title: 'Soort',
    description: 'Lokaal waarschuwt, wettelijk wordt overschreden',
    examples: ['wettelijk'],
  }),
  datum: Datum.meta({
    title: 'Datum',
    description: 'Laatste dag van de termijn, de verlenging van de Algemene termijnenwet meegerekend',
    examples: ['2025-10-22'],
  }),
};

export const FirstTermijn = z.object(dueTermijn).meta({
  title: 'Eerste termijn',
  description: 'De open termijn met de vroegste laatste dag; die dag kan voorbij zijn',
});

export const ZaakInList = z
  .object({
    zaakId: ZaakId,
    status: z
      .enum(ZAAK_STATUSES)
      .meta({ title: 'Status', description: 'Stand van de zaak', examples: ['actief'] }),
    eersteTermijn: FirstTermijn.optional().meta({
      description: 'Ontbreekt als geen open termijn van deze zaak kan verstrijken',
    }),
    regisseurId: RegisseurId.optional().meta({
      description: 'De casusregisseur van vandaag; ontbreekt als er geen is gemeld',
    }),
    partners: z.array(text(40)).meta({
      title: 'Partners',
      description: 'Sleutels van de partners aan wie over deze zaak is gemeld',
      examples: [['taalschool']],
    }),
  })
  .meta({ title: 'Zaak in een lijst', description: 'Eén zaak in het kort, zonder persoonsgegevens' });
export type ZaakInList = z.infer<typeof ZaakInList>;

export const ZakenList = z
  .object({
    zaken: z
      .array(ZaakInList)
      .meta({ title: 'Zaken', description: 'Wat het eerst drukt eerst; zaken zonder datum achteraan' }),
    na: Cursor.optional(),
  })
  .meta({
    title: 'Zakenlijst',
    description:
      'Eén bladzijde; zonder `na` is het de laatste. Met een filter kan een bladzijde korter zijn dan `limit`, of leeg, terwijl er nog een volgt',
  });
export type ZakenList = z.infer<typeof ZakenList>;
