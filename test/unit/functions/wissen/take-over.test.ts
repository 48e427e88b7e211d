import { describe, expect, it } from 'vitest';
import { createReplies } from '../../../../adapters/table/postvak/replies.ts';
import { Bsn, type Gemeentecode, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { Processing } from '../../../../domain/logboek/record.ts';
import { toldSpanId } from '../../../../domain/logboek/trace.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import { ADRES, GENNEP, koppeling } from '../../domain/support.ts';
import { inbound, koppelingBericht } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/**
 * After an erasing each gemeente can still account for its processings: its logbook takes over the records of the erased timelines.
 */

const PERSON = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const MARK = { voornamen: 'Merkteken', geslachtsnaam: 'Gewist' };
const OTHER = '9999' as Gemeentecode;
/** Within the quarter of an hour after an erasing. */
const LATE = Date.parse('2025-12-03T10:05:00Z');

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

/**
 * The parts that an earlier and a later record of the same action share. Their status may differ, because a message may have been
 * delivered since.
 */
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

  it('has what was written after the erasing by who had read before: what was delivered, and what was said of it', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([linked(), withdrawal]);
    const zaakId = hub.pseudonyms.zaakId(PERSON.vNummer);
    const [message] = hub.table.alles().filter(({ sk }) => sk === 'POST#0907/taalschool#000001');
    if (message === undefined) throw new Error('the taalschool was told nothing');
    await hub.sweep('2025-12-03T10:00:00Z');
    expect(hub.table.alles()).not.toContainEqual(message);
    const late = async () => (await ofGemeente(hub, zaakId)).filter(({ begin }) => begin === LATE);
    expect(await late()).toEqual([]);

    const LATE_MOMENT = new Date(LATE).toISOString();
    await hub.table.write([
      {
        ...message,
        status: 'POST#0907/taalschool#bezorgd',
        plek: 'bezorgd',
        deur: 'wachtrij',
        staatSinds: LATE_MOMENT,
      },
    ]);
    await createReplies(hub.table).say(
      { id: String(message['berichtId']), zaakId, partner: '0907/taalschool' as KanaalId, volgnummer: 1 },
      { wat: 'opgepakt', tijdstip: LATE_MOMENT },
    );
    await hub.sweep('2025-12-03T11:00:00Z');
    expect(hub.table.alles().some(({ sk }) => sk === message.sk)).toBe(false);
    const told = (await ofGemeente(hub, zaakId)).find(
      ({ spanId }) => spanId === toldSpanId(String(message['berichtId'])),
    );
    expect(await late()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          activity: 'verstrekken',
          name: 'bericht in de wachtrij zetten',
          parentSpanId: told?.spanId,
          traceId: told?.traceId,
          party: { role: 'ontvanger', key: 'taalschool-0907' },
          fields: told?.fields,
        }),
        expect.objectContaining({
          activity: 'ontvangen',
          name: 'antwoord van een partner vastleggen',
          parentSpanId: told?.spanId,
        }),
      ]),
    );
    expect(JSON.stringify(hub.logboek.all())).not.toMatch(/Merkteken|2795000007|999910139/);
  });

  it('has how the message that says that the person was erased came to its receivers', async () => {
    const { hub, zaakId } = await erased('verzoek-betrokkene');
    const found = (await ofGemeente(hub, zaakId)).filter(
      ({ name }) => name === 'bericht in de wachtrij zetten',
    );
    const [taalschool] = [...(hub.queues.get('0907/taalschool') ?? [])].slice(-1).map(berichtOf);
    expect(taalschool?.type).toMatch(/gewist/);
    expect(found.map(({ parentSpanId }) => parentSpanId)).toContain(toldSpanId(taalschool?.id ?? ''));
  });
});
