import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { plus } from '../../domain/termijnen/calendar.ts';
import { isOpen, type Termijn } from '../../domain/termijnen/termijnen.ts';
import type { Dossier } from '../../domain/zaak/dossier.ts';
import { type Situation, situationOf, termijnenOf } from '../../domain/zaak/situation.ts';
import type { Zaak } from '../../domain/zaak/zaak.ts';
import { allPages, type Item, type Table } from './table.ts';

/**
 * Entries of a zaak in lists: a cache beside its timeline, rebuilt at every message about it and at will. They carry
 * the version of the timeline that they follow from, so that a late writer never puts an older one back.
 */

type Soort = Termijn['soort'];

interface Place {
  readonly sk: string;
  /** The list, and the place in it; without both it stands in none. */
  readonly status?: string;
  readonly sinds?: string;
}

/** The zaken that are a gemeente's now, and those that were and of which its partners were told. */
export const LISTS_OF_ZAKEN = ['eigen', 'vertrokken'] as const;

const departedList = (gemeentecode: Gemeentecode): string => `VERTROKKEN#${gemeentecode}`;
const zakenList = (gemeentecode: Gemeentecode): string => `ZAAK#${gemeentecode}`;
const termijnList = (gemeentecode: Gemeentecode, soort: Soort): string => `TERMIJN#${gemeentecode}#${soort}`;

/** In the list of its gemeente; out of every list when a person turned out to have no zaak of their own. */
const entry = (zaakId: ZaakId, zaak: Zaak, { koppeling, hasZaak }: Situation): Place | undefined => {
  if (koppeling === undefined) return undefined;
  if (hasZaak) return { sk: 'STAND', status: zakenList(koppeling.gemeentecode), sinds: zaakId };
  return zaak.koppelingen.length > 1 ? { sk: 'STAND' } : undefined;
};

/** In the list of every gemeente that it belonged to before; out of it again when it comes back. */
const departed = (zaakId: ZaakId, zaak: Zaak, { koppeling, hasZaak }: Situation): readonly Place[] => {
  const current = hasZaak ? koppeling?.gemeentecode : undefined;
  const codes = new Set(zaak.koppelingen.map(({ koppeling }) => koppeling.gemeentecode));
  if (codes.size === 1 && current !== undefined) return [];
  return [...codes].map((gemeentecode) => ({
    sk: departedList(gemeentecode),
    ...(gemeentecode === current ? {} : { status: departedList(gemeentecode), sinds: zaakId }),
  }));
};

/** By the first of its open terms of this kind; out of the list when none is open. */
const termijn = (termijnen: readonly Termijn[], gemeentecode: Gemeentecode, soort: Soort): Place => {
  const [first] = termijnen
    .filter((candidate) => candidate.soort === soort && isOpen(candidate))
    .map(({ einddatum }) => einddatum)
    .toSorted();
  return {
    sk: `TERMIJN#${soort}`,
    ...(first === undefined ? {} : { status: termijnList(gemeentecode, soort), sinds: first }),
  };
};

/** Both entries of a zaak by its terms. */
const termijnPlaces = (zaak: Zaak, gemeentecode: Gemeentecode): readonly Place[] => {
  // Terms start with a registration, and facts never go: before the first one there is nothing to take off a list.
  if (zaak.inschrijvingen.length === 0) return [];
  const termijnen = termijnenOf(zaak);
  return [termijn(termijnen, gemeentecode, 'wettelijk'), termijn(termijnen, gemeentecode, 'lokaal')];
};

/** A zaak as its timeline is after some commit. */
export interface ZaakState {
  readonly zaakId: ZaakId;
  readonly dossier: Pick<Dossier, 'zaak' | 'versie'>;
}

const listEntriesOf = ({ zaakId, dossier: { zaak, versie } }: ZaakState): readonly Item[] => {
  const situation = situationOf(zaak);
  const zaakEntry = entry(zaakId, zaak, situation);
  if (zaakEntry === undefined || situation.koppeling === undefined) return [];
  return [
    zaakEntry,
    ...departed(zaakId, zaak, situation),
    ...termijnPlaces(zaak, situation.koppeling.gemeentecode),
  ].map((place) => ({ pk: `ZAAK#${zaakId}`, versie, ...place }));
};

/** Keeps the entries of zaken in lists. */
export interface ZaakLists {
  /** Stores the entries that follow from these states; an entry of a newer version stays as it is. */
  store(states: readonly ZaakState[]): Promise<void>;
}

/** The lists in this table. */
export function createZaakLists(table: Pick<Table, 'writeIfNewer'>): ZaakLists {
  return {
    async store(states) {
      const entries = states.flatMap(listEntriesOf);
      await Promise.all(entries.map((entry) => table.writeIfNewer(entry, 'versie')));
    },
  };
}

/** One page of a list of zaken of a gemeente. */
export const zakenAt = async (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  list: (typeof LISTS_OF_ZAKEN)[number],
  page: { readonly na?: string; readonly max: number },
): Promise<{ readonly zaakIds: readonly ZaakId[]; readonly na?: string }> => {
  const status = list === 'eigen' ? zakenList(gemeentecode) : departedList(gemeentecode);
  const { items, ...rest } = await table.perStatus(status, page);
  return { zaakIds: items.map(({ pk }) => pk.slice('ZAAK#'.length) as ZaakId), ...rest };
};

/** Number of zaken of a gemeente, ended ones among them. */
export const countZaken = (table: Pick<Table, 'count'>, gemeentecode: Gemeentecode): Promise<number> =>
  table.count(zakenList(gemeentecode));

/** Terms of one gemeente of which the last day has gone by and the end event has not come. */
export interface TermijnCount {
  /** Number of zaken with an exceeded statutory term. */
  readonly overschreden: number;
  /** Those of which yesterday was the last day. */
  readonly netOverschreden: readonly ZaakId[];
  /** Number of zaken with a local term that has passed. */
  readonly expired: number;
}

/** Looks at the zaken by their terms on a day; reads the lists and no zaak. */
export const countTermijnen = async (
  table: Pick<Table, 'count' | 'perStatus'>,
  gemeentecode: Gemeentecode,
  today: string,
): Promise<TermijnCount> => {
  const yesterday = plus(today, '-P1D');
  const statutory = termijnList(gemeentecode, 'wettelijk');
  const [overschreden, net, expired] = await Promise.all([
    table.count(statutory, yesterday),
    allPages(async (after) => {
      const { items: elements, ...rest } = await table.perStatus(statutory, {
        from: yesterday,
        until: yesterday,
        ...(after === undefined ? {} : { na: after }),
      });
      return { elements, ...rest };
    }),
    table.count(termijnList(gemeentecode, 'lokaal'), yesterday),
  ]);
  return {
    overschreden,
    netOverschreden: net.map(({ pk }) => pk.slice('ZAAK#'.length) as ZaakId),
    expired,
  };
};
