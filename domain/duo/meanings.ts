import { duoCode } from './codes.ts';

/**
 * The meanings of DUO's event codes, in DUO's words, as the timeline shows them. They are apart from the rest of a code because
 * only a reader of a timeline needs the texts.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  SS101: 'Persoon is inburgeringsplichtig',
  SS128: 'Persoon is inburgeringsplichtig, maar bereikt AOW-leeftijd binnen 6 maanden',
  SS139: 'Persoon is inburgeringsplichtig en de termijn van 10 weken voor vaststellen leerroute is gestart',
  SS129: 'Tijdelijke vrijstelling ingetrokken, nog geen leerroute bekend',
  SS130: 'Tijdelijke vrijstelling ingetrokken, PIP al bekend',
  SS120: 'Inburgeringsplichtige in gemeente gevestigd zonder PIP',
  SS121: 'Inburgeringsplichtige in gemeente gevestigd met PIP vorige gemeente',
  SS124: 'Doelgroep van asielstatushouder naar gezinsmigrant en overige migrant gewijzigd',
  SS125: 'Doelgroep van gezinsmigrant en overige migrant naar asielstatushouder gewijzigd',
  SS109: 'Tijdelijke vrijstelling toegekend',
  SS110: 'Inburgeringsplicht ingetrokken',
  SS111: 'Persoon is overleden',
  SS106: 'Diploma behaald',
  SS107: 'Gehele vrijstelling toegekend',
  SS108: 'Gehele ontheffing toegekend',
  SS137: 'Persoon is aangemeld voor de leerbaarheidstoets',
  SS131: 'Leerbaarheidstoets is afgenomen en resultaat is bekend',
  SS102: 'Inburgeringstermijn gestart',
  SS103: 'Termijn ambtshalve verlengd',
  SS104: 'Termijn op verzoek verlengd',
  SS113: 'Verzoek verlenging afgewezen',
  SS114: 'Verzoek gehele vrijstelling afgewezen',
  SS115: 'Verzoek tijdelijke vrijstelling afgewezen',
  SS116: 'Verzoek gedeeltelijke vrijstelling afgewezen',
  SS117: 'Verzoek gedeeltelijke vrijstelling toegekend',
  SS118: 'Verzoek ontheffing afgewezen',
  SS119: 'Verzoek gedeeltelijke ontheffing toegekend',
  SS199: 'Uitslag examen bekend',
  SS112: 'Attentie: verzoek verlenging ingediend',
  SS122: 'Attentie: vertrokken naar andere gemeente',
  SS123: 'Attentie: vertrokken uit Nederland',
  SS126: 'Attentie: aan het eind van de 10 weken is er nog geen leerroute',
  SS127: 'Attentie: nog geen inburgeringsaanbod ontvangen',
  SS132: 'Attentie: opleidingscontract ontvangen (nog geen PIP)',
  SS133:
    'Attentie: opleidingscontract ontvangen met taalniveau niet conform de opgegeven leerroute voor inburgering',
  SS135: 'Attentie: opleidingscontract ontvangen met te hoog taalniveau conform de PIP (Z-route)',
  SS136: 'Attentie: opleidingscontract voor taalschakeltraject ontvangen, geen onderwijsroute',
  SS140:
    'Attentie: advies gevraagd bij een verzoek voor ontheffing op bijzonder individuele omstandigheden (BIO)',
  SS141: 'De tekst voor het certificaat van de Z-route kan gedownload worden',
  SS142: 'Attentie: niet-vrijstellende opleiding beëindigd wegens uitschrijving',
};

/** The meaning of a code. DUO gives one only for the codes that it published. */
export const meaningOf = (gebeurtenisId: string): string =>
  MEANINGS[gebeurtenisId] ?? 'Code die DUO niet heeft gepubliceerd';

/** The codes that DUO published. */
export const PUBLISHED_CODES: readonly string[] = Object.keys(MEANINGS);

/** Attentiesignalen and the like: they stand on the timeline, the hub asks nothing, and nothing follows from them. */
const ONLY_NAMED: Readonly<Record<string, string>> = {
  SS112: 'attentie-verzoek-verlenging',
  SS122: 'attentie-vertrokken',
  SS123: 'attentie-vertrokken',
  SS126: 'pip-termijn-overschreden',
  SS127: 'attentie-geen-aanbod',
  SS132: 'attentie-opleidingscontract',
  SS133: 'attentie-opleidingscontract',
  SS135: 'attentie-opleidingscontract',
  SS136: 'attentie-opleidingscontract',
  SS140: 'attentie-advies-bio-gevraagd',
  // werkafspraken R15.T4
  SS141: 'certificaat-beschikbaar-gesteld',
  SS142: 'attentie-opleiding-beeindigd',
};

/** The name of a code on the timeline. */
export const nameOfCode = (gebeurtenisId: string): string =>
  ONLY_NAMED[gebeurtenisId] ?? duoCode(gebeurtenisId).gebeurtenis;
