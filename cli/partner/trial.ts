import { randomBytes, randomUUID } from 'node:crypto';
import { controleerAdres, type ZoekAdressen } from '../../adapters/uitgaand/adres.ts';
import type { Antwoord, Verzender } from '../../adapters/uitgaand/verzender.ts';
import type { Partnerrol } from '../../contracts/partnerberichten.ts';
import { reserveer, type Tempo } from '../../domain/delivery/rate.ts';
import { GEVRAAGD_TEMPO, leverkoppen, vraagkoppen } from '../../functions/webhook/verzoeken.ts';
import { leesToestemming } from './handshake.ts';
import { beoordeel, type Uitkomst } from './outcome.ts';
import { maakStappen, type Zending } from './steps.ts';

/** A whole rehearsal against the address of one partner. */

export interface Proefvraag {
  readonly url: string;
  readonly rol: Partnerrol;
  readonly geheim: string;
  /** The name by which the hub makes itself known. */
  readonly oorsprong: string;
  /** Access token that the receiver asks for. */
  readonly token?: string;
}

export interface Omgeving {
  readonly verzender: Verzender;
  readonly resolve: ZoekAdressen;
  readonly wacht: (ms: number) => Promise<unknown>;
  readonly nu: () => Date;
  readonly voortgang?: (uitkomst: Uitkomst) => void;
}

export interface Proefverslag {
  readonly url: string;
  readonly rol: Partnerrol;
  readonly geslaagd: boolean;
  /** The address is one that a deployed hub may call. */
  readonly adresVoorLive: boolean;
  readonly stappen: readonly Uitkomst[];
  /** What the partner has to look up in its own system. */
  readonly nakijken: readonly string[];
}

/** By the rules of a real hub; an address of this machine may be used to practise, and says so. */
const toetsAdres = async (
  url: string,
  resolve: ZoekAdressen,
): Promise<{ readonly adres: Uitkomst; readonly voorLive: boolean }> => {
  const meld = (geslaagd: boolean, uitleg: string, voorLive = geslaagd) => ({
    adres: { naam: 'adres', titel: 'Het adres', geslaagd, uitleg },
    voorLive,
  });
  const echt = await controleerAdres(url, { loopbackToegestaan: false, resolve });
  if (echt.length === 0) return meld(true, 'openbaar, https, poort 443');
  const oefenen = await controleerAdres(url, { loopbackToegestaan: true, resolve });
  if (oefenen.length > 0) return meld(false, oefenen.join('; '));
  return meld(true, 'van deze machine: alleen om te oefenen', false);
};

/** Takes every step, and goes on after one that failed: whoever has three things to repair wants to know all three. */
export const speelProef = async (vraag: Proefvraag, omgeving: Omgeving): Promise<Proefverslag> => {
  const { url, rol, geheim, oorsprong, token } = vraag;
  const { verzender, resolve, wacht, nu, voortgang } = omgeving;
  const { adres, voorLive } = await toetsAdres(url, resolve);
  const uitkomsten: Uitkomst[] = [];
  const noteer = (uitkomst: Uitkomst): void => {
    uitkomsten.push(uitkomst);
    voortgang?.(uitkomst);
  };
  const verslag = (nakijken: readonly string[]): Proefverslag => ({
    url,
    rol,
    geslaagd: uitkomsten.every(({ geslaagd }) => geslaagd),
    adresVoorLive: voorLive,
    stappen: uitkomsten,
    nakijken,
  });

  noteer(adres);
  if (!adres.geslaagd) return verslag([]);

  const { uitkomst, tempo } = leesToestemming(
    await verzender.verstuur({
      methode: 'OPTIONS',
      url,
      headers: vraagkoppen(oorsprong, GEVRAAGD_TEMPO),
    }),
    oorsprong,
  );
  noteer(uitkomst);

  let plaats: Tempo | undefined;
  const stuur = async ({ bericht, koppen }: Zending): Promise<Antwoord> => {
    if (tempo !== undefined) {
      const beurt = reserveer(plaats, tempo, nu().getTime());
      plaats = beurt.tempo;
      await wacht(Math.max(0, beurt.op - nu().getTime()));
    }
    return verzender.verstuur({
      methode: 'POST',
      url,
      headers: {
        ...leverkoppen(oorsprong),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...koppen(nu()),
      },
      body: bericht.body,
    });
  };

  const stappen = maakStappen({
    rol,
    geheim,
    anderGeheim: `whsec_${randomBytes(32).toString('base64')}`,
    nieuweZaak: randomUUID,
    nu: nu(),
  });
  for (const stap of stappen) {
    const antwoorden: Antwoord[] = [];
    for (const zending of stap.zendingen) antwoorden.push(await stuur(zending));
    noteer(beoordeel(stap, antwoorden));
  }
  // After a step that failed there is nothing to look up yet.
  const gelukt = new Set(uitkomsten.filter(({ geslaagd }) => geslaagd).map(({ naam }) => naam));
  const gedaan = stappen.filter(({ naam }) => gelukt.has(naam));
  const geweigerd = gedaan.flatMap(({ verwacht, zendingen }) =>
    verwacht === 'weigeren' ? zendingen.map(({ bericht }) => bericht.id) : [],
  );
  return verslag([
    ...gedaan.flatMap(({ nakijken }) => nakijken ?? []),
    ...(geweigerd.length === 0 ? [] : [`Van deze berichten is niets bewaard: ${geweigerd.join(', ')}.`]),
  ]);
};
