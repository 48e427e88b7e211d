import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDuoStep } from '../../../client/scenario/parse.ts';
import { play, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The results of two tests that DUO does not tell by itself, with a DUO that falls and a clock that goes on. */

const GEMEENTE = 'gemeente-0907';
const [FIRST, SECOND] = ['999942189', '999975791'] as const;
const ABOUT_BOTH = scenario('twaalf-huishoudens.jsonl').slice(0, 7);
const isResult = (step: (typeof ABOUT_BOTH)[number]): boolean =>
  isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS131';

const RESULT = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-12-20',
};

describe('a result of the leerbaarheidstoets that nobody told', () => {
  let hub: RunningHub;

  const duo = (path: string, body: object) =>
    hub.client.callLocal(`/_lokaal/duo${path}`, { method: 'POST', body });
  const clock = async (): Promise<number> =>
    Date.parse(
      String(((await hub.client.callLocal('/_lokaal/klok', { method: 'GET' })).body as { nu: string }).nu),
    );
  const goOn = async (hours: number): Promise<void> => {
    const nu = new Date((await clock()) + hours * 3_600_000).toISOString();
    await hub.client.callLocal('/_lokaal/klok', { method: 'POST', body: { nu } });
    await hub.quiet();
  };
  const zaakOf = async (bsn: string): Promise<string> => {
    const [zaak] = await hub.client.find({ bsn });
    return zaak?.zaakId ?? '';
  };
  const reportTaken = async (bsn: string) => {
    const type = 'nl.inburgeringszaken.leerbaarheidstoets.afgenomen.v1';
    const { status } = await hub.client.call(GEMEENTE, '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: {
        specversion: '1.0',
        id: `taken-${bsn.slice(-3)}`,
        source: 'urn:nld:oin:00000099000009070000:systeem:casus',
        type,
        time: '2025-12-18T10:00:00Z',
        datacontenttype: 'application/json',
        dataschema: `https://hub.example.nl/v1/schemas/${type}`,
        data: { zaakId: await zaakOf(bsn), datum: '2025-12-18' },
      },
    });
    expect(status).toBe(202);
  };
  const linesOf = async (bsn: string) =>
    (await hub.client.tijdlijn(await zaakOf(bsn))).gebeurtenissen
      .map(({ naam }) => naam)
      .filter((naam) => naam.includes('uitslag'))
      .toSorted();
  const heardOf = async (bsn: string) => {
    const zaakId = await zaakOf(bsn);
    return (await hub.inQueue('0907', 'gemeente'))
      .map(({ bericht }) => bericht)
      .filter(({ type, data }) => type.includes('uitslag') && data['zaakId'] === zaakId)
      .map(({ type }) => type.split('.').slice(2, -1).join('-'));
  };
  const intakeOf = async (bsn: string) => {
    const { body } = await hub.client.call(GEMEENTE, `/zaken/${await zaakOf(bsn)}/intake`, { method: 'GET' });
    return (body as { leerbaarheidstoets: Record<string, unknown> }).leerbaarheidstoets;
  };

  beforeAll(async () => {
    hub = await startHub();
    await play(
      hub,
      ABOUT_BOTH.filter((step) => !isResult(step)),
    );
    await hub.quiet();
  });
  afterAll(() => hub.stop());

  it('is asked of DUO, whether it fell before its answer or not, and the gemeente hears once that DUO has none', async () => {
    await duo('/antwoorden', { bsn: FIRST, antwoorden: { 'lbt/resultaten': [RESULT] } });
    await duo('/storing', { bsn: FIRST, aantal: 1, status: 503 });
    for (const bsn of [FIRST, SECOND]) await reportTaken(bsn);
    const given = ['duo-geeft-uitslag', 'leerbaarheidstoets-uitslag-ontvangen'];
    await expect
      .poll(async () => [await linesOf(FIRST), await linesOf(SECOND)], { timeout: 60_000 })
      .toEqual([given, ['duo-heeft-geen-uitslag']]);
    await hub.quiet();
    expect(await heardOf(FIRST)).toEqual(['leerbaarheidstoets-uitslag-bekend']);
    expect(await heardOf(SECOND)).toEqual(['leerbaarheidstoets-uitslag-uitgebleven']);
    expect(await intakeOf(SECOND)).toMatchObject({ afgenomenOp: '2025-12-18', uitslagBekend: false });
    expect((await intakeOf(SECOND))['uitslagNagevraagdOp']).toBeDefined();
    expect((await intakeOf(FIRST))['uitslagNagevraagdOp']).toBeUndefined();
  });

  it('adds nothing when DUO tells it after all, also twice', async () => {
    const told = ABOUT_BOTH.filter((step) => isResult(step) && JSON.stringify(step).includes(FIRST));
    expect(told).toHaveLength(1);
    const before = [await linesOf(FIRST), await heardOf(FIRST)];
    await play(hub, [...told, ...told]);
    await hub.quiet();
    expect([await linesOf(FIRST), await heardOf(FIRST)]).toEqual(before);
  });

  it('is asked again the next day, until DUO has it', async () => {
    await goOn(26);
    await expect
      .poll(async () => linesOf(SECOND), { timeout: 60_000 })
      .toEqual(['duo-heeft-geen-uitslag', 'duo-heeft-geen-uitslag']);
    expect(await heardOf(SECOND)).toEqual(['leerbaarheidstoets-uitslag-uitgebleven']);
    await duo('/antwoorden', { bsn: SECOND, antwoorden: { 'lbt/resultaten': [RESULT] } });
    await goOn(26);
    await expect
      .poll(async () => heardOf(SECOND), { timeout: 60_000 })
      .toEqual(['leerbaarheidstoets-uitslag-uitgebleven', 'leerbaarheidstoets-uitslag-bekend']);
    expect(await intakeOf(SECOND)).toMatchObject({ uitslagBekend: true });
    const logged = hub.logLines.join('\n');
    expect(logged).not.toContain(SECOND);
    expect(logged).not.toContain(RESULT.behaaldeScore);
  });
});
