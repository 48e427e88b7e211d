import { afterEach, describe, expect, it } from 'vitest';
import { createKanalen } from '../../../adapters/table/kanalen.ts';
import { createZaakLogs } from '../../../adapters/table/logs.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import type { DuoResponses } from '../../../contracts/duo-queries.ts';
import type { ZaakUpdated } from '../../../contracts/internal/bus-events.ts';
import type { PostvakItem } from '../../../domain/delivery/item.ts';
import { gemeenteProfile } from '../../../domain/gemeenten/index.ts';
import type { TermijnRule } from '../../../domain/gemeenten/profile.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import { followLists } from '../../../functions/bewaking/lists.ts';
import { tellTermijnen } from '../../../functions/bewaking/tell-termijnen.ts';
import { tellUndelivered } from '../../../functions/bewaking/tell-undelivered.ts';
import { GENNEP } from '../domain/support.ts';
import {
  BSN,
  brpBericht,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
  written,
} from './berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from './hub-in-memory.ts';

/** The gemeente as a receiver of its own zaken, through the real functions. */

const TAALSCHOOL: KanaalId = '0907/taalschool';
const MAGE: KanaalId = '0907/mage';

const PLICHT: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
};

const settled = async (): Promise<HubInMemory> => {
  const hub = hubInMemory(() => PLICHT);
  await hub.process([
    koppelingBericht(),
    inschrijvingBericht({ vNummer: V_NUMMER, bsn: BSN }),
    notificatieBericht('SS139', { bsn: BSN }, '2025-08-16T07:00:00Z'),
  ]);
  return hub;
};

/**
 * Runs the watch of one night for the channel of Gennep, and gives the announcements and the zaken that it read. `falls` is the
 * step at which the run fails.
 */
const night = async (hub: HubInMemory, day: string, falls?: 'announced' | 'listed') => {
  const announced: ZaakUpdated[] = [];
  const read: string[] = [];
  const deps = {
    table: {
      ...hub.table,
      writeIfNewer: async (...args: Parameters<typeof hub.table.writeIfNewer>) => {
        if (falls === 'listed') throw new Error('crash');
        return hub.table.writeIfNewer(...args);
      },
    },
    zaken: {
      append: (...[id, ...rest]: Parameters<ReturnType<typeof createZaakLogs>['append']>) => {
        read.push(id);
        return createZaakLogs(hub.table).append(id, ...rest);
      },
    },
    bus: {
      announceUpdated: async (zaken: readonly ZaakUpdated[]) => {
        if (falls === 'announced' && zaken.length > 0) throw new Error('crash');
        announced.push(...zaken);
      },
    },
    postvak: createPostvak(hub.table),
    telemetry: written().telemetry,
    gemeenten: [GENNEP],
    now: new Date(`${day}T03:00:00Z`),
  } as Parameters<typeof tellUndelivered>[0];
  await tellTermijnen(deps);
  await tellUndelivered(deps);
  return { announced, read };
};

const told = (hub: HubInMemory) => (hub.queues.get('0907/gemeente') ?? []).map(berichtOf);

const decided = async (hub: HubInMemory) =>
  (await createZaakLogs(hub.table).read(hub.pseudonyms.zaakId(V_NUMMER))).flatMap(
    ({ inhoud }) => inhoud.regievoerder ?? [],
  );

describe('a gemeente that gets messages', () => {
  it('hears every step of its zaak in order, through its own queue', async () => {
    const hub = await settled();
    const types = told(hub).map(({ type }) => type.replace(/^nl\.inburgeringszaken\.|\.v1$/g, ''));
    expect(types.slice(0, 2)).toEqual(['zaak.geopend', 'koppeling.geregistreerd']);
    expect(types).toContain('brp.inschrijving.ontvangen');
    expect(types).toContain('inburgeringsplicht.gewijzigd');
    expect(told(hub).map(({ data }) => data.volgnummer)).toEqual(types.map((_, place) => place + 1));
  });

  it('hears at night of the terms that fall due, once, and sees them on the timeline', async () => {
    const hub = await settled();
    const before = await decided(hub);
    const quiet = await night(hub, '2025-09-09');
    // A night on which nothing falls due reads no zaak.
    expect(quiet).toEqual({ announced: [], read: [] });
    const due = await night(hub, '2025-10-10');
    expect(due.announced).toMatchObject([{ teVersturen: true }]);
    const fresh = (await decided(hub)).slice(before.length);
    expect(fresh).toMatchObject([
      { gebeurtenis: 'termijn-nadert', gegevens: { termijnId: 'TG06', datum: '2025-10-10' } },
    ]);
    expect(await night(hub, '2025-10-10')).toEqual({ announced: [], read: [] });
    await night(hub, '2025-10-14');
    await night(hub, '2025-10-29');
    const all = (await decided(hub)).slice(before.length).map(({ gebeurtenis }) => gebeurtenis);
    expect(all).toEqual(['termijn-nadert', 'termijn-nadert', 'termijn-verstreken', 'termijn-overschreden']);
    const lines = (await hub.zaken.tijdlijn(hub.pseudonyms.zaakId(V_NUMMER), GENNEP))?.gebeurtenissen ?? [];
    expect(lines.filter(({ naam }) => naam === 'termijn-overschreden')).toMatchObject([
      { bron: 'hub', gegevens: { termijnId: 'TG07' } },
    ]);
  });
});

describe('a gemeente that changes its own terms after a last day was told', () => {
  const PROFILE = gemeenteProfile(GENNEP);
  const { termijnen } = PROFILE;
  afterEach(() => {
    Reflect.set(PROFILE, 'termijnen', termijnen);
  });

  /** The watch makes the lists again by itself, a few in each run. */
  const relisted = async ({ table }: HubInMemory) => {
    const deps = { table, zaken: createZaakLogs(table), telemetry: written().telemetry, gemeenten: [GENNEP] };
    for (let n = 0; n < 5; n += 1) await followLists(deps);
  };
  const withTest = (change: (rule: TermijnRule) => readonly TermijnRule[]) =>
    termijnen.flatMap((rule) => (rule.id === 'TG06' ? change(rule) : [rule]));

  it.each<[string, (rule: TermijnRule) => readonly TermijnRule[], readonly object[]]>([
    [
      'to a later day',
      (rule) => [{ ...rule, duur: 'P12W' }],
      [{ gegevens: { reden: 'verplaatst', einddatum: '2025-10-15', nieuweEinddatum: '2025-11-05' } }],
    ],
    [
      'to an earlier one',
      (rule) => [{ ...rule, duur: 'P8W' }],
      [
        { gegevens: { reden: 'verplaatst', einddatum: '2025-10-15', nieuweEinddatum: '2025-10-08' } },
        { gebeurtenis: 'termijn-verstreken', gegevens: { einddatum: '2025-10-08' } },
      ],
    ],
    ['to none', () => [], [{ gebeurtenis: 'termijn-vervallen', gegevens: { reden: 'vervallen' } }]],
  ])('%s hears so in the next night, once', async (_, change, expected) => {
    const hub = await settled();
    await relisted(hub);
    await night(hub, '2025-10-10');
    const before = await decided(hub);
    expect(before.at(-1)).toMatchObject({ gebeurtenis: 'termijn-nadert', gegevens: { termijnId: 'TG06' } });
    Reflect.set(PROFILE, 'termijnen', withTest(change));
    await relisted(hub);
    await night(hub, '2025-10-11');
    expect((await decided(hub)).slice(before.length)).toMatchObject(expected);
    expect(await night(hub, '2025-10-12')).toEqual({ announced: [], read: [] });
  });

  it('for who begins later hears nothing of who began before', async () => {
    const hub = await settled();
    await relisted(hub);
    await night(hub, '2025-10-10');
    Reflect.set(
      PROFILE,
      'termijnen',
      withTest((rule) => [
        { ...rule, valid: { ...rule.valid, until: '2025-09-30' } },
        { ...rule, duur: 'P6W', valid: { from: '2025-10-01' } },
      ]),
    );
    await relisted(hub);
    expect(await night(hub, '2025-10-11')).toEqual({ announced: [], read: [] });
  });
});

/** A hub of which these partners fetch, and do not come. */
const unread = async (...partners: readonly KanaalId[]): Promise<HubInMemory> => {
  const hub = hubInMemory(() => PLICHT);
  for (const partner of partners) await createKanalen(hub.table).chooseBaseDoor(partner, 'ophalen');
  await hub.process([koppelingBericht()]);
  return hub;
};

/** The first message to a partner, wherever it is. */
const firstTo = async (hub: HubInMemory, partner: KanaalId): Promise<PostvakItem> => {
  const postvak = createPostvak(hub.table);
  const [found] = (await postvak.list(partner)).items;
  const item = found && (await postvak.read(found));
  if (item === undefined) throw new Error(`no message to ${partner}`);
  return item;
};

const onbezorgd = async (hub: HubInMemory) =>
  (await decided(hub)).filter(({ sleutel }) => sleutel.startsWith('onbezorgd:'));

describe('a message that a partner does not get', () => {
  it('is told after three working days, once, and told to be over when the partner has it', async () => {
    const hub = await unread(TAALSCHOOL);
    expect(await night(hub, '2025-09-11')).toEqual({ announced: [], read: [] });
    await night(hub, '2025-09-12');
    expect(await onbezorgd(hub)).toMatchObject([
      {
        gebeurtenis: 'partnerbericht-onbezorgd',
        gegevens: { partner: 'taalschool', partnerVolgnummer: 1, staat: 'klaargezet', datum: '2025-09-08' },
      },
    ]);
    // As long as it waits, no zaak is read for it.
    expect(await night(hub, '2025-09-13')).toEqual({ announced: [], read: [] });
    await createPostvak(hub.table).confirm(await firstTo(hub, TAALSCHOOL), new Date('2025-09-13T10:00:00Z'));
    await night(hub, '2025-09-14');
    const [told, over] = await onbezorgd(hub);
    expect(over).toMatchObject({
      gebeurtenis: 'gebeurtenis-vervallen',
      gegevens: { gebeurtenis: 'partnerbericht-onbezorgd' },
      vervangt: told?.volgnummer,
    });
    expect(await night(hub, '2025-09-15')).toEqual({ announced: [], read: [] });
  });

  it('is told to have ended when nobody fetched it in time, and is not looked at any more', async () => {
    const hub = await unread(TAALSCHOOL);
    await night(hub, '2025-09-12');
    await createPostvak(hub.table).expire(await firstTo(hub, TAALSCHOOL), new Date('2025-10-13T10:00:00Z'));
    await night(hub, '2025-10-14');
    expect((await onbezorgd(hub)).map(({ gegevens }) => gegevens)).toMatchObject([
      { staat: 'klaargezet' },
      { staat: 'vervallen' },
    ]);
    expect(await night(hub, '2025-10-15')).toEqual({ announced: [], read: [] });
  });

  it('is told at the next night when no door tries it any more', async () => {
    const hub = await unread(TAALSCHOOL);
    const item = await firstTo(hub, TAALSCHOOL);
    await createPostvak(hub.table).park(item, new Date('2025-09-08T12:00:00Z'));
    await night(hub, '2025-09-09');
    expect(await onbezorgd(hub)).toMatchObject([{ gegevens: { staat: 'geparkeerd' } }]);
  });

  it('and was asked for again waits since then, and not since it was first put', async () => {
    const hub = await unread(TAALSCHOOL);
    const postvak = createPostvak(hub.table);
    await postvak.confirm(await firstTo(hub, TAALSCHOOL), new Date('2025-09-08T12:00:00Z'));
    await postvak.redeliver(
      await firstTo(hub, TAALSCHOOL),
      'herlevering-1',
      new Date('2025-10-09T02:00:00Z'),
    );
    await night(hub, '2025-10-09');
    // Past a weekend.
    await night(hub, '2025-10-14');
    expect(await onbezorgd(hub)).toEqual([]);
    await night(hub, '2025-10-15');
    expect(await onbezorgd(hub)).toMatchObject([{ gegevens: { datum: '2025-10-09' } }]);
  });

  it('and is about a household is told on the zaak of its member', async () => {
    const hub = await unread(MAGE);
    await night(hub, '2025-09-12');
    expect(await onbezorgd(hub)).toMatchObject([
      { gegevens: { partner: 'mage', huishoudenId: expect.any(String), partnerVolgnummer: 1 } },
    ]);
    expect(await night(hub, '2025-09-13')).toEqual({ announced: [], read: [] });
    await createPostvak(hub.table).confirm(await firstTo(hub, MAGE), new Date('2025-09-13T10:00:00Z'));
    await night(hub, '2025-09-14');
    expect((await onbezorgd(hub)).map(({ gebeurtenis }) => gebeurtenis)).toEqual([
      'partnerbericht-onbezorgd',
      'gebeurtenis-vervallen',
    ]);
  });

  it('is told to the gemeente that the person left as well: it is about its own partner', async () => {
    const hub = await unread(TAALSCHOOL);
    const moved = brpBericht('nl.brp.persoon.verhuisd.v1', '2025-09-02T08:00:00Z', {
      bsn: BSN,
      gemeentecode: '0796',
      datumVerhuizing: '2025-09-01',
      isCoaLocatie: false,
    });
    await hub.process([inschrijvingBericht({ vNummer: V_NUMMER, bsn: BSN }), moved]);
    await night(hub, '2025-09-30');
    const waiting = (await onbezorgd(hub)).filter(({ gemeentecode }) => gemeentecode === GENNEP);
    expect(waiting.map(({ gegevens }) => gegevens)).toMatchObject([
      { partnerVolgnummer: 1 },
      { partnerVolgnummer: 2 },
    ]);
    expect(await night(hub, '2025-10-01')).toMatchObject({ read: [] });
  });

  it.each(['announced', 'listed'] as const)(
    'is told, and told to be over, also when the watch falls before it %s that',
    async (place) => {
      const hub = await unread(TAALSCHOOL);
      await expect(night(hub, '2025-09-12', place)).rejects.toThrow();
      await night(hub, '2025-09-12');
      expect(await onbezorgd(hub)).toHaveLength(1);
      await createPostvak(hub.table).confirm(
        await firstTo(hub, TAALSCHOOL),
        new Date('2025-09-13T10:00:00Z'),
      );
      await expect(night(hub, '2025-09-14', place)).rejects.toThrow();
      await night(hub, '2025-09-14');
      expect((await onbezorgd(hub)).map(({ gebeurtenis }) => gebeurtenis)).toEqual([
        'partnerbericht-onbezorgd',
        'gebeurtenis-vervallen',
      ]);
      expect(await night(hub, '2025-09-15')).toEqual({ announced: [], read: [] });
    },
  );
});
