import { describe, expect, it } from 'vitest';
import { gemeenteKnows } from '../../../gemeente-knows.ts';
import { inbound } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { received } from './outcomes.ts';
import { byDuo, zaakIdOf } from './sources.ts';
import { died, inAnyOrder, koppelingOf, MOTHER, member, moved, play, registered } from './support.ts';

/** The BRP tells a fact again under another id. It is still one fact, and the gemeente and its partners get one step. */

const again = ({ type, data }: ReturnType<typeof registered>, day: string) =>
  inbound(
    type as Parameters<typeof inbound>[0],
    `${day}T08:00:00Z`,
    data as Readonly<Record<string, unknown>>,
  );
const linked = [koppelingOf([member(MOTHER)]), byDuo('SS101', MOTHER, '2025-06-10')];
const here = registered(MOTHER, '2025-08-01');
const toOtherHome = moved(MOTHER, '2025-09-01');
const away = registered(MOTHER, '2025-09-01', '0796');
const death = died(MOTHER, '2025-09-01');

describe('what the BRP tells again with the same content under another id', () => {
  const known = async (hub: HubInMemory) =>
    gemeenteKnows(await received(hub, 'gemeente'))[zaakIdOf(MOTHER)]?.steps;
  it.each([
    ['a registration', [here], here],
    ['a registration, after a move within the gemeente', [here, toOtherHome], here],
    ['a move', [here, toOtherHome], toOtherHome],
    ['a death', [here, death], death],
  ])('is one step: %s', async (_name, told, repeated) => {
    const once = await known(await play([...linked, ...told]));
    const twice = await inAnyOrder([...linked, ...told, again(repeated, '2025-09-04')], known);
    expect(once?.length ?? 0).toBeGreaterThan(0);
    expect(await known(twice)).toEqual(once);
  });

  it.each([
    ['the registration here', here],
    ['the registration elsewhere', away],
  ])('is one step, of who left: %s', async (_name, repeated) => {
    const departures = async (...more: Parameters<typeof play>[0]) =>
      (await received(await play([...linked, here, away, ...more]), 'gemeente')).filter(
        ({ data }) => 'richting' in data || 'vervangt' in data,
      ).length;
    const once = await departures();
    expect(once).toBeGreaterThan(0);
    expect(await departures(again(repeated, '2025-09-04'))).toBe(once);
  });
});
