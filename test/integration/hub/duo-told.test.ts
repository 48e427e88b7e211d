import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep } from '../../../client/scenario/parse.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** What DUO is told beside the PIP of a household of two adults, with a DUO that falls before and after its work. */

const GEMEENTE = 'gemeente-0907';
const [FIRST, SECOND] = ['999942189', '999975791'] as const;
/** Of a test that was taken nobody skips one. */
const HOUSEHOLD = scenario('twaalf-huishoudens.jsonl')
  .slice(0, 7)
  .filter((step) => !(isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS131'));

const DE_VRIES = {
  regisseurId: 'R-0042',
  naam: 'N. de Vries',
  emailadres: 'n.devries@gennep.example',
  telefoonnummer: '+31485494141',
};

describe('what DUO is told of a household', () => {
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
    const type = `nl.inburgeringszaken.${what}.v1`;
    const { status } = await hub.client.call(GEMEENTE, '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: {
        specversion: '1.0',
        id: `told-${number}`,
        source: 'urn:nld:oin:00000099000009070000:systeem:casus',
        type,
        time: `${day}T08:00:00Z`,
        datacontenttype: 'application/json',
        dataschema: `https://hub.example.nl/v1/schemas/${type}`,
        data: { zaakId: await zaakOf(bsn), ...data },
      },
    });
    expect(status).toBe(202);
  };
  const linesOf = async (bsn: string) =>
    (await hub.client.tijdlijn(await zaakOf(bsn))).gebeurtenissen
      .filter(({ naam }) => ['aan-duo-gemeld', 'duo-bevestigt', 'duo-weigert'].includes(naam))
      .map(({ naam, gegevens }) => `${naam} ${String(gegevens['over'])}`);
  const heard = async (kind: string) =>
    (await hub.inQueue('0907', 'gemeente'))
      .map(({ bericht }) => bericht)
      .filter(({ type }) => type === `nl.inburgeringszaken.${kind}.v1`)
      .map(({ data }) => data);
  const intakeOf = async (bsn: string) =>
    (await hub.client.call(GEMEENTE, `/zaken/${await zaakOf(bsn)}/intake`, { method: 'GET' })).body as {
      ontbreekt: string[];
      leerbaarheidstoets: { overgeslagenOp?: string };
    };

  beforeAll(async () => {
    hub = await startHub();
    await play(hub, HOUSEHOLD);
  });
  afterAll(() => hub.stop());

  it('is that a test is skipped, once, whether DUO fell before its work or after it', async () => {
    expect((await intakeOf(FIRST)).ontbreekt).toContain('leerbaarheidstoets');
    await duo('/storing', 'POST', { bsn: FIRST, aantal: 1, status: 503 });
    await duo('/storing', 'POST', { bsn: SECOND, aantal: 1, status: 503, naGevolg: true });
    for (const bsn of [FIRST, SECOND]) {
      await duo('/antwoorden', 'POST', { bsn, antwoorden: { 'lbt/examennummer': { examennummer: 'A1' } } });
      await report('leerbaarheidstoets.overgeslagen', '2026-01-12', bsn, {
        datum: '2026-01-12',
        redenOverslaan: 'ontheffing door de gemeente',
      });
    }
    const told = ['aan-duo-gemeld leerbaarheidstoets', 'duo-bevestigt leerbaarheidstoets'];
    await expect
      .poll(async () => [await linesOf(FIRST), await linesOf(SECOND)], { timeout: 60_000 })
      .toEqual([told, told]);
    await hub.quiet();
    expect(await counted()).toMatchObject({ overgeslagen: 2 });
    const { ontbreekt, leerbaarheidstoets } = await intakeOf(FIRST);
    expect(ontbreekt).not.toContain('leerbaarheidstoets');
    expect(leerbaarheidstoets.overgeslagenOp).toBe('2026-01-12');
  });

  it('is who directs each zaak: the employee once, and linked to both', async () => {
    await duo('/storing', 'POST', { bsn: SECOND, aantal: 1, status: 503, naGevolg: true });
    for (const bsn of [FIRST, SECOND]) {
      await report('regievoerder.toegewezen', '2026-01-13', bsn, { ...DE_VRIES, ingangsdatum: '2026-01-13' });
    }
    await expect
      .poll(async () => [(await linesOf(FIRST)).at(-1), (await linesOf(SECOND)).at(-1)], { timeout: 60_000 })
      .toEqual(['duo-bevestigt contactpersoon', 'duo-bevestigt contactpersoon']);
    await hub.quiet();
    expect(await counted()).toMatchObject({ contactpersonen: 1, gewijzigdeContactpersonen: 0 });
  });

  it('is how an employee is reached now, and the words of DUO when it refuses', async () => {
    const moved = { ...DE_VRIES, telefoonnummer: '+31485499999' };
    await report('regievoerder.toegewezen', '2026-02-01', FIRST, { ...moved, ingangsdatum: '2026-02-01' });
    await expect
      .poll(async () => counted(), { timeout: 60_000 })
      .toMatchObject({ contactpersonen: 1, gewijzigdeContactpersonen: 1 });
    const linked = ['aan-duo-gemeld contactpersoon', 'duo-bevestigt contactpersoon'];
    await expect
      .poll(async () => (await linesOf(FIRST)).slice(2), { timeout: 60_000 })
      .toEqual([...linked, ...linked]);
    // The refusal is for the next report: DUO may still be asked to link this one.
    await hub.quiet();
    await duo('/storing', 'POST', { bsn: FIRST, aantal: 1, status: 403 });
    const other = { ...DE_VRIES, regisseurId: 'R-0043', naam: 'P. Bakker' };
    await report('regievoerder.toegewezen', '2026-02-02', FIRST, { ...other, ingangsdatum: '2026-02-02' });
    await expect
      .poll(async () => heard('duo.weigert'), { timeout: 60_000 })
      .toMatchObject([{ over: 'contactpersoon', handeling: 'registreren', datum: '2026-02-02' }]);
    await hub.quiet();
    const logged = hub.logLines.join('\n');
    expect(logged).not.toContain(FIRST);
    expect(logged).not.toContain('P. Bakker');
  });
});
