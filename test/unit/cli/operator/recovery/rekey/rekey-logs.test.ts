import { describe, expect, it } from 'vitest';
import { createPseudonyms, nextSecret } from '../../../../../../adapters/secrets/pseudonyms.ts';
import { createZaakLogs, TO } from '../../../../../../adapters/table/logs.ts';
import { noteNewSecret, secretAgeMs } from '../../../../../../adapters/table/secret-age.ts';
import { rehearsalTable } from '../../../../../../cli/operator/recovery/rekey/rehearsal.ts';
import { dueLine } from '../../../../../../cli/operator/recovery/rekey/rekey.ts';
import { rekeyLogs } from '../../../../../../cli/operator/recovery/rekey/rekey-logs.ts';
import { type RekeyWorld, rekey } from '../../../../../../cli/operator/recovery/rekey/rekey-steps.ts';
import { Bsn, type OntvangstId, Vnummer } from '../../../../../../contracts/base-types.ts';
import { CoaBericht } from '../../../../../../contracts/internal/coa-bericht.ts';
import type { InboundBericht } from '../../../../../../contracts/internal/inbound-bericht.ts';
import { countOntvangsten } from '../../../../../count.ts';
import { GENNEP, koppeling } from '../../../../domain/support.ts';
import {
  BSN,
  geopendBericht,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  OTHER_BSN,
  V_NUMMER,
} from '../../../../functions/berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory, SECRET } from '../../../../functions/hub-in-memory.ts';

/** A person has one zaak and partners hear everything once, wherever a re-keying is cut off. */

const FATHER = Vnummer.parse('2712504443');
const UNKNOWN = Vnummer.parse('2766686503');
const NEWCOMER = Vnummer.parse('2700000001');
const UNKNOWN_BSN = Bsn.parse('999900249');

const member = (vNummer: string, more: Record<string, unknown> = {}) => ({
  ...koppeling().personen[0],
  vNummer,
  ...more,
});
const koppelingOf = (version: number, ...members: readonly object[]) =>
  koppelingBericht({ ...koppeling({ versie: version }), personen: members } as Parameters<
    typeof koppelingBericht
  >[0]);
const mother = member(V_NUMMER);
const father = member(FATHER, { relatie: 'partner', bsn: OTHER_BSN });

/** Known people, and messages that wait for a koppeling, for a BSN and for a V-nummer. */
const BEFORE: readonly InboundBericht[] = [
  koppelingOf(1, mother, father),
  inschrijvingBericht(),
  inschrijvingBericht({ bsn: OTHER_BSN }),
  notificatieBericht('SS139', { vNummer: UNKNOWN }),
  inschrijvingBericht({ bsn: UNKNOWN_BSN }),
  CoaBericht.parse({
    ...koppelingBericht(),
    ontvangstId: '00000000-0000-8000-9000-00000000f001',
    type: 'nl.tvs.koppeling.ingetrokken.v1',
    data: { koppelingId: 'TVS-2025-900', versie: 2, gemeentecode: '0907', reden: 'andere gemeente' },
  }),
];
/** The messages that the waiting messages need, a change of the household, and a new person. */
const AFTER: readonly InboundBericht[] = [
  notificatieBericht('SS139', { bsn: BSN, vNummer: V_NUMMER }, '2025-11-01T07:00:00Z'),
  koppelingOf(2, { ...mother, relatie: 'hoofdpersoon' }, father, member(UNKNOWN, { relatie: 'overig' })),
  koppelingOf(3, mother, member(UNKNOWN, { relatie: 'overig' })),
  koppelingBericht({
    ...koppeling({ koppelingId: 'TVS-2025-900' }),
    personen: [member(NEWCOMER)],
  } as Parameters<typeof koppelingBericht>[0]),
];
const V_NUMMERS = [V_NUMMER, FATHER, UNKNOWN, NEWCOMER];

let counter = 0;
/** The same message, accepted once more under another secret: its receipt has another id. */
const repeated = (bericht: InboundBericht): InboundBericht => {
  counter += 1;
  return {
    ...bericht,
    ontvangstId: `11111111-0000-8000-9000-${String(counter).padStart(12, '0')}` as OntvangstId,
  };
};

const entry = async (hub: HubInMemory) => {
  const zaken = await Promise.all(
    V_NUMMERS.map(async (vNummer) => {
      const found = await hub.zaken.findZaak({ vNummer }, GENNEP);
      const [zaak] = found;
      const tijdlijn = zaak === undefined ? undefined : await hub.zaken.tijdlijn(zaak.zaakId, GENNEP);
      return found.length > 1
        ? 'two zaken'
        : {
            status: zaak?.status,
            termijnen: tijdlijn?.termijnen,
            feiten: tijdlijn?.gebeurtenissen.filter(({ bron }) => bron !== 'hub'),
          };
    }),
  );
  const berichten = [...hub.queues].map(([partner, items]) => [
    partner,
    items.map((item) => `${berichtOf(item).type} ${item.volgnummer}`).toSorted(),
  ]);
  return { zaken, berichten: Object.fromEntries(berichten) };
};

class Fall extends Error {}

const REPLACED = new Date('2026-11-28T12:00:00Z');

/** A secret with its versions, a table and a processing that can be paused; falls at the given call of any of them. */
const world = (hub: HubInMemory, crashAt: () => boolean) => {
  const values = new Map([['v1', SECRET]]);
  const versions: { current: string; pending?: string } = { current: 'v1' };
  let runs = true;
  const step = <Value>(act: () => Value): Value => {
    if (crashAt()) throw new Fall();
    return act();
  };
  const { table } = hub;
  const rekeyWorld: RekeyWorld = {
    source: {
      table: {
        read: (key) => step(() => table.read(key)),
        partition: (pk, begin) => step(() => table.partition(pk, begin)),
        insert: (item) => step(() => table.insert(item)),
      },
      async *logs() {
        const logs = new Set(table.alles().flatMap(({ pk, sk }) => (sk.startsWith('COMMIT#') ? [pk] : [])));
        for (const pk of logs) yield step(() => pk);
      },
      keptBericht: hub.ontvangsten.kept,
    },
    vault: {
      versions: async () => step(() => ({ ...versions })),
      read: async (version) => step(() => values.get(version) ?? ''),
      makeReady: async (secret) =>
        step(() => {
          values.set('v2', secret);
          versions.pending = 'v2';
        }),
      swap: async (_, to) =>
        step(() => {
          versions.current = to;
        }),
      settle: async () =>
        step(() => {
          delete versions.pending;
        }),
    },
    processing: {
      pause: async () =>
        step(() => {
          runs = false;
        }),
      refresh: async () => step(() => undefined),
      resume: async () =>
        step(() => {
          runs = true;
        }),
    },
    newKey: () => 'een andere sleutel die ook alleen in tests bestaat',
    noteNewSecret: async () => step(() => noteNewSecret(table, REPLACED)),
    onStep: () => undefined,
  };
  return { rekeyWorld, versions, secret: () => values.get(versions.current) ?? '', runs: () => runs };
};

const begin = async () => {
  const hub = hubInMemory(() => ({}));
  await hub.process(BEFORE);
  return hub;
};
const next = (hub: HubInMemory, secret: string) =>
  hubInMemory(() => ({}), {
    table: hub.table,
    queues: hub.queues,
    secret,
  });

describe('a rehearsal of re-keying', () => {
  const fresh = createPseudonyms(nextSecret(SECRET, 'een sleutel die niemand bewaart, lang genoeg'));
  const rehearse = async (hub: HubInMemory) => {
    const { source } = world(hub, () => false).rekeyWorld;
    return rekeyLogs({ ...source, table: rehearsalTable(source.table) }, fresh);
  };

  it('decides for every log what the real one does, and changes nothing', async () => {
    const hub = await begin();
    const before = hub.table.alles();
    const rehearsed = await rehearse(hub);
    expect(hub.table.alles()).toEqual(before);
    expect(rehearsed.ready).toBeGreaterThan(8);
    expect(rehearsed).toEqual(await rekeyLogs(world(hub, () => false).rekeyWorld.source, fresh));
  });

  it('finds what would keep the secret from being switched', async () => {
    const hub = await begin();
    await hub.table.insert({
      pk: `ZAAK#${fresh.zaakId(V_NUMMER)}`,
      sk: 'COMMIT#000000000001',
      inhoud: '{"feiten":[]}',
    });
    const { zonderNummer, botsingen } = await rehearse(hub);
    expect(zonderNummer.length + botsingen.length).toBeGreaterThan(0);
  });

  it.each([
    ['2026-01-31', '2026-11-22', 'is of 2026-01-31; another is due by 2027-01-31.'],
    ['2025-11-22', '2026-11-22', 'is of 2025-11-22; another is due since 2026-11-22.'],
  ])('of a secret of %s says on %s when another is due', (since, now, expected) => {
    expect(dueLine(new Date(since), new Date(now))).toContain(expected);
  });
});

describe('re-keying', async () => {
  const without = await begin();
  await without.process(AFTER);
  const expected = await entry(without);

  let steps = 0;
  await rekey(
    world(await begin(), () => {
      steps += 1;
      return false;
    }).rekeyWorld,
  );

  it('takes many steps, and the story has zaken, partner messages and all three kinds of waiting', async () => {
    expect(steps).toBeGreaterThan(30);
    expect(
      expected.zaken.filter((zaak) => typeof zaak === 'object' && zaak.status !== undefined),
    ).toHaveLength(4);
    expect(Object.keys(expected.berichten).length).toBeGreaterThan(3);
    const { ontvangsten } = await begin();
    expect(await countOntvangsten(ontvangsten)).toMatchObject({ wacht: 4 });
  });

  it.each(Array.from({ length: steps + 1 }, (_, number) => number))(
    'cut off at step %i and run again changes nothing about anybody, and repeated messages neither',
    async (crashStep) => {
      const hub = await begin();
      const before = await Promise.all(V_NUMMERS.map((vNummer) => hub.zaken.findZaak({ vNummer }, GENNEP)));
      let number = 0;
      const { rekeyWorld, secret, runs, versions } = world(hub, () => ++number === crashStep);
      try {
        await rekey(rekeyWorld);
      } catch (error) {
        expect(error).toBeInstanceOf(Fall);
        // A function that reads the secret anew in between finds every person, whichever version it gets.
        const between = next(hub, secret());
        expect(
          await Promise.all(V_NUMMERS.map((vNummer) => between.zaken.findZaak({ vNummer }, GENNEP))),
        ).toEqual(before);
        expect((await rekey(rekeyWorld)).kind).toBe('done');
      }
      expect({ runs: runs(), versions }).toEqual({ runs: true, versions: { current: 'v2' } });
      expect(await secretAgeMs(hub.table, new Date(REPLACED.getTime() + 1000))).toBe(1000);

      const after = next(hub, secret());
      expect(
        await Promise.all(V_NUMMERS.map((vNummer) => after.zaken.findZaak({ vNummer }, GENNEP))),
      ).toEqual(before);
      expect(await after.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP)).toEqual(before[1]);
      await after.process(BEFORE.map(repeated));
      await after.process(AFTER);
      await after.process([...BEFORE, ...AFTER].map(repeated));
      expect(await entry(after)).toEqual(expected);
    },
  );

  it('twice leaves every zaak the id that it had first', async () => {
    const hub = await begin();
    const before = await hub.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP);
    const third = nextSecret(nextSecret(SECRET, 'b'.repeat(64)), 'c'.repeat(64));
    const { source } = world(hub, () => false).rekeyWorld;
    for (const secret of [nextSecret(SECRET, 'b'.repeat(64)), third]) {
      expect(await rekeyLogs(source, createPseudonyms(secret))).toMatchObject({
        zonderNummer: [],
        botsingen: [],
      });
    }
    const after = next(hub, third);
    expect(await after.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP)).toEqual(before);
    await after.process([...AFTER, ...BEFORE.map(repeated)]);
    expect(await entry(after)).toEqual(expected);
  });

  it('does not switch when a log does not say of whom it is, or when its new place is taken', async () => {
    const hub = await begin();
    await hub.table.insert({
      pk: 'BSN#oud',
      sk: 'COMMIT#000001',
      versie: 1,
      tijd: '2025-01-01T00:00:00.000Z',
      inhoud: '{"soort":"wacht","ontvangstId":"00000000-0000-8000-9000-000000000001"}',
    });
    const { rekeyWorld, versions, runs } = world(hub, () => false);
    expect(await rekey(rekeyWorld)).toMatchObject({
      kind: 'not switched',
      zonderNummer: ['BSN#oud'],
    });
    expect({ current: versions.current, runs: runs() }).toEqual({ current: 'v1', runs: true });

    const fresh = createPseudonyms(nextSecret(SECRET, 'b'.repeat(64)));
    const other = await begin();
    await other.table.insert({
      pk: `ZAAK#${fresh.zaakId(FATHER)}`,
      sk: 'COMMIT#000001',
      [TO]: 'iemand anders',
    });
    const { botsingen } = await rekeyLogs(world(other, () => false).rekeyWorld.source, fresh);
    expect(botsingen).toEqual([`ZAAK#${other.pseudonyms.zaakId(FATHER)}`]);
  });

  it('takes two zaken that were merged for the zaak of one person, in whichever order it meets them', async () => {
    const opened = geopendBericht({ bsn: UNKNOWN_BSN });
    const hub = hubInMemory(() => ({}));
    await hub.process([opened, koppelingOf(1, { ...mother, bsn: undefined })]);
    const own = hub.pseudonyms.zaakIdUnderBsn(UNKNOWN_BSN);
    const other = hub.pseudonyms.zaakId(V_NUMMER);
    await hub.process([
      inbound(
        'nl.inburgeringszaken.feit.hersteld.v1',
        '2025-09-06T08:00:00Z',
        { zaakId: own, zelfdePersoon: other, reden: 'dezelfde persoon' },
        'gemeente-0907',
      ),
    ]);
    const found = await hub.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP);
    expect(found).toMatchObject([{ zaakId: own }]);
    const { source } = world(hub, () => false).rekeyWorld;
    const logs: string[] = [];
    for await (const pk of source.logs()) logs.push(pk);
    for (const [key, order] of [
      ['b', logs],
      ['c', logs.toReversed()],
    ] as const) {
      const secret = nextSecret(SECRET, key.repeat(64));
      const logsInOrder = async function* () {
        yield* order;
      };
      expect(await rekeyLogs({ ...source, logs: logsInOrder }, createPseudonyms(secret))).toMatchObject({
        zonderNummer: [],
        botsingen: [],
      });
      const after = next(hub, secret);
      expect(await after.zaken.findZaak({ vNummer: V_NUMMER }, GENNEP)).toEqual(found);
      expect(await after.zaken.findZaak({ bsn: UNKNOWN_BSN }, GENNEP)).toEqual(found);
    }
  });

  it('leaves no room for a second zaak: a writer that does not look where a key leads cannot write there', async () => {
    const hub = await begin();
    const { rekeyWorld, secret } = world(hub, () => false);
    await rekey(rekeyWorld);
    const zaken = createZaakLogs(hub.table);
    const inside = { append: { feiten: [], meldingen: [] }, outcome: undefined };
    const write = zaken.append(createPseudonyms(secret()).zaakId(V_NUMMER), () => inside, {
      probablyEmpty: true,
    });
    await expect(write).rejects.toThrow('onder een andere sleutel');
    expect(await entry(next(hub, secret()))).toEqual(await entry(await begin()));
  });
});
