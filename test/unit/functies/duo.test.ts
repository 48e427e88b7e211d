import { beforeEach, describe, expect, it } from 'vitest';
import type { Duo } from '../../../adapters/duo.ts';
import {
  maakKoppelingLogboeken,
  maakNummerLogboeken,
  maakZaakLogboeken,
} from '../../../adapters/logboeken.ts';
import { maakOntvangsten } from '../../../adapters/ontvangsten.ts';
import { createPendingAnswers } from '../../../adapters/pending-answers.ts';
import { maakPseudoniemen } from '../../../adapters/pseudoniemen.ts';
import { createZaakLists } from '../../../adapters/standen.ts';
import type { Vnummer } from '../../../contracts/basistypen.ts';
import type { DuoAntwoorden, DuoVraag } from '../../../contracts/duo.ts';
import { DuoBericht, type InkomendBericht } from '../../../contracts/intern.ts';
import { PROMISED_MS } from '../../../domain/duo/pending.ts';
import { HubFout } from '../../../domain/fouten.ts';
import { duoFeitId } from '../../../domain/zaak/besluit.ts';
import { dossierVan } from '../../../domain/zaak/dossier.ts';
import { offerPendingQuestions } from '../../../functions/bewaking/pending-answers.ts';
import { processKoppeling } from '../../../functions/coa/process-koppeling.ts';
import { processNotificatie } from '../../../functions/duo/process-notificatie.ts';
import { processMessages } from '../../../functions/gedeeld/process-messages.ts';
import { koppeling } from '../domein/hulp.ts';
import {
  ANDER_BSN,
  BSN,
  batch,
  koppelingBericht,
  notificatieBericht,
  opgeschreven,
  V_NUMMER,
} from './berichten.ts';
import { geheugenTabel } from './hub-in-geheugen.ts';

/** Notify, then fetch: what the hub asks DUO, when it does not, and what becomes of the answers. */

const UITSLAG = {
  resultaat: 'B1-route haalbaar' as const,
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-10-17',
};

const wereld = (tabel = geheugenTabel()) => {
  const gevraagd: { bsn: string; vragen: readonly DuoVraag[] }[] = [];
  const { waarnemen, gemeten } = opgeschreven();
  let antwoord: (bsn: string) => DuoAntwoorden = () => ({ 'lbt/resultaten': [UITSLAG] });
  let onbekendeVelden = 0;
  const duo: Duo = {
    bevraag: async (bsn, vragen) => {
      gevraagd.push({ bsn, vragen });
      return { antwoorden: antwoord(bsn), onbekendeVelden };
    },
  };
  const aangekondigd: unknown[] = [];
  const clock = { now: Date.parse('2025-10-19T07:00:00Z') };
  const offered: InkomendBericht[] = [];
  const afhankelijkheden = {
    zaken: maakZaakLogboeken(tabel),
    nummers: maakNummerLogboeken(tabel),
    koppelingen: maakKoppelingLogboeken(tabel),
    ontvangsten: maakOntvangsten(tabel),
    zaakLists: createZaakLists(tabel),
    pseudoniemen: maakPseudoniemen('een geheim dat alleen in tests bestaat'),
    bus: {
      biedAan: async (berichten: readonly InkomendBericht[]) => {
        offered.push(...berichten);
      },
      meldBijgewerkt: async (zaken: readonly unknown[]) => {
        aangekondigd.push(...zaken);
      },
    },
    waarnemen,
    duo,
    pendingAnswers: createPendingAnswers(tabel),
    nu: () => new Date(clock.now),
    toeval: () => 0.999,
  };
  return {
    afhankelijkheden,
    clock,
    /** What the watch offers to the queue at this moment. */
    offers: async (): Promise<readonly InkomendBericht[]> => {
      offered.length = 0;
      await offerPendingQuestions({ ...afhankelijkheden, nu: new Date(clock.now) });
      return [...offered];
    },
    gevraagd,
    gemeten,
    aangekondigd,
    duoAntwoordt: (nieuw: (bsn: string) => DuoAntwoorden, onbekend = 0) => {
      antwoord = nieuw;
      onbekendeVelden = onbekend;
    },
    /** The person with this V-nummer becomes known, with or without a BSN. */
    maakBekend: (persoon: Record<string, unknown> = {}, koppelingId = 'TVS-1') =>
      processKoppeling(afhankelijkheden, koppelingBericht(koppeling({ koppelingId }, persoon))),
    verwerk: async (...berichten: readonly InkomendBericht[]) => {
      for (const bericht of berichten) await afhankelijkheden.ontvangsten.neemAan(bericht);
      const uitgesteld: string[] = [];
      const antwoorden = await processMessages(
        afhankelijkheden,
        DuoBericht,
        batch(...berichten),
        (bericht) => processNotificatie(afhankelijkheden, bericht),
        { putOff: async ({ messageId }) => uitgesteld.push(messageId) },
      );
      return { uitgesteld, blijft: antwoorden.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
    },
    ontvangst: ({ ontvangstId }: InkomendBericht) => afhankelijkheden.ontvangsten.lees(ontvangstId),
    duoFeiten: async (vNummer: Vnummer = V_NUMMER) =>
      dossierVan(await afhankelijkheden.zaken.lees(afhankelijkheden.pseudoniemen.zaakId(vNummer))).zaak.duo,
  };
};

let hub: ReturnType<typeof wereld>;
beforeEach(() => {
  hub = wereld();
});

describe('a notification about a known person', () => {
  it('makes the hub ask what its code is about, and record the answers with it', async () => {
    await hub.maakBekend();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.verwerk(bericht)).toEqual({ uitgesteld: [], blijft: [] });
    expect(hub.gevraagd).toEqual([{ bsn: BSN, vragen: ['lbt/resultaten'] }]);
    expect(await hub.duoFeiten()).toMatchObject([
      { feitId: duoFeitId(bericht), antwoorden: { 'lbt/resultaten': [UITSLAG] } },
    ]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('uses the BSN that another message brought', async () => {
    await hub.maakBekend({ bsn: BSN });
    await hub.verwerk(notificatieBericht('SS131', { vNummer: V_NUMMER }));
    expect(hub.gevraagd).toEqual([{ bsn: BSN, vragen: ['lbt/resultaten'] }]);
  });

  it('asks nothing when its code says all, known to DUO’s list or not', async () => {
    await hub.maakBekend();
    await hub.verwerk(
      notificatieBericht('SS111', { vNummer: V_NUMMER }),
      notificatieBericht('ZZ999', { vNummer: V_NUMMER }),
    );
    expect(hub.gevraagd).toEqual([]);
    expect(await hub.duoFeiten()).toHaveLength(2);
  });

  it('asks nothing again when it comes again, under whatever id', async () => {
    await hub.maakBekend();
    const eerste = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    const zelfde = notificatieBericht('SS131', { vNummer: V_NUMMER }, '2025-10-19T09:00:00+02:00');
    await hub.verwerk(eerste);
    await hub.verwerk(eerste);
    await hub.verwerk(zelfde);
    expect(hub.gevraagd).toHaveLength(1);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(zelfde)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
  });

  it('announces the zaak again when it comes again, in case the first announcement was lost', async () => {
    await hub.maakBekend();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.verwerk(bericht);
    await hub.verwerk(bericht);
    expect(hub.aangekondigd).toHaveLength(2);
    expect(hub.aangekondigd[1]).toEqual(hub.aangekondigd[0]);
  });

  it('counts the members of DUO’s answers that the contract does not know', async () => {
    hub.duoAntwoordt(() => ({ 'lbt/resultaten': [UITSLAG] }), 3);
    await hub.maakBekend();
    await hub.verwerk(notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }));
    expect(hub.gemeten).toEqual([['GenegeerdeDuoVelden', 3]]);
  });
});

describe('a notification about somebody of whom too little is known', () => {
  it('asks DUO nothing and waits', async () => {
    const metBsn = notificatieBericht('SS131', { bsn: BSN });
    const metVnummer = notificatieBericht('SS131', { vNummer: V_NUMMER });
    await hub.verwerk(metBsn, metVnummer);
    expect(hub.gevraagd).toEqual([]);
    for (const bericht of [metBsn, metVnummer]) {
      expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    }
  });

  it('waits for a BSN only when there is something to ask', async () => {
    await hub.maakBekend();
    const vraagt = notificatieBericht('SS131', { vNummer: V_NUMMER });
    const vraagtNiets = notificatieBericht('SS111', { vNummer: V_NUMMER });
    await hub.verwerk(vraagt, vraagtNiets);
    expect(await hub.ontvangst(vraagt)).toMatchObject({ status: 'wacht' });
    expect(await hub.ontvangst(vraagtNiets)).toMatchObject({ status: 'verwerkt' });
  });

  it('goes to quarantine unasked when its BSN is another than the hub knows', async () => {
    await hub.maakBekend({ bsn: BSN });
    const bericht = notificatieBericht('SS131', { bsn: ANDER_BSN, vNummer: V_NUMMER });
    await hub.verwerk(bericht);
    expect(hub.gevraagd).toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'quarantaine' });
    expect(await hub.duoFeiten()).toEqual([]);
  });
});

describe('an answer that is missing', () => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;

  const missing: readonly [string, DuoAntwoorden][] = [
    ['an empty list of results', { 'lbt/resultaten': [] }],
    ['no results at all (404)', {}],
  ];

  /** A notification to which DUO has no answer, asked about until the queue lets go of it. */
  const pending = async (antwoorden: DuoAntwoorden = {}) => {
    hub.duoAntwoordt(() => antwoorden);
    await hub.maakBekend();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    let tries = 0;
    while ((await hub.verwerk(bericht)).blijft.length > 0) {
      tries += 1;
      hub.clock.now += 20_000;
    }
    return { bericht, tries };
  };

  /** Lets time pass as the clock of the watch does, every minute; the moments at which DUO was asked. */
  const pass = async (ms: number): Promise<readonly number[]> => {
    const until = hub.clock.now + ms;
    const asked: number[] = [];
    while (hub.clock.now < until) {
      hub.clock.now += MINUTE;
      for (const bericht of await hub.offers()) {
        asked.push(hub.clock.now);
        await hub.verwerk(bericht);
      }
    }
    return asked;
  };

  it.each(missing)(
    '%s says nothing yet: the message waits, visibly and not in quarantine',
    async (_, answer) => {
      const { bericht, tries } = await pending(answer);
      expect(tries).toBe(3);
      expect(await hub.ontvangst(bericht)).toMatchObject({
        status: 'wacht',
        reden:
          'wacht op DUO: nog geen lbt/resultaten bij SS131; de hub blijft het vragen, minstens tot 2025-10-21T07:00:00.000Z',
      });
      expect(await hub.duoFeiten()).toEqual([]);
      expect(hub.gemeten).not.toContainEqual(['InQuarantaine', 1]);
    },
  );

  it('waits from the first try on, and is put off on the queue for the first seconds alone', async () => {
    hub.duoAntwoordt(() => ({}));
    await hub.maakBekend();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.verwerk(bericht)).toEqual({ uitgesteld: ['record-1'], blijft: ['record-1'] });
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    expect(await hub.offers()).toEqual([]);
  });

  it('that comes seconds later is recorded at the next try', async () => {
    hub.duoAntwoordt(() => ({}));
    await hub.maakBekend();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.verwerk(bericht);
    hub.duoAntwoordt(() => ({ 'lbt/resultaten': [UITSLAG] }));
    expect(await hub.verwerk(bericht)).toEqual({ uitgesteld: [], blijft: [] });
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
    expect(await hub.duoFeiten()).toHaveLength(1);
    hub.clock.now += HOUR;
    expect(await hub.offers()).toEqual([]);
  });

  it('is asked for again for two days, ever less often, and found on the last of them', async () => {
    const { bericht } = await pending();
    const asked = await pass(47 * HOUR);
    const waits = asked.slice(1).map((moment, index) => moment - (asked[index] ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(HOUR + MINUTE);
    expect(asked.length).toBeLessThan(60);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    hub.duoAntwoordt(() => ({ 'lbt/resultaten': [UITSLAG] }));
    await pass(2 * HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
    expect(await hub.duoFeiten()).toHaveLength(1);
  });

  it('after two days puts the notification in quarantine with what to do, from where it is asked about anew', async () => {
    const { bericht } = await pending();
    await pass(PROMISED_MS + 2 * HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({
      status: 'quarantaine',
      reden: expect.stringMatching(
        /^DUO had na 48 uur en \d+ keer vragen nog geen lbt\/resultaten bij SS131; vraag DUO ernaar/,
      ),
    });
    expect(hub.gemeten).toContainEqual(['InQuarantaine', 1]);
    const before = hub.gevraagd.length;
    expect(await pass(5 * HOUR)).toEqual([]);
    await hub.afhankelijkheden.ontvangsten.heropnemen(bericht.ontvangstId);
    await hub.verwerk(bericht);
    expect(hub.gevraagd).toHaveLength(before + 1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
  });

  it('is asked for by a further notification too, and what that brings ends the wait of the first', async () => {
    const { bericht } = await pending();
    hub.duoAntwoordt(() => ({ 'lbt/resultaten': [UITSLAG] }));
    const again = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.verwerk(again);
    expect(await hub.ontvangst(again)).toMatchObject({ status: 'verwerkt' });
    await pass(HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
    expect(await hub.duoFeiten()).toHaveLength(1);
  });

  it('keeps its place in the list while DUO is down, and is not given up for that', async () => {
    const { bericht } = await pending();
    hub.duoAntwoordt(() => {
      throw new HubFout('later opnieuw', 'DUO antwoordt niet: status 503');
    });
    const asked = await pass(PROMISED_MS + 10 * HOUR);
    expect(asked.length).toBeGreaterThan(50);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    hub.duoAntwoordt(() => ({ 'lbt/resultaten': [UITSLAG] }));
    await pass(2 * HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('holds up no other message', async () => {
    await hub.maakBekend({ vNummer: '2712504443' }, 'TVS-2');
    hub.duoAntwoordt((bsn) => (bsn === BSN ? {} : { 'lbt/resultaten': [UITSLAG] }));
    await hub.maakBekend();
    const waits = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    const other = notificatieBericht('SS131', { bsn: ANDER_BSN, vNummer: '2712504443' as Vnummer });
    expect((await hub.verwerk(waits, other)).blijft).toEqual(['record-1']);
    expect(await hub.ontvangst(other)).toMatchObject({ status: 'verwerkt' });
  });

  it('is offered again when the offer was lost, and by one run of the watch only', async () => {
    const { bericht } = await pending();
    hub.clock.now += 2 * MINUTE;
    const [one, other] = [await hub.offers(), await hub.offers()];
    expect([one.map(({ ontvangstId }) => ontvangstId), other]).toEqual([[bericht.ontvangstId], []]);
    hub.clock.now += 16 * MINUTE;
    expect(await hub.offers()).toHaveLength(1);
  });

  it('is recorded as such when the code does not need it', async () => {
    hub.duoAntwoordt(() => ({}));
    await hub.maakBekend();
    await hub.verwerk(notificatieBericht('SS137', { bsn: BSN, vNummer: V_NUMMER }));
    expect(await hub.duoFeiten()).toMatchObject([{ antwoorden: {} }]);
  });

  it('because it is unusable puts the notification in quarantine with what is wrong', async () => {
    hub.duoAntwoordt(() => {
      throw new HubFout('quarantaine', 'DUO: antwoord op lbt/resultaten is ongeldig: 0/resultaat');
    });
    await hub.maakBekend();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.verwerk(bericht);
    expect(await hub.ontvangst(bericht)).toMatchObject({
      status: 'quarantaine',
      reden: 'DUO: antwoord op lbt/resultaten is ongeldig: 0/resultaat',
    });
  });
});

describe('DUO that does not answer about one person', () => {
  it('puts off that one message; the others are settled, and it succeeds when it comes back', async () => {
    await hub.maakBekend();
    await hub.maakBekend({ vNummer: '2712504443' }, 'TVS-2');
    hub.duoAntwoordt((bsn) => {
      if (bsn === ANDER_BSN) throw new HubFout('later opnieuw', 'DUO antwoordt niet: status 503');
      return { 'lbt/resultaten': [UITSLAG] };
    });
    const straks = notificatieBericht('SS131', { bsn: ANDER_BSN, vNummer: '2712504443' as Vnummer });
    const nu = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.verwerk(straks, nu)).toEqual({ uitgesteld: ['record-1'], blijft: ['record-1'] });
    expect(await hub.ontvangst(straks)).toMatchObject({ status: 'ontvangen' });
    expect(await hub.ontvangst(nu)).toMatchObject({ status: 'verwerkt' });

    hub.duoAntwoordt(() => ({ 'lbt/resultaten': [UITSLAG] }));
    expect(await hub.verwerk(straks)).toEqual({ uitgesteld: [], blijft: [] });
    expect(await hub.ontvangst(straks)).toMatchObject({ status: 'verwerkt' });
  });
});

describe('a person who becomes known while the notification is looked at', () => {
  /** A table of which the first append to a zaak comes just after somebody else's. */
  const metInval = (inval: (hub: ReturnType<typeof wereld>) => Promise<unknown>) => {
    const tabel = geheugenTabel();
    const ongestoord = wereld(tabel);
    let geweest = false;
    const gestoord = wereld({
      ...tabel,
      voegToe: async (item) => {
        if (!geweest && item.pk.startsWith('ZAAK#')) {
          geweest = true;
          await inval(ongestoord);
        }
        return tabel.voegToe(item);
      },
    });
    return gestoord;
  };

  it('is asked about after all, and the fact is recorded', async () => {
    hub = metInval((ander) => ander.maakBekend({ bsn: BSN }));
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect((await hub.verwerk(bericht)).blijft).toEqual([]);
    expect(hub.gevraagd).toEqual([{ bsn: BSN, vragen: ['lbt/resultaten'] }]);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('and whose notification somebody else records meanwhile has it once', async () => {
    hub = metInval(async (ander) => {
      await ander.maakBekend({ bsn: BSN });
      await ander.verwerk(notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }));
    });
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.verwerk(bericht);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
  });

  it('under another BSN is not asked about', async () => {
    hub = metInval((ander) => ander.maakBekend({ bsn: ANDER_BSN }));
    const bericht = notificatieBericht('SS131', { vNummer: V_NUMMER, bsn: BSN });
    await hub.verwerk(bericht);
    expect(hub.gevraagd).toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'quarantaine' });
  });
});
