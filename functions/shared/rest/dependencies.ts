import type { EraseBus } from '../../../adapters/bus/bus.ts';
import type { DeliveryQueue } from '../../../adapters/queues/delivery-queue.ts';
import type { QueueCounts } from '../../../adapters/queues/queue-counts.ts';
import type { Encryption } from '../../../adapters/secrets/encryption.ts';
import type { Acceptances } from '../../../adapters/table/acceptances.ts';
import type { Books } from '../../../adapters/table/books.ts';
import type { Erasings } from '../../../adapters/table/erasing/erasings.ts';
import type { Kanalen } from '../../../adapters/table/kanalen.ts';
import type { Limits } from '../../../adapters/table/limits.ts';
import type { Lists } from '../../../adapters/table/lists/lists.ts';
import type { Logboek } from '../../../adapters/table/logboek.ts';
import type { MijlpalenReader } from '../../../adapters/table/mijlpalen.ts';
import type { Feeds } from '../../../adapters/table/postvak/feeds.ts';
import type { Herleveringen } from '../../../adapters/table/postvak/herleveringen.ts';
import type { Postvak } from '../../../adapters/table/postvak/postvak.ts';
import type { Readable } from '../../../adapters/table/postvak/readable.ts';
import type { Replies } from '../../../adapters/table/postvak/replies.ts';
import type { LoggedZaak } from '../../../adapters/table/zaken.ts';
import type { FoundZaak, Ontvangst, SearchQuery, Tijdlijn, Zaak } from '../../../contracts/api.ts';
import type { Openstaand } from '../../../contracts/balans.ts';
import type { Gemeentecode, HuishoudenId, OntvangstId, ZaakId } from '../../../contracts/base-types.ts';
import type { Intake } from '../../../contracts/intake.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import type { MetricOf, Source } from '../../../contracts/internal/metrics.ts';
import type { OntvangstStatus } from '../../../contracts/ontvangst-status.ts';
import type { SentPartnerbericht } from '../../../contracts/partner-gebeurtenis-data.ts';
import type { Termijnen } from '../../../contracts/termijnen.ts';
import type { Telemetry } from '../telemetry.ts';

/** One page of a list; without `na` it is the last. `na` is opaque: base64url, without personal data. */
export type Page<Name extends string, Element> = Readonly<Record<Name, readonly Element[]>> & {
  readonly na?: string;
};

/** What happened when a message was offered for keeping; 'herhaald' = same id and same content. */
export type Acceptance = 'nieuw' | 'herhaald' | 'ander bericht';

/** Receipts: proof that a message is in, and how far it is (`adapters/table/ontvangsten.ts`). */
export interface Ontvangsten {
  /** Stores the message unless it is there already; durable once the promise resolves. */
  accept(bericht: InboundBericht, writtenDigest: string): Promise<Acceptance>;
  read(ontvangstId: OntvangstId): Promise<Ontvangst | undefined>;
  /** The message itself, as it was accepted, while it is not processed. */
  kept(ontvangstId: OntvangstId): Promise<InboundBericht | undefined>;
  list(
    status: OntvangstStatus,
    after?: string,
    until?: string,
    max?: number,
  ): Promise<Page<'ontvangsten', Ontvangst>>;
  /** Numbers of those that are not done, of everybody or of these senders. */
  countOpen(senders?: ReadonlySet<string>): Promise<Pick<Openstaand, 'ontvangen' | 'wacht' | 'quarantaine'>>;
  /**
   * Sets any receipt that is not processed back to 'ontvangen' and gives its message; undefined when it has none. One that the
   * contract no longer allows is in quarantine from then on.
   */
  heropnemen(ontvangstId: OntvangstId): Promise<InboundBericht | 'quarantaine' | undefined>;
}

/** The hub's own bus (`adapters/bus/bus.ts`). */
export interface Bus {
  publish(berichten: readonly InboundBericht[]): Promise<void>;
}

/** When each source was last heard (`adapters/table/sources.ts`). */
export interface Sources {
  heard(source: Source): Promise<void>;
}

/** Keyed hashes (`adapters/secrets/pseudonyms.ts`). */
export interface Pseudonyms {
  ontvangstId(organisation: string, source: string, id: string): OntvangstId;
  afdruk(value: unknown): string;
}

/** Zaken and their timelines (`adapters/table/zaken.ts`). */
export interface Zaken {
  /** Every zaak of this person that this gemeente may see. */
  findZaak(query: SearchQuery, gemeentecode: Gemeentecode): Promise<readonly FoundZaak[]>;
  /** The zaak as this gemeente may see it; undefined when it may not. */
  zaakForGemeente(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Zaak | undefined>;
  /** Its timeline as this gemeente may see it; undefined when it may not. */
  tijdlijn(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Tijdlijn | undefined>;
  /** Its terms with what each follows from; undefined when this gemeente may not see the zaak. */
  termijnen(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Termijnen | undefined>;
  /** What a partner that was told of the zaak reported of it, by its OIN. */
  reportsBy(zaakId: ZaakId, oin: string): Promise<Tijdlijn['gebeurtenissen']>;
  /** Its brede intake; undefined when this gemeente may not see the zaak. */
  intake(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Intake | undefined>;
  /** The zaken of those who live in this household in this gemeente now. */
  membersOf(huishoudenId: HuishoudenId, gemeentecode: Gemeentecode): Promise<readonly ZaakId[]>;
  /** The gemeente that a zaak or person belongs to now; undefined when the hub knows of none. */
  gemeenteOf(query: SearchQuery | { readonly zaakId: ZaakId }): Promise<string | undefined>;
  /** What its timelines record for the logbook of this gemeente, and the households that it was in. */
  logged(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<LoggedZaak>;
  /** The zaak that this gemeente erases when it asks so of this one; undefined when it may not. */
  toErase(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<ZaakId | undefined>;
  /** Commits on timelines that still have partner messages to send, to anybody or to receivers of this gemeente. */
  nogTeVersturen(gemeentecode?: Gemeentecode): Promise<number>;
  /** The zaken of a gemeente of which a partner waits for what no source told of the person. */
  wachtOpGegevens(gemeentecode: Gemeentecode): Promise<Openstaand['wachtOpGegevens'][string]>;
}

/** Messages that were sent to partners (`adapters/table/postvak/sent-messages.ts`). */
export interface Post {
  /** Everything this partner was told about one zaak, in order of volgnummer. */
  berichtenOver(
    zaakId: ZaakId,
    gemeentecode: Gemeentecode,
    partner: string,
  ): Promise<readonly SentPartnerbericht[]>;
}

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

/** Whose a client is, and who was shut out (`adapters/table/admissions.ts`). */
export interface Admissions {
  /** The key of the organisation that this client was admitted for; undefined when it never was, or is no more. */
  organisationOf(client: { readonly uitgever: string; readonly client: string }): Promise<string | undefined>;
  /**
   * Whether the organisation, or this one token of it, was shut out; so stays a session that began (`begun`, ISO 8601, UTC)
   * before it was let in again. A token counts again.
   */
  isShutOut(organisation: string, tokenId?: string, begun?: string): Promise<boolean>;
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
  readonly ontvangsten: Ontvangsten;
  readonly acceptances: Pick<Acceptances, 'note'>;
  readonly bus: Bus;
  readonly sources: Sources;
  readonly telemetry: Pick<Telemetry<MetricOf<'api'>>, 'count'>;
  readonly pseudonyms: Pseudonyms;
  readonly zaken: Zaken;
  readonly logboek: Logboek;
  readonly mijlpalen: MijlpalenReader;
  readonly lists: Lists;
  readonly post: Post;
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
  readonly bezorging: Pick<DeliveryQueue, 'enqueue'>;
  /** How many messages lie in a queue. */
  readonly queueCounts: QueueCounts;
  /** For secrets of abonnementen, which are only written here. */
  readonly encryption: Pick<Encryption, 'encrypt'>;
  /** Why messages may not be sent to this address (`adapters/egress/address.ts`); none when they may. */
  readonly checkAddress: (adres: string) => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Undefined when the token must be refused; throws when the issuer's keys cannot be had. */
  readonly checkToken: (token: string) => Promise<TokenContent | undefined>;
  readonly admissions: Admissions;
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
