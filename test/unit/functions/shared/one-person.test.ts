import { describe, expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { findOrganisation } from '../../../../domain/organisations.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  geopendBericht,
  inbound,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
} from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/**
 * A person with two V-nummers: messages that name the BSN beside either number, before and after a gemeente said that the two zaken
 * are of one person.
 */

const OTHER = Vnummer.parse('2712504443');
const OIN = findOrganisation('gemeente-0907')?.oin ?? '';

const story = () => ({
  first: koppelingBericht(koppeling({ koppelingId: 'TVS-1' }, { bsn: BSN })),
  second: koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, { vNummer: OTHER })),
  plicht: notificatieBericht('SS101', { bsn: BSN, vNummer: OTHER }, '2025-06-25T07:00:00Z', OIN),
  completed: koppelingBericht(koppeling({ koppelingId: 'TVS-2', versie: 2 }, { vNummer: OTHER, bsn: BSN })),
});

const hub = () =>
  hubInMemory(() => ({
    inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
  }));

const same = ({ pseudonyms }: HubInMemory, [zaak, other]: readonly [Vnummer, Vnummer]): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    '2025-09-05T08:00:00Z',
    {
      zaakId: pseudonyms.zaakId(zaak),
      zelfdePersoon: pseudonyms.zaakId(other),
      reden: 'Dubbel aangemeld',
    },
    'gemeente-0907',
  );

const statusOf = async ({ ontvangsten }: HubInMemory, { ontvangstId }: InboundBericht) =>
  (await ontvangsten.read(ontvangstId))?.status;

const seen = async ({ zaken, pseudonyms }: HubInMemory, vNummer: Vnummer) => {
  const zaakId = pseudonyms.zaakId(vNummer);
  const { gegevens, status } = (await zaken.zaakForGemeente(zaakId, GENNEP)) ?? {};
  const lines = (await zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
  const told = lines.filter(({ bron }) => bron !== 'hub' && bron !== 'gemeente');
  return { gegevens, status, told: told.map(({ naam, gegevens: about }) => [naam, about]) };
};

const ordersOf = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((one, place) => ordersOf(all.toSpliced(place, 1)).map((rest) => [one, ...rest]));

describe('two V-nummers that a person says are one', () => {
  it.each([
    ['the one with the BSN goes on', [V_NUMMER, OTHER]],
    ['the other goes on', [OTHER, V_NUMMER]],
  ] as const)('both lead to the BSN of either, in every order: %s', async (_, numbers) => {
    const expected: unknown[] = [];
    const orders = ordersOf(['same', 'plicht', 'completed'] as const);
    for (const order of [
      ...orders.flatMap((rest) => [
        ['first', 'second', ...rest] as const,
        ['second', 'first', ...rest] as const,
      ]),
      // The BSN is first known beside the other V-nummer, and the right koppeling contradicts that.
      ['second', 'plicht', 'first', 'completed', 'same'] as const,
    ]) {
      const one = hub();
      const told = { ...story(), same: same(one, numbers) };
      await one.process(order.map((name) => told[name]));
      const statuses = await Promise.all(order.map((name) => statusOf(one, told[name])));
      expect([order, statuses]).toEqual([order, order.map(() => 'verwerkt')]);
      expected.push(await seen(one, numbers[0]));
      expect([order, expected.at(-1)]).toEqual([order, expected[0]]);
    }
  });

  it('do not lead to the BSN of one who was never said to be the other', async () => {
    const one = hub();
    const { first, second, plicht, completed } = story();
    await one.process([first, second, plicht, completed]);
    expect(await Promise.all([plicht, completed].map((bericht) => statusOf(one, bericht)))).toEqual([
      'quarantaine',
      'quarantaine',
    ]);
  });
});

describe('a zaak that was opened under a BSN', () => {
  it('takes what is reported under the id of the V-nummer, in every order', async () => {
    const told = [
      geopendBericht({ bsn: BSN }),
      koppelingBericht(koppeling({}, { bsn: BSN })),
      inbound(
        'nl.inburgeringszaken.huurcontract.getekend.v1',
        '2025-09-01T12:00:00Z',
        { zaakId: hub().pseudonyms.zaakId(V_NUMMER), datum: '2025-09-01' },
        'gemeente-0907',
      ),
    ];
    for (const order of ordersOf(told)) {
      const after = hub();
      await after.process(order);
      for (const one of told) expect(await statusOf(after, one)).toBe('verwerkt');
      const [found] = await after.zaken.findZaak({ bsn: BSN }, GENNEP);
      const lines = (found && (await after.zaken.tijdlijn(found.zaakId, GENNEP)))?.gebeurtenissen ?? [];
      expect(lines.map(({ naam }) => naam)).toContain('huurcontract-getekend');
    }
  });
});
