import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isDuoStep } from '../../../client/scenario/parse.ts';
import { MAX_WAITING } from '../../../domain/limits.ts';
import { scenario, vNummersIn, wholeTable } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The pull door of a whole hub: waiting, confirming, and changing to another door. */

const Feed = z.object({
  berichten: z.array(
    z.looseObject({ id: z.string(), data: z.looseObject({ zaakId: z.string(), volgnummer: z.int() }) }),
  ),
  na: z.string(),
});

/** Far longer than a call of twenty seconds takes on a machine that is busy. */
const LONG_POLL_MS = 120_000;

/** Every text of a person in a value, for which the logbook is searched. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The zaken of the household, which fields each partner was told of them, and what was said about the persons. */
const everybody = async (hub: RunningHub) => {
  const steps = scenario('een-huishouden.jsonl');
  const vNummers = vNummersIn(steps);
  const found = await Promise.all(vNummers.map((vNummer) => hub.client.find({ vNummer })));
  const zaken = await Promise.all(
    found.flat().map(async ({ zaakId }) => {
      const { gebeurtenissen } = await hub.client.tijdlijn(zaakId);
      const told = gebeurtenissen.flatMap(({ gegevens: { partner, velden } }) =>
        typeof partner === 'string' && Array.isArray(velden)
          ? [[partner.split('/')[1] ?? '', velden as string[]] as const]
          : [],
      );
      return { zaakId, told };
    }),
  );
  // What says who somebody is; a name of a field or a kind may stand in both.
  const personen = steps.flatMap((step) =>
    isDuoStep(step)
      ? []
      : ['personen', 'adres', 'bsn'].flatMap((name) =>
          textsIn((step.bericht['data'] as Record<string, unknown>)[name]),
        ),
  );
  const words = new Set(['hoofdpersoon', 'partner', 'kind', 'overig', 'vrouw', 'onbekend', 'Gennep']);
  return { zaken, personen: [...new Set(personen)].filter((text) => !words.has(text)) };
};

describe('a partner that fetches its messages', () => {
  let hub: RunningHub;
  const call = async (
    to: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    given?: object,
    timeoutMs?: number,
  ): Promise<{ status: number; content: unknown }> => {
    const { status, body } = await hub.client.call(to, path, {
      method,
      ...(given === undefined ? {} : { body: given }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    return { status, content: body };
  };
  const fetchPage = async (query = 'wacht=0') => {
    const { status, content } = await call(
      'taalschool',
      'GET',
      `/berichten?${query}`,
      undefined,
      LONG_POLL_MS,
    );
    expect(status).toBe(200);
    return Feed.parse(content);
  };

  beforeAll(async () => {
    hub = await startHub();
    expect((await call('taalschool', 'PUT', '/kanaal', { deur: 'ophalen' })).status).toBe(200);
    await hub.quiet();
  });
  afterAll(() => hub.stop());

  it('waits, gets messages as they come, and does not get those again that it confirmed', async () => {
    expect((await fetchPage()).berichten).toEqual([]);
    // Repeats a call that ended without messages: a slow machine may need more than its twenty seconds.
    const waitFor = async (): Promise<z.infer<typeof Feed>> => {
      const page = await fetchPage('wacht=20');
      return page.berichten.length > 0 ? page : waitFor();
    };
    const [first] = await Promise.all([waitFor(), hub.play(scenario('een-huishouden.jsonl'))]);
    expect(first.berichten.length).toBeGreaterThan(0);

    const { berichten } = await fetchPage();
    const [bericht] = berichten;
    if (bericht === undefined) throw new Error('nothing to fetch');
    const confirm = (to: string) => call(to, 'POST', `/berichten/${bericht.id}/_bevestig`);
    expect((await confirm('intos')).status).toBe(404);
    expect((await call('intos', 'GET', `/berichten/${bericht.id}`)).status).toBe(404);
    expect((await fetchPage()).berichten).toEqual(berichten);
    expect([(await confirm('taalschool')).status, (await confirm('taalschool')).status]).toEqual([204, 204]);
    expect((await fetchPage()).berichten).toEqual(berichten.slice(1));
    expect((await call('taalschool', 'GET', `/berichten/${bericht.id}`)).content).toMatchObject({
      staat: 'bevestigd',
      deur: 'ophalen',
      bericht,
    });
    // No message went through its queue, and other partners got theirs.
    expect(await hub.inQueue('0907', 'taalschool')).toEqual([]);
    expect((await hub.inQueue('0907', 'intos')).length).toBeGreaterThan(0);
  });

  it('stands in the logbook of each person with everybody who got which fields, and with no value', async () => {
    const { personen, zaken } = await everybody(hub);
    expect(zaken.length).toBeGreaterThan(0);
    for (const { zaakId, told } of zaken) {
      const verwerkingen = await hub.client.verwerkingen(zaakId);
      const got = (partner: string, fields: readonly string[]) =>
        verwerkingen.some(
          ({ activiteit, wie, velden, doel, grondslag }) =>
            activiteit === 'verstrekken' &&
            wie?.sleutel === `${partner}-0907` &&
            doel !== '' &&
            grondslag.tekst !== '' &&
            fields.every((field) => velden.includes(field)),
        );
      for (const [partner, fields] of told) expect([partner, got(partner, fields)]).toEqual([partner, true]);
      // It fetched its messages itself, and the gemeente looked for the zaak.
      const readers = verwerkingen.flatMap(({ wie }) => (wie?.rol === 'lezer' ? wie.sleutel : []));
      expect(new Set(readers)).toEqual(new Set(['taalschool-0907', 'gemeente-0907']));
      const text = JSON.stringify(verwerkingen);
      for (const value of personen) expect(text).not.toContain(value);
    }
  });

  it('and others take every place of ophalen, and COA is answered while all of them wait', async () => {
    // Of the sandbox gemeente, where nothing happens meanwhile: no message ends their waiting.
    const partners = ['taalschool-9999', 'intos-9999', 'balk-9999'];
    const places = partners.flatMap((partner) => Array.from({ length: MAX_WAITING }, () => partner));
    for (const partner of partners) {
      expect((await call(partner, 'PUT', '/kanaal', { deur: 'ophalen' })).status).toBe(200);
    }
    await hub.quiet();
    let FunctionName = '';
    const open = () =>
      hub.hub
        .busy()
        .filter(({ functionName }) => functionName.includes('Ophalen'))
        .map(({ functionName, invocations }) => {
          FunctionName = functionName;
          return invocations;
        });
    // Asks again when it ended without messages: a slow machine may need more than its twenty seconds.
    const untilRefused = async (partner: string): Promise<number> => {
      const { status } = await call(partner, 'GET', '/berichten?wacht=20', undefined, LONG_POLL_MS);
      return status === 200 ? untilRefused(partner) : status;
    };
    const polls = places.map(untilRefused);
    await expect.poll(open, { timeout: 60_000 }).toEqual([places.length]);
    await new LambdaClient(hub.rollout.clientConfig('lambda')).send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: places.length }),
    );

    const [step] = scenario('een-huishouden.jsonl');
    if (step === undefined || isDuoStep(step)) throw new Error('the scenario begins with no message');
    const sent = await hub.client.call('coa', '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: step.bericht,
    });
    expect(sent.status).toBe(202);
    // What a partner asked of ophalen and of the API counts together, in the one table that all instances see.
    expect(await wholeTable(hub)).toContainEqual({
      pk: 'LIMIET#taalschool-0907',
      sk: 'TEMPO#api',
      vrijVanaf: expect.any(Number),
      verlooptOp: expect.any(Number),
    });
    // Nor is another method on the same path kept waiting, or a path below it.
    expect((await call('intos', 'POST', '/berichten')).status).toBe(405);
    expect((await call('intos', 'GET', '/berichten/onbekend')).status).toBe(404);
    await expect.poll(open, { timeout: 60_000 }).toEqual([places.length]);

    for (const partner of partners) await call(partner, 'PUT', '/kanaal', { deur: 'wachtrij' });
    expect(new Set(await Promise.all(polls))).toEqual(new Set([409]));
  });

  it('gets an error for a cursor that is too old, lies in the future or was never given', async () => {
    const cursor = (moment: string) => Buffer.from(`${moment}|${moment}`).toString('base64url');
    const status = async (after: string) =>
      (await call('taalschool', 'GET', `/berichten?wacht=0&na=${after}`)).status;
    expect(await status((await fetchPage()).na)).toBe(200);
    expect(await status(cursor(new Date(Date.now() + 3_600_000).toISOString()))).toBe(400);
    expect(await status(cursor(new Date(Date.now() - 31 * 86_400_000).toISOString()))).toBe(410);
    expect(await status('verzonnen')).toBe(400);
  });

  it('can fetch the messages of a herlevering, and gets them through its queue once it chooses that door', async () => {
    const all = Feed.omit({ na: true }).parse(
      (await call('taalschool', 'GET', '/berichten?staat=bevestigd')).content,
    );
    const zaakId = all.berichten[0]?.data.zaakId;
    const query = await call('taalschool', 'POST', '/herleveringen', { zaakId });
    expect(query).toMatchObject({ status: 202, content: { aantal: all.berichten.length } });
    await hub.quiet();
    const done = await fetchPage();
    expect(done.berichten.map(({ id }) => id)).toContain(all.berichten[0]?.id);

    expect((await call('taalschool', 'PUT', '/kanaal', { deur: 'wachtrij' })).status).toBe(200);
    await hub.quiet();
    const inQueue = await hub.inQueue('0907', 'taalschool');
    expect(inQueue.map(({ bericht }) => bericht)).toEqual(done.berichten);
    expect((await call('taalschool', 'GET', '/berichten?wacht=0')).status).toBe(409);
    expect((await call('taalschool', 'GET', '/kanaal')).content).toMatchObject({ klaargezet: 0 });
  });
});
