import type { Gemeentecode } from '../../contracts/base-types.ts';
import { gemeenteWithOin } from '../gemeenten/index.ts';
import { HUB_OIN } from '../hub-oin.ts';

/** The addressee of a notification of DUO (`doel`), and what follows from it for the person. */

/** The gemeente with this OIN; undefined for the hub itself, which DUO addresses for all of its gemeenten. */
export const gemeenteOfDoel = (doel: string | undefined): Gemeentecode | undefined =>
  doel === undefined ? undefined : gemeenteWithOin(doel);

/** Whether DUO may address this OIN: a gemeente that takes part, or the hub. */
export const isAddressable = (doel: string, gemeenten: readonly Gemeentecode[]): boolean => {
  const gemeente = gemeenteWithOin(doel);
  return gemeente === undefined ? doel === HUB_OIN : gemeenten.includes(gemeente);
};

/**
 * The gemeente as which the hub asks DUO: the gemeente that DUO notified, because that one may ask, or else the gemeente that the
 * person belongs to. Undefined when neither is known: then the hub asks in its own name.
 */
export const askingGemeente = (
  doel: string | undefined,
  own: Gemeentecode | undefined,
): Gemeentecode | undefined => gemeenteOfDoel(doel) ?? own;

const OTHER_DOEL = 'doel is gemeente ';

/** Whether a message is in quarantine because DUO addressed another gemeente than that of the person. */
export const isOtherDoel = (reason: string): boolean => reason.startsWith(OTHER_DOEL);

/**
 * Why a notification does not belong on the timeline of this person: DUO addressed another gemeente than theirs, which is undefined when
 * it is outside this hub.
 */
export const reasonOtherDoel = (
  gebeurtenisId: string,
  addressed: Gemeentecode,
  own: Gemeentecode | undefined,
): string =>
  `${OTHER_DOEL}${addressed} en deze persoon hoort bij ${own ? `gemeente ${own}` : 'geen gemeente van deze hub'}; ${gebeurtenisId} verandert dat niet: ` +
  'vraag DUO voor wie het bericht is. Blijkt de persoon van die gemeente te zijn of te zijn geweest, dan telt het alsnog';
