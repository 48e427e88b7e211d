import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ZaakId } from '../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import { type RoutemapEvent, typeOfEvent } from '../../../contracts/routemap.ts';
import { runs } from '../../runs.ts';
import { koppeling } from '../domain/support.ts';
import { inbound, koppelingBericht } from './berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from './hub-in-memory.ts';

/**
 * Every corporatie searches a home, and the corporatie whose home is agreed lets it. Gennep has two of them: Destion and Mooiland.
 */

const [HEAD, PARTNER] = ['2798163871', '2712504443'];
const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const OTHER_HOME = '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24';
const CONTRACTANT = {
  naam: { voorletters: 'Y.A.', voorvoegsel: 'el', geslachtsnaam: 'Qasim' },
  geboortedatum: '2002-02-27',
};

const [somebody] = koppeling().personen;
const HOUSEHOLD = koppelingBericht(
  koppeling({ personen: [somebody, { ...somebody, vNummer: PARTNER, relatie: 'partner' }] }),
);

let hub: HubInMemory;
const zaakOfNumber = (vNummer: string | undefined): ZaakId => hub.pseudonyms.zaakId(vNummer as never);

const report = (
  event: RoutemapEvent,
  datum: string,
  data: Readonly<Record<string, unknown>> = {},
  { by = 'gemeente', vNummer = HEAD } = {},
): InboundBericht =>
  inbound(
    typeOfEvent(event),
    `${datum}T12:00:00Z`,
    { zaakId: zaakOfNumber(vNummer), datum, ...data },
    `${by}-0907`,
  );

const searched = () => report('woningzoekopdracht-verstuurd', '2025-06-21');
const proposed = (by: string, woningId: string) =>
  report('woning-voorgesteld', '2025-06-30', { woningId }, { by });
const agreed = (woningId: string, datum = '2025-07-01') => report('woning-goedgekeurd', datum, { woningId });
const refused = (datum: string, data: object = {}, vNummer = HEAD) =>
  report('woning-geweigerd', datum, { ...data }, { vNummer });

/** The types of the messages to a corporatie, in order. */
const told = (corporatie: string): readonly string[] =>
  (hub.queues.get(`0907/${corporatie}`) ?? []).map((item) =>
    berichtOf(item).type.replace(/^nl\.inburgeringszaken\.(nieuwe\.inburgeraar\.)?|\.v1$/g, ''),
  );

/** The state that a corporatie has after all its messages: the person, and the steps that still hold. */
const known = (corporatie: string) => {
  let person: Record<string, unknown> | undefined;
  const steps = new Map<number, unknown>();
  for (const { type, data } of (hub.queues.get(`0907/${corporatie}`) ?? []).map(berichtOf)) {
    const { volgnummer, gewijzigd: _, vervangt, ...rest } = data as Record<string, unknown>;
    if (type.includes('nieuwe.inburgeraar')) {
      person = type.includes('vervallen') ? undefined : rest;
      if (!type.includes('gewijzigd')) steps.clear();
      continue;
    }
    if (vervangt !== undefined) steps.delete(Number(vervangt));
    if (!type.includes('gebeurtenis.vervallen')) steps.set(Number(volgnummer), [type, rest]);
  }
  return { person, steps: [...steps.values()].map((step) => JSON.stringify(step)).toSorted() };
};

beforeEach(() => {
  hub = hubInMemory(() => ({}));
});

describe('corporaties', () => {
  it('hear of a household with the order to search, of its hoofdpersoon alone and without a name', async () => {
    await hub.process([HOUSEHOLD]);
    expect([told('destion'), told('mooiland')]).toEqual([[], []]);
    await hub.process([
      searched(),
      report('woningzoekopdracht-verstuurd', '2025-06-21', {}, { vNummer: PARTNER }),
    ]);
    for (const corporatie of ['destion', 'mooiland']) {
      expect(told(corporatie)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd']);
      expect(JSON.stringify(hub.queues.get(`0907/${corporatie}`))).not.toContain('Qasim');
    }
  });

  it('hear of it when the order is reported on the zaak of the other adult alone, by that of the hoofdpersoon', async () => {
    const order = report(
      'woningzoekopdracht-verstuurd',
      '2025-06-21',
      { woningeis: ['gelijkvloers'] },
      { vNummer: PARTNER },
    );
    await hub.process([HOUSEHOLD, order]);
    for (const corporatie of ['destion', 'mooiland']) {
      expect(told(corporatie)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd']);
      const berichten = (hub.queues.get(`0907/${corporatie}`) ?? []).map(berichtOf);
      expect(new Set(berichten.map(({ subject }) => subject))).toEqual(new Set([zaakOfNumber(HEAD)]));
      expect(berichten[1]?.data).toMatchObject({ datum: '2025-06-21', woningeis: ['gelijkvloers'] });
    }
    await hub.process([proposed('destion', HOME), agreed(HOME)]);
    expect(known('destion').person).toMatchObject({ contractant: CONTRACTANT });
    expect(known('mooiland').person).toBeUndefined();
    await hub.process([refused('2025-07-10', { woningId: HOME })]);
    expect(told('mooiland').slice(2)).toEqual(['vervallen', 'gemeld', 'woningzoekopdracht.verstuurd']);
    await hub.process([
      report(
        'woningzoekopdracht-verstuurd',
        '2025-07-12',
        { vervangtBerichtId: order.berichtId, ingetrokken: true },
        { vNummer: PARTNER },
      ),
    ]);
    for (const corporatie of ['destion', 'mooiland']) expect(known(corporatie).person).toBeUndefined();
  });

  it('hear of the next adult when the hoofdpersoon is too old to have a zaak', async () => {
    const old = koppelingBericht(
      koppeling({
        personen: [
          { ...somebody, geboortedatum: '1940-01-01' },
          { ...somebody, vNummer: PARTNER, relatie: 'partner' },
        ],
      }),
    );
    await hub.process([old, report('woningzoekopdracht-verstuurd', '2025-06-21', {}, { vNummer: PARTNER })]);
    for (const corporatie of ['destion', 'mooiland']) {
      expect(told(corporatie)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd']);
      const [first] = (hub.queues.get(`0907/${corporatie}`) ?? []).map(berichtOf);
      expect(first?.subject).toBe(zaakOfNumber(PARTNER));
    }
  });

  it('hear of an agreement only about a home of their own: the others hear that the zaak is over for them', async () => {
    await hub.process([HOUSEHOLD, searched(), proposed('destion', HOME), proposed('mooiland', OTHER_HOME)]);
    expect(known('destion').person).not.toHaveProperty('contractant');
    await hub.process([agreed(HOME)]);
    expect(told('destion').slice(2)).toEqual(['gewijzigd', 'woning.goedgekeurd']);
    expect(known('destion').person).toMatchObject({ contractant: CONTRACTANT });
    expect(told('mooiland').slice(2)).toEqual(['vervallen']);
    expect(JSON.stringify(hub.queues.get('0907/mooiland'))).not.toMatch(new RegExp(`Qasim|${HOME}`));
  });

  it('hear why a home of their own is turned down, and nothing of another’s', async () => {
    await hub.process([HOUSEHOLD, searched(), proposed('destion', HOME), proposed('mooiland', OTHER_HOME)]);
    await hub.process([
      report('woning-afgekeurd', '2025-07-01', { woningId: HOME, redenAfkeuring: 'huurprijs' }),
    ]);
    expect(told('destion').slice(2)).toEqual(['woning.afgekeurd']);
    expect(told('mooiland').slice(2)).toEqual([]);
  });

  it('search again when the home is refused, also when that is reported on the zaak of the other adult', async () => {
    await hub.process([HOUSEHOLD, searched(), proposed('destion', HOME), agreed(HOME)]);
    await hub.process([refused('2025-07-10', { woningId: HOME }, PARTNER)]);
    expect(told('mooiland').slice(2)).toEqual(['vervallen', 'gemeld', 'woningzoekopdracht.verstuurd']);
    expect(known('destion').person).not.toHaveProperty('contractant');
    expect(told('destion')).toContain('woning.geweigerd');
    expect(told('mooiland')).not.toContain('woning.geweigerd');
    expect(known('destion').steps).toHaveLength(2);
    await hub.process([proposed('mooiland', OTHER_HOME), agreed(OTHER_HOME, '2025-07-20')]);
    expect(known('destion').person).toBeUndefined();
    expect(known('mooiland').person).toMatchObject({ contractant: CONTRACTANT });
  });

  it('hear of a refusal of their own home, and never why', async () => {
    await hub.process([HOUSEHOLD, searched(), proposed('destion', HOME), agreed(HOME)]);
    await hub.process([refused('2025-07-10', { woningId: HOME, redenWeigering: 'ligging' })]);
    expect(told('destion')).toContain('woning.geweigerd');
    expect(told('mooiland')).not.toContain('woning.geweigerd');
    expect(JSON.stringify(hub.queues.get('0907/destion'))).not.toContain('ligging');
  });

  it('get no name by a contract that they report themselves, without the agreement of the gemeente', async () => {
    await hub.process([HOUSEHOLD, searched(), proposed('mooiland', OTHER_HOME)]);
    await hub.process([
      report('huurcontract-getekend', '2025-07-05', { woningId: OTHER_HOME }, { by: 'mooiland' }),
    ]);
    expect(JSON.stringify(hub.queues.get('0907/mooiland'))).not.toContain('Qasim');
  });

  it('hear vervallen when the order is taken back, and when the koppeling is withdrawn', async () => {
    const order = searched();
    await hub.process([HOUSEHOLD, order]);
    await hub.process([
      report('woningzoekopdracht-verstuurd', '2025-06-22', {
        vervangtBerichtId: order.berichtId,
        ingetrokken: true,
      }),
    ]);
    expect(told('destion').slice(2)).toEqual(['vervallen']);
    await hub.process([report('woningzoekopdracht-verstuurd', '2025-06-23')]);
    expect(told('destion').slice(3)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd']);
    await hub.process([
      inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-07-01T08:00:00Z', {
        koppelingId: 'TVS-2025-993909',
        versie: 2,
        gemeentecode: '0907',
        datumKoppeling: '2025-06-20',
        reden: 'andere gemeente',
      }),
    ]);
    for (const corporatie of ['destion', 'mooiland']) expect(told(corporatie).at(-1)).toBe('vervallen');
  });

  it.each([
    ['the hoofdpersoon', HEAD],
    ['the other adult', PARTNER],
  ])(
    'know the same in the end, whatever the order and the number of deliveries: the search on the zaak of %s',
    async (_, vNummer) => {
      const messages = [
        HOUSEHOLD,
        report('woningzoekopdracht-verstuurd', '2025-06-21', {}, vNummer === undefined ? {} : { vNummer }),
        proposed('destion', HOME),
        agreed(HOME),
        refused('2025-07-10', { woningId: HOME }, PARTNER),
        proposed('mooiland', OTHER_HOME),
        agreed(OTHER_HOME, '2025-07-20'),
      ];
      const endOf = async (order: readonly InboundBericht[]) => {
        hub = hubInMemory(() => ({}));
        await hub.process(order);
        return ['destion', 'mooiland'].map(known);
      };
      for (const upTo of [4, 5, 7]) {
        const some = messages.slice(0, upTo);
        const expected = await endOf(some);
        await fc.assert(
          fc.asyncProperty(
            fc.shuffledSubarray([...some, ...some], { minLength: 2 * some.length }),
            async (order) => {
              expect(await endOf(order)).toEqual(expected);
            },
          ),
          { numRuns: runs(8) },
        );
      }
    },
  );
});
