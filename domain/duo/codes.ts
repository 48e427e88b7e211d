import type { DuoQuery } from '../../contracts/duo-queries.ts';
import type { PLICHTEN } from '../../contracts/regievoerder.ts';

/** What one of DUO's event codes does: its name on the timeline (`meanings.ts` has its meaning), and what the hub then asks DUO. */
export interface DuoCode {
  readonly gebeurtenis: string;
  /** The questions to DUO when the notification comes in. A 404 is an answer too, except to the required question. */
  readonly queries: readonly DuoQuery[];
  /**
   * The question without whose answer the notification says nothing: the hub asks until DUO has it (`pending.ts`), and never
   * guesses.
   */
  readonly required?: DuoQuery;
  /** The code says what matters without any answer. It counts at once, also while the message waits for a BSN to ask with. */
  readonly standsAlone?: true;
  /** What the code says about the plicht when DUO's answer does not (`domain/zaak/plicht.ts`). */
  readonly plicht?: Plicht;
  /** What has ended by this code. An answer that still says it may be older than the code. */
  readonly ended?: Plicht;
  /** The plicht is met by a diploma. */
  readonly isDiploma?: true;
  /** What DUO decided on a request. */
  readonly oordeel?: 'Toekenning' | 'Afwijzing';
  /** What the code says about the PIP. */
  readonly pip?: 'vastgesteld' | 'van de vorige gemeente' | 'geen';
  /** DUO sends this code to the gemeente that the person belongs to from now on, so its addressee is news (`doel.ts`). */
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

type Rest = Partial<Omit<DuoCode, 'gebeurtenis' | 'queries'>>;

const code = (gebeurtenis: string, queries: readonly DuoQuery[] = [], rest: Rest = {}): DuoCode => ({
  gebeurtenis,
  queries,
  ...rest,
});

const vastgesteld = (gebeurtenis: string): DuoCode =>
  code(gebeurtenis, [...PLICHT, ...EXAMEN], {
    required: 'inburgeringsplicht',
    plicht: 'geldt',
    namesGemeente: true,
  });

const hervat = (queries: readonly DuoQuery[], rest: Rest = {}): DuoCode =>
  code('inburgeringsplicht-hervat', [...PLICHT, ...EXAMEN, ...VRIJSTELLING, ...queries], {
    plicht: 'geldt',
    ended: 'tijdelijk vrijgesteld',
    namesGemeente: true,
    ...rest,
  });

const gevestigd = (queries: readonly DuoQuery[], rest: Rest = {}): DuoCode =>
  code('gemeente-gewijzigd', [...PLICHT, ...EXAMEN, ...queries], { namesGemeente: true, ...rest });

const voldaan = (queries: readonly DuoQuery[] = [], rest: Rest = {}): DuoCode =>
  code('inburgeringsplicht-voldaan', [...PLICHT, ...queries], { plicht: 'voldaan', ...rest });

const toegekend = (queries: readonly DuoQuery[]): DuoCode =>
  code('verzoek-beslist', queries, { oordeel: 'Toekenning' });

const afgewezen = (queries: readonly DuoQuery[]): DuoCode =>
  code('verzoek-beslist', queries, { oordeel: 'Afwijzing' });

/** Every code that DUO published, except the codes of which only the name matters (`meanings.ts`). */
const DUO_CODES: Readonly<Record<string, DuoCode>> = {
  // werkafspraken R00.T2
  SS101: vastgesteld('inburgeringsplicht-vastgesteld'),
  SS128: vastgesteld('inburgeringsplicht-vastgesteld'),
  SS139: vastgesteld('pip-termijn-gestart'),
  SS129: hervat([]),
  SS130: hervat([...TERMIJN, 'PIP'], {
    pip: 'vastgesteld',
  }),
  SS120: gevestigd([], { pip: 'geen' }),
  SS121: gevestigd(TERMIJN, {
    pip: 'van de vorige gemeente',
  }),
  SS124: code('doelgroep-gewijzigd', PLICHT),
  SS125: code('doelgroep-gewijzigd', PLICHT),
  SS109: code('vrijstelling-toegekend', [...PLICHT, ...VRIJSTELLING], {
    plicht: 'tijdelijk vrijgesteld',
    oordeel: 'Toekenning',
  }),
  SS110: code('inburgeringsplicht-beeindigd', PLICHT, {
    plicht: 'ingetrokken',
  }),
  SS111: code('overlijden-ontvangen', PLICHT, { standsAlone: true }),
  // werkafspraken R15.T1
  SS106: voldaan([], { isDiploma: true }),
  SS107: voldaan(VRIJSTELLING),
  SS108: voldaan(),
  SS137: code('leerbaarheidstoets-aangemeld', ['lbt/examennummer']),
  SS131: code('leerbaarheidstoets-uitslag-ontvangen', ['lbt/resultaten'], { required: 'lbt/resultaten' }),
  // The inburgeringstermijn begins the day after the dagtekening of the first PIP (Wet inburgering 2021 art. 11;
  // werkafspraken R10.T5).
  SS102: code('inburgeringstermijn-gestart', TERMIJN, { pip: 'vastgesteld' }),
  SS103: code('inburgeringstermijn-verlengd', TERMIJN),
  SS104: code('inburgeringstermijn-verlengd', TERMIJN, {
    oordeel: 'Toekenning',
  }),
  // DUO's API for requests to extend (SDI011) does not exist yet.
  SS113: afgewezen([]),
  SS114: afgewezen(VRIJSTELLING),
  SS115: afgewezen(VRIJSTELLING),
  SS116: afgewezen(VRIJSTELLING),
  SS117: toegekend([...VRIJSTELLING, ...EXAMEN]),
  SS118: afgewezen(ONTHEFFING),
  SS119: toegekend([...ONTHEFFING, ...EXAMEN]),
  // werkafspraken R15.T1
  SS199: code('examenuitslag-ontvangen', EXAMEN),
};

/** What the hub does with a code. A code that DUO has not published is recorded as such, and nothing is asked. */
export const duoCode = (gebeurtenisId: string): DuoCode =>
  DUO_CODES[gebeurtenisId] ?? code('duo-gebeurtenis-onbekend');

/** What the hub does with the code of a notification. */
export const duoCodeIn = ({
  notificatie,
}: {
  readonly notificatie: { readonly gebeurtenisId: string };
}): DuoCode => duoCode(notificatie.gebeurtenisId);

/**
 * Whether a notification with this code makes a person known to the hub, also without a koppeling: DUO says that they are
 * inburgeringsplichtig, or that they settled in the gemeente that it addresses.
 */
export const opensZaak = (gebeurtenisId: string): boolean => duoCode(gebeurtenisId).namesGemeente === true;
