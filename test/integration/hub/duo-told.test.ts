import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../../hub/test-hub.ts';
import { ADULTS, createDuoDesk, type DuoDesk, HUISHOUDEN } from './duo-desk.ts';
import { type RunningHub, startHub } from './support.ts';

/** What DUO is told beside the PIP of a household of two adults, with a DUO that falls before and after its work. */

const [FIRST, SECOND] = ADULTS;

const DE_VRIES = {
  regisseurId: 'R-0042',
  naam: 'N. de Vries',
  emailadres: 'n.devries@gennep.example',
  telefoonnummer: '+31485494141',
};

describe('what DUO is told of a household', () => {
  let hub: RunningHub;
  let desk: DuoDesk;

  const linesOf = async (bsn: string) =>
    (await desk.eventsOf(bsn))
      .filter(({ naam }) => ['aan-duo-gemeld', 'duo-bevestigt', 'duo-weigert'].includes(naam))
      .map(({ naam, gegevens }) => `${naam} ${String(gegevens['over'])}`);
  const intakeOf = async (bsn: string) =>
    (await desk.intakeOf(bsn)) as { ontbreekt: string[]; leerbaarheidstoets: { overgeslagenOp?: string } };

  beforeAll(async () => {
    hub = await startHub();
    desk = createDuoDesk(hub);
    await play(hub, HUISHOUDEN);
  });
  afterAll(() => hub.stop());

  it('is that a test is skipped, once, whether DUO fell before its work or after it', async () => {
    expect((await intakeOf(FIRST)).ontbreekt).toContain('leerbaarheidstoets');
    await desk.outage(FIRST, 503);
    await desk.outage(SECOND, 503, { naGevolg: true });
    for (const bsn of [FIRST, SECOND]) {
      await desk.answers({ 'lbt/examennummer': { examennummer: 'A1' } }, bsn);
      await desk.report('leerbaarheidstoets.overgeslagen', '2026-01-12', bsn, {
        datum: '2026-01-12',
        redenOverslaan: 'ontheffing door de gemeente',
      });
    }
    const told = ['aan-duo-gemeld leerbaarheidstoets', 'duo-bevestigt leerbaarheidstoets'];
    await expect
      .poll(async () => [await linesOf(FIRST), await linesOf(SECOND)], { timeout: 60_000 })
      .toEqual([told, told]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ overgeslagen: 2 });
    const { ontbreekt, leerbaarheidstoets } = await intakeOf(FIRST);
    expect(ontbreekt).not.toContain('leerbaarheidstoets');
    expect(leerbaarheidstoets.overgeslagenOp).toBe('2026-01-12');
  });

  it('is who directs each zaak: the employee once, and linked to both', async () => {
    await desk.outage(SECOND, 503, { naGevolg: true });
    for (const bsn of [FIRST, SECOND]) {
      await desk.report('regievoerder.toegewezen', '2026-01-13', bsn, {
        ...DE_VRIES,
        ingangsdatum: '2026-01-13',
      });
    }
    await expect
      .poll(async () => [(await linesOf(FIRST)).at(-1), (await linesOf(SECOND)).at(-1)], { timeout: 60_000 })
      .toEqual(['duo-bevestigt contactpersoon', 'duo-bevestigt contactpersoon']);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ contactpersonen: 1, gewijzigdeContactpersonen: 0 });
  });

  it('is how an employee is reached now, and the words of DUO when it refuses', async () => {
    const moved = { ...DE_VRIES, telefoonnummer: '+31485499999' };
    await desk.report('regievoerder.toegewezen', '2026-02-01', FIRST, {
      ...moved,
      ingangsdatum: '2026-02-01',
    });
    await expect
      .poll(async () => desk.counted(), { timeout: 60_000 })
      .toMatchObject({ contactpersonen: 1, gewijzigdeContactpersonen: 1 });
    const linked = ['aan-duo-gemeld contactpersoon', 'duo-bevestigt contactpersoon'];
    await expect
      .poll(async () => (await linesOf(FIRST)).slice(2), { timeout: 60_000 })
      .toEqual([...linked, ...linked]);
    // The refusal is for the next report: DUO may still be asked to link this one.
    await hub.quiet();
    await desk.outage(FIRST, 403);
    const other = { ...DE_VRIES, regisseurId: 'R-0043', naam: 'P. Bakker' };
    await desk.report('regievoerder.toegewezen', '2026-02-02', FIRST, {
      ...other,
      ingangsdatum: '2026-02-02',
    });
    await expect
      .poll(async () => desk.heard('duo.weigert'), { timeout: 60_000 })
      .toMatchObject([{ over: 'contactpersoon', handeling: 'registreren', datum: '2026-02-02' }]);
    await hub.quiet();
    const logged = hub.logLines.join('\n');
    expect(logged).not.toContain(FIRST);
    expect(logged).not.toContain('P. Bakker');
  });
});
