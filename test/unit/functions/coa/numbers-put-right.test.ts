import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findZaak } from '../../../../adapters/secrets/pseudonyms.ts';
import { readDossier } from '../../../../adapters/table/follow-zaak.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { runs } from '../../../runs.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import { BSN, inbound, notificatieBericht, OTHER_BSN, registered, V_NUMMER } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** A koppeling that mixes up the BSNs of its members, and a later one that puts them right: everything goes to whose it is. */

interface Person {
  readonly vNummer: Vnummer;
  readonly bsn?: Bsn | undefined;
}
const A: Person = { vNummer: V_NUMMER, bsn: BSN };
const B: Person = { vNummer: Vnummer.parse('2712504443'), bsn: OTHER_BSN };
const C: Person = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };

const told = (
  versie: number,
  members: readonly Person[],
  by?: string,
  moment = versie,
  koppelingId = 'TVS-2025-993909',
): InboundBericht =>
  inbound(
    versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1',
    `2025-06-20T08:00:0${moment}Z`,
    {
      ...koppeling({ versie, koppelingId }),
      personen: members.flatMap((member) => koppeling({}, { ...member }).personen),
    },
    by,
  );

const lives = ({ bsn = BSN }: Person, straat: string): InboundBericht =>
  registered(bsn, '2025-07-01', straat);

const died = ({ bsn }: Person): InboundBericht =>
  inbound('nl.brp.persoon.overleden.v1', '2025-07-10T08:00:00Z', { bsn, datumOverlijden: '2025-07-09' });

/** A person says on the zaak of somebody which BSN is theirs. */
const correct = (hub: HubInMemory, { vNummer, bsn }: Person): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    '2025-07-20T08:00:00Z',
    { zaakId: hub.pseudonyms.zaakId(vNummer), reden: 'Verwisseld', bsn },
    'gemeente-0907',
  );

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

const quarantined = async (hub: HubInMemory) => (await hub.ontvangsten.countOpen()).quarantaine;

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
    await fc.assert(
      fc.asyncProperty(fc.array(version, { maxLength: 12 }), async (story) => {
        const hub = hubInMemory(() => ({}));
        await hub.process(story);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('a version that lay in quarantine with the BSN of somebody else', () => {
  const withoutBsn: Person = { vNummer: A.vNummer, bsn: undefined };
  const wrong: Person = { ...A, bsn: B.bsn };
  const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-06-20T08:00:08Z', {
    koppelingId: 'TVS-2025-993909',
    versie: 3,
    gemeentecode: GENNEP,
    reden: 'andere gemeente',
  });

  it.each<[string, readonly InboundBericht[]]>([
    ['one that names no BSN', [told(1, [wrong, C]), told(2, [withoutBsn, C])]],
    ['a withdrawal', [told(1, [withoutBsn, C]), told(2, [wrong, C]), withdrawn]],
    [
      'one that names no BSN, both typed over',
      [told(1, [wrong, C], `gemeente-${GENNEP}`), told(2, [withoutBsn, C], `gemeente-${GENNEP}`)],
    ],
  ])('gives that BSN to nobody when a higher version lets it go on: %s', async (_, versions) => {
    const asked: string[] = [];
    const hub = hubInMemory((bsn) => {
      asked.push(bsn);
      return {};
    });
    await hub.process([told(1, [B], undefined, 0, 'TVS-OTHER'), ...versions]);
    expect(await quarantined(hub)).toBe(0);
    const notified = [A, C].map(({ vNummer }) => notificatieBericht('SS131', { vNummer }));
    await hub.process(notified);
    expect([...new Set(asked)]).toEqual([C.bsn]);
    const receipts = await Promise.all(notified.map(({ ontvangstId }) => hub.ontvangsten.read(ontvangstId)));
    expect(receipts.map((one) => one?.reden)).toEqual([
      'wacht op het BSN van deze persoon',
      expect.stringContaining('wacht op DUO'),
    ]);
    const found = await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP);
    expect(found.map(({ zaakId }) => zaakId)).toEqual([hub.pseudonyms.zaakId(B.vNummer)]);
  });
});

describe('a BSN that nobody else claims', () => {
  const ofA = { ...A, bsn: B.bsn };
  const owner = async (hub: HubInMemory) => (await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP))[0]?.zaakId;
  const ofD = told(1, [{ vNummer: Vnummer.parse('2795000015'), bsn: A.bsn }], undefined, 4, 'TVS-OTHER');

  it.each<[string, readonly InboundBericht[]]>([
    [
      'DUO named another BSN for the person',
      [notificatieBericht('SS111', { vNummer: A.vNummer, ...(C.bsn && { bsn: C.bsn }) })],
    ],
    [
      'another koppeling named another BSN for the person',
      [told(1, [{ ...A, bsn: C.bsn }], undefined, 5, 'TVS-THIRD')],
    ],
    [
      'DUO named it for another person',
      [
        told(1, [{ vNummer: B.vNummer }], undefined, 5, 'TVS-THIRD'),
        notificatieBericht('SS111', { vNummer: B.vNummer, bsn: OTHER_BSN }),
      ],
    ],
    [
      'a koppeling claimed it, and says otherwise in a higher version',
      [
        told(1, [{ ...B, bsn: C.bsn }], undefined, 5, 'TVS-THIRD'),
        told(2, [B], undefined, 6, 'TVS-THIRD'),
        told(3, [{ ...B, bsn: C.bsn }], undefined, 7, 'TVS-THIRD'),
      ],
    ],
  ])('stays with who has it when a person says one that is of somebody else, though %s', async (_, story) => {
    const hub = hubInMemory(() => ({}));
    await hub.process([told(1, [ofA]), ofD, ...story]);
    const before = await owner(hub);
    expect(before).toBe(hub.pseudonyms.zaakId(A.vNummer));
    await hub.process([correct(hub, A)]);
    expect(await owner(hub)).toBe(before);
  });

  it.each([
    ['in time', [2, 3]],
    ['late', [3, 2]],
  ])(
    'stays with who has it, whether a lower version with another came %s or not',
    async (__, [first = 0, second = 0]) => {
      const version = (versie: number) => told(versie, [versie === 2 ? { ...A, bsn: C.bsn } : ofA]);
      const hub = hubInMemory(() => ({}));
      await hub.process([told(1, [ofA]), ofD, version(first), version(second), correct(hub, A)]);
      expect(await owner(hub)).toBe(hub.pseudonyms.zaakId(A.vNummer));
    },
  );
});
