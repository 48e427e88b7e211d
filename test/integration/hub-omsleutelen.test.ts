import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { omsleutelen } from '../../cli/operator/recovery/rekey/rekey.ts';
import { herstelTabel } from '../../cli/operator/recovery/table/restore-table.ts';
import { lokaleUitrol } from '../../client/deployment.ts';
import { alleBerichten, eindstand, heleTabel, opgevangen, scenario, vNummersIn } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

const rommelig = scenario('rommelig.jsonl');
const huishouden = scenario('een-huishouden.jsonl');
const vNummers = vNummersIn(rommelig);

describe('a hub whose secret was replaced', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-omsleutelen-'));
  const { regels, output } = opgevangen();
  let hub: DraaiendeHub;
  let voor: Awaited<ReturnType<typeof stand>>;

  const stand = async () => ({ zaken: await eindstand(hub, vNummers), berichten: await alleBerichten(hub) });
  const zaakIds = () => Promise.all(vNummers.map((vNummer) => hub.client.zoek({ vNummer })));
  const commits = async () =>
    (await heleTabel(hub)).filter(
      ({ pk, sk, inhoud }) => /^ZAAK#/.test(String(pk)) && /^COMMIT#/.test(String(sk)) && inhoud,
    ).length;

  beforeAll(async () => {
    hub = await startHub(dataDir);
    expect(await hub.speel(rommelig)).toMatchObject({ deviations: [], atRest: true });
    voor = await stand();
  });
  afterAll(async () => {
    await hub.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('finds every zaak under the id that it had, by V-nummer and by BSN', async () => {
    const ids = await zaakIds();
    const aantal = await commits();
    expect(await omsleutelen(await lokaleUitrol(hub.hub.url), { proef: true }, output)).toBe(0);
    expect(await omsleutelen(await lokaleUitrol(hub.hub.url), {}, output)).toBe(0);
    expect(regels.at(-1)).toMatch(/^Done \(klaar\): the new secret is in use\. \d\d+ logs/);
    expect(await zaakIds()).toEqual(ids);
    expect(await stand()).toEqual(voor);
    const [bsn] = JSON.stringify(rommelig).match(/(?<="bsn":")9999\d{5}/) ?? [];
    expect(await hub.client.zoek({ bsn: bsn ?? '' })).toHaveLength(1);
    expect(await commits()).toBe(aantal);
    expect(await herstelTabel(await lokaleUitrol(hub.hub.url), { toets: true }, output)).toBe(0);
  });

  it('takes every message again under another receipt and changes nothing, tells nobody twice', async () => {
    const ontvangen = (await hub.client.balans()).ontvangsten.verwerkt;
    expect(await hub.speel(rommelig)).toMatchObject({ deviations: [], atRest: true });
    expect((await hub.client.balans()).ontvangsten.verwerkt).toBeGreaterThan(ontvangen);
    expect(await stand()).toEqual(voor);
  });

  it('knows new people, also after a restart and a second replacement', async () => {
    expect(await hub.speel(huishouden)).toMatchObject({ deviations: [], atRest: true });
    const nieuw = vNummersIn(huishouden)[0] ?? '';
    const ids = await hub.client.zoek({ vNummer: nieuw });
    expect(ids).toHaveLength(1);
    await hub.stop();
    hub = await startHub(dataDir);
    expect(await hub.client.zoek({ vNummer: nieuw })).toEqual(ids);
    expect(await omsleutelen(await lokaleUitrol(hub.hub.url), {}, output)).toBe(0);
    expect(await hub.client.zoek({ vNummer: nieuw })).toEqual(ids);
    const berichten = await alleBerichten(hub);
    expect(await hub.speel([...huishouden, ...rommelig])).toMatchObject({ deviations: [], atRest: true });
    expect(await alleBerichten(hub)).toEqual(berichten);
    expect((await stand()).zaken.zaken).toEqual(voor.zaken.zaken);
  });
});
