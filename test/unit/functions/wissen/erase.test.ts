import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { Bsn, Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Wissing } from '../../../../contracts/wissen.ts';
import { countOntvangsten } from '../../../count.ts';
import { everyFall, type Fault, outsideCalls } from '../../../faults/outside-calls.ts';
import { ADRES, GENNEP, koppeling } from '../../domain/support.ts';
import { geopendBericht, inbound, koppelingBericht, notificatieBericht, registered } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** A person is erased: which data remain, which partners hear of it, and how later messages are handled. */

const MOTHER = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const FATHER = { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999910267') };
const CHILD = { vNummer: Vnummer.parse('2795000021') };
const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' } };

const { pseudonyms } = hubInMemory(() => ({}));
const [mothersZaak, fathersZaak] = [MOTHER, FATHER].map(({ vNummer }) => pseudonyms.zaakId(vNummer)) as [
  ZaakId,
  ZaakId,
];

const reported = (type: InboundType, day: string, data: Record<string, unknown>): InboundBericht =>
  inbound(type, `${day}T08:00:00Z`, data, 'gemeente-0907');

const alone = (versie = 1, moment?: string): InboundBericht => {
  const bericht = koppelingBericht(
    koppeling({ versie }, { ...MOTHER, naam: { voornamen: 'Merkteken', geslachtsnaam: 'Gewist' } }),
  );
  return moment === undefined ? bericht : { ...bericht, tijdstip: moment };
};

const family = (versie = 1): InboundBericht => {
  const one = koppeling({ versie }, { ...MOTHER, naam: { voornamen: 'Moeder', geslachtsnaam: 'Gewist' } });
  const two = koppeling(
    {},
    { ...FATHER, relatie: 'partner', naam: { voornamen: 'Vader', geslachtsnaam: 'Gewist' } },
  );
  const three = koppeling(
    {},
    {
      ...CHILD,
      bsn: undefined,
      relatie: 'kind',
      geboortedatum: '2016-05-01',
      naam: { voornamen: 'Kleintje', geslachtsnaam: 'Gewist' },
    },
  );
  return koppelingBericht({ ...one, personen: [...one.personen, ...two.personen, ...three.personen] });
};

const everything = (hub: HubInMemory): string => JSON.stringify(hub.table.alles());

/** Values that say who somebody is, of those that are still in the table. */
const marksIn = (hub: HubInMemory, ...marks: readonly string[]): readonly string[] =>
  marks.filter((mark) => everything(hub).includes(mark));

const toldTo = (hub: HubInMemory, partner: string) =>
  (hub.queues.get(`0907/${partner}`) ?? []).map(berichtOf);

const kinds = (hub: HubInMemory, partner: string): readonly string[] =>
  toldTo(hub, partner).map(({ type, data }) => `${type.split('.').at(-2)} ${data.volgnummer}`);

const view = async (hub: HubInMemory, zaakId: ZaakId): Promise<Wissing | undefined> =>
  hub.erasings.view(zaakId, GENNEP, hub.now());

describe('a person who is erased', () => {
  const story = () => [
    alone(),
    registered(MOTHER.bsn, '2025-08-13'),
    notificatieBericht('SS101', MOTHER, '2025-08-20T07:00:00Z'),
    reported('nl.inburgeringszaken.pip.vastgesteld.v1', '2025-09-01', {
      zaakId: mothersZaak,
      dagtekening: '2025-09-01',
    }),
  ];

  it('is in no item any more, and everybody who was told hears so', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process(story());
    expect(marksIn(hub, 'Merkteken', MOTHER.vNummer, MOTHER.bsn, 'Merkstraat')).toHaveLength(4);
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, 'Merkteken', 'Gewist', MOTHER.vNummer, MOTHER.bsn, 'Merkstraat', 'TVS-')).toEqual([]);
    for (const [partner, items] of hub.queues) {
      const [last] = items.slice(-1).map(berichtOf);
      expect(last?.type.endsWith('.gewist.v1'), partner).toBe(true);
      const { datum: _, ...data } = { datum: undefined, ...last?.data };
      expect(Object.keys(data).toSorted(), partner).toEqual(
        partner.endsWith('mage')
          ? ['gemeentecode', 'huishoudenId', 'volgnummer']
          : ['gemeentecode', 'volgnummer', 'zaakId'],
      );
    }
    expect(kinds(hub, 'taalschool')).toEqual(['gemeld 1', 'gewist 2']);
    const { ontvangers, ...wissing } = (await view(hub, mothersZaak)) ?? { ontvangers: [] };
    expect(wissing).toMatchObject({ stand: 'nagezien', reden: 'verzoek-betrokkene', komtNietAan: [] });
    expect(ontvangers.map(({ partner, staat }) => [partner, staat]).toSorted()).toEqual(
      [...hub.queues.keys()].map((partner) => [partner, 'bezorgd']).toSorted(),
    );
  });

  it('is found by nobody, and leaves the receipts as they were counted', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process(story());
    const before = await countOntvangsten(hub.ontvangsten);
    await hub.erase(mothersZaak, GENNEP);
    expect(await hub.zaken.zaakForGemeente(mothersZaak, GENNEP)).toBeUndefined();
    expect(await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP)).toEqual([]);
    expect(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP)).toEqual([]);
    expect(await hub.zaken.nogTeVersturen()).toBe(0);
    expect(await countOntvangsten(hub.ontvangsten)).toEqual(before);
  });

  it('is on the day list of no partner any more', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process([alone(), registered(MOTHER.bsn, '2025-08-13')]);
    const onLists = () => hub.table.alles().filter(({ status }) => String(status).startsWith('TAAK#'));
    expect(
      onLists()
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['TAAK#0907/balk', 'TAAK#0907/intos', 'TAAK#0907/taalschool', 'TAAK#0907/taalschool']);
    await hub.erase(mothersZaak, GENNEP);
    expect(onLists()).toEqual([]);
  });

  it('does not come back by a late or repeated delivery of what was said before', async () => {
    const hub = hubInMemory(() => PLICHT);
    const messages = story();
    await hub.process(messages);
    await hub.erase(mothersZaak, GENNEP);
    const late = [
      ...messages,
      ...story(),
      alone(2, '2025-08-30T08:00:00Z'),
      registered(MOTHER.bsn, '2025-09-02'),
      geopendBericht({ bsn: MOTHER.bsn }, 'Merkteken', '2025-09-03T08:00:00Z'),
      notificatieBericht('SS131', { bsn: MOTHER.bsn }, '2025-09-03T07:00:00Z'),
    ];
    await hub.process(late);
    expect(marksIn(hub, 'Merkteken', MOTHER.vNummer, MOTHER.bsn, 'Merkstraat')).toEqual([]);
    expect(kinds(hub, 'taalschool')).toEqual(['gemeld 1', 'gewist 2']);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ ontvangen: 0, wacht: 0, quarantaine: 0 });
  });

  it('is looked for once more after a quarter of an hour, however often that is asked before', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process(story());
    for (const _ of ['asked', 'asked again']) await hub.orderErasing(mothersZaak, GENNEP);
    expect(await view(hub, mothersZaak)).toMatchObject({ stand: 'gewist' });
    // Who had read before the erasing writes after it.
    await hub.table.write([{ pk: `MIJLPALEN#${GENNEP}`, sk: mothersZaak, inhoud: 'Merkteken' }]);
    await hub.orderErasing(mothersZaak, GENNEP);
    expect(marksIn(hub, 'Merkteken')).toEqual(['Merkteken']);
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, 'Merkteken')).toEqual([]);
  });

  it('does not come back by a V-nummer that a source named beside the BSN before, and that nobody knew', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process([geopendBericht({ bsn: MOTHER.bsn }, 'Merkteken')]);
    const [opened] = await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP);
    await hub.erase(opened?.zaakId as ZaakId, GENNEP);
    await hub.process([alone(), family(2), notificatieBericht('SS131', MOTHER, '2025-08-21T07:00:00Z')]);
    expect(marksIn(hub, 'Merkteken', 'Moeder', MOTHER.vNummer, MOTHER.bsn)).toEqual([]);
    expect(await hub.zaken.findZaak({ vNummer: FATHER.vNummer }, GENNEP)).toHaveLength(1);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ ontvangen: 0, wacht: 0, quarantaine: 0 });
  });

  it('is not taken for somebody else of whom the same BSN was said by mistake', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process(story());
    await hub.erase(mothersZaak, GENNEP);
    await hub.process([notificatieBericht('SS131', { ...FATHER, bsn: MOTHER.bsn }, '2025-08-21T07:00:00Z')]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ ontvangen: 0, wacht: 0, quarantaine: 1 });
  });

  it('gets a new zaak by what a source says afterwards', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process(story());
    await hub.erase(mothersZaak, GENNEP);
    await hub.process([alone(2, '2025-09-20T08:00:00Z'), registered(MOTHER.bsn, '2025-09-21')]);
    const [byNumber] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    expect(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP)).toEqual([byNumber]);
    expect(byNumber?.zaakId).not.toBe(mothersZaak);
    const [, , again] = toldTo(hub, 'taalschool');
    expect(again).toMatchObject({ subject: byNumber?.zaakId, data: { volgnummer: 1 } });
    expect(kinds(hub, 'mage').slice(0, 3)).toEqual(['gemeld 1', 'gewijzigd 2', 'gewist 3']);
    // And once more: the new zaak can be erased like the first.
    await hub.erase(byNumber?.zaakId as ZaakId, GENNEP);
    expect(marksIn(hub, 'Merkteken', MOTHER.vNummer, MOTHER.bsn, 'Merkstraat')).toEqual([]);
    await hub.process([alone(3, '2025-09-22T08:00:00Z')]);
    expect(await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP)).toHaveLength(1);
  });
});

describe('a member of a household who is erased', () => {
  it('goes out of what is kept about the others, who stay', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([family(), registered(MOTHER.bsn, '2025-08-13', 'Moederstraat')]);
    await hub.process([registered(FATHER.bsn, '2025-08-13', 'Vaderstraat')]);
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, 'Moeder', MOTHER.vNummer, MOTHER.bsn, mothersZaak.slice(0, 8))).toEqual(
      // Under its own id it is still known that the zaak was erased.
      [mothersZaak.slice(0, 8)],
    );
    expect(marksIn(hub, 'Vader', FATHER.vNummer, FATHER.bsn, CHILD.vNummer)).toHaveLength(4);
    expect(toldTo(hub, 'mage').at(-1)).toMatchObject({ data: { aantalPersonen: 2 } });
    expect(toldTo(hub, 'balk').at(-1)).toMatchObject({
      subject: mothersZaak,
      type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewist.v1',
    });
    // A newer version of the koppeling that still names her was made before, and counts for the others alone.
    await hub.process([family(2)]);
    expect(marksIn(hub, 'Moeder', MOTHER.vNummer)).toEqual([]);
    expect(await hub.zaken.zaakForGemeente(fathersZaak, GENNEP)).toMatchObject({ status: 'actief' });
  });

  it('goes out of what waits for a partner about the household, of which no number is skipped', async () => {
    const hub = hubInMemory(() => ({}));
    await createKanalen(hub.table).chooseBaseDoor('0907/mage', 'ophalen');
    await hub.process([family(), registered(MOTHER.bsn, '2025-08-13', 'Moederstraat')]);
    await hub.process([registered(FATHER.bsn, '2025-08-13', 'Vaderstraat')]);
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, 'Moederstraat')).toEqual([]);
    const { items } = await createPostvak(hub.table).list('0907/mage');
    const told = items.map(berichtOf).map(({ data }) => data);
    expect(told.length).toBeGreaterThan(1);
    expect(told.map(({ volgnummer }) => volgnummer)).toEqual(told.map((_, index) => index + 1));
    expect(told.map((data) => ({ ...data, volgnummer: 0 }))).toEqual(
      told.map(() => ({ ...told.at(-1), volgnummer: 0 })),
    );
    expect(told.at(-1)).toMatchObject({ aantalPersonen: 2 });
  });

  it('goes out of what the household is to be delivered, and what is agreed of another one stays', async () => {
    const agreed = (zaakId: ZaakId, leverdatum: string, goederen: readonly string[], day: string) =>
      reported('nl.inburgeringszaken.woninginrichting.afgesproken.v1', day, { zaakId, leverdatum, goederen });
    for (const door of ['wachtrij', 'ophalen'] as const) {
      const hub = hubInMemory(() => ({}));
      if (door === 'ophalen') await createKanalen(hub.table).chooseBaseDoor('0907/mage', door);
      await hub.process([
        family(),
        registered(MOTHER.bsn, '2025-08-13'),
        registered(FATHER.bsn, '2025-08-13'),
      ]);
      await hub.process([agreed(fathersZaak, '2031-01-02', ['kast'], '2025-09-01')]);
      await hub.process([agreed(mothersZaak, '2031-03-04', ['vloerbedekking'], '2025-09-02')]);
      expect(marksIn(hub, '2031-03-04', 'vloerbedekking')).toHaveLength(2);
      await hub.erase(mothersZaak, GENNEP);
      expect(marksIn(hub, '2031-03-04', 'vloerbedekking')).toEqual([]);
      expect(marksIn(hub, '2031-01-02')).toHaveLength(1);
      const { items } = await createPostvak(hub.table).list('0907/mage');
      expect(items.map(berichtOf).at(-1)?.data).toMatchObject({
        leverdatum: '2031-01-02',
        goederen: ['kast'],
      });
    }
  });

  it('takes along who has no zaak and is in the household of nobody else', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([family(), registered(FATHER.bsn, '2025-08-13', 'Vaderstraat')]);
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, CHILD.vNummer)).toEqual([CHILD.vNummer]);
    await hub.erase(fathersZaak, GENNEP);
    expect(
      marksIn(hub, 'Vader', 'Kleintje', 'Gewist', FATHER.vNummer, FATHER.bsn, CHILD.vNummer, 'TVS-'),
    ).toEqual([]);
    expect(kinds(hub, 'mage').at(-1)).toContain('gewist');
  });
});

describe('what is kept beside the timelines', () => {
  it('leaves no digest of a message of the household that was processed only later', async () => {
    const hub = hubInMemory(() => ({}));
    const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-08-14T08:00:00Z', {
      koppelingId: 'TVS-later',
      versie: 2,
      gemeentecode: GENNEP,
      reden: 'anders',
      personen: (family().data as { personen: readonly object[] }).personen,
    });
    await hub.process([alone(), withdrawn]);
    await hub.erase(mothersZaak, GENNEP);
    await hub.ontvangsten.settle([{ bericht: withdrawn, settlement: { soort: 'verwerkt' } }]);
    const stored = hub.table.alles().find(({ pk }) => pk === `ONTVANGST#${withdrawn.ontvangstId}`);
    expect(stored).toMatchObject({ status: 'ONTVANGST#verwerkt' });
    expect(stored?.['afdruk']).toBeUndefined();
    // Who sends it again hears what was so before: it is in.
    expect(await hub.ontvangsten.accept(withdrawn)).toBe('herhaald');
  });

  it('goes with the person: what waits, and what is in quarantine, of a household that person alone', async () => {
    const hub = hubInMemory(() => ({}));
    const stranger = Bsn.parse('999928193');
    await hub.process([
      alone(),
      // Its numbers contradict what is known.
      registered(stranger, '2025-08-13'),
      inbound('nl.brp.persoon.ingeschreven.v1', '2025-08-14T08:00:00Z', {
        bsn: stranger,
        vNummer: MOTHER.vNummer,
        soort: 'verhuizing',
        gemeentecode: GENNEP,
        datumInschrijving: '2025-08-13',
        adres: ADRES,
        isCoaLocatie: false,
      }),
    ]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1, quarantaine: 1 });
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, MOTHER.vNummer, MOTHER.bsn)).toEqual([]);
    // What waits about somebody else goes on waiting.
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1, quarantaine: 0, verwerkt: 2 });
  });

  it('goes of a withdrawal that waits for its koppeling, with what says that it waits', async () => {
    const hub = hubInMemory(() => ({}));
    const { personen } = family().data as { personen: readonly object[] };
    const withdrawal = (koppelingId: string, ...named: readonly (object | undefined)[]) =>
      inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-08-14T08:00:00Z', {
        koppelingId,
        versie: 2,
        gemeentecode: GENNEP,
        reden: 'anders',
        personen: named,
      });
    await hub.process([
      family(),
      withdrawal('TVS-moeder', personen[0]),
      withdrawal('TVS-vader', personen[1]),
    ]);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 2 });
    await hub.erase(mothersZaak, GENNEP);
    expect(marksIn(hub, MOTHER.vNummer, MOTHER.bsn, 'TVS-moeder')).toEqual([]);
    expect(marksIn(hub, 'TVS-vader')).toEqual(['TVS-vader']);
    expect(await countOntvangsten(hub.ontvangsten)).toMatchObject({ wacht: 1, quarantaine: 0 });
  });

  it('goes of a zaak that was opened under the BSN, to which a V-nummer led later', async () => {
    const hub = hubInMemory(() => PLICHT);
    await hub.process([
      notificatieBericht('SS101', { bsn: MOTHER.bsn }, '2025-03-10T07:00:00Z'),
      geopendBericht({ bsn: MOTHER.bsn }, 'Merkteken'),
      alone(),
    ]);
    const [found] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    await hub.erase(found?.zaakId as ZaakId, GENNEP);
    expect(marksIn(hub, 'Merkteken', MOTHER.vNummer, MOTHER.bsn)).toEqual([]);
    await hub.process([
      alone(2, '2025-08-01T08:00:00Z'),
      notificatieBericht('SS101', { bsn: MOTHER.bsn }, '2025-03-11T07:00:00Z'),
    ]);
    expect(marksIn(hub, 'Merkteken', MOTHER.vNummer, MOTHER.bsn)).toEqual([]);
    await hub.process([
      notificatieBericht('SS101', { bsn: MOTHER.bsn }, '2025-10-10T07:00:00Z'),
      alone(3, '2025-10-11T08:00:00Z'),
    ]);
    const again = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    expect(again).toHaveLength(1);
    expect(again).toEqual(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP));
    expect(again[0]?.zaakId).not.toBe(found?.zaakId);
  });

  it('goes of every zaak that was taken up in the one that is erased', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process([
      koppelingBericht(
        koppeling(
          {},
          { vNummer: MOTHER.vNummer, bsn: undefined, naam: { voornamen: 'Merkteken', geslachtsnaam: 'Een' } },
        ),
      ),
      koppelingBericht(
        koppeling(
          { koppelingId: 'TVS-2' },
          { ...FATHER, naam: { voornamen: 'Merkteken', geslachtsnaam: 'Twee' } },
        ),
      ),
      reported('nl.inburgeringszaken.feit.hersteld.v1', '2025-09-01', {
        zaakId: mothersZaak,
        zelfdePersoon: fathersZaak,
        reden: 'Een mens',
      }),
    ]);
    await hub.erase(fathersZaak, GENNEP);
    expect(marksIn(hub, 'Merkteken', MOTHER.vNummer, FATHER.vNummer, FATHER.bsn)).toEqual([]);
    expect((await view(hub, mothersZaak))?.reden).toBe('verzoek-betrokkene');
  });
});

describe('a hub that falls while it erases', () => {
  it('ends the same when it falls once, after whichever call that writes or sends', async () => {
    const before = hubInMemory(() => ({}));
    await before.process([family()]);
    const play = async (fall?: Fault) => {
      const { outside, made } = outsideCalls(fall);
      const hub = before.copy(outside);
      await hub.erase(mothersZaak, GENNEP);
      await hub.erase(fathersZaak, GENNEP);
      return { hub, made };
    };
    const outcome = (hub: HubInMemory) => ({
      told: Object.fromEntries(
        [...hub.queues].map(([partner, items]) => [
          partner,
          items.map(berichtOf).map(({ subject, type, data }) => [subject, type, data.volgnummer]),
        ]),
      ),
      left: marksIn(
        hub,
        'Moeder',
        'Vader',
        'Kleintje',
        'Gewist',
        MOTHER.vNummer,
        FATHER.vNummer,
        CHILD.vNummer,
        MOTHER.bsn,
        FATHER.bsn,
      ),
    });
    const whole = await play();
    const expected = outcome(whole.hub);
    expect(expected.left).toEqual([]);
    const falls = everyFall(whole.made);
    expect(falls.length).toBeGreaterThan(60);
    // Two writes of each kind lie beside each other: every third fall meets each of them.
    for (const fall of falls.filter((_, place) => place % 3 === 0)) {
      const { hub } = await play(fall);
      expect({ fall, ...outcome(hub) }).toEqual({ fall, ...expected });
    }
  });
});
