import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep } from '../../../client/scenario/parse.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** A household of two adults from its koppeling to a PIP at DUO for each, with a DUO that falls before and after its work. */

const GEMEENTE = 'gemeente-0907';
const ADULTS = ['999942189', '999975791'] as const;
const [FIRST, SECOND] = ADULTS;
/** Who of the two heard a result of the leerbaarheidstoets makes no difference here. */
const HOUSEHOLD = scenario('twaalf-huishoudens.jsonl')
  .slice(0, 7)
  .filter((step) => !(isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS131'));

describe('the PIP of each adult of a household', () => {
  let hub: RunningHub;
  let number = 0;

  const duo = (path: string, method: 'GET' | 'POST' | 'DELETE', body?: object) =>
    hub.client.callLocal(`/_lokaal/duo${path}`, { method, ...(body && { body }) });
  const counted = async () => (await duo('/geteld', 'GET')).body;
  const zaakOf = async (bsn: string): Promise<string> => {
    const [zaak] = await hub.client.find({ bsn });
    return zaak?.zaakId ?? '';
  };
  const report = async (what: string, day: string, bsn: string, data: object) => {
    number += 1;
    const type = `nl.inburgeringszaken.pip.${what}.v1`;
    return hub.client.call(GEMEENTE, '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: {
        specversion: '1.0',
        id: `pip-${number}`,
        source: 'urn:nld:oin:00000099000009070000:systeem:casus',
        type,
        time: `${day}T08:00:00Z`,
        datacontenttype: 'application/json',
        dataschema: `https://hub.example.nl/v1/schemas/${type}`,
        data: { zaakId: await zaakOf(bsn), ...data },
      },
    });
  };
  const linesOf = async (bsn: string) =>
    (await hub.client.tijdlijn(await zaakOf(bsn))).gebeurtenissen
      .map(({ naam }) => naam)
      .filter((naam) => naam.includes('duo-') && !naam.startsWith('duo-gebeurtenis'));
  const heard = async (kind: string) =>
    (await hub.inQueue('0907', 'gemeente'))
      .map(({ bericht }) => bericht)
      .filter(({ type }) => type === `nl.inburgeringszaken.${kind}.v1`)
      .map(({ data }) => data);

  beforeAll(async () => {
    hub = await startHub();
    await play(hub, HOUSEHOLD);
  });
  afterAll(() => hub.stop());

  it('is registered once, whether DUO fell before its work or after it', async () => {
    await duo('/storing', 'POST', { bsn: FIRST, aantal: 1, status: 503 });
    await duo('/storing', 'POST', { bsn: SECOND, aantal: 1, status: 503, naGevolg: true });
    for (const bsn of ADULTS) {
      const { status } = await report('vastgesteld', '2026-01-12', bsn, {
        dagtekening: '2026-01-12',
        pip: { leerroute: 'B', geschatteIntensiteitB1Route: 600 },
      });
      expect(status).toBe(202);
    }
    await expect
      .poll(async () => Promise.all(ADULTS.map(linesOf)), { timeout: 60_000 })
      .toEqual([
        ['aan-duo-gemeld', 'duo-bevestigt'],
        ['aan-duo-gemeld', 'duo-bevestigt'],
      ]);
    await hub.quiet();
    expect(await counted()).toMatchObject({ registraties: 2, verwijderingen: 0 });
    expect(await heard('duo.weigert')).toEqual([]);
  });

  it('is refused by the hub at its border when its content breaks a rule of DUO', async () => {
    const { status, body } = await report('vastgesteld', '2026-01-12', FIRST, {
      dagtekening: '2999-01-12',
      pip: { leerroute: 'Z', niveau: 'B1' },
    });
    expect(status).toBe(400);
    expect(
      (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).toSorted(),
    ).toEqual(['/data/dagtekening', '/data/pip/niveau']);
  });

  it('is not told when it breaks a rule that takes the zaak, and the gemeente hears which', async () => {
    await report('gewijzigd', '2026-02-12', SECOND, {
      dagtekening: '2025-10-01',
      dagtekeningInitieel: '2025-10-01',
      pip: { leerroute: 'B' },
    });
    // The later PIP still holds: an earlier one changes nothing.
    await hub.quiet();
    expect(await counted()).toMatchObject({ registraties: 2, verwijderingen: 0 });
    await report('ingetrokken', '2026-02-13', SECOND, { dagtekening: '2026-01-12', datum: '2026-02-13' });
    await expect
      .poll(async () => heard('duo.niet.gemeld'), { timeout: 60_000 })
      .toMatchObject([{ over: 'PIP', handeling: 'registreren', datum: '2025-10-01', regels: ['PIP-3'] }]);
    await hub.quiet();
    expect(await counted()).toMatchObject({ registraties: 2, verwijderingen: 1 });
  });

  it('that DUO refuses to remove is told to the gemeente in the words of DUO', async () => {
    await duo('/antwoorden', 'POST', { bsn: FIRST, antwoorden: { uren: {} } });
    await report('ingetrokken', '2026-02-14', FIRST, { dagtekening: '2026-01-12', datum: '2026-02-14' });
    await expect
      .poll(async () => heard('duo.weigert'), { timeout: 60_000 })
      .toMatchObject([{ over: 'PIP', handeling: 'verwijderen', redenen: ['Er zijn al uren geregistreerd'] }]);
    await hub.quiet();
    expect(await linesOf(FIRST)).toEqual([
      'aan-duo-gemeld',
      'duo-bevestigt',
      'aan-duo-gemeld',
      'duo-weigert',
    ]);
    expect(hub.logLines.join('\n')).not.toContain(FIRST);
  });
});
