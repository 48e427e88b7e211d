import { beforeAll, describe, expect, it } from 'vitest';
import { MEDIA_TYPE } from '../../../../contracts/cloudevent.ts';
import { scenario, vNummersIn } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../support.ts';

/** Partners hear the steps of a zaak through their own doors: an appointment that moves and is cancelled, and their part of the PIP. */

interface Bericht {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: { readonly volgnummer: number; readonly [field: string]: unknown };
}

const SOURCE = 'urn:nld:oin:00000099000009070000:systeem:casus';
const AFSPRAAK = { afspraakdatum: '2025-10-14', tijd: '10:30', plaats: 'Gemeentehuis Gennep, kamer 2' };

export const describeSteps = (shared: () => RunningHub): void => {
  describe('the steps of a zaak', () => {
    let hub: RunningHub;
    let zaakId: string;

    const to = async (partner: string): Promise<readonly Bericht[]> =>
      (await hub.inQueue('0907', partner))
        .map(({ bericht }) => bericht as unknown as Bericht)
        .filter(({ subject }) => subject === zaakId);

    const post = (event: string, id: string, time: string, data: object, sender = 'gemeente-0907') =>
      hub.client.call(sender, '/gebeurtenissen', {
        method: 'POST',
        headers: { 'content-type': MEDIA_TYPE },
        body: {
          specversion: '1.0',
          id,
          source: SOURCE,
          type: `nl.inburgeringszaken.${event.replaceAll('-', '.')}.v1`,
          time,
          data: { zaakId, ...data },
        },
      });

    const report = async (event: string, id: string, time: string, data: object): Promise<void> => {
      expect((await post(event, id, time, data)).status).toBe(202);
      await hub.quiet();
    };

    beforeAll(async () => {
      hub = shared();
      const [koppeling] = scenario('een-huishouden.jsonl');
      if (koppeling === undefined) throw new Error('the scenario is empty');
      await hub.play([koppeling]);
      const [vNummer = ''] = vNummersIn([koppeling]);
      zaakId = (await hub.client.find({ vNummer }))[0]?.zaakId ?? '';
    });

    it('go to the partner whose talk it is, moved and cancelled in numbers that follow', async () => {
      const talk = { ...AFSPRAAK, onderdeel: 'taalschool' };
      await report('brede-intake-uitgenodigd', 'uit-1', '2025-10-01T08:00:00Z', talk);
      await report('brede-intake-uitgenodigd', 'uit-2', '2025-10-02T08:00:00Z', { ...talk, tijd: '11:00' });
      await report('brede-intake-uitgenodigd', 'uit-1', '2025-10-01T08:00:00Z', talk);
      for (const replaced of ['uit-1', 'uit-2']) {
        await report('brede-intake-uitgenodigd', `weg-${replaced}`, '2025-10-03T08:00:00Z', {
          ...talk,
          vervangtBerichtId: replaced,
          ingetrokken: true,
        });
      }
      const [, ...steps] = await to('taalschool');
      expect(
        steps.map(({ type, data: { volgnummer, vervangt, tijd } }) => [type, volgnummer, vervangt, tijd]),
      ).toEqual([
        ['nl.inburgeringszaken.brede.intake.uitgenodigd.v1', 2, undefined, '10:30'],
        ['nl.inburgeringszaken.brede.intake.uitgenodigd.v1', 3, 2, '11:00'],
        ['nl.inburgeringszaken.gebeurtenis.vervallen.v1', 4, 3, undefined],
      ]);
      expect((await to('intos')).length).toBe(1);
    });

    it('tell each partner its own part of the PIP, and stand on the timeline of the gemeente without their content', async () => {
      await report('pip-deel-gedeeld', 'pip-1', '2025-11-01T08:00:00Z', {
        ingangsdatum: '2025-11-03',
        niveau: 'B1',
        mapUren: 65,
        ontzorgingVanaf: '2025-10-02',
      });
      const last = async (partner: string) => (await to(partner)).at(-1)?.data;
      expect(await last('taalschool')).toEqual({
        zaakId,
        gemeentecode: '0907',
        volgnummer: 5,
        ingangsdatum: '2025-11-03',
        niveau: 'B1',
      });
      expect(await last('intos')).toMatchObject({ mapUren: 65 });
      expect(await last('balk')).toMatchObject({ ontzorgingVanaf: '2025-10-02' });
      const { body } = await hub.client.call('gemeente-0907', `/zaken/${zaakId}/tijdlijn`, { method: 'GET' });
      const lines = (body as { gebeurtenissen: readonly { naam: string; gegevens: object }[] })
        .gebeurtenissen;
      expect(
        lines.filter(({ naam }) => naam === 'partner-ingelicht').map(({ gegevens }) => gegevens),
      ).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            partner: '0907/intos',
            gebeurtenis: 'pip-deel-gedeeld',
            velden: ['ingangsdatum', 'mapUren'],
            staat: 'bezorgd',
          }),
        ]),
      );
    });

    it('are reported by nobody whose they are not, and not for a day that has passed', async () => {
      const talk = { ...AFSPRAAK, onderdeel: 'taalschool' };
      expect(
        (await post('brede-intake-uitgenodigd', 'x-1', '2025-10-03T08:00:00Z', talk, 'taalschool-0907'))
          .status,
      ).toBe(403);
      const { status, body } = await post('brede-intake-uitgenodigd', 'x-2', '2025-10-15T08:00:00Z', talk);
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('/data/afspraakdatum')]);
    });

    it('leave the books right', async () => {
      expect(await hub.client.balans()).toMatchObject({ verschillen: [], verdwenen: [] });
    });
  });
};
