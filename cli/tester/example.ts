import { join } from 'node:path';
import * as z from 'zod';
import type { FoundZaak } from '../../client/answers.ts';
import { runScheduled } from '../../client/clock.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { readScenario } from '../../client/scenario/read.ts';
import { daysUntil, redated } from '../../client/scenario/redate.ts';
import { replaySteps } from '../../client/scenario/replay.ts';
import { silent } from '../../client/scenario/send.ts';
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

/**
 * So long before the date of the clock the last thing is told of the household, or less than a week longer: the ten weeks for its
 * PIP then end in six to twelve days, of which the gemeente is warned.
 */
const DAYS_SINCE = 16;

/** Four families of whom something asks attention, as it stood on one day. */
const DAY = {
  file: join(import.meta.dirname, '../../examples/vandaag.jsonl'),
  of: '2026-03-04',
  story:
    'All dates follow the clock. Four other families are there too: COA linked a couple, the gemeente opened a zaak for a gezinsmigrant, ' +
    'DUO told that a child turned 18, and somebody’s PIP is due in nine days.',
} as const;

/** Enough for a machine that is busy with something else. */
const WAIT_SECONDS = 300;

const Koppeling = z.object({
  data: z.object({
    koppelingId: z.string(),
    gemeentecode: z.string(),
    datumKoppeling: z.string(),
    personen: z.array(z.object({ vNummer: z.string() })),
  }),
});

const koppelingenIn = (steps: readonly Step[]) =>
  steps.flatMap((step) => {
    const koppeling = isDuoStep(step) ? undefined : Koppeling.safeParse(step.bericht).data;
    return koppeling === undefined ? [] : [koppeling.data];
  });

/** V-nummers of everybody in the koppelingen of a scenario, per gemeente. */
const people = (steps: readonly Step[]): readonly { vNummer: string; gemeentecode: string }[] =>
  koppelingenIn(steps).flatMap(({ gemeentecode, personen }) =>
    personen.map(({ vNummer }) => ({ vNummer, gemeentecode })),
  );

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

/** On which day the hub has it that a koppeling of these steps was made, and on which day the steps have it. */
const koppelingDays = async (hub: HubClient, steps: readonly Step[]) => {
  const days = new Map(koppelingenIn(steps).map((one) => [one.koppelingId, one.datumKoppeling]));
  for (const { zaakId, gemeentecode } of await zakenOf(hub, steps)) {
    for (const { gegevens } of (await hub.tijdlijn(zaakId, gemeentecode)).gebeurtenissen) {
      const inSteps = days.get(String(gegevens['koppelingId']));
      const { datumKoppeling } = gegevens;
      if (inSteps !== undefined && typeof datumKoppeling === 'string')
        return [inSteps, datumKoppeling] as const;
    }
  }
  return undefined;
};

/**
 * The bundled household on dates that follow the clock, so that its terms run. A hub that has it of an earlier start, or of its
 * file, keeps the dates that it has.
 */
const householdOn = async (hub: HubClient, today: string): Promise<readonly Step[]> => {
  const steps = readScenario(EXAMPLE);
  const known = await koppelingDays(hub, steps);
  const days = known === undefined ? daysUntil(steps, today, DAYS_SINCE) : daysBetween(...known);
  return redated(steps, days, ['geboortedatum']);
};

/**
 * Replays the bundled household and four families, whose dates follow the clock of the hub. Shows what each partner got of the
 * household, its timeline, and the day list that all of them lead to.
 */
export const showExample = async (hub: HubClient, output: Output, today: string): Promise<void> => {
  const steps = await householdOn(hub, today);
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
