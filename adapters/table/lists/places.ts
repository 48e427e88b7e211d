import type { ZaakId } from '../../../contracts/base-types.ts';
import type { Dossier } from '../../../domain/zaak/dossier.ts';
import { isReported } from '../../../domain/zaak/feiten.ts';
import {
  listEntryOf,
  mostOpenTermijnen,
  type OpenTermijn,
  openTermijnenOf,
} from '../../../domain/zaak/list-entry.ts';
import { openedOn } from '../../../domain/zaak/opened.ts';
import { contradictionsSeen } from '../../../domain/zaak/seen.ts';
import { situationOf } from '../../../domain/zaak/situation.ts';
import { mergedInto, type Zaak } from '../../../domain/zaak/zaak.ts';
import type { Item } from '../table.ts';
import { LISTS, WITHOUT_DATE } from './names.ts';

/** Where a zaak stands in the lists that a gemeente works from: its zaken by date, what is due, and what waits for a person. */

/** A place of a zaak among its items. */
export interface Place {
  readonly sk: string;
  /** The list, and the place in it; without both it stands in none. */
  readonly status?: string;
  readonly sinds?: string;
  /** What the list shows of it, as JSON: the index gives it along, so that no zaak is read for a list. */
  readonly bericht?: string;
}

/** The name of a place for an open term, the first to end at place 1. */
const placeOfTermijn = (place: number): string => `DATUM#${place}`;

/** Each open term on its own place, by its last day; the places that are left stand in no list. */
const duePlaces = (
  zaakId: ZaakId,
  zaak: Zaak,
  gemeentecode: string,
  termijnen: readonly OpenTermijn[],
): readonly Place[] => {
  const dated = termijnen.flatMap(({ id, datum, warnedBefore, onderdelen }) =>
    datum === undefined
      ? []
      : {
          status: LISTS.due(gemeentecode, warnedBefore),
          sinds: `${datum}#${zaakId}#${id}`,
          ...(onderdelen === undefined ? {} : { bericht: JSON.stringify({ onderdelen }) }),
        },
  );
  return Array.from({ length: mostOpenTermijnen(zaak) }, (_, place) => ({
    sk: placeOfTermijn(place + 1),
    ...dated[place],
  }));
};

/**
 * The entries of a zaak for open terms that it no longer has, each in no list: the hub may have had more of them at once, `mostEver`,
 * before a gemeente dropped rules.
 */
export const formerDueEntries = (
  zaakId: ZaakId,
  { zaak, versie }: Pick<Dossier, 'zaak' | 'versie'>,
  mostEver: number,
): readonly Item[] => {
  const most = mostOpenTermijnen(zaak);
  const count = zaak.leden.length > 0 ? 0 : Math.max(0, mostEver - most);
  return Array.from({ length: count }, (_, place) => ({
    pk: `ZAAK#${zaakId}`,
    sk: placeOfTermijn(most + place + 1),
    versie,
  }));
};

/** The longest told first. Only of a zaak of which a gemeente typed something over can sources say something else. */
const contradictionPlaces = (
  zaakId: ZaakId,
  zaak: Zaak,
  gemeentecode: string | undefined,
): readonly Place[] => {
  if (![...zaak.feiten.values()].some(isReported)) return [];
  const [first] = contradictionsSeen(zaak, gemeentecode)
    .map(({ tijdstip }) => new Date(tijdstip).toISOString())
    .toSorted();
  return [
    {
      sk: 'TEGENSPRAAK',
      ...(gemeentecode === undefined || first === undefined
        ? {}
        : { status: LISTS.contradictions(gemeentecode), sinds: `${first}#${zaakId}` }),
    },
  ];
};

/** The places of a zaak in the lists that its gemeente works from; in none of them when no gemeente of this hub has it. */
export const listPlaces = (zaakId: ZaakId, dossier: Pick<Dossier, 'zaak' | 'latest'>): readonly Place[] => {
  const { zaak } = dossier;
  const { hasZaak, gemeentecode, status } = situationOf(zaak);
  if (!hasZaak || gemeentecode === undefined || mergedInto(zaak) !== undefined) {
    return [
      { sk: 'LIJST' },
      { sk: 'NIEUW' },
      ...duePlaces(zaakId, zaak, '', []),
      ...contradictionPlaces(zaakId, zaak, undefined),
    ];
  }
  const termijnen = openTermijnenOf(zaak);
  const opened = openedOn(zaak);
  return [
    {
      sk: 'LIJST',
      status: LISTS.zaken(gemeentecode, status),
      sinds: `${termijnen[0]?.datum ?? WITHOUT_DATE}#${zaakId}`,
      bericht: JSON.stringify(listEntryOf(dossier, termijnen)),
    },
    {
      sk: 'NIEUW',
      ...(opened === undefined ? {} : { status: LISTS.opened(gemeentecode), sinds: `${opened}#${zaakId}` }),
    },
    ...duePlaces(zaakId, zaak, gemeentecode, termijnen),
    ...contradictionPlaces(zaakId, zaak, gemeentecode),
  ];
};
