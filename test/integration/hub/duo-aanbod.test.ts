import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep } from '../../../client/scenario/parse.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The inburgeringsaanbod of two adults at DUO, with a DUO that falls before and after its work. */

const GEMEENTE = 'gemeente-0907';
const ADULTS = ['999942189', '999975791'] as const;
const [FIRST, SECOND] = ADULTS;
const HOUSEHOLD = scenario('twaalf-huishoudens.jsonl')
  .slice(0, 7)
  .filter((step) => !(isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS131'));
const [SCHOOL, OTHER] = ['0000012345', '0000067890'] as const;

describe('the inburgeringsaanbod of each adult of a household', () => {
  let hub: RunningHub;
  let number = 0;

  const duo = (path: string, method: 'GET' | 'POST', body?: object) =>
    hub.client.callLocal(`/_lokaal/duo${path}`, { method, ...(body && { body }) });
  const counted = async () => (await duo('/geteld', 'GET')).body;
  const zaakOf = async (bsn: string): Promise<string> => {
    const [zaak] = await hub.client.find({ bsn });
    return zaak?.zaakId ?? '';
  };
  const report = async (what: string, day: string, bsn: string, data: object) => {
    number += 1;
    const type = `nl.inburgeringszaken.pip.${what}.v1`;
    const { status } = await hub.client.call(GEMEENTE, '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: {
        specversion: '1.0',
        id: `aanbod-${number}`,
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
      .filter(({ gegevens }) => gegevens['over'] === 'inburgeringsaanbod')
      .map(({ naam, gegevens }) => `${naam} ${String(gegevens['handeling'])}`);
  const heard = async (kind: string) =>
    (await hub.inQueue('0907', 'gemeente'))
      .map(({ bericht }) => bericht)
      .filter(({ type }) => type === `nl.inburgeringszaken.${kind}.v1`)
      .map(({ data }) => data);

  beforeAll(async () => {
    hub = await startHub();
    await play(hub, HOUSEHOLD);
    for (const bsn of ADULTS) {
      await report('vastgesteld', '2026-01-12', bsn, { dagtekening: '2026-01-12', pip: { leerroute: 'B' } });
    }
    await hub.quiet();
  });
  afterAll(() => hub.stop());

  const registered = ['aan-duo-gemeld registreren', 'duo-bevestigt registreren'];

  it('stands there once, whether DUO fell before its work or after it', async () => {
    await expect.poll(counted, { timeout: 60_000 }).toMatchObject({ registraties: 2 });
    await hub.quiet();
    await duo('/storing', 'POST', { bsn: FIRST, aantal: 1, status: 503 });
    await duo('/storing', 'POST', { bsn: SECOND, aantal: 1, status: 503, naGevolg: true });
    for (const bsn of ADULTS) {
      await report('deel.gedeeld', '2026-01-13', bsn, {
        ingangsdatum: '2026-01-20',
        instellingsnummer: SCHOOL,
        inschrijfdatum: '2026-01-19',
      });
    }
    await expect
      .poll(async () => Promise.all(ADULTS.map(linesOf)), { timeout: 60_000 })
      .toEqual([registered, registered]);
    await hub.quiet();
    // The one of which the answer was lost went first, and came again.
    expect(await counted()).toMatchObject({ aanboden: 3, verwijderdeAanboden: 1 });
    expect(await heard('duo.weigert')).toEqual([]);
  });

  it('makes place for that of another school', async () => {
    await report('deel.gedeeld', '2026-02-02', FIRST, {
      ingangsdatum: '2026-02-02',
      instellingsnummer: OTHER,
    });
    await expect
      .poll(async () => linesOf(FIRST), { timeout: 60_000 })
      .toEqual([...registered, 'aan-duo-gemeld verwijderen', 'duo-bevestigt verwijderen', ...registered]);
    await hub.quiet();
    expect(await counted()).toMatchObject({ aanboden: 4, verwijderdeAanboden: 2 });
  });

  it('that DUO refuses is told to the gemeente in the words of DUO, and not told to DUO again', async () => {
    await duo('/antwoorden', 'POST', { antwoorden: { instellingen: [{ instellingsnummer: SCHOOL }] } });
    await report('deel.gedeeld', '2026-02-03', SECOND, {
      ingangsdatum: '2026-02-03',
      instellingsnummer: OTHER,
    });
    await expect
      .poll(async () => heard('duo.weigert'), { timeout: 60_000 })
      .toMatchObject([
        {
          over: 'inburgeringsaanbod',
          handeling: 'registreren',
          datum: '2026-02-03',
          redenen: ['De instelling heeft geen keurmerk'],
        },
      ]);
    await hub.quiet();
    expect(await counted()).toMatchObject({ aanboden: 4, verwijderdeAanboden: 3 });
    expect(hub.logLines.join('\n')).not.toContain(SECOND);
  });
});
