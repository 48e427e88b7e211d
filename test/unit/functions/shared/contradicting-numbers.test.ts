import { describe, expect, it } from 'vitest';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { findOrganisation } from '../../../../domain/organisations.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, koppelingBericht, notificatieBericht, OTHER_BSN, V_NUMMER } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** DUO names the BSN of one person beside the V-nummer of another: it harms neither, whenever it comes. */

const OTHER = Vnummer.parse('2712504443');
const THIRD = Vnummer.parse('2795000007');
const THIRD_BSN = Bsn.parse('999910139');
const OIN = findOrganisation('gemeente-0907')?.oin ?? '';

const story = (code: string) => ({
  wrong: notificatieBericht(code, { bsn: BSN, vNummer: OTHER }, '2025-06-25T07:00:00Z', OIN),
  one: koppelingBericht(koppeling({ koppelingId: 'TVS-1' }, { bsn: BSN })),
  other: koppelingBericht(koppeling({ koppelingId: 'TVS-2' }, { vNummer: OTHER, bsn: OTHER_BSN })),
  plicht: notificatieBericht('SS101', { bsn: BSN }, '2025-06-26T07:00:00Z', OIN),
});

const statusOf = async ({ ontvangsten }: HubInMemory, { ontvangstId }: InboundBericht) =>
  (await ontvangsten.read(ontvangstId))?.status;

/** The zaken of both persons as the gemeente sees them, without corrected facts. */
const seen = async ({ zaken, pseudonyms }: HubInMemory) =>
  Promise.all(
    (
      [
        [V_NUMMER, BSN],
        [OTHER, OTHER_BSN],
      ] as const
    ).map(async ([vNummer, bsn]) => {
      const zaakId = pseudonyms.zaakId(vNummer);
      const [byVnummer, byBsn] = await Promise.all([
        zaken.findZaak({ vNummer }, GENNEP),
        zaken.findZaak({ bsn }, GENNEP),
      ]);
      const view = byVnummer[0] && (await zaken.zaakForGemeente(byVnummer[0].zaakId, GENNEP));
      const lines = byVnummer[0] && (await zaken.tijdlijn(byVnummer[0].zaakId, GENNEP))?.gebeurtenissen;
      return {
        isFound: byVnummer.length === 1 && byVnummer[0]?.zaakId === byBsn[0]?.zaakId && zaakId !== undefined,
        gegevens: view?.gegevens,
        lines: lines
          ?.filter(({ bron, gegevens }) => bron !== 'hub' && gegevens['hersteld'] !== true)
          .map(({ naam }) => naam),
      };
    }),
  );

const ordersOf = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((one, place) => ordersOf(all.toSpliced(place, 1)).map((rest) => [one, ...rest]));

describe('a notification with the numbers of two persons', () => {
  it.each(['SS101', 'SS131', 'SS102'])(
    '(%s) keeps neither from the koppeling that is theirs, in every order',
    async (code) => {
      const states: unknown[] = [];
      for (const order of ordersOf(['wrong', 'one', 'other', 'plicht'] as const)) {
        const hub = hubInMemory(() => ({
          inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
        }));
        const told = story(code);
        await hub.process(order.map((name) => told[name]));
        const { one, other, plicht } = told;
        const statuses = await Promise.all([one, other, plicht].map((bericht) => statusOf(hub, bericht)));
        expect([order, statuses]).toEqual([order, ['verwerkt', 'verwerkt', 'verwerkt']]);
        states.push(await seen(hub));
        expect([order, states.at(-1)]).toEqual([order, states[0]]);
      }
      expect(states[0]).toMatchObject([{ isFound: true }, { isFound: true }]);
    },
  );

  it('keeps neither from a koppeling of both, whichever of them comes first', async () => {
    const { wrong } = story('SS101');
    const both = koppelingBericht({
      ...koppeling({}, { bsn: BSN }),
      personen: [
        ...koppeling({}, { bsn: BSN }).personen,
        ...koppeling({}, { vNummer: OTHER, bsn: OTHER_BSN, relatie: 'partner' }).personen,
      ],
    });
    const states: unknown[] = [];
    for (const order of [
      [wrong, both],
      [both, wrong],
    ]) {
      const hub = hubInMemory(() => ({
        inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
      }));
      await hub.process(order);
      expect(await statusOf(hub, both)).toBe('verwerkt');
      states.push(await seen(hub));
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[0]).toMatchObject([{ isFound: true }, { isFound: true }]);
  });

  it.each([2, 3])(
    'beside others that mix up %i members of a koppeling keeps none of them from it',
    async (size) => {
      const members = (
        [
          [V_NUMMER, BSN],
          [OTHER, OTHER_BSN],
          [THIRD, THIRD_BSN],
        ] as const
      ).slice(0, size);
      const mixed = members.map(([vNummer], place) =>
        notificatieBericht(
          'SS101',
          { bsn: members[(place + 1) % size]?.[1] ?? BSN, vNummer },
          `2025-06-25T07:00:0${place}Z`,
          OIN,
        ),
      );
      const all = koppelingBericht({
        ...koppeling(),
        personen: members.flatMap(([vNummer, bsn]) => koppeling({}, { vNummer, bsn }).personen),
      });
      const states: unknown[] = [];
      for (const order of ordersOf([...mixed, all])) {
        const hub = hubInMemory(() => ({
          inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
        }));
        await hub.process(order);
        expect(await statusOf(hub, all)).toBe('verwerkt');
        states.push(await seen(hub));
        expect(states.at(-1)).toEqual(states[0]);
      }
      expect(states[0]).toMatchObject([{ isFound: true }, { isFound: true }]);
    },
  );
});
