import type { Kanaalinstelling } from './abonnement.ts';
import { destinationOfItem } from './destination.ts';
import type { Lijststuk } from './item.ts';

/** Sending again what was sent before: which messages somebody asked for. */

export interface Herleveringskeuze {
  /** Moments (UTC, with milliseconds) between which a message was put in the postvak. */
  readonly van?: string;
  readonly tot: string;
  readonly zaakId?: string;
  readonly types?: readonly string[];
  /** Only what goes to this abonnement; without it only what goes through the base door. */
  readonly abonnementId?: string;
}

/** Whether a message is asked for, as the doors are now. */
export const isGevraagd = (
  { van = '', tot, zaakId, types, abonnementId }: Herleveringskeuze,
  instelling: Kanaalinstelling,
  stuk: Pick<Lijststuk, 'zaakId' | 'positie' | 'type' | 'tekst'>,
): boolean => {
  const [klaargezetOp = stuk.positie] = stuk.positie.split('#');
  // What has no content (yet, or any more) cannot be sent again.
  if (stuk.tekst === undefined || klaargezetOp < van || klaargezetOp > tot) return false;
  if (zaakId !== undefined && stuk.zaakId !== zaakId) return false;
  if (types !== undefined && !types.includes(stuk.type ?? '')) return false;
  const bestemming = destinationOfItem(instelling, stuk);
  return bestemming.deur === 'webhook'
    ? bestemming.abonnement.id === abonnementId
    : abonnementId === undefined;
};
