import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { createFeeds } from '../../../../../adapters/table/postvak/feeds.ts';
import {
  createHerleveringen,
  type Herlevering,
} from '../../../../../adapters/table/postvak/herleveringen.ts';
import type { Table } from '../../../../../adapters/table/table.ts';
import type { KanaalId } from '../../../../../domain/partners/projection.ts';
import { withFreshTable } from '../support.ts';

/** Herleveringen and the choices of a partner, on an engine that evaluates every condition. */

let table: Table;
withFreshTable((fresh) => {
  table = fresh;
});

const TAALSCHOOL: KanaalId = '0907/taalschool';
const NOW = new Date('2025-09-08T10:00:00.000Z');
const MOMENT = NOW.toISOString();

const query = (number: number, kanaal: KanaalId = TAALSCHOOL): Herlevering => ({
  id: `2f6c0a4e-93b7-4f0e-8a55-00000000000${number}`,
  kanaal,
  keuze: { tot: MOMENT },
  door: 'taalschool-0907',
  aangevraagdOp: MOMENT,
  aantal: 3,
  gedaan: 0,
  vanaf: MOMENT,
  versie: 1,
});

describe('herleveringen', () => {
  it('run one at a time for each partner, also when several begin at once', async () => {
    const herleveringen = createHerleveringen(table);
    const begun = await Promise.all([1, 2, 3].map((number) => herleveringen.begin(query(number))));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await herleveringen.begin(query(4, '0907/intos'))).toBe(true);
    expect(await herleveringen.begin(query(5))).toBe(false);

    const [running] = (await herleveringen.waiting(NOW)).filter(({ kanaal }) => kanaal === TAALSCHOOL);
    if (running === undefined) throw new Error('none runs');
    expect(await herleveringen.recordProgress(running, { gedaan: 3 })).toMatchObject({
      gedaan: 3,
      versie: 2,
    });
    expect(await herleveringen.recordProgress(running, { gedaan: 9 })).toBeUndefined();
    expect(await herleveringen.begin(query(5))).toBe(true);
  });

  it('are listed with all their data from the moment at which they may go on, until they end', async () => {
    const herleveringen = createHerleveringen(table);
    const first = query(1);
    await herleveringen.begin(first);
    expect(await herleveringen.waiting(NOW)).toEqual([first]);
    const later = '2025-09-08T10:01:00.000Z';
    const next = await herleveringen.recordProgress(first, { gedaan: 1, na: MOMENT, vanaf: later });
    expect(await herleveringen.waiting(NOW)).toEqual([]);
    expect(await herleveringen.waiting(new Date(later))).toEqual([next]);
    if (next === undefined) throw new Error('not continued');
    await herleveringen.recordProgress(next, { gedaan: 3 });
    expect(await herleveringen.waiting(new Date('2030-01-01'))).toEqual([]);
    expect(await herleveringen.read(first.id)).toMatchObject({ gedaan: 3, aantal: 3 });
  });
});

describe('the doors of a partner', () => {
  it('remember the latest moment at which older messages came to lie ready, in any order of the writes', async () => {
    const feeds = createFeeds(table);
    expect(await feeds.herzienOp(TAALSCHOOL)).toBeUndefined();
    await feeds.revise(TAALSCHOOL, NOW);
    await feeds.revise(TAALSCHOOL, new Date(NOW.getTime() - 1000));
    expect(await feeds.herzienOp(TAALSCHOOL)).toBe(MOMENT);
    expect(await feeds.herzienOp('0907/intos')).toBeUndefined();
  });

  it('remember that an ended abonnement existed, and change an abonnement only from its latest version', async () => {
    const kanalen = createKanalen(table);
    const abonnement = {
      id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      status: 'actief',
      sink: 'https://partner.example.nl/hooks',
      types: [],
      filters: [],
      geheimen: [],
      tempo: 5,
      aangemaaktOp: MOMENT,
      versie: 1,
    } as const;
    await kanalen.create(TAALSCHOOL, abonnement);
    const { tempo: _, ...withoutTempo } = abonnement;
    const fresh = await kanalen.replace(TAALSCHOOL, abonnement, withoutTempo);
    expect(fresh).toEqual({ ...withoutTempo, versie: 2 });
    expect(await kanalen.replace(TAALSCHOOL, abonnement, abonnement)).toBeUndefined();
    expect(await kanalen.abonnement(TAALSCHOOL, abonnement.id)).toEqual(fresh);
    if (fresh === undefined) throw new Error('not changed');
    expect(await kanalen.remove(TAALSCHOOL, fresh, NOW)).toBe(true);
    expect(await kanalen.abonnement(TAALSCHOOL, abonnement.id)).toBeUndefined();
    expect(await kanalen.knew(TAALSCHOOL, abonnement.id)).toBe(true);
    expect(await kanalen.knew('0907/intos', abonnement.id)).toBe(false);
  });
});
