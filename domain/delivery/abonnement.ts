import type { AbonnementStatus, BaseDoor } from '../../contracts/postvak.ts';
import type { ShutOut } from '../../contracts/shut-out.ts';

/** A partner's subscription to its messages, as the hub keeps it. */

/** A condition on attributes of the event (CloudEvents Subscriptions: exact, prefix, suffix, all, any, not). */
export type Filter =
  | { readonly exact: Readonly<Record<string, string>> }
  | { readonly prefix: Readonly<Record<string, string>> }
  | { readonly suffix: Readonly<Record<string, string>> }
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter };

/** A signing secret, encrypted. During a rotation the old secret signs along until `tot`. */
export interface Secret {
  readonly versleuteld: string;
  readonly tot?: string;
}

/** How the receiver proved that it wants these messages, or which organisation agreed on its behalf. */
export type Instemming =
  | {
      readonly wijze: 'handdruk';
      readonly op: string;
      /** Deliveries per minute that the receiver allows; absent when it sets no limit. */
      readonly tempo?: number;
    }
  | { readonly wijze: 'handmatig'; readonly op: string; readonly door: string };

export interface Oauth2 {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Encrypted. */
  readonly clientGeheim: string;
  readonly scope?: string;
}

export interface Abonnement {
  readonly id: string;
  readonly status: AbonnementStatus;
  readonly sink: string;
  readonly types: readonly string[];
  readonly filters: readonly Filter[];
  /** Newest first; the first signs for good. */
  readonly geheimen: readonly Secret[];
  readonly aangemaaktOp: string;
  readonly instemming?: Instemming;
  /** Deliveries per minute that its partner asked for; absent when it set no limit. */
  readonly tempo?: number;
  readonly oauth2?: Oauth2;
  /** The hub shows its client certificate. */
  readonly mtls?: true;
  /**
   * The status from before the address changed, when the abonnement took messages then. They are kept until the new address agrees,
   * and the abonnement then gets this status again.
   */
  readonly houdtVast?: 'actief' | 'gepauzeerd';
  /** Goes up with every change. A writer that read a lower version changes nothing. */
  readonly versie: number;
}

/**
 * Deliveries per minute that the hub asks for when its partner set no limit, and keeps to when the receiver names none: five a
 * second, so that a receiver that takes them one by one has a fifth of a second for each. A small receiver stays up, and it has ten
 * thousand messages after an outage in little more than half an hour.
 */
export const REQUESTED_TEMPO = 300;

/**
 * The strictest of what partner and receiver allow per minute; undefined when the receiver said that it sets no limit. A receiver
 * that agreed outside the hub was never asked.
 */
export const tempoOf = ({
  tempo,
  instemming,
}: Pick<Abonnement, 'tempo' | 'instemming'>): number | undefined => {
  const allowed = instemming?.wijze === 'handdruk' ? instemming.tempo : undefined;
  const bounds = [tempo, allowed].filter((bound) => bound !== undefined);
  if (bounds.length > 0) return Math.min(...bounds);
  return instemming?.wijze === 'handmatig' ? REQUESTED_TEMPO : undefined;
};

/** Every door of one partner. */
export interface KanaalSettings {
  readonly basisdeur: BaseDoor;
  /** Oldest first. */
  readonly abonnementen: readonly Abonnement[];
  /** Its gemeente shut the partner out: nothing goes to it until it is let in again. */
  readonly uitgesloten?: ShutOut;
}
