import { ONTVANGST_STATUSSEN, type OntvangstStatus } from '../contracts/api.ts';
import type { Verschil } from '../contracts/balans.ts';
import type { Gemeentecode, OntvangstId, ZaakId } from '../contracts/basistypen.ts';
import type { Zaakboek } from '../domain/delivery/books.ts';
import { staatVan } from '../domain/delivery/item.ts';
import { maakUitgaand } from './logboeken.ts';
import type { Ontvangsten } from './ontvangsten.ts';
import { LIJSTEN_VAN_ZAKEN, zakenOp } from './standen.ts';
import type { Tabel } from './tabel.ts';

/** What the hub's books are made up from, a bounded piece at a time. */

/** A receipt proves for two years that a message came; what is older need not be shown. */
const ONTVANGST_TOT_MS = 700 * 24 * 3600 * 1000;
const ZAKEN_PER_KEER = 50;
const ONTVANGSTEN_PER_KEER = 2000;

/** One piece of work: a list of receipts, or one of the lists of zaken of a gemeente. */
export type Boekstuk =
  | { readonly soort: 'ontvangsten'; readonly status: OntvangstStatus }
  | {
      readonly soort: 'zaken';
      readonly gemeentecode: Gemeentecode;
      readonly lijst: (typeof LIJSTEN_VAN_ZAKEN)[number];
    };

/** Everything that is counted for these gemeenten, in a fixed order. */
export const boekstukken = (gemeentecodes: readonly Gemeentecode[]): readonly Boekstuk[] => [
  ...ONTVANGST_STATUSSEN.map((status): Boekstuk => ({ soort: 'ontvangsten', status })),
  ...gemeentecodes.flatMap((gemeentecode) =>
    LIJSTEN_VAN_ZAKEN.map((lijst): Boekstuk => ({ soort: 'zaken', gemeentecode, lijst })),
  ),
];

export const maakBoeken = (tabel: Tabel, ontvangsten: Pick<Ontvangsten, 'lees' | 'telBladzij'>) => {
  const uitgaand = maakUitgaand(tabel);

  const controleerOntvangst = async (
    zaakId: ZaakId,
    ontvangstId: OntvangstId,
  ): Promise<readonly Verschil[]> => {
    const ontvangst = await ontvangsten.lees(ontvangstId);
    if (ontvangst === undefined) return [{ soort: 'ontvangst-ontbreekt', zaakId, ontvangstId }];
    return ontvangst.status === 'quarantaine'
      ? [{ soort: 'ontvangst-in-quarantaine', zaakId, ontvangstId }]
      : [];
  };

  return {
    /** Some receipts of one status, counted. */
    telOntvangsten: (
      status: OntvangstStatus,
      na: string | undefined,
    ): Promise<{ readonly aantal: number; readonly na?: string }> =>
      ontvangsten.telBladzij(status, ONTVANGSTEN_PER_KEER, na),

    /** Some zaken of one list of a gemeente. */
    zaken: (
      gemeentecode: Gemeentecode,
      lijst: (typeof LIJSTEN_VAN_ZAKEN)[number],
      na: string | undefined,
    ): Promise<{ readonly zaakIds: readonly ZaakId[]; readonly na?: string }> =>
      zakenOp(tabel, gemeentecode, lijst, { max: ZAKEN_PER_KEER, ...(na === undefined ? {} : { na }) }),

    /** The timeline and the postvak of a zaak, read at one moment; and whether its facts can be accounted for. */
    async boek(
      zaakId: ZaakId,
      nu: Date,
    ): Promise<{ readonly boek: Zaakboek; readonly verschillen: readonly Verschil[] }> {
      const { commits, post } = await uitgaand.lees(zaakId);
      const vanaf = nu.getTime() - ONTVANGST_TOT_MS;
      const ontvangstIds = new Set(
        commits
          .filter(({ tijd }) => Date.parse(tijd) >= vanaf)
          .flatMap(({ inhoud }) => inhoud.feiten.map(({ ontvangstId }) => ontvangstId)),
      );
      const verschillen = await Promise.all(
        [...ontvangstIds].map((ontvangstId) => controleerOntvangst(zaakId, ontvangstId)),
      );
      return {
        boek: {
          zaakId,
          nogTeVersturen: commits.filter(({ naVerzending }) => naVerzending !== undefined).length,
          meldingen: commits.flatMap(({ inhoud, naVerzending }) =>
            inhoud.meldingen.map(({ partner, volgnummer }) => ({
              partner,
              volgnummer,
              onderweg: naVerzending !== undefined,
            })),
          ),
          post: post.map(({ partner, volgnummer, plek }) => ({ partner, volgnummer, staat: staatVan(plek) })),
        },
        verschillen: verschillen.flat(),
      };
    },
  };
};

export type Boeken = ReturnType<typeof maakBoeken>;
