import { describe, expect, test } from 'vitest';
import { maakFeeds } from '../../../adapters/post/feeds.ts';
import { type Herlevering, maakHerleveringen } from '../../../adapters/post/herleveringen.ts';
import { gemeldVoor, Vervallen } from '../../../contracts/partnerberichten.ts';
import { nieuwPoststuk, type Poststuk } from '../../../domain/delivery/item.ts';
import { type HerleveringNodig, verwerkHerlevering } from '../../../functions/webhook/herlevering.ts';
import { type Oproep, startApi } from '../../contract/hulp/api.ts';
import { voorbeeld, voorbeelden } from '../../contract/hulp/voorbeelden.ts';

const TAALSCHOOL = '0907/taalschool';
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';
const ABONNEMENT = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e';
const MINUUT = 60_000;
const RUIM = () => 100_000;

const zaak = (nummer: number) => `3f7d6c1e-0f5b-8a8e-9d6a-${String(nummer).padStart(12, '0')}`;
const berichtId = (nummer: number, volgnummer: number) =>
  `0b0f2c36-6c1e-5c55-${8000 + volgnummer}-${String(nummer).padStart(12, '0')}`;

const anders = (nummer: number, volgnummer: number) => ({
  id: berichtId(nummer, volgnummer),
  subject: zaak(nummer),
});

const bericht = (nummer: number, volgnummer: number) => {
  const data = { zaakId: zaak(nummer), volgnummer };
  if (volgnummer === 1) {
    const gemeld = gemeldVoor('taalschool').parse(voorbeeld(GEMELD, 'goed-taalschool'));
    return gemeldVoor('taalschool').parse({
      ...gemeld,
      ...anders(nummer, volgnummer),
      data: { ...gemeld.data, ...data },
    });
  }
  const vervallen = Vervallen.parse(voorbeeld(VERVALLEN, 'goed-taalschool'));
  return Vervallen.parse({
    ...vervallen,
    ...anders(nummer, volgnummer),
    data: { ...vervallen.data, ...data },
  });
};

/** A partner with a number of zaken, of each of which two messages were delivered a minute apart. */
const start = async (zaken: number, partner: '0907/taalschool' | '0907/intos' = TAALSCHOOL) => {
  const api = startApi();
  const { wereld } = api;
  const { postvak, klok, kanalen, tabel } = wereld;
  const herleveringen = maakHerleveringen(tabel);
  const bezorg = async (stuk: Poststuk | undefined) => {
    const tot = new Date(klok.nu().getTime() + MINUUT);
    const inHand = stuk && (await postvak.claim(stuk, 'wachtrij', tot, klok.nu()));
    if (inHand === undefined) throw new Error('niet in hand');
    await postvak.bezorgd(inHand, klok.nu());
  };
  for (const volgnummer of [1, 2]) {
    for (let nummer = 1; nummer <= zaken; nummer++) {
      const stuk = nieuwPoststuk(partner, bericht(nummer, volgnummer), klok.nu(), []);
      await postvak.leg([stuk]);
      await bezorg(stuk);
    }
    klok.verder(MINUUT);
  }
  const nodig: HerleveringNodig = {
    herleveringen,
    postvak,
    kanalen,
    feeds: maakFeeds(tabel),
    bezorging: {
      bied: async (aangeboden) => {
        wereld.opdrachten.push(...aangeboden.map(({ opdracht }) => opdracht));
      },
    },
    nu: () => klok.nu(),
  };
  const vraag = (body: unknown, pad = '/v1/herleveringen', als = 'taalschool', extra: Oproep = {}) =>
    api.roep('POST', pad, { als, body, headers: { 'Content-Type': 'application/json' }, ...extra });
  const stand = async (id: string, als = 'taalschool', query = {}) =>
    (await api.roep('GET', `/v1/herleveringen/${id}`, { als, query })).inhoud;
  const begin = async (body: unknown, pad?: string): Promise<string> =>
    String((await vraag(body, pad)).inhoud?.['herleveringId']);
  const staanKlaar = async () => {
    const { stukken } = await postvak.lijst(partner, { plekken: ['klaargezet'], max: 10_000 });
    return stukken.map(({ zaakId, volgnummer }) => `${Number(zaakId.slice(-12))}.${volgnummer}`);
  };
  /** What waits is delivered, so that it could be put back once more. */
  const bezorgAlles = async () => {
    for (const plaats of (await postvak.lijst(partner, { plekken: ['klaargezet'], max: 10_000 })).stukken) {
      await bezorg(await postvak.lees(plaats));
    }
  };
  return { ...api, nodig, vraag, stand, begin, staanKlaar, bezorgAlles, herleveringen };
};

const neemAbonnement = ({ wereld }: Awaited<ReturnType<typeof start>>, types: readonly string[]) =>
  wereld.kanalen.maak(TAALSCHOOL, {
    id: ABONNEMENT,
    status: 'actief',
    sink: 'https://partner.example.nl/hooks',
    types,
    filters: [],
    geheimen: [],
    aangemaaktOp: '2025-06-20T08:00:00.000Z',
    versie: 1,
  });

describe('asking for messages again', () => {
  test.each([
    [{ van: '2025-06-20T08:32:30Z' }, 3],
    [{ tot: '2025-06-20T10:32:00+02:00' }, 3],
    [{ van: '2025-06-20T08:32:00Z', tot: '2025-06-20T08:33:00Z' }, 6],
    [{ zaakId: zaak(2) }, 2],
    [{ zaakId: zaak(2), types: [VERVALLEN] }, 1],
    [{ zaakId: zaak(2), van: '2025-06-20T08:32:30Z' }, 1],
    [{ types: [GEMELD] }, 3],
    [{ zaakId: zaak(9) }, 0],
  ])('%j is counted as %i, and exactly those are put back', async (keuze, aantal) => {
    const { vraag, begin, stand, nodig, staanKlaar, wereld } = await start(3);
    const proef = await vraag({ ...keuze, proef: true });
    expect([proef.status, proef.inhoud]).toEqual([200, { aantal }]);
    expect([await staanKlaar(), wereld.opdrachten]).toEqual([[], []]);
    const id = await begin(keuze);
    expect(await stand(id)).toMatchObject({ status: 'wacht', aantal, gedaan: 0, door: 'taalschool-0907' });
    expect(wereld.opdrachten).toEqual([{ soort: 'herlevering', kanaal: TAALSCHOOL, herleveringId: id }]);
    await verwerkHerlevering(nodig, id, RUIM);
    expect(await stand(id)).toMatchObject({ status: 'klaar', aantal, gedaan: aantal });
    expect(await staanKlaar()).toHaveLength(aantal);
  });

  test('what is put back keeps its id and its bytes, is offered per zaak, and what is on its way is left alone', async () => {
    const { begin, nodig, wereld, bezorgAlles, vraag } = await start(2);
    const voor = await wereld.postvak.lijst(TAALSCHOOL);
    const id = await begin({ types: [GEMELD, VERVALLEN] });
    await verwerkHerlevering(nodig, id, RUIM);
    expect((await vraag({ types: [GEMELD], proef: true })).inhoud).toEqual({ aantal: 0 });
    const na = await wereld.postvak.lijst(TAALSCHOOL);
    expect(na.stukken.map(({ tekst }) => tekst)).toEqual(voor.stukken.map(({ tekst }) => tekst));
    expect(wereld.opdrachten.slice(1)).toEqual([
      { soort: 'baan', kanaal: TAALSCHOOL, zaakId: zaak(1) },
      { soort: 'baan', kanaal: TAALSCHOOL, zaakId: zaak(2) },
    ]);
    await bezorgAlles();
    expect((await vraag({ types: [GEMELD], proef: true })).inhoud).toEqual({ aantal: 2 });
  });

  test('what an abonnement asks for is asked of the abonnement, the rest of the base door', async () => {
    const api = await start(2);
    await neemAbonnement(api, [VERVALLEN]);
    const proef = { types: [GEMELD, VERVALLEN], proef: true };
    const van = (pad: string) => api.vraag(proef, pad);
    expect((await van('/v1/herleveringen')).inhoud).toEqual({ aantal: 2 });
    expect((await van(`/v1/abonnementen/${ABONNEMENT}/herleveringen`)).inhoud).toEqual({ aantal: 2 });
    const id = await api.begin(
      { van: '2025-06-20T00:00:00Z' },
      `/v1/abonnementen/${ABONNEMENT}/herleveringen`,
    );
    await verwerkHerlevering(api.nodig, id, RUIM);
    expect(await api.staanKlaar()).toEqual(['1.2', '2.2']);
    expect(await api.wereld.kanalen.tijdlijn(ABONNEMENT)).toMatchObject([
      { naam: 'herlevering-gevraagd', gegevens: { herleveringId: id, aantal: 2 } },
    ]);
    expect(await api.stand(id)).not.toHaveProperty('abonnementId');
  });

  test('who fetches finds them again, also with a cursor of before', async () => {
    const { begin, nodig, roep, wereld } = await start(1);
    await wereld.kanalen.kiesBasisdeur(TAALSCHOOL, 'ophalen');
    wereld.klok.verder(MINUUT);
    const lees = (query: Record<string, string>) =>
      roep('GET', '/v1/berichten', { als: 'taalschool', query: { wacht: '0', ...query } });
    const { inhoud } = await lees({});
    wereld.klok.verder(MINUUT);
    await verwerkHerlevering(nodig, await begin({ zaakId: zaak(1) }), RUIM);
    const later = await lees({ na: String(inhoud?.['na']) });
    expect(later.inhoud?.['berichten']).toEqual([bericht(1, 1), bericht(1, 2)]);
    const bevestiging = await roep('POST', `/v1/berichten/${berichtId(1, 1)}/_bevestig`, {
      als: 'taalschool',
    });
    expect(bevestiging.status).toBe(204);
    expect(wereld.opdrachten.map(({ soort }) => soort)).toEqual(['herlevering']);
  });

  const tegenvoorbeelden = voorbeelden.filter(
    ({ type, fout }) => type === 'herlevering.aanvraag' && fout !== undefined,
  );
  test.each(tegenvoorbeelden.map((geval) => [geval.naam, geval] as const))(
    '%s is refused with every fault',
    async (_, { bericht: body, fout }) => {
      const { vraag, wereld } = await start(0);
      const { status, pointers } = await vraag(body);
      expect([status, [...new Set(pointers)]]).toEqual([
        400,
        fout?.verwacht.map(({ pointer }) => pointer).toSorted(),
      ]);
      expect(wereld.opdrachten).toEqual([]);
    },
  );

  test('only the partner itself asks; its gemeente may look how far it is, a stranger may not', async () => {
    const { vraag, begin, roep, stand } = await start(1);
    expect((await vraag({ zaakId: zaak(1) }, '/v1/herleveringen', 'gemeente')).status).toBe(403);
    const id = await begin({ zaakId: zaak(1) });
    const lees = async (als: string, query = {}) =>
      (await roep('GET', `/v1/herleveringen/${id}`, { als, query })).status;
    expect(await lees('gemeente', { partner: 'taalschool' })).toBe(200);
    expect(await lees('gemeente', { partner: 'intos' })).toBe(404);
    expect(await lees('intos')).toBe(404);
    expect(await stand('geen-uuid')).toMatchObject({ status: 404 });
    const vanAnder = `/v1/abonnementen/${ABONNEMENT}/herleveringen`;
    expect((await vraag({ zaakId: zaak(1) }, vanAnder)).status).toBe(404);
  });

  test('a partner asks for its own messages only', async () => {
    const { vraag } = await start(2, '0907/intos');
    expect((await vraag({ types: [GEMELD], proef: true })).inhoud).toEqual({ aantal: 0 });
  });

  test('one at a time: a second is refused until the first has ended', async () => {
    const { vraag, begin, nodig } = await start(1);
    const id = await begin({ zaakId: zaak(1) });
    expect((await vraag({ zaakId: zaak(1) })).status).toBe(409);
    await verwerkHerlevering(nodig, id, RUIM);
    expect((await vraag({ zaakId: zaak(1) })).status).toBe(202);
  });

  test('of two at the same moment one is refused', async () => {
    const { vraag, begin, nodig } = await start(1);
    await verwerkHerlevering(nodig, await begin({ zaakId: zaak(1) }), RUIM);
    const beide = await Promise.all([vraag({ zaakId: zaak(1) }), vraag({ zaakId: zaak(1) })]);
    expect(beide.map(({ status }) => status).toSorted()).toEqual([202, 409]);
  });
});

describe('putting messages back', () => {
  test('no more a minute than was asked; the watch carries it on', async () => {
    const { begin, nodig, stand, staanKlaar, wereld, herleveringen } = await start(3);
    const id = await begin({ van: '2025-06-20T00:00:00Z', tempo: 4 });
    wereld.opdrachten.length = 0;
    await verwerkHerlevering(nodig, id, RUIM);
    expect(await stand(id)).toMatchObject({ status: 'bezig', gedaan: 4 });
    await verwerkHerlevering(nodig, id, RUIM);
    expect(await staanKlaar()).toEqual(['1.1', '2.1', '3.1', '1.2']);
    expect(await herleveringen.wachtende(wereld.klok.nu())).toEqual([]);
    wereld.klok.verder(MINUUT);
    const [wachtende] = await herleveringen.wachtende(wereld.klok.nu());
    expect(wachtende).toMatchObject({ id, kanaal: TAALSCHOOL });
    await verwerkHerlevering(nodig, id, RUIM);
    expect(await stand(id)).toMatchObject({ status: 'klaar', gedaan: 6 });
    expect(await herleveringen.wachtende(new Date('2030-01-01'))).toEqual([]);
  });

  test('a long one goes on in another run when this one has no time left', async () => {
    const { begin, nodig, stand, wereld } = await start(150);
    const id = await begin({ van: '2025-06-20T00:00:00Z' });
    wereld.opdrachten.length = 0;
    await verwerkHerlevering(nodig, id, () => 1000);
    expect(await stand(id)).toMatchObject({ status: 'bezig', gedaan: 200 });
    expect(wereld.opdrachten.at(-1)).toEqual({ soort: 'herlevering', kanaal: TAALSCHOOL, herleveringId: id });
    await verwerkHerlevering(nodig, id, () => 1000);
    expect(await stand(id)).toMatchObject({ status: 'klaar', aantal: 300, gedaan: 300 });
  });

  test('an order for nothing, or for what has ended, does nothing', async () => {
    const { begin, nodig, staanKlaar, bezorgAlles } = await start(1);
    await verwerkHerlevering(nodig, ABONNEMENT, RUIM);
    const id = await begin({ zaakId: zaak(1) });
    await verwerkHerlevering(nodig, id, RUIM);
    await bezorgAlles();
    await verwerkHerlevering(nodig, id, RUIM);
    expect(await staanKlaar()).toEqual([]);
  });

  /** The same dependencies, of which the n-th call fails: before it did anything, or after it did everything. */
  const vallend = (nodig: HerleveringNodig, bij: number, moment: 'ervoor' | 'erna'): HerleveringNodig => {
    let teller = 0;
    const omhul = <Functies extends object>(functies: Functies): Functies =>
      new Proxy(functies, {
        get: (doel, naam) => {
          const functie: unknown = Reflect.get(doel, naam);
          if (typeof functie !== 'function') return functie;
          return async (...argumenten: unknown[]) => {
            const valt = ++teller === bij;
            if (valt && moment === 'ervoor') throw new Error('gevallen');
            const uitkomst = await Reflect.apply(functie, doel, argumenten);
            if (valt) throw new Error('gevallen');
            return uitkomst;
          };
        },
      });
    return {
      ...nodig,
      herleveringen: omhul(nodig.herleveringen),
      postvak: omhul(nodig.postvak),
      bezorging: omhul(nodig.bezorging),
    };
  };

  test.each(['ervoor', 'erna'] as const)(
    'whatever call it falls at (%s), each message is put back once and counted once',
    async (moment) => {
      let gevallen = 0;
      for (let bij = 1; bij < 60; bij++) {
        const { begin, nodig, stand, wereld, bezorgAlles } = await start(2);
        const id = await begin({ van: '2025-06-20T00:00:00Z', tempo: 3 });
        try {
          await verwerkHerlevering(vallend(nodig, bij, moment), id, RUIM);
        } catch {
          gevallen++;
        }
        // What was put back before the fall may have been delivered by the time that the order comes again.
        await bezorgAlles();
        for (let ronde = 0; ronde < 3; ronde++) {
          await verwerkHerlevering(nodig, id, RUIM);
          wereld.klok.verder(MINUUT);
        }
        expect(await stand(id), `bij ${bij}`).toMatchObject({ status: 'klaar', aantal: 4, gedaan: 4 });
        const { stukken } = await wereld.postvak.lijst(TAALSCHOOL);
        const keren = await Promise.all(
          stukken.map(async (plaats) => (await wereld.postvak.lees(plaats))?.herleveringen),
        );
        expect(keren, `bij ${bij}`).toEqual([1, 1, 1, 1]);
      }
      expect(gevallen).toBeGreaterThan(8);
    },
  );

  test('a message that somebody else puts in line meanwhile is on its way, and not sent twice', async () => {
    const { begin, nodig, stand, wereld } = await start(1);
    const id = await begin({ zaakId: zaak(1), types: [GEMELD] });
    let keer = 0;
    const bewegend: HerleveringNodig = {
      ...nodig,
      postvak: {
        ...nodig.postvak,
        lees: async (plaats) => {
          const stuk = await nodig.postvak.lees(plaats);
          if (stuk !== undefined && keer++ === 0)
            await nodig.postvak.herlever(stuk, 'een-andere', wereld.klok.nu());
          return stuk;
        },
      },
    };
    await verwerkHerlevering(bewegend, id, RUIM);
    expect(await stand(id)).toMatchObject({ status: 'klaar', gedaan: 0 });
  });
});

test('a request that was kept but not offered is carried on by the watch', async () => {
  const { vraag, wereld, herleveringen } = await start(1);
  wereld.storing = { bezorging: Object.assign(new Error('weg'), { code: 'ECONNREFUSED' }) };
  expect((await vraag({ zaakId: zaak(1) })).status).toBe(503);
  const wachtende: readonly Herlevering[] = await herleveringen.wachtende(wereld.klok.nu());
  expect(wachtende).toMatchObject([{ kanaal: TAALSCHOOL, aantal: 2 }]);
});
