import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { play, scenario, type TestHub } from './test-hub.ts';

const steps = scenario('twaalf-huishoudens.jsonl');
const BSN_ONE = '999942189';
const BSN_TWO = '999975791';

/** The steps about the first household, by kind. */
const huishouden = steps.slice(0, 7);
const koppelingEnBrp = huishouden.filter((step) => !isDuoStep(step));
const plicht = huishouden.filter((step) => isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS139');
const uitslagen = huishouden.filter(
  (step) => isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS131',
);

const about = (bsn: string, list: readonly Step[]): readonly Step[] =>
  list.filter((step) => isDuoStep(step) && step.notificatie['bsn'] === bsn);

/** The tests of DUO that is down, answers nonsense or says something new, for a hub on any cloud. */
export const describeDuo = (start: () => Promise<TestHub>): void => {
  describe('DUO', () => {
    let hub: TestHub;

    const outage = (body: object) => hub.client.callLocal('/_lokaal/duo/storing', { method: 'POST', body });
    const noOutage = () => hub.client.callLocal('/_lokaal/duo/storing', { method: 'DELETE' });
    const uitslagenOf = async (bsn: string) => {
      const [zaak] = await hub.client.find({ bsn });
      const { gebeurtenissen } = await hub.client.tijdlijn(zaak?.zaakId ?? '');
      return gebeurtenissen.filter(({ naam }) => naam === 'leerbaarheidstoets-uitslag-ontvangen');
    };

    beforeAll(async () => {
      hub = await start();
      await play(hub, [...koppelingEnBrp, ...plicht]);
    });
    afterAll(() => hub.stop());

    it('that is down for one person makes the hub lose nothing and holds up no other person', async () => {
      await outage({ bsn: BSN_ONE });
      const done = play(hub, [...about(BSN_ONE, uitslagen), ...about(BSN_TWO, uitslagen)]);
      await expect.poll(() => uitslagenOf(BSN_TWO), { timeout: 60_000 }).toHaveLength(1);
      expect(await uitslagenOf(BSN_ONE)).toHaveLength(0);
      await noOutage();
      expect(await done).toMatchObject({ atRest: true });
      expect(await uitslagenOf(BSN_ONE)).toHaveLength(1);
    });

    it('that gives an unusable answer puts the notification in quarantine, from where it can be taken up again', async () => {
      const step = {
        van: 'duo',
        notificatie: { registratieDatumTijd: '2026-02-01T07:00:00Z', bsn: BSN_ONE, gebeurtenisId: 'SS131' },
        duo: { 'lbt/resultaten': [{ resultaat: 'Misschien', behaaldeScore: '28', benodigdeScore: '28,00' }] },
      } as Step;
      await play(hub, [step]);
      const [stranded] = await hub.client.ontvangsten('quarantaine');
      expect(stranded?.reden).toBe(
        'DUO: antwoord op lbt/resultaten is ongeldig: 0/resultaat moet een van deze zijn: B1-route haalbaar, ' +
          'B1-route niet haalbaar, Onbekend; 0/behaaldeScore is geen score: een score is een getal met een komma ' +
          'en twee decimalen, bijvoorbeeld 31,50; 0/datumAfname ontbreekt',
      );
      expect(await uitslagenOf(BSN_ONE)).toHaveLength(1);

      const good = {
        resultaat: 'B1-route haalbaar',
        behaaldeScore: '31,00',
        benodigdeScore: '28,00',
        datumAfname: '2026-01-30',
      };
      await hub.client.callLocal('/_lokaal/duo/antwoorden', {
        method: 'POST',
        body: { bsn: BSN_ONE, antwoorden: { 'lbt/resultaten': [good] } },
      });
      await hub.client.heropnemen(stranded?.ontvangstId ?? '');
      await hub.quiet();
      expect(await hub.client.ontvangsten('quarantaine')).toEqual([]);
      expect((await uitslagenOf(BSN_ONE)).map(({ gegevens }) => gegevens['status'])).toEqual([
        'vervangen',
        'geldig',
      ]);
    });

    it('that has no answer yet is asked again, and the message waits visibly meanwhile', async () => {
      const late = {
        resultaat: 'B1-route haalbaar',
        behaaldeScore: '33,00',
        benodigdeScore: '28,00',
        datumAfname: '2026-02-10',
      };
      const answer = (results: readonly object[]) =>
        hub.client.callLocal('/_lokaal/duo/antwoorden', {
          method: 'POST',
          body: { bsn: BSN_TWO, antwoorden: { 'lbt/resultaten': results } },
        });
      const step = {
        van: 'duo',
        notificatie: {
          registratieDatumTijd: '2026-02-11T08:00:00+01:00',
          bsn: BSN_TWO,
          gebeurtenisId: 'SS131',
        },
        duo: { 'lbt/resultaten': [] },
      } as Step;
      const done = play(hub, [step]);
      const reasons = async () => (await hub.client.ontvangsten('wacht')).map(({ reden }) => reden);
      await expect
        .poll(reasons, { timeout: 60_000 })
        .toEqual([expect.stringMatching(/^wacht op DUO: nog geen lbt\/resultaten bij SS131/)]);
      expect(await hub.client.ontvangsten('quarantaine')).toEqual([]);
      await answer([late]);
      await done;
      expect(await reasons()).toEqual([]);
      expect((await uitslagenOf(BSN_TWO)).at(-1)).toMatchObject({
        tijdstip: '2026-02-11T07:00:00.000Z',
        gegevens: { ...late, status: 'geldig' },
      });
    });

    it('is asked as the gemeente that the person belongs to', async () => {
      const step = (moment: string) =>
        ({
          van: 'duo',
          notificatie: { registratieDatumTijd: moment, bsn: BSN_TWO, gebeurtenisId: 'SS114' },
        }) as Step;
      const mayAsk = (bron: string) =>
        hub.client.callLocal('/_lokaal/duo/antwoorden', {
          method: 'POST',
          body: { bsn: BSN_TWO, bron, antwoorden: { vrijstellingen: [] } },
        });
      await mayAsk('00000099000000001000');
      await play(hub, [step('2026-02-20T07:00:00Z')]);
      const [refused] = await hub.client.ontvangsten('quarantaine');
      expect(refused?.reden).toMatch(
        /^DUO: weigert vrijstellingen met status 403: deze persoon hoort volgens DUO niet bij/,
      );
      const [zaak] = await hub.client.find({ bsn: BSN_TWO });
      await mayAsk(`000000990000${zaak?.gemeentecode}0000`);
      await hub.client.heropnemen(refused?.ontvangstId ?? '');
      await hub.quiet();
      expect(await hub.client.ontvangsten('quarantaine')).toEqual([]);
    });

    it('that sends a code leaves a line with that code on the timeline', async () => {
      const codes = ['SS109', 'SS102', 'SS125', 'SS199', 'SS141'];
      await play(
        hub,
        codes.map((gebeurtenisId, number) => ({
          van: 'duo',
          notificatie: {
            registratieDatumTijd: `2026-03-0${number + 1}T07:00:00Z`,
            bsn: BSN_TWO,
            gebeurtenisId,
          },
        })) as Step[],
      );
      const [zaak] = await hub.client.find({ bsn: BSN_TWO });
      const { gebeurtenissen } = await hub.client.tijdlijn(zaak?.zaakId ?? '');
      expect(gebeurtenissen.map(({ gegevens }) => gegevens['code'])).toEqual(expect.arrayContaining(codes));
    });
  });
};
