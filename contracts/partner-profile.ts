import * as z from 'zod';
import { Datum, Oin, text } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { hasQueue, isToldByStep, PARTNERROLLEN } from './partnerrollen.ts';
import { BASE_DOORS } from './postvak.ts';

/** What the file of a gemeente (`gemeente-profile.ts`) says of one partner. */

export const Validity = z
  .strictObject({
    vanaf: Datum.meta({ title: 'Vanaf', description: 'Eerste dag', examples: ['2022-01-01'] }),
    totEnMet: Datum.optional().meta({
      title: 'Tot en met',
      description: 'Laatste dag; zonder gaat het door',
      examples: ['2027-12-31'],
    }),
  })
  .refine(({ vanaf, totEnMet }) => totEnMet === undefined || vanaf <= totEnMet, {
    path: ['totEnMet'],
    error: 'ligt voor vanaf',
  })
  .meta({ title: 'Geldigheid', description: 'Wanneer dit geldt, beide dagen inbegrepen' });

/** What fits in the name of a queue and in a token, and is not taken for the dead letters of another partner. */
const Key = z
  .string()
  .regex(/^(?!.*dode-brieven$)[a-z][a-z0-9-]{0,39}$/, 'moet uit kleine letters, cijfers en streepjes bestaan')
  .meta({
    title: 'Sleutel',
    description: 'Naam van de partner in haar wachtrij en haar token; verandert nooit',
    examples: ['taalschool'],
  });

/** When a partner hears of somebody: when COA links the household, or once a home is agreed for it (R00.6 after R00.4 and R00.5). */
const HOORT = ['bij-koppeling', 'na-akkoord-woning'] as const;
export type Hoort = (typeof HOORT)[number];

/** Only a role that hears of everybody who comes can wait for a home (R00.6); any other hears by a step of its own. */
const hearsOfWhoComes = checkAlways<unknown>((partner, announce) => {
  const { rol, hoort } = members(partner);
  const role = PARTNERROLLEN.find((one) => one === rol);
  if (hoort === undefined || role === undefined || !isToldByStep(role)) return;
  announce(
    ['hoort'],
    `kan niet bij rol ${role}: alleen de zes rollen van R00.6 kunnen op een woning wachten`,
  );
});

/** A role without a queue cannot hear through one. */
const hasThatDoor = checkAlways<unknown>((partner, announce) => {
  const { rol, deur } = members(partner);
  const role = PARTNERROLLEN.find((one) => one === rol);
  if (deur !== 'wachtrij' || role === undefined || hasQueue(role)) return;
  announce(['deur'], `kan niet bij rol ${role}: die heeft geen wachtrij`);
});

export const PartnerEntry = z
  .strictObject({
    sleutel: Key,
    rol: z.enum(PARTNERROLLEN).meta({
      title: 'Rol',
      description: 'Legt vast wat de partner te weten komt',
      examples: ['taalschool'],
    }),
    organisatie: text(200).meta({
      title: 'Organisatie',
      description: 'Hoe de partner heet',
      examples: ['Taalschool De Oefening'],
    }),
    oin: Oin,
    geldig: Validity,
    hoort: z
      .enum(HOORT)
      .optional()
      .meta({
        title: 'Hoort',
        description:
          'Wanneer de partner over iemand hoort: bij de koppeling, of pas als er een woning voor het huishouden akkoord is; weglaten is bij-koppeling. Alleen bij de zes rollen van R00.6',
        examples: ['na-akkoord-woning'],
      }),
    deur: z
      .enum(BASE_DOORS)
      .optional()
      .meta({
        title: 'Deur',
        description:
          'Langs welke deur berichten komen zolang niemand koos. Weglaten is ophalen (of lezen op de bladzijde) voor taalmaatjes, wijkondersteuner en mage en voor wie geen wachtrij heeft, en anders wachtrij',
        examples: ['ophalen'],
      }),
  })
  .check(hearsOfWhoComes)
  .check(hasThatDoor)
  .meta({ title: 'Partner', description: 'Een organisatie die over nieuwe inburgeraars hoort' });
