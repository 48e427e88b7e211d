import { type Klant, maakKlant, metHoogstens } from '../klant.ts';
import { type Geheugen, volgGeheugen } from './geheugen.ts';
import type { Partners } from './partners.ts';
import { type Aanvoer, stroom } from './stroom.ts';

/** What growing a hub by a number of households took. */
export interface Groei {
  readonly huishoudens: number;
  readonly seconden: number;
  readonly huishoudensPerSeconde: number;
  readonly geheugen: Geheugen;
}

const GELIJKTIJDIG = 32;
/** Households that are under way at once: enough to keep the hub busy, and no queue that only grows. */
const ONDERWEG = 300;
/** Partner messages per household: six of its koppeling, four of its address. */
const PER_HUISHOUDEN = 10;
/** A token is valid for an hour: after so many households each source asks for another. */
const PER_TOKEN = 5_000;

/** Sends with what is under way bounded: who waits goes on when the partners have fetched enough. */
const begrensd = (klanten: Readonly<Record<Aanvoer['van'], Klant>>, partners: Partners, reeds: number) => {
  let verwacht = reeds;
  return {
    verstuur: async ({ van, bericht, partnerberichten }: Aanvoer): Promise<void> => {
      verwacht += partnerberichten;
      await partners.tot(verwacht - ONDERWEG * PER_HUISHOUDEN);
      await klanten[van].post(bericht);
    },
    verwacht: () => verwacht,
  };
};

const stuk = async (url: string, van: number, tot: number, partners: Partners): Promise<void> => {
  const klanten = {
    coa: await maakKlant(url, GELIJKTIJDIG, 'coa'),
    brp: await maakKlant(url, GELIJKTIJDIG, 'brp'),
  };
  try {
    const poort = begrensd(klanten, partners, partners.ontvangen());
    await metHoogstens(GELIJKTIJDIG, stroom(van, tot, 2 * ONDERWEG), poort.verstuur);
    await partners.tot(poort.verwacht());
  } finally {
    klanten.coa.close();
    klanten.brp.close();
  }
};

/** Grows the hub from household `van` to `tot`, until the partners have all that it leads to. */
export const groei = async (
  hub: { readonly url: string; eigenMB(): number },
  van: number,
  tot: number,
  partners: Partners,
  zeg: (tekst: string) => void,
): Promise<Groei> => {
  const geheugen = volgGeheugen(hub.eigenMB);
  const start = performance.now();
  try {
    for (let begin = van; begin < tot; begin += PER_TOKEN) {
      const einde = Math.min(tot, begin + PER_TOKEN);
      await stuk(hub.url, begin, einde, partners);
      zeg(`${einde} of ${tot} households, ${hub.eigenMB()} MB`);
    }
  } catch (error) {
    geheugen.stop();
    throw error;
  }
  const seconden = (performance.now() - start) / 1000;
  return {
    huishoudens: tot - van,
    seconden,
    huishoudensPerSeconde: (tot - van) / seconden,
    geheugen: geheugen.stop(),
  };
};
