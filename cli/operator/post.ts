import { type Command, InvalidArgumentError } from 'commander';
import type { Bericht, BerichtState, StilstaandBericht } from '../../client/answers.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { POSTSTATEN, type Poststaat } from '../../contracts/postvak.ts';
import { known } from '../../domain/known.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  parseKey,
  receiverOrganisation,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import type { Paint, Style } from '../print/paint.ts';
import { table } from '../print/text.ts';

/** The postvak of one partner: every message, how far it is, and what was tried. */

export interface PostOptions extends JsonOption {
  readonly partner: string;
  readonly gemeente: string;
  readonly staat?: Poststaat;
}

export interface Rule {
  readonly id: string;
  readonly time: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly type: string;
  readonly staat: Poststaat;
  /** Why it has no content. */
  readonly stilstand?: string;
  /** Only of what is not delivered: that is what one wants to know the reason of. */
  readonly stand?: BerichtState;
}

const UNDELIVERED: readonly Poststaat[] = ['klaargezet', 'geparkeerd'];

const lineOf = ({ id, time, subject, type, data }: Bericht, state: Poststaat): Rule => ({
  id,
  time,
  zaakId: subject,
  volgnummer: data.volgnummer,
  type,
  staat: state,
});

/** A message without content: the hub put it down when it decided on it. */
const standingStill = ({
  id,
  klaargezetOp,
  zaakId,
  volgnummer,
  type = '',
  staat,
  stilstand = '',
}: StilstaandBericht): Rule => ({ id, time: klaargezetOp, zaakId, volgnummer, type, staat, stilstand });

const linesOf = async (
  hub: HubClient,
  { partner, gemeente, staat }: PostOptions,
): Promise<readonly Rule[]> => {
  const perState = await Promise.all(
    (staat === undefined ? POSTSTATEN : [staat]).map(async (one) => {
      const [berichten, stilstaand] = await Promise.all([
        hub.berichten(partner, gemeente, one),
        hub.stilstaand(partner, gemeente, one),
      ]);
      const made = await Promise.all(
        berichten.map(async (bericht): Promise<Rule> => {
          if (!UNDELIVERED.includes(one)) return lineOf(bericht, one);
          const entry = await hub.bericht(partner, gemeente, bericht.id);
          return { ...lineOf(bericht, one), ...known({ stand: entry }) };
        }),
      );
      return [...made, ...stilstaand.map(standingStill)];
    }),
  );
  return perState
    .flat()
    .toSorted(
      (one, other) => compareInstants(one.time, other.time) || one.zaakId.localeCompare(other.zaakId),
    );
};

const attemptText = (entry: BerichtState | undefined): string => {
  const latest = entry?.pogingen.at(-1);
  if (entry === undefined || latest === undefined) return '';
  const status = latest.status === undefined ? '' : ` ${latest.status}`;
  const count = entry.pogingen.length;
  return `${count} ${count === 1 ? 'try' : 'tries'}, last ${latest.reden}${status} at ${latest.tijdstip.slice(0, 19)}`;
};

/** A partner has it, does not have it yet, or does not get it. */
const paintOfState = (state: Poststaat, { good, warn, bad }: Style): Paint => {
  switch (state) {
    case 'bezorgd':
    case 'bevestigd':
      return good;
    case 'klaargezet':
      return warn;
    case 'geparkeerd':
    case 'vervallen':
      return bad;
  }
};

const rowOf = (
  { time, zaakId, volgnummer, type, staat, stilstand, stand }: Rule,
  style: Style,
): readonly string[] => [
  time.slice(0, 19).replace('T', ' '),
  zaakId,
  String(volgnummer).padStart(3),
  type.split('.').at(-2) ?? type,
  paintOfState(staat, style)(staat),
  stilstand ?? stand?.stilstand ?? attemptText(stand),
];

/** Where nobody looks at a terminal, each message is one line for `grep`. */
const ONE_LINE = 200;

/** The postvak as a table. */
export const postLines = (rules: readonly Rule[], width: number, style: Style): readonly string[] =>
  table(
    rules.map((rule) => rowOf(rule, style)),
    width,
    '',
  );

/** `hub post`: never shows what is in a message, `hub berichten` does. */
export const post = async (hub: HubClient, options: PostOptions, output: Output): Promise<number> => {
  receiverOrganisation(options.partner, options.gemeente);
  const rules = await linesOf(hub, options);
  const found = rules.map(({ stand, stilstand = stand?.stilstand, ...line }) => ({
    ...line,
    ...known({ stilstand }),
    ...(stand === undefined ? {} : { deur: stand.deur, pogingen: stand.pogingen }),
  }));
  show(output, options, found, () =>
    rules.length === 0
      ? [
          options.staat === undefined
            ? 'The postvak is empty.'
            : `Nothing in the postvak is ${options.staat}.`,
        ]
      : postLines(rules, output.interactive ? output.width : ONE_LINE, output),
  );
  return 0;
};

const parseState = (text: string): Poststaat => {
  const state = POSTSTATEN.find((one) => one === text);
  if (state === undefined) throw new InvalidArgumentError(`a state is one of ${POSTSTATEN.join(', ')}.`);
  return state;
};

/** Adds `post` to the program. */
export const postCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('post'))
    .description('the postvak of a partner: how far each message is and what was tried, without its content')
    .requiredOption('--partner <key>', 'partner key, for example taalschool', parseKey)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--staat <staat>', `only messages in this state: ${POSTSTATEN.join(', ')}`, parseState)
    .option('--json', 'print each message as one line of JSON')
    .action((options: PostOptions & ConnectionOptions) => finish(post(connect(options), options, output)));
};
