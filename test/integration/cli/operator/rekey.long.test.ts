import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rekey } from '../../../../cli/operator/recovery/rekey/rekey.ts';
import { restoreTable } from '../../../../cli/operator/recovery/table/restore-table.ts';
import { localRollout } from '../../../../client/deployment.ts';
import { allBerichten, caught, endState, scenario, vNummersIn, wholeTable } from '../../../hub/test-hub.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

/** Half of it: it is replayed three times below. */
const messy = scenario('rommelig.jsonl').slice(0, 40);
const huishouden = scenario('een-huishouden.jsonl');
const vNummers = vNummersIn(messy);

describe('a hub whose secret was replaced', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-omsleutelen-'));
  const { written, output } = caught();
  let hub: RunningHub;
  let before: Awaited<ReturnType<typeof entry>>;

  const entry = async () => ({ zaken: await endState(hub, vNummers), berichten: await allBerichten(hub) });
  const zaakIds = () => Promise.all(vNummers.map((vNummer) => hub.client.find({ vNummer })));
  const commits = async () =>
    (await wholeTable(hub)).filter(
      ({ pk, sk, inhoud }) => /^ZAAK#/.test(String(pk)) && /^COMMIT#/.test(String(sk)) && inhoud,
    ).length;

  beforeAll(async () => {
    hub = await startHub({ dataDir });
    expect(await hub.play(messy)).toMatchObject({ deviations: [], atRest: true });
    before = await entry();
  });
  afterAll(async () => {
    await hub.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('finds every zaak under the id that it had, by V-nummer and by BSN', async () => {
    const ids = await zaakIds();
    const count = await commits();
    expect(await rekey(await localRollout(hub.hub.url), { proef: true }, output)).toBe(0);
    const table = await wholeTable(hub);
    expect(await rekey(await localRollout(hub.hub.url), { oefen: true }, output)).toBe(0);
    expect(written.at(-1)).toMatch(/^Rehearsed \(geoefend\): \d\d+ logs .* 0 would keep it/);
    expect(await wholeTable(hub)).toEqual(table);
    expect(await rekey(await localRollout(hub.hub.url), {}, output)).toBe(0);
    expect(written.at(-1)).toMatch(/^Done \(klaar\): the new secret is in use\. \d\d+ logs/);
    expect(await zaakIds()).toEqual(ids);
    expect(await entry()).toEqual(before);
    const [bsn] = JSON.stringify(messy).match(/(?<="bsn":")9999\d{5}/) ?? [];
    expect(await hub.client.find({ bsn: bsn ?? '' })).toHaveLength(1);
    expect(await commits()).toBe(count);
    expect(await restoreTable(await localRollout(hub.hub.url), { toets: true }, output)).toBe(0);
  });

  it('accepts every repeated message under another ontvangst, changes no zaak and tells no partner twice', async () => {
    const received = (await hub.client.balans()).ontvangsten.verwerkt;
    expect(await hub.play(messy)).toMatchObject({ deviations: [], atRest: true });
    expect((await hub.client.balans()).ontvangsten.verwerkt).toBeGreaterThan(received);
    expect(await entry()).toEqual(before);
  });

  it('finds people who came later, also after a restart and a second replacement', async () => {
    expect(await hub.play(huishouden)).toMatchObject({ deviations: [], atRest: true });
    const fresh = vNummersIn(huishouden)[0] ?? '';
    const ids = await hub.client.find({ vNummer: fresh });
    expect(ids).toHaveLength(1);
    await hub.stop();
    hub = await startHub({ dataDir });
    // A secret that followed on the one before is no other hub's.
    expect(hub.hub.warnings).toEqual([]);
    expect(await hub.client.find({ vNummer: fresh })).toEqual(ids);
    expect(await rekey(await localRollout(hub.hub.url), {}, output)).toBe(0);
    expect(await hub.client.find({ vNummer: fresh })).toEqual(ids);
    const berichten = await allBerichten(hub);
    // Repeats people from after the first replacement, and some from before it.
    const again = [...huishouden, ...messy.slice(0, 20)];
    expect(await hub.play(again)).toMatchObject({ deviations: [], atRest: true });
    expect(await allBerichten(hub)).toEqual(berichten);
    expect((await entry()).zaken.zaken).toEqual(before.zaken.zaken);
  });
});
