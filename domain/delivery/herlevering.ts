import type { KanaalSettings } from './abonnement.ts';
import { destinationOfItem } from './destination.ts';
import type { ListItem } from './item.ts';

/** Sending again what was sent before: which messages a request asks for. */

export interface HerleveringChoice {
  /** Moments (UTC, with milliseconds) between which a message was put in the postvak. */
  readonly van?: string;
  readonly tot: string;
  readonly zaakId?: string;
  readonly types?: readonly string[];
  /** Only what goes to this abonnement; without it only what goes through the base door. */
  readonly abonnementId?: string;
  /** Only messages that the partner did not confirm. */
  readonly onbevestigd?: true;
}

/** Whether a message is asked for, as the doors are now. */
export const isRequested = (
  { van = '', tot, zaakId, types, abonnementId, onbevestigd }: HerleveringChoice,
  settings: KanaalSettings,
  item: Pick<ListItem, 'zaakId' | 'positie' | 'type' | 'tekst' | 'plek'>,
): boolean => {
  const [klaargezetAt = item.positie] = item.positie.split('#');
  // A message without content, because it has none yet or not any more, cannot be sent again.
  if (item.tekst === undefined || klaargezetAt < van || klaargezetAt > tot) return false;
  if (zaakId !== undefined && item.zaakId !== zaakId) return false;
  if (onbevestigd === true && item.plek === 'bevestigd') return false;
  if (types !== undefined && !types.includes(item.type ?? '')) return false;
  const destination = destinationOfItem(settings, item);
  return destination.deur === 'webhook'
    ? destination.abonnement.id === abonnementId
    : abonnementId === undefined;
};
