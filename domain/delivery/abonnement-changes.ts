import type { AbonnementWijziging } from '../../contracts/abonnementen.ts';
import type { FilterInvoer } from '../../contracts/filters.ts';
import type { AbonnementStatus } from '../../contracts/post.ts';
import type { Abonnement, Filter, Geheim } from './abonnement.ts';

/** What somebody may do with an abonnement, and what it leads to. */

export type Handeling = 'pauzeer' | 'hervat' | 'akkoord';

/** From each status the one that an operation leads to; one that is not named is refused. */
const OVERGANGEN: Readonly<Record<Handeling, Readonly<Partial<Record<AbonnementStatus, AbonnementStatus>>>>> =
  {
    pauzeer: { actief: 'gepauzeerd', gepauzeerd: 'gepauzeerd' },
    hervat: { actief: 'actief', gepauzeerd: 'actief', gestopt: 'actief' },
    akkoord: { 'wacht-op-verificatie': 'actief' },
  };

/** The status after an operation; undefined when it cannot be done now. */
export const statusNa = (handeling: Handeling, status: AbonnementStatus): AbonnementStatus | undefined =>
  OVERGANGEN[handeling][status];

/** The status once its receiver agreed: who had paused it did so for the new address too. */
export const statusNaInstemming = ({
  status,
  houdtVast = 'actief',
}: Pick<Abonnement, 'status' | 'houdtVast'>): AbonnementStatus =>
  status === 'wacht-op-verificatie' ? houdtVast : status;

/** A filter as it was sent, of which the contract found that it is exactly one of the six. */
export const alsFilter = (invoer: FilterInvoer): Filter => {
  if (invoer.exact !== undefined) return { exact: invoer.exact };
  if (invoer.prefix !== undefined) return { prefix: invoer.prefix };
  if (invoer.suffix !== undefined) return { suffix: invoer.suffix };
  if (invoer.all !== undefined) return { all: invoer.all.map(alsFilter) };
  if (invoer.any !== undefined) return { any: invoer.any.map(alsFilter) };
  if (invoer.not !== undefined) return { not: alsFilter(invoer.not) };
  throw new Error('een filter zonder dialect is door de toets gekomen');
};

const UUR_MS = 3600 * 1000;

/**
 * The secrets after a rotation: the newest signs for good, the one before it along until the overlap has passed, and so
 * do those of an earlier rotation of which the overlap still runs. Without an overlap (a leak) the new one signs alone.
 */
export const naVernieuwing = (
  [vorige, ...oudere]: readonly Geheim[],
  versleuteld: string,
  overlapUren: number,
  nu: Date,
): readonly Geheim[] => {
  if (vorige === undefined || overlapUren === 0) return [{ versleuteld }];
  const tot = new Date(nu.getTime() + overlapUren * UUR_MS).toISOString();
  return [
    { versleuteld },
    { versleuteld: vorige.versleuteld, tot },
    ...oudere.filter((geheim) => geheim.tot !== undefined && Date.parse(geheim.tot) > nu.getTime()),
  ];
};

/** What is changed of an abonnement, by the names of the fields. */
export const gewijzigdeVelden = (wijziging: AbonnementWijziging): readonly string[] =>
  Object.entries(wijziging)
    .filter(([naam, waarde]) => naam !== 'versie' && waarde !== undefined)
    .map(([naam]) => naam);

/**
 * Another address has agreed to nothing yet. An abonnement that took messages keeps them meanwhile, so that they do not
 * go through a door where nobody reads.
 */
export const metAnderAdres = (abonnement: Abonnement, sink: string): Abonnement => {
  if (sink === abonnement.sink) return abonnement;
  const { instemming: _, ...rest } = abonnement;
  const straks = abonnement.status === 'gepauzeerd' ? 'gepauzeerd' : 'actief';
  const houdtVast = abonnement.status === 'wacht-op-verificatie' ? abonnement.houdtVast : straks;
  return {
    ...rest,
    sink,
    status: 'wacht-op-verificatie',
    ...(houdtVast === undefined ? {} : { houdtVast }),
  };
};
