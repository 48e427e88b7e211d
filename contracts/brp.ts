import * as z from 'zod';
import { InboundAdres } from './adres.ts';
import { Bsn, CbsGemeentecode, InboundUnknownDatum, IncompleteDatum, text, Vnummer } from './base-types.ts';

/** What the BRP reports about a followed person (docs/domein/brp.md). */

const persoonFields = {
  bsn: Bsn,
  vNummer: Vnummer.optional(),
  geheimhouding: z
    .boolean()
    .optional()
    .meta({
      title: 'Geheimhouding',
      description:
        'Of de gegevens van deze persoon geheim zijn. Ontbreekt het veld, dan blijft gelden wat een eerder bericht zei',
      examples: [true],
    }),
  inOnderzoek: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z.]{0,59}$/, 'is geen naam van een veld')
        .meta({
          title: 'Veld in onderzoek',
          description: 'Naam van een veld, nooit een waarde',
          examples: ['datumInschrijving'],
        }),
    )
    .max(30)
    .optional()
    .meta({
      title: 'In onderzoek',
      description: 'Velden waarvan de gemeente onderzoekt of ze kloppen',
    }),
};

const VervangtBerichtId = text(128)
  .optional()
  .meta({
    title: 'Vervangt bericht',
    description: 'id van het bericht dat met deze correctie vervalt',
    examples: ['ab1031d0-f646-41f4-8a09-7c976bf46c69'],
  });

const IsCoaLocatie = z.boolean().meta({
  title: 'Is COA-locatie',
  description: 'Of het adres een COA-locatie is; dan telt de inschrijving niet als vestiging',
  examples: [false],
});

/**
 * `nl.brp.persoon.ingeschreven.v1`. An inschrijving starts the termijnen only in the gemeente of the koppeling and at
 * an address that is no COA-locatie.
 */
export const PersoonIngeschreven = z
  .strictObject({
    ...persoonFields,
    soort: z.enum(['eerste inschrijving', 'verhuizing', 'correctie']).meta({
      title: 'Soort',
      description: 'Soort inschrijving',
      examples: ['verhuizing'],
    }),
    gemeentecode: CbsGemeentecode,
    datumInschrijving: IncompleteDatum,
    adres: InboundAdres.optional(),
    isCoaLocatie: IsCoaLocatie,
    vervangtBerichtId: VervangtBerichtId,
  })
  .meta({ title: 'Persoon ingeschreven', description: 'Inschrijving in de BRP van een gemeente' });
export type PersoonIngeschreven = z.infer<typeof PersoonIngeschreven>;

/** `nl.brp.persoon.verhuisd.v1`: a new address after the registration. */
export const PersoonVerhuisd = z
  .strictObject({
    ...persoonFields,
    gemeentecode: CbsGemeentecode,
    datumVerhuizing: IncompleteDatum,
    adres: InboundAdres.optional(),
    isCoaLocatie: IsCoaLocatie,
    vervangtBerichtId: VervangtBerichtId,
  })
  .meta({ title: 'Persoon verhuisd', description: 'Nieuw adres in de BRP' });
export type PersoonVerhuisd = z.infer<typeof PersoonVerhuisd>;

/** `nl.brp.persoon.overleden.v1`: a death is a death, also when nobody knows the day. */
export const PersoonOverleden = z
  .strictObject({
    ...persoonFields,
    datumOverlijden: InboundUnknownDatum,
    vervangtBerichtId: VervangtBerichtId,
  })
  .meta({ title: 'Persoon overleden', description: 'Overlijden in de BRP' });
export type PersoonOverleden = z.infer<typeof PersoonOverleden>;
