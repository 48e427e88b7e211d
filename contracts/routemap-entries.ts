import type { Partnerrol } from './partnerrollen.ts';
import type { RoutemapFieldName } from './routemap-data.ts';

/**
 * What is reported of a zaak along the routemap of Gennep (werkafspraken R00 to R10), by the names that the routemap has for
 * it. One entry is the whole of an event: the contract, who may send it, who hears of it, the command line and the pages follow
 * from it. What its fields hold stands in `routemap-data.ts`, so that who needs the names alone loads no schemas.
 */

/** What an event can have beside the zaak: a field of `routemap-data.ts`, with `?` when it need not be there. */
export type RoutemapField = RoutemapFieldName | `${RoutemapFieldName}?`;

export interface RoutemapEntry<Event extends string = string> {
  /** The lines of the routemap that this event is. */
  readonly rows: readonly string[];
  /** The first says on which day; without them that is all there is to say (`datum`). */
  readonly velden?: readonly [RoutemapField, ...RoutemapField[]];
  /** Who may report it beside the gemeente. */
  readonly rollen?: readonly Partnerrol[];
  /**
   * Events that usually come before it. Without one it is accepted all the same, and the gemeente is told which it misses, for as
   * long as nobody reports it (docs/domein/reports.md).
   */
  readonly meestalNa?: readonly Event[];
  /**
   * Events without which it cannot be, by the field in which the report itself says on which day that was. Only the report
   * can be judged at once: what the hub did not hear of may be on its way.
   */
  readonly nietZonder?: Readonly<Partial<Record<RoutemapFieldName, Event>>>;
  /** The event that it also says: what ends by that one ends by this, as long as that one itself is not reported. */
  readonly geldtAls?: Event;
  /** There is one of this event for each value of this field, or of these together. */
  readonly per?: RoutemapFieldName | readonly RoutemapFieldName[];
  /** Who hears of it, each with the fields that it hears and no others; of an event per party only that party. */
  readonly horen?: Readonly<
    Partial<Record<Partnerrol, readonly [RoutemapFieldName, ...RoutemapFieldName[]]>>
  >;
  /** Of an event per party: who hears of that of each of them. */
  readonly horenVanAlle?: readonly Partnerrol[];
  /** It holds a part for each of those who hear of it: who has none in it hears nothing. */
  readonly inDelen?: true;
}

const AFSPRAAK = ['afspraakdatum', 'tijd', 'plaats', 'tolk'] as const;

/** Who alone reports much of it: written once, because every function loads this. */
const CASUSREGISSEUR = ['casusregisseur'] as const;
const BEGELEIDER = ['maatschappelijk-begeleider'] as const;

/** The event by which a talk of the brede intake is reported. */
export const TALK = 'brede-intake-gesprek-gevoerd' as const;

/** The event by which it is reported that somebody took the leerbaarheidstoets. */
export const TEST_TAKEN = 'leerbaarheidstoets-afgenomen' as const;

/** Fields that are heard as they are reported: written once too. */
const CONTACT = ['telefoonnummer', 'emailadres'] as const;
const ADVIES = [
  'adviesLeerroute',
  'taalniveau',
  'startniveau',
  'pvtIntensiteit',
  'mapIntensiteit',
  'adviesParticipatie',
  'zelfredzaamheid',
  'duurOntzorging',
] as const;
const PIP_TAALSCHOOL = ['leerroute', 'niveau', 'lesuren', 'pvtUren', 'alfabetisering'] as const;
const PIP_INTOS = ['mapUren', 'activiteit', 'dagdelen'] as const;
const PIP_BALK = ['ontzorgingVanaf', 'ontzorgingTot', 'evaluatiedatum'] as const;
const PIP_BEGELEIDER = ['begeleidingVanaf', 'begeleidingTot', 'doelen'] as const;
const PIP_VAKSPECIALIST = ['participatieafspraken', 'beschikkingsdatum'] as const;

/** Fields that need not be there. */
const optional = <Name extends RoutemapFieldName>(...names: readonly Name[]) =>
  names.map((name) => `${name}?` as const);

/** Every event with its entry, in the order of the routemap. */
export const ENTRIES = {
  // The day alone: no message of COA or DUO has it, and the kind of permit is nobody's business here.
  'verblijfsvergunning-verleend': {
    rows: ['R00.T1'],
  },
  'woningzoekopdracht-verstuurd': {
    rows: ['R00.1'],
    velden: ['datum', 'woningeis?', 'gewensteDatum?'],
    horen: { corporatie: ['datum', 'woningeis', 'gewensteDatum'] },
  },
  'overdracht-coa-ontvangen': {
    rows: ['R00.T4'],
    velden: ['datum', 'resultaatVoorinburgering?'],
  },
  'woning-voorgesteld': {
    rows: ['R00.3'],
    velden: [
      'datum',
      'woningId',
      'beschikbaarVanaf?',
      'woningtype?',
      'kamers?',
      'huurprijs?',
      'toegankelijkheid?',
    ],
    rollen: ['corporatie'],
    meestalNa: ['woningzoekopdracht-verstuurd'],
    per: 'woningId',
  },
  'woning-goedgekeurd': {
    rows: ['R00.4'],
    velden: ['datum', 'woningId'],
    meestalNa: ['woning-voorgesteld'],
    per: 'woningId',
    horen: { corporatie: ['datum', 'woningId'], opvang: ['datum', 'woningId'] },
  },
  'woning-afgekeurd': {
    rows: ['R00.4'],
    velden: ['datum', 'woningId', 'redenAfkeuring?'],
    meestalNa: ['woning-voorgesteld'],
    per: 'woningId',
    horen: { corporatie: ['datum', 'woningId', 'redenAfkeuring'] },
  },
  'huurcontractdatum-voorgesteld': {
    rows: ['R00.5'],
    velden: ['afspraakdatum', 'tijd', 'plaats', 'woningId'],
    rollen: ['corporatie'],
    meestalNa: ['woning-goedgekeurd'],
    per: 'woningId',
  },
  'inburgeraar-uitgenodigd': {
    rows: ['R00.8'],
    rollen: CASUSREGISSEUR,
  },
  'kennismaking-gepland': {
    rows: ['R00.7', 'R00.7a', 'R00.7b', 'R00.7c', 'R00.7d', 'R00.7e'],
    velden: ['afspraakdatum', 'tijd', 'plaats', 'met', 'tolk?'],
    per: 'met',
    horen: {
      balk: AFSPRAAK,
      burgerzaken: AFSPRAAK,
      vakspecialist: AFSPRAAK,
      'maatschappelijk-begeleider': AFSPRAAK,
      casusregisseur: AFSPRAAK,
    },
  },
  'eerste-bezoek-afgelegd': {
    rows: ['R01.T1'],
    rollen: BEGELEIDER,
  },
  'woning-bezichtigd': {
    rows: ['R01.T2', 'R01.2'],
    rollen: BEGELEIDER,
  },
  'huurcontract-getekend': {
    rows: ['R01.1'],
    velden: ['datum', 'woningId?', 'ingangsdatumHuur?'],
    rollen: ['corporatie'],
    horen: { 'maatschappelijk-begeleider': ['datum'], balk: ['datum'], opvang: ['datum'] },
  },
  'woning-geweigerd': {
    rows: ['R01.T3'],
    velden: ['datum', 'redenWeigering?', 'woningId?'],
    per: 'datum',
    horen: {
      corporatie: ['datum', 'woningId'],
      opvang: ['datum', 'woningId', 'redenWeigering'],
    },
  },
  'weigeringsprocedure-gestart': {
    rows: ['R01.T4'],
    meestalNa: ['woning-geweigerd'],
    per: 'datum',
  },
  'weigering-terecht-verklaard': {
    rows: ['R01.T4'],
    velden: ['datum', 'procedureGestartOp'],
    nietZonder: { procedureGestartOp: 'weigeringsprocedure-gestart' },
    per: 'procedureGestartOp',
  },
  'weigering-onterecht-verklaard': {
    rows: ['R01.T4'],
    velden: ['datum', 'procedureGestartOp'],
    nietZonder: { procedureGestartOp: 'weigeringsprocedure-gestart' },
    per: 'procedureGestartOp',
  },
  'woning-geaccepteerd': {
    rows: ['R02.T1'],
    rollen: BEGELEIDER,
    meestalNa: ['woning-bezichtigd'],
  },
  // Told per household: of who lives together, whichever zaak it was reported of.
  'woninginrichting-afgesproken': {
    rows: ['R02.2'],
    velden: ['leverdatum', 'goederen'],
    rollen: BEGELEIDER,
    horen: { mage: ['leverdatum', 'goederen'] },
  },
  'verhuizing-afgesproken': {
    rows: ['R02.3'],
    velden: ['verhuisdatum'],
    rollen: BEGELEIDER,
  },
  'verhuizing-afgerond': {
    rows: ['R05.T1'],
    horen: { opvang: ['datum'] },
  },
  'azc-uitstroom-bevestigd': {
    rows: ['R05.T2'],
    geldtAls: 'verhuizing-afgerond',
  },
  'intake-informatie-verzameld': {
    rows: ['R02.5'],
    rollen: BEGELEIDER,
    horen: { casusregisseur: ['datum'] },
  },
  'kennismaking-casusregisseur-gehouden': {
    rows: ['R03.T2'],
    rollen: CASUSREGISSEUR,
  },
  'kennismaking-financieel-gehouden': {
    rows: ['R04.T1'],
    rollen: ['balk'],
  },
  'financiele-voorzieningen-geregeld': {
    rows: ['R04.1'],
    velden: ['datum', 'voorziening', 'stand'],
    rollen: ['balk'],
    per: 'voorziening',
    horen: { vakspecialist: ['datum', 'voorziening', 'stand'] },
  },
  'taalschool-aangemeld': {
    rows: ['R03.1'],
    velden: ['datum', 'intakedatum?'],
    rollen: CASUSREGISSEUR,
    horen: { taalschool: ['datum', 'intakedatum'] },
  },
  'participatie-aangemeld': {
    rows: ['R03.2'],
    velden: ['datum', 'intakedatum?'],
    rollen: ['vakspecialist', 'casusregisseur'],
    horen: { intos: ['datum', 'intakedatum'] },
  },
  'rechten-en-plichten-uitgelegd': {
    rows: ['R03.3'],
    velden: ['datum', 'tolk?'],
    rollen: CASUSREGISSEUR,
  },
  'brede-intake-uitgenodigd': {
    rows: ['R03.5', 'R03.5a', 'R03.5b', 'R03.5c'],
    velden: ['afspraakdatum', 'tijd', 'plaats', 'onderdeel', 'tolk?'],
    rollen: CASUSREGISSEUR,
    per: 'onderdeel',
    horen: { taalschool: AFSPRAAK, intos: AFSPRAAK, balk: AFSPRAAK, casusregisseur: AFSPRAAK },
  },
  [TALK]: {
    rows: ['R03.T3', 'R03.6', 'R07.T1', 'R07.1', 'R08.T1', 'R08.1'],
    velden: ['datum', 'onderdeel'],
    per: 'onderdeel',
    rollen: ['taalschool', 'intos', 'balk', 'maatschappelijk-begeleider', 'casusregisseur'],
    horen: { casusregisseur: ['datum', 'onderdeel'] },
    horenVanAlle: CASUSREGISSEUR,
  },
  'brede-intake-afgerond': {
    rows: ['RBI.T2'],
    velden: ['datum', 'onderdelen?'],
    rollen: CASUSREGISSEUR,
    meestalNa: [TALK, TEST_TAKEN],
  },
  'intake-advies-uitgebracht': {
    rows: ['RBI.T4', 'R04.4', 'R07.4', 'R08.4'],
    velden: ['datum', 'onderdeel', ...optional(...ADVIES)],
    rollen: ['taalschool', 'intos', 'balk', 'maatschappelijk-begeleider'],
    meestalNa: [TALK],
    per: 'onderdeel',
    // To who makes the PIP of it (RBI.T4), and to nobody else.
    horen: { casusregisseur: ['datum', 'onderdeel', ...ADVIES] },
    horenVanAlle: CASUSREGISSEUR,
  },
  'diplomawaardering-ontvangen': {
    rows: ['R03.6c'],
    horen: { casusregisseur: ['datum'] },
  },
  'taalmaatje-aangeboden': {
    rows: ['R06.T1'],
    velden: ['datum', 'reactie?'],
    rollen: ['taalmaatjes'],
  },
  'betrokken-rollen-gemeld': {
    rows: ['R06.2'],
    velden: ['ingangsdatum', 'betrokkenRol', 'naam', ...optional(...CONTACT)],
    per: 'betrokkenRol',
    horen: { taalmaatjes: ['ingangsdatum', 'betrokkenRol', 'naam', ...CONTACT] },
  },
  'taalcafe-kennismaking-gehouden': {
    rows: ['R06.3'],
    rollen: ['taalmaatjes'],
  },
  'taalmaatje-gekoppeld': {
    rows: ['R06.5'],
    velden: ['startdatum'],
    rollen: ['taalmaatjes'],
    meestalNa: ['taalmaatje-aangeboden'],
  },
  'taalmaatje-kennismaking-gehouden': {
    rows: ['R06.6'],
    rollen: ['taalmaatjes'],
    meestalNa: ['taalmaatje-gekoppeld'],
  },
  'huisbezoek-taalmaatje-gehouden': {
    rows: ['R06.7'],
    rollen: ['taalmaatjes'],
    meestalNa: ['taalmaatje-kennismaking-gehouden'],
  },
  'signaal-gemeld': {
    rows: ['R06.T2'],
    velden: ['datum', 'signaal'],
    rollen: ['taalmaatjes', 'maatschappelijk-begeleider'],
    per: ['datum', 'signaal'],
    horen: { casusregisseur: ['datum', 'signaal'] },
  },
  'participatie-gestart': {
    rows: ['R08.T2'],
    velden: ['startdatum', 'activiteit?'],
    rollen: ['intos'],
  },
  'leerbaarheidstoets-ingepland': {
    rows: ['R09.1'],
    velden: ['toetsdatum', 'tijd?', 'plaats?', 'examennummer?'],
    rollen: CASUSREGISSEUR,
    horen: { 'lbt-afnemer': ['toetsdatum', 'tijd', 'plaats', 'examennummer'] },
  },
  'leerbaarheidstoets-uitgenodigd': {
    rows: ['R09.2'],
    rollen: CASUSREGISSEUR,
  },
  [TEST_TAKEN]: {
    rows: ['R09.T1', 'R09.3'],
    rollen: ['lbt-afnemer'],
  },
  // A gemeente that dispenses somebody from the test decides so instead of having it taken (Wi2021 art. 14, lid 6 and 7).
  'leerbaarheidstoets-overgeslagen': {
    rows: ['R09.T1'],
    velden: ['datum', 'redenOverslaan'],
    geldtAls: TEST_TAKEN,
  },
  'leerroute-bepaald': {
    rows: ['R09.T2'],
    velden: ['datum', 'leerroute', 'afwijkendVanToets?', 'gemotiveerd?'],
    rollen: CASUSREGISSEUR,
    meestalNa: [TEST_TAKEN],
  },
  'intake-uitkomsten-verzameld': {
    rows: ['R10.1'],
    velden: ['datum', 'onderdelen?'],
    rollen: CASUSREGISSEUR,
  },
  'pip-inhoud-gecontroleerd': {
    rows: ['R10.T2'],
    rollen: CASUSREGISSEUR,
  },
  'participatiewet-beschikking-toegevoegd': {
    rows: ['R10.T6'],
    rollen: ['vakspecialist'],
    horen: { casusregisseur: ['datum'] },
  },
  'pip-deel-gedeeld': {
    rows: ['R10.4', 'R10.4a', 'R10.4b', 'R10.4c', 'R10.4d', 'R10.4e'],
    velden: [
      'ingangsdatum',
      ...optional(
        ...PIP_TAALSCHOOL,
        'instellingsnummer',
        'inschrijfdatum',
        ...PIP_INTOS,
        ...PIP_BALK,
        ...PIP_BEGELEIDER,
        ...PIP_VAKSPECIALIST,
      ),
    ],
    rollen: CASUSREGISSEUR,
    horen: {
      taalschool: ['ingangsdatum', ...PIP_TAALSCHOOL],
      intos: ['ingangsdatum', ...PIP_INTOS],
      balk: ['ingangsdatum', ...PIP_BALK],
      'maatschappelijk-begeleider': ['ingangsdatum', ...PIP_BEGELEIDER],
      vakspecialist: ['ingangsdatum', ...PIP_VAKSPECIALIST],
    },
    inDelen: true,
  },
  'pop-vastgesteld': {
    rows: ['R10.3'],
    rollen: CASUSREGISSEUR,
  },
  'pop-bijgewerkt': {
    rows: ['R10.T7'],
    rollen: CASUSREGISSEUR,
    meestalNa: ['pop-vastgesteld'],
  },
} as const satisfies Readonly<Record<string, RoutemapEntry>>;
