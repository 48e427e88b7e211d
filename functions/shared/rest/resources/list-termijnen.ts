import type * as z from 'zod';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import type { DagTermijn } from '../../../../contracts/dag.ts';
import type { FirstTermijn } from '../../../../contracts/lists.ts';
import { LBT, type MissingPart, TEST_TAKEN } from '../../../../contracts/routemap.ts';
import type { GemeenteProfile, TermijnRule } from '../../../../domain/gemeenten/profile.ts';
import { known } from '../../../../domain/known.ts';
import { holderOf } from '../../../../domain/routemap/intake.ts';
import type { ListEntry, OpenTermijn } from '../../../../domain/zaak/list-entry.ts';

/** A term as the lists show it, in the words of the profile of its gemeente. */
type ShownTermijn = z.infer<typeof FirstTermijn>;

/** Of a rule that changed, the last one has the name of today. */
const ruleOf = ({ termijnen }: GemeenteProfile, id: string): TermijnRule | undefined =>
  termijnen.findLast((one) => one.id === id);

/** Undefined for a term that the profile has no more; the lists follow a changed profile within a day. */
const shownTermijn = (profile: GemeenteProfile, id: string, datum: string): ShownTermijn | undefined => {
  const rule = ruleOf(profile, id);
  return rule && { id, naam: rule.naam, soort: rule.soort, datum };
};

/** What of the brede intake a term waits for, and with whom; undefined for any other term. */
const awaitedIn = (
  profile: GemeenteProfile,
  { id, onderdelen }: Pick<OpenTermijn, 'id' | 'onderdelen'>,
  day: string,
): DagTermijn['onderdelen'] => {
  const rule = ruleOf(profile, id);
  const isTest = rule?.eindGebeurtenis === TEST_TAKEN;
  const parts: readonly MissingPart[] | undefined = isTest ? [LBT] : onderdelen;
  return parts?.map((onderdeel) => ({ onderdeel, bij: holderOf(onderdeel, profile, day) }));
};

/** A term of a zaak as the day list shows it. */
export const dagTermijn = (
  profile: GemeenteProfile,
  zaakId: ZaakId,
  termijn: ListEntry['termijnen'][number] | undefined,
  day: string,
): DagTermijn | undefined => {
  if (termijn?.datum === undefined) return undefined;
  const shown = shownTermijn(profile, termijn.id, termijn.datum);
  return shown && known({ zaakId, ...shown, onderdelen: awaitedIn(profile, termijn, day) });
};

/** The first term of a zaak that has passed, with what of the brede intake is late by any that has. */
export const overdueTermijn = (
  profile: GemeenteProfile,
  zaakId: ZaakId,
  { termijnen }: ListEntry,
  day: string,
): DagTermijn | undefined => {
  const [first, ...others] = termijnen
    .filter(({ datum }) => datum !== undefined && datum < day)
    .flatMap((termijn) => dagTermijn(profile, zaakId, termijn, day) ?? []);
  if (first === undefined) return undefined;
  const awaited = [first, ...others].flatMap(({ onderdelen = [] }) => onderdelen);
  const onderdelen = [...new Map(awaited.map((one) => [one.onderdeel, one])).values()];
  return onderdelen.length === 0 ? first : { ...first, onderdelen };
};

/** The first of its open terms that can pass. */
export const firstTermijn = (
  profile: GemeenteProfile,
  { termijnen }: ListEntry,
): ShownTermijn | undefined => {
  const [first] = termijnen;
  return first?.datum === undefined ? undefined : shownTermijn(profile, first.id, first.datum);
};
