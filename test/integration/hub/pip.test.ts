import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../../hub/test-hub.ts';
import { ADULTS, createDuoDesk, type DuoDesk, HUISHOUDEN } from './duo-desk.ts';
import { type RunningHub, startHub } from './support.ts';

/** A household of two adults from its koppeling to a PIP at DUO for each, with a DUO that falls before and after its work. */

const [FIRST, SECOND] = ADULTS;

describe('the PIP of each adult of a household', () => {
  let hub: RunningHub;
  let desk: DuoDesk;

  const linesOf = async (bsn: string) =>
    (await desk.eventsOf(bsn))
      .map(({ naam }) => naam)
      .filter((naam) => naam.includes('duo-') && !naam.startsWith('duo-gebeurtenis'));

  beforeAll(async () => {
    hub = await startHub();
    desk = createDuoDesk(hub);
    await play(hub, HUISHOUDEN);
  });
  afterAll(() => hub.stop());

  it('is registered once, whether DUO fell before its work or after it', async () => {
    await desk.outage(FIRST, 503);
    await desk.outage(SECOND, 503, { naGevolg: true });
    for (const bsn of ADULTS) {
      await desk.report('pip.vastgesteld', '2026-01-12', bsn, {
        dagtekening: '2026-01-12',
        pip: { leerroute: 'B', geschatteIntensiteitB1Route: 600 },
      });
    }
    await expect
      .poll(async () => Promise.all(ADULTS.map(linesOf)), { timeout: 60_000 })
      .toEqual([
        ['aan-duo-gemeld', 'duo-bevestigt'],
        ['aan-duo-gemeld', 'duo-bevestigt'],
      ]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ registraties: 2, verwijderingen: 0 });
    expect(await desk.heard('duo.weigert')).toEqual([]);
  });

  it('is refused by the hub at its border when its content breaks a rule of DUO', async () => {
    const { status, body } = await desk.send('pip.vastgesteld', '2026-01-12', FIRST, {
      dagtekening: '2999-01-12',
      pip: { leerroute: 'Z', niveau: 'B1' },
    });
    expect(status).toBe(400);
    expect(
      (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).toSorted(),
    ).toEqual(['/data/dagtekening', '/data/pip/niveau']);
  });

  it('is not told when it breaks a rule that takes the zaak, and the gemeente hears which', async () => {
    await desk.report('pip.gewijzigd', '2026-02-12', SECOND, {
      dagtekening: '2025-10-01',
      dagtekeningInitieel: '2025-10-01',
      pip: { leerroute: 'B' },
    });
    // The later PIP still holds: an earlier one changes nothing.
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ registraties: 2, verwijderingen: 0 });
    await desk.report('pip.ingetrokken', '2026-02-13', SECOND, {
      dagtekening: '2026-01-12',
      datum: '2026-02-13',
    });
    await expect
      .poll(async () => desk.heard('duo.niet.gemeld'), { timeout: 60_000 })
      .toMatchObject([{ over: 'PIP', handeling: 'registreren', datum: '2025-10-01', regels: ['PIP-3'] }]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ registraties: 2, verwijderingen: 1 });
  });

  it('that DUO refuses to remove is told to the gemeente in the words of DUO', async () => {
    await desk.answers({ uren: {} }, FIRST);
    await desk.report('pip.ingetrokken', '2026-02-14', FIRST, {
      dagtekening: '2026-01-12',
      datum: '2026-02-14',
    });
    await expect
      .poll(async () => desk.heard('duo.weigert'), { timeout: 60_000 })
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
