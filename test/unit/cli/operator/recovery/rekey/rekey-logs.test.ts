import { describe, expect, it } from 'vitest';
import { maakZaakLogboeken, NAAR } from '../../../../../../adapters/logboeken.ts';
import { maakPseudoniemen, volgendGeheim } from '../../../../../../adapters/pseudoniemen.ts';
import { sleutelLogboekenOm } from '../../../../../../cli/operator/recovery/rekey/rekey-logs.ts';
import {
  type OmsleutelWereld,
  omsleutelen,
} from '../../../../../../cli/operator/recovery/rekey/rekey-steps.ts';
import { Bsn, type OntvangstId, Vnummer } from '../../../../../../contracts/basistypen.ts';
import { CoaBericht, type InkomendBericht } from '../../../../../../contracts/intern.ts';
import { telOntvangsten } from '../../../../../tellen.ts';
import { koppeling } from '../../../../domein/hulp.ts';
import {
  ANDER_BSN,
  BSN,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
} from '../../../../functies/berichten.ts';
import {
  berichtVan,
  GEHEIM,
  type HubInGeheugen,
  hubInGeheugen,
} from '../../../../functies/hub-in-geheugen.ts';

/** A person has one zaak and partners hear everything once, wherever a re-keying is cut off. */

const VADER = Vnummer.parse('2712504443');
const ONBEKEND = Vnummer.parse('2766686503');
const NIEUWKOMER = Vnummer.parse('2700000001');
const ONBEKEND_BSN = Bsn.parse('999900249');

const lid = (vNummer: string, meer: Record<string, unknown> = {}) => ({
  ...koppeling().personen[0],
  vNummer,
  ...meer,
});
const huishouden = (versie: number, ...leden: readonly object[]) =>
  koppelingBericht({ ...koppeling({ versie }), personen: leden } as Parameters<typeof koppelingBericht>[0]);
const moeder = lid(V_NUMMER);
const vader = lid(VADER, { relatie: 'partner', bsn: ANDER_BSN });

/** Known people, and messages that wait for a koppeling, for a BSN and for a V-nummer. */
const ERVOOR: readonly InkomendBericht[] = [
  huishouden(1, moeder, vader),
  inschrijvingBericht(),
  inschrijvingBericht({ bsn: ANDER_BSN }),
  notificatieBericht('SS139', { vNummer: ONBEKEND }),
  inschrijvingBericht({ bsn: ONBEKEND_BSN }),
  CoaBericht.parse({
    ...koppelingBericht(),
    ontvangstId: '00000000-0000-8000-9000-00000000f001',
    type: 'nl.tvs.koppeling.ingetrokken.v1',
    data: { koppelingId: 'TVS-2025-900', versie: 2, gemeentecode: '0907', reden: 'andere gemeente' },
  }),
];
/** What each of them waited for, a change of the household, and somebody new. */
const ERNA: readonly InkomendBericht[] = [
  notificatieBericht('SS139', { bsn: BSN, vNummer: V_NUMMER }, '2025-11-01T07:00:00Z'),
  huishouden(2, { ...moeder, relatie: 'hoofdpersoon' }, vader, lid(ONBEKEND, { relatie: 'overig' })),
  huishouden(3, moeder, lid(ONBEKEND, { relatie: 'overig' })),
  koppelingBericht({
    ...koppeling({ koppelingId: 'TVS-2025-900' }),
    personen: [lid(NIEUWKOMER)],
  } as Parameters<typeof koppelingBericht>[0]),
];
const V_NUMMERS = [V_NUMMER, VADER, ONBEKEND, NIEUWKOMER];

let teller = 0;
/** The same message, accepted once more under another secret: its receipt has another id. */
const herhaald = (bericht: InkomendBericht): InkomendBericht => {
  teller += 1;
  return {
    ...bericht,
    ontvangstId: `11111111-0000-8000-9000-${String(teller).padStart(12, '0')}` as OntvangstId,
  };
};

const stand = async (hub: HubInGeheugen) => {
  const zaken = await Promise.all(
    V_NUMMERS.map(async (vNummer) => {
      const gevonden = await hub.zaken.zoekZaak({ vNummer });
      const [zaak] = gevonden;
      const tijdlijn = zaak === undefined ? undefined : await hub.zaken.tijdlijn(zaak.zaakId);
      return gevonden.length > 1
        ? 'two zaken'
        : {
            status: zaak?.status,
            termijnen: tijdlijn?.termijnen,
            feiten: tijdlijn?.gebeurtenissen.filter(({ bron }) => bron !== 'hub'),
          };
    }),
  );
  const berichten = [...hub.wachtrijen].map(([partner, rij]) => [
    partner,
    rij.map((stuk) => `${berichtVan(stuk).type} ${stuk.volgnummer}`).toSorted(),
  ]);
  return { zaken, berichten: Object.fromEntries(berichten) };
};

class Val extends Error {}

/** A secret with its versions, a table and a processing that can be paused; falls at the given call of any of them. */
const wereld = (hub: HubInGeheugen, valBij: () => boolean) => {
  const waarden = new Map([['v1', GEHEIM]]);
  const versies: { huidig: string; wachtend?: string } = { huidig: 'v1' };
  let loopt = true;
  const stap = <Waarde>(doe: () => Waarde): Waarde => {
    if (valBij()) throw new Val();
    const gedaan = doe();
    return gedaan;
  };
  const { tabel } = hub;
  const omsleutelWereld: OmsleutelWereld = {
    bron: {
      tabel: {
        lees: (sleutel) => stap(() => tabel.lees(sleutel)),
        partitie: (pk, begin) => stap(() => tabel.partitie(pk, begin)),
        voegToe: (item) => stap(() => tabel.voegToe(item)),
      },
      async *logs() {
        const logs = new Set(tabel.alles().flatMap(({ pk, sk }) => (sk.startsWith('COMMIT#') ? [pk] : [])));
        for (const pk of logs) yield stap(() => pk);
      },
      bewaardBericht: hub.ontvangsten.bewaard,
    },
    kluis: {
      versies: async () => stap(() => ({ ...versies })),
      lees: async (versie) => stap(() => waarden.get(versie) ?? ''),
      legKlaar: async (geheim) =>
        stap(() => {
          waarden.set('v2', geheim);
          versies.wachtend = 'v2';
        }),
      wissel: async (_, naar) =>
        stap(() => {
          versies.huidig = naar;
        }),
      rondAf: async () =>
        stap(() => {
          delete versies.wachtend;
        }),
    },
    verwerking: {
      pauzeer: async () =>
        stap(() => {
          loopt = false;
        }),
      ververs: async () => stap(() => undefined),
      hervat: async () =>
        stap(() => {
          loopt = true;
        }),
    },
    nieuweSleutel: () => 'een andere sleutel die ook alleen in tests bestaat',
    opStap: () => undefined,
  };
  return { omsleutelWereld, versies, geheim: () => waarden.get(versies.huidig) ?? '', loopt: () => loopt };
};

const begin = async () => {
  const hub = hubInGeheugen(() => ({}));
  await hub.verwerk(ERVOOR);
  return hub;
};
const verder = (hub: HubInGeheugen, geheim: string) =>
  hubInGeheugen(() => ({}), undefined, undefined, 0, {
    tabel: hub.tabel,
    wachtrijen: hub.wachtrijen,
    geheim,
  });

describe('re-keying', async () => {
  const zonder = await begin();
  await zonder.verwerk(ERNA);
  const verwacht = await stand(zonder);

  let stappen = 0;
  await omsleutelen(
    wereld(await begin(), () => {
      stappen += 1;
      return false;
    }).omsleutelWereld,
  );

  it('takes many steps, and the story has zaken, partner messages and all three kinds of waiting', async () => {
    expect(stappen).toBeGreaterThan(30);
    expect(
      verwacht.zaken.filter((zaak) => typeof zaak === 'object' && zaak.status !== undefined),
    ).toHaveLength(4);
    expect(Object.keys(verwacht.berichten).length).toBeGreaterThan(3);
    const { ontvangsten } = await begin();
    expect(await telOntvangsten(ontvangsten)).toMatchObject({ wacht: 4 });
  });

  it.each(Array.from({ length: stappen + 1 }, (_, nummer) => nummer))(
    'cut off at step %i and run again changes nothing about anybody, and repeated messages neither',
    async (valStap) => {
      const hub = await begin();
      const voor = await Promise.all(V_NUMMERS.map((vNummer) => hub.zaken.zoekZaak({ vNummer })));
      let nummer = 0;
      const { omsleutelWereld, geheim, loopt, versies } = wereld(hub, () => ++nummer === valStap);
      try {
        await omsleutelen(omsleutelWereld);
      } catch (fout) {
        expect(fout).toBeInstanceOf(Val);
        // Whoever reads the secret anew in between finds everybody, whichever version it is.
        const tussen = verder(hub, geheim());
        expect(await Promise.all(V_NUMMERS.map((vNummer) => tussen.zaken.zoekZaak({ vNummer })))).toEqual(
          voor,
        );
        expect((await omsleutelen(omsleutelWereld)).soort).toBe('klaar');
      }
      expect({ loopt: loopt(), versies }).toEqual({ loopt: true, versies: { huidig: 'v2' } });

      const na = verder(hub, geheim());
      expect(await Promise.all(V_NUMMERS.map((vNummer) => na.zaken.zoekZaak({ vNummer })))).toEqual(voor);
      expect(await na.zaken.zoekZaak({ bsn: ANDER_BSN })).toEqual(voor[1]);
      await na.verwerk(ERVOOR.map(herhaald));
      await na.verwerk(ERNA);
      await na.verwerk([...ERVOOR, ...ERNA].map(herhaald));
      expect(await stand(na)).toEqual(verwacht);
    },
  );

  it('twice leaves every zaak the id that it had first', async () => {
    const hub = await begin();
    const voor = await hub.zaken.zoekZaak({ vNummer: V_NUMMER });
    const derde = volgendGeheim(volgendGeheim(GEHEIM, 'b'.repeat(64)), 'c'.repeat(64));
    const { bron } = wereld(hub, () => false).omsleutelWereld;
    for (const geheim of [volgendGeheim(GEHEIM, 'b'.repeat(64)), derde]) {
      expect(await sleutelLogboekenOm(bron, maakPseudoniemen(geheim))).toMatchObject({
        zonderNummer: [],
        botsingen: [],
      });
    }
    const na = verder(hub, derde);
    expect(await na.zaken.zoekZaak({ vNummer: V_NUMMER })).toEqual(voor);
    await na.verwerk([...ERNA, ...ERVOOR.map(herhaald)]);
    expect(await stand(na)).toEqual(verwacht);
  });

  it('does not switch when a log does not say of whom it is, or when its new place is taken', async () => {
    const hub = await begin();
    await hub.tabel.voegToe({
      pk: 'BSN#oud',
      sk: 'COMMIT#000001',
      versie: 1,
      tijd: '2025-01-01T00:00:00.000Z',
      inhoud: '{"soort":"wacht","ontvangstId":"00000000-0000-8000-9000-000000000001"}',
    });
    const { omsleutelWereld, versies, loopt } = wereld(hub, () => false);
    expect(await omsleutelen(omsleutelWereld)).toMatchObject({
      soort: 'niet gewisseld',
      zonderNummer: ['BSN#oud'],
    });
    expect({ huidig: versies.huidig, loopt: loopt() }).toEqual({ huidig: 'v1', loopt: true });

    const nieuw = maakPseudoniemen(volgendGeheim(GEHEIM, 'b'.repeat(64)));
    const ander = await begin();
    await ander.tabel.voegToe({
      pk: `ZAAK#${nieuw.zaakId(VADER)}`,
      sk: 'COMMIT#000001',
      [NAAR]: 'iemand anders',
    });
    const { botsingen } = await sleutelLogboekenOm(wereld(ander, () => false).omsleutelWereld.bron, nieuw);
    expect(botsingen).toEqual([`ZAAK#${ander.pseudoniemen.zaakId(VADER)}`]);
  });

  it('leaves no room for a second zaak: who does not look where a key leads cannot write there', async () => {
    const hub = await begin();
    const { omsleutelWereld, geheim } = wereld(hub, () => false);
    await omsleutelen(omsleutelWereld);
    const zaken = maakZaakLogboeken(hub.tabel);
    const erin = { append: { feiten: [], meldingen: [] }, outcome: undefined };
    const schrijf = zaken.append(maakPseudoniemen(geheim()).zaakId(V_NUMMER), () => erin, {
      probablyEmpty: true,
    });
    await expect(schrijf).rejects.toThrow('onder een eerdere sleutel');
    expect(await stand(verder(hub, geheim()))).toEqual(await stand(await begin()));
  });
});
