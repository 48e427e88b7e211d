import type { Bezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import type { Kanalen } from '../../adapters/kanalen.ts';
import type { Banen } from '../../adapters/post/banen.ts';
import type { Feeds } from '../../adapters/post/feeds.ts';
import type { Herleveringen } from '../../adapters/post/herleveringen.ts';
import type { Postvak } from '../../adapters/post/postvak.ts';
import { inStukken } from '../../adapters/stukken.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { MetriekVan } from '../../contracts/metrieken.ts';
import type { Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import type { Lijststuk } from '../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import { alleStukken } from './post.ts';
import { elk } from './stappen.ts';

/** Orders to deliver that nobody else would think of: of lanes whose time has come, and of what was left lying. */

export interface BezorgAfhankelijkheden {
  readonly postvak: Pick<Postvak, 'lijst' | 'lees' | 'vervalt' | 'ruimOp' | 'tel'>;
  readonly banen: Pick<Banen, 'wachtende'>;
  readonly kanalen: Pick<Kanalen, 'instellingen'>;
  readonly feeds: Pick<Feeds, 'herzienOp'>;
  readonly herleveringen: Pick<Herleveringen, 'wachtende'>;
  readonly bezorgwachtrij: Pick<Bezorgwachtrij, 'bied'>;
  readonly waarnemen: Waarnemen<MetriekVan<'bewaking'>>;
  readonly nu: Date;
  /** Whose messages are looked after. */
  readonly partners: readonly PartnerAdres[];
}

/** The period of its rule: what is due before the next run goes in this one, and waits for its moment on the queue. */
const VOORSPRONG_MS = 60_000;
/** A message is delivered or waits for something long before; what still lies here lost its order. */
const BLIJFT_LIGGEN_MS = 10 * 60_000;
/** Orders that are offered side by side. */
const TEGELIJK = 500;

type Baanplaats = { readonly kanaal: PartnerAdres; readonly zaakId: ZaakId };

/** Offers these lanes. Within five minutes the queue takes an order for a lane once for each `reden`. */
const bied = async (
  { bezorgwachtrij }: BezorgAfhankelijkheden,
  banen: readonly (Baanplaats & { readonly reden: string })[],
): Promise<void> => {
  for (const stuk of inStukken(banen, TEGELIJK)) {
    await bezorgwachtrij.bied(
      stuk.map(({ kanaal, zaakId, reden }) => ({
        opdracht: { soort: 'baan', kanaal, zaakId },
        ontdubbel: `${kanaal}#${zaakId}#${reden}`,
      })),
    );
  }
};

/** Offers the lanes that may go on now or within a minute. One that stays is offered again when the queue forgot it. */
export const biedBanenAan = async (afhankelijkheden: BezorgAfhankelijkheden): Promise<void> => {
  const { banen, nu } = afhankelijkheden;
  const straks = new Date(nu.getTime() + VOORSPRONG_MS).toISOString();
  const toe = await banen.wachtende(straks);
  await bied(
    afhankelijkheden,
    toe.map(({ vanaf, ...baan }) => ({ ...baan, reden: vanaf })),
  );
};

/** Offers what partners asked to be sent again and of which more may go now, or of which the order was lost. */
export const biedHerleveringenAan = async ({
  herleveringen,
  bezorgwachtrij,
  nu,
}: BezorgAfhankelijkheden): Promise<void> => {
  const toe = await herleveringen.wachtende(nu);
  await bezorgwachtrij.bied(
    toe.map(({ id, kanaal, vanaf }) => ({
      opdracht: { soort: 'herlevering', kanaal, herleveringId: id },
      ontdubbel: `${id}#${vanaf}`,
    })),
  );
};

/** Whether a door delivers this by itself. What a door died with is given back, also to who fetches. */
const gaatVanzelf = (instelling: Kanaalinstelling, stuk: Lijststuk): boolean => {
  if (stuk.plek === 'bezig') return true;
  const bestemming = destinationOfItem(instelling, stuk);
  return bestemming.deur === 'webhook'
    ? bestemming.abonnement.status === 'actief'
    : bestemming.deur === 'wachtrij';
};

const bezorgt = ({ basisdeur, abonnementen }: Kanaalinstelling): boolean =>
  basisdeur === 'wachtrij' || abonnementen.some(({ status }) => status === 'actief');

const sleutel = ({ kanaal, zaakId }: Baanplaats): string => `${kanaal}#${zaakId}`;

/** Offers the lanes in which something lies that nothing will come for: the order for it was lost, or died halfway. */
export const biedBlijversAan = async (afhankelijkheden: BezorgAfhankelijkheden): Promise<void> => {
  const { postvak, banen, kanalen, waarnemen, partners, nu } = afhankelijkheden;
  const wachtend = new Set((await banen.wachtende()).map(sleutel));
  const instellingVan = await kanalen.instellingen(partners);
  const totEnMet = new Date(nu.getTime() - BLIJFT_LIGGEN_MS).toISOString();
  await elk(
    partners.map((kanaal) => async () => {
      const instelling = instellingVan(kanaal);
      const zaken = new Set<ZaakId>();
      const plekken = bezorgt(instelling) ? (['klaargezet', 'bezig'] as const) : (['bezig'] as const);
      for await (const stuk of alleStukken(postvak, kanaal, { plekken, totEnMet })) {
        const { zaakId } = stuk;
        if (!wachtend.has(sleutel({ kanaal, zaakId })) && gaatVanzelf(instelling, stuk)) zaken.add(zaakId);
      }
      if (zaken.size === 0) return;
      await bied(
        afhankelijkheden,
        [...zaken].map((zaakId) => ({ kanaal, zaakId, reden: nu.toISOString() })),
      );
      waarnemen.info('partnerberichten opnieuw aangeboden', { partner: kanaal, zaken: [...zaken] });
    }),
  );
};
