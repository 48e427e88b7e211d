import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isDuoStep, type Step } from '../../../client/scenario/parse.ts';
import { ZaakId } from '../../../contracts/base-types.ts';
import { Intake } from '../../../contracts/intake.ts';
import type { PartnerDag } from '../../../contracts/partner-dag.ts';
import { findOrganisation } from '../../../domain/organisations.ts';
import { plus } from '../../../domain/termijnen/calendar.ts';
import { play, scenario, vNummersIn } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** What the gemeente and its partners see of the brede intake on their day lists, from koppeling to report. */

const KOPPELING = 'nl.tvs.koppeling.geregistreerd.v1';
/** A household that was linked and registered, of which no partner reported anything. */
const STEPS = scenario('een-huishouden.jsonl');
/** Where the clock of the hub stands: no test begins on one day and ends on the next. */
const TODAY = '2026-01-15';

describe('the day list of a partner', () => {
  let hub: RunningHub;
  let zaakId: ZaakId;
  /** The last day of the talks. */
  let due: string;

  const dayOf = (partner: string, day = due): Promise<PartnerDag> =>
    hub.client.partnerDag(partner, '0907', day);
  const tasks = ({ vandaag, binnenkort, teLaat, zonderDag }: PartnerDag) => ({
    vandaag: vandaag.lijst.map(({ gebeurtenis, onderdeel }) => onderdeel ?? gebeurtenis),
    binnenkort: binnenkort.lijst.map(({ gebeurtenis, onderdeel }) => onderdeel ?? gebeurtenis),
    teLaat: teLaat.lijst.map(({ gebeurtenis, onderdeel }) => onderdeel ?? gebeurtenis),
    zonderDag: zonderDag.lijst.map(({ gebeurtenis, onderdeel }) => onderdeel ?? gebeurtenis),
  });
  const NOTHING = { vandaag: [], binnenkort: [], teLaat: [], zonderDag: [] };

  const report = async (from: string, id: string, event: string, data: object): Promise<void> => {
    const bericht = {
      specversion: '1.0',
      id,
      source: `urn:nld:oin:${findOrganisation(`${from}-0907`)?.oin}:systeem:lessen`,
      type: `nl.inburgeringszaken.${event}.v1`,
      time: `${due}T10:00:00Z`,
      data: { zaakId, ...data },
    };
    expect((await play(hub, [{ van: from, bericht } as Step])).deviations).toEqual([]);
  };

  beforeAll(async () => {
    hub = await startHub({ now: new Date(`${TODAY}T09:00:00Z`) });
    await hub.client.call('taalschool', '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
    expect((await play(hub, STEPS, { stepForStep: true })).deviations).toEqual([]);
    const found = await Promise.all(vNummersIn(STEPS).map((vNummer) => hub.client.find({ vNummer })));
    zaakId = ZaakId.parse(found.flat()[0]?.zaakId);
    const { body } = await hub.client.call('gemeente', `/zaken/${zaakId}/intake`, { method: 'GET' });
    const part = Intake.parse(body).onderdelen.find(({ onderdeel }) => onderdeel === 'taalschool');
    due = z.iso.date().parse(part?.uiterlijk);
  });
  afterAll(() => hub.stop());

  it('says who is new, and which messages lie ready until they are confirmed', async () => {
    const { nieuw, klaar } = await dayOf('taalschool', TODAY);
    expect(nieuw.lijst).toEqual([zaakId]);
    expect(klaar.lijst).toMatchObject([{ zaakId, volgnummer: 1, staat: 'klaargezet' }]);
    const [bericht] = await hub.client.berichten('taalschool', '0907');
    await hub.client.call('taalschool', `/berichten/${bericht?.id}/_bevestig`, { method: 'POST' });
    expect((await dayOf('taalschool', TODAY)).klaar.aantal).toBe(0);
    // The shop hears per household, of which nobody tells it the zaak.
    const shop = await dayOf('mage', TODAY);
    expect(shop.nieuw.aantal).toBe(1);
    expect(shop.nieuw.lijst).not.toContain(zaakId);
  });

  it('holds the talk of its own part by its last day, and what each other partner owes', async () => {
    expect(tasks(await dayOf('taalschool'))).toEqual({
      ...NOTHING,
      vandaag: ['taalschool'],
      binnenkort: ['taallessen-gestart'],
    });
    expect(tasks(await dayOf('taalschool', plus(due, 'P1D')))).toMatchObject({ teLaat: ['taalschool'] });
    expect(tasks(await dayOf('intos'))).toEqual({ ...NOTHING, vandaag: ['participatie'] });
    expect(tasks(await dayOf('balk'))).toEqual({ ...NOTHING, zonderDag: ['financieel'] });
    for (const partner of ['taalmaatjes', 'wijkondersteuner', 'mage'])
      expect(tasks(await dayOf(partner))).toEqual(NOTHING);
    expect(tasks(await hub.client.partnerDag('taalschool', '9999', due))).toEqual(NOTHING);
  });

  it('holds it no more once it was reported, and the gemeente sees what is missing and with whom', async () => {
    await report('taalschool', 'gesprek-1', 'brede.intake.gesprek.gevoerd', {
      datum: due,
      onderdeel: 'taalschool',
    });
    expect(tasks(await dayOf('taalschool'))).toEqual({ ...NOTHING, binnenkort: ['taallessen-gestart'] });
    const { vandaag } = await hub.client.dag('0907', due);
    expect(vandaag.lijst.map(({ id, onderdelen }) => [id, onderdelen])).toEqual([
      [
        'TG02',
        [
          { onderdeel: 'casusregisseur', bij: 'casusregisseur' },
          { onderdeel: 'participatie', bij: 'intos' },
        ],
      ],
      ['TG04', [{ onderdeel: 'participatie', bij: 'intos' }]],
    ]);
    await report('intos', 'gesprek-2', 'brede.intake.gesprek.gevoerd', {
      datum: due,
      onderdeel: 'participatie',
    });
    expect(tasks(await dayOf('intos'))).toEqual(NOTHING);
    expect((await hub.client.dag('0907', due)).vandaag.lijst).toMatchObject([
      { id: 'TG02', onderdelen: [{ onderdeel: 'casusregisseur', bij: 'casusregisseur' }] },
    ]);
    await report('taalschool', 'lessen-1', 'taallessen.gestart', { startdatum: due });
    expect(tasks(await dayOf('taalschool'))).toEqual(NOTHING);
  });

  it('forgets somebody whose koppeling was withdrawn', async () => {
    const [step] = STEPS.filter((one) => !isDuoStep(one) && one.bericht['type'] === KOPPELING);
    if (step === undefined || isDuoStep(step)) throw new Error('nobody is linked');
    const { koppelingId, versie, gemeentecode, datumKoppeling } = step.bericht['data'] as Record<
      string,
      unknown
    >;
    const bericht = {
      ...step.bericht,
      id: 'ingetrokken-1',
      type: 'nl.tvs.koppeling.ingetrokken.v1',
      time: `${TODAY}T08:00:00Z`,
      data: { koppelingId, versie: Number(versie) + 1, gemeentecode, datumKoppeling, reden: 'ten onrechte' },
    };
    delete (bericht as Record<string, unknown>)['dataschema'];
    expect((await play(hub, [{ van: 'coa', bericht } as Step])).deviations).toEqual([]);
    for (const partner of ['taalschool', 'intos', 'balk']) {
      const list = await dayOf(partner);
      expect(tasks(list)).toEqual(NOTHING);
      expect(list.nieuw.aantal).toBe(0);
    }
  });
});
