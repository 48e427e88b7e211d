import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { type Herleveringskeuze, isGevraagd } from '../../domain/delivery/herlevering.ts';
import { isOpen, type Lijststuk } from '../../domain/delivery/item.ts';
import { adresDelen, type PartnerAdres } from '../../domain/partners/address.ts';
import { alleBladzijden, type Item, type Tabel } from '../tabel.ts';
import { maakBanen } from './banen.ts';
import { maakPostvak } from './postvak.ts';

/** Requests to send messages again, and how far they are. Of one partner one runs at a time. */

export interface Herlevering {
  readonly id: string;
  readonly kanaal: PartnerAdres;
  readonly keuze: Herleveringskeuze;
  /** Messages per minute that are put back at most. */
  readonly tempo?: number;
  readonly door: string;
  readonly aangevraagdOp: string;
  /** How many there were when it was asked. */
  readonly aantal: number;
  readonly gedaan: number;
  /** Position up to which it is done. */
  readonly na?: string;
  /** When it goes on; absent when it has ended. */
  readonly vanaf?: string;
  readonly versie: number;
}

/** A request that has not ended, in the index by when it goes on. */
const STATUS_LOPEND = 'HERLEVERING';
const BEWAAR_SECONDEN = 90 * 24 * 3600;
const BLADZIJDE = 200;

const HERLEVERING = 'HERLEVERING#';
const sleutel = (id: string) => ({ pk: `${HERLEVERING}${id}`, sk: 'HERLEVERING' });
const plekSleutel = (kanaal: PartnerAdres) => {
  const { gemeentecode, partner } = adresDelen(kanaal);
  return { pk: `${HERLEVERING}${gemeentecode}`, sk: partner };
};

const alsItem = (herlevering: Herlevering): Item => ({
  ...sleutel(herlevering.id),
  ...(herlevering.vanaf === undefined ? {} : { status: STATUS_LOPEND, sinds: herlevering.vanaf }),
  versie: herlevering.versie,
  inhoud: JSON.stringify(herlevering),
  verlooptOp: Math.floor(Date.parse(herlevering.aangevraagdOp) / 1000) + BEWAAR_SECONDEN,
});

const alsHerlevering = (item: Item): Herlevering => JSON.parse(String(item['inhoud']));

/** One page of the messages that a request asks for, in order, wherever they stand. */
export interface Keuzebladzij {
  readonly stukken: readonly Lijststuk[];
  /** Where the next page begins; absent after the last. */
  readonly na?: string;
}

export const maakHerleveringen = (tabel: Tabel) => {
  const postvak = maakPostvak(tabel);
  const banen = maakBanen(tabel);

  const lees = async (id: string): Promise<Herlevering | undefined> => {
    const item = await tabel.lees(sleutel(id));
    return item === undefined ? undefined : alsHerlevering(item);
  };

  /** Every message of one zaak is read at once; anything else page by page. */
  const bladzij = async (
    kanaal: PartnerAdres,
    { zaakId, van = '', tot }: Herleveringskeuze,
    na = van,
  ): Promise<{ stukken: readonly Lijststuk[]; meer: boolean }> => {
    if (zaakId === undefined) {
      return postvak.lijst(kanaal, { na, totEnMet: `${tot}#~`, max: BLADZIJDE });
    }
    const { stukken } = await banen.lees(kanaal, zaakId as ZaakId);
    return {
      stukken: stukken.filter(({ positie }) => positie > na),
      meer: false,
    };
  };

  /** The messages that a request asks for: the same look for who counts them and for who sends them. */
  const kies = async (
    kanaal: PartnerAdres,
    keuze: Herleveringskeuze,
    instelling: Kanaalinstelling,
    na?: string,
  ): Promise<Keuzebladzij> => {
    const { stukken, meer } = await bladzij(kanaal, keuze, na);
    const laatste = stukken.at(-1)?.positie;
    return {
      stukken: stukken.filter((stuk) => isGevraagd(keuze, instelling, stuk)),
      ...(meer && laatste !== undefined ? { na: laatste } : {}),
    };
  };

  return {
    lees,
    kies,

    /** How many messages a request would send now: what is still on its way is not sent twice. */
    async tel(kanaal: PartnerAdres, keuze: Herleveringskeuze, instelling: Kanaalinstelling): Promise<number> {
      const gekozen = await alleBladzijden(async (na) => {
        const { stukken, ...rest } = await kies(kanaal, keuze, instelling, na);
        return { elementen: stukken.filter((stuk) => !isOpen(stuk)).map(() => 1), ...rest };
      });
      return gekozen.length;
    },

    /** Keeps a new request; false when another one of this partner has not ended. */
    async begin(nieuw: Herlevering): Promise<boolean> {
      const plek = plekSleutel(nieuw.kanaal);
      const bezet = await tabel.lees(plek);
      const item = { ...plek, herleveringId: nieuw.id };
      if (bezet === undefined) {
        if (!(await tabel.voegToe(item))) return false;
      } else {
        const vorige = String(bezet['herleveringId']);
        if ((await lees(vorige))?.vanaf !== undefined) return false;
        if (!(await tabel.vervang(item, { herleveringId: vorige }))) return false;
      }
      return tabel.voegToe(alsItem(nieuw));
    },

    /** Writes how far it is; undefined when somebody else did so first. */
    async volgOp(
      gelezen: Herlevering,
      stand: Pick<Herlevering, 'gedaan' | 'na' | 'vanaf'>,
    ): Promise<Herlevering | undefined> {
      const { na: _, vanaf: __, ...rest } = gelezen;
      const nieuw: Herlevering = { ...rest, ...stand, versie: gelezen.versie + 1 };
      return (await tabel.vervang(alsItem(nieuw), { versie: gelezen.versie })) ? nieuw : undefined;
    },

    /** Requests that may go on by now, soonest first. What the index says of them may be old; each is read itself. */
    async wachtende(nu: Date): Promise<readonly Herlevering[]> {
      const moment = nu.toISOString();
      const { items } = await tabel.perStatus(STATUS_LOPEND, { totEnMet: moment });
      const gelezen = await Promise.all(items.map(({ pk }) => lees(pk.slice(HERLEVERING.length))));
      return gelezen.flatMap((een) =>
        een?.vanaf !== undefined && Date.parse(een.vanaf) <= nu.getTime() ? [een] : [],
      );
    },
  };
};

export type Herleveringen = ReturnType<typeof maakHerleveringen>;
