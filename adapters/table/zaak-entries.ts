import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import { isConnected } from '../../domain/gemeenten/index.ts';
import { gemeentenOf } from '../../domain/huishouden/huishouden.ts';
import { kanaalParts } from '../../domain/partners/address.ts';
import { missingForPartners } from '../../domain/partners/needed.ts';
import { missingIn } from '../../domain/partners/projection.ts';
import { plus } from '../../domain/termijnen/calendar.ts';
import { deadlineOf, isOpen, type Termijn } from '../../domain/termijnen/termijnen.ts';
import type { Dossier } from '../../domain/zaak/dossier.ts';
import type { Feit, InschrijvingFeit, VerhuizingFeit } from '../../domain/zaak/feiten.ts';
import { type Situation, situationOf } from '../../domain/zaak/situation.ts';
import { termijnenOf } from '../../domain/zaak/termijnen.ts';
import { mergedInto, type Zaak } from '../../domain/zaak/zaak.ts';
import { LISTS, listPlaces, type Place } from './lists/places.ts';
import { allPages, type Item, type Table } from './table.ts';

/**
 * Entries of a zaak in lists: a cache beside its timeline, rebuilt at every message about it and at will. They carry
 * the version of the timeline that they follow from, so that a late writer never puts an older one back.
 */

type Soort = Termijn['soort'];

/** The zaken that are a gemeente's now, those that were, and the households that live there or of which a partner was told. */
export const LISTS_OF_ZAKEN = ['eigen', 'vertrokken', 'huishoudens'] as const;

const departedList = (gemeentecode: string): string => `VERTROKKEN#${gemeentecode}`;
const huishoudenList = (gemeentecode: string): string => `HUISHOUDEN#${gemeentecode}`;
const zakenList = (gemeentecode: string): string => `ZAAK#${gemeentecode}`;
const termijnList = (gemeentecode: Gemeentecode, soort: Soort): string => `TERMIJN#${gemeentecode}#${soort}`;

/** In the list of its gemeente; out of every list when no gemeente of this hub has it any more. */
const entry = (zaakId: ZaakId, zaak: Zaak, { gemeentecode, hasZaak }: Situation): Place | undefined => {
  if (hasZaak && gemeentecode !== undefined && mergedInto(zaak) === undefined) {
    return { sk: 'STAND', status: zakenList(gemeentecode), sinds: zaakId };
  }
  return mayBeListed(zaak) ? { sk: 'STAND' } : undefined;
};

/** Everything that was ever said, what was put right since included: an entry that followed from it may have to go. */
const said = (zaak: Zaak): readonly Feit[] => [...zaak.feiten.values()];

/** Kinds of facts that can place a zaak in a list, or take it out of one, beside its koppelingen. */
const MOVES_IN_LISTS: ReadonlySet<Feit['soort']> = new Set<Feit['soort']>([
  'duo',
  'casus-geopend',
  'melding',
  'brp-inschrijving',
  'brp-verhuizing',
  'herstel',
  'samengevoegd',
]);

/** Whether an earlier state of this zaak can have stood in a list: it takes more than the first koppeling to leave one. */
const mayBeListed = (zaak: Zaak): boolean =>
  said(zaak).filter(({ soort }) => soort === 'koppeling').length > 1 ||
  said(zaak).some(({ soort }) => MOVES_IN_LISTS.has(soort));

const isResidence = (feit: Feit): feit is InschrijvingFeit | VerhuizingFeit =>
  feit.soort === 'brp-inschrijving' || feit.soort === 'brp-verhuizing';

/** Every gemeente of this hub that any fact ever named: an entry in a list is of one of these. */
const namedGemeenten = (zaak: Zaak): readonly string[] =>
  said(zaak).flatMap((feit) => {
    if (feit.soort === 'koppeling') return [feit.koppeling.gemeentecode];
    return isResidence(feit) && isConnected(feit.gegevens.gemeentecode) ? [feit.gegevens.gemeentecode] : [];
  });

/**
 * In the list of every gemeente that had the zaak, or of which a partner was told, and that does not have it now; out of
 * it again when the zaak comes back.
 */
const departed = (
  zaakId: ZaakId,
  { zaak, latest }: ZaakState['dossier'],
  { gemeentecode, hasZaak, belonging }: Situation,
): readonly Place[] => {
  const current = hasZaak && mergedInto(zaak) === undefined ? gemeentecode : undefined;
  const left = new Set([
    ...toldIn(latest),
    ...(hasZaak ? belonging.former.map((former) => former.gemeentecode) : []),
  ]);
  const codes = new Set([...namedGemeenten(zaak), ...left]);
  if (codes.size === 1 && current !== undefined && codes.has(current)) return [];
  return [...codes].map((code) => ({
    sk: departedList(code),
    ...(left.has(code) && code !== current ? { status: departedList(code), sinds: zaakId } : {}),
  }));
};

/** By the first of its open terms of this kind that can pass; out of the list when there is none. */
const termijn = (termijnen: readonly Termijn[], gemeentecode: Gemeentecode, soort: Soort): Place => {
  const [first] = termijnen
    .filter((candidate) => candidate.soort === soort && isOpen(candidate))
    .flatMap((candidate) => deadlineOf(candidate) ?? [])
    .toSorted();
  return {
    sk: `TERMIJN#${soort}`,
    ...(first === undefined ? {} : { status: termijnList(gemeentecode, soort), sinds: first }),
  };
};

/** Both entries of a zaak by its terms. */
const termijnPlaces = (zaak: Zaak, gemeentecode: Gemeentecode | undefined): readonly Place[] => {
  const termijnen = gemeentecode === undefined ? [] : termijnenOf(zaak);
  const places = (['wettelijk', 'lokaal'] as const).map((soort) =>
    gemeentecode === undefined ? { sk: `TERMIJN#${soort}` } : termijn(termijnen, gemeentecode, soort),
  );
  // Of a zaak that cannot have stood in a list there is nothing to take off one.
  return mayBeListed(zaak) ? places : places.filter(({ status }) => status !== undefined);
};

/** In the list of its gemeente while a partner waits for what no source told of the person; the longest linked first. */
const missingPlaces = (zaak: Zaak, { gemeentecode, peildatum }: Situation): readonly Place[] => {
  // Of a person of whom every koppeling told everything there is nothing to take off a list.
  const mayBeMissing = said(zaak).some(
    (feit) => feit.soort === 'koppeling' && missingForPartners(feit.persoon).length > 0,
  );
  if (!mayBeMissing) return [];
  const isMissing = gemeentecode !== undefined && missingIn(zaak) !== undefined;
  return [
    { sk: 'GEGEVENS', ...(isMissing ? { status: LISTS.missing(gemeentecode), sinds: peildatum } : {}) },
  ];
};

/** A zaak as its timeline is after some commit. */
export interface ZaakState {
  readonly zaakId: ZaakId;
  readonly dossier: Pick<Dossier, 'zaak' | 'versie' | 'latest'>;
}

/** A household stands in the list of every gemeente where it lives, or of which a partner was told of it. */
const huishoudenPlaces = (id: ZaakId, { zaak, latest }: ZaakState['dossier']): readonly Place[] =>
  [...new Set([...gemeentenOf(zaak), ...toldIn(latest)])].map((code) => ({
    sk: huishoudenList(code),
    status: huishoudenList(code),
    sinds: id,
  }));

/** The gemeenten of which a partner was told. */
const toldIn = (latest: Dossier['latest']): readonly string[] =>
  [...latest.keys()].map((kanaal) => kanaalParts(kanaal).gemeentecode);

const listEntriesOf = (state: ZaakState): readonly Item[] =>
  placesOf(state).map((place) => ({ pk: `ZAAK#${state.zaakId}`, versie: state.dossier.versie, ...place }));

/** The days of zaken for the figures; what derives them is loaded after the first messages, not at a cold start. */
const entriesForFigures = async (states: readonly ZaakState[]): Promise<readonly Item[]> => {
  const { mijlpaalEntries } = await import('./mijlpalen.ts');
  return states.flatMap((state) => mijlpaalEntries(state, mayBeListed(state.dossier.zaak)));
};

const placesOf = ({ zaakId, dossier }: ZaakState): readonly Place[] => {
  const { zaak } = dossier;
  if (zaak.leden.length > 0) return huishoudenPlaces(zaakId, dossier);
  const situation = situationOf(zaak);
  const zaakEntry = entry(zaakId, zaak, situation);
  const missing = missingPlaces(zaak, situation);
  if (zaakEntry === undefined) return missing;
  return [
    zaakEntry,
    ...departed(zaakId, dossier, situation),
    ...termijnPlaces(zaak, situation.gemeentecode),
    ...missing,
    // Of a zaak that cannot have stood in a list there is nothing to take off one.
    ...listPlaces(zaakId, dossier).filter(({ status }) => status !== undefined || mayBeListed(zaak)),
  ];
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
      const entries = [...states.flatMap(listEntriesOf), ...(await entriesForFigures(states))];
      await Promise.all(entries.map((entry) => table.writeIfNewer(entry, 'versie')));
    },
  };
}

const zaakIdOf = ({ pk }: Pick<Item, 'pk'>): ZaakId => pk.slice('ZAAK#'.length) as ZaakId;

const STATUS_OF_LIST: Readonly<Record<(typeof LISTS_OF_ZAKEN)[number], (gemeentecode: string) => string>> = {
  eigen: zakenList,
  vertrokken: departedList,
  huishoudens: huishoudenList,
};

/** One page of a list of zaken of a gemeente. */
export const zakenAt = async (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  list: (typeof LISTS_OF_ZAKEN)[number],
  page: { readonly na?: string; readonly max: number },
): Promise<{ readonly zaakIds: readonly ZaakId[]; readonly na?: string }> => {
  const status = STATUS_OF_LIST[list](gemeentecode);
  const { items, ...rest } = await table.perStatus(status, page);
  return { zaakIds: items.map(zaakIdOf), ...rest };
};

/** Number of zaken of a gemeente, ended ones among them. */
export const countZaken = (table: Pick<Table, 'count'>, gemeentecode: Gemeentecode): Promise<number> =>
  table.count(zakenList(gemeentecode));

/** Zaken of a gemeente that are named; there may be more of them. */
const NAMED = 100;

/** The zaken of a gemeente of which a partner waits for what no source told of the person. */
export const zakenWithMissing = async (
  table: Pick<Table, 'count' | 'perStatus'>,
  gemeentecode: Gemeentecode,
): Promise<{ readonly aantal: number; readonly zaken: ZaakId[] }> => {
  const [aantal, { items }] = await Promise.all([
    table.count(LISTS.missing(gemeentecode)),
    table.perStatus(LISTS.missing(gemeentecode), { max: NAMED }),
  ]);
  return { aantal, zaken: items.map(zaakIdOf) };
};

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
    netOverschreden: net.map(zaakIdOf),
    expired,
  };
};
