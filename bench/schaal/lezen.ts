import type { HubClient } from '../../client/hub-client.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { waitUntilSettled } from '../../client/settle.ts';
import { vNummer } from '../huishoudens.ts';
import { levensloop } from '../levensloop.ts';
import { afgerond, percentiel } from '../statistiek.ts';

/** Milliseconds of `GET /zaken/{zaakId}/tijdlijn`, one at a time. */
export interface Leestijd {
  readonly p50: number;
  readonly p99: number;
}

/** Reads of a zaak of so many commits. */
export type Zaakmeting = Leestijd & { readonly commits: number };

const OPWARMEN = 10;
const LEZINGEN = 200;
const LEZINGEN_ZAAK = 100;
const RUST_MS = 120_000;
/** Messages about one zaak at a time: more would only wait for each other's commits. */
const GOLF = 5;

/** Reads these zaken in turn, so many times together. */
export const meetLezen = async (
  hub: HubClient,
  zaken: readonly string[],
  aantal = LEZINGEN,
): Promise<Leestijd> => {
  const tijden: number[] = [];
  for (let n = -OPWARMEN; n < aantal; n += 1) {
    const zaakId = zaken.at(n % zaken.length);
    if (zaakId === undefined) throw new Error('there is no zaak to read');
    const start = performance.now();
    await hub.tijdlijn(zaakId);
    if (n >= 0) tijden.push(performance.now() - start);
  }
  return { p50: afgerond(percentiel(tijden, 50)), p99: afgerond(percentiel(tijden, 99)) };
};

/** Waits until nothing is under way in the hub; an error when that takes too long. */
export const totRust = async (hub: HubClient): Promise<void> => {
  if ((await waitUntilSettled(hub, RUST_MS)) !== 'settled') throw new Error('the hub did not come to rest');
};

/** Sends the life of the n-th person, `commits` messages of it, and reads the zaak that came of it. */
export const meetZaak = async (hub: HubClient, n: number, commits: number): Promise<Zaakmeting> => {
  const stappen = levensloop(n, commits);
  const settle = () => totRust(hub);
  // The koppeling first: what comes before it would wait, and that it waits is a commit too.
  for (let begin = 0; begin < stappen.length; begin += begin === 0 ? 1 : GOLF) {
    const golf = stappen.slice(begin, begin === 0 ? 1 : begin + GOLF);
    const [afwijking] = await runScenario(hub, golf, { settle });
    if (afwijking !== undefined) throw new Error(`a message was not accepted: ${afwijking.uitleg}`);
    await settle();
  }
  const [zaak] = await hub.zoek({ vNummer: vNummer(n) });
  if (zaak === undefined) throw new Error('the koppeling made no zaak');
  const { gebeurtenissen } = await hub.tijdlijn(zaak.zaakId);
  const gemeld = gebeurtenissen.filter(({ bron }) => bron !== 'hub').length;
  if (gemeld !== commits) throw new Error(`the timeline tells ${gemeld} of ${commits} messages`);
  return { commits, ...(await meetLezen(hub, [zaak.zaakId], LEZINGEN_ZAAK)) };
};
