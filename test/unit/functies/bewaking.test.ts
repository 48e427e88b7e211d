import { beforeEach, describe, expect, it } from 'vitest';
import { STATUS_UITGAAND } from '../../../adapters/logboeken.ts';
import { maakOntvangsten } from '../../../adapters/ontvangsten.ts';
import { type InkomendBericht, ZaakBijgewerkt } from '../../../contracts/intern.ts';
import { bewaak } from '../../../functions/bewaking/verwerk.ts';
import { PARTNER_ZAAK, ZAAK } from '../domein/hulp.ts';
import { koppelingBericht, opgeschreven } from './berichten.ts';
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
    bewaakNa: async (ms: number) => {
      gemeten.length = 0;
      await bewaak({
        tabel,
        ontvangsten,
        bus,
        waarnemen,
        nu: new Date(begin + ms),
        wachtAlarmNaMs: 14 * DAG,
      });
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
      await hub.ontvangsten.rondAf([{ bericht, afloop: { soort, reden: 'zo' } }]);
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
      await hub.ontvangsten.rondAf([{ bericht, afloop: { soort: 'verwerkt' } }]);
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
      await hub.ontvangsten.rondAf([{ bericht, afloop: { soort: 'wacht', reden: 'wacht' } }]);
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
    expect(Object.fromEntries(hub.gemeten)).toEqual({
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
    expect(Object.fromEntries(hub.gemeten)).toEqual({
      OnverwerkteOntvangsten: 1,
      Wachtend: 0,
      LangWachtend: 0,
    });
    expect(hub.gemeld).toHaveLength(1);
  });
});
