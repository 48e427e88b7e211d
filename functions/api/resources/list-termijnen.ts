import type * as z from 'zod';
import type { FirstTermijn } from '../../../contracts/lists.ts';
import type { GemeenteProfile } from '../../../domain/gemeenten/profile.ts';
import type { ListEntry } from '../../../domain/zaak/list-entry.ts';

/** A term as the lists show it, in the words of the profile of its gemeente. */
export type ShownTermijn = z.infer<typeof FirstTermijn>;

/** Undefined for a term that the profile has no more; the lists follow a changed profile within a day. */
export const shownTermijn = (
  { termijnen }: GemeenteProfile,
  id: string,
  datum: string,
): ShownTermijn | undefined => {
  // Of a rule that changed, the last one has the name of today.
  const rule = termijnen.findLast((one) => one.id === id);
  return rule && { id, naam: rule.naam, soort: rule.soort, datum };
};

/** The first of its open terms that can pass. */
export const firstTermijn = (
  profile: GemeenteProfile,
  { termijnen }: ListEntry,
): ShownTermijn | undefined => {
  const [first] = termijnen;
  return first?.datum === undefined ? undefined : shownTermijn(profile, first.id, first.datum);
};
