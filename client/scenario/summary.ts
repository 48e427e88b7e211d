import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import type { Balans, Ontvangst } from '../answers.ts';
import type { HubClient } from '../hub-client.ts';
import type { Step } from './parse.ts';
import type { Deviation } from './run.ts';
import { ownReceipts, type Sent } from './send.ts';
import { type OwnZaken, ownZaken } from './zaken.ts';

type Named = Pick<Ontvangst, 'ontvangstId' | 'type' | 'reden'>;

/** The result of a replay: the outcome of its own messages, and their consequences. `--json` prints this object as it is. */
export interface Summary {
  readonly stappen: number;
  readonly zoalsVerwacht: number;
  readonly afwijkingen: readonly Pick<Deviation, 'stap' | 'verwacht' | 'gekregen'>[];
  /** The number of steps with a message that the hub had already. */
  readonly alBekend: number;
  /** The number of `alBekend` that repeat an earlier step of the same file. */
  readonly herhaald: number;
  /** The number of new zaken of the people in the scenario. */
  readonly zaken: number;
  /** The messages to partners about these people, by partner key. Messages to a gemeente itself are not counted. */
  readonly berichten: Readonly<Record<string, number>>;
  /** The same messages by kind, then by partner key; empty when the client has no access to their gemeente. */
  readonly berichtenPerSoort: Readonly<Record<string, Produced>>;
  /** The other messages of the meantime: to partners about other people, or of a gemeente without access for the client. */
  readonly overigeBerichten: number;
  readonly wachtend: number;
  /** The messages of `wachtend`, each with the reason that it waits. */
  readonly inWacht: readonly Named[];
  readonly quarantaine: number;
  /** The number of `quarantaine` that a step expects there. */
  readonly zoalsVerwachtInQuarantaine: number;
  /** The messages of `quarantaine`, each with the reason that the hub could not use it. */
  readonly inQuarantaine: readonly Named[];
  readonly ontvangen: number;
  readonly verwerkt: number;
}

/** The books, the waiting messages and the quarantine of the hub at one moment. */
export interface Stock {
  readonly balans: Balans;
  readonly wachtend: readonly Ontvangst[];
  readonly quarantaine: readonly Ontvangst[];
  /** The zaken of the people in the scenario; undefined when the client has no access to their gemeente. */
  readonly own: OwnZaken | undefined;
}

/** Reads the present stock of the hub, with the zaken of the people in these steps. */
export const takeStock = async (hub: HubClient, steps: readonly Step[]): Promise<Stock> => ({
  own: await ownZaken(hub, steps),
  balans: await hub.balans(),
  wachtend: await hub.ontvangsten('wacht'),
  quarantaine: await hub.ontvangsten('quarantaine'),
});

/** Makes the summary of a replay from the sent messages and the stock before and after. */
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
    // Others may send messages at the same time, so that the books of the hub alone would give too low a number.
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
 * The new zaken and messages between two stocks. Only the people of the scenario count, because others may send messages at the
 * same time. Without access to their gemeente only the totals of the hub are known.
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

/** The number of new messages between two stocks, by partner key and over all gemeenten. */
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

/** Regroups counts by partner and kind (`mage gemeld`) into counts by kind, then by partner. */
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

/** The text that explains by the outcome of the steps why no partner was told anything. */
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

/** The marks of lines in the summary: `bad` for a failure, `warn` for a message that waits. */
interface Marks {
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

const unmarked = (text: string): string => text;

/** The summary as lines of text. */
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
