import { daySaid } from '../termijnen/calendar.ts';
import type { GemeenteClaim } from './gemeente.ts';
import { type CurrentKoppeling, countedKoppelingen } from './koppelingen.ts';
import { leftSaidOn } from './plicht.ts';
import type { Zaak } from './zaak.ts';

/** The day on which another gemeente took the zaak over from this one, before this one took it back on `since`. */
const goneOn = (claims: readonly GemeenteClaim[], here: string | undefined, since: string): string => {
  const before = claims.filter((claim) => claim.since !== '' && claim.since < since);
  const stayed = before.findIndex(({ gemeentecode }) => gemeentecode === here);
  return before.slice(0, Math.max(stayed, 0)).at(-1)?.since ?? '';
};

/** The days on which COA gave a koppeling to another gemeente, when it gave that koppeling back to this one later. */
const givenAwayOn = (
  zaak: Zaak,
  koppelingen: readonly CurrentKoppeling[],
  here: string | undefined,
): readonly string[] =>
  countedKoppelingen(zaak).flatMap(({ koppeling: given }) => {
    const isGivenBack = koppelingen.some(
      ({ feit: { koppeling } }) =>
        koppeling.koppelingId === given.koppelingId &&
        koppeling.gemeentecode === here &&
        koppeling.versie > given.versie,
    );
    return given.gemeentecode !== here && isGivenBack ? [given.datumKoppeling] : [];
  });

/**
 * The day (`YYYY-MM-DD`) on which the person left the gemeente, before the stay that began on `since`. The person went to another
 * gemeente, left the country, or COA ended the koppeling to this gemeente. Empty when nobody said so. `claims` has the latest
 * first.
 */
export const leftBefore = (
  zaak: Zaak,
  claims: readonly GemeenteClaim[],
  koppelingen: readonly CurrentKoppeling[],
  since: string,
): string => {
  const here = claims[0]?.gemeentecode;
  // A person who gets another koppeling on the day on which the one before ends did not leave.
  const ends = koppelingen
    .flatMap(({ feit, end }) =>
      end !== undefined && feit.koppeling.gemeentecode === here ? [daySaid(end)] : [],
    )
    .filter((day) => day < since);
  return (
    [goneOn(claims, here, since), ...givenAwayOn(zaak, koppelingen, here), ...ends, ...leftSaidOn(zaak)]
      .filter((day) => day <= since)
      .toSorted()
      .at(-1) ?? ''
  );
};
