import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createZaakLogs, STATUS_OUTBOUND } from '../../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { noteNewSecret } from '../../../../adapters/table/secret-age.ts';
import { createSources } from '../../../../adapters/table/sources.ts';
import type { Item } from '../../../../adapters/table/table.ts';
import { noteRun } from '../../../../adapters/table/task-runs.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { ZaakUpdated } from '../../../../contracts/internal/bus-events.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { dayOf, plus } from '../../../../domain/termijnen/calendar.ts';
import { type Task, watch } from '../../../../functions/bewaking/watch.ts';
import { PARTNER_ZAAK, ZAAK } from '../../domain/support.ts';
import { koppelingBericht, written } from '../berichten.ts';
import { deliveryOf } from '../delivery-queue.ts';

/** The watch forgets no accepted message, and lets none wait unseen. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const world = () => {
  const table = memoryTable();
  const ontvangsten = createOntvangsten(table);
  const { telemetry, measured, told } = written();
  const offered: string[] = [];
  const announced: ZaakUpdated[] = [];
  let refuses: (id: string) => boolean = () => false;
  /** Everything is accepted at this moment; the tests look at it later. */
  const begin = Date.now();
  const bus = {
    publish: async (berichten: readonly InboundBericht[]) => {
      for (const { ontvangstId } of berichten) {
        if (refuses(ontvangstId)) throw new Error('the bus refused');
        offered.push(ontvangstId);
      }
    },
    announceUpdated: async (zaken: readonly ZaakUpdated[]) => {
      announced.push(...zaken);
    },
  };
  return {
    table,
    ontvangsten,
    measured,
    offered,
    gemeld: announced,
    begin,
    busRefuses: (fresh: (id: string) => boolean) => {
      refuses = fresh;
    },
    accept: async (): Promise<InboundBericht> => {
      const bericht = koppelingBericht();
      await ontvangsten.accept(bericht);
      return bericht;
    },
    /** A commit of this zaak whose partner messages have not all been sent. */
    outbound: (zaakId: string, version: number) =>
      table.insert({
        pk: `ZAAK#${zaakId}`,
        sk: `COMMIT#${String(version).padStart(6, '0')}`,
        versie: version,
        status: STATUS_OUTBOUND,
        sinds: new Date(begin).toISOString(),
      }),
    told,
    /** What the last run told, by the metric of its alarm. */
    found: () =>
      told.flatMap(([what, data]) =>
        what === 'de bewaking vond iets' ? [[data['vondst'], data['gevonden']] as const] : [],
      ),
    /** The tasks of the clock that the watch looks after. */
    async runTasks(ms: number) {
      await noteRun(table, 'opruimen', new Date(begin + ms));
      for (const task of ['bezorging', 'termijnen'] as const) await this.watchAfter(ms, task);
    },
    watchAfter: async (ms: number, task?: Task) => {
      measured.length = 0;
      told.length = 0;
      const dependencies = {
        ...deliveryOf(table),
        zaken: createZaakLogs(table),
        ontvangsten,
        bus,
        telemetry,
        now: new Date(begin + ms),
        waitAlarmAfterMs: 14 * DAY,
        gemeenten: ['0907', '0184'] as Gemeentecode[],
      };
      await watch(dependencies, task);
    },
  };
};

let hub: ReturnType<typeof world>;
beforeEach(() => {
  // Some tests look hours later on the same day, so no day begins late.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-04T09:00:00Z') });
  hub = world();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('an accepted message that was not processed', () => {
  it('is not offered again within an hour', async () => {
    await hub.accept();
    await hub.watchAfter(59 * MINUTE);
    expect(hub.offered).toEqual([]);
    expect(hub.measured).toEqual([]);
  });

  it('is offered again after an hour, at most once an hour, and counted', async () => {
    const { ontvangstId } = await hub.accept();
    await hub.watchAfter(61 * MINUTE);
    expect(hub.offered).toEqual([ontvangstId]);
    expect(hub.found()).toEqual([['BlijftLiggen', { ontvangsten: 1 }]]);
    await hub.watchAfter(66 * MINUTE);
    await hub.watchAfter(120 * MINUTE);
    expect(hub.offered).toEqual([ontvangstId]);
    await hub.watchAfter(122 * MINUTE);
    expect(hub.offered).toEqual([ontvangstId, ontvangstId]);
  });

  it.each(['verwerkt', 'wacht', 'quarantaine'] as const)(
    'is not offered again when it ended as %s',
    async (status) => {
      const bericht = await hub.accept();
      await hub.ontvangsten.settle([{ bericht, settlement: { soort: status, reden: 'zo' } }]);
      await hub.watchAfter(2 * HOUR);
      expect(hub.offered).toEqual([]);
      expect(await hub.ontvangsten.read(bericht.ontvangstId)).toMatchObject({ status: status });
    },
  );

  it('that was processed after the list was made is not offered', async () => {
    const bericht = await hub.accept();
    const { list } = hub.ontvangsten;
    hub.ontvangsten.list = async (...args) => {
      const page = await list(...args);
      await hub.ontvangsten.settle([{ bericht, settlement: { soort: 'verwerkt' } }]);
      return page;
    };
    await hub.watchAfter(2 * HOUR);
    expect(hub.offered).toEqual([]);
  });

  it('does not hold up the others when the bus refuses it, and makes the run fail', async () => {
    const broken = await hub.accept();
    const whole = await hub.accept();
    hub.busRefuses((id) => id === broken.ontvangstId);
    await expect(hub.watchAfter(2 * HOUR)).rejects.toThrow();
    expect(hub.offered).toEqual([whole.ontvangstId]);
  });
});

describe('a zaak with partner messages that were not sent', () => {
  it('is announced again once that has lasted half an hour, and not at every run of the watch', async () => {
    await hub.outbound(ZAAK, 3);
    await hub.watchAfter(9 * MINUTE);
    expect(hub.gemeld).toEqual([]);
    await hub.watchAfter(31 * MINUTE);
    await hub.watchAfter(36 * MINUTE);
    expect(hub.gemeld).toEqual([{ zaakId: ZAAK, versie: 3, teVersturen: true }]);
  });

  it('is announced in the form that functions/partnerberichten expects, oldest first', async () => {
    await hub.outbound(ZAAK, 1);
    await hub.outbound(PARTNER_ZAAK, 2);
    await hub.watchAfter(HOUR);
    expect(hub.gemeld.map((zaak) => ZaakUpdated.parse(zaak))).toEqual(hub.gemeld);
    expect(hub.gemeld.map(({ zaakId }) => zaakId)).toEqual([ZAAK, PARTNER_ZAAK]);
  });
});

describe('messages that wait for their person', () => {
  it('are found when they have waited longer than agreed', async () => {
    for (let number = 0; number < 3; number++) {
      const bericht = await hub.accept();
      await hub.ontvangsten.settle([{ bericht, settlement: { soort: 'wacht', reden: 'wacht' } }]);
    }
    await hub.watchAfter(14 * DAY - MINUTE);
    expect(hub.found()).toEqual([]);
    await hub.runTasks(14 * DAY + MINUTE);
    await hub.watchAfter(14 * DAY + MINUTE);
    expect(hub.found()).toEqual([['BlijftLiggen', { wachtend: 3 }]]);
  });

  it('are counted, and zaken are announced, also when the bus refuses a message', async () => {
    await hub.accept();
    await hub.outbound(ZAAK, 1);
    hub.busRefuses(() => true);
    await expect(hub.watchAfter(2 * HOUR)).rejects.toThrow();
    expect(hub.found()).toEqual([['BlijftLiggen', { ontvangsten: 1 }]]);
    expect(hub.gemeld).toHaveLength(1);
  });
});

describe('the other tasks of the clock', () => {
  it('are found when they did not run in their time, counted from the first look', async () => {
    await hub.watchAfter(0);
    await hub.watchAfter(15 * MINUTE);
    expect(hub.found()).toEqual([['BlijftLiggen', { 'taak bezorging': 1 }]]);
    await hub.watchAfter(15 * MINUTE, 'bezorging');
    await hub.watchAfter(20 * MINUTE);
    expect(hub.found()).toEqual([]);
    await noteRun(hub.table, 'opruimen', new Date(hub.begin + 12 * HOUR));
    await hub.watchAfter(13 * HOUR, 'bezorging');
    await hub.watchAfter(13 * HOUR);
    expect(hub.found()).toEqual([['BlijftLiggen', { 'taak termijnen': 1 }]]);
  });

  it('are found when nothing that is past its term was erased for three hours', async () => {
    const quiet = async (after: number) => {
      await hub.watchAfter(after, 'bezorging');
      await hub.watchAfter(after);
    };
    await quiet(0);
    await quiet(3 * HOUR - 1);
    expect(hub.found()).toEqual([]);
    await quiet(3 * HOUR);
    expect(hub.found()).toEqual([['BlijftLiggen', { 'taak opruimen': 1 }]]);
    await noteRun(hub.table, 'opruimen', new Date(hub.begin + 3 * HOUR));
    await quiet(4 * HOUR);
    expect(hub.found()).toEqual([]);
  });
});

describe('a run that is cut off', () => {
  it('has not run: that it did is the last thing that its task writes', async () => {
    const { writeIfNewer } = hub.table;
    const written: string[] = [];
    hub.table.writeIfNewer = async (item, attribute) => {
      written.push(`${item.pk}/${item.sk}`);
      return writeIfNewer(item, attribute);
    };
    for (const task of ['bezorging', 'termijnen'] as const) {
      written.length = 0;
      await hub.watchAfter(0, task);
      expect(written.filter((key) => key === `TAAK/${task}`)).toHaveLength(1);
      expect(written.at(-1)).toBe(`TAAK/${task}`);
    }
  });

  it('does not keep the terms waiting for the contracts of partners: those are followed last, by another task', async () => {
    const followed = () => hub.table.read({ pk: 'CONTRACTEN#0907', sk: 'CONTRACTEN' });
    await hub.watchAfter(0, 'termijnen');
    expect(await followed()).toBeUndefined();
    await hub.watchAfter(0, 'waken');
    expect(await followed()).toBeDefined();
  });
});

describe('the silence of a source', () => {
  const silences = () =>
    hub.told.flatMap(([what, data]) =>
      what === 'stilte van een bron' ? [[data['bron'], data['seconden']]] : [],
    );

  it('counts from the last time that it sent something new', async () => {
    await createSources(hub.table).heard('coa', new Date(hub.begin + DAY));
    await hub.watchAfter(3 * DAY, 'termijnen');
    expect(silences()).toContainEqual(['coa', (2 * DAY) / 1000]);
  });

  it('counts from the first count when it never sent anything, and is found after its own number of days', async () => {
    await hub.watchAfter(0, 'termijnen');
    expect(silences()).toEqual([
      ['coa', 0],
      ['brp', 0],
      ['duo', 0],
    ]);
    await createSources(hub.table).heard('coa', new Date(hub.begin + DAY));
    await hub.runTasks(14 * DAY);
    await hub.watchAfter(14 * DAY);
    expect(hub.found()).toContainEqual(['StilleBronnen', { brp: 1 }]);
  });

  it('is zero when the clock that noted the source runs ahead', async () => {
    await createSources(hub.table).heard('duo', new Date(hub.begin + MINUTE));
    await hub.watchAfter(0, 'termijnen');
    expect(silences()).toContainEqual(['duo', 0]);
  });

  it('is measured from a moment that is stored at most once in five minutes, and never goes back', async () => {
    const written: string[] = [];
    const table = {
      ...hub.table,
      writeIfNewer: async (item: Item, attribute: string) => {
        written.push(String(item['gehoordOp']));
        return hub.table.writeIfNewer(item, attribute);
      },
    };
    const sources = createSources(table);
    const to = (minutes: number) => new Date(hub.begin + minutes * MINUTE);
    for (const minutes of [0, 1, 4, 6, 7]) await sources.heard('coa', to(minutes));
    expect(written).toEqual([to(0).toISOString(), to(6).toISOString()]);
    // Another instance of the function, whose clock is behind.
    await createSources(table).heard('coa', to(3));
    expect(await hub.table.read({ pk: 'BRON#coa', sk: 'BRON' })).toMatchObject({
      gehoordOp: to(6).toISOString(),
    });
  });

  it('is stored with the next message when it could not be stored with this one', async () => {
    let refuses = true;
    const sources = createSources({
      writeIfNewer: async (...args) => {
        if (refuses) throw new Error('no table');
        return hub.table.writeIfNewer(...args);
      },
    });
    await expect(sources.heard('brp', new Date(hub.begin))).rejects.toThrow();
    refuses = false;
    await sources.heard('brp', new Date(hub.begin + 1));
    expect(await hub.table.read({ pk: 'BRON#brp', sk: 'BRON' })).toBeDefined();
  });
});

describe('the secret of the lookup keys', () => {
  const DUE = ['BlijftLiggen', { zoeksleutels: 1 }];

  it('is found when it is in use for a year since it was first asked for, until it is replaced', async () => {
    await hub.watchAfter(0, 'termijnen');
    await hub.runTasks(365 * DAY - 1);
    await hub.watchAfter(365 * DAY - 1);
    expect(hub.found()).not.toContainEqual(DUE);
    await hub.runTasks(365 * DAY);
    await hub.watchAfter(365 * DAY);
    expect(hub.found()).toContainEqual(DUE);
    await noteNewSecret(hub.table, new Date(hub.begin + 367 * DAY));
    await hub.runTasks(368 * DAY);
    await hub.watchAfter(368 * DAY);
    expect(hub.found()).not.toContainEqual(DUE);
  });
});

describe('terms that pass', () => {
  const days = (count: number) =>
    plus(dayOf(new Date(hub.begin)), `${count < 0 ? '-' : ''}P${Math.abs(count)}D`);
  const inList = (number: number, status: string, einddatum: string, gemeente = '0907') =>
    hub.table.write([
      {
        pk: `ZAAK#${number}`,
        sk: `TERMIJN#${status}`,
        status: `TERMIJN#${gemeente}#${status}`,
        sinds: einddatum,
      },
    ]);

  it('are counted per gemeente from the day after their last, and the first time all are found', async () => {
    for (const [number, einddatum] of [days(-40), days(-2), days(-1), days(-1), days(0), days(3)].entries()) {
      await inList(number, 'wettelijk', einddatum);
    }
    await inList(1, 'lokaal', days(-1));
    await inList(8, 'wettelijk', days(-1), '0184');
    await hub.watchAfter(0, 'termijnen');
    expect(hub.told.filter(([what]) => what === 'zaken en termijnen').map(([, data]) => data)).toEqual([
      { gemeentecode: '0907', zaken: 0, overschreden: 4, netOverschreden: 4, verstreken: 1 },
      { gemeentecode: '0184', zaken: 0, overschreden: 1, netOverschreden: 1, verstreken: 0 },
    ]);
    await hub.watchAfter(MINUTE);
    expect(hub.measured).toEqual([['TermijnenNetOverschreden', 5]]);
    expect(hub.found()).toEqual([
      ['TermijnenNetOverschreden', { [`0907 ${days(0)}`]: 4, [`0184 ${days(0)}`]: 1 }],
    ]);
  });

  it('of the next day are found anew, though as many were exceeded the day before', async () => {
    await inList(1, 'wettelijk', days(-1));
    await inList(2, 'wettelijk', days(0));
    await hub.watchAfter(0, 'termijnen');
    await hub.watchAfter(0);
    await hub.runTasks(6 * HOUR);
    await hub.watchAfter(6 * HOUR);
    expect(hub.found()).toEqual([]);
    await hub.runTasks(DAY);
    await hub.watchAfter(DAY);
    expect(hub.found()).toEqual([['TermijnenNetOverschreden', { [`0907 ${days(1)}`]: 1 }]]);
  });

  const exceededAt = async (moment: number) => {
    await hub.runTasks(moment);
    await hub.watchAfter(moment);
    return hub.found().filter(([name]) => name === 'TermijnenNetOverschreden');
  };

  it('are found on the day on which the hub comes to know it, however long ago the last day was, and once', async () => {
    expect(await exceededAt(0)).toEqual([]);
    await inList(1, 'wettelijk', days(-4));
    const found = [['TermijnenNetOverschreden', { [`0907 ${days(1)}`]: 1 }]];
    expect(await exceededAt(DAY)).toEqual(found);
    await hub.watchAfter(DAY, 'termijnen');
    expect(hub.told).toContainEqual([
      'wettelijke termijn overschreden',
      { gemeentecode: '0907', zaken: ['1'] },
    ]);
    for (const moment of [DAY + 6 * HOUR, 2 * DAY, 3 * DAY]) expect(await exceededAt(moment)).toEqual([]);
  });

  it('are found after their task stood still for days', async () => {
    expect(await exceededAt(0)).toEqual([]);
    await inList(1, 'wettelijk', days(0));
    expect(await exceededAt(4 * DAY)).toEqual([['TermijnenNetOverschreden', { [`0907 ${days(4)}`]: 1 }]]);
  });

  it('are found anew when the term was met or moved meanwhile, and is exceeded after all', async () => {
    await inList(1, 'wettelijk', days(-4));
    expect(await exceededAt(0)).toHaveLength(1);
    await inList(1, 'wettelijk', days(3));
    expect(await exceededAt(DAY)).toEqual([]);
    expect(await exceededAt(4 * DAY)).toHaveLength(1);
  });

  it('are counted by their own task only, and not every five minutes', async () => {
    await hub.watchAfter(0);
    expect(hub.told.filter(([what]) => what === 'zaken en termijnen')).toEqual([]);
  });

  it('announces a zaak again of which DUO was not told for an hour, unless it was tried in that hour', async () => {
    const { table, begin, watchAfter, gemeld } = hub;
    const sinds = new Date(begin).toISOString();
    const place = { sk: 'AANDUO', status: 'AANDUO', sinds };
    const tried = new Date(begin + 40 * MINUTE).toISOString();
    await table.write([
      { ...place, pk: `ZAAK#${ZAAK}`, versie: 7 },
      { ...place, pk: `ZAAK#${PARTNER_ZAAK}`, versie: 3 },
      { pk: `ZAAK#${PARTNER_ZAAK}`, sk: 'DUOMELDING', tot: tried },
    ]);
    await watchAfter(59 * MINUTE);
    expect(gemeld).toEqual([]);
    await watchAfter(61 * MINUTE);
    expect(gemeld).toEqual([{ zaakId: ZAAK, versie: 7, teVersturen: false, teMelden: true }]);
    expect(ZaakUpdated.parse(gemeld[0])).toEqual(gemeld[0]);
    await watchAfter(70 * MINUTE);
    expect(gemeld).toHaveLength(1);
    await watchAfter(122 * MINUTE);
    expect(gemeld.map(({ zaakId }) => zaakId).toSorted()).toEqual([ZAAK, ZAAK, PARTNER_ZAAK].toSorted());
  });
});
