import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scenario } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** The pull door of a whole hub: waiting, confirming, and changing to another door. */

const Feed = z.object({
  berichten: z.array(
    z.looseObject({ id: z.string(), data: z.looseObject({ zaakId: z.string(), volgnummer: z.int() }) }),
  ),
  na: z.string(),
});

describe('a partner that fetches its messages', () => {
  let hub: DraaiendeHub;
  const roep = async (
    als: string,
    method: 'GET' | 'POST' | 'PUT',
    pad: string,
    body?: object,
  ): Promise<{ status: number; inhoud: unknown }> => {
    const antwoord = await fetch(`${hub.client.url}/v1${pad}`, {
      method,
      headers: {
        authorization: `Bearer ${await hub.client.token(als)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const tekst = await antwoord.text();
    return { status: antwoord.status, inhoud: tekst === '' ? undefined : JSON.parse(tekst) };
  };
  const haal = async (vraag = 'wacht=0') => {
    const { status, inhoud } = await roep('taalschool', 'GET', `/berichten?${vraag}`);
    expect(status).toBe(200);
    return Feed.parse(inhoud);
  };

  beforeAll(async () => {
    hub = await startHub();
    expect((await roep('taalschool', 'PUT', '/kanaal', { deur: 'ophalen' })).status).toBe(200);
    await hub.rust();
  });
  afterAll(() => hub.stop());

  it('waits, gets its messages as they come, and no more once it has confirmed them', async () => {
    expect((await haal()).berichten).toEqual([]);
    const [eerste] = await Promise.all([haal('wacht=20'), hub.speel(scenario('een-huishouden.jsonl'))]);
    expect(eerste.berichten.length).toBeGreaterThan(0);

    const { berichten } = await haal();
    const [bericht] = berichten;
    if (bericht === undefined) throw new Error('niets op te halen');
    const bevestig = (als: string) => roep(als, 'POST', `/berichten/${bericht.id}/_bevestig`);
    expect((await bevestig('intos')).status).toBe(404);
    expect((await roep('intos', 'GET', `/berichten/${bericht.id}`)).status).toBe(404);
    expect((await haal()).berichten).toEqual(berichten);
    expect([(await bevestig('taalschool')).status, (await bevestig('taalschool')).status]).toEqual([
      204, 204,
    ]);
    expect((await haal()).berichten).toEqual(berichten.slice(1));
    expect((await roep('taalschool', 'GET', `/berichten/${bericht.id}`)).inhoud).toMatchObject({
      staat: 'bevestigd',
      deur: 'ophalen',
      bericht,
    });
    // Nothing of it went through the queue, and the others did not notice.
    expect(await hub.inWachtrij('0907', 'taalschool')).toEqual([]);
    expect((await hub.inWachtrij('0907', 'intos')).length).toBeGreaterThan(0);
  });

  it('is told when it has waited too long with a cursor, or invents one', async () => {
    const cursor = (moment: string) => Buffer.from(`${moment}|${moment}`).toString('base64url');
    const status = async (na: string) =>
      (await roep('taalschool', 'GET', `/berichten?wacht=0&na=${na}`)).status;
    expect(await status((await haal()).na)).toBe(200);
    expect(await status(cursor(new Date(Date.now() + 3_600_000).toISOString()))).toBe(400);
    expect(await status(cursor(new Date(Date.now() - 31 * 86_400_000).toISOString()))).toBe(410);
    expect(await status('verzonnen')).toBe(400);
  });

  it('finds what it asks for again, and gets it through its queue once it chooses that', async () => {
    const alles = Feed.omit({ na: true }).parse(
      (await roep('taalschool', 'GET', '/berichten?staat=bevestigd')).inhoud,
    );
    const zaakId = alles.berichten[0]?.data.zaakId;
    const vraag = await roep('taalschool', 'POST', '/herleveringen', { zaakId });
    expect(vraag).toMatchObject({ status: 202, inhoud: { aantal: alles.berichten.length } });
    await hub.rust();
    const klaar = await haal();
    expect(klaar.berichten.map(({ id }) => id)).toContain(alles.berichten[0]?.id);

    expect((await roep('taalschool', 'PUT', '/kanaal', { deur: 'wachtrij' })).status).toBe(200);
    await hub.rust();
    const inWachtrij = await hub.inWachtrij('0907', 'taalschool');
    expect(inWachtrij.map(({ bericht }) => bericht)).toEqual(klaar.berichten);
    expect((await roep('taalschool', 'GET', '/berichten?wacht=0')).status).toBe(409);
    expect((await roep('taalschool', 'GET', '/kanaal')).inhoud).toMatchObject({ klaargezet: 0 });
  });
});
