import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventStep, isDuoStep, type Step } from '../../../client/scenario/parse.ts';
import { MADE_UP, withMadeUp } from '../../gemeenten.ts';
import { scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** One file in a folder outside the project makes a gemeente; nothing else of the hub changes for it. */

const linked = ({ gemeentecode }: { readonly gemeentecode: string }): readonly Step[] =>
  scenario('een-huishouden.jsonl')
    .filter((step): step is EventStep => !isDuoStep(step) && step.van === 'coa')
    .slice(0, 1)
    .map((step) => ({
      ...step,
      bericht: { ...step.bericht, data: { ...(step.bericht['data'] as object), gemeentecode } },
    }));

describe('a gemeente that is one file in a folder of its own', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub({ gemeenten: withMadeUp() });
  });
  afterAll(() => hub.stop());

  it('takes a koppeling, and its two partners get their messages, each what its role may know', async () => {
    expect(await hub.play(linked(MADE_UP))).toMatchObject({ deviations: [] });
    const [school, shop] = await Promise.all([hub.inQueue('9998', 'taal-oost'), hub.inQueue('9998', 'mage')]);
    expect(school.map(({ bericht }) => bericht.data)).toMatchObject([
      { gemeentecode: '9998', contactTeamInburgering: MADE_UP.contactTeamInburgering, naam: {} },
    ]);
    expect(shop.map(({ bericht }) => bericht.data)).toMatchObject([
      { gemeentecode: '9998', aantalPersonen: 3 },
    ]);
    expect(shop[0]?.bericht.data).not.toHaveProperty('naam');
    expect(await hub.inQueue('0907', 'mage')).toEqual([]);
  });

  it('sees its own zaak, and its partner its own messages, with a token of its own', async () => {
    const { zaken } = await hub.client.balans('9998');
    expect(zaken).toBe(1);
    expect(await hub.client.berichten('mage', '9998')).toHaveLength(1);
  });

  it('does not exist for a hub that was started without that folder', async () => {
    const [step] = linked({ gemeentecode: '9997' });
    if (step === undefined || isDuoStep(step)) throw new Error('no koppeling');
    const answer = await hub.client.call('coa', '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: { ...step.bericht, id: 'anders' },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/data/gemeentecode', detail: 'is geen aangesloten gemeente' }] },
    });
  });
});
