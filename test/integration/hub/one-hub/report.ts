import { beforeAll, describe, expect, it } from 'vitest';
import { sendCorrection } from '../../../../cli/gemeente/correction.ts';
import { report } from '../../../../cli/gemeente/report.ts';
import { caught } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../support.ts';

/** Invented people: a BSN that was mistyped, and the right one. */
const MISTYPED = '999993653';
const RIGHT = '999993008';

const CASUS = 'nl.inburgeringszaken.casus.geopend.v1';
const options = { gemeente: '0907', wait: 60 };

interface Told {
  readonly id: string;
  readonly ontvangstId: string;
  readonly status: string;
  readonly zaken: readonly string[];
}

export const describeReport = (shared: () => RunningHub): void => {
  describe('a gemeente that reports by the command line', () => {
    let hub: RunningHub;
    beforeAll(async () => {
      hub = shared();
    });

    const nobody = () => undefined;
    const told = async (run: (output: ReturnType<typeof caught>['output']) => Promise<number>) => {
      const { written, output } = caught();
      const code = await run(output);
      expect(written).toHaveLength(1);
      return { code, ...(JSON.parse(written[0] ?? '') as Told) };
    };
    const casus = {
      ...options,
      json: true,
      bsn: MISTYPED,
      datum: '2026-03-02',
      voornamen: 'Amina',
      geslachtsnaam: 'Voorbeeld',
      geslacht: 'vrouw',
      taal: ['Arabisch'],
    };

    it('opens a zaak of somebody unknown, once however often it is sent, and puts its BSN right', async () => {
      const opened = await told((output) => report(hub.client, CASUS, casus, output, nobody));
      expect(opened).toMatchObject({ code: 0, status: 'verwerkt' });
      const [zaakId = ''] = opened.zaken;
      expect(await hub.client.find({ bsn: MISTYPED })).toMatchObject([{ zaakId, gemeentecode: '0907' }]);

      const again = await told((output) =>
        report(hub.client, CASUS, { ...casus, id: opened.id }, output, nobody),
      );
      expect(again).toEqual(opened);

      const correction = { ...options, json: true, bsn: RIGHT, reden: 'Verkeerd getikt' };
      const corrected = await told((output) =>
        sendCorrection(hub.client, zaakId, correction, output, nobody),
      );
      expect(corrected).toMatchObject({ code: 0, status: 'verwerkt', zaken: [zaakId] });
      expect(await hub.client.find({ bsn: RIGHT })).toMatchObject([{ zaakId }]);
      expect(await hub.client.find({ bsn: MISTYPED })).toEqual([]);
      const { gebeurtenissen } = await hub.client.tijdlijn(zaakId);
      expect(gebeurtenissen.map(({ naam }) => naam)).toEqual(
        expect.arrayContaining(['casus-geopend', 'feit-hersteld']),
      );
    });

    it('is told that a message waits, and that one cannot be used', async () => {
      const inschrijving = {
        ...options,
        json: true,
        bsn: '999966133',
        soort: 'verhuizing',
        datum: '2026-03-02',
        coaLocatie: 'nee',
      };
      const waiting = await told((output) =>
        report(hub.client, 'nl.brp.persoon.ingeschreven.v1', inschrijving, output, nobody),
      );
      expect(waiting).toMatchObject({ code: 0, status: 'wacht' });

      const [zaak] = await hub.client.find({ bsn: RIGHT });
      const unknown = { ...options, json: true, vervalt: ['brp:onbekend'], reden: 'Bestaat niet' };
      const unusable = await told((output) =>
        sendCorrection(hub.client, zaak?.zaakId ?? '', unknown, output, nobody),
      );
      expect(unusable).toMatchObject({ code: 1, status: 'quarantaine', reden: expect.any(String) });
    });

    it('leaves no BSN in what the functions log', () => {
      expect(hub.logLines.length).toBeGreaterThan(0);
      for (const bsn of [MISTYPED, RIGHT, '999966133']) expect(hub.logLines.join('\n')).not.toContain(bsn);
    });
  });
};
