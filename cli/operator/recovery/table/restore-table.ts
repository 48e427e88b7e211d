import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Command, Option } from 'commander';
import { type Rollout, tableOf } from '../../../../client/deployment.ts';
import { userError } from '../../../../client/errors.ts';
import { type Finish, parseMoment } from '../../../options.ts';
import { type JsonOption, type Output, show, tellStep } from '../../../output.ts';
import type { Style } from '../../../print/paint.ts';
import { fitLine, table } from '../../../print/text.ts';
import { findRollout, type RolloutOptions, withRollout } from '../../rollout.ts';
import { type TableState, verifyTable } from './check.ts';
import { createPermanent, discard, putBack, type RestoreOptions } from './restore.ts';
import { allItems } from './scan.ts';

export interface RestoreTableOptions extends JsonOption {
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

/** A table, or a restored one beside it, and whether it holds together. */
export const stateLines = (
  now: TableState,
  then: TableState | undefined,
  width: number,
  { good, bad }: Style,
): readonly string[] => {
  const head = ['', ...(then === undefined ? [] : ['restored']), 'in use'];
  const { objections } = then ?? now;
  return [
    ...table([head, ...rows(now.perSoort, then?.perSoort), ...rows(now.perStatus, then?.perStatus)], width),
    ...objections.flatMap((objection) => fitLine(`  ! ${objection}`, width)),
    ...(objections.length === 0
      ? fitLine(
          `${good('Sound (in orde)')}: every log is without a gap, every commit and every kept message can be read.`,
          width,
        )
      : [bad(`NOT sound: ${objections.length} objections (bezwaren).`)]),
  ];
};

const foundIn = ({ perSoort, perStatus, objections }: TableState) => ({
  perSoort,
  perStatus,
  bezwaren: objections,
});

/**
 * `hub herstel-tabel`: rehearses the restore of the table to an earlier moment and checks what came back. With
 * `--toets` it only checks the table in use. Exit code 1 when what it checked does not hold together.
 */
export const restoreTable = async (
  rollout: Rollout,
  given: RestoreTableOptions,
  output: Output,
  options: RestoreOptions = { sleep, patienceMs: PATIENCE_MS },
): Promise<number> => {
  const { op, bewaar, toets } = given;
  const tell = tellStep(output, given);
  const source = tableOf(rollout);
  const client = new DynamoDBClient(rollout.clientConfig('dynamodb'));
  try {
    if (toets === true) {
      const entry = await verifyTable(allItems(client, source));
      show(output, given, [{ inGebruik: foundIn(entry) }], () =>
        stateLines(entry, undefined, output.width, output),
      );
      return entry.objections.length === 0 ? 0 : 1;
    }
    if (rollout.kind === 'local') {
      throw userError(
        'the local hub keeps no earlier moments of its table: give --aws, or --toets to only check',
      );
    }
    const target = `${VOORVOEGSEL}${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}`;
    const moment = op?.toISOString() ?? 'the latest restorable moment';
    fitLine(`${source} as of ${moment} → ${target}`, output.width).forEach(tell);
    let isDone = false;
    try {
      await putBack(client, source, target, op, options);
      if (bewaar === true) await createPermanent(client, target, options);
      const then = await verifyTable(allItems(client, target));
      const now = await verifyTable(allItems(client, source));
      const found = {
        tabel: target,
        blijft: bewaar === true,
        hersteld: foundIn(then),
        inGebruik: foundIn(now),
      };
      show(output, given, [found], () => stateLines(now, then, output.width, output));
      isDone = true;
      return then.objections.length === 0 ? 0 : 1;
    } finally {
      if (bewaar !== true) await removeRehearsal(client, target, tell);
      // A restore takes hours: what fails after it costs nobody the table that was asked for.
      else tell(isDone ? staysLine(target) : notDoneLine(target));
    }
  } finally {
    client.destroy();
  }
};

const staysLine = (target: string): string =>
  `${target} stays. To use it: hersteldeTabel in the environment, see docs/runbook.md.`;

const notDoneLine = (target: string): string =>
  `${target} is not removed, and this is not done: look whether it is there, and whether it is sound and has backups, expiry (verlooptOp) and protection before you use it.`;

const removeRehearsal = (
  client: DynamoDBClient,
  target: string,
  tell: (line: string) => void,
): Promise<void> =>
  discard(client, target).then(
    () => tell(`${target} is removed again.`),
    // It may never have been made; what went wrong first is what counts.
    (reason: unknown) =>
      tell(
        `${target} could not be removed (${reason instanceof Error ? reason.name : 'unknown'}): look whether it is there.`,
      ),
  );

/** Adds `herstel-tabel` to the program. */
export const restoreTableCommand = (program: Command, output: Output, finish: Finish): void => {
  withRollout(program.command('herstel-tabel'))
    .description('restore the table to an earlier moment, beside the one in use, and check what came back')
    .option('--op <time>', 'the moment; without it the latest that can be restored', parseMoment)
    .option('--bewaar', 'keep the restored table; without it, it is removed again')
    .addOption(new Option('--toets', 'only check the table in use').conflicts(['op', 'bewaar']))
    .option('--json', 'print one JSON object and nothing else')
    .action((options: RestoreTableOptions & RolloutOptions) =>
      finish(findRollout(options).then((rollout) => restoreTable(rollout, options, output))),
    );
};
