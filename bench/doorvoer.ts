import { setTimeout as pause } from 'node:timers/promises';
import { koppelingen } from './huishoudens.ts';
import { type Klant, metHoogstens } from './klant.ts';
import { percentiel } from './statistiek.ts';
import type { Partnerwachtrijen } from './wachtrijen.ts';

/** Together: how many koppelingen a second, each from POST until all six queues hold its message. */

const STILSTAND_MS = 30_000;

type Tellend = Pick<Partnerwachtrijen, 'aantallen'>;

const totAllesErIs = async (wachtrijen: Tellend, aantal: number): Promise<void> => {
  let vorige = -1;
  let sinds = performance.now();
  for (;;) {
    const aantallen = await wachtrijen.aantallen();
    if (aantallen.every((n) => n === aantal)) return;
    if (aantallen.some((n) => n > aantal))
      throw new Error(`a queue holds more than ${aantal}: ${aantallen.join(', ')}`);
    const som = aantallen.reduce((totaal, n) => totaal + n, 0);
    if (som !== vorige) [vorige, sinds] = [som, performance.now()];
    if (performance.now() - sinds > STILSTAND_MS) {
      throw new Error(`nothing more arrives; the queues hold ${aantallen.join(', ')} of ${aantal}`);
    }
    // Asking costs the hub time too: rarely enough not to show, often enough not to add to the result.
    await pause(100);
  }
};

/** Sends all of them and waits until every queue holds `aantal` more messages than the `reeds` it held before. */
export const meetDoorvoer = async (
  klant: Klant,
  wachtrijen: Tellend,
  opties: {
    readonly aantal: number;
    readonly gelijktijdig: number;
    readonly vanaf: number;
    readonly reeds: number;
  },
): Promise<number> => {
  const { aantal, gelijktijdig, vanaf, reeds } = opties;
  const berichten = koppelingen(aantal, vanaf);
  const start = performance.now();
  await metHoogstens(gelijktijdig, berichten, klant.post);
  await totAllesErIs(wachtrijen, reeds + aantal);
  return aantal / ((performance.now() - start) / 1000);
};

/** One at a time: milliseconds from POST until the last partner has received its message. */
export const meetEnkel = async (
  klant: Klant,
  wachtrijen: Partnerwachtrijen,
  opties: { readonly aantal: number; readonly opwarmen: number; readonly vanaf: number },
): Promise<{ readonly p50: number; readonly p99: number }> => {
  const tijden: number[] = [];
  for (const [n, bericht] of koppelingen(opties.opwarmen + opties.aantal, opties.vanaf).entries()) {
    // The partners wait before the message is sent, as consumers with long polling do.
    const aangekomen = wachtrijen.volgende();
    const start = performance.now();
    await klant.post(bericht);
    await aangekomen;
    if (n >= opties.opwarmen) tijden.push(performance.now() - start);
  }
  return { p50: percentiel(tijden, 50), p99: percentiel(tijden, 99) };
};
