import type { Balans } from '../answers.ts';
import type { Deviation } from './run.ts';

/** What a replay came to; printed as is with `--json`. */
export interface Summary {
  readonly stappen: number;
  readonly zoalsVerwacht: number;
  readonly afwijkingen: readonly Pick<Deviation, 'stap' | 'verwacht' | 'gekregen'>[];
  readonly zaken: number;
  /** Messages by partner key. */
  readonly berichten: Readonly<Record<string, number>>;
  readonly wachtend: number;
  readonly quarantaine: number;
  readonly ontvangen: number;
  readonly verwerkt: number;
}

const partnerOf = (queue: string): string => queue.split('/').at(-1) ?? queue;

/** Messages by partner key, over all gemeenten. */
const perPartner = (post: Balans['post']): Record<string, number> => {
  const totals: Record<string, number> = {};
  for (const [queue, { geproduceerd }] of Object.entries(post)) {
    const partner = partnerOf(queue);
    totals[partner] = (totals[partner] ?? 0) + geproduceerd;
  }
  return totals;
};

/** Puts the answers of the steps beside the hub's own balance. */
export const summarise = (stappen: number, deviations: readonly Deviation[], balans: Balans): Summary => ({
  stappen,
  zoalsVerwacht: stappen - deviations.length,
  afwijkingen: deviations.map(({ stap, verwacht, gekregen }) => ({ stap, verwacht, gekregen })),
  zaken: balans.zaken,
  berichten: perPartner(balans.post),
  wachtend: balans.ontvangsten.wacht,
  quarantaine: balans.ontvangsten.quarantaine,
  ontvangen: balans.ontvangsten.ontvangen,
  verwerkt: balans.ontvangsten.verwerkt,
});

/** The summary in words. */
export const summaryLines = (summary: Summary, deviations: readonly Deviation[]): readonly string[] => {
  const partners = Object.entries(summary.berichten);
  return [
    `Steps         ${summary.stappen} replayed, ${summary.zoalsVerwacht} answered as expected`,
    ...deviations.map(
      ({ stap, verwacht, gekregen, uitleg }) =>
        `  step ${stap}: expected ${verwacht}, got ${gekregen} (${uitleg})`,
    ),
    `Messages in   ${summary.verwerkt} processed, ${summary.wachtend} waiting, ${summary.quarantaine} in quarantine, ${summary.ontvangen} on their way`,
    `Zaken         ${summary.zaken}`,
    `Messages out  ${partners.length === 0 ? 'none' : partners.map(([partner, n]) => `${partner} ${n}`).join(', ')}`,
  ];
};
