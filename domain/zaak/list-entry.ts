import type { EndGebeurtenis } from '../../contracts/gemeente-profile.ts';
import { gemeenteProfiles } from '../gemeenten/index.ts';
import { kanaalParts } from '../partners/address.ts';
import { deadlineOf, isOpen } from '../termijnen/termijnen.ts';
import type { Dossier } from './dossier.ts';
import { assignmentsBy } from './regisseur.ts';
import { situationOf } from './situation.ts';
import { endOf } from './termijn-ends.ts';
import { derivedTermijnenOf } from './termijnen.ts';
import { emptyZaak, type Zaak } from './zaak.ts';

/** What a list of zaken shows of one, and by what it is asked for: keys and dates, nothing of the person. */

/** A term that is not met yet and that a source will tell of. */
export interface OpenTermijn {
  readonly id: string;
  /** The last day of it (`YYYY-MM-DD`), after which it has passed; absent while nobody can say which day that is. */
  readonly datum?: string;
  /** How long before that day the gemeente is warned: an ISO 8601 duration. */
  readonly warnedBefore: string;
}

/** What the list of a gemeente keeps of a zaak. Its status is the list that it stands in. */
export interface ListEntry {
  /** The first to press first. */
  readonly termijnen: readonly Pick<OpenTermijn, 'id' | 'datum'>[];
  /** Who directs it from which day on, the first first: who does today follows from the day of reading. */
  readonly regisseurs: readonly { readonly regisseurId: string; readonly vanaf: string }[];
  /** Keys of the partners that were ever told of it. */
  readonly partners: readonly string[];
}

/** What is not dated comes behind every date, and of one day the terms in the order of their ids. */
const placeOf = ({ datum = '~', id }: OpenTermijn): string => `${datum}#${id}`;

/** The terms of a zaak that are open, the first to press first. */
export const openTermijnenOf = (zaak: Zaak): readonly OpenTermijn[] =>
  derivedTermijnenOf(zaak)
    .filter(({ termijn }) => isOpen(termijn))
    .map(({ termijn, rule: { id, warnedBefore } }): OpenTermijn => {
      const datum = deadlineOf(termijn);
      return { id, warnedBefore, ...(datum === undefined ? {} : { datum }) };
    })
    .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));

/** More changes than this of who directs a zaak are not kept in a list; those that count now and soon are the last. */
const MOST_REGISSEURS = 10;

/** The entry of a zaak in the list of its gemeente. */
export const listEntryOf = (
  { zaak, latest }: Pick<Dossier, 'zaak' | 'latest'>,
  termijnen: readonly OpenTermijn[],
): ListEntry => {
  const { gemeentecode } = situationOf(zaak);
  return {
    termijnen: termijnen.map(({ warnedBefore: _warnedBefore, ...termijn }) => termijn),
    regisseurs: assignmentsBy(zaak.regisseurs, gemeentecode)
      .map(({ gegevens: { regisseurId, ingangsdatum } }) => ({ regisseurId, vanaf: ingangsdatum }))
      .slice(-MOST_REGISSEURS),
    partners: [...latest.keys()]
      .map(kanaalParts)
      .filter((kanaal) => kanaal.gemeentecode === gemeentecode)
      .map(({ partner }) => partner)
      .toSorted(),
  };
};

/** Who directs a zaak on a day (`YYYY-MM-DD`), by its entry. */
export const regisseurIn = ({ regisseurs }: ListEntry, day: string): string | undefined =>
  regisseurs.findLast(({ vanaf }) => vanaf <= day)?.regisseurId;

/** Whether some source tells of this end event: only then a term that it ends can be open. */
const isFollowed = (gebeurtenis: EndGebeurtenis): boolean =>
  endOf(emptyZaak, situationOf(emptyZaak))(gebeurtenis) === 'nog niet';

/** The most terms of one zaak that can be open at once, in any gemeente of this hub. */
export const mostOpenTermijnen = (): number =>
  Math.max(
    0,
    ...gemeenteProfiles.map(
      ({ termijnen }) => termijnen.filter(({ eindGebeurtenis }) => isFollowed(eindGebeurtenis)).length,
    ),
  );
