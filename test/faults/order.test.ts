import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findZaakId } from '../../adapters/secrets/pseudonyms.ts';
import { createZaakLogs } from '../../adapters/table/logs.ts';
import { Bsn, type OntvangstId, Vnummer } from '../../contracts/base-types.ts';
import { inboundData } from '../../contracts/berichttypen.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import type { InboundType } from '../../contracts/event-types.ts';
import { TYPE_DUO_NOTIFICATIE } from '../../contracts/internal/duo-bericht.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { countOntvangsten } from '../count.ts';
import { gemeenteKnows } from '../gemeente-knows.ts';
import { runs } from '../runs.ts';
import { ADRES, GENNEP, koppeling } from '../unit/domain/support.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../unit/functions/hub-in-memory.ts';
import { type Fault, failingCalls } from './outside-calls.ts';

/** The processing functions, whole, on messages in any order, repeated, and with crashes in between. */

const V = {
  mother: Vnummer.parse('2798163871'),
  father: Vnummer.parse('2712504443'),
  child: Vnummer.parse('2851496460'),
  other: Vnummer.parse('2766686503'),
};
const BSN = {
  mother: Bsn.parse('999966133'),
  father: Bsn.parse('999928193'),
  child: Bsn.parse('999986570'),
};

let counter = 0;
const head = (moment: string) => {
  counter += 1;
  const number = String(counter).padStart(12, '0');
  return {
    ontvangstId: `00000000-0000-8000-8000-${number}` as OntvangstId,
    berichtId: `bericht-${number}`,
    bron: 'urn:nld:oin:00000099000000002000:systeem:test',
    tijdstip: moment,
    organisatie: 'test',
    afdruk: number,
  };
};
const bericht = (type: InboundType, moment: string, data: unknown): InboundBericht =>
  ({ ...head(moment), type, data: inboundData(type).parse(data) }) as InboundBericht;
const notificatie = (gebeurtenisId: string, moment: string, keys: { bsn?: Bsn; vNummer?: Vnummer }) =>
  ({
    ...head(moment),
    type: TYPE_DUO_NOTIFICATIE,
    doel: '00000099000000001000',
    data: { registratieDatumTijd: moment, gebeurtenisId, ...keys },
  }) as InboundBericht;

const member = (vNummer: string | undefined, relatie: string, extra: Record<string, unknown> = {}) => ({
  ...koppeling().personen[0],
  vNummer,
  relatie,
  ...extra,
});

const household = [
  member(V.mother, 'hoofdpersoon'),
  member(V.father, 'partner', { geboortedatum: '1981-01-08', bsn: BSN.father }),
  member(V.child, 'kind', { geboortedatum: '2015-12-03' }),
];

const inschrijving = (bsn: Bsn, moment: string, extra: Record<string, unknown> = {}) =>
  bericht('nl.brp.persoon.ingeschreven.v1', moment, {
    bsn,
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
    ...extra,
  });

const responses = (bsn: string): DuoResponses => ({
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
  'lbt/resultaten': [
    {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: bsn === BSN.mother ? '36,00' : '27,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-10-17',
    },
  ],
});

/** A household that grows, changes and loses a member while DUO and the BRP are early, and one that is withdrawn. */
const story: readonly InboundBericht[] = [
  bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
    ...koppeling(),
    personen: household,
  }),
  bericht('nl.tvs.koppeling.gewijzigd.v1', '2025-06-25T08:00:00Z', {
    ...koppeling({ versie: 2 }),
    personen: [...household, member(V.other, 'overig', { geboortedatum: '1990-05-01' })],
  }),
  bericht('nl.tvs.koppeling.gewijzigd.v1', '2025-07-01T08:00:00Z', {
    ...koppeling({ versie: 3, woningeis: ['gelijkvloers'] }),
    personen: household,
  }),
  bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-03-01T08:00:00Z', {
    ...koppeling({ koppelingId: 'TVS-2025-7', datumKoppeling: '2025-03-01' }),
    personen: [member('2700000001', 'hoofdpersoon')],
  }),
  bericht('nl.tvs.koppeling.ingetrokken.v1', '2025-03-05T08:00:00Z', {
    koppelingId: 'TVS-2025-7',
    versie: 2,
    gemeentecode: '0907',
    reden: 'andere gemeente',
  }),
  inschrijving(BSN.mother, '2025-08-13T08:00:00Z'),
  inschrijving(BSN.father, '2025-08-13T08:01:00Z'),
  inschrijving(BSN.child, '2025-08-13T08:02:00Z', { vNummer: V.child }),
  inschrijving(Bsn.parse('999900249'), '2025-08-13T08:03:00Z'),
  notificatie('SS139', '2025-08-16T07:00:00Z', { bsn: BSN.mother, vNummer: V.mother }),
  notificatie('SS139', '2025-08-16T07:00:00Z', { vNummer: V.father }),
  notificatie('SS131', '2025-10-19T07:00:00Z', { bsn: BSN.mother }),
  notificatie('SS131', '2025-10-19T08:00:00Z', { vNummer: V.mother }),
  notificatie('SS109', '2025-09-01T07:00:00Z', { vNummer: V.father }),
  notificatie('SS129', '2025-09-20T07:00:00Z', { bsn: BSN.father }),
];

/** Where the gemeente itself gets its messages. */
const REGIE = '0907/gemeente';

const V_NUMMERS = [...Object.values(V), Vnummer.parse('2700000001')];

/** What the gemeente and each partner know in the end of every person. */
const outcome = async (hub: HubInMemory) => {
  /** The id of a zaak follows from the number that came first, so zaken are compared by the person that they are of. */
  const owners = new Map<string, string>();
  const zaken = await Promise.all(
    V_NUMMERS.map(async (vNummer) => {
      const zaakId = await findZaakId(
        { zaken: createZaakLogs(hub.table), pseudonyms: hub.pseudonyms },
        vNummer,
      );
      owners.set(zaakId, vNummer);
      const tijdlijn = await hub.zaken.tijdlijn(zaakId, GENNEP);
      return {
        vNummer,
        zaak: await hub.zaken.zaakForGemeente(zaakId, GENNEP),
        feiten: tijdlijn?.gebeurtenissen.filter(({ bron }) => bron !== 'hub'),
      };
    }),
  );
  // Its terms follow the day, which a crash moves on.
  const gemeente = Object.fromEntries(
    Object.entries(gemeenteKnows((hub.queues.get(REGIE) ?? []).map(berichtOf))).map(([zaakId, { steps }]) => [
      zaakId,
      steps,
    ]),
  );
  const partners = [...hub.queues].filter(([kanaal]) => kanaal !== REGIE);
  const known = partners.flatMap(([partner, shipments]) =>
    [...Map.groupBy(shipments, ({ zaakId }) => zaakId)].map(([zaakId, messages]) => {
      const [latest] = messages.slice(-1).map(berichtOf);
      const { volgnummer: _, gewijzigd: __, ...knows }: Record<string, unknown> = { ...latest?.data };
      return [`${partner} ${zaakId}`, latest?.type.endsWith('.vervallen.v1') ? 'vervallen' : knows] as const;
    }),
  );
  /** Households of which a shop knows in the end. */
  const lasting = new Set(
    known.flatMap(([subject, knows]) => (knows === 'vervallen' ? [] : subject.split(' ').slice(1))),
  );
  const byOwner = <Value>(value: Value): Value =>
    JSON.parse(
      [...owners].reduce(
        (text, [zaakId, vNummer]) => text.replaceAll(zaakId, `zaak van ${vNummer}`),
        JSON.stringify(value),
      ),
    );
  return byOwner({
    zaken,
    // A partner that was never told knows as little as one that was told that the zaak is vervallen.
    known: Object.fromEntries(known.filter(([, knows]) => knows !== 'vervallen').sort()),
    gemeente,
    entries: await countOntvangsten(hub.ontvangsten),
    mijlpalen: hub.table
      .alles()
      .filter(({ pk, mijlpalen: days }) => pk.startsWith('MIJLPALEN#') && days !== undefined)
      .map(({ pk, sk, mijlpalen: days }) => byOwner(`${pk} ${sk} ${days}`))
      .toSorted(),
    // Places in lists, without their version: that also counts messages that waited.
    lists: hub.table
      .alles()
      .filter(
        ({ pk, sk }) =>
          pk.startsWith('ZAAK#') && /^(STAND|GEGEVENS|TERMIJN#|VERTROKKEN#|HUISHOUDEN#)/.test(sk),
      )
      .map(({ versie: _, ...place }) => place)
      .filter(({ status }) => status !== undefined)
      // A zaak that was taken up stays in the books when the gemeente was told of it, which depends on the order.
      .filter(({ pk, sk }) => !sk.startsWith('VERTROKKEN#') || owners.has(pk.slice('ZAAK#'.length)))
      // So does a household that is over, when a partner was told of it before that.
      .filter(({ pk, sk }) => !sk.startsWith('HUISHOUDEN#') || lasting.has(pk.slice('ZAAK#'.length)))
      .map((place) => JSON.stringify(byOwner(place)))
      .toSorted(),
  });
};

/** Checks what must hold after any order and any crash. */
const checkBooks = async (hub: HubInMemory, count: number) => {
  const { ontvangen, wacht, quarantaine, verwerkt } = await countOntvangsten(hub.ontvangsten);
  expect(ontvangen + wacht + quarantaine + verwerkt).toBe(count);
  expect(await hub.zaken.nogTeVersturen()).toBe(0);
  for (const shipments of hub.queues.values()) {
    expect(new Set(shipments.map(({ id }) => id)).size).toBe(shipments.length);
    for (const messages of Map.groupBy(shipments, ({ zaakId }) => zaakId).values()) {
      expect(messages.map(({ volgnummer }) => volgnummer)).toEqual(messages.map((_, place) => place + 1));
    }
  }
};

/** Two calls in three hundred fail: a message makes so many that it would hardly ever get through with more. */
const MOMENTS: readonly Fault['moment'][] = ['before its effect', 'after its effect'];

describe('a household and its messages', () => {
  const expected = (async () => {
    const hub = hubInMemory(responses);
    await hub.process(story);
    await checkBooks(hub, story.length);
    return outcome(hub);
  })();

  it('in order end in two active zaken, two that are vervallen, and one message that waits', async () => {
    const { zaken, entries } = await expected;
    expect(zaken.map(({ zaak }) => zaak?.status)).toEqual([
      'actief',
      'actief',
      undefined,
      'vervallen',
      'vervallen',
    ]);
    expect(entries).toEqual({ ontvangen: 0, wacht: 1, quarantaine: 0, verwerkt: story.length - 1 });
  });

  it('end in the same zaken, facts, lists and knowledge of partners in any order and with any repetition', async () => {
    const target = await expected;
    const orders = fc
      .shuffledSubarray([...story], { minLength: story.length })
      .chain((order) => fc.shuffledSubarray([...story]).map((double) => [...order, ...double]));
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const hub = hubInMemory(responses);
        await hub.process(order);
        await checkBooks(hub, story.length);
        expect(await outcome(hub)).toEqual(target);
      }),
      { numRuns: runs(30) },
    );
  });

  it('lose nothing and reach no partner twice when any call to the outside fails, before or after its effect', async () => {
    const target = await expected;
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 299 })), async (chance) => {
        const { outside } = failingCalls(() => MOMENTS[chance.next().value]);
        const hub = hubInMemory(responses, { outside });
        await hub.process(story);
        await checkBooks(hub, story.length);
        expect(await outcome(hub)).toEqual(target);
      }),
      { numRuns: runs(12) },
    );
  });
});

describe('numbers that contradict each other', () => {
  it('put the message in quarantaine with its reason and leave the zaak as it was', async () => {
    const hub = hubInMemory(responses);
    await hub.process([
      bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
        ...koppeling(),
        personen: household,
      }),
      inschrijving(BSN.father, '2025-08-13T08:00:00Z', { vNummer: V.mother }),
    ]);
    expect((await hub.ontvangsten.list('quarantaine')).ontvangsten).toEqual([
      expect.objectContaining({ reden: 'BSN en V-nummer spreken een eerder bericht tegen' }),
    ]);
    expect(hub.measured.get('InQuarantaine')).toBe(1);
    const mother = await hub.zaken.findZaak({ vNummer: V.mother }, GENNEP);
    expect(
      (await hub.zaken.tijdlijn(mother[0]?.zaakId ?? hub.pseudonyms.zaakId(V.other), GENNEP))?.termijnen,
    ).toEqual([]);
  });
});

describe('a notificatie about which DUO has no answers', () => {
  it('still wakes a message that waited for the two numbers that it links', async () => {
    const hub = hubInMemory(() => ({}));
    const brp = inschrijving(BSN.mother, '2025-08-13T08:00:00Z');
    const notification = notificatie('SS131', '2025-10-19T07:00:00Z', { bsn: BSN.mother, vNummer: V.mother });
    await hub.process([
      bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
        ...koppeling(),
        personen: household,
      }),
      brp,
      notification,
    ]);
    expect((await hub.ontvangsten.read(notification.ontvangstId))?.status).toBe('wacht');
    expect((await hub.ontvangsten.read(brp.ontvangstId))?.status).toBe('verwerkt');
  });
});

describe('a second message with a version of a koppeling that is known', () => {
  it('changes nothing, and its ontvangst says so', async () => {
    const hub = hubInMemory(responses);
    const second = bericht('nl.tvs.koppeling.gewijzigd.v1', '2025-06-21T08:00:00Z', {
      ...koppeling(),
      personen: [member(V.mother, 'hoofdpersoon', { werkervaring: 'elektricien' })],
    });
    await hub.process([
      bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
        ...koppeling(),
        personen: household,
      }),
      second,
    ]);
    expect(await hub.ontvangsten.read(second.ontvangstId)).toMatchObject({
      status: 'verwerkt',
      reden: 'deze versie van de koppeling is al bekend',
    });
    expect(hub.queues.get('0907/intos')?.length).toBe(2);
  });
});
