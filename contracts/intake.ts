import * as z from 'zod';
import { Datum, text, ZaakId } from './base-types.ts';
import { INTAKE_PARTS, LBT } from './routemap.ts';

/** The brede intake of one zaak as a list: what was done, what is missing, and who owes it (werkafspraken RBI.T2). */

const day = (title: string, description: string) =>
  Datum.optional().meta({ title, description, examples: ['2026-03-12'] });

/** Who does a part. */
export const Holder = text(60).meta({
  title: 'Bij',
  description: 'Wie dit doet: de sleutel van een partner, of gemeente',
  examples: ['taalschool'],
});

/** The talks and the test. */
export const MissingPart = z.enum([...INTAKE_PARTS, LBT]);

const owed = {
  bij: Holder,
  uiterlijk: day('Uiterlijk', 'Laatste dag volgens de eerste termijn die ervan afhangt'),
};

const IntakeOnderdeel = z
  .object({
    onderdeel: z
      .enum(INTAKE_PARTS)
      .meta({ title: 'Onderdeel', description: 'Onderdeel van de brede intake', examples: ['taalschool'] }),
    ...owed,
    gehoudenOp: day('Gehouden op', 'Dag van het gesprek; ontbreekt zolang niemand het meldde'),
    adviesOp: day(
      'Advies op',
      'Dag van het advies aan de casusregisseur; ontbreekt zolang het er niet is. Wat het is, staat op de tijdlijn',
    ),
  })
  .meta({ title: 'Onderdeel', description: 'Een gesprek van de brede intake' });

/** Answer of `GET /zaken/{zaakId}/intake`. */
export const Intake = z
  .object({
    zaakId: ZaakId,
    onderdelen: z
      .array(IntakeOnderdeel)
      .meta({ title: 'Onderdelen', description: 'De gesprekken, ook die nog niet gevoerd zijn' }),
    leerbaarheidstoets: z
      .object({
        ...owed,
        afgenomenOp: day('Afgenomen op', 'Dag van de toets'),
        overgeslagenOp: day('Overgeslagen op', 'Dag waarop de gemeente besloot dat de toets niet hoeft'),
        uitslagNagevraagdOp: day(
          'Uitslag nagevraagd op',
          'Dag waarop de hub DUO het laatst naar de uitslag vroeg en DUO er geen had; ontbreekt zolang er niets te vragen is, en als de uitslag er is',
        ),
        uitslagBekend: z.boolean().meta({
          title: 'Uitslag bekend',
          description: 'Of DUO een uitslag heeft; welke, staat in de zaak',
          examples: [true],
        }),
      })
      .meta({ title: 'Leerbaarheidstoets', description: 'Hoe ver de toets is' }),
    afgerondOp: day('Afgerond op', 'Dag waarop de gemeente de brede intake afrondde'),
    ontbreekt: z
      .array(MissingPart)
      .meta({ title: 'Ontbreekt', description: 'Wat nog moet; leeg als alles gedaan is' }),
  })
  .meta({ title: 'Intake', description: 'De brede intake van een zaak: gedaan, nog te doen, en door wie' });
export type Intake = z.infer<typeof Intake>;
