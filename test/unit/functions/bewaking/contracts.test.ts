import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { readFindings } from '../../../../adapters/table/findings.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import type { Item } from '../../../../adapters/table/table.ts';
import type { Gemeentecode, ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import type { GemeenteProfile } from '../../../../domain/gemeenten/profile.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { followContracts } from '../../../../functions/bewaking/contracts.ts';
import { runs } from '../../../runs.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  brpBericht,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  V_NUMMER,
  written,
} from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import { dossierWith, settledOn, zaakNumber } from '../shared/rest/resources/listed-zaken.ts';

/** Contracts of partners begin and end on a day: the partners of running zaken and households change with them, once. */

const PROFILE = gemeenteProfile(GENNEP);
const { partners } = PROFILE;
const LAST_DAY = '2025-12-31';

/** Gives the profile of Gennep other partners; `afterEach` puts its own back. */
const withPartners = (changed: GemeenteProfile['partners']) => Reflect.set(PROFILE, 'partners', changed);
/** The partners of Gennep, of which this one ends on `LAST_DAY` and a successor in its role begins the day after. */
const succeeded = (key: string): GemeenteProfile['partners'] =>
  partners.flatMap((partner) =>
    partner.sleutel === key
      ? [
          { ...partner, valid: { ...partner.valid, until: LAST_DAY } },
          { ...partner, sleutel: `${key}-nieuw`, valid: { from: '2026-01-01' } },
        ]
      : [partner],
  );

let hub: HubInMemory;
let announced: { readonly zaakId: string; readonly versie: number; readonly teVersturen: boolean }[];
const zaakId = () => hub.pseudonyms.zaakId(V_NUMMER);
const household = () => hub.pseudonyms.huishoudenId(koppeling().koppelingId) as string as ZaakId;

const follow = (day: string, falls: { bus?: boolean } = {}) =>
  followContracts({
    table: hub.table,
    zaken: createZaakLogs(hub.table),
    bus: {
      announceUpdated: async (zaken) => {
        if (falls.bus === true) throw new Error('crash');
        announced.push(...zaken);
      },
    },
    telemetry: written().telemetry,
    gemeenten: [GENNEP],
    now: new Date(`${day}T05:00:00Z`),
  });
/** The notices on a timeline, in order. */
const notices = async (id: ZaakId) =>
  (await createZaakLogs(hub.table).read(id)).flatMap(({ inhoud }) =>
    inhoud.meldingen.map((notice) =>
      [notice.partner, notice.soort, notice.volgnummer, ...('reden' in notice ? [notice.reden] : [])].join(
        ' ',
      ),
    ),
  );
const since = async (id: ZaakId, known: readonly string[]) => (await notices(id)).slice(known.length);

beforeEach(async () => {
  hub = hubInMemory(() => ({}));
  announced = [];
  await hub.process([koppelingBericht()]);
});
afterEach(() => {
  withPartners(partners);
});

describe('a contract that ends', () => {
  let told: readonly string[];
  beforeEach(async () => {
    withPartners(succeeded('taalschool'));
    told = await notices(zaakId());
    await follow('2025-09-09');
  });

  it('changes nothing until its last day has passed', async () => {
    await follow(LAST_DAY);
    expect(await since(zaakId(), told)).toEqual([]);
    expect(announced).toEqual([]);
  });

  it('signs the partner off and tells its successor, on the first day after it', async () => {
    await follow('2026-01-01');
    expect(await since(zaakId(), told)).toEqual([
      '0907/taalschool-nieuw gemeld 1',
      '0907/taalschool vervallen 2 anders',
    ]);
    expect(announced).toEqual([{ zaakId: zaakId(), versie: 2, teVersturen: true }]);
  });

  it('is followed once, however often the watch runs', async () => {
    for (const day of ['2026-01-01', '2026-01-01', '2026-01-02', '2026-03-01']) await follow(day);
    expect(await since(zaakId(), told)).toHaveLength(2);
    expect(announced).toHaveLength(1);
  });

  it('is followed once after a crash between the timeline and the bus, and leaves the notices to be sent', async () => {
    await expect(follow('2026-01-01', { bus: true })).rejects.toThrow();
    expect(await since(zaakId(), told)).toHaveLength(2);
    // The watch announces every timeline that still has something to send.
    expect(await hub.zaken.nogTeVersturen()).toBe(1);
    await follow('2026-01-01');
    expect(await since(zaakId(), told)).toHaveLength(2);
  });

  it('leaves the zaak vervallen for the partner that ended, and gemeld for its successor', async () => {
    await follow('2026-01-01');
    const { latest } = dossierOf(await createZaakLogs(hub.table).read(zaakId()));
    expect(latest.get('0907/taalschool')?.last.soort).toBe('vervallen');
    expect(latest.get('0907/taalschool-nieuw')?.last.soort).toBe('gemeld');
    expect(latest.get('0907/intos')?.last.volgnummer).toBe(1);
  });
});

it('a shop that ends and its successor are told about the household, and no partner about the zaak', async () => {
  await follow('2025-09-09');
  withPartners(succeeded('mage'));
  const [ofZaak, ofHousehold] = [await notices(zaakId()), await notices(household())];
  await follow('2026-01-01');
  expect(await since(zaakId(), ofZaak)).toEqual([]);
  expect(await since(household(), ofHousehold)).toEqual([
    '0907/mage-nieuw gemeld 1',
    '0907/mage vervallen 2 anders',
  ]);
  expect(announced).toEqual([{ zaakId: household(), versie: 2, teVersturen: true }]);
});

it('the first shop of a gemeente is told about the households that live there already', async () => {
  withPartners(partners.filter(({ sleutel }) => sleutel !== 'mage'));
  hub = hubInMemory(() => ({}));
  await hub.process([koppelingBericht()]);
  await follow('2025-09-09');
  expect(await notices(household())).toEqual([]);
  withPartners(partners);
  await follow('2025-09-10');
  expect(await notices(household())).toEqual(['0907/mage gemeld 1']);
});

it('a zaak that is vervallen is told to no successor', async () => {
  await hub.process([
    {
      ...koppelingBericht(),
      ontvangstId: '00000000-0000-8000-9000-00000000ffff',
      berichtId: 'intrekking',
      type: 'nl.tvs.koppeling.ingetrokken.v1',
      data: { koppelingId: koppeling().koppelingId, versie: 2, gemeentecode: GENNEP, reden: 'anders' },
    } as never,
  ]);
  withPartners(succeeded('taalschool'));
  const told = await notices(zaakId());
  await follow('2026-01-01');
  expect(await since(zaakId(), told)).toEqual([]);
});

describe('a gemeente with many zaken', () => {
  const NOORDOOSTPOLDER = '0171' as Gemeentecode;
  const CASE = dossierWith(settledOn('2025-08-13'));

  /** Zaken that stand in the list of their gemeente alone, and runs of the watch over them. */
  const many = (counts: Readonly<Record<string, number>>) => {
    const table = memoryTable(
      Object.entries(counts).flatMap(([gemeentecode, count]) =>
        Array.from({ length: count }, (_, n) => ({
          pk: `ZAAK#${zaakNumber(Number(gemeentecode) * 10_000 + n)}`,
          sk: 'STAND',
          status: `ZAAK#${gemeentecode}`,
          sinds: '2025-08-13',
        })),
      ),
    );
    const told: string[] = [];
    let failsToStore: (item: Item) => boolean = () => false;
    let fails: (zaakId: string) => boolean = () => false;
    let runs = 0;
    const zaken = {
      append: async (zaakId: ZaakId) => {
        if (fails(zaakId)) throw new Error('no such zaak');
        told.push(zaakId);
        return {
          outcome: { zaakId, dossier: CASE, isChanged: false, teVersturen: false },
          commits: [],
        };
      },
    };
    const run = async (day: string, gemeenten = Object.keys(counts) as Gemeentecode[]) => {
      told.length = 0;
      runs += 1;
      const now = new Date(Date.parse(`${day}T05:00:00Z`) + runs * 300_000);
      await followContracts({
        // What the zaken are in their lists already, they stay.
        table: {
          ...table,
          writeIfNewer: async (item, attribute) => {
            if (failsToStore(item)) throw new Error('crash');
            return !item.pk.startsWith('ZAAK#') && table.writeIfNewer(item, attribute);
          },
        },
        zaken: zaken as unknown as ReturnType<typeof createZaakLogs>,
        bus: { announceUpdated: async () => undefined },
        telemetry: written().telemetry,
        gemeenten,
        now,
      });
      return told.length;
    };
    return {
      run,
      told,
      /** The findings of the watch under `BlijftLiggen`. */
      found: () => readFindings(table, 'BlijftLiggen'),
      failToStore: (fresh: (item: Item) => boolean) => {
        failsToStore = fresh;
      },
      failFor: (fresh: (zaakId: string) => boolean) => {
        fails = fresh;
      },
    };
  };

  it('has 250 of them followed in a run, each once, where the run before stopped, and then none', async () => {
    const { run, told } = many({ [GENNEP]: 600 });
    const seen = new Set<string>();
    const counts: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      counts.push(await run('2025-09-09'));
      for (const zaakId of told) seen.add(zaakId);
    }
    expect(counts).toEqual([250, 250, 100, 0, 0]);
    expect(seen.size).toBe(600);
  });

  it('is begun with anew when its partners change halfway', async () => {
    const { run } = many({ [GENNEP]: 300 });
    expect(await run('2025-12-31')).toBe(250);
    withPartners(succeeded('taalschool'));
    expect(await run('2026-01-01')).toBe(250);
    expect(await run('2026-01-01')).toBe(50);
    expect(await run('2026-01-01')).toBe(0);
  });

  it('signs off whom a begun round told when the partners go back, and begins anew when they come again', async () => {
    const { run } = many({ [GENNEP]: 300 });
    const counts: number[] = [];
    const runTwice = async () => {
      for (let n = 0; n < 2; n += 1) counts.push(await run('2025-09-09'));
    };
    await runTwice();
    withPartners(partners.slice(1));
    counts.push(await run('2025-09-09'));
    withPartners(partners);
    counts.push(await run('2025-09-09'));
    withPartners(partners.slice(1));
    await runTwice();
    withPartners(partners);
    await runTwice();
    counts.push(await run('2025-09-09'));
    expect(counts).toEqual([250, 50, 250, 250, 250, 50, 250, 50, 0]);
  });

  it('is looked at again when a run that told some of another partner fell before it kept its place', async () => {
    const { run, failToStore } = many({ [GENNEP]: 100 });
    await run('2025-09-09');
    withPartners(partners.slice(1));
    failToStore((item) => item['na'] !== undefined || item['plaats'] === 1);
    await expect(run('2025-09-09')).rejects.toThrow();
    failToStore(() => false);
    withPartners(partners);
    expect(await run('2025-09-09')).toBe(100);
  });

  it('keeps no other gemeente waiting, not when one of its zaken fails every time either', async () => {
    const { run, told, failFor } = many({ [GENNEP]: 300, [NOORDOOSTPOLDER]: 300 });
    const broken = zaakNumber(9_070_000);
    failFor((zaakId) => zaakId === broken);
    const seen = new Set<string>();
    for (let n = 0; n < 6; n += 1) {
      await run('2025-09-09').catch(() => undefined);
      for (const zaakId of told) seen.add(zaakId);
    }
    expect(seen.size).toBe(599);
    failFor(() => false);
    for (let n = 0; n < 3; n += 1) {
      await run('2025-09-10');
      for (const zaakId of told) seen.add(zaakId);
    }
    expect(seen).toContain(broken);
    expect(await run('2025-09-10')).toBe(0);
  });

  it('is left alone for six hours after a round in which some of its zaken failed, and those are counted', async () => {
    const { run, failFor, found } = many({ [GENNEP]: 300 });
    const broken: readonly string[] = [0, 1, 299].map((n) => zaakNumber(9_070_000 + n));
    failFor((zaakId) => broken.includes(zaakId));
    await expect(run('2025-09-09')).rejects.toThrow();
    expect(await found()).toEqual({});
    await expect(run('2025-09-09')).rejects.toThrow();
    expect(await found()).toMatchObject({ 'contracten 0907': { aantal: 3 } });
    // 70 runs of five minutes.
    for (let n = 0; n < 70; n += 1) expect(await run('2025-09-09')).toBe(0);
    failFor((zaakId) => zaakId === broken[0]);
    await run('2025-09-09');
    await expect(run('2025-09-09')).rejects.toThrow();
    expect(await run('2025-09-09')).toBe(50);
    expect(await found()).toMatchObject({ 'contracten 0907': { aantal: 1 } });
    failFor(() => false);
    expect([await run('2025-09-10'), await run('2025-09-10'), await run('2025-09-10')]).toEqual([250, 50, 0]);
    expect(await found()).toEqual({});
  });

  it('is not left alone after that when its partners change again', async () => {
    const { run, failFor } = many({ [GENNEP]: 100 });
    await run('2025-09-09');
    withPartners(partners.slice(1));
    failFor((zaakId) => zaakId === zaakNumber(9_070_000));
    await expect(run('2025-09-09')).rejects.toThrow();
    failFor(() => false);
    withPartners(partners);
    expect([await run('2025-09-09'), await run('2025-09-09')]).toEqual([100, 0]);
  });
});

describe('messages around the last day of a contract', () => {
  const member = { vNummer: V_NUMMER, bsn: BSN };
  const death = brpBericht('nl.brp.persoon.overleden.v1', '2025-10-01T08:00:00Z', {
    bsn: BSN,
    datumOverlijden: '2025-09-30',
  });
  const STORY: readonly InboundBericht[] = [
    koppelingBericht(koppeling({}, member)),
    koppelingBericht(koppeling({ versie: 2, woningeis: ['gelijkvloers'] }, member)),
    inschrijvingBericht({ bsn: BSN }),
    inbound(
      'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
      '2025-09-01T08:00:00Z',
      { bsn: BSN, gemeentecode: GENNEP, indicatorInburgeringsplicht: true, begindatum: '2025-08-01' },
      'gemeente-0907',
    ),
    death,
  ];
  /** Its id follows from the number that came first. */
  const found = async () => {
    const [zaak] = await hub.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP);
    if (zaak === undefined) throw new Error('nobody is known');
    return zaak.zaakId;
  };
  const mistaken = async () =>
    inbound(
      'nl.inburgeringszaken.feit.hersteld.v1',
      '2025-10-02T08:00:00Z',
      { zaakId: await found(), reden: 'Verwisseld', vervalt: [`brp:${death.bron}#${death.berichtId}`] },
      'gemeente-0907',
    );

  /** The partners that are signed on in the end, for the zaak and for its household, and the zaak as the gemeente sees it. */
  const end = async () => {
    const id = await found();
    const dossiers = await Promise.all(
      [id, household()].map(async (one) => dossierOf(await createZaakLogs(hub.table).read(one))),
    );
    const { zaakId: _, ...zaak } = (await hub.zaken.zaakForGemeente(id, GENNEP)) ?? {};
    return {
      signedOn: dossiers.map(({ latest }) =>
        [...latest]
          .flatMap(([partner, { last }]) => (last.soort === 'vervallen' ? [] : [partner]))
          .toSorted(),
      ),
      zaak,
    };
  };

  /** Plays messages until the day after the contract ended, and the rest from then on; the watch runs in between. */
  const play = async (before: readonly InboundBericht[], after: readonly InboundBericht[]) => {
    hub = hubInMemory(() => ({}));
    await hub.process(before);
    await follow('2025-12-31');
    hub = hubInMemory(() => ({}), {
      table: hub.table,
      queues: hub.queues,
      begin: '2026-01-01T10:00:00Z',
    });
    await follow('2026-01-01');
    await hub.process(after);
    // The gemeente puts aside what stands on the timeline, so its correction comes after that.
    await hub.process([await mistaken(), ...after]);
    await follow('2026-01-02');
    return end();
  };

  it.each(['taalschool', 'mage'])(
    'leave the same partners signed on, whenever they come: %s',
    async (key) => {
      withPartners(succeeded(key));
      const expected = await play(STORY, []);
      expect(expected.signedOn.flat()).toContain(`0907/${key}-nieuw`);
      expect(expected.signedOn.flat()).not.toContain(`0907/${key}`);
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...STORY, ...STORY], { minLength: STORY.length * 2 }),
          fc.nat({ max: STORY.length * 2 }),
          async (order, day) => {
            expect(await play(order.slice(0, day), order.slice(day))).toEqual(expected);
          },
        ),
        { numRuns: runs(15) },
      );
    },
  );
});

describe('a gemeente that begins to get messages again', () => {
  const { regievoerder } = PROFILE;
  const withChannel = (valid: object | undefined) =>
    Reflect.set(PROFILE, 'regievoerder', valid && { ...regievoerder, valid });
  afterEach(() => {
    Reflect.set(PROFILE, 'regievoerder', regievoerder);
  });

  it('hears of a zaak that left while it got none', async () => {
    await hub.process([koppelingBericht(koppeling({}, { bsn: BSN })), inschrijvingBericht()]);
    await follow('2025-09-09');
    withChannel(undefined);
    await hub.process([
      brpBericht('nl.brp.persoon.verhuisd.v1', '2025-09-10T08:00:00Z', {
        bsn: BSN,
        gemeentecode: '0796',
        datumVerhuizing: '2025-09-10',
        isCoaLocatie: false,
      }),
    ]);
    await follow('2025-09-11');
    withChannel({ from: '2025-09-12' });
    await follow('2025-09-12');
    const { regievoerder: notices } = dossierOf(await createZaakLogs(hub.table).read(zaakId()));
    const told = notices.filter(({ gemeentecode }) => gemeentecode === GENNEP);
    expect(told.at(-1)).toMatchObject({
      gebeurtenis: 'gemeente-gewijzigd',
      gegevens: { richting: 'vertrokken', naar: '0796' },
    });
  });
});
