import { type Command, InvalidArgumentError } from 'commander';
import type { Bericht, BerichtStand, StilstaandBericht } from '../../client/answers.ts';
import { type HubClient, STANDAARD_GEMEENTE } from '../../client/hub-client.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { POSTSTATEN, type Poststaat } from '../../contracts/post.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  parseSleutel,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { table } from '../print/text.ts';

/** The postvak of one partner: every message, how far it is, and what was tried. */

export interface PostOptions {
  readonly partner: string;
  readonly gemeente: string;
  readonly staat?: Poststaat;
  readonly json?: boolean;
}

interface Regel {
  readonly id: string;
  readonly time: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly type: string;
  readonly staat: Poststaat;
  /** Why it has no content. */
  readonly stilstand?: string;
  /** Only of what is not delivered: that is what one wants to know the reason of. */
  readonly stand?: BerichtStand;
}

const ONBEZORGD: readonly Poststaat[] = ['klaargezet', 'geparkeerd'];

const lineOf = ({ id, time, subject, type, data }: Bericht, staat: Poststaat): Regel => ({
  id,
  time,
  zaakId: subject,
  volgnummer: data.volgnummer,
  type,
  staat,
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
}: StilstaandBericht): Regel => ({ id, time: klaargezetOp, zaakId, volgnummer, type, staat, stilstand });

const regelsVan = async (
  hub: HubClient,
  { partner, gemeente, staat }: PostOptions,
): Promise<readonly Regel[]> => {
  const perStaat = await Promise.all(
    (staat === undefined ? POSTSTATEN : [staat]).map(async (een) => {
      const [berichten, stilstaand] = await Promise.all([
        hub.berichten(partner, gemeente, een),
        hub.stilstaand(partner, gemeente, een),
      ]);
      const made = await Promise.all(
        berichten.map(async (bericht): Promise<Regel> => {
          if (!ONBEZORGD.includes(een)) return lineOf(bericht, een);
          const stand = await hub.bericht(partner, gemeente, bericht.id);
          return { ...lineOf(bericht, een), ...(stand === undefined ? {} : { stand }) };
        }),
      );
      return [...made, ...stilstaand.map(standingStill)];
    }),
  );
  return perStaat
    .flat()
    .toSorted(
      (een, ander) => compareInstants(een.time, ander.time) || een.zaakId.localeCompare(ander.zaakId),
    );
};

const pogingText = (stand: BerichtStand | undefined): string => {
  const laatste = stand?.pogingen.at(-1);
  if (stand === undefined || laatste === undefined) return '';
  const status = laatste.status === undefined ? '' : ` ${laatste.status}`;
  const aantal = stand.pogingen.length;
  return `${aantal} ${aantal === 1 ? 'try' : 'tries'}, last ${laatste.reden}${status} at ${laatste.tijdstip.slice(0, 19)}`;
};

const rowOf = ({ time, zaakId, volgnummer, type, staat, stilstand, stand }: Regel): readonly string[] => [
  time.slice(0, 19).replace('T', ' '),
  zaakId,
  String(volgnummer).padStart(3),
  type.split('.').at(-2) ?? type,
  staat,
  stilstand ?? stand?.stilstand ?? pogingText(stand),
];

/** What was tried stays on the line of its message, as long as a screen is wide enough. */
const BREEDTE = 140;

/** `hub post`: never shows what is in a message, `hub berichten` does. */
export const post = async (hub: HubClient, options: PostOptions, output: Output): Promise<number> => {
  const regels = await regelsVan(hub, options);
  if (options.json === true) {
    output.lines(
      regels.map(({ stand, stilstand = stand?.stilstand, ...line }) =>
        JSON.stringify({
          ...line,
          ...(stilstand === undefined ? {} : { stilstand }),
          ...(stand === undefined ? {} : { deur: stand.deur, pogingen: stand.pogingen }),
        }),
      ),
    );
  } else if (regels.length === 0) output.line('The postvak is empty.');
  else output.lines(table(regels.map(rowOf), Math.max(output.width, BREEDTE), ''));
  return 0;
};

const parseStaat = (tekst: string): Poststaat => {
  const staat = POSTSTATEN.find((een) => een === tekst);
  if (staat === undefined) throw new InvalidArgumentError(`a state is one of ${POSTSTATEN.join(', ')}.`);
  return staat;
};

/** Adds `post` to the program. */
export const postCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('post'))
    .description('the postvak of a partner: how far each message is and what was tried, without its content')
    .requiredOption('--partner <key>', 'partner key, for example taalschool', parseSleutel)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDAARD_GEMEENTE)
    .option('--staat <staat>', `only messages in this state: ${POSTSTATEN.join(', ')}`, parseStaat)
    .option('--json', 'print each message as one line of JSON')
    .action((options: PostOptions & ConnectionOptions) => finish(post(connect(options), options, output)));
};
