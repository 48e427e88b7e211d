import { beforeEach, describe, expect, it } from 'vitest';
import type { Aanbod } from '../../../adapters/bezorgwachtrij.ts';
import { maakKanalen } from '../../../adapters/kanalen.ts';
import {
  maakKoppelingLogboeken,
  maakNummerLogboeken,
  maakUitgaand,
  maakZaakLogboeken,
} from '../../../adapters/logboeken.ts';
import { maakPostvak } from '../../../adapters/post/postvak.ts';
import { maakVerzonden } from '../../../adapters/post/verzonden.ts';
import { maakPseudoniemen } from '../../../adapters/pseudoniemen.ts';
import { Vnummer, type ZaakId } from '../../../contracts/basistypen.ts';
import type { Poststuk } from '../../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../../domain/partners/projectie.ts';
import { processPersoon } from '../../../functions/brp/process-persoon.ts';
import { processKoppeling } from '../../../functions/coa/process-koppeling.ts';
import {
  POSTPONE_SECONDS,
  type Progress,
  processAnnouncements,
  sendOutstanding,
} from '../../../functions/partnerberichten/send.ts';
import { IN_HAND_MS } from '../../../functions/partnerberichten/take.ts';
import { koppeling } from '../domein/hulp.ts';
import {
  ANDER_BSN,
  BSN,
  batch,
  inschrijvingBericht,
  koppelingBericht,
  opgeschreven,
  V_NUMMER,
} from './berichten.ts';
import { berichtVan, geheugenTabel } from './hub-in-geheugen.ts';

/** Partners are told everything, once, in order per zaak, whatever one of their queues does. */

const PARTNERS = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage'].map(
  (sleutel) => `0907/${sleutel}`,
);
/** Partners that are told where somebody lives. */
const MET_ADRES = ['0907/balk', '0907/taalmaatjes', '0907/wijkondersteuner', '0907/mage'];
const ANDER = Vnummer.parse('2712504443');

const wereld = () => {
  const tabel = geheugenTabel();
  const pseudoniemen = maakPseudoniemen('een geheim dat alleen in tests bestaat');
  const verwerking = {
    zaken: maakZaakLogboeken(tabel),
    nummers: maakNummerLogboeken(tabel),
    koppelingen: maakKoppelingLogboeken(tabel),
    pseudoniemen,
  };
  const { waarnemen, fouten } = opgeschreven();
  const verstuurd: Poststuk[] = [];
  const opdrachten: Aanbod[] = [];
  const uitgesteld: [string, number][] = [];
  let klok = Date.parse('2025-09-08T10:00:00Z');
  let weigert: (zending: Poststuk) => boolean = () => false;
  const afhankelijkheden = {
    uitgaand: maakUitgaand(tabel),
    postvak: maakPostvak(tabel),
    kanalen: maakKanalen(tabel),
    bezorgwachtrij: {
      bied: async (nieuwe: readonly Aanbod[]) => {
        opdrachten.push(...nieuwe);
      },
    },
    stelAankondigingUit: async (receiptHandle: string, seconden: number) => {
      uitgesteld.push([receiptHandle, seconden]);
    },
    nu: () => new Date(klok++),
    partnerwachtrijen: {
      verstuur: async (zendingen: readonly Poststuk[]) => {
        const mislukt = new Set(zendingen.filter((zending) => weigert(zending)));
        verstuurd.push(...zendingen.filter((zending) => !mislukt.has(zending)));
        return { failed: mislukt, refused: new Set<Poststuk>() };
      },
    },
    waarnemen,
    afzender: {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
  };
  return {
    tabel,
    verstuurd,
    opdrachten,
    uitgesteld,
    fouten,
    verzonden: maakVerzonden(tabel),
    /** Longer than an instance can have a message in hand. */
    laatTijdVerstrijken: () => {
      klok += 5 * 60_000;
    },
    afhankelijkheden,
    wachtrijenWeigeren: (nieuw: (zending: Poststuk) => boolean) => {
      weigert = nieuw;
    },
    /** Commit 1 of a zaak: somebody koppelt, six partners are to be told. */
    koppel: async (vNummer = V_NUMMER, koppelingId = 'TVS-1'): Promise<ZaakId> => {
      await processKoppeling(verwerking, koppelingBericht(koppeling({ koppelingId }, { vNummer })));
      return pseudoniemen.zaakId(vNummer);
    },
    /** Commit 2: the person lives somewhere, four of the partners are to be told. */
    schrijfIn: (vNummer = V_NUMMER, bsn = BSN) =>
      processPersoon(verwerking, inschrijvingBericht({ vNummer, bsn })),
    verstuur: (...zaakIds: readonly ZaakId[]) => sendOutstanding(afhankelijkheden, new Set(zaakIds)),
    nogTeVersturen: () => tabel.tel('UITGAAND'),
  };
};

const kort = ({ partner, volgnummer }: Poststuk) => `${partner} ${volgnummer}`;
const alsEerste = (partners: readonly string[]) => partners.map((partner) => `${partner} 1`);
const alsTweede = (partners: readonly string[]) => partners.map((partner) => `${partner} 2`);

const is = (how: Progress, ...zaakIds: readonly ZaakId[]) => new Map(zaakIds.map((zaakId) => [zaakId, how]));

let hub: ReturnType<typeof wereld>;
beforeEach(() => {
  hub = wereld();
});

describe('bringing partners up to date', () => {
  it('tells each of them once, keeps what it told, and has nothing left to send', async () => {
    const zaakId = await hub.koppel();
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(hub.verstuurd.map(kort)).toEqual(alsEerste(PARTNERS));
    expect(await hub.nogTeVersturen()).toBe(0);
    expect(await hub.verzonden.berichtenOver(zaakId, '0907', 'taalschool')).toEqual([
      hub.verstuurd.slice(0, 1).map(berichtVan)[0],
    ]);
  });

  it('says nothing twice when it is asked again', async () => {
    const zaakId = await hub.koppel();
    await hub.verstuur(zaakId);
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(hub.verstuurd).toHaveLength(PARTNERS.length);
  });

  it('sends outstanding commits of a zaak one after another, each as things stood then', async () => {
    const zaakId = await hub.koppel();
    await hub.schrijfIn();
    expect(await hub.nogTeVersturen()).toBe(2);
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(hub.verstuurd.map(kort)).toEqual([...alsEerste(PARTNERS), ...alsTweede(MET_ADRES)]);
    const balk = hub.verstuurd.filter(({ partner }) => partner === '0907/balk');
    expect(balk.map((stuk) => 'adres' in berichtVan(stuk).data)).toEqual([false, true]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });
});

describe('a partner whose queue refuses a message', () => {
  it('keeps the commit outstanding, and a second run sends only what was missing', async () => {
    const zaakId = await hub.koppel();
    hub.wachtrijenWeigeren(({ partner }) => partner === '0907/balk');
    expect(await hub.verstuur(zaakId)).toEqual(is('failed', zaakId));
    expect(await hub.nogTeVersturen()).toBe(1);
    expect(hub.verstuurd.map(kort)).toEqual(alsEerste(PARTNERS.filter((partner) => partner !== '0907/balk')));

    hub.wachtrijenWeigeren(() => false);
    hub.verstuurd.length = 0;
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(hub.verstuurd.map(kort)).toEqual(['0907/balk 1']);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('is told the second thing only after the first', async () => {
    const zaakId = await hub.koppel();
    await hub.schrijfIn();
    hub.wachtrijenWeigeren(({ partner, volgnummer }) => partner === '0907/mage' && volgnummer === 1);
    expect(await hub.verstuur(zaakId)).toEqual(is('failed', zaakId));
    expect(hub.verstuurd.map(kort)).not.toContain('0907/mage 2');
    expect(await hub.nogTeVersturen()).toBe(2);

    hub.wachtrijenWeigeren(() => false);
    await hub.verstuur(zaakId);
    const mage = hub.verstuurd.filter(({ partner }) => partner === '0907/mage');
    expect(mage.map(({ volgnummer }) => volgnummer)).toEqual([1, 2]);
    expect(new Set(hub.verstuurd.map(kort)).size).toBe(hub.verstuurd.length);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('holds up its own zaak and no other', async () => {
    const vast = await hub.koppel();
    const vrij = await hub.koppel(ANDER, 'TVS-2');
    await hub.schrijfIn();
    await hub.schrijfIn(ANDER, ANDER_BSN);
    hub.wachtrijenWeigeren(({ partner, zaakId }) => partner === '0907/intos' && zaakId === vast);
    expect(await hub.verstuur(vast, vrij)).toEqual(
      new Map([
        [vast, 'failed'],
        [vrij, 'sent'],
      ]),
    );
    const overVrij = hub.verstuurd.filter(({ zaakId }) => zaakId === vrij);
    expect(overVrij.map(kort)).toEqual([...alsEerste(PARTNERS), ...alsTweede(MET_ADRES)]);
    expect(await hub.nogTeVersturen()).toBe(2);
  });
});

describe('a zaak of which the timeline cannot be read', () => {
  it('is given back, and does not hold up another', async () => {
    const vast = await hub.koppel();
    const vrij = await hub.koppel(ANDER, 'TVS-2');
    const { uitgaand } = hub.afhankelijkheden;
    const afhankelijkheden = {
      ...hub.afhankelijkheden,
      uitgaand: {
        ...uitgaand,
        lees: async (zaakId: ZaakId) => {
          if (zaakId === vast) throw new TypeError('Yusuf Ali past niet');
          return uitgaand.lees(zaakId);
        },
      },
    };
    expect(await sendOutstanding(afhankelijkheden, new Set([vast, vrij]))).toEqual(
      new Map([
        [vast, 'failed'],
        [vrij, 'sent'],
      ]),
    );
    expect(new Set(hub.verstuurd.map(({ zaakId }) => zaakId))).toEqual(new Set([vrij]));
    expect(hub.fouten).toEqual([{ zaakId: vast, fout: 'TypeError' }]);
  });
});

describe('a fall between the queues and the table', () => {
  it('leads to the same messages again under the same ids, which FIFO queues drop', async () => {
    const zaakId = await hub.koppel();
    const val = async () => {
      throw new Error('val');
    };
    const afhankelijkheden = {
      ...hub.afhankelijkheden,
      postvak: { ...hub.afhankelijkheden.postvak, bezorgd: val },
    };
    await expect(sendOutstanding(afhankelijkheden, new Set([zaakId]))).rejects.toThrow('val');
    expect(await hub.nogTeVersturen()).toBe(1);
    hub.laatTijdVerstrijken();
    await hub.verstuur(zaakId);
    const ids = hub.verstuurd.map(({ id }) => id);
    expect(ids).toHaveLength(2 * PARTNERS.length);
    expect(new Set(ids).size).toBe(PARTNERS.length);
    expect(hub.verstuurd.slice(PARTNERS.length).map(berichtVan)).toEqual(
      hub.verstuurd.slice(0, PARTNERS.length).map(berichtVan),
    );
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  /** Another instance put the messages, has them in hand, and falls before it wrote that they were delivered. */
  const valHalverwege = async (zaakId: ZaakId) => {
    const bezorgd = async () => {
      throw new Error('val');
    };
    const postvak = { ...hub.afhankelijkheden.postvak, bezorgd };
    await expect(sendOutstanding({ ...hub.afhankelijkheden, postvak }, new Set([zaakId]))).rejects.toThrow(
      'val',
    );
    hub.verstuurd.length = 0;
  };

  it('leaves its messages to the instance that has them in hand, and says when to come back', async () => {
    const zaakId = await hub.koppel();
    await valHalverwege(zaakId);
    const [record] = batch({ zaakId, versie: 1, teVersturen: true }).Records;
    if (record === undefined) throw new Error('geen aankondiging');
    const keer = (aantal: string) => ({
      Records: [{ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: aantal } }],
    });
    for (const aantal of ['1', '2', '3', '4', '5']) {
      const { batchItemFailures } = await processAnnouncements(hub.afhankelijkheden, keer(aantal));
      expect(batchItemFailures).toHaveLength(1);
    }
    expect(hub.uitgesteld.map(([, seconden]) => seconden)).toEqual([...POSTPONE_SECONDS, 9]);
    const together = POSTPONE_SECONDS.reduce((sum, seconds) => sum + seconds, 0);
    expect(together * 1000).toBeGreaterThan(IN_HAND_MS);
    expect(hub.verstuurd).toEqual([]);
    expect(await hub.nogTeVersturen()).toBe(1);
    hub.laatTijdVerstrijken();
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('comes back within a second to an instance that is only busy, and goes on where that one ended', async () => {
    const zaakId = await hub.koppel();
    await hub.schrijfIn();
    const { postvak } = hub.afhankelijkheden;
    await valHalverwege(zaakId);
    const aankondiging = batch({ zaakId, versie: 2, teVersturen: true });
    await processAnnouncements(hub.afhankelijkheden, aankondiging);
    expect(hub.uitgesteld).toEqual([[expect.any(String), 1]]);
    expect(hub.verstuurd).toEqual([]);
    const { post } = await hub.afhankelijkheden.uitgaand.lees(zaakId);
    await Promise.all(post.map((stuk) => postvak.bezorgd(stuk, new Date())));
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(hub.verstuurd.map(kort)).toEqual(alsTweede(MET_ADRES));
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('writes down what it sent, but never over what became of a message that another took over meanwhile', async () => {
    const zaakId = await hub.koppel();
    const postvak = maakPostvak(hub.tabel);
    const verstuur = async (zendingen: readonly Poststuk[]) => {
      hub.laatTijdVerstrijken();
      const [eerste, tweede] = zendingen;
      if (eerste === undefined || tweede === undefined) throw new Error('niets te versturen');
      const [nu, tot] = [hub.afhankelijkheden.nu(), new Date('2025-09-09T00:00:00Z')];
      await postvak.bevestig(eerste, nu);
      await postvak.claim(tweede, 'webhook', tot, nu);
      return { failed: new Set([tweede]), refused: new Set<Poststuk>() };
    };
    await sendOutstanding({ ...hub.afhankelijkheden, partnerwachtrijen: { verstuur } }, new Set([zaakId]));
    const stand = async (partner: string) => {
      const { stukken } = await postvak.lijst(partner as Poststuk['partner']);
      return stukken.map(({ plek }) => plek);
    };
    const [eerste = '', tweede = '', ...rest] = PARTNERS;
    expect(await stand(eerste)).toEqual(['bevestigd']);
    expect(await stand(tweede)).toEqual(['bezig']);
    for (const partner of rest) expect(await stand(partner)).toEqual(['bezorgd']);
  });

  it('goes no further with a zaak of which another instance was first to put a message', async () => {
    const zaakId = await hub.koppel();
    await hub.schrijfIn();
    const { postvak } = hub.afhankelijkheden;
    const leg = async (stukken: readonly Poststuk[]) => {
      await postvak.leg(stukken);
      return postvak.leg(stukken);
    };
    expect(
      await sendOutstanding({ ...hub.afhankelijkheden, postvak: { ...postvak, leg } }, new Set([zaakId])),
    ).toEqual(is('busy', zaakId));
    expect(hub.verstuurd).toEqual([]);
    expect(await hub.nogTeVersturen()).toBe(2);
  });

  it('lets nothing overtake what was parked: functions/webhook sees to the order', async () => {
    const zaakId = await hub.koppel();
    await hub.verstuur(zaakId);
    const sleutel = { pk: `ZAAK#${zaakId}`, sk: 'POST#0907/mage#000001' };
    const geparkeerd = { plek: 'geparkeerd', status: 'POST#0907/mage#geparkeerd' };
    expect(await hub.tabel.wijzig(sleutel, geparkeerd, ['POST#0907/mage#bezorgd'])).toBe(true);
    await hub.schrijfIn();
    hub.verstuurd.length = 0;
    expect(await hub.verstuur(zaakId)).toEqual(is('sent', zaakId));
    expect(hub.verstuurd.map(({ partner }) => partner)).not.toContain('0907/mage');
    expect(hub.opdrachten.map(({ opdracht }) => opdracht)).toEqual([
      { soort: 'baan', kanaal: '0907/mage', zaakId },
    ]);
  });
});

describe('a partner that chose another door', () => {
  const abonneer = (partner: PartnerAdres) =>
    hub.afhankelijkheden.kanalen.maak(partner, {
      id: '7f0c8f0e-3c1f-4d55-9a55-3f1f5f7f2a10',
      status: 'actief',
      sink: 'https://partner.example/hook',
      types: [],
      filters: [],
      geheimen: [],
      aangemaaktOp: '2025-09-01T00:00:00.000Z',
      versie: 1,
    });

  it('is left its messages to fetch, and its commit is done', async () => {
    await hub.afhankelijkheden.kanalen.kiesBasisdeur('0907/mage', 'ophalen');
    const zaakId = await hub.koppel();
    await hub.verstuur(zaakId);
    expect(hub.verstuurd.map(({ partner }) => partner)).not.toContain('0907/mage');
    const { stukken } = await maakPostvak(hub.tabel).lijst('0907/mage', { plekken: ['klaargezet'] });
    expect(stukken.map(({ volgnummer }) => volgnummer)).toEqual([1]);
    expect(hub.opdrachten).toEqual([]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('gets them by its abonnement, which functions/webhook sees to', async () => {
    await abonneer('0907/mage');
    const zaakId = await hub.koppel();
    await hub.verstuur(zaakId);
    expect(hub.verstuurd.map(({ partner }) => partner)).not.toContain('0907/mage');
    expect(hub.opdrachten.map(({ opdracht }) => opdracht)).toEqual([
      { soort: 'baan', kanaal: '0907/mage', zaakId },
    ]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('is announced again when the delivery queue refused, and nothing is put twice', async () => {
    await hub.afhankelijkheden.kanalen.kiesBasisdeur('0907/mage', 'ophalen');
    await abonneer('0907/balk');
    const zaakId = await hub.koppel();
    const bied = async () => {
      throw new Error('val');
    };
    await expect(
      sendOutstanding({ ...hub.afhankelijkheden, bezorgwachtrij: { bied } }, new Set([zaakId])),
    ).rejects.toThrow('val');
    expect(await hub.nogTeVersturen()).toBe(1);
    await hub.verstuur(zaakId);
    expect(new Set(hub.verstuurd.map(kort)).size).toBe(hub.verstuurd.length);
    expect(hub.opdrachten).toHaveLength(1);
    expect(await hub.nogTeVersturen()).toBe(0);
  });
});

describe('a batch of announcements', () => {
  const aankondiging = (zaakId: ZaakId, versie = 1) => ({ zaakId, versie, teVersturen: true });

  it('fails for every announcement of a zaak that is stuck, and for no other', async () => {
    const vast = await hub.koppel();
    const vrij = await hub.koppel(ANDER, 'TVS-2');
    hub.wachtrijenWeigeren(({ zaakId }) => zaakId === vast);
    const antwoord = await processAnnouncements(
      hub.afhankelijkheden,
      batch(aankondiging(vast), aankondiging(vrij), aankondiging(vast, 2)),
    );
    expect(antwoord.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'record-1',
      'record-3',
    ]);
  });

  it.each(['geen json', '{}', '{"detail":{"zaakId":"x"}}'])(
    'leaves an announcement that cannot be read (%s) on the queue alone',
    async (kapot) => {
      const zaakId = await hub.koppel();
      const antwoord = await processAnnouncements(hub.afhankelijkheden, batch(kapot, aankondiging(zaakId)));
      expect(antwoord.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
      expect(hub.verstuurd).toHaveLength(PARTNERS.length);
      expect(hub.fouten).toMatchObject([{ messageId: 'record-1' }]);
    },
  );
});
