import { type Command, InvalidArgumentError } from 'commander';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { PARTNERROLLEN, REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import { type GemeenteProfile, isValidAt } from '../../domain/gemeenten/profile.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseGemeentecode,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { dagLines } from '../print/dag.ts';
import { partnerDagLines } from '../print/partner-dag.ts';
import { todayAt } from './clock.ts';

/** `hub dag`: what asks for the attention of a gemeente, or of one of its partners, today. */

export interface DagOptions extends JsonOption {
  readonly gemeente: string;
  /** Whose day list: the gemeente itself, or its partner with this role or key. */
  readonly rol: string;
  /** The day that counts as today (`YYYY-MM-DD`); without it that of the hub. */
  readonly nu?: string;
}

/**
 * The keys of the partners of a gemeente that have this role or key: a gemeente can have two corporaties, of which one has the
 * role for its key. Of those that follow each other in a role it is the one of that day (`YYYY-MM-DD`).
 */
export const keysOfRole = (
  partners: GemeenteProfile['partners'],
  rol: string,
  day: string,
): readonly string[] => {
  const withRole = partners.filter((one) => one.rol === rol);
  const under = withRole.filter(({ valid }) => isValidAt(valid, day));
  const byKey = partners.filter(({ sleutel }) => sleutel === rol);
  const found = [under, byKey, withRole].find(({ length }) => length > 0) ?? [];
  return found.map(({ sleutel }) => sleutel);
};

const partnersOf = (rol: string, gemeente: string, day: string): readonly [string, ...string[]] => {
  const partners = findGemeente(gemeente)?.partners ?? [];
  const [first, ...others] = keysOfRole(partners, rol, day);
  if (first !== undefined) return [first, ...others];
  const choice = [REGIEVOERDER, ...partners.map(({ sleutel }) => sleutel)].join(', ');
  throw userError(`gemeente ${gemeente} has no partner ${rol}: choose ${choice}`);
};

/** The one partner of a gemeente with this role or key on a day; of several with the role the one that has it for its key. */
export const partnerOf = (rol: string, gemeente: string, day: string): string => {
  const [first, ...others] = partnersOf(rol, gemeente, day);
  if (others.length === 0) return first;
  if ([first, ...others].includes(rol)) return rol;
  const choice = [first, ...others].map((key) => `--rol ${key}`).join(' or ');
  throw userError(
    `gemeente ${gemeente} has ${others.length + 1} partners with role ${rol}: choose ${choice}`,
  );
};

/** Prints the day list; always 0, because work to do is no fault. */
export const dag = async (hub: HubClient, options: DagOptions, output: Output): Promise<number> => {
  const { rol, gemeente, nu, json } = options;
  if (rol === REGIEVOERDER) {
    const list = await hub.dag(gemeente, nu);
    show(output, options, [list], () => dagLines(list, output.width, output));
    return 0;
  }
  // A program that asks for one object gets one.
  const day = nu ?? (await todayAt(hub));
  const keys = json === true ? [partnerOf(rol, gemeente, day)] : partnersOf(rol, gemeente, day);
  for (const [place, key] of keys.entries()) {
    const list = await hub.partnerDag(key, gemeente, nu);
    show(output, options, [list], () => [
      ...(place === 0 ? [] : ['']),
      ...partnerDagLines(list, output.width, output),
    ]);
  }
  return 0;
};

/** For whom the day list is: the gemeente, or a role of partner. */
export const parseRole = (text: string): string => {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(text))
    throw new InvalidArgumentError(`choose ${[REGIEVOERDER, ...PARTNERROLLEN].join(', ')}.`);
  return text;
};

/** Adds `dag` to the program. */
export const dagCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('dag'))
    .description(
      'the day list (daglijst) of a gemeente: appointments, due, late, waiting for a person, undelivered, new; or of its partner',
    )
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--rol <role>', 'whose day: gemeente, or partners by their role or key', parseRole, REGIEVOERDER)
    .option('--nu <day>', 'the day that counts as today; the facts are those of now', parseDate)
    .option('--json', 'print one JSON object and nothing else')
    .action((options: DagOptions & ConnectionOptions) => finish(dag(connect(options), options, output)));
};
