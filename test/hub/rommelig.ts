import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../client/scenario/parse.ts';
import {
  alleBerichten,
  eindstand,
  heleTabel,
  PARTNERS,
  type Proefhub,
  scenario,
  speel,
  vNummersIn,
} from './proefhub.ts';

const rommelig = scenario('rommelig.jsonl');
const vNummers = vNummersIn(rommelig);

/** The same steps in another order; the same seed gives the same order. */
const geschud = (stappen: readonly Step[], zaad: number): readonly Step[] => {
  let toestand = zaad;
  const toeval = (): number => {
    toestand = (Math.imul(toestand, 1664525) + 1013904223) >>> 0;
    return toestand / 2 ** 32;
  };
  return stappen
    .map((stap) => ({ stap, plaats: toeval() }))
    .sort((een, ander) => een.plaats - ander.plaats)
    .map(({ stap }) => stap);
};

/**
 * What must hold of the untidy scenario, on any cloud: a hub of its own for it, and one for every other order of the
 * same messages.
 */
export const beschrijfRommelig = (
  start: () => Promise<Proefhub>,
  andereVolgordes: readonly number[],
): void => {
  describe('the untidy scenario', () => {
    let hub: Proefhub;
    let eerste: Awaited<ReturnType<typeof eindstand>>;

    beforeAll(async () => {
      hub = await start();
      const uitkomst = await speel(hub, rommelig);
      expect(uitkomst).toMatchObject({ deviations: [], atRest: true });
      eerste = await eindstand(hub, vNummers);
    });
    afterAll(() => hub.stop());

    it('ends in eighteen zaken of which one was withdrawn, and two messages that wait', async () => {
      expect(await hub.client.balans()).toMatchObject({
        zaken: 18,
        nogTeVersturen: 0,
        ontvangsten: { ontvangen: 0, wacht: 2, quarantaine: 0, verwerkt: 72 },
      });
      const statussen = Object.values(eerste.zaken).map((zaak) => (zaak as { status: string }).status);
      expect(statussen.filter((status) => status === 'vervallen')).toHaveLength(1);
    });

    it('gives every zaak that was registered its four terms', () => {
      for (const zaak of Object.values(eerste.zaken) as { status: string; termijnen: { id: string }[] }[]) {
        if (zaak.status === 'vervallen') continue;
        expect(zaak.termijnen.map(({ id }) => id)).toEqual(['TG02', 'TG05', 'TG06', 'TG07']);
      }
    });

    it('tells every partner in order, without a gap and never the same twice', async () => {
      for (const { gemeentecode, sleutel } of PARTNERS) {
        const berichten = (await hub.inWachtrij(gemeentecode, sleutel)).map(({ bericht }) => bericht);
        expect(new Set(berichten.map(({ id }) => id)).size).toBe(berichten.length);
        for (const rij of Map.groupBy(berichten, ({ data }) => data['zaakId']).values()) {
          expect(rij.map(({ data }) => data['volgnummer'])).toEqual(rij.map((_, plaats) => plaats + 1));
        }
      }
    });

    it('kept for reading again exactly what the queues hold', async () => {
      for (const { gemeentecode, sleutel } of PARTNERS) {
        const opgevraagd = await hub.client.berichten(sleutel, gemeentecode);
        const inRij = (await hub.inWachtrij(gemeentecode, sleutel)).map(({ bericht }) => bericht);
        const opId = (een: { id: string }, ander: { id: string }) => een.id.localeCompare(ander.id);
        expect(opgevraagd.toSorted(opId)).toEqual(inRij.toSorted(opId));
      }
    });

    describe('shows nothing of a person', () => {
      const tekst = JSON.stringify(rommelig);
      const alle = (patroon: RegExp) => [...new Set(tekst.match(patroon))];
      const nummers = alle(/\b(9999\d{5}|2[78]\d{8})\b/g);
      const nationaliteiten = alle(/(?<="nationaliteit":")[^"]+/g);
      // With its quotes: the digits of a score alone occur everywhere.
      const scores = alle(/(?<="behaaldeScore":)"[^"]+"/g);
      const namen = alle(/(?<="geslachtsnaam":")[^"]+/g);
      const adressen = alle(/(?<="(?:emailadres|telefoonnummer|postcode)":")[^"]+/g);
      const nooitBijPartners = [...nummers, ...nationaliteiten, ...scores];
      const nergens = [...nooitBijPartners, ...namen, ...adressen];
      const vindt = (plek: unknown, verboden: readonly string[]) =>
        verboden.filter((waarde) =>
          (typeof plek === 'string' ? plek : JSON.stringify(plek)).includes(waarde),
        );

      it('(a search that does find them where they are)', () => {
        expect([nummers, nationaliteiten, scores, namen, adressen].every(({ length }) => length > 3)).toBe(
          true,
        );
        expect(vindt(rommelig, nergens).length).toBeGreaterThan(60);
      });

      it('to a partner beyond its contract, nor in an attribute of its messages', async () => {
        for (const { gemeentecode, sleutel } of PARTNERS) {
          for (const { bericht, messageAttributes } of await hub.inWachtrij(gemeentecode, sleutel)) {
            expect(vindt(bericht, nooitBijPartners)).toEqual([]);
            expect(vindt(messageAttributes, nergens)).toEqual([]);
          }
        }
      });

      it('in the events that the hub itself publishes', async () => {
        const eigen = (await hub.gepubliceerd()).filter(({ source }) => source === 'inburgeringshub');
        expect(eigen.length).toBeGreaterThan(50);
        for (const event of eigen) {
          expect(Object.keys(event.detail as object).sort()).toEqual(['teVersturen', 'versie', 'zaakId']);
          expect(vindt(event, nergens)).toEqual([]);
        }
      });

      it('in a log line', () => {
        expect(hub.logregels.length).toBeGreaterThan(50);
        for (const regel of hub.logregels) expect(vindt(regel, nergens)).toEqual([]);
      });

      it('in a key of the table', async () => {
        for (const { pk, sk, status, sinds } of await heleTabel(hub)) {
          expect(vindt({ pk, sk, status, sinds }, [...nergens, 'TVS-'])).toEqual([]);
        }
      });
    });

    it('keeps the content of a message in its receipt only until it is processed', async () => {
      for (const { pk, status, inhoud } of await heleTabel(hub)) {
        if (!String(pk).startsWith('ONTVANGST#')) continue;
        expect(inhoud === undefined).toBe(status === 'ONTVANGST#verwerkt');
      }
    });

    it('replayed again changes no zaak, no timeline and no partner message', async () => {
      const berichten = await alleBerichten(hub);
      expect(await speel(hub, rommelig)).toMatchObject({ deviations: [], atRest: true });
      expect(await eindstand(hub, vNummers)).toEqual(eerste);
      expect(await alleBerichten(hub)).toEqual(berichten);
    });

    it.each(andereVolgordes)(
      'in shuffled order %i ends in the same facts and the same knowledge',
      async (zaad) => {
        const ander = await start();
        try {
          expect(await speel(ander, geschud(rommelig, zaad))).toMatchObject({ deviations: [], atRest: true });
          expect(await eindstand(ander, vNummers)).toEqual(eerste);
        } finally {
          await ander.stop();
        }
      },
    );
  });
};
