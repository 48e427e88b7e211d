import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bsn, type OntvangstId, Vnummer } from '../../../contracts/basistypen.ts';
import type { InkomendType } from '../../../contracts/berichttypen.ts';
import { INKOMENDE_DATA } from '../../../contracts/berichttypen.ts';
import type { DuoAntwoorden } from '../../../contracts/duo.ts';
import { type InkomendBericht, TYPE_DUO_NOTIFICATIE } from '../../../contracts/intern.ts';
import { telOntvangsten } from '../../tellen.ts';
import { ADRES, koppeling } from '../domein/hulp.ts';
import { berichtVan, type HubInGeheugen, hubInGeheugen } from './hub-in-geheugen.ts';

/** The processing functions, whole, on messages in any order, repeated, and with crashes in between. */

const V = {
  moeder: Vnummer.parse('2798163871'),
  vader: Vnummer.parse('2712504443'),
  kind: Vnummer.parse('2851496460'),
  laat: Vnummer.parse('2766686503'),
};
const BSN = {
  moeder: Bsn.parse('999966133'),
  vader: Bsn.parse('999928193'),
  kind: Bsn.parse('999986570'),
};

let teller = 0;
const kop = (tijdstip: string) => {
  teller += 1;
  const nummer = String(teller).padStart(12, '0');
  return {
    ontvangstId: `00000000-0000-8000-8000-${nummer}` as OntvangstId,
    berichtId: `bericht-${nummer}`,
    bron: 'urn:nld:oin:00000099000000002000:systeem:test',
    tijdstip,
    organisatie: 'test',
    afdruk: nummer,
  };
};
const bericht = (type: InkomendType, tijdstip: string, data: unknown): InkomendBericht =>
  ({ ...kop(tijdstip), type, data: INKOMENDE_DATA[type].parse(data) }) as InkomendBericht;
const notificatie = (gebeurtenisId: string, tijdstip: string, sleutels: { bsn?: Bsn; vNummer?: Vnummer }) =>
  ({
    ...kop(tijdstip),
    type: TYPE_DUO_NOTIFICATIE,
    doel: '00000099000000001000',
    data: { registratieDatumTijd: tijdstip, gebeurtenisId, ...sleutels },
  }) as InkomendBericht;

const lid = (vNummer: string | undefined, relatie: string, extra: Record<string, unknown> = {}) => ({
  ...koppeling().personen[0],
  vNummer,
  relatie,
  ...extra,
});

const gezin = [
  lid(V.moeder, 'hoofdpersoon'),
  lid(V.vader, 'partner', { geboortedatum: '1981-01-08', bsn: BSN.vader }),
  lid(V.kind, 'kind', { geboortedatum: '2015-12-03' }),
];

const inschrijving = (bsn: Bsn, tijdstip: string, extra: Record<string, unknown> = {}) =>
  bericht('nl.brp.persoon.ingeschreven.v1', tijdstip, {
    bsn,
    soort: 'verhuizing',
    gemeentecode: '0907',
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
    ...extra,
  });

const antwoorden = (bsn: string): DuoAntwoorden => ({
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
  'lbt/resultaten': [
    {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: bsn === BSN.moeder ? '36,00' : '27,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-10-17',
    },
  ],
});

/** A household that grows, changes, loses a member, arrives early at DUO and the BRP, and one that is withdrawn. */
const verhaal: readonly InkomendBericht[] = [
  bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', { ...koppeling(), personen: gezin }),
  bericht('nl.tvs.koppeling.gewijzigd.v1', '2025-06-25T08:00:00Z', {
    ...koppeling({ versie: 2 }),
    personen: [...gezin, lid(V.laat, 'overig', { geboortedatum: '1990-05-01' })],
  }),
  bericht('nl.tvs.koppeling.gewijzigd.v1', '2025-07-01T08:00:00Z', {
    ...koppeling({ versie: 3, woningeis: ['gelijkvloers'] }),
    personen: gezin,
  }),
  bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-03-01T08:00:00Z', {
    ...koppeling({ koppelingId: 'TVS-2025-7', datumKoppeling: '2025-03-01' }),
    personen: [lid('2700000001', 'hoofdpersoon')],
  }),
  bericht('nl.tvs.koppeling.ingetrokken.v1', '2025-03-05T08:00:00Z', {
    koppelingId: 'TVS-2025-7',
    versie: 2,
    gemeentecode: '0907',
    reden: 'andere gemeente',
  }),
  inschrijving(BSN.moeder, '2025-08-13T08:00:00Z'),
  inschrijving(BSN.vader, '2025-08-13T08:01:00Z'),
  inschrijving(BSN.kind, '2025-08-13T08:02:00Z', { vNummer: V.kind }),
  inschrijving(Bsn.parse('999900249'), '2025-08-13T08:03:00Z'),
  notificatie('SS139', '2025-08-16T07:00:00Z', { bsn: BSN.moeder, vNummer: V.moeder }),
  notificatie('SS139', '2025-08-16T07:00:00Z', { vNummer: V.vader }),
  notificatie('SS131', '2025-10-19T07:00:00Z', { bsn: BSN.moeder }),
  notificatie('SS131', '2025-10-19T08:00:00Z', { vNummer: V.moeder }),
  notificatie('SS109', '2025-09-01T07:00:00Z', { vNummer: V.vader }),
  notificatie('SS129', '2025-09-20T07:00:00Z', { bsn: BSN.vader }),
];

const V_NUMMERS = [...Object.values(V), Vnummer.parse('2700000001')];

/** What is known of everybody in the end: to the gemeente, and to each partner. */
const uitkomst = async (hub: HubInGeheugen) => {
  const zaken = await Promise.all(
    V_NUMMERS.map(async (vNummer) => {
      const zaakId = hub.pseudoniemen.zaakId(vNummer);
      const tijdlijn = await hub.zaken.tijdlijn(zaakId);
      return {
        vNummer,
        zaak: await hub.zaken.zaakVoorGemeente(zaakId),
        feiten: tijdlijn?.gebeurtenissen.filter(({ bron }) => bron !== 'hub'),
      };
    }),
  );
  const bekend = [...hub.wachtrijen].flatMap(([partner, zendingen]) =>
    [...Map.groupBy(zendingen, ({ zaakId }) => zaakId)].map(([zaakId, rij]) => {
      const [laatste] = rij.slice(-1).map(berichtVan);
      const { volgnummer: _, gewijzigd: __, ...weet }: Record<string, unknown> = { ...laatste?.data };
      return [`${partner} ${zaakId}`, laatste?.type.endsWith('.vervallen.v1') ? 'vervallen' : weet] as const;
    }),
  );
  return {
    zaken,
    // Somebody who was never told knows as little as somebody who was told that it is off.
    bekend: Object.fromEntries(bekend.filter(([, weet]) => weet !== 'vervallen').sort()),
    standen: await telOntvangsten(hub.ontvangsten),
    // Places in lists, without the version that they follow from: that counts what waited too.
    lijsten: hub.tabel
      .alles()
      .filter(({ pk, sk }) => pk.startsWith('ZAAK#') && /^(STAND|TERMIJN#|VERTROKKEN#)/.test(sk))
      .map(({ versie: _, ...plek }) => plek)
      .filter(({ status }) => status !== undefined),
  };
};

/** What must hold at any moment, after any order and any crash. */
const boekhoudingKlopt = async (hub: HubInGeheugen, aantal: number) => {
  const { ontvangen, wacht, quarantaine, verwerkt } = await telOntvangsten(hub.ontvangsten);
  expect(ontvangen + wacht + quarantaine + verwerkt).toBe(aantal);
  expect(await hub.zaken.nogTeVersturen()).toBe(0);
  for (const zendingen of hub.wachtrijen.values()) {
    expect(new Set(zendingen.map(({ id }) => id)).size).toBe(zendingen.length);
    for (const rij of Map.groupBy(zendingen, ({ zaakId }) => zaakId).values()) {
      expect(rij.map(({ volgnummer }) => volgnummer)).toEqual(rij.map((_, plaats) => plaats + 1));
    }
  }
};

describe('a household and its messages', () => {
  const verwacht = (async () => {
    const hub = hubInGeheugen(antwoorden);
    await hub.verwerk(verhaal);
    await boekhoudingKlopt(hub, verhaal.length);
    return uitkomst(hub);
  })();

  it('in order end in two cases that stand, two that were called off, and one message that waits', async () => {
    const { zaken, standen } = await verwacht;
    expect(zaken.map(({ zaak }) => zaak?.status)).toEqual([
      'actief',
      'actief',
      undefined,
      'vervallen',
      'vervallen',
    ]);
    expect(standen).toEqual({ ontvangen: 0, wacht: 1, quarantaine: 0, verwerkt: verhaal.length - 1 });
  });

  it('end in the same zaken, facts, knowledge and lists in any order, however often they come', async () => {
    const doel = await verwacht;
    const volgordes = fc
      .shuffledSubarray([...verhaal], { minLength: verhaal.length })
      .chain((volgorde) => fc.shuffledSubarray([...verhaal]).map((dubbel) => [...volgorde, ...dubbel]));
    await fc.assert(
      fc.asyncProperty(volgordes, async (volgorde) => {
        const hub = hubInGeheugen(antwoorden);
        await hub.verwerk(volgorde);
        await boekhoudingKlopt(hub, verhaal.length);
        expect(await uitkomst(hub)).toEqual(doel);
      }),
      { numRuns: 60 },
    );
  });

  it('lose nothing and tell nobody twice when the hub falls at any step', async () => {
    const doel = await verwacht;
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 3 })), async (toeval) => {
        const hub = hubInGeheugen(antwoorden, () => {
          if (toeval.next().value === 0) throw new Error('val');
        });
        await hub.verwerk(verhaal);
        await boekhoudingKlopt(hub, verhaal.length);
        expect(await uitkomst(hub)).toEqual(doel);
      }),
      { numRuns: 40 },
    );
  });
});

describe('numbers that contradict each other', () => {
  it('put the message in quarantine with its reason and leave the zaak as it was', async () => {
    const hub = hubInGeheugen(antwoorden);
    await hub.verwerk([
      bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
        ...koppeling(),
        personen: gezin,
      }),
      inschrijving(BSN.vader, '2025-08-13T08:00:00Z', { vNummer: V.moeder }),
    ]);
    expect((await hub.ontvangsten.lijst('quarantaine')).ontvangsten).toEqual([
      expect.objectContaining({ reden: 'BSN en V-nummer spreken een eerder bericht tegen' }),
    ]);
    expect(hub.gemeten.get('InQuarantaine')).toBe(1);
    const moeder = await hub.zaken.zoekZaak({ vNummer: V.moeder });
    expect(
      (await hub.zaken.tijdlijn(moeder[0]?.zaakId ?? hub.pseudoniemen.zaakId(V.laat)))?.termijnen,
    ).toEqual([]);
  });
});

describe('a notification that DUO cannot say anything about', () => {
  it('still wakes what waited for the two numbers that it links', async () => {
    const hub = hubInGeheugen(() => ({}));
    const brp = inschrijving(BSN.moeder, '2025-08-13T08:00:00Z');
    const uitslag = notificatie('SS131', '2025-10-19T07:00:00Z', { bsn: BSN.moeder, vNummer: V.moeder });
    await hub.verwerk([
      bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
        ...koppeling(),
        personen: gezin,
      }),
      brp,
      uitslag,
    ]);
    expect((await hub.ontvangsten.lees(uitslag.ontvangstId))?.status).toBe('wacht');
    expect((await hub.ontvangsten.lees(brp.ontvangstId))?.status).toBe('verwerkt');
  });
});

describe('a second message under a version that is known', () => {
  it('changes nothing and says so in its receipt', async () => {
    const hub = hubInGeheugen(antwoorden);
    const tweede = bericht('nl.tvs.koppeling.gewijzigd.v1', '2025-06-21T08:00:00Z', {
      ...koppeling(),
      personen: [lid(V.moeder, 'hoofdpersoon', { werkervaring: 'elektricien' })],
    });
    await hub.verwerk([
      bericht('nl.tvs.koppeling.geregistreerd.v1', '2025-06-20T08:00:00Z', {
        ...koppeling(),
        personen: gezin,
      }),
      tweede,
    ]);
    expect(await hub.ontvangsten.lees(tweede.ontvangstId)).toMatchObject({
      status: 'verwerkt',
      reden: 'deze versie van de koppeling is al bekend',
    });
    expect(hub.wachtrijen.get('0907/intos')?.length).toBe(2);
  });
});
