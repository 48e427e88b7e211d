import type { Bezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import type { Kanalen } from '../../adapters/kanalen.ts';
import type { Feeds } from '../../adapters/post/feeds.ts';
import type { Herlevering, Herleveringen } from '../../adapters/post/herleveringen.ts';
import type { Postvak } from '../../adapters/post/postvak.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { destinationOfItem } from '../../domain/delivery/destination.ts';
import { isOpen, type Lijststuk, type Poststuk } from '../../domain/delivery/item.ts';

/** Puts messages back in line that a partner asked for again: each one once per request, wherever it falls. */

export interface HerleveringNodig {
  readonly herleveringen: Pick<Herleveringen, 'lees' | 'kies' | 'volgOp'>;
  readonly postvak: Pick<Postvak, 'lees' | 'herlever'>;
  readonly kanalen: Pick<Kanalen, 'instelling'>;
  readonly feeds: Pick<Feeds, 'herzie'>;
  readonly bezorging: Pick<Bezorgwachtrij, 'bied'>;
  readonly nu: () => Date;
}

const MINUUT_MS = 60_000;
/** Left for one page and for writing down how far it is. */
const MARGE_MS = 20_000;
/** A message can move while it is looked at. */
const POGINGEN = 5;

/** What became of one message: put back by this request (now, or by a run that fell), or not its to put back. */
const zetTerug = async (
  { postvak, nu }: HerleveringNodig,
  plaats: Lijststuk,
  herleveringId: string,
): Promise<Poststuk | undefined> => {
  for (let poging = 0; poging < POGINGEN; poging++) {
    const stuk = await postvak.lees(plaats);
    if (stuk?.herleveringId === herleveringId) return stuk;
    if (stuk === undefined || stuk.tekst === undefined || isOpen(stuk)) return undefined;
    const teruggezet = await postvak.herlever(stuk, herleveringId, nu());
    if (teruggezet !== undefined) return teruggezet;
  }
  return undefined;
};

const isTeBezorgen = (instelling: Kanaalinstelling, stuk: Poststuk): boolean =>
  stuk.plek === 'klaargezet' && destinationOfItem(instelling, stuk).deur !== 'ophalen';

/** Offers the lanes of what lies ready again, and lets who fetches see it. */
const biedAan = async (
  { bezorging, feeds, nu }: HerleveringNodig,
  { kanaal }: Herlevering,
  instelling: Kanaalinstelling,
  stukken: readonly Poststuk[],
): Promise<void> => {
  const zaken = new Set<ZaakId>(
    stukken.filter((stuk) => isTeBezorgen(instelling, stuk)).map(({ zaakId }) => zaakId),
  );
  await bezorging.bied([...zaken].map((zaakId) => ({ opdracht: { soort: 'baan', kanaal, zaakId } })));
  if (instelling.basisdeur === 'ophalen') await feeds.herzie(kanaal, nu());
};

/** Puts these back: side by side per zaak, and within one in order, so that a lane never runs ahead of itself. */
const zetAllemaalTerug = async (
  nodig: HerleveringNodig,
  plaatsen: readonly Lijststuk[],
  herleveringId: string,
): Promise<readonly Poststuk[]> => {
  const perZaak = await Promise.all(
    [...Map.groupBy(plaatsen, ({ zaakId }) => zaakId).values()].map(async (vanZaak) => {
      const teruggezet: Poststuk[] = [];
      for (const plaats of vanZaak) {
        const stuk = await zetTerug(nodig, plaats, herleveringId);
        if (stuk !== undefined) teruggezet.push(stuk);
      }
      return teruggezet;
    }),
  );
  return perZaak.flat();
};

/** The next messages of a request, at most `ruimte`: put back, offered, and only then written down. */
const stap = async (
  nodig: HerleveringNodig,
  stand: Herlevering,
  instelling: Kanaalinstelling,
  ruimte: number,
): Promise<{ readonly gedaan: number; readonly na?: string }> => {
  const { stukken, na } = await nodig.herleveringen.kies(stand.kanaal, stand.keuze, instelling, stand.na);
  const aanDeBeurt = stukken.slice(0, ruimte);
  const teruggezet = await zetAllemaalTerug(nodig, aanDeBeurt, stand.id);
  await biedAan(nodig, stand, instelling, teruggezet);
  const verder = aanDeBeurt.length < stukken.length ? aanDeBeurt.at(-1)?.positie : na;
  return { gedaan: teruggezet.length, ...(verder === undefined ? {} : { na: verder }) };
};

const opdrachtVoor = ({ id, kanaal }: Herlevering) => ({
  opdracht: { soort: 'herlevering' as const, kanaal, herleveringId: id },
});

/**
 * Carries a request on: as far as its rate allows, or as the time of this function reaches. What is left is offered
 * again, at once or by the watch when its moment has come.
 */
export const verwerkHerlevering = async (
  nodig: HerleveringNodig,
  herleveringId: string,
  restMs: () => number,
): Promise<void> => {
  const { herleveringen, kanalen, bezorging, nu } = nodig;
  let stand = await herleveringen.lees(herleveringId);
  // Ended, or not due yet: an order that came twice.
  if (stand?.vanaf === undefined || stand.vanaf > nu().toISOString()) return;
  const instelling = await kanalen.instelling(stand.kanaal);
  let ruimte = stand.tempo ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const { gedaan, na } = await stap(nodig, stand, instelling, ruimte);
    ruimte -= gedaan;
    const wacht = ruimte <= 0 ? MINUUT_MS : 0;
    stand = await herleveringen.volgOp(stand, {
      gedaan: stand.gedaan + gedaan,
      ...(na === undefined ? {} : { na, vanaf: new Date(nu().getTime() + wacht).toISOString() }),
    });
    // Somebody else carries it on, it has ended, or its rate allows no more for now.
    if (stand?.vanaf === undefined || wacht > 0) return;
    if (restMs() < MARGE_MS) return bezorging.bied([opdrachtVoor(stand)]);
  }
};
