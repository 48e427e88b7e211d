import * as z from 'zod';
import { Bsn, Gemeentecode, lived, text, Vnummer, ZaakId } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { Persoon } from './coa.ts';
import { atLeastOneNumber, Doelgroep, Inburgeringsplicht, LbtResultaten } from './duo.ts';
import { Gezinssamenstelling, MOST_IN_HUISHOUDEN } from './gezinssamenstelling.ts';

/** What Team Inburgering reports itself, beside what it types over from COA, the BRP and DUO (docs/domein/reports.md). */

const numbers = { bsn: Bsn.optional(), vNummer: Vnummer.optional() };

const { naam, geboortedatum, geslacht, nationaliteit, talen, ...optional } = Persoon.omit({
  vNummer: true,
  bsn: true,
  relatie: true,
}).shape;

/**
 * `nl.inburgeringszaken.casus.geopend.v1` (werkafspraken R00.T5): a gemeente opens a zaak of somebody who does not come
 * through COA, such as a gezinsmigrant or a nareiziger, or tells who the person is whom DUO named by numbers alone.
 */
export const CasusGeopend = z
  .strictObject({
    ...numbers,
    gemeentecode: Gemeentecode,
    datumOpening: lived('Datum opening', 'Dag waarop de gemeente de zaak opende; niet in de toekomst'),
    // A person types this in, and can fill in what a partner has to know.
    naam: naam.unwrap(),
    geboortedatum,
    geslacht: geslacht.unwrap(),
    nationaliteit,
    talen: talen.unwrap(),
    ...optional,
    gezinssamenstelling: Gezinssamenstelling.optional(),
    aantalPersonen: z
      .int()
      .min(1)
      .max(MOST_IN_HUISHOUDEN)
      .optional()
      .meta({
        title: 'Aantal personen',
        description: 'Personen in het huishouden, deze persoon meegeteld',
        examples: [3],
      }),
  })
  .check(atLeastOneNumber)
  .meta({ title: 'Casus geopend', description: 'Een gemeente opent zelf een zaak' });
export type CasusGeopend = z.infer<typeof CasusGeopend>;

/** A plicht that holds has no reason why it does not. */
const withoutContradiction = checkAlways<unknown>((plicht, announce) => {
  const { indicatorInburgeringsplicht, redenGeenInburgeringsplicht } = members(plicht);
  if (indicatorInburgeringsplicht === true && redenGeenInburgeringsplicht !== undefined) {
    announce(['redenGeenInburgeringsplicht'], 'past niet bij een plicht die geldt');
  }
});

/**
 * `nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1` (werkafspraken R00.T2): the plicht as Team Inburgering read it
 * in DUO's portal. What DUO tells itself goes before it.
 */
export const PlichtVastgesteld = z
  .strictObject({
    ...numbers,
    gemeentecode: Gemeentecode,
    ...Inburgeringsplicht.shape,
    doelgroep: Doelgroep.optional(),
  })
  .check(atLeastOneNumber)
  .check(withoutContradiction)
  .meta({
    title: 'Inburgeringsplicht vastgesteld',
    description: 'De plicht zoals het portaal van DUO die toont',
  });
export type PlichtVastgesteld = z.infer<typeof PlichtVastgesteld>;

/** `nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1` (R09.4): the results as DUO's portal shows them. */
export const UitslagOntvangen = z
  .strictObject({ ...numbers, gemeentecode: Gemeentecode, resultaten: LbtResultaten.min(1) })
  .check(atLeastOneNumber)
  .meta({
    title: 'Uitslag leerbaarheidstoets ontvangen',
    description: 'De uitslagen zoals het portaal van DUO die toont',
  });
export type UitslagOntvangen = z.infer<typeof UitslagOntvangen>;

const Why = text(300).meta({
  title: 'Reden',
  description: 'Waarom dit hersteld wordt; alleen voor de gemeente te zien',
  examples: ['Verwisseld met een ander met dezelfde naam'],
});

/** Id of a fact, as the timeline of the zaak shows it. */
const FeitId = text(300).meta({
  title: 'FeitId',
  description: 'Kenmerk van een feit op de tijdlijn',
  examples: ['brp:urn:nld:oin:00000099000000003000:systeem:brp#ab1031d0-f646-41f4-8a09-7c976bf46c69'],
});

const herstel = {
  reden: Why,
  vervalt: z.array(FeitId).min(1).max(50).optional().meta({
    title: 'Vervalt',
    description:
      'Feiten die niet kloppen. Staat zaak-opgenomen erbij, dan gaat de zaak die hierin opging weer zelf verder',
  }),
  bsn: Bsn.optional(),
  zelfdePersoon: ZaakId.optional(),
};

const exactlyOne = checkAlways<unknown>((asked, announce) => {
  const { vervalt, bsn, zelfdePersoon, zaakId } = members(asked);
  if ([vervalt, bsn, zelfdePersoon].filter((one) => one !== undefined).length !== 1) {
    announce([], 'noem precies één van vervalt, bsn en zelfdePersoon');
  }
  if (zelfdePersoon !== undefined && zelfdePersoon === zaakId) announce(['zelfdePersoon'], 'is de zaak zelf');
});

/**
 * `nl.inburgeringszaken.feit.hersteld.v1`: a person at the gemeente puts a fact right. `vervalt`: these facts do not hold
 * (of a zaak that was taken up here: it goes on by itself);
 * `bsn`: this is the right BSN; `zelfdePersoon`: the other zaak is of the same person and is taken up in this one.
 */
export const FeitHersteld = z
  .strictObject({ zaakId: ZaakId, ...herstel })
  .check(exactlyOne)
  .meta({ title: 'Feit hersteld', description: 'Een mens bij de gemeente zet een feit recht' });
export type FeitHersteld = z.infer<typeof FeitHersteld>;

/** Body of `POST /zaken/{zaakId}/_herstel`. `id` is the same on every retry. */
export const HerstelAanvraag = z
  .strictObject({
    id: z
      .guid('moet een UUID zijn')
      .toLowerCase()
      .meta({
        title: 'Id',
        description: 'Kenmerk van dit herstel; gelijk bij elke herhaling',
        examples: ['0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10'],
      }),
    ...herstel,
  })
  .check(exactlyOne)
  .meta({ title: 'Herstelaanvraag', description: 'Wat een mens bij de gemeente rechtzet, en waarom' });
export type HerstelAanvraag = z.infer<typeof HerstelAanvraag>;

/** `nl.inburgeringszaken.taallessen.gestart.v1` (R07.T2): the taalschool began its lessons. */
export const TaallessenGestart = z
  .strictObject({ zaakId: ZaakId, startdatum: lived('Startdatum', 'Eerste dag van de lessen') })
  .meta({ title: 'Taallessen gestart', description: 'De taallessen zijn begonnen' });
export type TaallessenGestart = z.infer<typeof TaallessenGestart>;
