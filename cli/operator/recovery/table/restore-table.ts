import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Command, Option } from 'commander';
import { type Rollout, tableOf } from '../../../../client/deployment.ts';
import { userError } from '../../../../client/errors.ts';
import { type Finish, parseMoment } from '../../../options.ts';
import type { Output } from '../../../output.ts';
import { table } from '../../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../../rollout.ts';
import { type TableState, verifyTable } from './check.ts';
import { createPermanent, discard, putBack, type RestoreOptions } from './restore.ts';
import { allItems } from './scan.ts';

export interface RestoreTableOptions {
  readonly op?: Date;
  readonly bewaar?: boolean;
  readonly toets?: boolean;
}

const PATIENCE_MS = 6 * 3600 * 1000;
const VOORVOEGSEL = 'inburgeringshub-herstel-';

const rows = (
  now: Readonly<Record<string, number>>,
  then: Readonly<Record<string, number>> | undefined,
): readonly (readonly string[])[] =>
  [...new Set([...Object.keys(now), ...Object.keys(then ?? {})])]
    .toSorted()
    .map((name) => [name, ...(then === undefined ? [] : [String(then[name] ?? 0)]), String(now[name] ?? 0)]);

const print = (output: Output, now: TableState, then?: TableState): void => {
  const head = ['', ...(then === undefined ? [] : ['restored']), 'in use'];
  output.lines(
    table(
      [head, ...rows(now.perSoort, then?.perSoort), ...rows(now.perStatus, then?.perStatus)],
      output.width,
    ),
  );
  const { objections } = then ?? now;
  output.lines(objections.map((objection) => `  ! ${objection}`));
  output.line(
    objections.length === 0
      ? 'Sound (in orde): every log is without a gap, every commit and every kept message can be read.'
      : `NOT sound: ${objections.length} objections (bezwaren).`,
  );
};

/**
 * `hub herstel-tabel`: rehearses the restore of the table to an earlier moment and checks what came back. With
 * `--toets` it only checks the table in use. Exit code 1 when what it checked does not hold together.
 */
export const restoreTable = async (
  rollout: Rollout,
  { op, bewaar, toets }: RestoreTableOptions,
  output: Output,
  options: RestoreOptions = { sleep, patienceMs: PATIENCE_MS },
): Promise<number> => {
  const source = tableOf(rollout);
  const client = new DynamoDBClient(rollout.clientConfig('dynamodb'));
  try {
    if (toets === true) {
      const entry = await verifyTable(allItems(client, source));
      print(output, entry);
      return entry.objections.length === 0 ? 0 : 1;
    }
    if (rollout.soort === 'lokaal') {
      throw userError(
        'the local hub keeps no earlier moments of its table: give --aws, or --toets to only check',
      );
    }
    const target = `${VOORVOEGSEL}${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}`;
    output.line(`${source} as of ${op?.toISOString() ?? 'the latest restorable moment'} → ${target}`);
    let stays = bewaar === true;
    try {
      await putBack(client, source, target, op, options);
      const then = await verifyTable(allItems(client, target));
      print(output, await verifyTable(allItems(client, source)), then);
      if (stays) await createPermanent(client, target);
      return then.objections.length === 0 ? 0 : 1;
    } catch (error) {
      stays = false;
      throw error;
    } finally {
      if (!stays) {
        await discard(client, target).then(
          () => output.line(`${target} is removed again.`),
          // It may never have been made; what went wrong first is what counts.
          (reason: unknown) =>
            output.line(
              `${target} could not be removed (${reason instanceof Error ? reason.name : 'unknown'}): look whether it is there.`,
            ),
        );
      } else
        output.line(`${target} stays. To use it: hersteldeTabel in the environment, see docs/runbook.md.`);
    }
  } finally {
    client.destroy();
  }
};

/** Adds `herstel-tabel` to the program. */
export const restoreTableCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('herstel-tabel'))
    .description('restore the table to an earlier moment, beside the one in use, and check what came back')
    .option('--op <time>', 'the moment; without it the latest that can be restored', parseMoment)
    .option('--bewaar', 'keep the restored table; without it, it is removed again')
    .addOption(new Option('--toets', 'only check the table in use').conflicts(['op', 'bewaar']))
    .action((options: RestoreTableOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => restoreTable(rollout, options, output))),
    );
};
