import { inStukken } from '../../adapters/stukken.ts';
import { OPHAALVENSTER_DAGEN } from '../../contracts/berichten.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import type { Lijststuk } from '../../domain/delivery/item.ts';
import { BEWAARTERMIJN_DAGEN } from '../../domain/delivery/retention.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { BezorgAfhankelijkheden } from './bezorging.ts';
import { alleStukken } from './post.ts';
import { elk } from './stappen.ts';

/** What ends by itself: messages that nobody fetches, and the content of all of them. */

/** So many of a partner in one run: the oldest, so that the next run takes the rest. */
const HOOGSTENS = 1000;
/** Messages that are changed side by side. */
const TEGELIJK = 20;
const DAG_MS = 24 * 3600 * 1000;

const dagenGeleden = (nu: Date, dagen: number): string =>
  new Date(nu.getTime() - dagen * DAG_MS).toISOString();

/** Does this to the oldest messages that are asked for; how many it was done to. */
const voorElk = async (
  { postvak }: BezorgAfhankelijkheden,
  partner: PartnerAdres,
  vraag: Parameters<typeof alleStukken>[2],
  doe: (stuk: Lijststuk) => Promise<boolean>,
): Promise<number> => {
  const stukken: Lijststuk[] = [];
  for await (const stuk of alleStukken(postvak, partner, vraag)) {
    stukken.push(stuk);
    if (stukken.length === HOOGSTENS) break;
  }
  let aantal = 0;
  for (const samen of inStukken(stukken, TEGELIJK)) {
    const gedaan = await Promise.all(samen.map(doe));
    aantal += gedaan.filter(Boolean).length;
  }
  return aantal;
};

/** Puts an end to what nobody fetched in time; how many that were. */
const laatVervallen = async (
  afhankelijkheden: BezorgAfhankelijkheden,
  partner: PartnerAdres,
  instelling: Kanaalinstelling,
): Promise<number> => {
  const { postvak, feeds, nu } = afhankelijkheden;
  const grens = dagenGeleden(nu, OPHAALVENSTER_DAGEN);
  if (instelling.basisdeur !== 'ophalen') return 0;
  // Since its doors changed it may fetch what another door kept until then.
  const herzienOp = await feeds.herzienOp(partner);
  if (herzienOp !== undefined && compareInstants(herzienOp, grens) > 0) return 0;
  return voorElk(afhankelijkheden, partner, { plekken: ['klaargezet'], totEnMet: grens }, async (plaats) => {
    if (destinationOfItem(instelling, plaats).deur !== 'ophalen') return false;
    const stuk = await postvak.lees(plaats);
    // What was asked for again lies ready since then.
    if (stuk === undefined || compareInstants(stuk.sinds, grens) > 0) return false;
    return (await postvak.vervalt(stuk, nu)) !== undefined;
  });
};

/** Messages that nobody fetched in time are vervallen; of what is older the content goes. */
export const ruimPostOp = async (afhankelijkheden: BezorgAfhankelijkheden): Promise<void> => {
  const { postvak, kanalen, waarnemen, partners, nu } = afhankelijkheden;
  const instellingVan = await kanalen.instellingen(partners);
  await elk(
    partners.map((partner) => async () => {
      // First the content: what is past that term needs no other end.
      const leeg = await voorElk(
        afhankelijkheden,
        partner,
        { totEnMet: dagenGeleden(nu, BEWAARTERMIJN_DAGEN) },
        async (plaats) => {
          const stuk = await postvak.lees(plaats);
          return stuk !== undefined && (await postvak.ruimOp(stuk, nu));
        },
      );
      const vervallen = await laatVervallen(afhankelijkheden, partner, instellingVan(partner));
      if (leeg + vervallen > 0) {
        waarnemen.info('partnerberichten opgeruimd', { partner, vervallen, inhoudWeg: leeg });
      }
    }),
  );
};
