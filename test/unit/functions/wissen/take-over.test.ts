import { describe, expect, it } from 'vitest';
import { Bsn, type Gemeentecode, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { Processing } from '../../../../domain/logboek/record.ts';
import { ADRES, GENNEP, koppeling } from '../../domain/support.ts';
import { inbound, koppelingBericht } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** After an erasing each gemeente can still account for what it did with whom: its logbook takes over what the timelines recorded. */

const PERSON = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const MARK = { voornamen: 'Merkteken', geslachtsnaam: 'Gewist' };
const OTHER = '9999' as Gemeentecode;

const linked = () => koppelingBericht(koppeling({}, { ...PERSON, naam: MARK }));

const withdrawal = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-09-02T08:00:00Z', {
  koppelingId: 'TVS-2025-993909',
  versie: 2,
  gemeentecode: GENNEP,
  reden: 'ten onrechte',
});

const movedAway = inbound('nl.brp.persoon.ingeschreven.v1', '2025-08-13T08:00:00Z', {
  bsn: PERSON.bsn,
  soort: 'verhuizing',
  gemeentecode: OTHER,
  datumInschrijving: '2025-08-13',
  adres: ADRES,
  isCoaLocatie: false,
});

const ofGemeente = async (hub: HubInMemory, zaakId: ZaakId, code: Gemeentecode = GENNEP) =>
  hub.logboek.page(code, zaakId, undefined, 1000);

/** What an earlier record and a later one of the same action have in common: a message may have been delivered since. */
const what = ({ activity, party, fields }: Processing): string =>
  [activity, party?.role, party?.key, ...fields].join(' ');

const REASONS = ['verzoek-betrokkene', 'bewaartermijn-verstreken'] as const;

const erased = async (reden: (typeof REASONS)[number], berichten = [linked(), withdrawal]) => {
  const hub = hubInMemory(() => ({}));
  await hub.process(berichten);
  const zaakId = hub.pseudonyms.zaakId(PERSON.vNummer);
  const before = await Promise.all(
    [GENNEP, OTHER].map(async (code) =>
      // That a message was accepted is about its receipt, and about all whom it names.
      (await hub.zaken.logged(zaakId, code)).processings
        .filter(({ subject }) => subject.id === zaakId)
        .map(what),
    ),
  );
  if (reden === 'verzoek-betrokkene') await hub.erase(zaakId, GENNEP);
  else await hub.sweep('2025-12-03T10:00:00Z');
  expect((await hub.erasings.read(zaakId))?.erasing).toMatchObject({ reden });
  return { hub, zaakId, before };
};

describe('the logbook of a gemeente', () => {
  it.each(REASONS)('says after %s who got which fields of the person, as the timeline did', async (reden) => {
    const { hub, zaakId, before } = await erased(reden);
    const [ours = []] = before;
    expect(ours.length).toBeGreaterThan(5);
    const after = (await ofGemeente(hub, zaakId)).map(what);
    expect(after).toEqual(expect.arrayContaining(ours));
    expect(after.some((one) => one.startsWith('verstrekken ontvanger taalschool-0907'))).toBe(true);
    expect(JSON.stringify(hub.logboek.all())).not.toMatch(/Merkteken|2795000007|999910139/);
  });

  it.each(REASONS)('says once that the person was erased, and why: %s', async (reden) => {
    const { hub, zaakId } = await erased(reden);
    const found = (await ofGemeente(hub, zaakId)).filter(({ activity }) => activity === 'wissen');
    expect(found).toMatchObject([{ fields: [], status: 'Ok', subject: { id: zaakId, soort: 'zaak' } }]);
    expect(found[0]?.name).toContain(reden);
  });

  it('has what it did itself, also when another gemeente had the zaak in the end', async () => {
    const { hub, zaakId, before } = await erased('verzoek-betrokkene', [linked(), movedAway]);
    const [ours = [], theirs = []] = before;
    for (const [code, known] of [
      [GENNEP, ours],
      [OTHER, theirs],
    ] as const) {
      expect(known.length).toBeGreaterThan(0);
      expect((await ofGemeente(hub, zaakId, code)).map(what)).toEqual(expect.arrayContaining([...known]));
    }
  });

  it('is written before anything goes: without it nothing is erased, and the next run does it', async () => {
    const whole = hubInMemory(() => ({}));
    await whole.process([linked(), withdrawal]);
    const zaakId = whole.pseudonyms.zaakId(PERSON.vNummer);
    const hub = whole.copy((adapter) =>
      'page' in adapter && 'write' in adapter
        ? { ...adapter, write: async () => Promise.reject(new Error('the logbook is away')) }
        : adapter,
    );
    await expect(hub.sweep('2025-12-03T10:00:00Z')).rejects.toThrow();
    expect(JSON.stringify(hub.table.alles())).toContain('Merkteken');
    const later = hub.copy();
    await later.sweep('2025-12-03T11:00:00Z');
    expect(JSON.stringify(later.table.alles())).not.toContain('Merkteken');
    expect((await ofGemeente(later, zaakId)).some(({ activity }) => activity === 'verstrekken')).toBe(true);
  });
});
