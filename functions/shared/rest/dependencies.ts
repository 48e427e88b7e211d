import type { Bus, EraseBus } from '../../../adapters/bus/bus.ts';
import type { DeliveryQueue } from '../../../adapters/queues/delivery-queue.ts';
import type { QueueCounts } from '../../../adapters/queues/queue-counts.ts';
import type { Encryption } from '../../../adapters/secrets/encryption.ts';
import type { Pseudonyms } from '../../../adapters/secrets/pseudonyms.ts';
import type { Acceptances } from '../../../adapters/table/acceptances.ts';
import type { Admissions } from '../../../adapters/table/admissions.ts';
import type { Books } from '../../../adapters/table/books.ts';
import type { Erasings } from '../../../adapters/table/erasing/erasings.ts';
import type { Kanalen } from '../../../adapters/table/kanalen.ts';
import type { Limits } from '../../../adapters/table/limits.ts';
import type { Lists } from '../../../adapters/table/lists/lists.ts';
import type { Logboek } from '../../../adapters/table/logboek.ts';
import type { MijlpalenReader } from '../../../adapters/table/mijlpalen.ts';
import type { Ontvangsten } from '../../../adapters/table/ontvangsten.ts';
import type { Feeds } from '../../../adapters/table/postvak/feeds.ts';
import type { Herleveringen } from '../../../adapters/table/postvak/herleveringen.ts';
import type { Postvak } from '../../../adapters/table/postvak/postvak.ts';
import type { Readable } from '../../../adapters/table/postvak/readable.ts';
import type { Replies } from '../../../adapters/table/postvak/replies.ts';
import type { SentMessages } from '../../../adapters/table/postvak/sent-messages.ts';
import type { Sources } from '../../../adapters/table/sources.ts';
import type { Zaken } from '../../../adapters/table/zaken.ts';
import type { Gemeentecode } from '../../../contracts/base-types.ts';
import type { MetricOf } from '../../../contracts/internal/metrics.ts';
import type { Telemetry } from '../telemetry.ts';

/** What a token said, once its signature, issuer, audience, kind and validity were found right. */
export interface TokenContent {
  /**
   * Whose it is: an organisation by its key, or a client at an issuer, of which `Admissions` knows whose it is. Absent of a person of
   * whom the issuer does not say whom they speak for: the API takes no such token.
   */
  readonly holder?: { readonly sleutel: string } | { readonly uitgever: string; readonly client: string };
  readonly scopes: readonly string[];
  /** Who at the issuer it is of: the person in an id token. */
  readonly persoon?: { readonly uitgever: string; readonly kenmerk: string };
  /** The mail address of that person, once the issuer says that it is theirs. */
  readonly adres?: string;
  /** Names this one token; one without it can only be shut out with its whole organisation. */
  readonly tokenId?: string;
  /** SHA-256 thumbprint, base64url, of the client certificate that the token is bound to (RFC 8705). */
  readonly certificate?: string;
  /** The gemeenten whose organisations the issuer may speak for; absent when that is everybody. */
  readonly gemeenten?: readonly Gemeentecode[];
}

/** Where the API writes what happened; never personal data. */
export interface Log {
  info(bericht: string, data: Readonly<Record<string, unknown>>): void;
  warn(bericht: string, data: Readonly<Record<string, unknown>>): void;
  error(bericht: string, data: Readonly<Record<string, unknown>>): void;
}

/** The time, and waiting for it. */
export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

/** Everything that the calls of the API need from outside. */
export interface Dependencies {
  readonly ontvangsten: Pick<Ontvangsten, 'accept' | 'read' | 'kept' | 'list' | 'countOpen' | 'heropnemen'>;
  readonly acceptances: Pick<Acceptances, 'note'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly sources: Sources;
  readonly telemetry: Pick<Telemetry<MetricOf<'api'>>, 'count'>;
  readonly pseudonyms: Pick<Pseudonyms, 'ontvangstId' | 'afdruk'>;
  readonly zaken: Zaken;
  readonly logboek: Logboek;
  readonly mijlpalen: MijlpalenReader;
  readonly lists: Lists;
  readonly post: SentMessages;
  readonly postvak: Pick<Postvak, 'list' | 'find' | 'confirm' | 'count'>;
  /** What partners said of their messages. */
  readonly replies: Omit<Replies, 'ofZaak'>;
  /** Of these messages those of which their partner may still have the content. */
  readonly readable: Readable;
  readonly kanalen: Omit<Kanalen, 'settingsOfAll'>;
  readonly feeds: Feeds;
  readonly limits: Limits;
  readonly books: Books;
  readonly erasings: Pick<Erasings, 'decide' | 'view'> & EraseBus;
  readonly herleveringen: Pick<Herleveringen, 'read' | 'count' | 'begin'>;
  readonly deliveryQueue: Pick<DeliveryQueue, 'enqueue'>;
  /** How many messages lie in a queue. */
  readonly queueCounts: QueueCounts;
  /** For secrets of abonnementen, which are only written here. */
  readonly encryption: Pick<Encryption, 'encrypt'>;
  /** Why messages may not be sent to this address (`adapters/egress/address.ts`); none when they may. */
  readonly checkAddress: (adres: string) => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Undefined when the token must be refused; throws when the issuer's keys cannot be had. */
  readonly checkToken: (token: string) => Promise<TokenContent | undefined>;
  readonly admissions: Pick<Admissions, 'organisationOf' | 'isShutOut'>;
  /** With mutual TLS every caller shows a certificate, and one without it came by another door. */
  readonly certificateRequired: boolean;
  readonly log: Log;
  /** `https://hub.example.nl`: where problem types live. */
  readonly basisUrl: string;
  /** The OIN under which DUO sends its notifications. */
  readonly duoOin: string;
  /** That take part in this deployment; a koppeling to another is refused. */
  readonly gemeenten: readonly Gemeentecode[];
}

/** What every call needs: who calls, the time, and where it is written down what it shows or refuses. */
export type SharedDependencies = Pick<
  Dependencies,
  'checkToken' | 'admissions' | 'certificateRequired' | 'clock' | 'log' | 'basisUrl'
> & {
  readonly logboek: Pick<Logboek, 'write'>;
  readonly limits: Pick<Limits, 'reserve'>;
};

/** What reading the messages of a partner and waiting for them needs, and no more than that. */
export type PullDependencies = SharedDependencies & {
  readonly postvak: Pick<Postvak, 'list'>;
  readonly readable: Readable;
  readonly kanalen: Pick<Kanalen, 'settings'>;
  readonly feeds: Pick<Feeds, 'herzienOp'>;
  readonly limits: Pick<Limits, 'hold' | 'release' | 'reserve'>;
  /** How many messages one answer holds at most. */
  readonly pageSize?: number;
};
