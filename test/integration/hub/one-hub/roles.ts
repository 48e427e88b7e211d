import { beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep, type Step } from '../../../../client/scenario/parse.ts';
import { MEDIA_TYPE } from '../../../../contracts/cloudevent.ts';
import { hubType } from '../../../../contracts/hub-type.ts';
import { findOrganisation } from '../../../../domain/organisations.ts';
import { scenario, vNummersIn } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../support.ts';

/** Roles that hear of somebody from their first own step on: through a door without a queue, and once for a household. */

interface Bericht {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The bundled household under numbers of its own: another part tells of the people themselves. */
const HOUSEHOLD: readonly Step[] = JSON.parse(
  JSON.stringify(scenario('een-huishouden.jsonl'))
    .replaceAll('27900112', '27900213')
    .replaceAll('999912082', '999993021')
    .replaceAll('999912185', '999993033')
    .replaceAll('999912276', '999993045')
    .replaceAll('"id":"', '"id":"rollen-')
    .replaceAll('TVS-2025-100001', 'TVS-2025-100099'),
);
const PARTNER_VNUMMER = '2790055555';

/** The koppeling of the bundled household with a second adult in it. */
const withPartner = (): readonly Step[] => {
  const [koppeling, ...others] = structuredClone(HOUSEHOLD);
  if (koppeling === undefined || isDuoStep(koppeling))
    throw new Error('the scenario begins with a koppeling');
  const data = koppeling.bericht['data'] as { personen: Record<string, unknown>[] };
  const { bsn: _, ...head } = data.personen[0] ?? {};
  const partner = { ...head, vNummer: PARTNER_VNUMMER, relatie: 'partner' };
  return [
    {
      ...koppeling,
      bericht: { ...koppeling.bericht, data: { ...data, personen: [...data.personen, partner] } },
    },
    ...others,
  ];
};

export const describeRoles = (shared: () => RunningHub): void => {
  describe('roles that hear from their first own step on', () => {
    let hub: RunningHub;
    let zaakId: string;
    let partnerZaakId: string;

    const report = async (from: string, event: string, id: string, time: string, data: object) => {
      const answer = await hub.client.call(`${from}-0907`, '/gebeurtenissen', {
        method: 'POST',
        headers: { 'content-type': MEDIA_TYPE },
        body: {
          specversion: '1.0',
          id,
          source: `urn:nld:oin:${findOrganisation(`${from}-0907`)?.oin}:systeem:casus`,
          type: `nl.inburgeringszaken.${event.replaceAll('-', '.')}.v1`,
          time,
          data: { zaakId, ...data },
        },
      });
      await hub.quiet();
      return answer.status;
    };

    /** What lies ready for a partner, which confirms it. */
    const fetched = async (partner: string): Promise<readonly Bericht[]> => {
      const { status, body } = await hub.client.call(`${partner}-0907`, '/berichten?wacht=0', {
        method: 'GET',
      });
      expect(status).toBe(200);
      const { berichten } = body as { berichten: readonly Bericht[] };
      for (const { id } of berichten) {
        await hub.client.call(`${partner}-0907`, `/berichten/${id}/_bevestig`, { method: 'POST' });
      }
      return berichten;
    };
    const kinds = (berichten: readonly Bericht[]) => berichten.map(({ type }) => type);

    beforeAll(async () => {
      hub = shared();
      const steps = withPartner();
      expect((await hub.play(steps)).deviations).toEqual([]);
      const [head = ''] = vNummersIn(steps);
      [zaakId = '', partnerZaakId = ''] = await Promise.all(
        [head, PARTNER_VNUMMER].map(async (vNummer) => (await hub.client.find({ vNummer }))[0]?.zaakId ?? ''),
      );
      expect(new Set([zaakId, partnerZaakId, '']).size).toBe(3);
    });

    it('have heard nothing of a household of which nothing concerns them', async () => {
      for (const partner of ['burgerzaken', 'vakspecialist-werk-en-inkomen', 'maatschappelijk-begeleider'])
        expect(await fetched(partner)).toEqual([]);
      expect(await fetched('casusregisseur')).toEqual([]);
      expect(await fetched('lbt-afnemer')).toEqual([]);
      for (const partner of ['destion', 'mooiland']) expect(await hub.inQueue('0907', partner)).toEqual([]);
      expect(await report('burgerzaken', 'participatie-aangemeld', 'x-0', '2025-10-02T08:00:00Z', {})).toBe(
        403,
      );
    });

    it('fetch who comes and their own appointment, and that it is over when the appointment is taken back', async () => {
      const appointment = {
        afspraakdatum: '2025-10-20',
        tijd: '10:30',
        plaats: 'Gemeentehuis Gennep, balie 3',
        met: 'burgerzaken',
      };
      expect(
        await report('gemeente', 'kennismaking-gepland', 'k-1', '2025-10-01T08:00:00Z', appointment),
      ).toBe(202);
      const [gemeld, step, ...more] = await fetched('burgerzaken');
      expect(more).toEqual([]);
      expect(gemeld).toMatchObject({
        type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
        subject: zaakId,
        data: { naam: { geslachtsnaam: 'Voorbeeld' }, geboortedatum: '1991-04-18' },
      });
      expect(Object.keys(gemeld?.data ?? {}).toSorted()).toEqual([
        'aantalGezinsleden',
        'contactTeamInburgering',
        'geboortedatum',
        'gemeentecode',
        'naam',
        'volgnummer',
        'zaakId',
      ]);
      const { met: _, ...heard } = appointment;
      expect(step).toMatchObject({ type: hubType('kennismaking-gepland') });
      expect(step?.data).toEqual({ zaakId, gemeentecode: '0907', volgnummer: 2, ...heard });
      for (const other of ['vakspecialist-werk-en-inkomen', 'maatschappelijk-begeleider', 'casusregisseur'])
        expect(await fetched(other)).toEqual([]);

      const withdrawal = { ...appointment, vervangtBerichtId: 'k-1', ingetrokken: true };
      expect(
        await report('gemeente', 'kennismaking-gepland', 'k-2', '2025-10-02T08:00:00Z', withdrawal),
      ).toBe(202);
      const over = await fetched('burgerzaken');
      expect(kinds(over)).toEqual(['nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1']);
      expect(over[0]?.data).toEqual({ zaakId, gemeentecode: '0907', volgnummer: 3, reden: 'anders' });
    });

    it('search a home for a household once, at both corporaties, without a name', async () => {
      for (const [number, one] of [zaakId, partnerZaakId].entries()) {
        expect(
          await report('gemeente', 'woningzoekopdracht-verstuurd', `w-${number}`, '2025-10-03T08:00:00Z', {
            zaakId: one,
            datum: '2025-10-03',
            woningeis: ['gelijkvloers'],
          }),
        ).toBe(202);
      }
      for (const corporatie of ['destion', 'mooiland']) {
        const berichten = (await hub.inQueue('0907', corporatie)).map(
          ({ bericht }) => bericht as unknown as Bericht,
        );
        expect(berichten.map(({ type, subject }) => [type, subject])).toEqual([
          ['nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', zaakId],
          [hubType('woningzoekopdracht-verstuurd'), zaakId],
        ]);
        expect(berichten[0]?.data).toMatchObject({ gezinssamenstelling: expect.any(String) });
        expect(JSON.stringify(berichten)).not.toContain('Voorbeeld"');
        expect(berichten[1]?.data).toMatchObject({ datum: '2025-10-03', woningeis: ['gelijkvloers'] });
      }
    });

    it('report what the routemap says they do, once they were told', async () => {
      const test = { toetsdatum: '2025-11-20', tijd: '09:00', examennummer: 'E12345678901' };
      const taken = { datum: '2025-11-20' };
      expect(
        await report('lbt-afnemer', 'leerbaarheidstoets-afgenomen', 'a-0', '2025-11-20T12:00:00Z', taken),
      ).toBe(404);
      expect(
        await report('gemeente', 'leerbaarheidstoets-ingepland', 't-1', '2025-10-21T08:00:00Z', test),
      ).toBe(202);
      const [, step] = await fetched('lbt-afnemer');
      expect(step?.data).toMatchObject(test);
      expect(
        await report('lbt-afnemer', 'leerbaarheidstoets-afgenomen', 'a-1', '2025-11-20T12:00:00Z', taken),
      ).toBe(202);
      const invited = {
        afspraakdatum: '2025-11-03',
        tijd: '10:00',
        plaats: 'kamer 2',
        onderdeel: 'taalschool',
      };
      const assigned = { regisseurId: 'R-1', naam: 'N. de Vries', ingangsdatum: '2025-10-21' };
      expect(
        await report('gemeente', 'regievoerder-toegewezen', 'r-1', '2025-10-21T08:00:00Z', assigned),
      ).toBe(202);
      expect(kinds(await fetched('casusregisseur'))).toEqual([
        'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
        hubType('regievoerder-toegewezen'),
        hubType('brede-intake-gestart'),
      ]);
      // Who directs the zaak invites for the talks of others too, and holds only its own.
      expect(
        await report('casusregisseur', 'brede-intake-uitgenodigd', 'u-1', '2025-10-22T08:00:00Z', invited),
      ).toBe(202);
      const talk = { datum: '2025-11-03', onderdeel: 'taalschool' };
      expect(
        await report('casusregisseur', 'brede-intake-gesprek-gevoerd', 'g-0', '2025-11-03T12:00:00Z', talk),
      ).toBe(403);
    });

    it('leave the books right', async () => {
      expect(await hub.client.balans()).toMatchObject({ verschillen: [], verdwenen: [] });
    });
  });
};
