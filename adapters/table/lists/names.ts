import type { Gemeentecode } from '../../../contracts/base-types.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import type { Termijn } from '../../../domain/termijnen/termijnen.ts';
import type { ZaakStatus } from '../../../domain/zaak/situation.ts';

/** The lists of zaken by their status in the index. */

type Soort = Termijn['soort'];

/** The zaken that are a gemeente's now, those that were, and the households that live there or of which a partner was told. */
export const LISTS_OF_ZAKEN = ['eigen', 'vertrokken', 'huishoudens'] as const;

/** Zaken of people who left the gemeente. */
export const formerList = (gemeentecode: string): string => `VERTROKKEN#${gemeentecode}`;
/** Households of the gemeente. */
export const huishoudenList = (gemeentecode: string): string => `HUISHOUDEN#${gemeentecode}`;
/** The entry of an ended zaak among those that are kept, beside its timeline. */
export const KEPT = 'BEWAREN';
/** Ended zaken by the day from which they are erased. */
export const keptList = (gemeentecode: string): string => `${KEPT}#${gemeentecode}`;
/** Zaken of the gemeente. */
export const zakenList = (gemeentecode: string): string => `ZAAK#${gemeentecode}`;
/** Terms of one kind that run in the gemeente, by their last day. */
export const termijnList = (gemeentecode: Gemeentecode, soort: Soort): string =>
  `TERMIJN#${gemeentecode}#${soort}`;

/** Zaken of which DUO has to be told something, by since when. */
export const OWED_TO_DUO = 'AANDUO';

/** Sorts behind every date: what has none stands there. */
export const WITHOUT_DATE = '~';

/** The lists that a gemeente and its partners work from. */
export const LISTS = {
  zaken: (gemeentecode: string, status: ZaakStatus): string => `LIJST#${gemeentecode}#${status}`,
  /** Open terms by their last day, in a list for each time that the gemeente is warned before. */
  due: (gemeentecode: string, warnedBefore: string): string => `DATUM#${gemeentecode}#${warnedBefore}`,
  opened: (gemeentecode: string): string => `NIEUW#${gemeentecode}`,
  missing: (gemeentecode: string): string => `GEGEVENS#${gemeentecode}`,
  /** By the next day on which the gemeente is to be told of a term. */
  toTell: (gemeentecode: string): string => `AANKONDIGING#${gemeentecode}`,
  /** Zaken and households with a message that a partner did not get, by which messages those are. */
  undelivered: (gemeentecode: string): string => `ONBEZORGD#${gemeentecode}`,
  /** What a partner is to report, by its last day. */
  tasks: (kanaal: KanaalId): string => `TAAK#${kanaal}`,
  /** The appointments for the calendar of a gemeente or a partner, by their day and hour. */
  appointments: (kanaal: KanaalId): string => `AGENDA#${kanaal}`,
  contradictions: (gemeentecode: string): string => `TEGENSPRAAK#${gemeentecode}`,
} as const;
