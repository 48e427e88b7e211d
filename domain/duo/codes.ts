import type { DuoQuery } from '../../contracts/duo-queries.ts';
import type { PLICHTEN } from '../../contracts/regievoerder.ts';

/** What one of DUO's event codes means, how it stands on the timeline, and what the hub then asks DUO. */
export interface DuoCode {
  readonly gebeurtenis: string;
  /** In DUO's words. */
  readonly betekenis: string;
  /** Asked when the notification comes in; a 404 on one of these is an answer too, unless it is required. */
  readonly queries: readonly DuoQuery[];
  /** Without this answer the notification says nothing: the hub asks until DUO has it (`pending.ts`), and never guesses. */
  readonly required?: DuoQuery;
  /** Says what matters without any answer: it does not wait for a BSN to ask with. */
  readonly standsAlone?: true;
  /** What it says about the plicht when DUO's answer does not (`domain/zaak/plicht.ts`). */
  readonly plicht?: Plicht;
  /** The plicht is met by a diploma. */
  readonly isDiploma?: true;
  /** What DUO decided on a request. */
  readonly oordeel?: 'Toekenning' | 'Afwijzing';
  /** What it says about the PIP. */
  readonly pip?: 'vastgesteld' | 'van de vorige gemeente';
  /** DUO sends it to the gemeente that the person belongs to from now on: whom it is addressed to is news (`doel.ts`). */
  readonly namesGemeente?: true;
}

/** Whether the plicht holds, or why it does not. */
export type Plicht = (typeof PLICHTEN)[number];

/** The resources of DUO's APIs, as DUO's table names those APIs (contracts/standards/duo/gebeurtenissen-en-apis.csv). */
const PLICHT = ['inburgeringsplicht', 'doelgroep'] as const;
const EXAMEN = ['examens/resultaten', 'examens/gratispogingen'] as const;
const TERMIJN = ['inburgeringstermijn'] as const;
const VRIJSTELLING = ['vrijstellingen'] as const;
/** DUO's table has no API for these decisions; its page names the service of the Ontheffing API (SDI013). */
const ONTHEFFING = ['ontheffingen'] as const;

type Rest = Partial<Omit<DuoCode, 'gebeurtenis' | 'betekenis' | 'queries'>>;

const code = (
  gebeurtenis: string,
  meaning: string,
  queries: readonly DuoQuery[] = [],
  rest: Rest = {},
): DuoCode => ({ gebeurtenis, betekenis: meaning, queries, ...rest });

const vastgesteld = (gebeurtenis: string, meaning: string): DuoCode =>
  code(gebeurtenis, meaning, [...PLICHT, ...EXAMEN], {
    required: 'inburgeringsplicht',
    plicht: 'geldt',
    namesGemeente: true,
  });

const hervat = (meaning: string, queries: readonly DuoQuery[], rest: Rest = {}): DuoCode =>
  code('inburgeringsplicht-hervat', meaning, [...PLICHT, ...EXAMEN, ...VRIJSTELLING, ...queries], {
    plicht: 'geldt',
    namesGemeente: true,
    ...rest,
  });

const gevestigd = (meaning: string, queries: readonly DuoQuery[], rest: Rest = {}): DuoCode =>
  code('gemeente-gewijzigd', meaning, [...PLICHT, ...EXAMEN, ...queries], { namesGemeente: true, ...rest });

const voldaan = (meaning: string, queries: readonly DuoQuery[] = [], rest: Rest = {}): DuoCode =>
  code('inburgeringsplicht-voldaan', meaning, [...PLICHT, ...queries], { plicht: 'voldaan', ...rest });

const toegekend = (meaning: string, queries: readonly DuoQuery[]): DuoCode =>
  code('verzoek-beslist', meaning, queries, { oordeel: 'Toekenning' });

const afgewezen = (meaning: string, queries: readonly DuoQuery[]): DuoCode =>
  code('verzoek-beslist', meaning, queries, { oordeel: 'Afwijzing' });

const contract = (meaning: string): DuoCode =>
  code('attentie-opleidingscontract', `Attentie: opleidingscontract ${meaning}`);

/** Every code that DUO published (Gebeurtenissen and Attentiesignalen). */
const DUO_CODES: Readonly<Record<string, DuoCode>> = {
  // werkafspraken R00.T2
  SS101: vastgesteld('inburgeringsplicht-vastgesteld', 'Persoon is inburgeringsplichtig'),
  SS128: vastgesteld(
    'inburgeringsplicht-vastgesteld',
    'Persoon is inburgeringsplichtig, maar bereikt AOW-leeftijd binnen 6 maanden',
  ),
  SS139: vastgesteld(
    'pip-termijn-gestart',
    'Persoon is inburgeringsplichtig en de termijn van 10 weken voor vaststellen leerroute is gestart',
  ),
  SS129: hervat('Tijdelijke vrijstelling ingetrokken, nog geen leerroute bekend', []),
  SS130: hervat('Tijdelijke vrijstelling ingetrokken, PIP al bekend', [...TERMIJN, 'PIP'], {
    pip: 'vastgesteld',
  }),
  SS120: gevestigd('Inburgeringsplichtige in gemeente gevestigd zonder PIP', []),
  SS121: gevestigd('Inburgeringsplichtige in gemeente gevestigd met PIP vorige gemeente', TERMIJN, {
    pip: 'van de vorige gemeente',
  }),
  SS124: code(
    'doelgroep-gewijzigd',
    'Doelgroep van asielstatushouder naar gezinsmigrant en overige migrant gewijzigd',
    PLICHT,
  ),
  SS125: code(
    'doelgroep-gewijzigd',
    'Doelgroep van gezinsmigrant en overige migrant naar asielstatushouder gewijzigd',
    PLICHT,
  ),
  SS109: code('vrijstelling-toegekend', 'Tijdelijke vrijstelling toegekend', [...PLICHT, ...VRIJSTELLING], {
    plicht: 'tijdelijk vrijgesteld',
    oordeel: 'Toekenning',
  }),
  SS110: code('inburgeringsplicht-beeindigd', 'Inburgeringsplicht ingetrokken', PLICHT, {
    plicht: 'ingetrokken',
  }),
  SS111: code('overlijden-ontvangen', 'Persoon is overleden', PLICHT, { standsAlone: true }),
  // werkafspraken R15.T1
  SS106: voldaan('Diploma behaald', [], { isDiploma: true }),
  SS107: voldaan('Gehele vrijstelling toegekend', VRIJSTELLING),
  SS108: voldaan('Gehele ontheffing toegekend'),
  SS137: code('leerbaarheidstoets-aangemeld', 'Persoon is aangemeld voor de leerbaarheidstoets', [
    'lbt/examennummer',
  ]),
  SS131: code(
    'leerbaarheidstoets-uitslag-ontvangen',
    'Leerbaarheidstoets is afgenomen en resultaat is bekend',
    ['lbt/resultaten'],
    { required: 'lbt/resultaten' },
  ),
  // The inburgeringstermijn begins the day after the dagtekening of the first PIP (Wet inburgering 2021 art. 11;
  // werkafspraken R10.T5).
  SS102: code('inburgeringstermijn-gestart', 'Inburgeringstermijn gestart', TERMIJN, { pip: 'vastgesteld' }),
  SS103: code('inburgeringstermijn-verlengd', 'Termijn ambtshalve verlengd', TERMIJN),
  SS104: code('inburgeringstermijn-verlengd', 'Termijn op verzoek verlengd', TERMIJN, {
    oordeel: 'Toekenning',
  }),
  // DUO's API for requests to extend (SDI011) does not exist yet.
  SS113: afgewezen('Verzoek verlenging afgewezen', []),
  SS114: afgewezen('Verzoek gehele vrijstelling afgewezen', VRIJSTELLING),
  SS115: afgewezen('Verzoek tijdelijke vrijstelling afgewezen', VRIJSTELLING),
  SS116: afgewezen('Verzoek gedeeltelijke vrijstelling afgewezen', VRIJSTELLING),
  SS117: toegekend('Verzoek gedeeltelijke vrijstelling toegekend', [...VRIJSTELLING, ...EXAMEN]),
  SS118: afgewezen('Verzoek ontheffing afgewezen', ONTHEFFING),
  SS119: toegekend('Verzoek gedeeltelijke ontheffing toegekend', [...ONTHEFFING, ...EXAMEN]),
  // werkafspraken R15.T1
  SS199: code('examenuitslag-ontvangen', 'Uitslag examen bekend', EXAMEN),
  SS112: code('attentie-verzoek-verlenging', 'Attentie: verzoek verlenging ingediend'),
  SS122: code('attentie-vertrokken', 'Attentie: vertrokken naar andere gemeente'),
  SS123: code('attentie-vertrokken', 'Attentie: vertrokken uit Nederland'),
  SS126: code('pip-termijn-overschreden', 'Attentie: aan het eind van de 10 weken is er nog geen leerroute'),
  SS127: code('attentie-geen-aanbod', 'Attentie: nog geen inburgeringsaanbod ontvangen'),
  SS132: contract('ontvangen (nog geen PIP)'),
  SS133: contract('ontvangen met taalniveau niet conform de opgegeven leerroute voor inburgering'),
  SS135: contract('ontvangen met te hoog taalniveau conform de PIP (Z-route)'),
  SS136: contract('voor taalschakeltraject ontvangen, geen onderwijsroute'),
  SS140: code(
    'attentie-advies-bio-gevraagd',
    'Attentie: advies gevraagd bij een verzoek voor ontheffing op bijzonder individuele omstandigheden (BIO)',
  ),
  // werkafspraken R15.T4
  SS141: code(
    'certificaat-beschikbaar-gesteld',
    'De tekst voor het certificaat van de Z-route kan gedownload worden',
  ),
  SS142: code(
    'attentie-opleiding-beeindigd',
    'Attentie: niet-vrijstellende opleiding beëindigd wegens uitschrijving',
  ),
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
export const opensZaak = (gebeurtenisId: string): boolean => duoCode(gebeurtenisId).namesGemeente === true;
