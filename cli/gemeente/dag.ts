import { type Command, InvalidArgumentError } from 'commander';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { PARTNERROLLEN, REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseGemeentecode,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { dagLines } from '../print/dag.ts';
import { partnerDagLines } from '../print/partner-dag.ts';

/** `hub dag`: what asks for the attention of a gemeente, or of one of its partners, today. */

export interface DagOptions {
  readonly gemeente: string;
  /** Whose day list: the gemeente itself, or its partner with this role or key. */
  readonly rol: string;
  /** The day that counts as today (`YYYY-MM-DD`); without it that of the hub. */
  readonly nu?: string;
  readonly json?: boolean;
}

/** The key of a partner of a gemeente, by its key or its role. */
export const partnerOf = (rol: string, gemeente: string): string => {
  const partners = findGemeente(gemeente)?.partners ?? [];
  const found = partners.find(({ sleutel }) => sleutel === rol) ?? partners.find((one) => one.rol === rol);
  if (found !== undefined) return found.sleutel;
  const choice = [REGIEVOERDER, ...partners.map(({ sleutel }) => sleutel)].join(', ');
  throw userError(`gemeente ${gemeente} has no partner ${rol}: choose ${choice}`);
};

const linesFor = async (
  hub: HubClient,
  { rol, gemeente, nu, json }: DagOptions,
  { width, bold }: Output,
): Promise<readonly string[]> => {
  if (rol === REGIEVOERDER) {
    const list = await hub.dag(gemeente, nu);
    return json === true ? [JSON.stringify(list)] : dagLines(list, width, bold);
  }
  const list = await hub.partnerDag(partnerOf(rol, gemeente), gemeente, nu);
  return json === true ? [JSON.stringify(list)] : partnerDagLines(list, width, bold);
};

/** Prints the day list; always 0, because work to do is no fault. */
export const dag = async (hub: HubClient, options: DagOptions, output: Output): Promise<number> => {
  output.lines(await linesFor(hub, options, output));
  return 0;
};

export const parseRole = (text: string): string => {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(text))
    throw new InvalidArgumentError(`choose ${[REGIEVOERDER, ...PARTNERROLLEN].join(', ')}.`);
  return text;
};

/** Adds `dag` to the program. */
export const dagCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('dag'))
    .description(
      'the day list (daglijst) of a gemeente: due, late, waiting for a person, undelivered, new; or of its partner',
    )
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--rol <role>', 'whose day: gemeente, or a partner by its role or key', parseRole, REGIEVOERDER)
    .option('--nu <day>', 'the day that counts as today; the facts are those of now', parseDate)
    .option('--json', 'print one JSON object and nothing else')
    .action((options: DagOptions & ConnectionOptions) => finish(dag(connect(options), options, output)));
};
