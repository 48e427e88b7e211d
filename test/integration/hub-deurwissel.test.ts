import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { runScenario } from '../../client/scenario/run.ts';
import { gewillig, type Ontvanger, startOntvanger } from '../hub/ontvanger.ts';
import { scenario } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** A partner that changes doors in the middle of a replay: from its queue to a webhook to fetching for itself. */

const Bericht = z.looseObject({
  id: z.string(),
  data: z.looseObject({ zaakId: z.string(), volgnummer: z.int() }),
});
type Bericht = z.infer<typeof Bericht>;
const Lijst = z.object({ berichten: z.array(Bericht), na: z.string().optional() });

const PARTNER = 'taalmaatjes';

describe('a partner that changes doors in the middle of a replay', () => {
  let hub: DraaiendeHub;
  let ontvanger: Ontvanger;
  const aangenomen: Bericht[] = [];
  const opgehaald: Bericht[] = [];

  const roep = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => {
    const antwoord = await hub.client.call(PARTNER, path, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    expect(antwoord.status).toBeLessThan(300);
    return antwoord.body;
  };

  /** Fetches and confirms until nothing lies ready. */
  const haalAlles = async (): Promise<void> => {
    for (;;) {
      const { berichten } = Lijst.parse(await roep('GET', '/berichten?wacht=0'));
      if (berichten.length === 0) return;
      for (const bericht of berichten) {
        opgehaald.push(bericht);
        await roep('POST', `/berichten/${bericht.id}/_bevestig`);
      }
    }
  };

  beforeAll(async () => {
    hub = await startHub();
    ontvanger = await startOntvanger();
    let eens = 0;
    // One in four fails the first time, so that messages lie ready at the moment of the next change.
    ontvanger.doe((verzoek) => {
      eens += 1;
      if (verzoek.methode !== 'POST') return gewillig(verzoek);
      if (eens % 4 === 0) return { status: 500 };
      aangenomen.push(Bericht.parse(JSON.parse(verzoek.body.toString())));
      return { status: 204 };
    });

    const stappen = scenario('twaalf-huishoudens.jsonl');
    const deel = Math.ceil(stappen.length / 3);
    const speel = (nummer: number) =>
      runScenario(hub.client, stappen.slice(nummer * deel, (nummer + 1) * deel), {
        settle: async () => undefined,
      });
    await speel(0);
    await vi.waitFor(async () => expect(await hub.inWachtrij('0907', PARTNER)).not.toEqual([]), {
      timeout: 20_000,
    });
    const { id } = z
      .object({ id: z.string() })
      .parse(await roep('POST', '/abonnementen', { sink: ontvanger.url, protocol: 'HTTP', types: [] }));
    await speel(1);
    await vi.waitFor(() => expect(aangenomen).not.toEqual([]), { timeout: 20_000 });
    await roep('PUT', '/kanaal', { deur: 'ophalen' });
    await roep('DELETE', `/abonnementen/${id}`);
    await speel(2);
    await hub.rust();
    await haalAlles();
  }, 150_000);
  afterAll(async () => {
    await ontvanger.stop();
    await hub.stop();
  });

  it('gets every message once, through one door or another, and knows all of them', async () => {
    const perDeur = {
      wachtrij: (await hub.inWachtrij('0907', PARTNER)).map(({ bericht }) => Bericht.parse(bericht)),
      webhook: aangenomen,
      ophalen: opgehaald,
    };
    for (const gekregen of Object.values(perDeur)) expect(gekregen).not.toEqual([]);
    const gekregen = Object.values(perDeur).flat();
    const bestaand: Bericht[] = [];
    let na: string | undefined;
    do {
      const bladzij = Lijst.parse(await roep('GET', `/berichten${na === undefined ? '' : `?na=${na}`}`));
      bestaand.push(...bladzij.berichten);
      na = bladzij.na;
    } while (na !== undefined);
    const ids = (berichten: readonly Bericht[]) => berichten.map(({ id }) => id).toSorted();
    expect(ids(gekregen)).toEqual(ids(bestaand));
    expect(new Set(ids(gekregen)).size).toBe(gekregen.length);
  });

  it('gets those of each zaak in order within each door', async () => {
    for (const door of [aangenomen, opgehaald]) {
      for (const rij of Map.groupBy(door, ({ data }) => data.zaakId).values()) {
        const nummers = rij.map(({ data }) => data.volgnummer);
        expect(nummers).toEqual(nummers.toSorted((een, ander) => een - ander));
      }
    }
  });
});
