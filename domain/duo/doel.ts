import type { Gemeentecode } from '../../contracts/base-types.ts';
import { gemeenteWithOin } from '../gemeenten/index.ts';
import { HUB_OIN } from '../hub-oin.ts';
import { duoCode } from './codes.ts';

/** Whom DUO addresses (`doel`), and what follows from that for the person that its notification is about. */

/** The gemeente with this OIN; undefined for the hub itself, which DUO addresses for all of its gemeenten. */
export const gemeenteOfDoel = (doel: string | undefined): Gemeentecode | undefined =>
  doel === undefined ? undefined : gemeenteWithOin(doel);

/** Whether DUO may address this OIN: a gemeente that takes part, or the hub. */
export const isAddressable = (doel: string, gemeenten: readonly Gemeentecode[]): boolean => {
  const gemeente = gemeenteWithOin(doel);
  return gemeente === undefined ? doel === HUB_OIN : gemeenten.includes(gemeente);
};

/**
 * As which gemeente the hub asks DUO: as the one that DUO notified, which may ask; when it notified the hub, as the
 * gemeente that the person belongs to. Undefined when neither is known: the hub asks in its own name then.
 */
export const askingGemeente = (
  doel: string | undefined,
  own: Gemeentecode | undefined,
): Gemeentecode | undefined => gemeenteOfDoel(doel) ?? own;

const OTHER_DOEL = 'doel is gemeente ';

/** Whether a message is in quarantine because DUO addressed another gemeente than that of the person. */
export const isOtherDoel = (reason: string): boolean => reason.startsWith(OTHER_DOEL);

/**
 * Why a notification does not belong on the timeline of this person: it is addressed to another gemeente than the one
 * that the person belongs to, or nobody told which that is yet, and its code does not say that the person goes there. Undefined
 * when it does belong there, and when it is addressed to no gemeente.
 */
export const reasonOtherDoel = (
  gebeurtenisId: string,
  doel: string | undefined,
  own: Gemeentecode | undefined,
): string | undefined => {
  const addressed = gemeenteOfDoel(doel);
  if (addressed === undefined || addressed === own) return undefined;
  if (duoCode(gebeurtenisId).namesGemeente === true) return undefined;
  const whose = own === undefined ? 'geen bekende gemeente' : `gemeente ${own}`;
  return (
    `${OTHER_DOEL}${addressed} en deze persoon hoort bij ${whose}; ${gebeurtenisId} verandert dat niet: ` +
    'vraag DUO voor wie het bericht is. Blijkt de persoon van die gemeente te zijn of te zijn geweest, dan telt het alsnog'
  );
};
