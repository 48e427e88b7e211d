import type { Balans, Ontvangst } from '../answers.ts';
import type { HubClient } from '../hub-client.ts';
import type { Deviation } from './run.ts';

/** What a replay came to: what became of its own messages, and what they led to. Printed as is with `--json`. */
export interface Summary {
  readonly stappen: number;
  readonly zoalsVerwacht: number;
  readonly afwijkingen: readonly Pick<Deviation, 'stap' | 'verwacht' | 'gekregen'>[];
  /** Steps whose message the hub had already. */
  readonly alBekend: number;
  /** Zaken that came to be. */
  readonly zaken: number;
  /** Messages that it led to, by partner key. */
  readonly berichten: Readonly<Record<string, number>>;
  readonly wachtend: number;
  readonly quarantaine: number;
  /** Why each of those could not be used. */
  readonly inQuarantaine: readonly Pick<Ontvangst, 'ontvangstId' | 'type' | 'reden'>[];
  readonly ontvangen: number;
  readonly verwerkt: number;
}

/** What stands in the hub at one moment. */
export interface Stock {
  readonly balans: Balans;
  readonly wachtend: readonly Ontvangst[];
  readonly quarantaine: readonly Ontvangst[];
}

export const takeStock = async (hub: HubClient): Promise<Stock> => ({
  balans: await hub.balans(),
  wachtend: await hub.ontvangsten('wacht'),
  quarantaine: await hub.ontvangsten('quarantaine'),
});

/** What was sent: the receipts that the hub gave, and how many messages of DUO it took, which get none. */
export interface Sent {
  readonly receipts: ReadonlySet<string>;
  readonly accepted: number;
}

/** Puts what was sent beside the hub before and after. */
export const summarise = (
  steps: number,
  deviations: readonly Deviation[],
  { receipts, accepted }: Sent,
  before: Stock,
  after: Stock,
): Summary => {
  const ours = (list: 'wachtend' | 'quarantaine'): readonly Ontvangst[] => {
    const earlier = new Set(before[list].map(({ ontvangstId }) => ontvangstId));
    return after[list].filter(
      ({ ontvangstId, organisatie }) =>
        receipts.has(ontvangstId) || (organisatie === 'duo' && !earlier.has(ontvangstId)),
    );
  };
  const [waiting, inQuarantaine] = [ours('wachtend'), ours('quarantaine')];
  const received = Math.min(accepted, after.balans.ontvangsten.ontvangen);
  return {
    stappen: steps,
    zoalsVerwacht: steps - deviations.length,
    afwijkingen: deviations.map(({ stap, verwacht, gekregen }) => ({ stap, verwacht, gekregen })),
    alBekend: Math.max(0, accepted - (totalOf(after.balans) - totalOf(before.balans))),
    zaken: after.balans.zaken - before.balans.zaken,
    berichten: perPartner(before.balans.post, after.balans.post),
    wachtend: waiting.length,
    quarantaine: inQuarantaine.length,
    inQuarantaine: inQuarantaine.map(({ ontvangstId, type, reden }) => ({ ontvangstId, type, reden })),
    ontvangen: received,
    verwerkt: Math.max(0, accepted - waiting.length - inQuarantaine.length - received),
  };
};

const totalOf = ({ ontvangsten }: Balans): number =>
  Object.values(ontvangsten).reduce((total, count) => total + count, 0);

/** Messages that came to be in between, by partner key, over all gemeenten. */
const perPartner = (before: Balans['post'], after: Balans['post']): Record<string, number> => {
  const totals: Record<string, number> = {};
  for (const [channel, { geproduceerd }] of Object.entries(after)) {
    const partner = channel.split('/').at(-1) ?? channel;
    const more = geproduceerd - (before[channel]?.geproduceerd ?? 0);
    if (more > 0) totals[partner] = (totals[partner] ?? 0) + more;
  }
  return totals;
};

const knownLine = ({ alBekend, stappen }: Summary): readonly string[] => {
  if (alBekend === 0) return [];
  return [
    alBekend === stappen
      ? 'Alles was al bekend: the hub had every message of this file, and nothing changed'
      : `Al bekend     ${alBekend} of these the hub had already`,
  ];
};

/** The summary in words. */
export const summaryLines = (summary: Summary, deviations: readonly Deviation[]): readonly string[] => {
  const partners = Object.entries(summary.berichten);
  return [
    `Steps         ${summary.stappen} replayed, ${summary.zoalsVerwacht} answered as expected`,
    ...deviations.flatMap(({ stap, verwacht, gekregen, uitleg, fouten = [] }) => [
      `  step ${stap}: expected ${verwacht}, got ${gekregen} (${uitleg})`,
      ...fouten.map((error) => `    ${error}`),
    ]),
    `Messages in   ${summary.verwerkt} processed, ${summary.wachtend} waiting, ${summary.quarantaine} in quarantine, ${summary.ontvangen} on their way`,
    ...summary.inQuarantaine.map(
      ({ ontvangstId, type, reden }) =>
        `  in quarantine: ${type} ${ontvangstId}: ${reden ?? 'no reason given'}`,
    ),
    ...knownLine(summary),
    `Zaken         ${summary.zaken}${summary.alBekend === 0 ? '' : ' new'}`,
    `Messages out  ${partners.length === 0 ? 'none' : partners.map(([partner, n]) => `${partner} ${n}`).join(', ')}`,
  ];
};
