import type { AbonnementChange } from '../../contracts/abonnementen.ts';
import type { FilterInput } from '../../contracts/filters.ts';
import type { AbonnementStatus } from '../../contracts/postvak.ts';
import { known } from '../known.ts';
import type { Abonnement, Filter, Secret } from './abonnement.ts';

/** The operations on an abonnement, and the status that each leads to. */

export type Action = 'pauzeer' | 'hervat' | 'akkoord';

/** From each status, the status that an operation leads to. An operation that is not named is refused. */
const TRANSITIONS: Readonly<Record<Action, Readonly<Partial<Record<AbonnementStatus, AbonnementStatus>>>>> = {
  pauzeer: { actief: 'gepauzeerd', gepauzeerd: 'gepauzeerd' },
  hervat: { actief: 'actief', gepauzeerd: 'actief', gestopt: 'actief' },
  akkoord: { 'wacht-op-verificatie': 'actief' },
};

/** The status after an operation; undefined when it cannot be done now. */
export const statusAfter = (action: Action, status: AbonnementStatus): AbonnementStatus | undefined =>
  TRANSITIONS[action][status];

/** The status once the receiver agreed. When the abonnement was paused before its address changed, it stays paused. */
export const statusAfterInstemming = ({
  status,
  houdtVast = 'actief',
}: Pick<Abonnement, 'status' | 'houdtVast'>): AbonnementStatus =>
  status === 'wacht-op-verificatie' ? houdtVast : status;

/** A filter as it was sent. The contract made sure that it is exactly one of the six. */
export const toFilter = (input: FilterInput): Filter => {
  if (input.exact !== undefined) return { exact: input.exact };
  if (input.prefix !== undefined) return { prefix: input.prefix };
  if (input.suffix !== undefined) return { suffix: input.suffix };
  if (input.all !== undefined) return { all: input.all.map(toFilter) };
  if (input.any !== undefined) return { any: input.any.map(toFilter) };
  if (input.not !== undefined) return { not: toFilter(input.not) };
  throw new Error('een filter zonder dialect is door de toets gekomen');
};

const HOUR_MS = 3600 * 1000;

/**
 * The most secrets that sign a message: the newest, and those of which the overlap still runs. Every secret makes the item of the
 * abonnement and the header of each delivery longer.
 */
export const MAX_SIGNING = 3;

/**
 * The secrets after a rotation. The newest signs for good. The one before it signs along until the overlap has passed, and so do
 * those of an earlier rotation of which the overlap still runs. Without an overlap, after a leak, the new one signs alone. When
 * there would be more than `MAX_SIGNING`, the result is the moment (ms since 1970) from which there is room.
 */
export const afterRenewal = (
  [previous, ...older]: readonly Secret[],
  encrypted: string,
  overlapHours: number,
  now: Date,
): { readonly geheimen: readonly Secret[] } | { readonly fullUntil: number } => {
  if (previous === undefined || overlapHours === 0) return { geheimen: [{ versleuteld: encrypted }] };
  const signing = older.flatMap((secret) => {
    const until = Date.parse(secret.tot ?? '');
    return until > now.getTime() ? [{ secret, until }] : [];
  });
  const places = MAX_SIGNING - 2;
  if (signing.length > places) {
    const ends = signing.map(({ until }) => until).toSorted((one, other) => one - other);
    return { fullUntil: ends[signing.length - places - 1] ?? now.getTime() };
  }
  const until = new Date(now.getTime() + overlapHours * HOUR_MS).toISOString();
  return {
    geheimen: [
      { versleuteld: encrypted },
      { versleuteld: previous.versleuteld, tot: until },
      ...signing.map(({ secret }) => secret),
    ],
  };
};

/** The names of the fields that a change of an abonnement changes. */
export const changedFields = (change: AbonnementChange): readonly string[] =>
  Object.entries(change)
    .filter(([name, value]) => name !== 'versie' && value !== undefined)
    .map(([name]) => name);

/**
 * The abonnement with another address, whose receiver has not agreed to anything yet. An abonnement that took messages keeps them
 * meanwhile, so that they do not go through a door where nobody reads.
 */
export const withOtherAddress = (abonnement: Abonnement, sink: string): Abonnement => {
  if (sink === abonnement.sink) return abonnement;
  const { instemming: _, ...rest } = abonnement;
  const soon = abonnement.status === 'gepauzeerd' ? 'gepauzeerd' : 'actief';
  const holdsFixed = abonnement.status === 'wacht-op-verificatie' ? abonnement.houdtVast : soon;
  return {
    ...rest,
    sink,
    status: 'wacht-op-verificatie',
    ...known({ houdtVast: holdsFixed }),
  };
};
