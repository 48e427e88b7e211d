import type { DIFFERENCES } from '../../../contracts/balans.ts';
import type { AbonnementStatus } from '../../../contracts/postvak.ts';
import { hasOutage, type ReceiverHealth } from '../../../domain/delivery/circuit.ts';
import { momentInWords } from './dates.ts';

/** What who operates the hub reads, in words. */

/** What can be asked for of the receipts. */
export const ONTVANGST_CHOICES = ['quarantaine', 'wacht', 'ontvangen'] as const;
export type OntvangstChoice = (typeof ONTVANGST_CHOICES)[number];

export const ONTVANGST_WORDS: Readonly<Record<OntvangstChoice, string>> = {
  quarantaine: 'In quarantaine',
  wacht: 'Wacht op iemand of iets',
  ontvangen: 'Nog te verwerken',
};

export const ABONNEMENT_WORDS: Readonly<Record<AbonnementStatus, string>> = {
  'wacht-op-verificatie': 'wacht op instemming',
  actief: 'actief',
  gepauzeerd: 'gepauzeerd',
  gestopt: 'gestopt',
};

export const DIFFERENCE_WORDS: Readonly<Record<(typeof DIFFERENCES)[number], string>> = {
  'bericht-ontbreekt': 'Bericht ontbreekt in het postvak',
  'bericht-onverwacht': 'Bericht waartoe niet besloten is',
  'ontvangst-ontbreekt': 'Ontvangst ontbreekt',
  'ontvangst-in-quarantaine': 'Ontvangst staat in quarantaine',
};

/** How the receiver of an abonnement does. */
export const healthInWords = (health: ReceiverHealth, rustTot: string | undefined): string => {
  if (hasOutage(health)) {
    const { storingSinds } = health;
    return `storing${storingSinds === undefined ? '' : ` sinds ${momentInWords(new Date(storingSinds).toISOString())}`}`;
  }
  if (rustTot !== undefined) return `vraagt om rust tot ${momentInWords(rustTot)}`;
  return health.opRij === 0 ? 'goed' : `${health.opRij} keer achter elkaar mislukt`;
};
