import type { ZaakId } from '../../contracts/base-types.ts';
import { isObject } from '../../contracts/is-object.ts';
import type { KoppelingContent } from '../koppeling/koppeling.ts';
import type { Notice } from '../partners/notices.ts';
import type { ZaakContent } from '../zaak/dossier.ts';

/** Takes a person out of what is kept about others. */

/** A commit of a koppeling without these members. */
export const withoutLeden = (content: KoppelingContent, gone: ReadonlySet<ZaakId>): KoppelingContent =>
  content.soort === 'versie'
    ? { ...content, leden: content.leden.filter((zaakId) => !gone.has(zaakId)) }
    : content;

/**
 * A commit of a household without what it says about these members. A step that partners were told may have been reported on the
 * zaak of such a member, so of notices that hold no longer (`isOver`) only stays that they were there.
 */
export const withoutLid = (
  content: ZaakContent,
  gone: ReadonlySet<ZaakId>,
  isOver: (place: Pick<Notice, 'partner' | 'volgnummer'>) => boolean,
): ZaakContent => ({
  ...content,
  feiten: content.feiten.filter((feit) => feit.soort !== 'huishouden-lid' || !gone.has(feit.zaakId)),
  meldingen: content.meldingen.map((notice) =>
    notice.soort === 'stap' && isOver(notice) ? { ...notice, gegevens: {} } : notice,
  ),
});

const names = (value: unknown, sought: ReadonlySet<string>): boolean => {
  if (typeof value === 'string') return sought.has(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => names(member, sought));
};

/**
 * A kept message without the person who has one of these numbers. `anders`: it is about others too, who stay in it. `helemaal`:
 * nothing of it may be kept. Undefined when it does not name the person.
 */
export const withoutPersoon = (
  bericht: unknown,
  sought: ReadonlySet<string>,
): { readonly anders: Record<string, unknown> } | 'helemaal' | undefined => {
  if (!names(bericht, sought)) return undefined;
  if (!isObject(bericht) || !isObject(bericht['data'])) return 'helemaal';
  const { data } = bericht;
  const { personen, ...rest } = data;
  if (!Array.isArray(personen) || names(rest, sought)) return 'helemaal';
  const others = personen.filter((persoon) => !names(persoon, sought));
  return others.length === 0 ? 'helemaal' : { anders: { ...bericht, data: { ...data, personen: others } } };
};
