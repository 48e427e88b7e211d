import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../client/scenario/parse.ts';
import {
  allBerichten,
  endState,
  PARTNERS,
  play,
  scenario,
  type TestHub,
  vNummersIn,
  wholeTable,
} from './test-hub.ts';

/** Terms of Gennep that begin with the registration in the BRP, the first to end first. */
const FROM_REGISTRATION = ['TG10', 'TG09', 'TG02', 'TG03', 'TG04', 'TG05', 'TG06', 'TG01', 'TG07'];

const messy = scenario('rommelig.jsonl');
const vNummers = vNummersIn(messy);

/** The same steps in another order, which follows from the seed. */
const shuffled = (steps: readonly Step[], seed: number): readonly Step[] => {
  let state = seed;
  const chance = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return steps
    .map((step) => ({ step, place: chance() }))
    .sort((one, other) => one.place - other.place)
    .map(({ step }) => step);
};

/**
 * The tests of the untidy scenario, for a hub on any cloud: one hub for its own order, and one for every other order of
 * the same messages. A hub costs time, so many orders are tried on the functions alone
 * (test/faults/order.test.ts).
 */
export const describeMessy = (start: () => Promise<TestHub>, otherOrders: readonly number[] = []): void => {
  describe('the untidy scenario', () => {
    let hub: TestHub;
    let first: Awaited<ReturnType<typeof endState>>;

    beforeAll(async () => {
      hub = await start();
      // A test before these may have played it on the same hub.
      if ((await hub.client.balans()).zaken === 0) {
        expect(await play(hub, messy)).toMatchObject({ deviations: [], atRest: true });
      }
      first = await endState(hub, vNummers);
    });
    afterAll(() => hub.stop());

    it('ends in eighteen zaken of which one was withdrawn, and two messages that wait', async () => {
      expect(await hub.client.balans()).toMatchObject({
        zaken: 18,
        nogTeVersturen: 0,
        ontvangsten: { ontvangen: 0, wacht: 2, quarantaine: 0, verwerkt: 72 },
      });
      const statuses = Object.values(first.zaken).map((zaak) => (zaak as { status: string }).status);
      expect(statuses.filter((status) => status === 'vervallen')).toHaveLength(1);
    });

    it('gives every zaak that was registered the terms that begin with that', () => {
      for (const zaak of Object.values(first.zaken) as { status: string; termijnen: { id: string }[] }[]) {
        if (zaak.status === 'vervallen') continue;
        expect(zaak.termijnen.map(({ id }) => id)).toEqual(FROM_REGISTRATION);
      }
    });

    it('tells every partner in order, without a gap and no message twice', async () => {
      for (const { gemeentecode, sleutel } of PARTNERS) {
        const berichten = (await hub.inQueue(gemeentecode, sleutel)).map(({ bericht }) => bericht);
        expect(new Set(berichten.map(({ id }) => id)).size).toBe(berichten.length);
        for (const messages of Map.groupBy(berichten, ({ subject }) => subject).values()) {
          expect(messages.map(({ data }) => data['volgnummer'])).toEqual(
            messages.map((_, place) => place + 1),
          );
        }
      }
    });

    it('keeps for reading exactly the messages that the queues hold', async () => {
      for (const { gemeentecode, sleutel } of PARTNERS) {
        const requested = await hub.client.berichten(sleutel, gemeentecode);
        const inQueue = (await hub.inQueue(gemeentecode, sleutel)).map(({ bericht }) => bericht);
        const onId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
        expect(requested.toSorted(onId)).toEqual(inQueue.toSorted(onId));
      }
    });

    describe('shows nothing of a person,', () => {
      const text = JSON.stringify(messy);
      const all = (pattern: RegExp) => [...new Set(text.match(pattern))];
      const numbers = all(/\b(9999\d{5}|2[78]\d{8})\b/g);
      const nationaliteiten = all(/(?<="nationaliteit":")[^"]+/g);
      // A score with its quotes, because its digits alone occur everywhere.
      const scores = all(/(?<="behaaldeScore":)"[^"]+"/g);
      const names = all(/(?<="geslachtsnaam":")[^"]+/g);
      const addresses = all(/(?<="(?:emailadres|telefoonnummer|postcode)":")[^"]+/g);
      const neverAtPartners = [...numbers, ...nationaliteiten, ...scores];
      const nowhere = [...neverAtPartners, ...names, ...addresses];
      const finds = (place: unknown, forbidden: readonly string[]) =>
        forbidden.filter((value) =>
          (typeof place === 'string' ? place : JSON.stringify(place)).includes(value),
        );

      it('by a search that finds the values in the scenario itself', () => {
        expect([numbers, nationaliteiten, scores, names, addresses].every(({ length }) => length > 3)).toBe(
          true,
        );
        expect(finds(messy, nowhere).length).toBeGreaterThan(60);
      });

      it('in a message to a partner beyond its contract, nor in an attribute of it', async () => {
        for (const { gemeentecode, sleutel } of PARTNERS) {
          for (const { bericht, messageAttributes } of await hub.inQueue(gemeentecode, sleutel)) {
            expect(finds(bericht, neverAtPartners)).toEqual([]);
            expect(finds(messageAttributes, nowhere)).toEqual([]);
          }
        }
      });

      it('in the events that the hub itself publishes', async () => {
        const own = (await hub.published()).filter(({ source }) => source === 'inburgeringshub');
        expect(own.length).toBeGreaterThan(50);
        for (const event of own) {
          expect(Object.keys(event.detail as object).sort()).toEqual(['teVersturen', 'versie', 'zaakId']);
          expect(finds(event, nowhere)).toEqual([]);
        }
      });

      it('in a log line', () => {
        expect(hub.logLines.length).toBeGreaterThan(50);
        for (const line of hub.logLines) expect(finds(line, nowhere)).toEqual([]);
      });

      it('in a key of the table', async () => {
        for (const { pk, sk, status, sinds } of await wholeTable(hub)) {
          expect(finds({ pk, sk, status, sinds }, [...nowhere, 'TVS-'])).toEqual([]);
        }
      });
    });

    it('keeps the content of a message in its ontvangst only until it is processed', async () => {
      for (const { pk, status, inhoud } of await wholeTable(hub)) {
        if (!String(pk).startsWith('ONTVANGST#')) continue;
        expect(inhoud === undefined).toBe(status === 'ONTVANGST#verwerkt');
      }
    });

    it('changes no zaak, no timeline and no partner message when it is replayed', async () => {
      const berichten = await allBerichten(hub);
      expect(await play(hub, messy)).toMatchObject({ deviations: [], atRest: true });
      expect(await endState(hub, vNummers)).toEqual(first);
      expect(await allBerichten(hub)).toEqual(berichten);
    });

    it.each(otherOrders)(
      'ends with the same facts and the same knowledge of partners in shuffled order %i',
      async (seed) => {
        const other = await start();
        try {
          expect(await play(other, shuffled(messy, seed))).toMatchObject({ deviations: [], atRest: true });
          expect(await endState(other, vNummers)).toEqual(first);
        } finally {
          await other.stop();
        }
      },
    );
  });
};
