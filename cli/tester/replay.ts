import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { errorCode, userError } from '../../client/errors.ts';
import type { Answer } from '../../client/http.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { parseScenario, type Step } from '../../client/scenario/parse.ts';
import { type Deviation, runScenario } from '../../client/scenario/run.ts';
import { type Summary, summarise, summaryLines, takeStock } from '../../client/scenario/summary.ts';
import { waitUntilSettled } from '../../client/settle.ts';
import { settleOrName, type Unrest } from '../../client/unrest.ts';
import type { Output } from '../output.ts';
import { type Progress, showProgress, silent } from '../print/progress.ts';
import { fitLine } from '../print/text.ts';

const Receipt = z.object({ ontvangstId: z.string() });

/** Reads a scenario file. */
export const readScenario = (file: string): readonly Step[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw userError(`cannot read ${file} (${errorCode(error) ?? 'unknown reason'})`, error);
  }
  return parseScenario(text, basename(file));
};

export interface ReplayOutcome {
  readonly summary: Summary;
  readonly deviations: readonly Deviation[];
  /** False when the hub still had work left after the longest wait. */
  readonly atRest: boolean;
  /** What is left then. */
  readonly unrest?: Unrest;
}

/** Replays steps and waits until the hub is at rest. */
export const replaySteps = async (
  hub: HubClient,
  steps: readonly Step[],
  waitSeconds: number,
  progress: Progress,
): Promise<ReplayOutcome> => {
  const settle = () => waitUntilSettled(hub, waitSeconds * 1000);
  try {
    const before = await takeStock(hub);
    const receipts = new Set<string>();
    let accepted = 0;
    const onStep = (step: number, _step: Step, { status, body }: Answer): void => {
      if (status < 300) accepted += 1;
      const receipt = Receipt.safeParse(body);
      if (status < 300 && receipt.success) receipts.add(receipt.data.ontvangstId);
      progress.step(step);
    };
    const deviations = await runScenario(hub, steps, { settle, onStep });
    progress.waiting();
    const unrest = await settleOrName(hub, waitSeconds * 1000);
    const after = await takeStock(hub);
    return {
      deviations,
      atRest: unrest === undefined,
      ...(unrest === undefined ? {} : { unrest }),
      summary: summarise(steps.length, deviations, { receipts, accepted }, before, after),
    };
  } finally {
    progress.done();
  }
};

/** What is not at rest, one a line: which receipts wait, which messages are not delivered and until when. */
const unrestLines = ({ receipts, undelivered }: Unrest): readonly string[] => [
  ...receipts.map(
    ({ ontvangstId, type, sinds }) => `not processed: ${type} ${ontvangstId}, since ${sinds.slice(0, 19)}Z`,
  ),
  ...undelivered.map(
    ({ channel, zaakId, volgnummer, berichtId, tries, lastResult, nextTry }) =>
      `not delivered: message ${volgnummer} of zaak ${zaakId} to ${channel} (${berichtId}), ` +
      `tried ${tries} ${tries === 1 ? 'time' : 'times'}, last ${lastResult}; ` +
      (nextTry === undefined
        ? 'no more tries'
        : `next try from ${new Date(nextTry).toISOString().slice(0, 19)}Z`),
  ),
];

/** What to say when the hub did not come to rest. */
export const notAtRest = (waitSeconds: number, unrest: Unrest = { receipts: [], undelivered: [] }): Error =>
  userError(
    [`the hub still has work left, with a wait of ${waitSeconds} s (--wait)`, ...unrestLines(unrest)].join(
      '\n  ',
    ),
  );

export interface ReplayOptions {
  readonly json?: boolean;
  readonly wait: number;
}

/** `hub replay FILE`: exit code 1 when a step was answered otherwise than expected, or a message is in quarantine. */
export const replay = async (
  hub: HubClient,
  file: string,
  options: ReplayOptions,
  output: Output,
): Promise<number> => {
  const steps = readScenario(file);
  const progress = options.json === true ? silent : showProgress(steps.length, output);
  const { summary, deviations, atRest, unrest } = await replaySteps(hub, steps, options.wait, progress);
  if (options.json === true) output.line(JSON.stringify(summary));
  else output.lines(summaryLines(summary, deviations).flatMap((line) => fitLine(line, output.width)));
  if (!atRest) throw notAtRest(options.wait, unrest);
  return deviations.length === 0 && summary.quarantaine === 0 ? 0 : 1;
};
