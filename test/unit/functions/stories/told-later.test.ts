import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { createHerleveringen } from '../../../../adapters/table/postvak/herleveringen.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../../../adapters/table/postvak/readable.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { type KanaalId, kanaalId } from '../../../../domain/partners/address.ts';
import { followContracts } from '../../../../functions/bewaking/contracts.ts';
import { runs } from '../../../runs.ts';
import { ADRES, GENNEP } from '../../domain/support.ts';
import { inbound, written } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import { FATHER, koppelingOf, MOTHER, member, registered, told } from './support.ts';

/**
 * A partner fetches late, asks for its messages again, or has a contract for a part of the time. It then gets the present state,
 * and no more than its contract allows.
 */

const PROFILE = gemeenteProfile(GENNEP);
const { partners } = PROFILE;
afterEach(() => {
  Reflect.set(PROFILE, 'partners', partners);
});

const named = (person: typeof MOTHER, voornamen = 'Aya', relatie = 'hoofdpersoon') => ({
  ...member(person, relatie),
  naam: { voornamen, geslachtsnaam: 'Voorbeeld' },
});
const linked = (personen: readonly object[], versie = 1): InboundBericht => koppelingOf(personen, { versie });

const withdrawn = (versie: number): InboundBericht =>
  inbound('nl.tvs.koppeling.ingetrokken.v1', `2025-06-0${versie}T08:00:00Z`, {
    koppelingId: 'S01',
    versie,
    gemeentecode: GENNEP,
    reden: 'anders',
  });

const play = async (berichten: readonly InboundBericht[], fetching: readonly string[] = []) => {
  const hub = hubInMemory(() => ({}));
  for (const partner of fetching)
    await createKanalen(hub.table).chooseBaseDoor(kanaalId(GENNEP, partner), 'ophalen');
  await hub.process(berichten);
  return hub;
};

/** What a partner that fetches reads of everything that lies there. */
const fetched = async ({ table }: HubInMemory, kanaal: KanaalId) =>
  (await createReadable(table)(kanaal, (await createPostvak(table).list(kanaal)).items)).map(berichtOf);

/** What a partner is sent that asks for everything again. */
const sentAgain = async ({ table }: HubInMemory, kanaal: KanaalId) => {
  const settings = await createKanalen(table).settings(kanaal);
  const { items } = await createHerleveringen(table).choose(kanaal, { tot: '2027-01-01' }, settings);
  return items.map(berichtOf);
};

const kinds = (berichten: readonly ReturnType<typeof berichtOf>[]) =>
  berichten.map(({ type, data }) => `${type.split('.').at(-2)} ${data.volgnummer}`);

const follow = (hub: HubInMemory, day: string) =>
  followContracts({
    table: hub.table,
    zaken: createZaakLogs(hub.table),
    bus: { announceUpdated: async () => undefined },
    telemetry: written().telemetry,
    gemeenten: [GENNEP],
    now: new Date(`${day}T05:00:00Z`),
  });

describe('a partner that asks for everything again', () => {
  it('gets of who was withdrawn that it is over, and of who was told anew what holds now', async () => {
    const hub = await play([linked([named(MOTHER, 'Oud')]), registered(MOTHER, '2025-06-02'), withdrawn(3)]);
    expect(kinds(await sentAgain(hub, '0907/balk'))).toEqual(['vervallen 3']);
    await hub.process([linked([named(MOTHER, 'Nieuw')], 4)]);
    const again = await sentAgain(hub, '0907/balk');
    expect(kinds(again)).toEqual(['vervallen 3', 'gemeld 4']);
    expect(again.at(-1)?.data).toMatchObject({ naam: { voorletters: 'N.' }, adres: ADRES });
  });

  it('gets nothing but the end of who went to another gemeente', async () => {
    const hub = await play([
      linked([named(MOTHER)]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-08-15', '0796'),
    ]);
    for (const kanaal of ['0907/taalschool', '0907/mage'] as const) {
      const [first, ...more] = await sentAgain(hub, kanaal);
      expect([first?.type.split('.').at(-2), more]).toEqual(['vervallen', []]);
    }
  });
});

describe('an address that is secret by now', () => {
  const story = [
    linked([named(MOTHER), named(FATHER, 'Bilal', 'partner')]),
    registered(MOTHER, '2025-07-01'),
    registered(FATHER, '2025-07-02'),
    registered(FATHER, '2025-07-10', GENNEP, { geheimhouding: true }),
  ];

  it.each(['mage', 'wijkondersteuner', 'taalmaatjes'])(
    'is not read by %s, which fetches late, nor sent to it again, in any order',
    async (partner) => {
      const kanaal = kanaalId(GENNEP, partner);
      const father = (hub: HubInMemory) => [hub.pseudonyms.zaakId(FATHER.vNummer)];
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(story, { minLength: story.length }),
          fc.boolean(),
          async (order, fetches) => {
            const hub = await play(order, fetches ? [partner] : []);
            const seen = [...(await fetched(hub, kanaal)), ...(await sentAgain(hub, kanaal))];
            // MaGe is told of the household, in which the address of one member is that of all.
            const about =
              partner === 'mage'
                ? seen
                : seen.filter(({ subject }) => father(hub).includes(subject as never));
            expect(about.length).toBeGreaterThan(0);
            expect(JSON.stringify(about.map(({ data }) => data))).not.toContain(ADRES.woonplaats);
          },
        ),
        { numRuns: runs(9) },
      );
    },
  );

  it('is still read by who may know it, and by everybody once it is secret no more', async () => {
    const hub = await play(story, ['balk', 'mage']);
    expect(JSON.stringify(await fetched(hub, '0907/balk'))).toContain(ADRES.woonplaats);
    await hub.process([registered(FATHER, '2025-07-20', GENNEP, { geheimhouding: false })]);
    expect((await fetched(hub, '0907/mage')).at(-1)?.data).toMatchObject({ afleveradres: ADRES });
  });
});

it('an address that was somebody else’s is not read any more by who fetches late', async () => {
  const mistaken = { ...MOTHER, bsn: FATHER.bsn };
  const hub = await play(
    [linked([named(mistaken)]), registered(FATHER, '2025-07-01'), linked([named(MOTHER)], 2)],
    ['balk'],
  );
  const seen = await fetched(hub, '0907/balk');
  expect(kinds(seen)).toEqual(['gemeld 1', 'gewijzigd 2', 'gewijzigd 3']);
  expect(JSON.stringify(seen.map(({ data }) => data))).not.toContain(ADRES.woonplaats);
});

describe('a partner with a contract for a part of the time', () => {
  const without = (key: string) => partners.filter(({ sleutel }) => sleutel !== key);
  const toBalk = (hub: HubInMemory) => told(hub, 'balk');

  it('that joins is told of a running zaak once, as it is by then', async () => {
    Reflect.set(PROFILE, 'partners', without('balk'));
    const hub = await play([
      linked([named(MOTHER, 'Oud')]),
      linked([named(MOTHER, 'Nieuw')], 2),
      registered(MOTHER, '2025-07-01'),
    ]);
    await follow(hub, '2025-09-08');
    Reflect.set(PROFILE, 'partners', partners);
    await follow(hub, '2025-09-09');
    await hub.process([linked([named(MOTHER, 'Later')], 3)]);
    expect(kinds(toBalk(hub))).toEqual(['gemeld 1', 'gewijzigd 2']);
    expect(toBalk(hub)[0]?.data).toMatchObject({ naam: { voorletters: 'N.' }, adres: ADRES });
  });

  it('that left and comes back is told anew, and gets nothing of before when it asks again', async () => {
    const hub = await play([linked([named(MOTHER, 'Oud')])]);
    await follow(hub, '2025-09-08');
    Reflect.set(PROFILE, 'partners', without('balk'));
    await follow(hub, '2025-09-09');
    await hub.process([registered(MOTHER, '2025-07-01'), linked([named(MOTHER, 'Nieuw')], 2)]);
    Reflect.set(PROFILE, 'partners', partners);
    await follow(hub, '2025-09-10');
    await hub.process([linked([named(MOTHER, 'Later')], 3)]);
    expect(kinds(toBalk(hub)).slice(0, 3)).toEqual(['gemeld 1', 'vervallen 2', 'gemeld 3']);
    expect(toBalk(hub)[2]?.data).toMatchObject({ naam: { voorletters: 'N.' }, adres: ADRES });
    expect(kinds(await sentAgain(hub, '0907/balk'))[0]).toBe('vervallen 2');
  });
});

describe('a gemeente that lets BalK know a secret address, or no more', () => {
  const { secretAddressTo } = PROFILE;
  const allow = (roles: typeof secretAddressTo) => Reflect.set(PROFILE, 'secretAddressTo', roles);
  afterEach(() => {
    allow(secretAddressTo);
  });
  const story = [linked([named(MOTHER)]), registered(MOTHER, '2025-07-01', GENNEP, { geheimhouding: true })];

  it.each([
    ['gives it the address of who lives there already', [], ['balk'], [['adres']], true],
    ['takes it back, also from what is sent again', ['balk'], [], [['adres'], ['adres']], false],
  ] as const)('%s', async (_, before, after, changed, knows) => {
    allow(before);
    const hub = await play(story, ['balk']);
    await follow(hub, '2025-09-08');
    allow(after);
    await follow(hub, '2025-09-09');
    await hub.process([linked([named(MOTHER, 'Later')], 2)]);
    const seen = await fetched(hub, '0907/balk');
    expect(seen.flatMap(({ data }) => ('gewijzigd' in data ? [data.gewijzigd] : []))).toEqual([
      ...changed,
      ['naam'],
    ]);
    expect(JSON.stringify([seen, await sentAgain(hub, '0907/balk')]).includes(ADRES.woonplaats)).toBe(knows);
  });
});
