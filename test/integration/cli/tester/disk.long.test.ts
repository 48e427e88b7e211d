import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { startHubProcess } from '../../../../bench/hub-process.ts';
import { createHubClient } from '../../../../client/hub-client.ts';
import { replaySteps } from '../../../../client/scenario/replay.ts';
import { silent } from '../../../../client/scenario/send.ts';
import { scenario } from '../../../hub/test-hub.ts';
import { untilItEnds } from '../../../hub/until-it-ends.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-disk-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

it('a hub whose disk is full ends in words, and has everything that it accepted once there is room', async () => {
  const steps = scenario('rommelig.jsonl').slice(0, 30);
  const first = await startHubProcess({ dataDir, largestFileKB: 1800 });
  onTestFailed(first.kill);
  const halfway = untilItEnds(first.url, steps);
  const { code, said } = await first.ended();
  expect(code).toBe(1);
  expect(said).toContain(`error: the hub stops, because ${dataDir} takes nothing more`);
  expect(said).not.toContain('    at ');
  await halfway;

  const second = await startHubProcess({ dataDir, port: Number(new URL(first.url).port) });
  try {
    const client = createHubClient({ url: second.url });
    expect(await replaySteps(client, steps, 400, silent)).toMatchObject({ deviations: [], atRest: true });
    const { ontvangen, quarantaine, verwerkt } = (await client.balans()).ontvangsten;
    expect({ ontvangen, quarantaine }).toEqual({ ontvangen: 0, quarantaine: 0 });
    expect(verwerkt).toBeGreaterThan(20);
  } finally {
    await second.stop();
  }
});
