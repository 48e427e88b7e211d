import * as z from 'zod';
import { Emailadres, InboundTelefoonnummer, Telefoonnummer, text } from './base-types.ts';

/** Who somebody is and how to reach them, as COA and gemeenten tell it and partners hear it. */

export const Contact = z
  .strictObject({ telefoonnummer: Telefoonnummer.optional(), emailadres: Emailadres.optional() })
  .meta({ title: 'Contact', description: 'Hoe de inburgeraar te bereiken is' });
export type Contact = z.infer<typeof Contact>;

/** `Contact` in a message that the hub receives. */
export const InboundContact = Contact.extend({ telefoonnummer: InboundTelefoonnummer.optional() }).meta({
  title: 'Contact',
  description: 'Hoe de inburgeraar te bereiken is',
});

export const Geslacht = z
  .enum(['man', 'vrouw', 'onbekend'])
  .meta({ title: 'Geslacht', description: 'Geslacht voor de aanhef', examples: ['vrouw'] });

export const Taal = z
  .strictObject({
    taal: text(60).meta({ title: 'Taal', description: 'Spreektaal', examples: ['Tigrinya'] }),
    schrift: text(60)
      .optional()
      .meta({ title: 'Schrift', description: 'Schrift dat iemand leest', examples: ['Ge’ez'] }),
    tolkNodig: z
      .boolean()
      .optional()
      .meta({ title: 'Tolk nodig', description: 'Of een tolk nodig is', examples: [true] }),
  })
  .meta({ title: 'Taal', description: 'Een taal die iemand spreekt' });

export const Talen = z.array(Taal).max(10).meta({ title: 'Talen', description: 'Talen die iemand spreekt' });

export const HoogsteOpleiding = text(100).meta({
  title: 'Hoogste opleiding',
  description: 'Opleidingsniveau volgens GGM',
  examples: ['MBO/HAVO/VWO-niveau'],
});

export const Werkervaring = text(200).meta({
  title: 'Werkervaring',
  description: 'Werkervaring in hoofdlijnen',
  examples: ['kok'],
});

/** The CBS counts three separate facts, because a person may take part without having agreed. */
export const Voorinburgering = z
  .strictObject({
    instemming: z
      .enum(['ja', 'nee', 'niet gevraagd'])
      .meta({ title: 'Instemming', description: 'Instemming met voorinburgering', examples: ['ja'] }),
    deelname: z
      .boolean()
      .meta({ title: 'Deelname', description: 'Heeft deelgenomen aan voorinburgering', examples: [true] }),
    voldaan: z
      .boolean()
      .meta({ title: 'Voldaan', description: 'Heeft de voorinburgering afgerond', examples: [false] }),
  })
  .meta({ title: 'Voorinburgering', description: 'Voorinburgering in het azc' });
