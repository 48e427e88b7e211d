import { setTimeout as pauze } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Command, Option } from 'commander';
import { tabelVan, type Uitrol } from '../../../../client/deployment.ts';
import { userError } from '../../../../client/errors.ts';
import { type Finish, findUitrol, parseMoment, type UitrolOptions, withUitrol } from '../../../options.ts';
import type { Output } from '../../../output.ts';
import { table } from '../../../print/text.ts';
import { type Tabelstand, toetsTabel } from './check.ts';
import { gooiWeg, maakBlijvend, type TerugzetOpties, zetTerug } from './restore.ts';
import { alleItems } from './scan.ts';

export interface HerstelTabelOptions {
  readonly op?: Date;
  readonly bewaar?: boolean;
  readonly toets?: boolean;
}

const GEDULD_MS = 6 * 3600 * 1000;
const VOORVOEGSEL = 'inburgeringshub-herstel-';

const rows = (
  nu: Readonly<Record<string, number>>,
  toen: Readonly<Record<string, number>> | undefined,
): readonly (readonly string[])[] =>
  [...new Set([...Object.keys(nu), ...Object.keys(toen ?? {})])]
    .toSorted()
    .map((naam) => [naam, ...(toen === undefined ? [] : [String(toen[naam] ?? 0)]), String(nu[naam] ?? 0)]);

const print = (output: Output, nu: Tabelstand, toen?: Tabelstand): void => {
  const kop = ['', ...(toen === undefined ? [] : ['restored']), 'in use'];
  output.lines(
    table([kop, ...rows(nu.perSoort, toen?.perSoort), ...rows(nu.perStatus, toen?.perStatus)], output.width),
  );
  const { bezwaren } = toen ?? nu;
  output.lines(bezwaren.map((bezwaar) => `  ! ${bezwaar}`));
  output.line(
    bezwaren.length === 0
      ? 'Sound (in orde): every log is without a gap, every commit and every kept message can be read.'
      : `NOT sound: ${bezwaren.length} objections (bezwaren).`,
  );
};

/**
 * `hub herstel-tabel`: rehearses the restore of the table to an earlier moment and checks what came back. With
 * `--toets` it only checks the table in use. Exit code 1 when what it checked does not hold together.
 */
export const herstelTabel = async (
  uitrol: Uitrol,
  { op, bewaar, toets }: HerstelTabelOptions,
  output: Output,
  opties: TerugzetOpties = { pauze, geduldMs: GEDULD_MS },
): Promise<number> => {
  const bron = tabelVan(uitrol);
  const client = new DynamoDBClient(uitrol.clientConfig('dynamodb'));
  try {
    if (toets === true) {
      const stand = await toetsTabel(alleItems(client, bron));
      print(output, stand);
      return stand.bezwaren.length === 0 ? 0 : 1;
    }
    if (uitrol.soort === 'lokaal') {
      throw userError(
        'the local hub keeps no earlier moments of its table: give --aws, or --toets to only check',
      );
    }
    const doel = `${VOORVOEGSEL}${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}`;
    output.line(`${bron} as of ${op?.toISOString() ?? 'the latest restorable moment'} → ${doel}`);
    let blijft = bewaar === true;
    try {
      await zetTerug(client, bron, doel, op, opties);
      const toen = await toetsTabel(alleItems(client, doel));
      print(output, await toetsTabel(alleItems(client, bron)), toen);
      if (blijft) await maakBlijvend(client, doel);
      return toen.bezwaren.length === 0 ? 0 : 1;
    } catch (error) {
      blijft = false;
      throw error;
    } finally {
      if (!blijft) {
        await gooiWeg(client, doel).then(
          () => output.line(`${doel} is removed again.`),
          // It may never have been made; what went wrong first is what counts.
          (reden: unknown) =>
            output.line(
              `${doel} could not be removed (${reden instanceof Error ? reden.name : 'unknown'}): look whether it is there.`,
            ),
        );
      } else output.line(`${doel} stays. To use it: hersteldeTabel in the environment, see docs/runbook.md.`);
    }
  } finally {
    client.destroy();
  }
};

/** Adds `herstel-tabel` to the program. */
export const herstelTabelCommand = (program: Command, output: Output, finish: Finish): void => {
  withUitrol(program.command('herstel-tabel'))
    .description('restore the table to an earlier moment, beside the one in use, and check what came back')
    .option('--op <time>', 'the moment; without it the latest that can be restored', parseMoment)
    .option('--bewaar', 'keep the restored table; without it, it is removed again')
    .addOption(new Option('--toets', 'only check the table in use').conflicts(['op', 'bewaar']))
    .action((options: HerstelTabelOptions & UitrolOptions) =>
      finish(findUitrol(options).then((uitrol) => herstelTabel(uitrol, options, output))),
    );
};
