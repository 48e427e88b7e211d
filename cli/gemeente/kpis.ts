import type { Command } from 'commander';
import type { Kpis } from '../../client/answers.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseDate,
  parseGemeentecode,
  withConnection,
} from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { table } from '../print/text.ts';

/** The figures of a gemeente, as a table for people. */

export interface KpisOptions extends JsonOption {
  readonly gemeente: string;
  readonly peildatum?: string;
}

type LeftOut = Kpis['indicatoren'][number]['buitenBeschouwing'];

const leftOutText = (leftOut: LeftOut): string =>
  leftOut.map(({ reden, aantal }) => `${aantal} ${reden}`).join(', ');

/** Cells of one width, the numbers below each other. */
const right = (
  rows: readonly (readonly string[])[],
  columns: readonly number[],
): readonly (readonly string[])[] => {
  const widths = columns.map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row.map((cell, column) => {
      const place = columns.indexOf(column);
      return place < 0 ? cell : cell.padStart(widths[place] ?? 0);
    }),
  );
};

const percentage = (waarde: number | undefined): string =>
  waarde === undefined ? '-' : `${waarde.toFixed(1)}%`;
const days = (count: number | undefined): string => (count === undefined ? '-' : String(count));

/** The figures in lines of at most `width`; what they mean stands in `definitie` (`--json`). */
export const kpisLines = (
  { peildatum, zaken, indicatoren, wachttijden }: Kpis,
  width: number,
): readonly string[] => [
  `Peildatum ${peildatum}, zaken: ${zaken}`,
  '',
  ...table(
    right(
      [
        ['Indicator', 'count', 'of', '', 'left out'],
        ...indicatoren.map(({ naam, teller, noemer, waarde, buitenBeschouwing }) => [
          naam,
          String(teller),
          String(noemer),
          percentage(waarde),
          leftOutText(buitenBeschouwing),
        ]),
      ],
      [1, 2, 3],
    ),
    width,
    '',
  ),
  '',
  ...table(
    right(
      [
        ['Wachttijd in days', 'half', '90%', 'n', 'left out'],
        ...wachttijden.map(({ naam, aantal, mediaan, percentiel90, buitenBeschouwing }) => [
          naam,
          days(mediaan),
          days(percentiel90),
          String(aantal),
          leftOutText(buitenBeschouwing),
        ]),
      ],
      [1, 2, 3],
    ),
    width,
    '',
  ),
];

/** `hub kpis`: the figures of a gemeente on a day, as it sees them itself. */
export const kpis = async (
  hub: Pick<HubClient, 'kpis'>,
  options: KpisOptions,
  output: Output,
): Promise<number> => {
  const figures = await hub.kpis(options.gemeente, options.peildatum);
  show(output, options, [figures], () => kpisLines(figures, output.width));
  return 0;
};

/** Adds `kpis` to the program. */
export const kpisCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('kpis'))
    .description(
      'the figures (kpis) of a gemeente over its own zaken: terms met, waiting times, running, finished',
    )
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, STANDARD_GEMEENTE)
    .option('--peildatum <date>', 'what had happened on this day; today when left out', parseDate)
    .option('--json', 'print one JSON object, with how each figure is counted')
    .action((options: KpisOptions & ConnectionOptions) => finish(kpis(connect(options), options, output)));
};
