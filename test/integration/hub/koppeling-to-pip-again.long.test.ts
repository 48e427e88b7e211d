import { afterAll, beforeAll, expect, it } from 'vitest';
import { gemeenteProfiles } from '../../../domain/gemeenten/index.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

const GENNEP = '0907';

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

it('a household from koppeling to PIP changes nothing when all of it comes again', async () => {
  const steps = scenario('van-koppeling-tot-pip.jsonl');
  const partners = gemeenteProfiles
    .filter(({ gemeentecode }) => gemeentecode === GENNEP)
    .flatMap((profile) => profile.partners.map(({ sleutel }) => sleutel));
  const counted = async () => ({
    balans: await hub.client.balans(),
    perPartner: await Promise.all(
      partners.map(async (partner) => (await hub.client.berichten(partner, GENNEP)).length),
    ),
    atDuo: (await hub.client.callLocal('/_lokaal/duo/geteld', { method: 'GET' })).body,
  });
  expect((await play(hub, steps, { stepForStep: true })).deviations).toEqual([]);
  const before = await counted();
  expect((await play(hub, steps)).deviations).toEqual([]);
  expect(await counted()).toEqual(before);
});
