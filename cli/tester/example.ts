import { join } from 'node:path';
import * as z from 'zod';
import type { FoundZaak } from '../../client/answers.ts';
import { runScheduled } from '../../client/clock.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { readScenario } from '../../client/scenario/read.ts';
import { redated } from '../../client/scenario/redate.ts';
import { replaySteps, silent } from '../../client/scenario/replay.ts';
import { summaryLines } from '../../client/scenario/summary.ts';
import { daysBetween } from '../../domain/termijnen/calendar.ts';
import type { Output } from '../output.ts';
import { dagLines } from '../print/dag.ts';
import { partnerLines } from '../print/partners.ts';
import { fitLine, wrap } from '../print/text.ts';
import { timelineLines } from '../print/timeline.ts';
import { notAtRest } from '../print/unrest.ts';
import { postOf } from './received.ts';

/** The bundled household: invented people, in the format of the scenario files. */
export const EXAMPLE = join(import.meta.dirname, '../../examples/een-huishouden.jsonl');

/** Four families of whom something asks attention, as it stood on one day. */
const DAY = {
  file: join(import.meta.dirname, '../../examples/vandaag.jsonl'),
  of: '2026-03-04',
  story:
    'Four other families follow the date of the clock: COA linked a couple, the gemeente opened a zaak for a gezinsmigrant, ' +
    'DUO told that a child turned 18, and somebody’s PIP is due in nine days.',
} as const;

/** Enough for a machine that is busy with something else. */
const WAIT_SECONDS = 300;

const Koppeling = z.object({
  data: z.object({
    gemeentecode: z.string(),
    personen: z.array(z.object({ vNummer: z.string() })),
  }),
});

/** V-nummers of everybody in the koppelingen of a scenario, per gemeente. */
const people = (steps: readonly Step[]): readonly { vNummer: string; gemeentecode: string }[] =>
  steps.flatMap((step) => {
    const koppeling = isDuoStep(step) ? undefined : Koppeling.safeParse(step.bericht).data;
    if (koppeling === undefined) return [];
    const { gemeentecode, personen } = koppeling.data;
    return personen.map(({ vNummer }) => ({ vNummer, gemeentecode }));
  });

const zakenOf = async (hub: HubClient, steps: readonly Step[]): Promise<readonly FoundZaak[]> => {
  const found = new Map<string, FoundZaak>();
  for (const { vNummer, gemeentecode } of people(steps)) {
    for (const zaak of await hub.find({ vNummer }, gemeentecode)) found.set(zaak.zaakId, zaak);
  }
  return [...found.values()];
};

/** Replays the day as if it were today; false on a hub that kept it of an earlier start. */
const playDay = async (hub: HubClient, today: string): Promise<boolean> => {
  const steps = redated(readScenario(DAY.file), daysBetween(DAY.of, today));
  if ((await zakenOf(hub, steps)).length > 0) return false;
  const { summary, deviations, atRest, unrest } = await replaySteps(hub, steps, WAIT_SECONDS, silent);
  if (!atRest) throw notAtRest(WAIT_SECONDS, unrest);
  const { quarantaine, wachtend } = summary;
  if (deviations.length + quarantaine + wachtend > 0) {
    throw new Error(
      [`${DAY.file} did not end as it should`, ...summaryLines(summary, deviations)].join('\n'),
    );
  }
  return true;
};

/**
 * Replays the bundled household, and four families whose dates follow the clock of the hub. Shows what each partner got of the
 * household, its timeline, and the day list that all of them lead to.
 */
export const showExample = async (hub: HubClient, output: Output, today: string): Promise<void> => {
  const steps = readScenario(EXAMPLE);
  const isPlayed = await playDay(hub, today);
  output.line('');
  output.line(output.bold(`Replaying the bundled household (${steps.length} messages of COA, BRP and DUO)`));
  const { summary, deviations, atRest, unrest } = await replaySteps(hub, steps, WAIT_SECONDS, silent, {
    afterwards: () => runScheduled(hub),
    // Everybody sees the same messages, also on a machine that is busy.
    stepForStep: true,
  });
  output.lines(summaryLines(summary, deviations).flatMap((line) => fitLine(`  ${line}`, output.width)));
  if (!atRest) throw notAtRest(WAIT_SECONDS, unrest);
  const zaken = await zakenOf(hub, steps);

  output.line('');
  output.line(output.bold('What each partner received'));
  const posts = await postOf(hub, zaken);
  const told = posts.filter(({ berichten }) => berichten.length > 0);
  output.lines(partnerLines(told, output.width, output));
  const others = posts.filter((post) => !told.includes(post)).map(({ sleutel }) => sleutel);
  if (others.length > 0) {
    const who = `Nothing went to ${others.join(', ')}: who is not here is told when a step concerns them.`;
    output.lines(wrap(who, output.width - 2).map((line) => `  ${line}`));
  }
  output.lines(
    fitLine(
      '  Each message to a partner also carries zaakId, gemeentecode, volgnummer and contactTeamInburgering.',
      output.width,
    ),
  );
  for (const { zaakId, gemeentecode } of zaken) {
    output.line('');
    output.lines(timelineLines(await hub.tijdlijn(zaakId, gemeentecode), output.width, output));
  }
  output.line('');
  if (isPlayed) output.lines([...wrap(DAY.story, output.width), '']);
  output.lines(dagLines(await hub.dag(STANDARD_GEMEENTE), output.width, output));
};
