import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../../hub/test-hub.ts';
import { ADULTS, createDuoDesk, type DuoDesk, HUISHOUDEN } from './duo-desk.ts';
import { type RunningHub, startHub } from './support.ts';

/** The inburgeringsaanbod of two adults at DUO, with a DUO that falls before and after its work. */

const [FIRST, SECOND] = ADULTS;
const [SCHOOL, OTHER] = ['0000012345', '0000067890'] as const;

describe('the inburgeringsaanbod of each adult of a household', () => {
  let hub: RunningHub;
  let desk: DuoDesk;

  const linesOf = async (bsn: string) =>
    (await desk.eventsOf(bsn))
      .filter(({ gegevens }) => gegevens['over'] === 'inburgeringsaanbod')
      .map(({ naam, gegevens }) => `${naam} ${String(gegevens['handeling'])}`);

  beforeAll(async () => {
    hub = await startHub();
    desk = createDuoDesk(hub);
    await play(hub, HUISHOUDEN);
    for (const bsn of ADULTS) {
      await desk.report('pip.vastgesteld', '2026-01-12', bsn, {
        dagtekening: '2026-01-12',
        pip: { leerroute: 'B' },
      });
    }
    await hub.quiet();
  });
  afterAll(() => hub.stop());

  const registered = ['aan-duo-gemeld registreren', 'duo-bevestigt registreren'];

  it('stands there once, whether DUO fell before its work or after it', async () => {
    await expect.poll(desk.counted, { timeout: 60_000 }).toMatchObject({ registraties: 2 });
    await hub.quiet();
    await desk.outage(FIRST, 503);
    await desk.outage(SECOND, 503, { naGevolg: true });
    for (const bsn of ADULTS) {
      await desk.report('pip.deel.gedeeld', '2026-01-13', bsn, {
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
    expect(await desk.counted()).toMatchObject({ aanboden: 3, verwijderdeAanboden: 1 });
    expect(await desk.heard('duo.weigert')).toEqual([]);
  });

  it('makes place for that of another school', async () => {
    await desk.report('pip.deel.gedeeld', '2026-02-02', FIRST, {
      ingangsdatum: '2026-02-02',
      instellingsnummer: OTHER,
    });
    await expect
      .poll(async () => linesOf(FIRST), { timeout: 60_000 })
      .toEqual([...registered, 'aan-duo-gemeld verwijderen', 'duo-bevestigt verwijderen', ...registered]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ aanboden: 4, verwijderdeAanboden: 2 });
  });

  it('that DUO refuses is told to the gemeente in the words of DUO, and not told to DUO again', async () => {
    await desk.answers({ instellingen: [{ instellingsnummer: SCHOOL }] });
    await desk.report('pip.deel.gedeeld', '2026-02-03', SECOND, {
      ingangsdatum: '2026-02-03',
      instellingsnummer: OTHER,
    });
    await expect
      .poll(async () => desk.heard('duo.weigert'), { timeout: 60_000 })
      .toMatchObject([
        {
          over: 'inburgeringsaanbod',
          handeling: 'registreren',
          datum: '2026-02-03',
          redenen: ['De instelling heeft geen keurmerk'],
        },
      ]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ aanboden: 4, verwijderdeAanboden: 3 });
    expect(hub.logLines.join('\n')).not.toContain(SECOND);
  });
});
