import { describe, expect, it } from 'vitest';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  OTHER_BSN,
  V_NUMMER,
} from '../berichten.ts';
import { duoWithPips } from '../duo-pips.ts';
import { hubInMemory } from '../hub-in-memory.ts';

/** What DUO is told once something turns out otherwise: a number that is put right, a plicht that is told late, a test after all. */

const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const linked = koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN }));
const registered = inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER });
const plicht = notificatieBericht('SS139', { bsn: BSN, vNummer: V_NUMMER }, '2025-08-20T07:00:00Z');
const zaakId = hubInMemory(() => ({})).pseudonyms.zaakId(V_NUMMER);

const gemeente = (type: InboundType, moment: string, data: object): InboundBericht =>
  inbound(type, moment, { zaakId, ...data }, 'gemeente-0907');
const established = (dagtekening: string) =>
  gemeente('nl.inburgeringszaken.pip.vastgesteld.v1', `${dagtekening}T08:00:00Z`, {
    dagtekening,
    pip: { leerroute: 'B' },
  });
const withdrawn = (dagtekening: string, datum: string) =>
  gemeente('nl.inburgeringszaken.pip.ingetrokken.v1', `${datum}T08:00:00Z`, { dagtekening, datum });
const putRight = (data: object) =>
  gemeente('nl.inburgeringszaken.feit.hersteld.v1', '2025-09-06T08:00:00Z', { reden: 'verkeerd', ...data });

type Hub = ReturnType<typeof hubInMemory>;

const linesOf = async (hub: Hub) => (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];

describe('a BSN that is put right', () => {
  const right = [putRight({ bsn: OTHER_BSN }), inschrijvingBericht({ bsn: OTHER_BSN, vNummer: V_NUMMER })];

  it('has DUO told the same once by the right one, and that stands on the timeline', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    await hub.process(right);
    await hub.process(right);
    expect(duoPip.told.map(({ bsn }) => bsn)).toEqual([BSN, OTHER_BSN]);
    const confirmed = (await linesOf(hub)).filter(({ naam }) => naam === 'duo-bevestigt');
    expect(confirmed).toHaveLength(2);
  });

  it('has DUO told once who directs the zaak', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => PLICHT, { duoPip });
    const assigned = gemeente('nl.inburgeringszaken.regievoerder.toegewezen.v1', '2025-09-01T08:00:00Z', {
      regisseurId: 'R-0042',
      naam: 'N. de Vries',
      emailadres: 'n.devries@gennep.example',
      telefoonnummer: '0485494141',
      ingangsdatum: '2025-09-01',
    });
    await hub.process([linked, registered, plicht, assigned]);
    const other = notificatieBericht('SS139', { bsn: OTHER_BSN, vNummer: V_NUMMER }, '2025-09-06T10:00:00Z');
    await hub.process([...right, other]);
    expect(duoPip.linked.get(OTHER_BSN)).toBe(1);
    expect(duoPip.calls).toEqual(['registerContact', 'linkContact', 'linkContact']);
  });
});

it('what the hub told DUO cannot be put aside: that correction goes to quarantine, and DUO is not told again', async () => {
  const duoPip = duoWithPips();
  const hub = hubInMemory(() => PLICHT, { duoPip });
  await hub.process([linked, registered, established('2025-09-01')]);
  const ids = (await linesOf(hub)).flatMap(({ naam, feitId }) => (naam.includes('duo-') ? [feitId] : []));
  expect(ids.length).toBeGreaterThan(1);
  for (const vervalt of [ids, ids.slice(-1)]) {
    const correction = putRight({ vervalt });
    await hub.process([correction]);
    expect((await hub.ontvangsten.read(correction.ontvangstId))?.status).toBe('quarantaine');
  }
  expect([duoPip.told.length, duoPip.seen.length]).toEqual([1, 1]);
});

describe('a PIP', () => {
  it('that somebody typed in DUO’s portal since is not removed in the place of the one that was withdrawn', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    const typed = { leerroute: 'Z', dagtekeningPip: '2025-09-04' } as const;
    duoPip.held.set(BSN, { gemeentecode: '0907', pip: typed });
    await hub.process([withdrawn('2025-09-01', '2025-09-05')]);
    expect(duoPip.held.get(BSN)?.pip).toEqual(typed);
  });

  it('that DUO refused before it established the plicht is told again once it did, and not when it refuses after that', async () => {
    const duoPip = duoWithPips((call) =>
      call === 'tell' ? { kind: 'refused', redenen: ['Niet gevonden'], isUnknown: true } : undefined,
    );
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    expect(duoPip.told).toHaveLength(1);
    const since = (day: string) =>
      notificatieBericht('SS139', { bsn: BSN, vNummer: V_NUMMER }, `${day}T07:00:00Z`);
    // By its clock DUO registers it later than the hub is told so: no order of clocks has DUO told without end.
    for (const day of ['2025-09-09', '2025-09-10']) {
      await hub.process([since(day)]);
      expect(duoPip.told).toHaveLength(2);
    }
  });

  it('that DUO refused although it had established the plicht is not told again', async () => {
    const duoPip = duoWithPips((call) =>
      call === 'tell' ? { kind: 'refused', redenen: ['Niet toegestaan'] } : undefined,
    );
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    await hub.process([plicht]);
    expect(duoPip.told).toHaveLength(1);
  });
});

it('a test that was skipped before DUO registered somebody for it is skipped once DUO does', async () => {
  const duoPip = duoWithPips();
  const hub = hubInMemory(() => ({ ...PLICHT, 'lbt/examennummer': { examennummer: 'E1' } }), {
    duoPip,
    // By its clock DUO registers them later than the hub is told so: no order of clocks has DUO told without end.
    begin: '2025-09-02T08:00:00Z',
  });
  const skipped = gemeente(
    'nl.inburgeringszaken.leerbaarheidstoets.overgeslagen.v1',
    '2025-09-01T08:00:00Z',
    {
      datum: '2025-09-01',
      redenOverslaan: 'anders',
    },
  );
  await hub.process([linked, registered, plicht, skipped]);
  duoPip.candidates.add(BSN);
  const signedUp = notificatieBericht('SS137', { bsn: BSN, vNummer: V_NUMMER }, '2025-09-03T07:00:00Z');
  await hub.process([signedUp]);
  await hub.process([signedUp]);
  expect(duoPip.candidates.has(BSN)).toBe(false);
  expect(duoPip.told).toHaveLength(2);
});

it('a result that the hub knew already does not end the question for that of a second test', async () => {
  const duoPip = duoWithPips();
  const first = {
    resultaat: 'B1-route niet haalbaar',
    behaaldeScore: '20,00',
    benodigdeScore: '28,00',
    datumAfname: '2025-08-20',
  } as const;
  const hub = hubInMemory(() => ({ ...PLICHT, 'lbt/resultaten': [first] }), {
    duoPip,
    begin: '2025-09-20T10:00:00Z',
  });
  duoPip.uitslagen.set(BSN, [first, { ...first, resultaat: 'B1-route haalbaar', datumAfname: '2025-09-11' }]);
  const taken = (datum: string) =>
    gemeente('nl.inburgeringszaken.leerbaarheidstoets.afgenomen.v1', `${datum}T15:00:00Z`, { datum });
  const known = (moment: string) => notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }, moment);
  await hub.process([linked, registered, plicht, known('2025-08-20T08:00:00Z'), taken('2025-08-19')]);
  expect(duoPip.calls).toEqual([]);
  await hub.process([taken('2025-09-10'), known('2025-09-11T07:00:00Z')]);
  expect(duoPip.calls).toEqual(['resultaten']);
  expect(JSON.stringify(await linesOf(hub))).toContain('B1-route haalbaar');
});
