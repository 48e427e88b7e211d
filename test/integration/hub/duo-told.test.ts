import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../../hub/test-hub.ts';
import { ADULTS, createDuoDesk, type DuoDesk, HUISHOUDEN } from './duo-desk.ts';
import { type RunningHub, startHub } from './support.ts';

/**
 * A household of two adults from its koppeling to a PIP and a school at DUO for each, with a DUO that falls before and after its
 * work. One hub for all of it: each part goes on from the one before.
 */

const [FIRST, SECOND] = ADULTS;
const [SCHOOL, OTHER] = ['0000012345', '0000067890'] as const;

const DE_VRIES = {
  regisseurId: 'R-0042',
  naam: 'N. de Vries',
  emailadres: 'n.devries@gennep.example',
  telefoonnummer: '+31485494141',
};

type Over = 'leerbaarheidstoets' | 'contactpersoon' | 'PIP' | 'inburgeringsaanbod';

let hub: RunningHub;
let desk: DuoDesk;

/** The entries on the timeline of a person about this kind of report to DUO. */
const linesOf = async (bsn: string, over: Over): Promise<readonly string[]> =>
  (await desk.eventsOf(bsn))
    .filter(
      ({ naam, gegevens }) => /duo-(gemeld|bevestigt|weigert|niet)/.test(naam) && gegevens['over'] === over,
    )
    .map(({ naam, gegevens }) => `${naam} ${String(gegevens['handeling'])}`);
const ofBoth = (over: Over) => () => Promise.all(ADULTS.map((bsn) => linesOf(bsn, over)));
const told = (handeling: string) => [`aan-duo-gemeld ${handeling}`, `duo-bevestigt ${handeling}`];

/** What the gemeente heard that DUO refused of this part. */
const refused = async (over: Over) =>
  (await desk.heard('duo.weigert')).filter((refusal) => refusal['over'] === over);

const poll = { timeout: 60_000 };

beforeAll(async () => {
  hub = await startHub();
  desk = createDuoDesk(hub);
  await play(hub, HUISHOUDEN);
});
afterAll(() => hub.stop());

describe('what DUO is told of a household', () => {
  const intakeOf = async (bsn: string) =>
    (await desk.intakeOf(bsn)) as { ontbreekt: string[]; leerbaarheidstoets: { overgeslagenOp?: string } };

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
    await expect.poll(ofBoth('leerbaarheidstoets'), poll).toEqual([told('overslaan'), told('overslaan')]);
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
    await expect.poll(ofBoth('contactpersoon'), poll).toEqual([told('registreren'), told('registreren')]);
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
      .poll(async () => desk.counted(), poll)
      .toMatchObject({ contactpersonen: 1, gewijzigdeContactpersonen: 1 });
    await expect
      .poll(() => linesOf(FIRST, 'contactpersoon'), poll)
      .toEqual([...told('registreren'), ...told('registreren')]);
    // The refusal is for the next report: DUO may still be asked to link this one.
    await hub.quiet();
    await desk.outage(FIRST, 403);
    const other = { ...DE_VRIES, regisseurId: 'R-0043', naam: 'P. Bakker' };
    await desk.report('regievoerder.toegewezen', '2026-02-02', FIRST, {
      ...other,
      ingangsdatum: '2026-02-02',
    });
    await expect
      .poll(() => refused('contactpersoon'), poll)
      .toMatchObject([{ handeling: 'registreren', datum: '2026-02-02' }]);
    await hub.quiet();
    const logged = hub.logLines.join('\n');
    expect(logged).not.toContain(FIRST);
    expect(logged).not.toContain('P. Bakker');
  });
});

describe('the PIP of each adult of a household', () => {
  it('is registered once, whether DUO fell before its work or after it', async () => {
    await desk.outage(FIRST, 503);
    await desk.outage(SECOND, 503, { naGevolg: true });
    for (const bsn of ADULTS) {
      await desk.report('pip.vastgesteld', '2026-01-12', bsn, {
        dagtekening: '2026-01-12',
        pip: { leerroute: 'B', geschatteIntensiteitB1Route: 600 },
      });
    }
    await expect.poll(ofBoth('PIP'), poll).toEqual([told('registreren'), told('registreren')]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ registraties: 2, verwijderingen: 0 });
    expect(await refused('PIP')).toEqual([]);
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
});

describe('the inburgeringsaanbod of each adult of a household with a PIP', () => {
  const registered = told('registreren');

  it('stands there once, whether DUO fell before its work or after it', async () => {
    await desk.outage(FIRST, 503);
    await desk.outage(SECOND, 503, { naGevolg: true });
    for (const bsn of ADULTS) {
      await desk.report('pip.deel.gedeeld', '2026-01-13', bsn, {
        ingangsdatum: '2026-01-20',
        instellingsnummer: SCHOOL,
        inschrijfdatum: '2026-01-19',
      });
    }
    await expect.poll(ofBoth('inburgeringsaanbod'), poll).toEqual([registered, registered]);
    await hub.quiet();
    // The one of which the answer was lost went first, and came again.
    expect(await desk.counted()).toMatchObject({ aanboden: 3, verwijderdeAanboden: 1 });
    expect(await refused('inburgeringsaanbod')).toEqual([]);
  });

  it('makes place for that of another school', async () => {
    await desk.report('pip.deel.gedeeld', '2026-02-02', FIRST, {
      ingangsdatum: '2026-02-02',
      instellingsnummer: OTHER,
    });
    await expect
      .poll(() => linesOf(FIRST, 'inburgeringsaanbod'), poll)
      .toEqual([...registered, ...told('verwijderen'), ...registered]);
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
      .poll(() => refused('inburgeringsaanbod'), poll)
      .toMatchObject([
        {
          handeling: 'registreren',
          datum: '2026-02-03',
          redenen: ['De instelling heeft geen keurmerk'],
        },
      ]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ aanboden: 4, verwijderdeAanboden: 3 });
  });
});

describe('a PIP that is withdrawn or changed', () => {
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
      .poll(async () => desk.heard('duo.niet.gemeld'), poll)
      .toMatchObject([{ over: 'PIP', handeling: 'registreren', datum: '2025-10-01', regels: ['PIP-3'] }]);
    await hub.quiet();
    expect(await desk.counted()).toMatchObject({ registraties: 2, verwijderingen: 1 });
  });

  it('is told to the gemeente in the words of DUO when DUO refuses to remove it', async () => {
    await desk.answers({ uren: {} }, FIRST);
    await desk.report('pip.ingetrokken', '2026-02-14', FIRST, {
      dagtekening: '2026-01-12',
      datum: '2026-02-14',
    });
    await expect
      .poll(() => refused('PIP'), poll)
      .toMatchObject([{ handeling: 'verwijderen', redenen: ['Er zijn al uren geregistreerd'] }]);
    await hub.quiet();
    expect(await linesOf(FIRST, 'PIP')).toEqual([
      ...told('registreren'),
      'aan-duo-gemeld verwijderen',
      'duo-weigert verwijderen',
    ]);
  });
});

it('no number of anybody stands in what the hub logs of it', () => {
  const logged = hub.logLines.join('\n');
  for (const bsn of ADULTS) expect(logged).not.toContain(bsn);
});
