import { randomUUID } from 'node:crypto';
import { compareInstants } from '../contracts/instant.ts';
import type { Basisdeur } from '../contracts/post.ts';
import type { Abonnement, Kanaalinstelling } from '../domain/delivery/abonnement.ts';
import { adresDelen, type PartnerAdres } from '../domain/partners/address.ts';
import type { Item, Tabel } from './tabel.ts';

/** What each partner chose: its base door and its abonnementen, with what the hub noted about them. */

/** A line on the timeline of an abonnement: names and counts, never a secret or a value of a message. */
export interface AbonnementGebeurtenis {
  readonly tijdstip: string;
  readonly naam: string;
  /** An organisation, or `hub`. */
  readonly door: string;
  readonly gegevens: Readonly<Record<string, unknown>>;
}

/** A small state of an abonnement that several may change at once: only who read the latest may write. */
export interface Toestand<Waarde> {
  readonly waarde: Waarde;
  readonly versie: number;
}

/** What is kept per abonnement beside its settings: how its receiver does, and how fast it may be called. */
export type Toestandsoort = 'GEZONDHEID' | 'TEMPO';

const TIJDLIJN_SECONDEN = 2 * 365 * 24 * 3600;
const ABONNEMENT = 'ABONNEMENT';

const kanaalSleutel = (adres: PartnerAdres) => {
  const { gemeentecode, partner } = adresDelen(adres);
  return { pk: `KANAAL#${gemeentecode}`, sk: `${partner}#KANAAL` };
};
const abonnementSleutel = (adres: PartnerAdres, id: string) => {
  const { gemeentecode, partner } = adresDelen(adres);
  return { pk: `KANAAL#${gemeentecode}`, sk: `${partner}#${ABONNEMENT}#${id}` };
};

const alsAbonnement = (item: Item): Abonnement => JSON.parse(String(item['inhoud']));

const isAbonnement = ({ sk, ...item }: Item): boolean =>
  sk.split('#')[1] === ABONNEMENT && item['verwijderdOp'] === undefined;

/** The oldest goes first; two of one moment by their id, so that everybody sees one order. */
const opLeeftijd = (een: Abonnement, ander: Abonnement): number =>
  compareInstants(een.aangemaaktOp, ander.aangemaaktOp) || (een.id < ander.id ? -1 : 1);

const instellingVan = (items: readonly Item[]): Kanaalinstelling => ({
  basisdeur: String(items.find(({ sk }) => sk.endsWith('#KANAAL'))?.['basisdeur'] ?? 'wachtrij') as Basisdeur,
  abonnementen: items.filter(isAbonnement).map(alsAbonnement).toSorted(opLeeftijd),
});

/** Every door of every partner of a gemeente; who chose nothing reads its queue. */
export type Instellingen = (partner: PartnerAdres) => Kanaalinstelling;

const NIETS_GEKOZEN: Kanaalinstelling = { basisdeur: 'wachtrij', abonnementen: [] };

const volgOp = async (
  tabel: Tabel,
  partner: PartnerAdres,
  { id, versie }: Abonnement,
  inhoud: Omit<Abonnement, 'versie'>,
): Promise<Abonnement | undefined> => {
  const nieuw: Abonnement = { ...inhoud, versie: versie + 1 };
  const item = { ...abonnementSleutel(partner, id), versie: nieuw.versie, inhoud: JSON.stringify(nieuw) };
  return (await tabel.vervang(item, { versie })) ? nieuw : undefined;
};

export const maakKanalen = (tabel: Tabel) => ({
  /** The doors of these partners, read at once per gemeente. Strongly consistent. */
  async instellingen(partners: Iterable<PartnerAdres>): Promise<Instellingen> {
    const codes = new Set([...partners].map((partner) => adresDelen(partner).gemeentecode));
    const perGemeente = await Promise.all(
      [...codes].map(async (code) => ({ code, items: await tabel.partitie(`KANAAL#${code}`) })),
    );
    const perPartner = new Map(
      perGemeente.flatMap(({ code, items }) =>
        [...Map.groupBy(items, ({ sk }) => sk.split('#')[0])].map(
          ([sleutel, eigen]) => [`${code}/${sleutel}`, instellingVan(eigen)] as const,
        ),
      ),
    );
    return (partner) => perPartner.get(partner) ?? NIETS_GEKOZEN;
  },

  /** The doors of one partner. Strongly consistent. */
  async instelling(partner: PartnerAdres): Promise<Kanaalinstelling> {
    const { gemeentecode, partner: sleutel } = adresDelen(partner);
    return instellingVan(await tabel.partitie(`KANAAL#${gemeentecode}`, `${sleutel}#`));
  },

  kiesBasisdeur: (partner: PartnerAdres, basisdeur: Basisdeur): Promise<void> =>
    tabel.schrijf([{ ...kanaalSleutel(partner), basisdeur }]),

  /** An abonnement of this partner; undefined when it has none with this id. Strongly consistent. */
  async abonnement(partner: PartnerAdres, id: string): Promise<Abonnement | undefined> {
    const item = await tabel.lees(abonnementSleutel(partner, id));
    return item === undefined || !isAbonnement(item) ? undefined : alsAbonnement(item);
  },

  /** Whether this partner has, or had, an abonnement with this id. Strongly consistent. */
  async kende(partner: PartnerAdres, id: string): Promise<boolean> {
    return (await tabel.lees(abonnementSleutel(partner, id))) !== undefined;
  },

  /** Keeps a new abonnement; false when its id exists. */
  maak: (partner: PartnerAdres, abonnement: Abonnement): Promise<boolean> =>
    tabel.voegToe({
      ...abonnementSleutel(partner, abonnement.id),
      versie: abonnement.versie,
      inhoud: JSON.stringify(abonnement),
    }),

  /** Writes a change of what was read; undefined when somebody else changed it meanwhile. */
  wijzig: (
    partner: PartnerAdres,
    gelezen: Abonnement,
    wijziging: Partial<Omit<Abonnement, 'id' | 'versie' | 'aangemaaktOp'>>,
  ): Promise<Abonnement | undefined> => volgOp(tabel, partner, gelezen, { ...gelezen, ...wijziging }),

  /** Writes the whole as the successor of what was read; undefined when somebody else changed it meanwhile. */
  volgOp: (
    partner: PartnerAdres,
    gelezen: Abonnement,
    nieuw: Omit<Abonnement, 'versie'>,
  ): Promise<Abonnement | undefined> => volgOp(tabel, partner, gelezen, nieuw),

  /** Takes an abonnement away with its secrets; that it was there remains. False when it changed meanwhile. */
  verwijder: (partner: PartnerAdres, gelezen: Abonnement, nu: Date): Promise<boolean> =>
    tabel.vervang(
      {
        ...abonnementSleutel(partner, gelezen.id),
        versie: gelezen.versie + 1,
        verwijderdOp: nu.toISOString(),
      },
      { versie: gelezen.versie },
    ),

  /** Adds a line to the timeline of an abonnement. */
  async noteer(abonnementId: string, gebeurtenis: AbonnementGebeurtenis): Promise<void> {
    const { tijdstip, naam, door, gegevens } = gebeurtenis;
    await tabel.voegToe({
      pk: `${ABONNEMENT}#${abonnementId}`,
      sk: `GEBEURTENIS#${tijdstip}#${randomUUID()}`,
      naam,
      door,
      gegevens: JSON.stringify(gegevens),
      verlooptOp: Math.floor(Date.parse(tijdstip) / 1000) + TIJDLIJN_SECONDEN,
    });
  },

  /** The timeline of an abonnement, oldest first. */
  async tijdlijn(abonnementId: string): Promise<readonly AbonnementGebeurtenis[]> {
    const items = await tabel.partitie(`${ABONNEMENT}#${abonnementId}`, 'GEBEURTENIS#');
    return items.map((item) => ({
      tijdstip: item.sk.split('#')[1] ?? '',
      naam: String(item['naam']),
      door: String(item['door']),
      gegevens: JSON.parse(String(item['gegevens'])),
    }));
  },

  /** A small state of an abonnement; undefined when nothing was noted yet. Strongly consistent. */
  async toestand<Waarde>(abonnementId: string, soort: Toestandsoort): Promise<Toestand<Waarde> | undefined> {
    const item = await tabel.lees({ pk: `${ABONNEMENT}#${abonnementId}`, sk: soort });
    return item === undefined
      ? undefined
      : { waarde: JSON.parse(String(item['waarde'])), versie: Number(item['versie']) };
  },

  /** Writes it as the successor of what was read; false when somebody else did so first. */
  zetToestand<Waarde>(
    abonnementId: string,
    soort: Toestandsoort,
    waarde: Waarde,
    gelezen: Toestand<Waarde> | undefined,
  ): Promise<boolean> {
    const item = {
      pk: `${ABONNEMENT}#${abonnementId}`,
      sk: soort,
      versie: (gelezen?.versie ?? 0) + 1,
      waarde: JSON.stringify(waarde),
    };
    return gelezen === undefined ? tabel.voegToe(item) : tabel.vervang(item, { versie: gelezen.versie });
  },
});

export type Kanalen = ReturnType<typeof maakKanalen>;
