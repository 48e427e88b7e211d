import type { HubClient } from '../../client/hub-client.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { waitUntilSettled } from '../../client/settle.ts';
import { percentile } from '../../domain/kpis/percentile.ts';
import { vNummer } from '../huishoudens.ts';
import { lifeCourse } from '../life-course.ts';
import { settled } from '../statistics.ts';

/** The times of `GET /zaken/{zaakId}/tijdlijn` in milliseconds, one call at a time. */
export interface ReadTime {
  readonly p50: number;
  readonly p99: number;
}

/** A zaak with this number of commits: the time of each, from its message until the hub is at rest, and the times of reads. */
export type ZaakMeasurement = ReadTime & { readonly commits: number; readonly msPerCommit: number };

const WARM_UP = 10;
const READS = 200;
const READS_ZAAK = 100;
const COOLDOWN_MS = 120_000;
/** The number of messages about one zaak at a time. More messages would only wait for each other's commits. */
const WAVE = 5;

/** Reads these zaken in turn, this many times in total. */
export const measureRead = async (
  hub: HubClient,
  zaken: readonly string[],
  count = READS,
): Promise<ReadTime> => {
  const times: number[] = [];
  for (let n = -WARM_UP; n < count; n += 1) {
    const zaakId = zaken.at(n % zaken.length);
    if (zaakId === undefined) throw new Error('there is no zaak to read');
    const start = performance.now();
    await hub.tijdlijn(zaakId);
    if (n >= 0) times.push(performance.now() - start);
  }
  return { p50: settled(percentile(times, 50)), p99: settled(percentile(times, 99)) };
};

/** The time of the books of beheer for each zaak (ms), all pages together. Throws when the books do not balance. */
export const measureBooks = async (hub: HubClient): Promise<number> => {
  const start = performance.now();
  const { zaken, verschillen } = await hub.balans();
  const milliseconds = performance.now() - start;
  if (verschillen.length > 0) throw new Error(`the books differ in ${verschillen.length} places`);
  return Math.round((milliseconds / zaken) * 100) / 100;
};

/** Waits until nothing is under way in the hub. Throws when that takes too long. */
export const untilQuiet = async (hub: HubClient): Promise<void> => {
  if ((await waitUntilSettled(hub, COOLDOWN_MS)) !== 'settled')
    throw new Error('the hub did not come to rest');
};

/** Sends `commits` messages of the life of the n-th person, and reads the zaak of that person. */
export const measureZaak = async (hub: HubClient, n: number, commits: number): Promise<ZaakMeasurement> => {
  const steps = lifeCourse(n, commits);
  const settle = () => untilQuiet(hub);
  const start = performance.now();
  // The koppeling goes first, because an earlier message would wait and its wait is a commit too.
  for (let begin = 0; begin < steps.length; begin += begin === 0 ? 1 : WAVE) {
    const wave = steps.slice(begin, begin === 0 ? 1 : begin + WAVE);
    const [deviation] = await runScenario(hub, wave, { settle });
    if (deviation !== undefined) throw new Error(`a message was not accepted: ${deviation.uitleg}`);
    await settle();
  }
  const msPerCommit = settled((performance.now() - start) / commits);
  const [zaak] = await hub.find({ vNummer: vNummer(n) });
  if (zaak === undefined) throw new Error('the koppeling made no zaak');
  const { gebeurtenissen } = await hub.tijdlijn(zaak.zaakId);
  const gemeld = gebeurtenissen.filter(({ bron }) => bron !== 'hub').length;
  if (gemeld !== commits) throw new Error(`the timeline tells ${gemeld} of ${commits} messages`);
  return { commits, msPerCommit, ...(await measureRead(hub, [zaak.zaakId], READS_ZAAK)) };
};
