import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import type { Balans, Ontvangst } from '../answers.ts';
import type { HubClient } from '../hub-client.ts';
import type { Step } from './parse.ts';
import type { Deviation } from './run.ts';
import { ownReceipts, type Sent } from './send.ts';
import { type OwnZaken, ownZaken } from './zaken.ts';

type Named = Pick<Ontvangst, 'ontvangstId' | 'type' | 'reden'>;

/** What a replay came to: what became of its own messages, and what they led to. Printed as is with `--json`. */
export interface Summary {
  readonly stappen: number;
  readonly zoalsVerwacht: number;
  readonly afwijkingen: readonly Pick<Deviation, 'stap' | 'verwacht' | 'gekregen'>[];
  /** Steps whose message the hub had already. */
  readonly alBekend: number;
  /** How many of those repeat an earlier step of the same file. */
  readonly herhaald: number;
  /** Zaken of its people that came to be. */
  readonly zaken: number;
  /** Messages to partners about its people that it led to, by partner key. What gemeenten hear themselves is not counted. */
  readonly berichten: Readonly<Record<string, number>>;
  /** The same by kind of message, then by partner key; empty when their gemeente cannot be asked. */
  readonly berichtenPerSoort: Readonly<Record<string, Produced>>;
  /** Messages that the hub made meanwhile for partners about others, or for a gemeente that could not be asked. */
  readonly overigeBerichten: number;
  readonly wachtend: number;
  /** What each of those waits for. */
  readonly inWacht: readonly Named[];
  readonly quarantaine: number;
  /** How many of those a step expects there. */
  readonly zoalsVerwachtInQuarantaine: number;
  /** Why each of those could not be used. */
  readonly inQuarantaine: readonly Named[];
  readonly ontvangen: number;
  readonly verwerkt: number;
}

/** What stands in the hub at one moment. */
export interface Stock {
  readonly balans: Balans;
  readonly wachtend: readonly Ontvangst[];
  readonly quarantaine: readonly Ontvangst[];
  /** Of the people of the scenario; undefined when their gemeente cannot be asked. */
  readonly own: OwnZaken | undefined;
}

/** What stands in the hub now, and what it knows of the people of these steps. */
export const takeStock = async (hub: HubClient, steps: readonly Step[]): Promise<Stock> => ({
  own: await ownZaken(hub, steps),
  balans: await hub.balans(),
  wachtend: await hub.ontvangsten('wacht'),
  quarantaine: await hub.ontvangsten('quarantaine'),
});

/** Puts what was sent beside the hub before and after. */
export const summarise = (
  steps: number,
  deviations: readonly Deviation[],
  sent: Sent,
  before: Stock,
  after: Stock,
): Summary => {
  const { accepted, repeated, expected } = sent;
  const waiting = ownReceipts(sent, before.wachtend, after.wachtend);
  const inQuarantaine = ownReceipts(sent, before.quarantaine, after.quarantaine);
  const received = Math.min(accepted, after.balans.ontvangsten.ontvangen);
  return {
    stappen: steps,
    zoalsVerwacht: steps - deviations.length,
    afwijkingen: deviations.map(({ stap, verwacht, gekregen }) => ({ stap, verwacht, gekregen })),
    // Others may send meanwhile, so that the books of the hub alone show too few.
    alBekend: Math.max(repeated, accepted - (totalOf(after.balans) - totalOf(before.balans))),
    herhaald: repeated,
    ...ledTo(before, after),
    wachtend: waiting.length,
    inWacht: waiting.map(named),
    quarantaine: inQuarantaine.length,
    zoalsVerwachtInQuarantaine: inQuarantaine.filter(({ ontvangstId }) => expected.has(ontvangstId)).length,
    inQuarantaine: inQuarantaine.map(named),
    ontvangen: received,
    verwerkt: Math.max(0, accepted - waiting.length - inQuarantaine.length - received),
  };
};

const totalOf = ({ ontvangsten }: Balans): number =>
  Object.values(ontvangsten).reduce((total, count) => total + count, 0);

const named = ({ ontvangstId, type, reden }: Ontvangst): Named => ({ ontvangstId, type, reden });

type Produced = Readonly<Record<string, number>>;

/**
 * Zaken and messages that came to be in between: of the people of the scenario, whatever others send at the same time. A
 * gemeente that cannot be asked leaves only the totals of the hub.
 */
const ledTo = (
  before: Stock,
  after: Stock,
): Pick<Summary, 'zaken' | 'berichten' | 'berichtenPerSoort' | 'overigeBerichten'> => {
  const all = perPartner(producedOf(before), producedOf(after));
  if (before.own === undefined || after.own === undefined)
    return {
      zaken: after.balans.zaken - before.balans.zaken,
      berichten: all,
      berichtenPerSoort: {},
      overigeBerichten: 0,
    };
  const berichten = perPartner(before.own.berichten, after.own.berichten);
  const earlier = before.own.zaakIds;
  return {
    zaken: [...after.own.zaakIds].filter((zaakId) => !earlier.has(zaakId)).length,
    berichten,
    berichtenPerSoort: perKind(perPartner(before.own.soorten, after.own.soorten)),
    overigeBerichten: Math.max(0, sum(all) - sum(berichten)),
  };
};

const sum = (counts: Produced): number => Object.values(counts).reduce((total, count) => total + count, 0);

const producedOf = ({ balans }: Stock): Produced =>
  Object.fromEntries(
    Object.entries(balans.post).map(([channel, { geproduceerd }]) => [channel, geproduceerd]),
  );

/** Messages that came to be in between, by partner key, over all gemeenten. */
const perPartner = (before: Produced, after: Produced): Record<string, number> => {
  const totals: Record<string, number> = {};
  for (const [channel, produced] of Object.entries(after)) {
    const partner = channel.split('/').at(-1) ?? channel;
    if (partner === REGIEVOERDER) continue;
    const more = produced - (before[channel] ?? 0);
    if (more > 0) totals[partner] = (totals[partner] ?? 0) + more;
  }
  return totals;
};

/** From partner and kind (`mage gemeld`) to what each partner got of one kind. */
const perKind = (counts: Produced): Readonly<Record<string, Produced>> => {
  const kinds: Record<string, Record<string, number>> = {};
  for (const [name, count] of Object.entries(counts)) {
    const [partner = '', kind = ''] = name.split(' ');
    kinds[kind] = { ...kinds[kind], [partner]: count };
  }
  return kinds;
};

const knownLine = ({ alBekend, herhaald, stappen, berichten }: Summary): readonly string[] => {
  if (alBekend === 0) return [];
  if (alBekend === stappen) {
    const follows = Object.keys(berichten).length === 0 ? ', so nothing follows' : '';
    return [`Alles was al bekend: the hub had the messages of all ${stappen} steps already${follows}`];
  }
  const repeats = herhaald === 0 ? '' : `, ${herhaald} of them from an earlier step of this file`;
  return [`Al bekend     ${alBekend} of these the hub had already${repeats}`];
};

/** Why no partner was told anything, by what became of the steps. */
const nothingOut = (summary: Summary): string => {
  const { stappen, alBekend, verwerkt, wachtend, quarantaine, ontvangen } = summary;
  const refused = stappen - verwerkt - wachtend - quarantaine - ontvangen;
  const reasons = [
    [refused, 'refused'],
    [wachtend, 'waiting'],
    [quarantaine, 'in quarantine'],
    [ontvangen, 'on their way'],
    [alBekend, 'known already'],
    [Math.max(0, verwerkt - alBekend), 'processed that change nothing a partner is told'],
  ] as const;
  const said = reasons.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `none: of ${stappen} steps ${said.join(', ')}`;
};

const countsText = (counts: Produced): string =>
  Object.entries(counts)
    .map(([partner, count]) => `${partner} ${count}`)
    .join(', ');

const namedText = ({ ontvangstId, type, reden }: Named): string =>
  `${type} ${ontvangstId}: ${reden ?? 'no reason given'}`;

/** How to mark what did not go as it should, and what waits. */
interface Marks {
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

const unmarked = (text: string): string => text;

/** The summary in words. */
export const summaryLines = (
  summary: Summary,
  deviations: readonly Deviation[],
  { warn, bad }: Marks = { warn: unmarked, bad: unmarked },
): readonly string[] => {
  return [
    `Steps         ${summary.stappen} replayed, ${summary.zoalsVerwacht} answered as expected`,
    ...deviations.flatMap(({ stap, verwacht, gekregen, uitleg, fouten = [] }) => [
      `  ${bad(`step ${stap}`)}: expected ${verwacht}, got ${gekregen} (${uitleg})`,
      ...fouten.map((error) => `    ${error}`),
    ]),
    `Messages in   ${summary.verwerkt} processed, ${summary.wachtend} waiting, ${summary.quarantaine} in quarantine, ${summary.ontvangen} on their way`,
    ...summary.inWacht.map((one) => `  ${warn('waiting')}: ${namedText(one)}`),
    ...(summary.zoalsVerwachtInQuarantaine === 0
      ? []
      : [`  expected in quarantine: ${summary.zoalsVerwachtInQuarantaine} of these`]),
    ...summary.inQuarantaine.map((one) => `  ${bad('in quarantine')}: ${namedText(one)}`),
    ...knownLine(summary),
    `Zaken         ${summary.zaken}${summary.alBekend === 0 ? '' : ' new'}`,
    `Messages out  ${countsText(summary.berichten) || nothingOut(summary)}`,
    ...Object.entries(summary.berichtenPerSoort).map(([kind, counts]) => `  ${kind}: ${countsText(counts)}`),
    ...(summary.overigeBerichten === 0
      ? []
      : [`  and ${summary.overigeBerichten} about people or for gemeenten that this file does not name`]),
  ];
};
