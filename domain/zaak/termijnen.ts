import { gemeenteProfile } from '../gemeenten/index.ts';
import { type DerivedTermijn, type Termijn, termijnenBy } from '../termijnen/termijnen.ts';
import { oncePerState } from './once-per-state.ts';
import { leerrouteOf } from './pip.ts';
import { situationOf } from './situation.ts';
import { endOf, reasonWithoutPlicht } from './termijn-ends.ts';
import { startOf } from './termijn-starts.ts';
import type { Zaak } from './zaak.ts';

/** No statutory term counts as exceeded before DUO, or the gemeente that read it there, said that the plicht holds. */
const NO_PLICHT_YET = 'de inburgeringsplicht is nog niet vastgesteld';

/** The terms of a zaak by the profile of its gemeente, each with what it follows from; they stop when the zaak or the plicht ends. */
export const derivedTermijnenOf = oncePerState((zaak: Zaak): readonly DerivedTermijn[] => {
  const situation = situationOf(zaak);
  const { gemeentecode, redenVervallen, hasZaak, isOverleden, plicht } = situation;
  if (gemeentecode === undefined || !hasZaak) return [];
  const hasMap = leerrouteOf(zaak) !== 'O';
  const termijnen = gemeenteProfile(gemeentecode).termijnen.filter(
    ({ isOfMap }) => hasMap || isOfMap !== true,
  );
  return termijnenBy(
    { termijnen },
    {
      start: startOf(zaak, situation),
      end: endOf(zaak, situation),
      onzekerDoor: plicht === undefined ? NO_PLICHT_YET : undefined,
      gestopt: isOverleden ? redenVervallen : (reasonWithoutPlicht(zaak) ?? redenVervallen),
    },
  );
});

/** The terms of a zaak, the first to end first. */
export const termijnenOf = (zaak: Zaak): readonly Termijn[] =>
  derivedTermijnenOf(zaak).map(({ termijn }) => termijn);
