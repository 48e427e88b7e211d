import type { Kanaalinstelling } from './abonnement.ts';
import { bestemmingVan, type Eventattributen } from './destination.ts';

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

interface Kandidaat {
  readonly zaakId: string;
  readonly klaargezetOp: string;
  readonly event: Eventattributen & { readonly type: string };
}

/** Whether a message is asked for, as the doors are now. */
export const isGevraagd = (
  { van = '', tot, zaakId, types, abonnementId }: Herleveringskeuze,
  instelling: Kanaalinstelling,
  kandidaat: Kandidaat,
): boolean => {
  if (kandidaat.klaargezetOp < van || kandidaat.klaargezetOp > tot) return false;
  if (zaakId !== undefined && kandidaat.zaakId !== zaakId) return false;
  if (types !== undefined && !types.includes(kandidaat.event.type)) return false;
  const bestemming = bestemmingVan(instelling, kandidaat.event);
  return bestemming.deur === 'webhook'
    ? bestemming.abonnement.id === abonnementId
    : abonnementId === undefined;
};
