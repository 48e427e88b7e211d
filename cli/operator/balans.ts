import type { Command } from 'commander';
import type { Balans, Difference, Disappeared, Postbalans } from '../../client/answers.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { differenceOf, restOf } from '../../domain/delivery/books.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import type { Style } from '../print/paint.ts';
import { fitLine, table } from '../print/text.ts';

/** The books of the hub: what it accepted and had to tell, beside what became of it. */

export interface BalansOptions extends JsonOption {
  readonly gemeente?: string;
}

const STATES = ['klaargezet', 'bezorgd', 'bevestigd', 'geparkeerd', 'vervallen'] as const;

const acceptanceLine = ({ aangenomen, verdwenen }: Balans): string =>
  `Counted outside in 35 days ${aangenomen}, of which gone (verdwenen) ${verdwenen.length}`;

const ontvangstLine = ({ ontvangsten }: Balans): string => {
  const { ontvangen, wacht, quarantaine, verwerkt } = ontvangsten;
  const accepted = ontvangen + wacht + quarantaine + verwerkt;
  return (
    `Accepted ${accepted} = processed ${verwerkt} + waiting ${wacht} + quarantined ${quarantaine}` +
    ` + on their way ${ontvangen}`
  );
};

/** A number under the right end of its name. */
const under = (name: string, count: number): string => String(count).padStart(name.length);

/** What became of the messages per partner, without the states that none of them is in: those have a line together. */
const postLines = (post: Balans['post'], width: number): readonly string[] => {
  const partners = Object.entries(post).toSorted(([one], [other]) => one.localeCompare(other));
  const isUsed = (state: (typeof STATES)[number]): boolean =>
    partners.some(([, balans]) => balans[state] !== 0);
  const used = STATES.filter(isUsed);
  const empty = STATES.filter((state) => !isUsed(state));
  const row = ([partner, balans]: readonly [string, Postbalans]): readonly string[] => [
    partner,
    under('produced', balans.geproduceerd),
    ...used.map((state) => under(state, balans[state])),
    under('verschil', restOf(balans)),
  ];
  return [
    ...table([['Messages', 'produced', ...used, 'verschil'], ...partners.map(row)], width, ''),
    ...(empty.length === 0 ? [] : fitLine(`none is ${empty.join(', ')}`, width)),
  ];
};

const differenceRow = ({
  soort,
  zaakId,
  partner,
  volgnummer,
  berichtId,
  ontvangstId,
}: Difference): readonly string[] => [
  soort,
  zaakId,
  [partner, volgnummer, berichtId, ontvangstId].filter((part) => part !== undefined).join(' '),
];

const goneRow = ({ ontvangstId, organisatie, aangenomenOp }: Disappeared): readonly string[] => [
  'ontvangst-verdwenen',
  ontvangstId,
  `${organisatie} ${aangenomenOp}`,
];

/** The balance in words. */
export const balansLines = (balans: Balans, width: number, { good, bad }: Style): readonly string[] => {
  const difference = differenceOf(balans);
  return [
    ...fitLine(ontvangstLine(balans), width),
    ...fitLine(acceptanceLine(balans), width),
    ...fitLine(
      `Zaken    ${balans.zaken}, with ${balans.nogTeVersturen} changes of which messages are still to be composed`,
      width,
    ),
    '',
    ...postLines(balans.post, width),
    '',
    ...table([...balans.verschillen.map(differenceRow), ...balans.verdwenen.map(goneRow)], width),
    (difference === 0 ? good : bad)(`Verschil ${difference}`),
  ];
};

/** `hub balans`: exit code 1 when the books do not add up. */
export const balans = async (hub: HubClient, options: BalansOptions, output: Output): Promise<number> => {
  const books = await hub.balans(options.gemeente);
  const verschil = differenceOf(books);
  show(output, options, [{ ...books, verschil }], () => balansLines(books, output.width, output));
  return verschil === 0 ? 0 : 1;
};

/** Adds `balans` to the program. */
export const balansCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('balans'))
    .description(
      'the books (balans): accepted and produced beside what became of it; 0 when all is accounted for',
    )
    .option('--gemeente <code>', 'the books of one gemeente, as it sees them itself', parseGemeentecode)
    .option('--json', 'print one JSON object and nothing else')
    .action((options: BalansOptions & ConnectionOptions) =>
      finish(balans(connect(options), options, output)),
    );
};
