import type { DuoQuery } from '../../contracts/duo.ts';

/** What one of DUO's event codes means, how it stands on the timeline, and what the hub then asks DUO. */
export interface DuoCode {
  readonly gebeurtenis: string;
  readonly betekenis: string;
  /** Asked when the notification comes in; a 404 on one of these is an answer too, unless it is required. */
  readonly queries: readonly DuoQuery[];
  /** Without this answer the notification says nothing: the hub asks until DUO has it (`pending.ts`), and never guesses. */
  readonly required?: DuoQuery;
  /** DUO holds this person to be inburgeringsplichtig, whatever the hub made of their age. */
  readonly establishesPlicht?: true;
  /** What it says about the plicht: terms run while it holds (docs/domein.md, What ends a term). */
  readonly plicht?: Plicht;
  /** What it says about the PIP. */
  readonly pip?: 'vastgesteld' | 'van de vorige gemeente';
}

/** Whether the plicht holds, or why it does not. */
export type Plicht = 'geldt' | 'voldaan' | 'ingetrokken' | 'tijdelijk vrijgesteld';

const code = (gebeurtenis: string, meaning: string): DuoCode => ({
  gebeurtenis,
  betekenis: meaning,
  queries: [],
});

const plicht = (gebeurtenis: string, meaning: string): DuoCode => ({
  gebeurtenis,
  betekenis: meaning,
  queries: ['inburgeringsplicht', 'doelgroep'],
  required: 'inburgeringsplicht',
  establishesPlicht: true,
  plicht: 'geldt',
});

const voldaan = (meaning: string): DuoCode => ({
  ...code('inburgeringsplicht-voldaan', meaning),
  plicht: 'voldaan',
});

const besluit = (meaning: string): DuoCode => code('verzoek-beslist', meaning);

/** Every code that DUO published (Gebeurtenissen and Attentiesignalen). */
const DUO_CODES: Readonly<Record<string, DuoCode>> = {
  // werkafspraken R00.T2
  SS101: plicht('inburgeringsplicht-vastgesteld', 'Persoon is inburgeringsplichtig'),
  SS128: plicht(
    'inburgeringsplicht-vastgesteld',
    'Persoon is inburgeringsplichtig, AOW-leeftijd binnen zes maanden',
  ),
  SS139: plicht(
    'pip-termijn-gestart',
    'Persoon is inburgeringsplichtig en de tienwekentermijn voor het PIP is gestart',
  ),
  SS129: {
    ...code('inburgeringsplicht-hervat', 'Tijdelijke vrijstelling ingetrokken, nog geen leerroute'),
    plicht: 'geldt',
  },
  SS130: {
    ...code('inburgeringsplicht-hervat', 'Tijdelijke vrijstelling ingetrokken, PIP al bekend'),
    plicht: 'geldt',
    pip: 'vastgesteld',
  },
  SS120: code('gemeente-gewijzigd', 'Gevestigd in de gemeente zonder PIP'),
  SS121: {
    ...code('gemeente-gewijzigd', 'Gevestigd in de gemeente met een PIP van de vorige gemeente'),
    pip: 'van de vorige gemeente',
  },
  SS124: code('doelgroep-gewijzigd', 'Doelgroep gewijzigd van asiel naar gezin of overig'),
  SS125: code('doelgroep-gewijzigd', 'Doelgroep gewijzigd van gezin of overig naar asiel'),
  SS109: {
    ...code('vrijstelling-toegekend', 'Tijdelijke vrijstelling toegekend'),
    plicht: 'tijdelijk vrijgesteld',
  },
  SS110: {
    ...code('inburgeringsplicht-beeindigd', 'Inburgeringsplicht ingetrokken'),
    plicht: 'ingetrokken',
  },
  SS111: code('overlijden-ontvangen', 'Overleden'),
  // werkafspraken R15.T1
  SS106: voldaan('Diploma behaald'),
  SS107: voldaan('Gehele vrijstelling'),
  SS108: voldaan('Gehele ontheffing'),
  SS137: {
    gebeurtenis: 'leerbaarheidstoets-aangemeld',
    betekenis: 'Aangemeld voor de leerbaarheidstoets',
    queries: ['lbt/examennummer'],
  },
  SS131: {
    gebeurtenis: 'leerbaarheidstoets-uitslag-ontvangen',
    betekenis: 'Leerbaarheidstoets afgenomen, resultaat bekend',
    queries: ['lbt/resultaten'],
    required: 'lbt/resultaten',
  },
  // The inburgeringstermijn begins the day after the dagtekening of the first PIP (Wet inburgering 2021 art. 11;
  // werkafspraken R10.T5).
  SS102: { ...code('inburgeringstermijn-gestart', 'Inburgeringstermijn gestart'), pip: 'vastgesteld' },
  SS103: code('inburgeringstermijn-verlengd', 'Inburgeringstermijn ambtshalve verlengd'),
  SS104: code('inburgeringstermijn-verlengd', 'Inburgeringstermijn op verzoek verlengd'),
  SS113: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS113)'),
  SS114: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS114)'),
  SS115: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS115)'),
  SS116: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS116)'),
  SS117: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS117)'),
  SS118: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS118)'),
  SS119: besluit('Besluit op verzoek verlenging, vrijstelling of ontheffing (SS119)'),
  // werkafspraken R15.T1
  SS199: code('examenuitslag-ontvangen', 'Examenuitslag bekend'),
  SS112: code('attentie-verzoek-verlenging', 'Attentie: verzoek verlenging ingediend'),
  SS122: code('attentie-vertrokken', 'Attentie: vertrokken naar andere gemeente'),
  SS123: code('attentie-vertrokken', 'Attentie: vertrokken uit Nederland'),
  SS126: code('pip-termijn-overschreden', 'Attentie: na tien weken nog geen leerroute'),
  SS127: code('attentie-geen-aanbod', 'Attentie: nog geen inburgeringsaanbod'),
  SS132: code('attentie-opleidingscontract', 'Attentie: onverwacht opleidingscontract (SS132)'),
  SS133: code('attentie-opleidingscontract', 'Attentie: onverwacht opleidingscontract (SS133)'),
  SS135: code('attentie-opleidingscontract', 'Attentie: onverwacht opleidingscontract (SS135)'),
  SS136: code('attentie-opleidingscontract', 'Attentie: onverwacht opleidingscontract (SS136)'),
  SS140: code('attentie-advies-bio-gevraagd', 'Attentie: advies BIO gevraagd'),
  // werkafspraken R15.T4
  SS141: code('certificaat-beschikbaar-gesteld', 'Certificaat Z-route beschikbaar'),
  SS142: code('attentie-opleiding-beeindigd', 'Attentie: opleiding beëindigd'),
};

/** The codes that DUO published. */
export const PUBLISHED_CODES: readonly string[] = Object.keys(DUO_CODES);

/** What a code means; a code that DUO has not published is recorded as such, nothing is asked. */
export const duoCode = (gebeurtenisId: string): DuoCode =>
  DUO_CODES[gebeurtenisId] ?? code('duo-gebeurtenis-onbekend', 'Code die DUO niet heeft gepubliceerd');

/**
 * Whether a notification with this code makes a person known to the hub, also without a koppeling: DUO says that they are
 * inburgeringsplichtig, or that they settled in the gemeente that it addresses.
 */
export const opensZaak = (gebeurtenisId: string): boolean => {
  const { establishesPlicht, gebeurtenis } = duoCode(gebeurtenisId);
  return establishesPlicht === true || gebeurtenis === 'gemeente-gewijzigd';
};
