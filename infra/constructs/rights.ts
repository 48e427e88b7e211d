import {
  SOURCE_HUB,
  SOURCE_INBOUND,
  TYPE_ABONNEMENT_WARNED,
  TYPE_ZAAK_ERASE,
  TYPE_ZAAK_UPDATED,
} from '../../contracts/internal/bus-events.ts';

/** What each function does with the table and the bus, from which its permissions follow (docs/rights.md). */

/** What a function can be allowed to do with the items of the table. No function may scan it. */
export const TABLE_ACTIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
] as const;
export type TableAction = (typeof TABLE_ACTIONS)[number];

/**
 * What one function does with the table: for each action the partition keys of the items that it is about, as patterns.
 * What is not named here, the function may not do.
 */
export type TableRights = Readonly<Partial<Record<TableAction, readonly string[]>>> & {
  /**
   * It strikes off that messages of a zaak are sent. It may name no attribute of an item beside those of
   * `contracts/internal/sent-attributes.ts`, so it cannot change what a timeline says.
   */
  readonly sent?: true;
  /** The lists of the index that it reads, by their status. */
  readonly lists?: readonly string[];
  /** The lists of the index of which it counts the entries, and sees none. */
  readonly counts?: readonly string[];
};

/** The partition keys of a zaak: its timeline and its places in lists. */
export const ZAAK_PARTITIONS = 'ZAAK#*';
/** The messages to partners about one zaak, and the lanes of it that wait. */
const POSTVAK = 'POSTVAK#*';
/** Who wants a mail when there is something to read, and how far that is; as a list, all of them. */
const MAIL = 'MAIL#*';
/** What partners said of their messages; as a list, of one partner. */
const REPLIES = 'ANTWOORD#*';
/** Of one partner: what it cannot do and its gemeente did not see to yet. */
const WAITING_REPLIES = 'LUKTNIET#*';

const LOGS = [ZAAK_PARTITIONS, 'BSN#*', 'KOPPELING#*'] as const;
const RECEIPTS = 'ONTVANGST#*';
/** Persons of whom it was decided to erase them. */
const ERASINGS = 'WISSING#*';
/** Questions to DUO of which the answer was not there yet. */
const QUESTIONS = 'DUOVRAAG#*';
/** Under which number DUO has the employees of a gemeente. */
const CONTACTS = 'DUOCONTACT#*';
/** Whose the clients of the issuers are, and who was shut out. An operator writes them. */
const ADMISSIONS = ['TOELATING', 'UITGESLOTEN'] as const;
/** What an organisation may still ask today, and its places to wait for messages. */
const LIMITS = 'LIMIET#*';
/** Who may speak for an organisation on the pages, and the links and passkeys by which they sign in. */
const PEOPLE = ['MEDEWERKER#*', 'AANMELDLINK#*', 'PASSKEY#*'] as const;
/** The challenges that an authenticator answered, and the choices of an organisation that were made: each once. */
const USED_CHALLENGES = 'PASSKEYVRAAG#*';
/** What the watch found, and when the tasks of the clock last came to their end. */
const [FINDINGS, TASK_RUNS] = ['BEWAKING', 'TAAK'] as const;
/** What partners chose, what the hub noted about their receivers, and what they asked for again. */
const DOORS = ['KANAAL#*', 'ABONNEMENT#*', 'HERLEVERING#*', 'FEED#*'] as const;

/** The lists of which the API shows something, and the pages. */
const SHOWN_LISTS = [
  RECEIPTS,
  'UITGAAND',
  ZAAK_PARTITIONS,
  'VERTROKKEN#*',
  'HUISHOUDEN#*',
  'LIJST#*',
  'DATUM#*',
  'NIEUW#*',
  'GEGEVENS#*',
  'TEGENSPRAAK#*',
  'TAAK#*',
  'AGENDA#*',
  'POST#*',
  REPLIES,
  WAITING_REPLIES,
] as const;

/** A function that takes the messages of one source in. */
const PROCESSOR = {
  GetItem: [...LOGS, RECEIPTS],
  Query: LOGS,
  PutItem: [...LOGS, RECEIPTS, 'MIJLPALEN#*'],
  UpdateItem: [RECEIPTS],
} as const satisfies TableRights;

/** The rights of every function that knows the table. */
export const TABLE_RIGHTS = {
  api: {
    GetItem: [
      ZAAK_PARTITIONS,
      'BSN#*',
      RECEIPTS,
      'BERICHT#*',
      LIMITS,
      ERASINGS,
      REPLIES,
      ...ADMISSIONS,
      ...DOORS,
    ],
    BatchGetItem: [RECEIPTS],
    Query: [
      ZAAK_PARTITIONS,
      POSTVAK,
      REPLIES,
      'BSN#*',
      'KANAAL#*',
      'ABONNEMENT#*',
      'MIJLPALEN#*',
      ...ADMISSIONS,
    ],
    PutItem: [RECEIPTS, 'BRON#*', LIMITS, ERASINGS, REPLIES, ...DOORS],
    UpdateItem: [RECEIPTS, POSTVAK, REPLIES, LIMITS],
    lists: SHOWN_LISTS,
  },
  ophalen: {
    GetItem: ['FEED#*', LIMITS, ...ADMISSIONS],
    Query: ['KANAAL#*', POSTVAK, ...ADMISSIONS],
    PutItem: [LIMITS],
    UpdateItem: [LIMITS],
    lists: ['POST#*'],
  },
  // It shows people what the API shows their organisation. For a partner it confirms a message and writes what it says of that, and lets
  // it read its messages here; for a gemeente it shuts out a partner, and lets it in. It takes in what either reports. To who operates
  // the hub it shows the books, how receivers do and what the watch counted, and it takes a receipt up again. A beheerder of a gemeente
  // writes down who may speak for it and its partners, and links and passkeys sign those in.
  loket: {
    GetItem: [
      ZAAK_PARTITIONS,
      'BSN#*',
      RECEIPTS,
      'BERICHT#*',
      ...DOORS,
      FINDINGS,
      LIMITS,
      MAIL,
      ERASINGS,
      REPLIES,
      ...PEOPLE,
      ...ADMISSIONS,
    ],
    BatchGetItem: [RECEIPTS],
    Query: [
      ZAAK_PARTITIONS,
      POSTVAK,
      REPLIES,
      'BSN#*',
      'KANAAL#*',
      'MIJLPALEN#*',
      'MEDEWERKER#*',
      'PASSKEY#*',
      MAIL,
      ...ADMISSIONS,
    ],
    PutItem: [
      RECEIPTS,
      LIMITS,
      MAIL,
      REPLIES,
      ...PEOPLE,
      USED_CHALLENGES,
      'KANAAL#*',
      'FEED#*',
      'HERLEVERING#*',
    ],
    UpdateItem: [RECEIPTS, POSTVAK, REPLIES, LIMITS],
    lists: SHOWN_LISTS,
  },
  coa: PROCESSOR,
  brp: PROCESSOR,
  meldingen: PROCESSOR,
  duo: {
    ...PROCESSOR,
    GetItem: [...PROCESSOR.GetItem, QUESTIONS],
    PutItem: [...PROCESSOR.PutItem, QUESTIONS],
    UpdateItem: [...PROCESSOR.UpdateItem, QUESTIONS],
  },
  // It tells DUO, and takes a zaak or an employee of a gemeente in hand for that.
  duomeldingen: {
    GetItem: [ZAAK_PARTITIONS, CONTACTS],
    Query: [ZAAK_PARTITIONS],
    PutItem: [ZAAK_PARTITIONS, CONTACTS, 'MIJLPALEN#*'],
  },
  partnerberichten: {
    Query: [ZAAK_PARTITIONS, POSTVAK, 'KANAAL#*'],
    PutItem: [POSTVAK, 'BERICHT#*'],
    UpdateItem: [POSTVAK, REPLIES],
    sent: true,
  },
  webhook: {
    GetItem: DOORS,
    Query: ['KANAAL#*', POSTVAK],
    PutItem: [POSTVAK, ...DOORS],
    UpdateItem: [POSTVAK],
    lists: ['POST#*', 'BAAN'],
  },
  // It counts what lies ready for who wants a mail, and reads no message.
  mailen: {
    GetItem: [MAIL, 'FEED#*'],
    Query: ['KANAAL#*'],
    PutItem: [MAIL],
    lists: ['MAIL'],
    counts: ['POST#*'],
  },
  // The only one that deletes: it erases persons.
  wissen: {
    GetItem: [...LOGS, RECEIPTS, ERASINGS],
    Query: [...LOGS, POSTVAK, REPLIES],
    PutItem: [...LOGS, POSTVAK, 'MIJLPALEN#*', ERASINGS, TASK_RUNS],
    UpdateItem: [ZAAK_PARTITIONS, POSTVAK, RECEIPTS],
    DeleteItem: [...LOGS, POSTVAK, REPLIES, 'BERICHT#*', 'MIJLPALEN#*', QUESTIONS],
    lists: [RECEIPTS, 'GEWIST', 'BEWAREN#*'],
  },
  bewaking: {
    GetItem: [
      ZAAK_PARTITIONS,
      RECEIPTS,
      QUESTIONS,
      'HERLEVERING#*',
      'FEED#*',
      // How a receiver does, of which messages lie ready for long.
      'ABONNEMENT#*',
      'BRON#*',
      'SLEUTEL',
      'LIJSTEN',
      'CONTRACTEN#*',
      FINDINGS,
      TASK_RUNS,
    ],
    Query: [ZAAK_PARTITIONS, POSTVAK, 'KANAAL#*', FINDINGS],
    PutItem: [
      ZAAK_PARTITIONS,
      FINDINGS,
      TASK_RUNS,
      POSTVAK,
      'MIJLPALEN#*',
      QUESTIONS,
      'BRON#*',
      'SLEUTEL',
      'LIJSTEN',
      'CONTRACTEN#*',
    ],
    UpdateItem: [ZAAK_PARTITIONS, POSTVAK, RECEIPTS],
    lists: [
      RECEIPTS,
      'UITGAAND',
      'DUOVRAAG',
      'AANDUO',
      'HERLEVERING',
      'BAAN',
      ZAAK_PARTITIONS,
      'VERTROKKEN#*',
      'HUISHOUDEN#*',
      'TERMIJN#*',
      'AANKONDIGING#*',
      'ONBEZORGD#*',
      'POST#*',
    ],
  },
} as const satisfies Readonly<Record<string, TableRights>>;

/** What a function says on the bus: events of one source, of types like these. */
export type BusRight = { readonly source: string; readonly detailTypes: readonly string[] };

/** A message of a source, offered to the queue of its type. A message that waited may be of any source. */
const INBOUND: BusRight = {
  source: SOURCE_INBOUND,
  detailTypes: ['nl.tvs.*', 'nl.brp.*', 'nl.duo.*', 'nl.inburgeringszaken.*'],
};
/** The timeline of a zaak grew. */
const UPDATED: BusRight = { source: SOURCE_HUB, detailTypes: [TYPE_ZAAK_UPDATED] };
/** A gemeente wants a person erased. */
const ERASE: BusRight = { source: SOURCE_HUB, detailTypes: [TYPE_ZAAK_ERASE] };
/** Something is wrong with the receiver of an abonnement. */
const WARNED: BusRight = { source: SOURCE_HUB, detailTypes: [TYPE_ABONNEMENT_WARNED] };

/** What every function that knows the bus says on it. */
export const BUS_RIGHTS = {
  api: [INBOUND, ERASE],
  loket: [INBOUND],
  coa: [INBOUND, UPDATED],
  brp: [INBOUND, UPDATED],
  meldingen: [INBOUND, UPDATED],
  duo: [INBOUND, UPDATED],
  duomeldingen: [UPDATED],
  wissen: [INBOUND, UPDATED],
  webhook: [WARNED],
  bewaking: [INBOUND, UPDATED],
} as const satisfies Readonly<Record<string, readonly BusRight[]>>;
