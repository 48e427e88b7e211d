import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { type Proefhub, scenario, speel } from './proefhub.ts';

const stappen = scenario('twaalf-huishoudens.jsonl');
const BSN_EEN = '999942189';
const BSN_TWEE = '999975791';

/** The steps about the first household, by kind. */
const huishouden = stappen.slice(0, 7);
const koppelingEnBrp = huishouden.filter((stap) => !isDuoStep(stap));
const plicht = huishouden.filter((stap) => isDuoStep(stap) && stap.notificatie['gebeurtenisId'] === 'SS139');
const uitslagen = huishouden.filter(
  (stap) => isDuoStep(stap) && stap.notificatie['gebeurtenisId'] === 'SS131',
);

const voor = (bsn: string, lijst: readonly Step[]): readonly Step[] =>
  lijst.filter((stap) => isDuoStep(stap) && stap.notificatie['bsn'] === bsn);

/** What must hold when DUO is down, answers nonsense or says something new, on any cloud. */
export const beschrijfDuo = (start: () => Promise<Proefhub>): void => {
  describe("DUO's side", () => {
    let hub: Proefhub;

    const storing = (body: object) => hub.client.callLocal('/_lokaal/duo/storing', { method: 'POST', body });
    const geenStoring = () => hub.client.callLocal('/_lokaal/duo/storing', { method: 'DELETE' });
    const uitslagenVan = async (bsn: string) => {
      const [zaak] = await hub.client.zoek({ bsn });
      const { gebeurtenissen } = await hub.client.tijdlijn(zaak?.zaakId ?? '');
      return gebeurtenissen.filter(({ naam }) => naam === 'leerbaarheidstoets-uitslag-ontvangen');
    };

    beforeAll(async () => {
      hub = await start();
      await speel(hub, [...koppelingEnBrp, ...plicht]);
    });
    afterAll(() => hub.stop());

    it('that is down for one person loses nothing and holds nobody else up', async () => {
      await storing({ bsn: BSN_EEN });
      const gedaan = speel(hub, [...voor(BSN_EEN, uitslagen), ...voor(BSN_TWEE, uitslagen)]);
      await expect.poll(() => uitslagenVan(BSN_TWEE), { timeout: 20_000 }).toHaveLength(1);
      expect(await uitslagenVan(BSN_EEN)).toHaveLength(0);
      await geenStoring();
      expect(await gedaan).toMatchObject({ atRest: true });
      expect(await uitslagenVan(BSN_EEN)).toHaveLength(1);
    });

    it('with an unusable answer puts the notification in quarantine, from where it can be taken up again', async () => {
      const stap = {
        van: 'duo',
        notificatie: { registratieDatumTijd: '2026-02-01T07:00:00Z', bsn: BSN_EEN, gebeurtenisId: 'SS131' },
        duo: { 'lbt/resultaten': [{ resultaat: 'Misschien', behaaldeScore: '28', benodigdeScore: '28,00' }] },
      } as Step;
      await speel(hub, [stap]);
      const [gestrand] = await hub.client.ontvangsten('quarantaine');
      expect(gestrand?.reden).toBe(
        'DUO: antwoord op lbt/resultaten is ongeldig: 0/resultaat, 0/behaaldeScore, 0/datumAfname',
      );
      expect(await uitslagenVan(BSN_EEN)).toHaveLength(1);

      const goed = {
        resultaat: 'B1-route haalbaar',
        behaaldeScore: '31,00',
        benodigdeScore: '28,00',
        datumAfname: '2026-01-30',
      };
      await hub.client.callLocal('/_lokaal/duo/antwoorden', {
        method: 'POST',
        body: { bsn: BSN_EEN, antwoorden: { 'lbt/resultaten': [goed] } },
      });
      await hub.client.heropnemen(gestrand?.ontvangstId ?? '');
      await hub.rust();
      expect(await hub.client.ontvangsten('quarantaine')).toEqual([]);
      expect((await uitslagenVan(BSN_EEN)).map(({ gegevens }) => gegevens['status'])).toEqual([
        'vervangen',
        'geldig',
      ]);
    });

    it('without an answer yet is asked again, and the message is seen to wait meanwhile', async () => {
      const late = {
        resultaat: 'B1-route haalbaar',
        behaaldeScore: '33,00',
        benodigdeScore: '28,00',
        datumAfname: '2026-02-10',
      };
      const answer = (results: readonly object[]) =>
        hub.client.callLocal('/_lokaal/duo/antwoorden', {
          method: 'POST',
          body: { bsn: BSN_TWEE, antwoorden: { 'lbt/resultaten': results } },
        });
      const stap = {
        van: 'duo',
        notificatie: {
          registratieDatumTijd: '2026-02-11T08:00:00+01:00',
          bsn: BSN_TWEE,
          gebeurtenisId: 'SS131',
        },
        duo: { 'lbt/resultaten': [] },
      } as Step;
      const done = speel(hub, [stap]);
      const reasons = async () => (await hub.client.ontvangsten('wacht')).map(({ reden }) => reden);
      await expect
        .poll(reasons, { timeout: 20_000 })
        .toEqual([expect.stringMatching(/^wacht op DUO: nog geen lbt\/resultaten bij SS131/)]);
      expect(await hub.client.ontvangsten('quarantaine')).toEqual([]);
      await answer([late]);
      await done;
      expect(await reasons()).toEqual([]);
      expect((await uitslagenVan(BSN_TWEE)).at(-1)).toMatchObject({
        tijdstip: '2026-02-11T07:00:00.000Z',
        gegevens: { ...late, status: 'geldig' },
      });
    });

    it('with every published code leaves a line with its meaning on the timeline', async () => {
      const codes = ['SS109', 'SS102', 'SS125', 'SS199', 'SS141'];
      await speel(
        hub,
        codes.map((gebeurtenisId, nummer) => ({
          van: 'duo',
          notificatie: {
            registratieDatumTijd: `2026-03-0${nummer + 1}T07:00:00Z`,
            bsn: BSN_TWEE,
            gebeurtenisId,
          },
        })) as Step[],
      );
      const [zaak] = await hub.client.zoek({ bsn: BSN_TWEE });
      const { gebeurtenissen } = await hub.client.tijdlijn(zaak?.zaakId ?? '');
      expect(gebeurtenissen.map(({ gegevens }) => gegevens['code'])).toEqual(expect.arrayContaining(codes));
    });
  });
};
