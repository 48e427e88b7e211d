import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../adapters/table/kanalen.ts';
import { createZaakLogs } from '../../../adapters/table/logs.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import type { DuoResponses } from '../../../contracts/duo.ts';
import type { ZaakUpdated } from '../../../contracts/internal/bus-events.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import { tellTermijnen, tellUndelivered } from '../../../functions/bewaking/tell-termijnen.ts';
import { GENNEP } from '../domain/support.ts';
import {
  BSN,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
  written,
} from './berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from './hub-in-memory.ts';

/** The gemeente as a receiver of its own zaken, through the real functions. */

const TAALSCHOOL: KanaalId = '0907/taalschool';

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

/** What the watch of a night does for the channel of Gennep; gives what it announced, and which zaken it read. */
const night = async (hub: HubInMemory, day: string) => {
  const announced: ZaakUpdated[] = [];
  const read: string[] = [];
  const deps = {
    table: hub.table,
    zaken: {
      append: (...[id, ...rest]: Parameters<ReturnType<typeof createZaakLogs>['append']>) => {
        read.push(id);
        return createZaakLogs(hub.table).append(id, ...rest);
      },
    },
    bus: {
      announceUpdated: async (zaken: readonly ZaakUpdated[]) => {
        announced.push(...zaken);
      },
    },
    postvak: createPostvak(hub.table),
    telemetry: written().telemetry,
    gemeenten: [GENNEP],
    now: new Date(`${day}T03:00:00Z`),
  } as Parameters<typeof tellTermijnen>[0];
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

  it('hears which partner did not get a message for three days, once, and that it is over', async () => {
    const hub = hubInMemory(() => PLICHT);
    await createKanalen(hub.table).chooseBaseDoor(TAALSCHOOL, 'ophalen');
    await hub.process([koppelingBericht()]);
    const before = (await decided(hub)).length;
    const fresh = async () => (await decided(hub)).slice(before);
    expect(await night(hub, '2025-09-11')).toEqual({ announced: [], read: [] });
    await night(hub, '2025-09-12');
    expect(await fresh()).toMatchObject([
      {
        gebeurtenis: 'partnerbericht-onbezorgd',
        gegevens: { partner: 'taalschool', partnerVolgnummer: 1, staat: 'klaargezet', datum: '2025-09-08' },
      },
    ]);
    await night(hub, '2025-09-13');
    expect(await fresh()).toHaveLength(1);

    const postvak = createPostvak(hub.table);
    const lying = async () => {
      const [found] = (await postvak.list(TAALSCHOOL)).items;
      const item = found && (await postvak.read(found));
      if (item === undefined) throw new Error('the message of the taalschool lies there');
      return item;
    };
    await postvak.expire(await lying(), new Date('2025-10-13T10:00:00Z'));
    await night(hub, '2025-10-14');
    expect((await fresh()).at(-1)).toMatchObject({ gegevens: { staat: 'vervallen' } });

    await postvak.confirm(await lying(), new Date('2025-10-15T10:00:00Z'));
    await night(hub, '2025-10-16');
    const [first, second, last] = await fresh();
    expect(last).toMatchObject({
      gebeurtenis: 'gebeurtenis-vervallen',
      gegevens: { gebeurtenis: 'partnerbericht-onbezorgd' },
      vervangt: second?.volgnummer,
    });
    expect(second).toMatchObject({ vervangt: first?.volgnummer });
    // Nothing is left to look at.
    expect(await night(hub, '2025-10-17')).toEqual({ announced: [], read: [] });
  });
});
