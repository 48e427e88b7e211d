import { bladzijden } from '../../adapters/post/bladzijden.ts';
import { inStukken } from '../../adapters/stukken.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Bezorgopdracht } from '../../contracts/bezorging.ts';
import { KLAAR, type Vervolg, type WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { geefPlekkenTerug, laatProberen } from './ontvanger.ts';

/** Lanes that are moved or offered side by side. */
const TEGELIJK = 500;

type Nodig = Pick<
  WebhookAfhankelijkheden,
  'postvak' | 'banen' | 'kanalen' | 'feeds' | 'bezorgwachtrij' | 'waarnemen' | 'nu' | 'toeval' | 'pauze'
>;
type Kanaalopdracht = Extract<Bezorgopdracht, { soort: 'kanaal' }>;

/** The zaken of which something lies ready for this partner. */
const zakenMetPost = async (
  postvak: Nodig['postvak'],
  kanaal: Kanaalopdracht['kanaal'],
): Promise<ReadonlySet<ZaakId>> => {
  const zaken = new Set<ZaakId>();
  for await (const stukken of bladzijden(postvak, kanaal, {
    plekken: ['klaargezet', 'bezig'],
    max: TEGELIJK,
  })) {
    for (const { zaakId } of stukken) zaken.add(zaakId);
  }
  return zaken;
};

/** Behind another door it may succeed, and whoever fetches must be able to see it. */
const zetGeparkeerdeTerug = async (
  { postvak, feeds, nu }: Nodig,
  kanaal: Kanaalopdracht['kanaal'],
): Promise<readonly ZaakId[]> => {
  const zaken: ZaakId[] = [];
  for await (const stukken of bladzijden(postvak, kanaal, { plekken: ['geparkeerd'], max: TEGELIJK })) {
    const teruggezet = await Promise.all(
      stukken.map(async (plaats) => {
        const stuk = await postvak.lees(plaats);
        return stuk !== undefined && (await postvak.ontparkeer(stuk, nu())) !== undefined;
      }),
    );
    zaken.push(...stukken.filter((_, plaats) => teruggezet[plaats]).map(({ zaakId }) => zaakId));
  }
  // Also when nothing is parked (any more): a run that fell may have put it back. A cursor may be past it.
  await feeds.herzie(kanaal, nu());
  return zaken;
};

/** The doors of a partner changed, or its receiver is back: every lane of it is looked at now, whatever it waited for. */
export const biedKanaalAan = async (
  afhankelijkheden: Nodig,
  { kanaal, hersteld }: Kanaalopdracht,
): Promise<Vervolg> => {
  const { postvak, banen, kanalen, bezorgwachtrij, waarnemen, nu } = afhankelijkheden;
  const { abonnementen } = await kanalen.instelling(kanaal);
  for (const abonnement of abonnementen) {
    await laatProberen(afhankelijkheden, abonnement, { byPartner: hersteld !== true });
  }
  const wachtend = (await banen.wachtende()).filter((baan) => baan.kanaal === kanaal);
  for (const stuk of inStukken(wachtend, TEGELIJK)) {
    await Promise.all(stuk.map((baan) => banen.vervroeg(baan, nu())));
  }
  for (const abonnement of abonnementen) await geefPlekkenTerug(afhankelijkheden, abonnement);
  // First, so that it is found among what lies ready.
  const teruggezet = hersteld === true ? [] : await zetGeparkeerdeTerug(afhankelijkheden, kanaal);
  const metPost = await zakenMetPost(postvak, kanaal);
  // The list may run behind: one that waited finds out for itself that nothing is left.
  const zaken = new Set([...metPost, ...teruggezet, ...wachtend.map(({ zaakId }) => zaakId)]);
  for (const stuk of inStukken([...zaken], TEGELIJK)) {
    await bezorgwachtrij.bied(stuk.map((zaakId) => ({ opdracht: { soort: 'baan', kanaal, zaakId } })));
  }
  waarnemen.info('banen opnieuw aangeboden', { partner: kanaal, banen: zaken.size });
  return KLAAR;
};
