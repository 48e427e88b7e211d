import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Aanbod } from '../../../adapters/bezorgwachtrij.ts';
import { ZaakId } from '../../../contracts/basistypen.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import type { Basisdeur } from '../../../contracts/post.ts';
import gemeld from '../../../contracts/voorbeelden/nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1/goed-taalschool.json' with {
  type: 'json',
};
import type { Abonnement } from '../../../domain/delivery/abonnement.ts';
import { nieuwPoststuk, type Poststuk } from '../../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../../domain/partners/projectie.ts';
import { ruimPostOp } from '../../../functions/bewaking/bewaring.ts';
import {
  biedBanenAan,
  biedBlijversAan,
  biedHerleveringenAan,
} from '../../../functions/bewaking/bezorging.ts';
import { meetPost } from '../../../functions/bewaking/metingen.ts';
import { opgeschreven } from './berichten.ts';
import { bezorgingVan } from './bezorging.ts';
import { geheugenTabel } from './hub-in-geheugen.ts';

/** No delivery may be forgotten, and nothing is kept longer than agreed. */

const MINUUT = 60_000;
const DAG = 24 * 60 * MINUUT;
const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');
const TAALSCHOOL: PartnerAdres = '0907/taalschool';
const INTOS: PartnerAdres = '0907/intos';

const maakZaak = () => ZaakId.parse(`00000000-0000-8000-9000-${randomUUID().slice(-12)}`);

const wereld = () => {
  const tabel = geheugenTabel();
  const aanbod: Aanbod[] = [];
  const { waarnemen, gemeten } = opgeschreven();
  const bezorging = bezorgingVan(tabel, { partners: [TAALSCHOOL, INTOS], aanbod });
  const { postvak, banen, kanalen } = bezorging;
  return {
    ...bezorging,
    gemeten,
    /** After so much time: everything that looks after deliveries, with the lanes that were offered. */
    na: (ms: number) => {
      const nodig = { ...bezorging, waarnemen, nu: new Date(BEGIN + ms), gemeenten: ['0907'] as const };
      const aangeboden = async (doe: Promise<void>) => {
        aanbod.length = 0;
        await doe;
        return aanbod.map(({ opdracht }) => opdracht);
      };
      return {
        banen: () => aangeboden(biedBanenAan(nodig)),
        blijvers: () => aangeboden(biedBlijversAan(nodig)),
        herleveringen: () => aangeboden(biedHerleveringenAan(nodig)),
        ruimOp: () => ruimPostOp(nodig),
        meet: () => meetPost(nodig),
        aanbod: () => [...aanbod],
      };
    },
    leg: async (partner: PartnerAdres, zaakId: ZaakId, volgnummer = 1): Promise<Poststuk> => {
      const bericht = {
        ...gemeld,
        id: randomUUID(),
        data: { ...gemeld.data, zaakId, volgnummer },
      } as unknown as Partnerbericht;
      const stuk = nieuwPoststuk(partner, bericht, new Date(BEGIN), []);
      expect(await postvak.leg([stuk])).toEqual([stuk]);
      return stuk;
    },
    wacht: (kanaal: PartnerAdres, zaakId: ZaakId, ms: number) =>
      banen.wacht({
        kanaal,
        zaakId,
        abonnementId: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
        volgnummer: 1,
        pogingen: 3,
        vanaf: new Date(BEGIN + ms).toISOString(),
        gepland: new Date(BEGIN + ms).toISOString(),
        gereserveerd: false,
      }),
    kies: (partner: PartnerAdres, deur: Basisdeur) => kanalen.kiesBasisdeur(partner, deur),
    abonneer: (partner: PartnerAdres, status: Abonnement['status']) =>
      kanalen.maak(partner, {
        id: randomUUID(),
        status,
        sink: 'https://school.example/hook',
        types: [],
        filters: [],
        geheimen: [],
        aangemaaktOp: new Date(BEGIN).toISOString(),
        versie: 1,
      }),
    plek: async (stuk: Poststuk) => (await postvak.lees(stuk))?.plek,
    inhoud: async (stuk: Poststuk) => (await postvak.lees(stuk))?.tekst,
  };
};

let hub: ReturnType<typeof wereld>;
beforeEach(() => {
  hub = wereld();
});

const baan = (kanaal: PartnerAdres, zaakId: ZaakId) => ({ soort: 'baan', kanaal, zaakId });

describe('a lane that waits', () => {
  it('is offered when its time comes within the minute, and not before', async () => {
    const [nu, straks, later] = [maakZaak(), maakZaak(), maakZaak()];
    await hub.wacht(TAALSCHOOL, nu, -MINUUT);
    await hub.wacht(INTOS, straks, 59_000);
    await hub.wacht(TAALSCHOOL, later, 2 * MINUUT);
    expect(await hub.na(0).banen()).toEqual([baan(TAALSCHOOL, nu), baan(INTOS, straks)]);
    expect(await hub.na(90_000).banen()).toEqual([
      baan(TAALSCHOOL, nu),
      baan(INTOS, straks),
      baan(TAALSCHOOL, later),
    ]);
  });

  it('is offered under a name that its queue drops when it comes twice, until it waits for another moment', async () => {
    const zaakId = maakZaak();
    const naam = async (vanafMs: number) => {
      await hub.wacht(TAALSCHOOL, zaakId, vanafMs);
      const run = hub.na(MINUUT);
      await run.banen();
      return run.aanbod().map(({ ontdubbel }) => ontdubbel);
    };
    const eerste = await naam(0);
    expect(eerste[0]?.length).toBeLessThanOrEqual(128);
    expect(await naam(0)).toEqual(eerste);
    expect(await naam(1)).not.toEqual(eerste);
  });
});

describe('a message that lies ready', () => {
  it('is offered after ten minutes when nothing waits for it, once for each lane', async () => {
    const zaakId = maakZaak();
    await hub.leg(TAALSCHOOL, zaakId, 1);
    await hub.leg(TAALSCHOOL, zaakId, 2);
    expect(await hub.na(10 * MINUUT - 1).blijvers()).toEqual([]);
    expect(await hub.na(11 * MINUUT).blijvers()).toEqual([baan(TAALSCHOOL, zaakId)]);
  });

  it('is left alone while its lane waits for its moment', async () => {
    const zaakId = maakZaak();
    await hub.leg(TAALSCHOOL, zaakId);
    await hub.wacht(TAALSCHOOL, zaakId, 2 * 60 * MINUUT);
    expect(await hub.na(60 * MINUUT).blijvers()).toEqual([]);
  });

  it.each([
    ['actief', true],
    ['gepauzeerd', false],
    ['gestopt', false],
  ] as const)('for an abonnement that is %s: offered is %s', async (status, aangeboden) => {
    const zaakId = maakZaak();
    await hub.leg(TAALSCHOOL, zaakId);
    await hub.abonneer(TAALSCHOOL, status);
    expect(await hub.na(11 * MINUUT).blijvers()).toEqual(aangeboden ? [baan(TAALSCHOOL, zaakId)] : []);
  });

  it('waits for whoever fetches by itself, unless a door died with it in hand', async () => {
    const [ligt, inHand] = [maakZaak(), maakZaak()];
    await hub.kies(TAALSCHOOL, 'ophalen');
    await hub.leg(TAALSCHOOL, ligt);
    const stuk = await hub.leg(TAALSCHOOL, inHand);
    await hub.postvak.claim(stuk, 'webhook', new Date(BEGIN + MINUUT), new Date(BEGIN));
    expect(await hub.na(11 * MINUUT).blijvers()).toEqual([baan(TAALSCHOOL, inHand)]);
  });

  it('is not offered when it was delivered, parked or confirmed', async () => {
    const nu = new Date(BEGIN);
    const gevolgd = await hub.leg(TAALSCHOOL, maakZaak());
    const geclaimd = await hub.postvak.claim(gevolgd, 'wachtrij', nu, nu);
    if (geclaimd !== undefined) await hub.postvak.bezorgd(geclaimd, nu);
    await hub.postvak.parkeer(await hub.leg(TAALSCHOOL, maakZaak()), nu);
    await hub.postvak.bevestig(await hub.leg(TAALSCHOOL, maakZaak()), nu);
    expect(await hub.na(11 * MINUUT).blijvers()).toEqual([]);
  });
});

describe('what a partner asked to be sent again', () => {
  const vraag = async (vanafMs: number) => {
    const id = randomUUID();
    const moment = new Date(BEGIN).toISOString();
    await hub.herleveringen.begin({
      id,
      kanaal: TAALSCHOOL,
      keuze: { tot: moment },
      door: 'taalschool-0907',
      aangevraagdOp: moment,
      aantal: 1,
      gedaan: 0,
      vanaf: new Date(BEGIN + vanafMs).toISOString(),
      versie: 1,
    });
    return id;
  };

  it('is offered when more of it may go, and no more once it has ended', async () => {
    const id = await vraag(MINUUT);
    expect(await hub.na(MINUUT - 1).herleveringen()).toEqual([]);
    const opdracht = { soort: 'herlevering', kanaal: TAALSCHOOL, herleveringId: id };
    const run = hub.na(MINUUT);
    expect(await run.herleveringen()).toEqual([opdracht]);
    expect(run.aanbod()[0]?.ontdubbel?.length).toBeLessThanOrEqual(128);
    const gelezen = await hub.herleveringen.lees(id);
    if (gelezen === undefined) throw new Error('geen herlevering');
    await hub.herleveringen.volgOp(gelezen, { gedaan: 1 });
    expect(await hub.na(DAG).herleveringen()).toEqual([]);
  });

  it('has thirty days again from then on', async () => {
    await hub.kies(TAALSCHOOL, 'ophalen');
    const stuk = await hub.leg(TAALSCHOOL, maakZaak());
    await hub.postvak.bevestig(stuk, new Date(BEGIN));
    const bevestigd = await hub.postvak.lees(stuk);
    if (bevestigd === undefined) throw new Error('geen bericht');
    await hub.postvak.herlever(bevestigd, randomUUID(), new Date(BEGIN + 40 * DAG));
    await hub.na(69 * DAG).ruimOp();
    expect(await hub.plek(stuk)).toBe('klaargezet');
    await hub.na(71 * DAG).ruimOp();
    expect(await hub.plek(stuk)).toBe('vervallen');
  });
});

describe('what is kept of messages', () => {
  it('ends for whoever does not fetch within thirty days', async () => {
    await hub.kies(TAALSCHOOL, 'ophalen');
    const stuk = await hub.leg(TAALSCHOOL, maakZaak());
    await hub.na(30 * DAG - 1).ruimOp();
    expect(await hub.plek(stuk)).toBe('klaargezet');
    await hub.na(30 * DAG + 1).ruimOp();
    expect(await hub.plek(stuk)).toBe('vervallen');
    expect(await hub.inhoud(stuk)).toBeDefined();
  });

  it('has thirty days from when it can be fetched: what a paused abonnement kept is not over at once', async () => {
    const stuk = await hub.leg(TAALSCHOOL, maakZaak());
    await hub.kies(TAALSCHOOL, 'ophalen');
    await hub.feeds.herzie(TAALSCHOOL, new Date(BEGIN + 40 * DAG));
    await hub.na(41 * DAG).ruimOp();
    expect(await hub.plek(stuk)).toBe('klaargezet');
    await hub.na(71 * DAG).ruimOp();
    expect(await hub.plek(stuk)).toBe('vervallen');
  });

  it('does not end so soon at another door', async () => {
    await hub.kies(TAALSCHOOL, 'ophalen');
    await hub.abonneer(TAALSCHOOL, 'gepauzeerd');
    const bijWebhook = await hub.leg(TAALSCHOOL, maakZaak());
    const bijWachtrij = await hub.leg(INTOS, maakZaak());
    await hub.na(31 * DAG).ruimOp();
    expect([await hub.plek(bijWebhook), await hub.plek(bijWachtrij)]).toEqual(['klaargezet', 'klaargezet']);
  });

  it('loses its content after ninety days, and what was never delivered is vervallen then', async () => {
    const nu = new Date(BEGIN);
    const bevestigd = await hub.leg(TAALSCHOOL, maakZaak());
    await hub.postvak.bevestig(bevestigd, nu);
    const geparkeerd = await hub.leg(TAALSCHOOL, maakZaak());
    await hub.postvak.parkeer(geparkeerd, nu);
    const ligt = await hub.leg(TAALSCHOOL, maakZaak());
    const stukken = [bevestigd, geparkeerd, ligt];
    await hub.na(90 * DAG - 1).ruimOp();
    expect(await Promise.all(stukken.map(hub.inhoud))).not.toContain(undefined);
    await hub.na(90 * DAG + 1).ruimOp();
    expect(await Promise.all(stukken.map(hub.inhoud))).toEqual([undefined, undefined, undefined]);
    expect(await Promise.all(stukken.map(hub.plek))).toEqual(['bevestigd', 'vervallen', 'vervallen']);
  });
});

describe('what is measured of messages', () => {
  it('is how many are parked, and how old the oldest is that its partner has not got', async () => {
    await hub.leg(INTOS, maakZaak());
    const geparkeerd = await hub.leg(TAALSCHOOL, maakZaak());
    await hub.postvak.parkeer(geparkeerd, new Date(BEGIN));
    await hub.na(5 * MINUUT).meet();
    expect(hub.gemeten).toEqual([
      ['Geparkeerd 0907', 1],
      ['OudsteKlaargezet 0907', 300],
    ]);
  });

  it('is zero when every partner has everything', async () => {
    await hub.na(5 * MINUUT).meet();
    expect(hub.gemeten).toEqual([
      ['Geparkeerd 0907', 0],
      ['OudsteKlaargezet 0907', 0],
    ]);
  });
});
