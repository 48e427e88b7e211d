import type { Bezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import type { Boeken } from '../../adapters/boeken.ts';
import type { Kanalen } from '../../adapters/kanalen.ts';
import type { Feeds } from '../../adapters/post/feeds.ts';
import type { Herleveringen } from '../../adapters/post/herleveringen.ts';
import type { Postvak } from '../../adapters/post/postvak.ts';
import type { Versleuteling } from '../../adapters/versleuteling.ts';
import type {
  GevondenZaak,
  Ontvangst,
  OntvangstStatus,
  Tijdlijn,
  Zaak,
  Zoekvraag,
} from '../../contracts/api.ts';
import type { Openstaand } from '../../contracts/balans.ts';
import type { Gemeentecode, OntvangstId, ZaakId } from '../../contracts/basistypen.ts';
import type { InkomendBericht } from '../../contracts/intern.ts';
import type { Bron, MetriekVan } from '../../contracts/metrieken.ts';
import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

/** One page of a list; without `na` it is the last. `na` is opaque: base64url, without personal data. */
export type Bladzijde<Naam extends string, Element> = Readonly<Record<Naam, readonly Element[]>> & {
  readonly na?: string;
};

/** What happened when a message was offered for keeping; 'herhaald' = same id and same content. */
export type Aanname = 'nieuw' | 'herhaald' | 'ander bericht';

/** Receipts: proof that a message is in, and how far it is (`adapters/ontvangsten.ts`). */
export interface Ontvangsten {
  /** Stores the message unless it is there already; durable once the promise resolves. */
  neemAan(bericht: InkomendBericht, writtenDigest: string): Promise<Aanname>;
  lees(ontvangstId: OntvangstId): Promise<Ontvangst | undefined>;
  lijst(status: OntvangstStatus, na?: string): Promise<Bladzijde<'ontvangsten', Ontvangst>>;
  /** Numbers of those that are not done. */
  telOpen(): Promise<Pick<Openstaand, 'ontvangen' | 'wacht' | 'quarantaine'>>;
  /** Sets a waiting or quarantined receipt back to 'ontvangen' and gives its message; undefined when it has none. */
  heropnemen(ontvangstId: OntvangstId): Promise<InkomendBericht | undefined>;
}

/** The hub's own bus (`adapters/bus.ts`). */
export interface Bus {
  biedAan(berichten: readonly InkomendBericht[]): Promise<void>;
}

/** When each source was last heard (`adapters/bronnen.ts`). */
export interface Bronnen {
  gehoord(bron: Bron): Promise<void>;
}

/** Keyed hashes (`adapters/pseudoniemen.ts`). */
export interface Pseudoniemen {
  ontvangstId(organisatie: string, source: string, id: string): OntvangstId;
  afdruk(waarde: unknown): string;
}

/** Zaken and their timelines (`adapters/zaken.ts`). */
export interface Zaken {
  /** Every zaak of this person, in whichever gemeente. */
  zoekZaak(vraag: Zoekvraag): Promise<readonly GevondenZaak[]>;
  /** The zaak as the gemeente that it belongs to may see it. */
  zaakVoorGemeente(zaakId: ZaakId): Promise<Zaak | undefined>;
  /** Its timeline, and the gemeente that may see it. */
  tijdlijn(zaakId: ZaakId): Promise<(Tijdlijn & Pick<Zaak, 'gemeentecode'>) | undefined>;
  /** Commits on timelines that still have partner messages to send. */
  nogTeVersturen(): Promise<number>;
}

/** Messages that were sent to partners (`adapters/post.ts`). */
export interface Post {
  /** Everything this partner was told about one zaak, in order of volgnummer. */
  berichtenOver(
    zaakId: ZaakId,
    gemeentecode: Gemeentecode,
    partner: string,
  ): Promise<readonly Partnerbericht[]>;
}

/** What a token said, once its signature, issuer, audience and expiry were found right. */
export interface Tokeninhoud {
  readonly organisatie: string;
  readonly scopes: readonly string[];
}

/** Where the API writes what happened; never personal data. */
export interface Logboek {
  info(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
  warn(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
  error(bericht: string, gegevens: Readonly<Record<string, unknown>>): void;
}

/** The time, and waiting for it. */
export interface Klok {
  nu(): Date;
  pauze(ms: number): Promise<void>;
}

/** Everything that the calls of the API need from outside. */
export interface Afhankelijkheden {
  readonly ontvangsten: Ontvangsten;
  readonly bus: Bus;
  readonly bronnen: Bronnen;
  readonly waarnemen: Pick<Waarnemen<MetriekVan<'api'>>, 'telPer'>;
  readonly pseudoniemen: Pseudoniemen;
  readonly zaken: Zaken;
  readonly post: Post;
  readonly postvak: Pick<Postvak, 'lijst' | 'vind' | 'bevestig' | 'tel'>;
  readonly kanalen: Omit<Kanalen, 'instellingen' | 'zetToestand'>;
  readonly feeds: Feeds;
  readonly boeken: Boeken;
  readonly herleveringen: Pick<Herleveringen, 'lees' | 'tel' | 'begin'>;
  readonly bezorging: Pick<Bezorgwachtrij, 'bied'>;
  /** For secrets of abonnementen, which are only written here. */
  readonly versleuteling: Pick<Versleuteling, 'versleutel'>;
  /** Why messages may not be sent to this address (`adapters/uitgaand/`); none when they may. */
  readonly controleerAdres: (adres: string) => Promise<readonly string[]>;
  readonly klok: Klok;
  /** Undefined when the token must be refused; throws when the issuer's keys cannot be had. */
  readonly controleerToken: (token: string) => Promise<Tokeninhoud | undefined>;
  readonly logboek: Logboek;
  /** `https://hub.example.nl`: where problem types live. */
  readonly basisUrl: string;
  /** That take part in this deployment; a koppeling to another is refused. */
  readonly gemeenten: readonly Gemeentecode[];
}
