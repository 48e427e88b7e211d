import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createOutbound } from '../../../../adapters/table/outbound.ts';
import { Bsn, type Gemeentecode, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { huishoudensOf } from '../../../../domain/huishouden/from-zaak.ts';
import { composeRecord, type Processing, perSubject } from '../../../../domain/logboek/record.ts';
import { asMember, processingsOf } from '../../../../domain/logboek/timeline-processings.ts';
import { readTraceparent } from '../../../../domain/logboek/trace.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { createAjv, readStandard } from '../../../contract/support/schemas.ts';
import {
  geopendBericht,
  inbound,
  inschrijvingBericht,
  notificatieBericht,
} from '../../functions/berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../../functions/hub-in-memory.ts';

const verify = createAjv().compile(JSON.parse(readStandard('nlgov', 'ldv-record.schema.json')));
const SERVICE = { basisUrl: 'https://hub.example.nl', version: '1.0.0' };
const GENNEP = '0907' as Gemeentecode;
const FAMILY = [
  ['2795000007', '999910139', '1980-01-01'],
  ['2795000014', '999910267', '1981-01-01'],
  ['2795000021', '999910395', '2015-01-01'],
] as const;
const RELATIONS = ['hoofdpersoon', 'partner', 'kind'];

const TRACE = '0af7651916cd43dd8448eb211c80319c';
/** As the API accepts a message with the trace of who called. */
const traced = (bericht: InboundBericht, spanId: string): InboundBericht => ({
  ...bericht,
  trace: {
    traceId: TRACE,
    spanId,
    parentSpanId: 'b9c7c989f97918e1',
    processor: 'urn:nld:oin:00000099000000002000:systeem:tvs',
    begin: 1_795_326_000_123,
    end: 1_795_326_000_130,
  },
});

const family = (gemeentecode = '0907', versie = 1): InboundBericht =>
  inbound(
    versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1',
    `2025-06-0${versie}T08:00:00Z`,
    {
      koppelingId: 'L3',
      versie,
      gemeentecode,
      datumKoppeling: `2025-06-0${versie}`,
      personen: FAMILY.map(([vNummer, bsn, geboortedatum], index) => ({
        vNummer,
        bsn,
        relatie: RELATIONS[index],
        naam: { voornamen: 'Merkwaardig', geslachtsnaam: 'Merkteken' },
        geboortedatum,
        geslacht: 'vrouw',
        talen: [{ taal: 'Merktaal' }],
        contact: { telefoonnummer: '0612345678', emailadres: 'merk@voorbeeld.example' },
      })),
    },
  );

const zaakIdsIn = ({ pseudonyms }: HubInMemory): readonly ZaakId[] =>
  FAMILY.map(([vNummer]) => pseudonyms.zaakId(Vnummer.parse(vNummer)));

/** Everything that the logbook of a gemeente has of one person. */
const logbookOf = async (
  hub: HubInMemory,
  zaakId: ZaakId,
  gemeentecode: string = GENNEP,
): Promise<readonly Processing[]> => {
  const outbound = createOutbound(hub.table);
  const { commits, post } = await outbound.read(zaakId);
  const households = await Promise.all(
    huishoudensOf(dossierOf(commits).zaak).map(async (id) => {
      const read = await outbound.read(id as string as ZaakId);
      return processingsOf({ id: id as string as ZaakId, ...read }, gemeentecode);
    }),
  );
  return [
    ...processingsOf({ id: zaakId, commits, post }, gemeentecode),
    ...households.flatMap((household) => asMember(household, zaakId)),
  ];
};

const played = async (): Promise<HubInMemory> => {
  const hub = hubInMemory(() => ({}));
  await hub.process([
    traced(family(), '1111111111111111'),
    traced(inschrijvingBericht({ bsn: Bsn.parse(FAMILY[0][1]) }), '2222222222222222'),
    notificatieBericht('SS101', { bsn: Bsn.parse(FAMILY[1][1]) }),
    geopendBericht({ bsn: Bsn.parse('999928193') }),
  ]);
  return hub;
};

describe('the logbook of a timeline', () => {
  it('names the fields of a report along the routemap, and those that a partner heard of it', async () => {
    const hub = await played();
    const [zaakId] = zaakIdsIn(hub);
    await hub.process([
      inbound(
        'nl.inburgeringszaken.brede.intake.uitgenodigd.v1',
        '2025-09-08T08:00:00Z',
        {
          zaakId,
          afspraakdatum: '2025-09-12',
          tijd: '10:30',
          plaats: 'Merkplein 1',
          onderdeel: 'taalschool',
        },
        'gemeente-0907',
      ),
    ]);
    const all = await logbookOf(hub, zaakId as ZaakId);
    const reported = all.filter(({ fields }) => fields.includes('plaats'));
    expect(reported.map(({ activity, party }) => [activity, party?.key])).toEqual(
      expect.arrayContaining([
        ['ontvangen', expect.stringContaining('urn:nld:oin:')],
        ['verstrekken', 'taalschool-0907'],
      ]),
    );
    const heardBy = reported
      .filter(({ activity }) => activity === 'verstrekken')
      .map(({ party }) => party?.key);
    expect(new Set(heardBy)).toEqual(new Set(['taalschool-0907']));
    expect(JSON.stringify(all)).not.toContain('Merkplein');
  });

  it('has only records that the schema of Logboek Dataverwerkingen takes, and no value of a message in any', async () => {
    const hub = await played();
    const all = (await Promise.all(zaakIdsIn(hub).map((zaakId) => logbookOf(hub, zaakId)))).flat();
    expect(all.length).toBeGreaterThan(20);
    for (const processing of all) {
      const record = composeRecord(processing, SERVICE);
      verify(record);
      expect(verify.errors ?? [], JSON.stringify(record)).toEqual([]);
    }
    const text = JSON.stringify(all);
    for (const value of [...FAMILY.flat(), 'Merk', 'merk@', '0612345678', 'Milsbeek']) {
      expect(text).not.toContain(value);
    }
  });

  it('has one record of the message, and one of each person in the family of three under it (L6)', async () => {
    const hub = await played();
    const all = (await Promise.all(zaakIdsIn(hub).map((zaakId) => logbookOf(hub, zaakId)))).flat();
    const parents = all.filter(({ spanId }) => spanId === '1111111111111111');
    expect(new Set(parents.map(({ subject }) => subject.soort))).toEqual(new Set(['ontvangst']));
    const children = all.filter(
      ({ parentSpanId, fields }) => parentSpanId === '1111111111111111' && fields.includes('koppelingId'),
    );
    expect(children.map(({ subject }) => subject)).toEqual(
      zaakIdsIn(hub).map((id) => ({ id, soort: 'zaak' })),
    );
    expect(new Set(children.map(({ spanId }) => spanId)).size).toBe(3);
  });

  it('is one tree from the caller to the queue of the partner, whose message names where it was told', async () => {
    const hub = await played();
    const [mother] = zaakIdsIn(hub) as [ZaakId];
    const all = (await logbookOf(hub, mother)).filter(({ traceId }) => traceId === TRACE);
    const byId = new Map(all.map((one) => [one.spanId, one]));
    const pathOf = ({ parentSpanId, name }: Processing): readonly string[] => {
      const parent = parentSpanId === undefined ? undefined : byId.get(parentSpanId);
      return [...(parent === undefined ? [`(${parentSpanId})`] : pathOf(parent)), name];
    };
    const inQueue = all.filter(
      ({ name, party }) => name.includes('wachtrij') && party?.key === 'taalschool-0907',
    );
    expect(inQueue.map(pathOf)).toEqual([
      [
        '(b9c7c989f97918e1)',
        'bericht aannemen',
        'gegevens bij de zaak vastleggen',
        'gegevens aan een partner verstrekken',
        'bericht in de wachtrij zetten',
      ],
    ]);
    const told = byId.get(inQueue[0]?.parentSpanId ?? '');
    const [message] = (hub.queues.get('0907/taalschool') ?? []).filter(({ zaakId }) => zaakId === mother);
    const attribute = message && (berichtOf(message) as { traceparent?: string }).traceparent;
    expect(readTraceparent(attribute)).toEqual({ traceId: TRACE, spanId: told?.spanId });
  });

  it('names the application that called in the record of its message only (L4)', async () => {
    const hub = await played();
    const [mother] = zaakIdsIn(hub) as [ZaakId];
    const withProcessor = (await logbookOf(hub, mother)).filter(({ processor }) => processor !== undefined);
    expect(new Set(withProcessor.map(({ name }) => name))).toEqual(new Set(['bericht aannemen']));
  });

  it('says of a message to a household that it is about each of its members', async () => {
    const hub = await played();
    for (const zaakId of zaakIdsIn(hub)) {
      const shop = (await logbookOf(hub, zaakId)).find(
        ({ party, activity }) => party?.key === 'mage-0907' && activity === 'verstrekken',
      );
      expect(shop?.subject).toEqual({ id: zaakId, soort: 'zaak' });
      expect(shop?.fields).toEqual(['contactTeamInburgering', 'referentie', 'aantalPersonen']);
    }
  });

  it('does not say that a partner got fields of a message that became that it is over before anybody tried to deliver it', async () => {
    const hub = hubInMemory(() => ({}));
    await createKanalen(hub.table).chooseBaseDoor('0907/taalschool', 'ophalen');
    await hub.process([
      traced(family(), '1111111111111111'),
      inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-06-03T08:00:00Z', {
        koppelingId: 'L3',
        versie: 2,
        gemeentecode: '0907',
        reden: 'anders',
      }),
    ]);
    const [mother] = zaakIdsIn(hub) as [ZaakId];
    const given = (await logbookOf(hub, mother)).filter(({ activity }) => activity === 'verstrekken');
    const fieldsOf = (key: string) =>
      given.filter(({ party }) => party?.key === key).map(({ fields }) => fields.includes('naam'));
    expect(fieldsOf('taalschool-0907')).toEqual([false, false]);
    expect(fieldsOf('balk-0907')).toContain(true);
  });

  it('says that DUO got what the gemeente decided, which fields, and how that ended', async () => {
    const hub = hubInMemory(() => ({}));
    const [vNummer, bsn] = FAMILY[0];
    const zaakId = hub.pseudonyms.zaakId(Vnummer.parse(vNummer));
    await hub.process([
      family(),
      inschrijvingBericht({ vNummer: Vnummer.parse(vNummer), bsn: Bsn.parse(bsn) }),
      inbound(
        'nl.inburgeringszaken.pip.vastgesteld.v1',
        '2025-09-01T08:00:00Z',
        { zaakId, dagtekening: '2025-09-01', pip: { leerroute: 'Z' } },
        'gemeente-0907',
      ),
    ]);
    const told = (await logbookOf(hub, zaakId)).filter(({ activity }) => activity === 'melden');
    expect(told.map(({ party, fields, status }) => ({ party, fields, status }))).toEqual(
      ['Unset', 'Ok'].map((status) => ({
        party: { role: 'ontvanger', key: 'duo' },
        fields: ['leerroute', 'dagtekeningPip'],
        status,
      })),
    );
  });

  it('keeps gemeenten apart: after a move each has its own records and nobody else’s', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([family(), family('0796', 2)]);
    const [mother] = zaakIdsIn(hub) as [ZaakId];
    for (const gemeentecode of ['0907', '0796']) {
      const own = await logbookOf(hub, mother, gemeentecode);
      expect(own.length).toBeGreaterThan(0);
      expect(new Set(own.map((one) => one.gemeentecode))).toEqual(new Set([gemeentecode]));
      const receivers = own.flatMap(({ party }) => (party?.role === 'ontvanger' ? party.key : []));
      expect(receivers.filter((key) => !key.endsWith(gemeentecode))).toEqual([]);
    }
    expect(await logbookOf(hub, mother, '1734')).toEqual([]);
  });
});

describe('an action on several persons', () => {
  const whole: Omit<Processing, 'subject' | 'fields'> = {
    activity: 'raadplegen',
    gemeentecode: '0907',
    traceId: TRACE,
    spanId: '1111111111111111',
    processor: 'urn:nld:oin:00000099000000002000',
    begin: 1,
    end: 2,
    status: 'Ok',
    name: 'lezen',
  };
  const subject = (id: string) => ({ subject: { id, soort: 'zaak' as const }, fields: [id] });

  it.each([
    [0, []],
    [1, ['zaak']],
    [3, ['verzameling', 'zaak', 'zaak', 'zaak']],
  ])('on %i has records %j', (count, kinds) => {
    const subjects = Array.from({ length: count }, (_, number) => subject(`zaak-${number}`));
    const records = perSubject(whole, subjects, ({ id }) => id);
    expect(records.map((record) => record.subject.soort)).toEqual(kinds);
    expect(records.slice(1).every(({ parentSpanId }) => parentSpanId === whole.spanId)).toBe(true);
    expect(records.filter(({ processor }) => processor !== undefined)).toHaveLength(Math.min(count, 1));
  });
});
