import type { Bezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import type { Waarschuwbus } from '../../adapters/bus.ts';
import type { Kanalen } from '../../adapters/kanalen.ts';
import type { Partnerwachtrijen } from '../../adapters/partnerwachtrijen.ts';
import type { Banen } from '../../adapters/post/banen.ts';
import type { Feeds } from '../../adapters/post/feeds.ts';
import type { Postvak } from '../../adapters/post/postvak.ts';
import type { Toegangstokens } from '../../adapters/uitgaand/oauth2.ts';
import type { Verzender } from '../../adapters/uitgaand/verzender.ts';
import type { Versleuteling } from '../../adapters/versleuteling.ts';
import type { Bezorgopdracht } from '../../contracts/bezorging.ts';
import type { MetriekVan } from '../../contracts/metrieken.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

/** What becomes of an order that was handled. */
export type Vervolg =
  /** Nothing is left of it. */
  | { readonly soort: 'klaar' }
  /** Again at this moment (ms since 1970). With `inIndex` the lane is also in the list of what is due. */
  | { readonly soort: 'wacht'; readonly tot: number; readonly inIndex: boolean };

export const KLAAR: Vervolg = { soort: 'klaar' };

/** How many milliseconds this invocation has left. */
export type Resterend = () => number;

export type Herlevering = Extract<Bezorgopdracht, { soort: 'herlevering' }>;

export interface WebhookAfhankelijkheden {
  readonly postvak: Pick<
    Postvak,
    'claim' | 'bezorgd' | 'geefTerug' | 'noteerPoging' | 'parkeer' | 'ontparkeer' | 'lijst' | 'lees'
  >;
  readonly banen: Pick<Banen, 'lees' | 'wacht' | 'vrij' | 'vervroeg' | 'wachtende'>;
  readonly kanalen: Pick<
    Kanalen,
    'instelling' | 'instellingen' | 'abonnement' | 'wijzig' | 'noteer' | 'toestand' | 'zetToestand'
  >;
  readonly feeds: Pick<Feeds, 'herzie'>;
  readonly bezorgwachtrij: Bezorgwachtrij;
  readonly partnerwachtrijen: Partnerwachtrijen;
  readonly verzender: Verzender;
  readonly tokens: Toegangstokens;
  readonly versleuteling: Pick<Versleuteling, 'ontsleutel'>;
  readonly bus: Waarschuwbus;
  readonly waarnemen: Waarnemen<MetriekVan<'webhook'>>;
  /** Puts messages that were delivered before back in line. */
  readonly herlever: (opdracht: Herlevering, resterend: Resterend) => Promise<void>;
  /** DNS name of the hub, as it makes itself known to receivers. */
  readonly herkomst: string;
  readonly nu: () => Date;
  /** In [0, 1). */
  readonly toeval: () => number;
  readonly pauze: (ms: number) => Promise<unknown>;
}
