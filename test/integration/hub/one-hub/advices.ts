import { beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../../../client/scenario/parse.ts';
import { isQueueAt } from '../../../../domain/delivery/base-door.ts';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { findOrganisation } from '../../../../domain/organisations.ts';
import { scenario, vNummersIn } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../support.ts';

/** What a partner advises of an intake reaches the gemeente and its casusregisseur, and no other partner, through no door and no call. */

/** What each adviser says. No value stands in any other message, and neither does a name of a field. */
const ADVICES = {
  taalschool: {
    onderdeel: 'taalschool',
    adviesLeerroute: 'Onderwijsroute',
    taalniveau: 'lager dan A1',
    startniveau: 'B2 of hoger',
    pvtIntensiteit: 'gemiddeld',
  },
  intos: { onderdeel: 'participatie', adviesParticipatie: 'werkervaringsplek', mapIntensiteit: 'hoog' },
  balk: {
    onderdeel: 'financieel',
    zelfredzaamheid: 'veel ondersteuning nodig',
    duurOntzorging: 'langer dan zes maanden',
  },
} as const;
const ADVISERS = Object.keys(ADVICES) as readonly (keyof typeof ADVICES)[];

/** Every text by which an advice would be known: its fields, and its values that are long enough not to turn up by chance. */
const marksOf = (adviser: keyof typeof ADVICES): readonly string[] => {
  const { onderdeel: _onderdeel, ...said } = ADVICES[adviser];
  return Object.entries(said).flatMap(([name, value]) => (value.length > 8 ? [name, value] : [name]));
};

const PARTNERS = gemeenteProfiles
  .filter(({ gemeentecode }) => gemeentecode === '0907')
  .flatMap(({ partners }) => partners.map(({ sleutel }) => sleutel));
const OTHERS = PARTNERS.filter((partner) => partner !== 'casusregisseur');

const QUEUES = PARTNERS.filter((partner) => isQueueAt(`0907/${partner}`));

const adviceBy = (adviser: keyof typeof ADVICES, zaakId: string): Step => ({
  van: adviser,
  bericht: {
    specversion: '1.0',
    id: `advies-${adviser}-${zaakId}`,
    source: `urn:nld:oin:${findOrganisation(adviser)?.oin}:systeem:intake`,
    type: 'nl.inburgeringszaken.intake.advies.uitgebracht.v1',
    time: '2025-09-10T08:00:00Z',
    datacontenttype: 'application/json',
    data: { zaakId, datum: '2025-09-09', ...ADVICES[adviser] },
  },
});

export const describeAdvices = (shared: () => RunningHub): void => {
  describe('the advices of a brede intake', () => {
    let hub: RunningHub;
    let zaakId: string;

    const read = async (to: string, path: string): Promise<{ status: number; text: string }> => {
      const { status, body } = await hub.client.call(to, path, { method: 'GET' });
      return { status, text: JSON.stringify(body ?? '') };
    };

    beforeAll(async () => {
      hub = shared();
      const household = scenario('een-huishouden.jsonl');
      expect((await hub.play(household)).deviations).toEqual([]);
      const zaken = await Promise.all(vNummersIn(household).map((vNummer) => hub.client.find({ vNummer })));
      zaakId = zaken.flat()[0]?.zaakId ?? '';
      const advices = ADVISERS.map((adviser) => adviceBy(adviser, zaakId));
      expect((await hub.play(advices)).deviations).toEqual([]);
    });

    it('are told to the gemeente, on its own channel and on the timeline, and the intake shows that they are in', async () => {
      const queued = JSON.stringify(await hub.inQueue('0907', 'gemeente'));
      const timeline = await read('gemeente-0907', `/zaken/${zaakId}/tijdlijn`);
      for (const mark of ADVISERS.flatMap(marksOf)) {
        expect(queued).toContain(mark);
        expect(timeline.text).toContain(mark);
      }
      const intake = await read('gemeente-0907', `/zaken/${zaakId}/intake`);
      expect(intake.text.match(/"adviesOp":"2025-09-09"/g)).toHaveLength(ADVISERS.length);
      for (const mark of ADVISERS.flatMap(marksOf)) expect(intake.text).not.toContain(mark);
    });

    it('are told to the casusregisseur, who hears each of them with its part', async () => {
      const berichten = await hub.client.berichten('casusregisseur', '0907');
      const told = berichten.filter(
        ({ type }) => type === 'nl.inburgeringszaken.intake.advies.uitgebracht.v1',
      );
      expect(new Map(told.map(({ data }) => [data['onderdeel'], data]))).toEqual(
        new Map(
          Object.values(ADVICES).map((advice) => [
            advice.onderdeel,
            expect.objectContaining({ zaakId, datum: '2025-09-09', ...advice }),
          ]),
        ),
      );
      expect(told).toHaveLength(ADVISERS.length);
    });

    it.each(QUEUES)('do not reach %s through its queue', async (partner) => {
      const queued = JSON.stringify(await hub.inQueue('0907', partner));
      for (const mark of ADVISERS.flatMap(marksOf)) expect(queued).not.toContain(mark);
    });

    it.each([...OTHERS, 'coa', 'brp', 'beheer', 'gemeente-0796'])(
      'cannot be read by %s, but for its own',
      async (organisation) => {
        const others = ADVISERS.filter((adviser) => adviser !== organisation);
        const paths = ['', '/tijdlijn', '/intake', '/termijnen', '/verwerkingen'].map(
          (part) => `/zaken/${zaakId}${part}`,
        );
        const calls = [
          ...paths,
          '/zaken',
          '/berichten',
          '/dag',
          '/openstaand',
          '/balans',
          '/kanaal',
          '/kpis',
        ];
        for (const path of calls) {
          const { text } = await read(organisation, path);
          for (const mark of others.flatMap(marksOf)) expect(text, path).not.toContain(mark);
        }
      },
    );

    it('can be read again by who gave them, as its own reports', async () => {
      for (const adviser of ADVISERS) {
        const { status, text } = await read(adviser, `/zaken/${zaakId}/tijdlijn`);
        expect(status).toBe(200);
        for (const mark of marksOf(adviser)) expect(text).toContain(mark);
      }
    });

    it('stand in no log', () => {
      const lines = hub.logLines.join('\n');
      for (const mark of ADVISERS.flatMap(marksOf)) expect(lines).not.toContain(mark);
    });
  });
};
