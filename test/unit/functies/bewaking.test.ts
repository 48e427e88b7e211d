import { beforeEach, describe, expect, it } from 'vitest';
import { maakBronnen } from '../../../adapters/bronnen.ts';
import { STATUS_UITGAAND } from '../../../adapters/logboeken.ts';
import { maakOntvangsten } from '../../../adapters/ontvangsten.ts';
import type { Item } from '../../../adapters/tabel.ts';
import { type InkomendBericht, ZaakBijgewerkt } from '../../../contracts/intern.ts';
import { dagVan, plus } from '../../../domain/termijnen/kalender.ts';
import { bewaak, type Taak } from '../../../functions/bewaking/verwerk.ts';
import { PARTNER_ZAAK, ZAAK } from '../domein/hulp.ts';
import { koppelingBericht, opgeschreven } from './berichten.ts';
import { bezorgingVan } from './bezorging.ts';
import { geheugenTabel } from './hub-in-geheugen.ts';

/** Nothing accepted may be forgotten, nothing may wait unseen. */

const MINUUT = 60_000;
const UUR = 60 * MINUUT;
const DAG = 24 * UUR;

const wereld = () => {
  const tabel = geheugenTabel();
  const ontvangsten = maakOntvangsten(tabel);
  const { waarnemen, gemeten } = opgeschreven();
  const aangeboden: string[] = [];
  const gemeld: ZaakBijgewerkt[] = [];
  let weigert: (id: string) => boolean = () => false;
  /** Everything is accepted at this moment; the tests look at it later. */
  const begin = Date.now();
  const bus = {
    biedAan: async (berichten: readonly InkomendBericht[]) => {
      for (const { ontvangstId } of berichten) {
        if (weigert(ontvangstId)) throw new Error('de bus weigerde');
        aangeboden.push(ontvangstId);
      }
    },
    meldBijgewerkt: async (zaken: readonly ZaakBijgewerkt[]) => {
      gemeld.push(...zaken);
    },
  };
  return {
    tabel,
    ontvangsten,
    gemeten,
    aangeboden,
    gemeld,
    begin,
    busWeigert: (nieuw: (id: string) => boolean) => {
      weigert = nieuw;
    },
    neemAan: async (): Promise<InkomendBericht> => {
      const bericht = koppelingBericht();
      await ontvangsten.neemAan(bericht);
      return bericht;
    },
    /** A commit of this zaak whose partner messages have not all been sent. */
    uitgaand: (zaakId: string, versie: number) =>
      tabel.voegToe({
        pk: `ZAAK#${zaakId}`,
        sk: `COMMIT#${String(versie).padStart(6, '0')}`,
        versie,
        status: STATUS_UITGAAND,
        sinds: new Date(begin).toISOString(),
      }),
    bewaakNa: async (ms: number, taak?: Taak) => {
      gemeten.length = 0;
      const afhankelijkheden = {
        ...bezorgingVan(tabel),
        ontvangsten,
        bus,
        waarnemen,
        nu: new Date(begin + ms),
        wachtAlarmNaMs: 14 * DAG,
        gemeenten: ['0907', '0184'] as const,
      };
      await bewaak(afhankelijkheden, taak);
    },
  };
};

let hub: ReturnType<typeof wereld>;
beforeEach(() => {
  hub = wereld();
});

describe('an accepted message that no queue took', () => {
  it('is left alone for an hour', async () => {
    await hub.neemAan();
    await hub.bewaakNa(59 * MINUUT);
    expect(hub.aangeboden).toEqual([]);
    expect(hub.gemeten).toContainEqual(['OnverwerkteOntvangsten', 0]);
  });

  it('is offered again after an hour, at most once an hour, and counted', async () => {
    const { ontvangstId } = await hub.neemAan();
    await hub.bewaakNa(61 * MINUUT);
    expect(hub.aangeboden).toEqual([ontvangstId]);
    expect(hub.gemeten).toContainEqual(['OnverwerkteOntvangsten', 1]);
    await hub.bewaakNa(66 * MINUUT);
    await hub.bewaakNa(120 * MINUUT);
    expect(hub.aangeboden).toEqual([ontvangstId]);
    await hub.bewaakNa(122 * MINUUT);
    expect(hub.aangeboden).toEqual([ontvangstId, ontvangstId]);
  });

  it.each(['verwerkt', 'wacht', 'quarantaine'] as const)(
    'is not meant when it ended as %s',
    async (soort) => {
      const bericht = await hub.neemAan();
      await hub.ontvangsten.settle([{ bericht, afloop: { soort, reden: 'zo' } }]);
      await hub.bewaakNa(2 * UUR);
      expect(hub.aangeboden).toEqual([]);
      expect(await hub.ontvangsten.lees(bericht.ontvangstId)).toMatchObject({ status: soort });
    },
  );

  it('that was processed after the list was made is not offered', async () => {
    const bericht = await hub.neemAan();
    const { lijst } = hub.ontvangsten;
    hub.ontvangsten.lijst = async (...argumenten) => {
      const bladzij = await lijst(...argumenten);
      await hub.ontvangsten.settle([{ bericht, afloop: { soort: 'verwerkt' } }]);
      return bladzij;
    };
    await hub.bewaakNa(2 * UUR);
    expect(hub.aangeboden).toEqual([]);
  });

  it('and is refused by the bus does not hold up the others, and the run fails', async () => {
    const kapot = await hub.neemAan();
    const heel = await hub.neemAan();
    hub.busWeigert((id) => id === kapot.ontvangstId);
    await expect(hub.bewaakNa(2 * UUR)).rejects.toThrow();
    expect(hub.aangeboden).toEqual([heel.ontvangstId]);
  });
});

describe('a zaak with partner messages that were not sent', () => {
  it('is announced again once that has lasted half an hour, and not at every look', async () => {
    await hub.uitgaand(ZAAK, 3);
    await hub.bewaakNa(9 * MINUUT);
    expect(hub.gemeld).toEqual([]);
    await hub.bewaakNa(31 * MINUUT);
    await hub.bewaakNa(36 * MINUUT);
    expect(hub.gemeld).toEqual([{ zaakId: ZAAK, versie: 3, teVersturen: true }]);
  });

  it('is announced as functions/partnerberichten expects it', async () => {
    await hub.uitgaand(ZAAK, 1);
    await hub.uitgaand(PARTNER_ZAAK, 2);
    await hub.bewaakNa(UUR);
    expect(hub.gemeld.map((zaak) => ZaakBijgewerkt.parse(zaak))).toEqual(hub.gemeld);
    expect(hub.gemeld.map(({ zaakId }) => zaakId)).toEqual([ZAAK, PARTNER_ZAAK]);
  });
});

describe('messages that wait for their person', () => {
  it('are counted, and apart from them those that have waited longer than agreed', async () => {
    for (let nummer = 0; nummer < 3; nummer++) {
      const bericht = await hub.neemAan();
      await hub.ontvangsten.settle([{ bericht, afloop: { soort: 'wacht', reden: 'wacht' } }]);
    }
    await hub.bewaakNa(14 * DAG - MINUUT);
    expect(hub.gemeten).toContainEqual(['Wachtend', 3]);
    expect(hub.gemeten).toContainEqual(['LangWachtend', 0]);
    await hub.bewaakNa(14 * DAG + MINUUT);
    expect(hub.gemeten).toContainEqual(['Wachtend', 3]);
    expect(hub.gemeten).toContainEqual(['LangWachtend', 3]);
  });

  it('are counted when there are none too, so that the alarm has something to go by', async () => {
    await hub.bewaakNa(0);
    expect(Object.fromEntries(hub.gemeten)).toMatchObject({
      OnverwerkteOntvangsten: 0,
      Wachtend: 0,
      LangWachtend: 0,
    });
  });

  it('are counted, and zaken are announced, also when the bus refuses a message', async () => {
    await hub.neemAan();
    await hub.uitgaand(ZAAK, 1);
    hub.busWeigert(() => true);
    await expect(hub.bewaakNa(2 * UUR)).rejects.toThrow();
    expect(Object.fromEntries(hub.gemeten)).toMatchObject({
      OnverwerkteOntvangsten: 1,
      Wachtend: 0,
      LangWachtend: 0,
    });
    expect(hub.gemeld).toHaveLength(1);
  });
});

describe('the silence of a source', () => {
  it('counts from the last time that it sent something new', async () => {
    await maakBronnen(hub.tabel).gehoord('coa', new Date(hub.begin + DAG));
    await hub.bewaakNa(3 * DAG);
    expect(hub.gemeten).toContainEqual(['Stilte coa', (2 * DAG) / 1000]);
  });

  it('counts from the first look when it never sent anything, so that it is heard about too', async () => {
    await hub.bewaakNa(0);
    expect(Object.fromEntries(hub.gemeten)).toMatchObject({
      'Stilte coa': 0,
      'Stilte brp': 0,
      'Stilte duo': 0,
    });
    await hub.bewaakNa(14 * DAG);
    expect(hub.gemeten).toContainEqual(['Stilte brp', (14 * DAG) / 1000]);
  });

  it('is never less than nothing, whatever the clocks say', async () => {
    await maakBronnen(hub.tabel).gehoord('duo', new Date(hub.begin + MINUUT));
    await hub.bewaakNa(0);
    expect(hub.gemeten).toContainEqual(['Stilte duo', 0]);
  });

  it('is written down at most once in five minutes, and never goes back', async () => {
    const geschreven: string[] = [];
    const tabel = {
      ...hub.tabel,
      schrijfAlsNieuwer: async (item: Item, kenmerk: string) => {
        geschreven.push(String(item['gehoordOp']));
        return hub.tabel.schrijfAlsNieuwer(item, kenmerk);
      },
    };
    const dit = maakBronnen(tabel);
    const om = (minuten: number) => new Date(hub.begin + minuten * MINUUT);
    for (const minuten of [0, 1, 4, 6, 7]) await dit.gehoord('coa', om(minuten));
    expect(geschreven).toEqual([om(0).toISOString(), om(6).toISOString()]);
    // Another warm instance whose clock is behind.
    await maakBronnen(tabel).gehoord('coa', om(3));
    expect(await hub.tabel.lees({ pk: 'BRON#coa', sk: 'BRON' })).toMatchObject({
      gehoordOp: om(6).toISOString(),
    });
  });

  it('that could not be written is tried again with the next message', async () => {
    let weigert = true;
    const dit = maakBronnen({
      schrijfAlsNieuwer: async (...argumenten) => {
        if (weigert) throw new Error('tabel weg');
        return hub.tabel.schrijfAlsNieuwer(...argumenten);
      },
    });
    await expect(dit.gehoord('brp', new Date(hub.begin))).rejects.toThrow();
    weigert = false;
    await dit.gehoord('brp', new Date(hub.begin + 1));
    expect(await hub.tabel.lees({ pk: 'BRON#brp', sk: 'BRON' })).toBeDefined();
  });
});

describe('terms that pass', () => {
  const VANDAAG = dagVan(new Date());
  const dagen = (aantal: number) => plus(VANDAAG, `${aantal < 0 ? '-' : ''}P${Math.abs(aantal)}D`);
  const inLijst = (nummer: number, soort: string, einddatum: string, gemeente = '0907') =>
    hub.tabel.schrijf([
      {
        pk: `ZAAK#${nummer}`,
        sk: `TERMIJN#${soort}`,
        status: `TERMIJN#${gemeente}#${soort}`,
        sinds: einddatum,
      },
    ]);

  it('are counted per gemeente from the day after their last, and apart those since yesterday', async () => {
    for (const [nummer, einddatum] of [
      dagen(-40),
      dagen(-2),
      dagen(-1),
      dagen(-1),
      dagen(0),
      dagen(3),
    ].entries()) {
      await inLijst(nummer, 'wettelijk', einddatum);
    }
    await inLijst(1, 'lokaal', dagen(-1));
    await inLijst(8, 'wettelijk', dagen(-1), '0184');
    await hub.bewaakNa(0, 'termijnen');
    expect(Object.fromEntries(hub.gemeten)).toEqual({
      'TermijnenOverschreden 0907': 4,
      'TermijnenNetOverschreden 0907': 2,
      'TermijnenVerstreken 0907': 1,
      'Zaken 0907': 0,
      'TermijnenOverschreden 0184': 1,
      'TermijnenNetOverschreden 0184': 1,
      'TermijnenVerstreken 0184': 0,
      'Zaken 0184': 0,
    });
  });

  it('are not counted every five minutes', async () => {
    await hub.bewaakNa(0);
    expect(hub.gemeten.map(([naam]) => naam).filter((naam) => /Termijnen|Zaken/.test(naam))).toEqual([]);
  });
});
