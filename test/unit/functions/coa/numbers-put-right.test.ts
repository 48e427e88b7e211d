import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findZaak } from '../../../../adapters/secrets/pseudonyms.ts';
import { readDossier } from '../../../../adapters/table/follow-zaak.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { runs } from '../../../runs.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inbound, notificatieBericht, OTHER_BSN, registered } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import {
  FIRST as A,
  SECOND as B,
  OTHER as C,
  herstelBy as correct,
  type Person,
  countQuarantaine as quarantined,
  told,
} from './people.ts';

/** A koppeling that mixes up the BSNs of its members, and a later one that puts them right: everything goes to whose it is. */

const lives = ({ bsn = BSN }: Person, straat: string): InboundBericht =>
  registered(bsn, '2025-07-01', straat);

const died = ({ bsn }: Person): InboundBericht =>
  inbound('nl.brp.persoon.overleden.v1', '2025-07-10T08:00:00Z', { bsn, datumOverlijden: '2025-07-09' });

/** What the gemeente sees of each: how the zaak stands, and in which street they live. */
const seen = async ({ zaken, pseudonyms }: HubInMemory) =>
  Promise.all(
    [A, B, C].map(async ({ vNummer }) => {
      const zaak = await zaken.zaakForGemeente(pseudonyms.zaakId(vNummer), GENNEP);
      const adres = zaak?.gegevens['adres'];
      return zaak && [zaak.status, adres && typeof adres === 'object' && 'straat' in adres && adres.straat];
    }),
  );

/** How many notifications of DUO hold about each. */
const heldOfDuo = async ({ table, pseudonyms }: HubInMemory) => {
  const zaken = createZaakLogs(table);
  return Promise.all(
    [A, B].map(async ({ vNummer }) => {
      const { zaakId } = await findZaak({ zaken, pseudonyms }, vNummer);
      return (await readDossier(zaken, zaakId)).zaak.duo.length;
    }),
  );
};

describe('a koppeling that mixes up the BSNs of its members', () => {
  const right = [A, B];
  const mixed: readonly Person[] = [
    { ...A, bsn: B.bsn },
    { ...B, bsn: A.bsn },
  ];
  const ofOther = inbound('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:09Z', {
    ...koppeling({ koppelingId: 'TVS-OTHER' }),
    personen: koppeling({}, { ...B }).personen,
  });
  const actief = (straat?: string) => ['actief', straat];

  it.each<[string, readonly InboundBericht[], readonly unknown[]]>([
    [
      'of two',
      [told(1, mixed), lives(A, 'Eigen'), lives(B, 'Andere'), told(2, right)],
      [actief('Eigen'), actief('Andere'), undefined],
    ],
    [
      'and gives one of them none',
      [told(1, [{ ...A, bsn: B.bsn }, { vNummer: B.vNummer }]), lives(B, 'Andere'), told(2, right)],
      [actief(), actief('Andere'), undefined],
    ],
    [
      'of three',
      [
        told(1, [
          { ...A, bsn: B.bsn },
          { ...B, bsn: C.bsn },
          { ...C, bsn: A.bsn },
        ]),
        lives(B, 'Andere'),
        died(C),
        told(2, [A, B, C]),
      ],
      [actief(), actief('Andere'), ['vervallen', undefined]],
    ],
    [
      'and names the BSN of somebody in another koppeling',
      [told(1, [{ ...A, bsn: B.bsn }]), lives(B, 'Andere'), told(2, [A]), ofOther],
      [actief(), actief('Andere'), undefined],
    ],
    [
      'with those of another koppeling, which is put right as well',
      [
        told(1, [{ ...A, bsn: B.bsn }]),
        told(1, [{ ...B, bsn: A.bsn }], undefined, 1, 'TVS-OTHER'),
        lives(A, 'Eigen'),
        lives(B, 'Andere'),
        told(2, [A]),
        told(2, [B], undefined, 2, 'TVS-OTHER'),
      ],
      [actief('Eigen'), actief('Andere'), undefined],
    ],
    [
      'and names none any more once they are right',
      [
        told(1, mixed),
        lives(A, 'Eigen'),
        lives(B, 'Andere'),
        told(2, right),
        told(3, [A, { vNummer: B.vNummer }]),
      ],
      [actief('Eigen'), actief('Andere'), undefined],
    ],
    [
      'where a gemeente typed it over and COA itself tells the same version',
      [told(1, mixed, `gemeente-${GENNEP}`, 0), lives(A, 'Eigen'), lives(B, 'Andere'), told(1, right)],
      [actief('Eigen'), actief('Andere'), undefined],
    ],
  ])(
    '%s leaves everything with whose it is once COA puts it right, in any order',
    async (_, story, expected) => {
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }),
          async (order) => {
            const hub = hubInMemory(() => ({}));
            await hub.process(order);
            expect(await seen(hub)).toEqual(expected);
            expect(await quarantined(hub)).toBe(0);
          },
        ),
        { numRuns: runs(40) },
      );
    },
  );

  it('leaves everything with whose it is once a person puts right the one and then the other', async () => {
    const later = [lives(A, 'Eigen'), lives(B, 'Andere'), A, B];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...later, ...later], { minLength: later.length * 2 }),
        async (order) => {
          const hub = hubInMemory(() => ({}));
          const putRight = new Map([A, B].map((person) => [person, correct(hub, person)]));
          await hub.process([
            told(1, mixed),
            ...order.map((one) => ('type' in one ? one : (putRight.get(one) ?? told(1, mixed)))),
          ]);
          expect(await seen(hub)).toEqual([actief('Eigen'), actief('Andere'), undefined]);
          expect(await quarantined(hub)).toBe(0);
        },
      ),
      { numRuns: runs(30) },
    );
  });
});

describe('a koppeling that names the BSN of one member with another', () => {
  const withoutBsn = ({ vNummer }: Person): Person => ({ vNummer });
  const wrong = [{ ...B, bsn: A.bsn }, withoutBsn(A)];
  const none = [withoutBsn(A), withoutBsn(B)];
  const right = [A, withoutBsn(B)];
  const eigen = [['actief', 'Eigen'], ['actief', undefined], undefined];

  it.each<[string, readonly InboundBericht[], readonly unknown[]]>([
    ['that has none of its own', [told(1, wrong), lives(A, 'Eigen'), told(2, right)], eigen],
    ['that had none meanwhile', [told(1, wrong), told(2, none), lives(A, 'Eigen'), told(3, right)], eigen],
    [
      'that has it once more',
      [told(1, right), told(2, wrong), lives(A, 'Eigen'), told(3, right), told(4, none)],
      eigen,
    ],
    [
      'that got its own later',
      [told(1, wrong), told(2, right), lives(A, 'Eigen'), told(3, [A, B]), lives(B, 'Andere')],
      [['actief', 'Eigen'], ['actief', 'Andere'], undefined],
    ],
    [
      'that has none of its own, as a gemeente typed it over',
      [told(1, wrong, `gemeente-${GENNEP}`), lives(A, 'Eigen'), told(2, right, `gemeente-${GENNEP}`)],
      eigen,
    ],
  ])(
    '%s leaves everything with whose it is once COA names it with whose it is, in any order',
    async (_, story, expected) => {
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }),
          async (order) => {
            const hub = hubInMemory(() => ({}));
            await hub.process(order);
            expect(await seen(hub)).toEqual(expected);
            expect(await quarantined(hub)).toBe(0);
          },
        ),
        { numRuns: runs(60) },
      );
    },
  );

  it('whichever it names with whom, and names with whom in the next version, ends the same in any order', async () => {
    const people = [A, B, C];
    const bsns = [A.bsn, B.bsn, C.bsn, undefined];
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3))
      .map((named) => named.map((index) => bsns[index]))
      .filter((named) => new Set(named.map((bsn) => bsn ?? {})).size === named.length);
    await fc.assert(
      fc.asyncProperty(
        version,
        version,
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        async (first, second, order) => {
          const versions = [first, second].map((named, index) =>
            told(
              index + 1,
              people.map(({ vNummer }, who) => ({ vNummer, bsn: named[who] })),
            ),
          );
          const story = [...versions, lives(A, 'Eigen'), lives(B, 'Andere'), lives(C, 'Derde')];
          const inOrder = hubInMemory(() => ({}));
          await inOrder.process(story);
          const shuffled = hubInMemory(() => ({}));
          await shuffled.process(order.flatMap((index) => story[index] ?? []));
          expect(await seen(shuffled)).toEqual(await seen(inOrder));
          expect(await quarantined(shuffled)).toBe(0);
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('stays in quarantine when DUO named it beside the V-nummer of that member', async () => {
    const hub = hubInMemory(() => ({
      inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
    }));
    await hub.process([
      told(1, wrong),
      notificatieBericht('SS101', { vNummer: B.vNummer, bsn: BSN }, '2025-06-25T07:00:00Z'),
      told(2, right),
    ]);
    expect(await quarantined(hub)).toBe(1);
    expect(await heldOfDuo(hub)).toEqual([0, 1]);
  });

  it('stays where the first message of a version left it, whatever another one of the same version says', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([told(1, wrong), told(2, none), told(2, right), lives(A, 'Eigen')]);
    expect(await seen(hub)).toEqual([['actief', undefined], ['actief', 'Eigen'], undefined]);
  });

  it('stays in quarantine when a person said that it is of that member', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([told(1, none), correct(hub, { ...B, bsn: A.bsn }), told(2, right)]);
    expect(await quarantined(hub)).toBe(1);
  });
});

describe('what DUO says of somebody by a BSN that was mixed up with that of another', () => {
  const ofOther = (versie: number, member: Person) => told(versie, [member], undefined, versie, 'TVS-OTHER');
  const notified = notificatieBericht('SS101', { bsn: OTHER_BSN }, '2025-07-05T07:00:00Z');
  const mixed = [told(1, [{ ...A, bsn: B.bsn }]), ofOther(1, { ...B, bsn: A.bsn })];
  const right = [told(2, [A]), ofOther(2, B)];

  it.each(['two koppelingen', 'a person'])(
    'goes to whose it is once %s put both right, in any order',
    async (who) => {
      const later = who === 'a person' ? [A, B] : right;
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([notified, ...later, ...later], { minLength: 5 }),
          async (order) => {
            const hub = hubInMemory(() => ({
              inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
            }));
            const putRight = new Map([A, B].map((person) => [person, correct(hub, person)]));
            await hub.process([
              ...mixed,
              ...order.flatMap((one) => ('type' in one ? [one] : (putRight.get(one) ?? []))),
            ]);
            expect(await heldOfDuo(hub)).toEqual([0, 1]);
            expect(await quarantined(hub)).toBe(0);
          },
        ),
        { numRuns: runs(40) },
      );
    },
  );
});

describe('koppelingen that put right the BSNs of one another, and name somebody else with a BSN that is not theirs', () => {
  const D: Person = { vNummer: Vnummer.parse('2795000015') };
  const ofOther = (versie: number, members: readonly Person[]) =>
    told(versie, members, undefined, versie + 2, 'TVS-OTHER');
  const ofThird = told(1, [C], undefined, 5, 'TVS-THIRD');

  it('do not wake one another without end', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([
      told(1, [{ ...A, bsn: B.bsn }]),
      ofOther(1, [{ ...B, bsn: A.bsn }]),
      ofThird,
      told(2, [A, { ...D, bsn: C.bsn }]),
      ofOther(2, [B, { vNummer: Vnummer.parse('2795000023'), bsn: C.bsn }]),
    ]);
    expect(await quarantined(hub)).toBe(2);
  });

  it('end in any order, whatever they name', async () => {
    const bsns = [A.bsn, B.bsn, C.bsn, undefined];
    const personen = [A, B, C, D];
    const member = fc.tuple(fc.nat(3), fc.nat(3)).map(([who, bsn]): Person => {
      const { vNummer } = personen[who] ?? D;
      return { vNummer, bsn: bsns[bsn] };
    });
    const version = fc
      .record({
        koppelingId: fc.constantFrom('TVS-1', 'TVS-2', 'TVS-3'),
        versie: fc.integer({ min: 1, max: 3 }),
        members: fc
          .uniqueArray(member, { minLength: 1, maxLength: 3, selector: ({ vNummer }) => vNummer })
          .filter((all) => new Set(all.map(({ bsn }) => bsn ?? {})).size === all.length),
      })
      .map(({ koppelingId, versie, members }) => told(versie, members, undefined, versie, koppelingId));
    const correction = fc.record({ who: fc.nat(2), bsn: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(version, version, correction), { maxLength: 12 }), async (story) => {
        const hub = hubInMemory(() => ({}));
        const zaken = createZaakLogs(hub.table);
        for (const one of story) {
          if ('type' in one) await hub.process([one]);
          else {
            const { vNummer } = personen[one.who] ?? D;
            const { zaakId } = await findZaak({ zaken, pseudonyms: hub.pseudonyms }, vNummer);
            // A gemeente puts right what it sees, and nothing else (`report-access.ts`).
            if ((await zaken.read(zaakId)).length === 0) continue;
            await hub.process([correct(hub, { vNummer, bsn: bsns[one.bsn] }, zaakId)]);
          }
        }
        expect((await hub.ontvangsten.countOpen()).ontvangen).toBe(0);
      }),
      { numRuns: runs(60) },
    );
  });
});
