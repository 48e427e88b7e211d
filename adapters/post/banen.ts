import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Poststuk } from '../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import { alleBladzijden, type Item, type Tabel } from '../tabel.ts';
import { BAAN, POST, plaatsVan, postVan } from './poststuk.ts';

/** Lanes: what one partner still gets of one zaak, in order. A lane has a state of its own only while it must wait. */

/** Until when a lane waits, and why. */
export interface Baan {
  readonly kanaal: PartnerAdres;
  readonly zaakId: ZaakId;
  /** The message at its head when it began to wait. */
  readonly volgnummer: number;
  /** Failed tries of that message, of this round. */
  readonly pogingen: number;
  readonly vanaf: string;
  /** When its next try was planned; `vanaf` is earlier when somebody let it go on before that. */
  readonly gepland: string;
  /** Whose receiver these tries and this wait are about. */
  readonly abonnementId: string;
  /** At `vanaf` its receiver has room for it: that was reserved. */
  readonly gereserveerd: boolean;
}

/** A lane as the list of what is due shows it. */
export type WachtendeBaan = Pick<Baan, 'kanaal' | 'zaakId' | 'vanaf'>;

/** Everything of one partner of one zaak, in order of volgnummer. */
export interface Baanstand {
  readonly stukken: readonly Poststuk[];
  /** Only while the lane waits. */
  readonly baan?: Baan;
}

/** The list of lanes that wait, by the moment at which they may go on. */
const STATUS_BAAN = 'BAAN';

const sleutel = ({ kanaal, zaakId }: Pick<Baan, 'kanaal' | 'zaakId'>) => ({
  pk: `ZAAK#${zaakId}`,
  sk: `${POST}${kanaal}#${BAAN}`,
});

const alsWachtende = (item: Item): WachtendeBaan => {
  const { partner, zaakId } = plaatsVan(item);
  return { kanaal: partner, zaakId, vanaf: String(item['sinds']) };
};

const alsBaan = (item: Item): Baan => ({
  ...alsWachtende(item),
  gepland: String(item['gepland']),
  abonnementId: String(item['abonnementId']),
  volgnummer: Number(item['volgnummer']),
  pogingen: Number(item['pogingen'] ?? 0),
  gereserveerd: item['gereserveerd'] === 'ja',
});

export const maakBanen = (tabel: Tabel) => ({
  /** Strongly consistent. */
  async lees(kanaal: PartnerAdres, zaakId: ZaakId): Promise<Baanstand> {
    const items = await tabel.partitie(`ZAAK#${zaakId}`, `${POST}${kanaal}#`);
    const baan = items.find((item) => item['status'] === STATUS_BAAN);
    return { stukken: postVan(items), ...(baan === undefined ? {} : { baan: alsBaan(baan) }) };
  },

  /** The lane waits until `vanaf`. */
  wacht: (baan: Baan): Promise<void> =>
    tabel.schrijf([
      {
        ...sleutel(baan),
        status: STATUS_BAAN,
        sinds: baan.vanaf,
        gepland: baan.gepland,
        abonnementId: baan.abonnementId,
        volgnummer: baan.volgnummer,
        pogingen: baan.pogingen,
        ...(baan.gereserveerd ? { gereserveerd: 'ja' } : {}),
      },
    ]),

  /** The lane, if it still waits, need not wait any longer. */
  async vervroeg({ kanaal, zaakId }: Pick<Baan, 'kanaal' | 'zaakId'>, nu: Date): Promise<void> {
    await tabel.wijzig(sleutel({ kanaal, zaakId }), { sinds: nu.toISOString(), gereserveerd: undefined }, [
      STATUS_BAAN,
    ]);
  },

  /** Nothing holds the lane any more. */
  async vrij(baan: Pick<Baan, 'kanaal' | 'zaakId'>): Promise<void> {
    await tabel.wijzig(
      sleutel(baan),
      {
        status: undefined,
        sinds: undefined,
        gepland: undefined,
        abonnementId: undefined,
        volgnummer: undefined,
        pogingen: undefined,
        gereserveerd: undefined,
      },
      [STATUS_BAAN],
    );
  },

  /** Lanes that may go on by `totEnMet`, or all that wait; soonest first. Eventually consistent. */
  async wachtende(totEnMet?: string): Promise<readonly WachtendeBaan[]> {
    const items = await alleBladzijden(async (na) => {
      const { items: elementen, ...rest } = await tabel.perStatus(STATUS_BAAN, {
        max: 1000,
        ...(totEnMet === undefined ? {} : { totEnMet }),
        ...(na === undefined ? {} : { na }),
      });
      return { elementen, ...rest };
    });
    return items.map(alsWachtende);
  },
});

export type Banen = ReturnType<typeof maakBanen>;
