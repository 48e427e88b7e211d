import { describe, expect, it } from 'vitest';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakFeeds } from '../../adapters/post/feeds.ts';
import { type Herlevering, maakHerleveringen } from '../../adapters/post/herleveringen.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import { metVerseTabel } from './adapters-hulp.ts';

/** What a partner chose and asked, on an engine that evaluates every condition. */

let tabel: Tabel;
metVerseTabel((nieuw) => {
  tabel = nieuw;
});

const TAALSCHOOL: PartnerAdres = '0907/taalschool';
const NU = new Date('2025-09-08T10:00:00.000Z');
const MOMENT = NU.toISOString();

const vraag = (nummer: number, kanaal: PartnerAdres = TAALSCHOOL): Herlevering => ({
  id: `2f6c0a4e-93b7-4f0e-8a55-00000000000${nummer}`,
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
    const herleveringen = maakHerleveringen(tabel);
    const begonnen = await Promise.all([1, 2, 3].map((nummer) => herleveringen.begin(vraag(nummer))));
    expect(begonnen.filter(Boolean)).toHaveLength(1);
    expect(await herleveringen.begin(vraag(4, '0907/intos'))).toBe(true);
    expect(await herleveringen.begin(vraag(5))).toBe(false);

    const [lopend] = (await herleveringen.wachtende(NU)).filter(({ kanaal }) => kanaal === TAALSCHOOL);
    if (lopend === undefined) throw new Error('er loopt er geen');
    expect(await herleveringen.volgOp(lopend, { gedaan: 3 })).toMatchObject({ gedaan: 3, versie: 2 });
    expect(await herleveringen.volgOp(lopend, { gedaan: 9 })).toBeUndefined();
    expect(await herleveringen.begin(vraag(5))).toBe(true);
  });

  it('are found by the moment at which they may go on, whole, until they end', async () => {
    const herleveringen = maakHerleveringen(tabel);
    const eerste = vraag(1);
    await herleveringen.begin(eerste);
    expect(await herleveringen.wachtende(NU)).toEqual([eerste]);
    const later = '2025-09-08T10:01:00.000Z';
    const verder = await herleveringen.volgOp(eerste, { gedaan: 1, na: MOMENT, vanaf: later });
    expect(await herleveringen.wachtende(NU)).toEqual([]);
    expect(await herleveringen.wachtende(new Date(later))).toEqual([verder]);
    if (verder === undefined) throw new Error('niet verder');
    await herleveringen.volgOp(verder, { gedaan: 3 });
    expect(await herleveringen.wachtende(new Date('2030-01-01'))).toEqual([]);
    expect(await herleveringen.lees(eerste.id)).toMatchObject({ gedaan: 3, aantal: 3 });
  });
});

describe('the doors of a partner', () => {
  it('remember the last moment at which older messages came to lie ready, whoever writes last', async () => {
    const feeds = maakFeeds(tabel);
    expect(await feeds.herzienOp(TAALSCHOOL)).toBeUndefined();
    await feeds.herzie(TAALSCHOOL, NU);
    await feeds.herzie(TAALSCHOOL, new Date(NU.getTime() - 1000));
    expect(await feeds.herzienOp(TAALSCHOOL)).toBe(MOMENT);
    expect(await feeds.herzienOp('0907/intos')).toBeUndefined();
  });

  it('know an abonnement that has ended, and change only what was read', async () => {
    const kanalen = maakKanalen(tabel);
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
    await kanalen.maak(TAALSCHOOL, abonnement);
    const { tempo: _, ...zonderTempo } = abonnement;
    const nieuw = await kanalen.volgOp(TAALSCHOOL, abonnement, zonderTempo);
    expect(nieuw).toEqual({ ...zonderTempo, versie: 2 });
    expect(await kanalen.volgOp(TAALSCHOOL, abonnement, abonnement)).toBeUndefined();
    expect(await kanalen.abonnement(TAALSCHOOL, abonnement.id)).toEqual(nieuw);
    if (nieuw === undefined) throw new Error('niet gewijzigd');
    expect(await kanalen.verwijder(TAALSCHOOL, nieuw, NU)).toBe(true);
    expect(await kanalen.abonnement(TAALSCHOOL, abonnement.id)).toBeUndefined();
    expect(await kanalen.kende(TAALSCHOOL, abonnement.id)).toBe(true);
    expect(await kanalen.kende('0907/intos', abonnement.id)).toBe(false);
  });
});
