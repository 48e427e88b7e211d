import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../../hub/test-hub.ts';
import { ADULTS, createDuoDesk, type DuoDesk, HUISHOUDEN, isResult, WITH_RESULTS } from './duo-desk.ts';
import { type RunningHub, startHub } from './support.ts';

/** The results of two tests that DUO does not tell by itself, with a DUO that falls and a clock that goes on. */

const [FIRST, SECOND] = ADULTS;

const RESULT = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-12-20',
};

describe('a result of the leerbaarheidstoets that nobody told', () => {
  let hub: RunningHub;
  let desk: DuoDesk;

  const clock = async (): Promise<number> =>
    Date.parse(
      String(((await hub.client.callLocal('/_lokaal/klok', { method: 'GET' })).body as { nu: string }).nu),
    );
  const goOn = async (hours: number): Promise<void> => {
    const nu = new Date((await clock()) + hours * 3_600_000).toISOString();
    await hub.client.callLocal('/_lokaal/klok', { method: 'POST', body: { nu } });
    await hub.quiet();
  };
  const reportTaken = (bsn: string) =>
    desk.report('leerbaarheidstoets.afgenomen', '2025-12-18', bsn, { datum: '2025-12-18' });
  const linesOf = async (bsn: string) =>
    (await desk.eventsOf(bsn))
      .map(({ naam }) => naam)
      .filter((naam) => naam.includes('uitslag'))
      .toSorted();
  const heardOf = async (bsn: string) => {
    const zaakId = await desk.zaakOf(bsn);
    return (await hub.inQueue('0907', 'gemeente'))
      .map(({ bericht }) => bericht)
      .filter(({ type, data }) => type.includes('uitslag') && data['zaakId'] === zaakId)
      .map(({ type }) => type.split('.').slice(2, -1).join('-'));
  };
  const intakeOf = async (bsn: string) =>
    ((await desk.intakeOf(bsn)) as { leerbaarheidstoets: Record<string, unknown> }).leerbaarheidstoets;

  beforeAll(async () => {
    hub = await startHub();
    desk = createDuoDesk(hub);
    await play(hub, HUISHOUDEN);
    await hub.quiet();
  });
  afterAll(() => hub.stop());

  it('is asked of DUO, whether it fell before its answer or not, and the gemeente hears once that DUO has none', async () => {
    await desk.answers({ 'lbt/resultaten': [RESULT] }, FIRST);
    await desk.outage(FIRST, 503);
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
    const told = WITH_RESULTS.filter((step) => isResult(step) && JSON.stringify(step).includes(FIRST));
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
    await desk.answers({ 'lbt/resultaten': [RESULT] }, SECOND);
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
