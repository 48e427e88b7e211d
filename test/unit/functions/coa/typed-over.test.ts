import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gemeentecode, Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { runs } from '../../../runs.ts';
import { ADRES, GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inbound, OTHER_BSN, V_NUMMER } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** A koppeling that a gemeente typed over which COA, or another gemeente, says is of another: the same in every order. */

const OEFEN = '9999' as Gemeentecode;
const PARTNER = Vnummer.parse('2712504443');
const KOPPELING = 'TVS-2025-993909';

type Change = Readonly<Record<string, unknown>>;

const head = { relatie: 'hoofdpersoon', vNummer: V_NUMMER };
const partner = { ...koppeling().personen[0], relatie: 'partner', vNummer: PARTNER };

interface Told {
  /** The gemeente that types it over; COA itself without. */
  readonly by?: Gemeentecode;
  readonly versie: number;
  readonly gemeentecode?: Gemeentecode;
  readonly persoon?: Change;
  readonly withPartner?: boolean;
  readonly moment?: string;
}

const told = ({
  by,
  versie,
  gemeentecode = by ?? GENNEP,
  persoon,
  withPartner,
  moment,
}: Told): InboundBericht => {
  const [first] = koppeling({}, { ...head, ...persoon }).personen;
  const data = {
    ...koppeling({ koppelingId: KOPPELING, versie, gemeentecode }),
    personen: withPartner === true ? [first, partner] : [first],
  };
  const type = versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1';
  return inbound(type, moment ?? `2025-06-20T08:00:0${versie}Z`, data, by && `gemeente-${by}`);
};

const withdrawn = (by: Gemeentecode | undefined, versie: number): InboundBericht =>
  inbound(
    'nl.tvs.koppeling.ingetrokken.v1',
    `2025-06-20T08:00:0${versie}Z`,
    { koppelingId: KOPPELING, versie, gemeentecode: by ?? GENNEP, reden: 'andere gemeente' },
    by && `gemeente-${by}`,
  );

const ordersOf = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((one, place) => ordersOf(all.toSpliced(place, 1)).map((rest) => [one, ...rest]));

/** Which gemeente has each person, and who is signed on at a partner of it. */
const stateOf = async (hub: HubInMemory) => {
  const persons = [V_NUMMER, PARTNER].map(hub.pseudonyms.zaakId);
  const has = await Promise.all(
    persons.map(async (zaakId) => {
      const views = await Promise.all(
        [GENNEP, OEFEN].map(async (code) => {
          const zaak = await hub.zaken.zaakForGemeente(zaakId, code);
          return zaak?.status === 'actief' ? [code] : [];
        }),
      );
      return views.flat();
    }),
  );
  const lasts = [...hub.queues].flatMap(([kanaal, items]) => {
    if (kanaal.endsWith('/mage') || kanaal.endsWith('/gemeente')) return [];
    const last = new Map(items.map(berichtOf).map(({ subject, type }) => [subject, type]));
    return [...last].flatMap(([subject, type]) =>
      type.includes('vervallen') ? [] : [[kanaal.slice(0, 4), subject]],
    );
  });
  const signedOn = persons.map((zaakId) => [
    ...new Set(lasts.flatMap(([code, subject]) => (subject === zaakId ? [code] : []))),
  ]);
  return { has, signedOn };
};

const hubAfter = async (order: readonly InboundBericht[]) => {
  const hub = hubInMemory(() => ({}));
  await hub.process(order);
  return hub;
};

const c1 = () => told({ versie: 1 });
const g = (by: Gemeentecode, versie: number, rest: Partial<Told> = {}) => told({ by, versie, ...rest });

describe('a koppeling that a gemeente types over', () => {
  it.each([
    ['which COA says is of another', () => [c1(), g(OEFEN, 2)], [GENNEP]],
    ['which COA says is of another under the same number', () => [c1(), g(OEFEN, 1)], [GENNEP]],
    ['twice, which COA says is of another', () => [c1(), g(OEFEN, 2), g(OEFEN, 3)], [GENNEP]],
    ['which another typed over before it', () => [g(GENNEP, 1), g(OEFEN, 2)], [GENNEP]],
    ['after the other withdrew it', () => [g(GENNEP, 1), withdrawn(GENNEP, 2), g(OEFEN, 3)], [OEFEN]],
    ['after COA withdrew it', () => [c1(), withdrawn(undefined, 2), g(OEFEN, 3)], [OEFEN]],
    [
      'which COA gave to another since',
      () => [c1(), told({ versie: 2, gemeentecode: OEFEN }), g(GENNEP, 1)],
      [OEFEN],
    ],
    ['to withdraw what is of another', () => [c1(), withdrawn(OEFEN, 2)], [GENNEP]],
    ['after a withdrawal that is not its business', () => [c1(), withdrawn(OEFEN, 2), g(OEFEN, 3)], [GENNEP]],
    [
      'at the same number as another, which did so before',
      () => [g(GENNEP, 1), g(OEFEN, 1, { moment: '2025-06-20T09:00:00Z' }), g(GENNEP, 2)],
      [GENNEP],
    ],
    [
      'with another BSN than COA names',
      () => [told({ versie: 1, persoon: { bsn: BSN } }), g(OEFEN, 2, { persoon: { bsn: OTHER_BSN } })],
      [GENNEP],
    ],
    ['and that COA follows', () => [g(GENNEP, 1), told({ versie: 1 }), g(GENNEP, 2)], [GENNEP]],
  ] as const)('%s has one gemeente, in every order', async (_, story, has) => {
    for (const order of ordersOf(story())) {
      const numbers = order.map(
        ({ data, organisatie }) => `${'versie' in data && data.versie} ${organisatie}`,
      );
      expect([numbers, await stateOf(await hubAfter(order))]).toEqual([
        numbers,
        { has: [has, []], signedOn: [has, []] },
      ]);
    }
  });

  it('names nobody to a gemeente of whom COA says that the household is of another', async () => {
    for (const order of ordersOf([c1(), g(OEFEN, 2, { withPartner: true })])) {
      expect(await stateOf(await hubAfter(order))).toEqual({ has: [[GENNEP], []], signedOn: [[GENNEP], []] });
    }
  });

  describe('with a BSN, of whom it names', () => {
    const wrong = { bsn: OTHER_BSN };
    const lives = (gemeentecode: Gemeentecode) =>
      inbound('nl.brp.persoon.ingeschreven.v1', '2025-07-01T08:00:00Z', {
        bsn: OTHER_BSN,
        soort: 'verhuizing',
        gemeentecode,
        datumInschrijving: '2025-07-01',
        adres: ADRES,
        isCoaLocatie: false,
      });
    const viewOf = async (hub: HubInMemory, vNummer: Vnummer, gemeentecode: Gemeentecode) =>
      hub.zaken.zaakForGemeente(hub.pseudonyms.zaakId(vNummer), gemeentecode);

    /** In any order and with any repetition. */
    const always = (
      story: readonly InboundBericht[],
      holds: (hub: HubInMemory) => Promise<void>,
    ): Promise<void> =>
      fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }),
          async (order) => holds(await hubAfter(order)),
        ),
        { numRuns: runs(60) },
      );

    it('leaves that BSN to whose it is, once COA says that the household is of another', async () => {
      const owner = inbound('nl.tvs.koppeling.geregistreerd.v1', '2025-06-21T08:00:00Z', {
        ...koppeling({ koppelingId: 'TVS-OTHER' }),
        personen: [{ ...koppeling().personen[0], vNummer: PARTNER, ...wrong }],
      });
      await always([c1(), g(OEFEN, 2, { persoon: wrong }), lives(GENNEP), owner], async (hub) => {
        const [named, own] = await Promise.all([V_NUMMER, PARTNER].map((one) => viewOf(hub, one, GENNEP)));
        expect([named?.status, named?.gegevens['adres']]).toEqual(['actief', undefined]);
        expect([own?.status, own?.gegevens['adres']]).toEqual(['actief', ADRES]);
      });
    });

    it('has that BSN again once COA gave the household to that gemeente', async () => {
      const given = told({ versie: 2, gemeentecode: OEFEN, persoon: { bsn: undefined } });
      const first = told({ versie: 1, persoon: { bsn: undefined } });
      await always([first, given, g(OEFEN, 3, { persoon: wrong }), lives(OEFEN)], async (hub) => {
        const zaak = await viewOf(hub, V_NUMMER, OEFEN);
        expect([zaak?.status, zaak?.gegevens['adres']]).toEqual(['actief', ADRES]);
      });
    });

    it('counts no more once the household is released when COA gave that BSN to another meanwhile', async () => {
      const owner = inbound('nl.tvs.koppeling.geregistreerd.v1', '2025-06-21T08:00:00Z', {
        ...koppeling({ koppelingId: 'TVS-OTHER' }),
        personen: [{ ...koppeling().personen[0], vNummer: PARTNER, ...wrong }],
      });
      const released = withdrawn(undefined, 2);
      // A number that two koppelingen give which both count is of the first: COA gave it away before the household was released.
      for (const before of ordersOf([c1(), g(OEFEN, 2, { persoon: wrong }), owner])) {
        const order = [...before, released];
        const hub = await hubAfter([...order, ...order]);
        const byBsn = await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP);
        expect(byBsn.map(({ zaakId }) => zaakId)).toEqual([hub.pseudonyms.zaakId(PARTNER)]);
        expect(await stateOf(hub)).toEqual({ has: [[], [GENNEP]], signedOn: [[], [GENNEP]] });
        expect(await viewOf(hub, V_NUMMER, OEFEN)).toBeUndefined();
      }
    });

    it('has that BSN again once the household is released', async () => {
      const released = [c1(), withdrawn(undefined, 2), g(OEFEN, 3, { persoon: wrong }), lives(OEFEN)];
      await always(released, async (hub) => {
        const zaak = await viewOf(hub, V_NUMMER, OEFEN);
        expect([zaak?.status, zaak?.gegevens['adres']]).toEqual(['actief', ADRES]);
      });
    });
  });

  it('is taken in whatever the number that COA has got to since', async () => {
    for (const order of ordersOf([c1(), told({ versie: 2, gemeentecode: OEFEN }), g(GENNEP, 1)])) {
      const hub = await hubAfter(order);
      const statuses = await Promise.all(
        order.map(async ({ ontvangstId }) => (await hub.ontvangsten.read(ontvangstId))?.status),
      );
      expect(statuses).toEqual(['verwerkt', 'verwerkt', 'verwerkt']);
    }
  });

  it('and that COA contradicts later is shown to the gemeente that has the household', async () => {
    const hub = await hubAfter([g(OEFEN, 2), c1()]);
    const { gebeurtenissen = [] } = (await hub.zaken.tijdlijn(hub.pseudonyms.zaakId(V_NUMMER), GENNEP)) ?? {};
    expect(gebeurtenissen.filter(({ naam }) => naam === 'tegenspraak-gevonden')).toMatchObject([
      { gegevens: { over: 'koppeling', velden: ['gemeentecode'] } },
    ]);
    const line = gebeurtenissen.find(({ naam }) => naam === 'koppeling-geregistreerd');
    expect(line?.gegevens).toMatchObject({ status: 'geldig' });
  });
});
