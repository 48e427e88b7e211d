import { type Command, InvalidArgumentError } from 'commander';
import { closestMatch } from 'leven';
import type { Bericht, FoundZaak } from '../../client/answers.ts';
import { readClock } from '../../client/clock.ts';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { HAPPENINGS, type Happened, type Happening, happen } from '../../client/invent/happenings.ts';
import { type Family, MOST_MEMBERS } from '../../client/invent/huishouden.ts';
import { anySeed } from '../../client/invent/random.ts';
import type { Step } from '../../client/scenario/parse.ts';
import { replaySteps, silent } from '../../client/scenario/replay.ts';
import { todayInNederland } from '../../contracts/base-types.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import {
  type ConnectionOptions,
  connectForAll,
  type Finish,
  parseGemeentecode,
  parseSeconds,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { type PartnerPost, partnerLines } from '../print/partners.ts';
import { fitLine } from '../print/text.ts';
import { notAtRest } from '../print/unrest.ts';
import { parseSeed } from './invented.ts';
import { postOf } from './received.ts';

export interface HappenOptions {
  readonly gezin: Family;
  readonly gemeente: string;
  readonly zaad?: number;
  readonly wait: number;
  readonly json?: boolean;
}

/** Sends steps and waits for what comes of them. An error with every fault when one is not taken. */
const send = async (hub: HubClient, steps: readonly Step[], waitSeconds: number): Promise<number> => {
  const { summary, deviations, atRest, unrest } = await replaySteps(hub, steps, waitSeconds, silent);
  const [refused] = deviations;
  if (refused !== undefined)
    throw userError([`the hub did not take it: ${refused.uitleg}`, ...(refused.fouten ?? [])].join('\n  '));
  if (!atRest) throw notAtRest(waitSeconds, unrest);
  const [stuck] = summary.inQuarantaine;
  if (stuck !== undefined)
    throw userError(`a message is in quarantine (${stuck.reden ?? 'no reason given'}): see hub quarantaine`);
  return summary.alBekend;
};

const zakenOf = async (
  hub: HubClient,
  { members }: Happened,
  gemeente: string,
): Promise<readonly FoundZaak[]> => {
  const found = await Promise.all(members.map(({ persoon: { vNummer } }) => hub.find({ vNummer }, gemeente)));
  return [...new Map(found.flat().map((zaak) => [zaak.zaakId, zaak])).values()];
};

/** So many times people are invented until the hub knows none of them. */
const TRIES = 20;

const isKnown = async (hub: HubClient, { members }: Happened): Promise<boolean> => {
  const found = await Promise.all(
    gemeenteProfiles.flatMap(({ gemeentecode }) =>
      members.flatMap(({ bsn, persoon: { vNummer } }) => [
        hub.find({ bsn }, gemeentecode),
        hub.find({ vNummer }, gemeentecode),
      ]),
    ),
  );
  return found.some((zaken) => zaken.length > 0);
};

/** A seed of people of whom the hub knows none: there are few BSNs that nobody has. */
const newSeed = async (hub: HubClient, invent: (seed: number) => Happened): Promise<number> => {
  for (let left = TRIES; left > 0; left -= 1) {
    const seed = anySeed();
    if (!(await isKnown(hub, invent(seed)))) return seed;
  }
  throw userError('the hub knows nearly everybody who can be invented: start it anew without --data');
};

/** What was received beyond what had been received before. */
const newIn = (after: readonly PartnerPost[], before: readonly PartnerPost[]): readonly PartnerPost[] => {
  const key = ({ id }: Bericht): string => id;
  const known = new Set(before.flatMap(({ berichten }) => berichten.map(key)));
  return after
    .map(({ berichten, ...post }) => ({
      ...post,
      berichten: berichten.filter((one) => !known.has(key(one))),
    }))
    .filter(({ berichten }) => berichten.length > 0);
};

const whoLines = ({ members }: Happened, zaken: readonly FoundZaak[]): readonly string[] => [
  ...members.map(
    ({ bsn, persoon }) =>
      `Person        ${String(persoon['relatie'])}, V-nummer ${persoon.vNummer}, BSN ${bsn}`,
  ),
  ...zaken.map(({ zaakId }) => `Zaak          ${zaakId}`),
];

/** `hub gebeurt`: lets one event happen to invented people, and tells what each receiver got because of it. */
export const makeHappen = async (
  hub: HubClient,
  kind: Happening,
  { gezin, gemeente, zaad, wait, json }: HappenOptions,
  output: Output,
): Promise<number> => {
  // A hub with a clock of its own is one on this machine: invented people have no place among real ones.
  const today = todayInNederland(await readClock(hub));
  const invent = (seed: number): Happened => happen(kind, { gezin, gemeente, seed, today });
  const seed = zaad ?? (await newSeed(hub, invent));
  const happened = invent(seed);
  if (happened.before.length > 0) await send(hub, happened.before, wait);
  const before = await postOf(hub, await zakenOf(hub, happened, gemeente));
  const alBekend = await send(hub, happened.steps, wait);
  const zaken = await zakenOf(hub, happened, gemeente);
  const post = newIn(await postOf(hub, zaken), before);
  if (json === true) {
    const personen = happened.members.map(({ bsn, persoon: { vNummer, relatie } }) => ({
      vNummer,
      bsn,
      relatie,
    }));
    const ontvangen = post.map(({ sleutel, berichten }) => ({ sleutel, berichten }));
    const zaakIds = zaken.map(({ zaakId }) => zaakId);
    output.line(
      JSON.stringify({
        gebeurtenis: kind,
        zaad: seed,
        gemeente,
        personen,
        zaken: zaakIds,
        alBekend,
        ontvangen,
      }),
    );
    return 0;
  }
  const lines = [
    `Happened      ${kind} on ${today} in gemeente ${gemeente}, seed ${seed}`,
    ...whoLines(happened, zaken),
    ...(alBekend === 0 ? [] : ['Al bekend     the hub had this already: leave --zaad out for new people']),
  ];
  output.lines(lines.flatMap((line) => fitLine(line, output.width)));
  output.line(post.length === 0 ? 'Nobody got a message because of it' : output.bold('Because of it'));
  output.lines(partnerLines(post, output.width, output));
  return 0;
};

const parseHappening = (text: string): Happening => {
  const kind = HAPPENINGS.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new InvalidArgumentError(
    `did you mean ${closestMatch(text, [...HAPPENINGS])}? Choose ${HAPPENINGS.join(', ')}.`,
  );
};

const parseFamily = (text: string): Family => {
  const [, adults, children = '0'] = /^(\d{1,2})(?:\+(\d{1,2}))?$/.exec(text) ?? [];
  const gezin = { adults: Number(adults ?? 0), children: Number(children) };
  if (gezin.adults < 1 || gezin.adults + gezin.children > MOST_MEMBERS)
    throw new InvalidArgumentError(
      `expected adults and children such as 2+1: at least one adult, together no more than ${MOST_MEMBERS}.`,
    );
  return gezin;
};

export const happenCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('gebeurt'))
    .description(
      'let one event happen to invented people on the local hub, and tell who got what because of it',
    )
    .argument('<gebeurtenis>', `one of ${HAPPENINGS.join(', ')}`, parseHappening)
    .option('--gezin <adults+children>', 'who is in the household', parseFamily, { adults: 1, children: 0 })
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--zaad <n>', 'the same seed gives the same people; new ones without it', parseSeed)
    .option('--wait <seconds>', 'how long to wait for the hub to finish, at most', parseSeconds, 60)
    .option('--json', 'print one JSON object and nothing else')
    .action((kind: Happening, options: HappenOptions & ConnectionOptions) =>
      finish(makeHappen(connectForAll(options), kind, options, output)),
    );
};
