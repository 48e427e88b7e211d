import type { memoryTable } from '../../adapters/memory/table.ts';
import type { Item } from '../../adapters/table/table.ts';
import { berichtOf, type hubInMemory, type Outside } from '../unit/functions/hub-in-memory.ts';

/** What scenarios of faults amount to. */

/**
 * Runs a piece of the work of a function, with its calls to the outside wrapped by `outside`. It tries a failed part again as AWS
 * or a client does, and gives the stored items and the received messages in the end.
 */
export type Scenario = (outside: Outside) => Promise<unknown>;

export type Table = ReturnType<typeof memoryTable>;

/** An entry of a zaak that stands in no list says as much as none: it is there when the entries were made anew. */
const saysNothing = ({ pk: _pk, sk: _sk, versie, ...rest }: Item): boolean =>
  versie !== undefined && Object.values(rest).every((value) => value === undefined);

/** How much of its pace an organisation used: not written down when that call fails, because then its request is let through. */
const isPace = ({ pk, sk }: Item): boolean => pk.startsWith('LIMIET#') && sk.startsWith('TEMPO#');

/** What a table holds: each item with its state. Moments differ when something was done again. */
export const stateOf = (table: Table) =>
  table
    .alles()
    .filter((item) => !saysNothing(item) && !isPace(item))
    .map(({ pk, sk, status: state }) => `${pk} ${sk} ${state}`);

/** What each partner received, in order. */
export const receivedBy = (queues: ReturnType<typeof hubInMemory>['queues']) =>
  Object.fromEntries(
    [...queues].map(([kanaal, items]) => [
      kanaal,
      items.map((item) => {
        const { id, type, data } = berichtOf(item);
        return { id, type, data };
      }),
    ]),
  );

/** Tries that a caller gives up after: one fault needs two. */
const AT_MOST = 5;

/** Does again what failed, as its caller does. */
export const untilItSucceeds = async <Value>(attempt: () => Promise<Value>): Promise<Value> => {
  for (let times = 1; ; times += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (times === AT_MOST) throw error;
    }
  }
};

/** What came before is played once: every run of a scenario begins with a copy of it. */
export const onceAsked = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
