import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../../../adapters/memory/table.ts';
import { createEncryption } from '../../../../../../adapters/secrets/encryption.ts';
import { readKeys } from '../../../../../../adapters/secrets/encryption-keys.ts';
import { abonnementAt, createKanalen } from '../../../../../../adapters/table/kanalen.ts';
import {
  dropOldKeys,
  type ResealWorld,
  renewKey,
  resealAll,
} from '../../../../../../cli/operator/recovery/reseal/reseal-steps.ts';
import type { Abonnement } from '../../../../../../domain/delivery/abonnement.ts';

const KANAAL = '0907/taalschool';
const IDS = ['a', 'b', 'c'];
const NOW = new Date('2026-06-01T12:00:00.000Z');
const GENERATED = 'x'.repeat(64);

/** Three abonnementen under the generated key, and functions that read the secret when they start. */
const setup = async (overrides: Partial<ResealWorld> = {}) => {
  const table = memoryTable();
  const kanalen = createKanalen(table);
  const secret = { now: GENERATED, read: GENERATED };
  let keys = 0;
  const seal = (text: string, id: string) => createEncryption(secret.read).encrypt(text, id);
  for (const id of IDS) {
    await kanalen.create(KANAAL, {
      id,
      status: 'actief',
      sink: 'https://hooks.partner.example/',
      types: [],
      filters: [],
      geheimen: [
        { versleuteld: seal(`nieuw ${id}`, id) },
        { versleuteld: seal(`oud ${id}`, id), tot: '2026-06-02T12:00:00.000Z' },
        { versleuteld: seal(`voorbij ${id}`, id), tot: '2026-05-31T12:00:00.000Z' },
      ],
      oauth2: {
        tokenUrl: 'https://login.partner.example/',
        clientId: 'hub',
        clientGeheim: seal(`wachtwoord ${id}`, id),
      },
      aangemaaktOp: NOW.toISOString(),
      versie: 1,
    });
  }
  const world: ResealWorld = {
    vault: {
      read: async () => secret.now,
      write: async (value) => {
        secret.now = value;
      },
    },
    async *abonnementen() {
      for (const item of table.alles()) {
        const place = abonnementAt(item);
        if (place !== undefined) yield place;
      }
    },
    kanalen,
    refresh: async () => {
      secret.read = secret.now;
    },
    newKey: () => {
      keys += 1;
      return String(keys).repeat(64);
    },
    now: () => NOW,
    onStep: () => undefined,
    ...overrides,
  };
  const all = () => Promise.all(IDS.map((id) => kanalen.abonnement(KANAAL, id)));
  /** What a function that started last reads of everything. */
  const texts = async () => {
    const { decrypt } = createEncryption(secret.read);
    return (await all()).map((one) => [
      ...(one?.geheimen ?? []).map(({ versleuteld }) => decrypt(versleuteld, one?.id ?? '')),
      decrypt(one?.oauth2?.clientGeheim ?? '', one?.id ?? ''),
    ]);
  };
  const versions = async () =>
    new Set(
      (await all()).flatMap((one) => [
        ...(one?.geheimen ?? []).map(({ versleuteld }) => versleuteld.slice(0, 2)),
        one?.oauth2?.clientGeheim.slice(0, 2),
      ]),
    );
  return { world, kanalen, secret, texts, versions, all };
};

const after = IDS.map((id) => [`nieuw ${id}`, `oud ${id}`, `wachtwoord ${id}`]);

describe('another key for the secrets of abonnementen', () => {
  it('reads the same afterwards, and then the older key can go', async () => {
    const { world, kanalen, secret, texts, versions, all } = await setup();
    await renewKey(world);
    expect(await resealAll(world)).toEqual({ resealed: 3, left: [], unreadable: [] });
    expect(await texts()).toEqual(after);
    expect(await versions()).toEqual(new Set(['v2']));
    expect((await all()).map((one) => one?.versie)).toEqual([2, 2, 2]);
    expect((await kanalen.tijdlijn('a')).map(({ naam }) => naam)).toEqual(['geheim-opnieuw-versleuteld']);
    expect(await resealAll(world)).toEqual({ resealed: 0, left: [], unreadable: [] });
    expect(await dropOldKeys(world)).toMatchObject({ dropped: true });
    expect([...readKeys(secret.now).keys.keys()]).toEqual([2]);
    expect(await texts()).toEqual(after);
    expect(await dropOldKeys(world)).toMatchObject({ dropped: false });
  });

  it('can be cut off at each step: functions read everything at every moment, and a repeated run finishes', async () => {
    for (let last = 0; last < 30; last++) {
      const { world, secret, texts, versions, kanalen } = await setup();
      let step = 0;
      const counted =
        <Args extends readonly unknown[], Result>(run: (...args: Args) => Promise<Result>) =>
        async (...args: Args): Promise<Result> => {
          if (step++ === last) throw new Error('cut off');
          return run(...args);
        };
      const cut: ResealWorld = {
        ...world,
        vault: { read: counted(world.vault.read), write: counted(world.vault.write) },
        refresh: counted(world.refresh),
        kanalen: {
          abonnement: counted(kanalen.abonnement),
          replace: counted(kanalen.replace),
          record: counted(kanalen.record),
        },
      };
      const run = async (one: ResealWorld) => {
        await renewKey(one);
        await resealAll(one);
        await dropOldKeys(one);
      };
      await run(cut).catch(() => undefined);
      // Functions that started before it, and those that start now.
      const isWhole = (text: readonly string[]) => text.length >= 3;
      expect((await texts()).every(isWhole), `step ${last}`).toBe(true);
      await world.refresh();
      expect((await texts()).every(isWhole), `step ${last}, started anew`).toBe(true);
      await run(world);
      expect(await texts()).toEqual(after);
      expect(await versions()).toEqual(new Set([`v${readKeys(secret.now).current}`]));
      expect(readKeys(secret.now).keys.size).toBe(1);
    }
  });

  it('keeps the older key while somebody changes an abonnement again and again, and names it', async () => {
    const { world, kanalen, secret, texts } = await setup();
    await renewKey(world);
    const busy: ResealWorld = {
      ...world,
      kanalen: {
        ...kanalen,
        replace: async (partner, before: Abonnement, fresh) =>
          before.id === 'b' ? undefined : kanalen.replace(partner, before, fresh),
      },
    };
    expect(await dropOldKeys(busy)).toEqual({ resealed: 2, left: ['b'], unreadable: [], dropped: false });
    expect(readKeys(secret.now).keys.size).toBe(2);
    expect((await texts())[1]).toEqual(['nieuw b', 'oud b', 'voorbij b', 'wachtwoord b']);
    expect(await dropOldKeys(world)).toMatchObject({ resealed: 1, left: [], dropped: true });
  });

  it('names an abonnement whose secret no key reads, and goes on with the others', async () => {
    const { world, kanalen, all } = await setup();
    const [, second] = await all();
    if (second === undefined) throw new Error('no abonnement');
    await kanalen.change(KANAAL, second, { geheimen: [{ versleuteld: `v1.${'A'.repeat(60)}` }] });
    await renewKey(world);
    expect(await resealAll(world)).toEqual({ resealed: 2, left: [], unreadable: ['b'] });
  });
});
