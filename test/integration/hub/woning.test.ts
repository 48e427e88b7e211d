import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEDIA_TYPE } from '../../../contracts/cloudevent.ts';
import { MADE_UP, WAITING, withMadeUp } from '../../gemeenten.ts';
import { scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/**
 * From the order to search a home to the second home: two corporaties, a partner that waits for a home and one that does not,
 * each through its own door, in a gemeente that is one file in a folder outside the project. Nothing else of the hub changes for it.
 */

interface Bericht {
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const { gemeentecode: CODE } = MADE_UP;
const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
const NEXT_HOME = '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24';
const NEVER = '00000000-0000-4000-8000-000000000000';

describe('housing', () => {
  let hub: RunningHub;
  let zaakId: string;
  let number = 0;

  const at = async (partner: string): Promise<readonly Bericht[]> =>
    (await hub.inQueue(CODE, partner)).map(({ bericht }) => bericht as unknown as Bericht);
  const told = async (partner: string): Promise<readonly string[]> =>
    (await at(partner)).map(({ type }) =>
      type.replace(/^nl\.inburgeringszaken\.(nieuwe\.inburgeraar\.)?|\.v1$/g, ''),
    );

  const post = (sender: string, event: string, day: string, data: object, about = zaakId) => {
    number += 1;
    const partner = WAITING.partners.find(({ sleutel }) => sender === sleutel);
    return hub.client.call(`${sender}-${CODE}`, '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': MEDIA_TYPE },
      body: {
        specversion: '1.0',
        id: `woning-${number}`,
        source: `urn:nld:oin:${partner?.oin ?? MADE_UP.oin}:systeem:woningen`,
        type: `nl.inburgeringszaken.${event.replaceAll('-', '.')}.v1`,
        time: `${day}T08:00:00Z`,
        data: { zaakId: about, ...data },
      },
    });
  };

  const report = async (sender: string, event: string, day: string, data: object = {}): Promise<void> => {
    const { status, body } = await post(sender, event, day, { datum: day, ...data });
    expect([status, JSON.stringify(body)]).toEqual([202, expect.any(String)]);
    await hub.quiet();
  };

  beforeAll(async () => {
    hub = await startHub({ gemeenten: withMadeUp(WAITING) });
    const [first] = scenario('een-huishouden.jsonl');
    if (first === undefined || !('bericht' in first)) throw new Error('the scenario is empty');
    const { data, ...rest } = first.bericht as { readonly data: object };
    await hub.play([{ ...first, bericht: { ...rest, data: { ...data, gemeentecode: CODE } } }]);
    await hub.quiet();
    zaakId = (await at('taal-oost'))[0]?.subject ?? '';
  });
  afterAll(() => hub.stop());

  it('lets partners hear at the koppeling, but for those that wait for a home', async () => {
    expect(await told('taal-oost')).toEqual(['gemeld']);
    for (const partner of ['wijk', 'mage', 'destion', 'mooiland']) expect(await told(partner)).toEqual([]);
  });

  it('is of a gemeente that sees its own zaak and its partner its own message, each with a token of its own', async () => {
    expect((await hub.client.balans(CODE)).zaken).toBe(1);
    expect(await hub.client.berichten('taal-oost', CODE)).toMatchObject([
      { data: { gemeentecode: CODE, contactTeamInburgering: MADE_UP.contactTeamInburgering, naam: {} } },
    ]);
    expect(await hub.inQueue('0907', 'taalschool')).toEqual([]);
  });

  it('is not of a gemeente that has no file', async () => {
    const [step] = scenario('een-huishouden.jsonl');
    if (step === undefined || !('bericht' in step)) throw new Error('the scenario is empty');
    const { data, ...rest } = step.bericht as { readonly data: object };
    const answer = await hub.client.call('coa', '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': MEDIA_TYPE },
      body: { ...rest, id: 'anders', data: { ...data, gemeentecode: '9997' } },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/data/gemeentecode', detail: 'is geen aangesloten gemeente' }] },
    });
  });

  it('takes no report of a corporatie about a zaak that it was not told of', async () => {
    const proposal = { datum: '2025-10-01', woningId: HOME };
    expect((await post('destion', 'woning-voorgesteld', '2025-10-01', proposal)).status).toBe(404);
    expect((await post('destion', 'woning-voorgesteld', '2025-10-01', proposal, NEVER)).status).toBe(404);
  });

  it('sends the order to search to both corporaties', async () => {
    await report('gemeente', 'woningzoekopdracht-verstuurd', '2025-10-02', { woningeis: ['gelijkvloers'] });
    for (const corporatie of ['destion', 'mooiland']) {
      expect(await told(corporatie)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd']);
    }
  });

  it('shows a corporatie its own proposal and nobody else’s, and takes no decision of it', async () => {
    await report('destion', 'woning-voorgesteld', '2025-10-06', {
      woningId: HOME,
      woningtype: 'appartement',
      kamers: 4,
      huurprijs: 640,
    });
    const seenBy = async (corporatie: string) =>
      JSON.stringify(
        (await hub.client.call(`${corporatie}-${CODE}`, `/zaken/${zaakId}/tijdlijn`, { method: 'GET' })).body,
      );
    expect(await seenBy('destion')).toContain(HOME);
    expect(await seenBy('mooiland')).not.toContain(HOME);
    const own = { datum: '2025-10-06', woningId: HOME };
    expect((await post('destion', 'woning-goedgekeurd', '2025-10-06', own)).status).toBe(403);
  });

  it('tells the agreement and the contractant to whose home it is, vervallen to the other, and gemeld to who waited', async () => {
    await report('gemeente', 'woning-goedgekeurd', '2025-10-08', { woningId: HOME });
    const atDestion = await at('destion');
    expect(await told('destion')).toEqual([
      'gemeld',
      'woningzoekopdracht.verstuurd',
      'gewijzigd',
      'woning.goedgekeurd',
    ]);
    expect(atDestion[2]?.data).toMatchObject({
      contractant: { naam: expect.any(Object), geboortedatum: expect.any(String) },
      gewijzigd: ['contractant'],
    });
    expect((await told('mooiland')).slice(2)).toEqual(['vervallen']);
    expect(JSON.stringify(await at('mooiland'))).not.toMatch(/contractant|geslachtsnaam/);
    expect(await told('wijk')).toEqual(['gemeld']);
    expect(await told('mage')).toEqual(['gemeld']);
    // The shop of another gemeente has the same key.
    const [shop] = await at('mage');
    expect(shop?.data).toMatchObject({ gemeentecode: CODE, aantalPersonen: 3 });
    expect(shop?.data).not.toHaveProperty('naam');
    expect(await hub.inQueue('0907', 'mage')).toEqual([]);
    expect(await told('taal-oost')).toEqual(['gemeld']);
  });

  it('lets the corporatie propose a day for the contract, and the planning for that day begin', async () => {
    const appointment = { afspraakdatum: '2025-10-20', tijd: '10:30', plaats: 'Kantoor Destion' };
    const answer = await post('destion', 'huurcontractdatum-voorgesteld', '2025-10-09', {
      ...appointment,
      woningId: HOME,
    });
    expect(answer.status).toBe(202);
    const { status } = await post('gemeente', 'kennismaking-gepland', '2025-10-10', {
      ...appointment,
      met: 'financieel ondersteuner',
    });
    expect(status).toBe(202);
    await hub.quiet();
    expect(await told('geld')).toEqual(['gemeld', 'kennismaking.gepland']);
  });

  it('stops all of that with a refusal: the search goes on', async () => {
    await report('gemeente', 'woning-geweigerd', '2025-10-15', { woningId: HOME });
    expect(await told('wijk')).toEqual(['gemeld', 'vervallen']);
    expect((await at('wijk')).at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(await told('mage')).toEqual(['gemeld', 'vervallen']);
    expect(await told('geld')).toEqual(['gemeld', 'kennismaking.gepland', 'gebeurtenis.vervallen']);
    expect((await told('mooiland')).slice(3)).toEqual(['gemeld', 'woningzoekopdracht.verstuurd']);
    expect(await told('destion')).toContain('woning.geweigerd');
    const person = (await at('destion')).findLast(({ type }) => type.includes('nieuwe.inburgeraar'));
    expect(person?.data).toMatchObject({ gewijzigd: ['contractant'] });
    expect(person?.data).not.toHaveProperty('contractant');
  });

  it('resumes with the next home', async () => {
    await report('mooiland', 'woning-voorgesteld', '2025-10-16', { woningId: NEXT_HOME });
    await report('gemeente', 'woning-goedgekeurd', '2025-10-17', { woningId: NEXT_HOME });
    expect(await told('wijk')).toEqual(['gemeld', 'vervallen', 'gemeld']);
    expect(await told('mage')).toEqual(['gemeld', 'vervallen', 'gemeld']);
    expect((await told('destion')).at(-1)).toBe('vervallen');
    expect((await told('mooiland')).slice(-2)).toEqual(['gewijzigd', 'woning.goedgekeurd']);
  });

  it('leaves the books right, and no partner that waits counts as one that was not reached', async () => {
    expect(await hub.client.balans()).toMatchObject({ verschillen: [], verdwenen: [] });
  });
});
