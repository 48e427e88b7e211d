import { type Command, InvalidArgumentError, Option } from 'commander';
import { closestMatch } from 'leven';
import type { Bericht } from '../../client/answers.ts';
import { readClock } from '../../client/clock.ts';
import { userError } from '../../client/errors.ts';
import { planHappening, zakenOf } from '../../client/happen.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import {
  HAPPENINGS,
  type Happened,
  type Happening,
  isReported,
  SOURCE_HAPPENINGS,
} from '../../client/invent/happenings.ts';
import { type Family, MOST_MEMBERS } from '../../client/invent/huishouden.ts';
import { anySeed } from '../../client/invent/random.ts';
import { reportAt } from '../../client/invent/reports.ts';
import type { Step } from '../../client/scenario/parse.ts';
import { replaySteps } from '../../client/scenario/replay.ts';
import { silent, type Told, tellSteps } from '../../client/scenario/send.ts';
import type { Summary } from '../../client/scenario/summary.ts';
import { todayInNederland } from '../../contracts/base-types.ts';
import { known } from '../../domain/known.ts';
import {
  type ConnectionOptions,
  connectForAll,
  type Finish,
  parseBsn,
  parseGemeentecode,
  parseSeconds,
  parseUuid,
  parseVNummer,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { type PartnerPost, partnerLines } from '../print/partners.ts';
import { fitLine } from '../print/text.ts';
import { notAtRest } from '../print/unrest.ts';
import { parseSeed } from './invented.ts';
import { postOf, type ZaakOf } from './received.ts';
import { zaakIdsOf } from './tijdlijn.ts';

export interface HappenOptions {
  readonly gezin: Family;
  readonly gemeente: string;
  readonly zaad?: number;
  /** Whose zaak it is about, when nobody is to be invented for it. */
  readonly zaak?: string;
  readonly vnummer?: string;
  readonly bsn?: string;
  readonly wait: number;
  readonly json?: boolean;
}

/** Sends steps and waits for what comes of them. An error with every fault when one is not taken. */
const send = async (hub: HubClient, steps: readonly Step[], waitSeconds: number): Promise<void> =>
  check(await tellSteps(hub, steps, waitSeconds), waitSeconds);

/** The same of people of a seed that was given, whom the hub may know: how much of it the hub had already. */
const sendAgain = async (hub: HubClient, steps: readonly Step[], waitSeconds: number): Promise<number> => {
  const { summary, deviations, unrest } = await replaySteps(hub, steps, waitSeconds, silent);
  check({ deviations, unrest, inQuarantaine: summary.inQuarantaine }, waitSeconds);
  return summary.alBekend;
};

const check = (
  { deviations, inQuarantaine, unrest }: Pick<Told, 'deviations' | 'unrest'> & Pick<Summary, 'inQuarantaine'>,
  waitSeconds: number,
): void => {
  const [refused] = deviations;
  if (refused !== undefined)
    throw userError([`the hub did not take it: ${refused.uitleg}`, ...(refused.fouten ?? [])].join('\n  '));
  if (unrest !== undefined) throw notAtRest(waitSeconds, unrest);
  const [stuck] = inQuarantaine;
  if (stuck !== undefined)
    throw userError(`a message is in quarantine (${stuck.reden ?? 'no reason given'}): see hub quarantaine`);
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

const whoLines = ({ members }: Happened, zaken: readonly ZaakOf[]): readonly string[] => [
  ...members.map(
    ({ bsn, persoon }) =>
      `Person        ${String(persoon['relatie'])}, V-nummer ${persoon.vNummer}, BSN ${bsn}`,
  ),
  ...zaken.map(({ zaakId }) => `Zaak          ${zaakId}`),
];

/** An event that is going to happen: to whom, and in which zaken. */
interface Planned extends Happened {
  readonly seed: number;
  readonly zaken: () => Promise<readonly ZaakOf[]>;
}

const toInvented = async (
  hub: HubClient,
  kind: Happening,
  { gezin, gemeente, zaad }: HappenOptions,
  today: string,
): Promise<Planned> => {
  const planned = await planHappening(hub, kind, { gezin, gemeente, seed: zaad, today });
  return { ...planned, zaken: () => zakenOf(hub, planned, gemeente) };
};

/** In a zaak that is there. Nothing is told before it: what is missing is what the tester wants to see. */
const toZaak = async (
  hub: HubClient,
  kind: Happening,
  { zaak, vnummer, bsn, gemeente }: HappenOptions,
  now: Date,
): Promise<Planned> => {
  if (!isReported(kind))
    throw userError(`${kind} happens to invented people alone: leave --zaak, --vnummer and --bsn out`);
  const numbers = known({ vnummer, bsn });
  const [zaakId, ...more] = await zaakIdsOf(hub, zaak, { ...numbers, gemeente });
  if (zaakId === undefined || more.length > 0)
    throw userError('this person has more than one zaak: say which with --zaak');
  await hub.tijdlijn(zaakId, gemeente); // says so when this gemeente has no such zaak
  const seed = anySeed();
  const steps = [reportAt(kind, { zaakId }, gemeente, now, seed)];
  return { members: [], before: [], steps, seed, zaken: async () => [{ zaakId, gemeentecode: gemeente }] };
};

/** `hub gebeurt`: lets one event happen, and tells what each receiver got because of it. */
export const makeHappen = async (
  hub: HubClient,
  kind: Happening,
  options: HappenOptions,
  output: Output,
): Promise<number> => {
  const { gemeente, zaak, vnummer, bsn, wait, json } = options;
  // A hub with a clock of its own is one on this machine: invented people have no place among real ones.
  const now = await readClock(hub);
  const today = todayInNederland(now);
  const isOfZaak = (zaak ?? vnummer ?? bsn) !== undefined;
  const planned = await (isOfZaak ? toZaak(hub, kind, options, now) : toInvented(hub, kind, options, today));
  if (planned.before.length > 0) await send(hub, planned.before, wait);
  const before = await postOf(hub, await planned.zaken());
  let alBekend = 0;
  if (options.zaad === undefined) await send(hub, planned.steps, wait);
  else alBekend = await sendAgain(hub, planned.steps, wait);
  const zaken = await planned.zaken();
  const post = newIn(await postOf(hub, zaken), before);
  if (json === true) {
    const personen = planned.members.map(({ bsn: number, persoon: { vNummer, relatie } }) => ({
      vNummer,
      bsn: number,
      relatie,
    }));
    const ontvangen = post.map(({ sleutel, berichten }) => ({ sleutel, berichten }));
    const zaakIds = zaken.map(({ zaakId }) => zaakId);
    const zaad = isOfZaak ? {} : { zaad: planned.seed };
    output.line(
      JSON.stringify({ gebeurtenis: kind, ...zaad, gemeente, personen, zaken: zaakIds, alBekend, ontvangen }),
    );
    return 0;
  }
  const lines = [
    `Happened      ${kind} on ${today} in gemeente ${gemeente}${isOfZaak ? '' : `, seed ${planned.seed}`}`,
    ...whoLines(planned, zaken),
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
    `did you mean ${closestMatch(text, [...HAPPENINGS])}? See \`hub gebeurt --help\`, and \`hub meld --help\` for the events of the routemap.`,
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

/** Says whose zaak: nobody is invented then. */
const inZaak = (flags: string, description: string, parse: (text: string) => string): Option =>
  new Option(flags, description).argParser(parse).conflicts(['gezin', 'zaad']);

/** Adds `gebeurt` to the program. */
export const happenCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('gebeurt'))
    .description('let one event happen on the local hub, and tell who got what because of it')
    .argument(
      '<gebeurtenis>',
      `${SOURCE_HAPPENINGS.join(', ')}, or an event of the routemap: \`hub meld --help\` names them`,
      parseHappening,
    )
    .option('--gezin <adults+children>', 'who is in the household', parseFamily, { adults: 1, children: 0 })
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--zaad <n>', 'the same seed gives the same people; new ones without it', parseSeed)
    .addOption(inZaak('--zaak <zaakId>', 'report an event of the routemap in this zaak', parseUuid))
    .addOption(inZaak('--vnummer <number>', 'in the zaak of this person; - asks for it', parseVNummer))
    .addOption(inZaak('--bsn <number>', 'in the zaak of this person; - asks for it', parseBsn))
    .option('--wait <seconds>', 'how long to wait for the hub to finish, at most', parseSeconds, 60)
    .option('--json', 'print one JSON object and nothing else')
    .action((kind: Happening, options: HappenOptions & ConnectionOptions) =>
      finish(makeHappen(connectForAll(options), kind, options, output)),
    );
};
