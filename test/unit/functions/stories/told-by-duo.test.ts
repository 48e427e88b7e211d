import { describe, expect, it } from 'vitest';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP } from '../../domain/support.ts';
import { geopendBericht, inbound, notificatieBericht } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import {
  DEN_BOSCH,
  FATHER,
  inAnyOrder,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  PLICHT,
  play,
  registered,
  statusOf,
  withoutBsn,
  zaakOfPerson,
} from './support.ts';

/** Stories of what DUO tells a gemeente that has the person, had, or only seemed to. */

describe('what DUO tells the former gemeente of somebody', () => {
  it('counts also when it comes before the hub knows that that gemeente ever had them', async () => {
    const berichten = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      notificatieBericht('SS101', MOTHER, '2025-06-10T07:00:00Z'),
      registered(MOTHER, '2025-08-10', '0796'),
      notificatieBericht('SS102', MOTHER, '2025-09-05T07:00:00Z', '00000099000007960000'),
      registered(MOTHER, '2025-09-08'),
    ];
    await inAnyOrder(
      berichten,
      async (hub) => Promise.all(berichten.map((bericht) => statusOf(hub, bericht))),
      () => ({ ...PLICHT, inburgeringstermijn: { startdatum: '2025-09-02', einddatum: '2028-09-02' } }),
    );
  });
});

describe('what DUO tells a gemeente', () => {
  const TO_GENNEP = '00000099000009070000';
  const TO_DEN_BOSCH = '00000099000007960000';
  const NO_PLICHT: DuoResponses = {
    inburgeringsplicht: { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht: 'Overig' },
  };
  const known = notificatieBericht('SS139', MOTHER, '2025-05-10T07:00:00Z');
  const linked = koppelingOf([member(MOTHER, 'hoofdpersoon')]);
  const mistaken = registered(MOTHER, '2025-08-10', '0796');
  const ended = (doel: string) => notificatieBericht('SS110', MOTHER, '2025-08-20T07:00:00Z', doel);

  it.each<readonly [string, string, InboundBericht, readonly InboundBericht[]]>([
    [
      'counts when COA had linked the person to it, and gave them to another since',
      'verwerkt',
      ended(TO_GENNEP),
      [linked, koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2, gemeentecode: '0796' })],
    ],
    [
      'counts when it had opened the zaak itself, and COA links the person elsewhere',
      'verwerkt',
      ended(TO_GENNEP),
      [
        geopendBericht(MOTHER, 'Aya', '2025-05-20T08:00:00Z'),
        koppelingOf([member(MOTHER, 'hoofdpersoon')], { gemeentecode: '0796' }),
      ],
    ],
    [
      'counts when the BRP had the person there, and put that right since',
      'verwerkt',
      ended(TO_DEN_BOSCH),
      [
        linked,
        mistaken,
        registered(MOTHER, '2025-08-12', '0907', {
          soort: 'correctie',
          vervangtBerichtId: mistaken.berichtId,
        }),
      ],
    ],
    [
      'does not count when it never had the person, whose gemeente nobody had told by then',
      'quarantaine',
      ended(TO_DEN_BOSCH),
      [known, linked],
    ],
    [
      'does not count when it never had the person, who went to a gemeente outside the hub',
      'quarantaine',
      ended(TO_DEN_BOSCH),
      [linked, registered(MOTHER, '2025-08-10', '0268')],
    ],
  ])('%s', async (_name, status, notified, others) => {
    const outcome = async (hub: HubInMemory) => ({
      status: await statusOf(hub, notified),
      knows: lastTold(hub),
      gennep: (await zaakOfPerson(hub, MOTHER))?.status,
      denBosch: (await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status,
    });
    expect(await outcome(await play([...others, notified], () => NO_PLICHT))).toMatchObject({ status });
    await inAnyOrder([...others, notified], outcome, () => NO_PLICHT);
  });

  const typed = inbound(
    'nl.tvs.koppeling.geregistreerd.v1',
    '2025-06-02T08:00:00Z',
    {
      koppelingId: 'S01',
      versie: 1,
      gemeentecode: '0796',
      datumKoppeling: '2025-06-01',
      personen: [member(MOTHER, 'hoofdpersoon')],
    },
    'gemeente-0796',
  );
  /**
   * The outcome without the messages to gemeenten, which depend on the order: a gemeente that types over before COA hears later
   * that the koppeling belongs to another gemeente, and one that types over after COA is refused.
   */
  const ofGennep = async (hub: HubInMemory) => {
    const zaak = await zaakOfPerson(hub, MOTHER);
    return {
      knows: Object.entries(lastTold(hub)).filter(([kanaal]) => !kanaal.endsWith('/gemeente')),
      gennep: zaak?.status,
      termijnen: zaak?.gegevens.termijnen,
      denBosch: (await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status,
    };
  };

  const { vNummer } = MOTHER;
  const byVnummer = (code: string) =>
    notificatieBericht(code, { vNummer }, '2025-08-20T07:00:00Z', TO_DEN_BOSCH);
  it.each<readonly [string, readonly InboundBericht[], InboundBericht]>([
    ["typed over of COA's household, which is of another", [typed, linked], ended(TO_DEN_BOSCH)],
    [
      "typed over of COA's household, which is of another and knows nobody's BSN",
      [typed, linked].map((bericht) => withoutBsn(bericht)),
      byVnummer('SS111'),
    ],
    [
      'has somebody else whose BSN DUO named with the V-nummer',
      [
        notificatieBericht('SS139', { vNummer, bsn: FATHER.bsn }, '2025-05-10T07:00:00Z'),
        registered(FATHER, '2025-07-10', '0796'),
        linked,
      ],
      byVnummer('SS110'),
    ],
  ])('ends no zaak of another when all that it did was that it %s', async (_name, others, notified) => {
    const hub = await play([...others, notified]);
    expect((await ofGennep(hub)).gennep).toBe('actief');
    expect(await statusOf(hub, notified)).toBe('quarantaine');
    const late = await play([...others.slice(0, -1), notified, ...others.slice(-1)]);
    expect((await ofGennep(late)).gennep).toBe('actief');
    await inAnyOrder([...others, notified], ofGennep);
  });

  describe.each<readonly [string, readonly InboundBericht[], object]>([
    [
      'which typed over what COA tells of another',
      [notificatieBericht('SS101', MOTHER, '2025-05-10T07:00:00Z'), typed, linked],
      { gennep: 'vervallen' },
    ],
    [
      'in which the person came to live since',
      [linked, registered(MOTHER, '2025-08-10', '0796')],
      { denBosch: 'vervallen' },
    ],
    [
      'which typed it over, and in which the person came to live since',
      [typed, linked, registered(MOTHER, '2025-08-10', '0796')],
      { denBosch: 'vervallen' },
    ],
  ])('and the same event then to another, %s', (_name, others, expected) => {
    const events = [ended(TO_DEN_BOSCH), ended(TO_GENNEP)];
    const linesOf = async (hub: HubInMemory) => {
      const [found] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
      const [zaak = found] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, DEN_BOSCH);
      const own = 'denBosch' in expected ? DEN_BOSCH : GENNEP;
      const { gebeurtenissen = [] } = (await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, own)) ?? {};
      return gebeurtenissen
        .filter(({ feitId }) => feitId?.startsWith('duo:SS110'))
        .map(({ tijdstip, feitId, gegevens }) => ({ tijdstip, feitId, gegevens }));
    };

    it('ends the zaak once, in any order', async () => {
      const outcome = async (hub: HubInMemory) => ({ ...(await ofGennep(hub)), lines: await linesOf(hub) });
      const [first, second] = [events, events.toReversed()];
      for (const order of [
        [...others, ...first],
        [...others.slice(0, -1), ...first, ...others.slice(-1)],
        [...others.slice(0, -1), ...second, ...others.slice(-1)],
        [
          ...others.slice(0, -1),
          events[0] as InboundBericht,
          ...others.slice(-1),
          events[1] as InboundBericht,
        ],
      ]) {
        const seen = await outcome(await play(order, () => NO_PLICHT));
        expect(seen).toMatchObject(expected);
        expect(seen.lines).toHaveLength(1);
        expect(seen.lines[0]?.gegevens).not.toHaveProperty('hersteld');
      }
      await inAnyOrder([...others, ...events], outcome, () => NO_PLICHT);
    });

    it('tells no partner twice', async () => {
      const once = await play([...others, ...events.slice(1)], () => NO_PLICHT);
      const twice = await play([...others, ...events.slice(1), ...events], () => NO_PLICHT);
      const counted = (hub: HubInMemory) => [...hub.queues].map(([kanaal, items]) => [kanaal, items.length]);
      expect(counted(twice)).toEqual(counted(once));
    });
  });

  it('counts for the gemeente that typed the household over, once the person lives there', async () => {
    const there = registered(MOTHER, '2025-08-10', '0796');
    const notified = ended(TO_DEN_BOSCH);
    const hub = await play([typed, notified, linked, there]);
    expect(await ofGennep(hub)).toMatchObject({ denBosch: 'vervallen' });
    await inAnyOrder([typed, notified, linked, there], async (other) => [
      await statusOf(other, notified),
      await ofGennep(other),
    ]);
  });

  it.each<readonly [string, string, string, readonly InboundBericht[]]>([
    ['waits as long as nobody told where', 'wacht', TO_GENNEP, [known]],
    ['counts once COA tells that it is there', 'verwerkt', TO_GENNEP, [known, linked]],
    ['is put aside once COA tells that it is elsewhere', 'quarantaine', TO_DEN_BOSCH, [known, linked]],
    [
      'is put aside once the BRP tells that it is outside the hub',
      'quarantaine',
      TO_GENNEP,
      [known, registered(MOTHER, '2025-08-10', '0268')],
    ],
  ])('of whom DUO told the hub alone that they have a plicht: %s', async (_name, status, doel, others) => {
    const notified = ended(doel);
    const outcome = async (hub: HubInMemory) => ({
      ...(await hub.ontvangsten.read(notified.ontvangstId)),
      sinds: undefined,
      ...(await ofGennep(hub)),
    });
    const waiting = await play([notified, known]);
    expect(await outcome(waiting)).toMatchObject({
      status: 'wacht',
      reden: 'wacht op de gemeente van deze persoon',
    });
    await waiting.process(others);
    expect(await outcome(waiting)).toMatchObject({ status });
    await inAnyOrder([notified, ...others], outcome);
  });

  it('leaves quarantine also when it was by its numbers that two zaken became one', async () => {
    const { bsn, vNummer } = MOTHER;
    const notified = ended(TO_DEN_BOSCH);
    const hub = await play([
      geopendBericht({ bsn }, 'Aya', '2025-05-20T08:00:00Z'),
      notificatieBericht('SS139', { vNummer }),
      notified,
    ]);
    expect(await statusOf(hub, notified)).toBe('quarantaine');
    await hub.process([registered(MOTHER, '2025-08-10', '0796')]);
    expect(await statusOf(hub, notified)).toBe('verwerkt');
  });
});
