import type { Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { destinationOfItem, neemtAan } from '../../domain/delivery/destination.ts';
import { type Feedcursor, isIngehaald, volgendeCursor } from '../../domain/delivery/feed.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import type { Berichtenbladzij } from './lijst.ts';
import { probleem } from './problemen.ts';

/** The pull door: what lies ready for a partner that fetches its messages itself. */

type Nodig = Pick<Afhankelijkheden, 'postvak' | 'kanalen' | 'feeds' | 'klok'>;

/** How long one may wait: what the caller asked for, and what the function still has. */
export interface Geduld {
  readonly wachtMs: number;
  readonly restMs: () => number;
}

const BLADZIJDE = 100;
const KIJK_ELKE_MS = 1000;
/** Left over for the answer itself. */
const MARGE_MS = 3000;

const opHaaldeur = async ({ kanalen }: Nodig, kanaal: PartnerAdres): Promise<Kanaalinstelling> => {
  const instelling = await kanalen.instelling(kanaal);
  if (instelling.basisdeur === 'ophalen') return instelling;
  const webhook = instelling.abonnementen.some(neemtAan) ? 'naar een webhook, en anders ' : '';
  throw probleem(
    'andere-deur',
    `De berichten van deze partner gaan ${webhook}door de deur ${instelling.basisdeur}. Kies ophalen met PUT /v1/kanaal.`,
  );
};

/**
 * From where to read. When the doors changed after this cursor was given, older messages may lie ready that its holder
 * never saw: then everything is shown again, and only what was confirmed stays away.
 */
const beginVan = async (
  { feeds }: Nodig,
  kanaal: PartnerAdres,
  na: Feedcursor | undefined,
): Promise<Feedcursor | undefined> => {
  if (na === undefined) return undefined;
  return isIngehaald(na, await feeds.herzienOp(kanaal)) ? undefined : na;
};

/** What lies ready now: one page, and where the next one begins. */
const kijk = async (
  nodig: Nodig,
  kanaal: PartnerAdres,
  na: Feedcursor | undefined,
): Promise<Berichtenbladzij> => {
  const nu = nodig.klok.nu();
  const instelling = await opHaaldeur(nodig, kanaal);
  const begin = await beginVan(nodig, kanaal, na);
  // Before the messages themselves: what is given back meanwhile is then in one of the two lists.
  const inHand = await nodig.postvak.lijst(kanaal, { plekken: ['bezig'], max: 1 });
  const teksten: string[] = [];
  let gezien = begin?.positie;
  let meer = true;
  while (meer && teksten.length < BLADZIJDE) {
    const bladzij = await nodig.postvak.lijst(kanaal, {
      plekken: ['klaargezet'],
      max: BLADZIJDE - teksten.length,
      ...(gezien === undefined ? {} : { na: gezien }),
    });
    teksten.push(
      ...bladzij.stukken
        .filter((stuk) => destinationOfItem(instelling, stuk).deur === 'ophalen')
        .flatMap(({ tekst }) => tekst ?? []),
    );
    gezien = bladzij.stukken.at(-1)?.positie ?? gezien;
    meer = bladzij.meer;
  }
  return {
    teksten,
    cursor: volgendeCursor(begin, meer ? gezien : undefined, inHand.stukken[0]?.positie, nu),
  };
};

/** What lies ready, or what comes while the caller waits for it. */
export const haalOp = async (
  nodig: Nodig,
  kanaal: PartnerAdres,
  na: Feedcursor | undefined,
  { wachtMs, restMs }: Geduld,
): Promise<Berichtenbladzij> => {
  const tot = nodig.klok.nu().getTime() + wachtMs;
  let begin = na;
  for (;;) {
    const bladzij = await kijk(nodig, kanaal, begin);
    const over = Math.min(tot - nodig.klok.nu().getTime(), restMs() - MARGE_MS);
    if (bladzij.teksten.length > 0 || over <= 0) return bladzij;
    // What was looked at need not be looked at again: messages that wait for another door may be many.
    begin = bladzij.cursor;
    await nodig.klok.pauze(Math.min(KIJK_ELKE_MS, over));
  }
};
