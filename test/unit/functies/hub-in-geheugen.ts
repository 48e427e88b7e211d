import type { SQSEvent } from 'aws-lambda';
import type { Bus } from '../../../adapters/bus.ts';
import type { Duo } from '../../../adapters/duo.ts';
import { maakKanalen } from '../../../adapters/kanalen.ts';
import {
  maakKoppelingLogboeken,
  maakNummerLogboeken,
  maakUitgaand,
  maakZaakLogboeken,
} from '../../../adapters/logboeken.ts';
import { maakOntvangsten } from '../../../adapters/ontvangsten.ts';
import type { Partnerwachtrijen } from '../../../adapters/partnerwachtrijen.ts';
import { createPendingAnswers } from '../../../adapters/pending-answers.ts';
import { maakPostvak } from '../../../adapters/post/postvak.ts';
import { maakPseudoniemen } from '../../../adapters/pseudoniemen.ts';
import { createZaakLists } from '../../../adapters/standen.ts';
import type { Item, Sleutel, Tabel } from '../../../adapters/tabel.ts';
import { maakZaken } from '../../../adapters/zaken.ts';
import type { ZaakId } from '../../../contracts/basistypen.ts';
import type { DuoAntwoorden } from '../../../contracts/duo.ts';
import {
  BrpBericht,
  CoaBericht,
  DuoBericht,
  type InkomendBericht,
  TYPE_DUO_NOTIFICATIE,
} from '../../../contracts/intern.ts';
import type { MetriekVan, Uitzender } from '../../../contracts/metrieken.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import { INDEX_ATTRIBUTEN } from '../../../contracts/statusindex.ts';
import type { Poststuk } from '../../../domain/delivery/item.ts';
import { processPersoon } from '../../../functions/brp/process-persoon.ts';
import { processKoppeling } from '../../../functions/coa/process-koppeling.ts';
import { processNotificatie } from '../../../functions/duo/process-notificatie.ts';
import { processMessages } from '../../../functions/gedeeld/process-messages.ts';
import type { Waarnemen } from '../../../functions/gedeeld/waarnemen.ts';
import { sendOutstanding } from '../../../functions/partnerberichten/send.ts';
import { sqsRecord } from './sqs.ts';

/** An item as the index shows it: nothing but what infra/ puts there. */
const uitIndex = (item: Item): Item => {
  const { pk, sk, status, sinds } = item;
  const getoond = INDEX_ATTRIBUTEN.map((naam) => [naam, item[naam]] as const);
  return { pk, sk, status, sinds, ...Object.fromEntries(getoond.filter(([, deel]) => deel !== undefined)) };
};

/** The table in memory, with the conditions that the hub relies on. */
export const geheugenTabel = (): Tabel & { alles(): readonly Item[] } => {
  const items = new Map<string, Item>();
  const id = ({ pk, sk }: Sleutel) => `${pk}|${sk}`;
  const gesorteerd = () => [...items.values()].sort((een, ander) => (id(een) < id(ander) ? -1 : 1));
  const metStatus = (status: string, totEnMet?: string) =>
    gesorteerd().filter(
      (item) => item['status'] === status && (totEnMet === undefined || String(item['sinds']) <= totEnMet),
    );
  return {
    alles: gesorteerd,
    lees: async (sleutel) => items.get(id(sleutel)),
    partitie: async (pk, begin = '') =>
      gesorteerd().filter((item) => item.pk === pk && item.sk.startsWith(begin)),
    voegToe: async (item) => {
      if (items.has(id(item))) return false;
      items.set(id(item), item);
      return true;
    },
    schrijfAlsNieuwer: async (item, kenmerk) => {
      const oud = items.get(id(item))?.[kenmerk];
      const nieuw = item[kenmerk];
      if (oud !== undefined && nieuw !== undefined && oud > nieuw) return false;
      items.set(id(item), item);
      return true;
    },
    vervang: async (item, als) => {
      const oud = items.get(id(item));
      if (oud === undefined || Object.entries(als).some(([naam, waarde]) => oud[naam] !== waarde))
        return false;
      items.set(id(item), item);
      return true;
    },
    schrijf: async (nieuwe) => {
      for (const item of nieuwe) items.set(id(item), item);
    },
    wijzig: async (sleutel, wijziging, alsStatus, als = {}) => {
      const item = items.get(id(sleutel));
      if (item === undefined || !alsStatus.includes(String(item['status']))) return false;
      if (Object.entries(als).some(([naam, waarde]) => item[naam] !== waarde)) return false;
      items.set(id(sleutel), { ...item, ...wijziging });
      return true;
    },
    perStatus: async (status, { na, totEnMet, max, ...rest } = {}) => {
      const alle = metStatus(status, totEnMet)
        .filter((item) => !('vanaf' in rest) || String(item['sinds']) >= rest.vanaf)
        .toSorted((een, ander) => (String(een['sinds']) < String(ander['sinds']) ? -1 : 1));
      const begin = na === undefined ? 0 : alle.findIndex((item) => id(item) === na) + 1;
      const bladzij = alle.slice(begin, max === undefined ? undefined : begin + max);
      const laatste = bladzij.at(-1);
      const isAlles = begin + bladzij.length === alle.length;
      return {
        items: bladzij.map(uitIndex),
        ...(isAlles || laatste === undefined ? {} : { na: id(laatste) }),
      };
    },
    telBladzij: async (status) => ({ aantal: metStatus(status).length }),
    tel: async (status, totEnMet) => metStatus(status, totEnMet).length,
  };
};

/** The message that a partner gets, read from the text that every door sends. */
export const berichtVan = ({ tekst = '' }: Pick<Poststuk, 'tekst'>): Partnerbericht => JSON.parse(tekst);

export interface HubInGeheugen {
  readonly tabel: ReturnType<typeof geheugenTabel>;
  readonly zaken: ReturnType<typeof maakZaken>;
  readonly ontvangsten: ReturnType<typeof maakOntvangsten>;
  /** What each partner's queue accepted, in order; a FIFO queue drops what it has seen before. */
  readonly wachtrijen: Map<string, Poststuk[]>;
  readonly pseudoniemen: ReturnType<typeof maakPseudoniemen>;
  readonly gemeten: Map<string, number>;
  /** Takes messages in and processes until nothing moves any more; `val` may throw to play a crash. */
  verwerk(berichten: readonly InkomendBericht[]): Promise<void>;
}

const record = (bericht: unknown, nummer: number) =>
  sqsRecord(String(nummer), JSON.stringify({ detail: bericht }));

/** What a function observes with. */
export type WaarnemenVan = <Functie extends Uitzender>(functie: Functie) => Waarnemen<MetriekVan<Functie>>;

export const GEHEIM = 'een geheim dat alleen in tests bestaat';

interface Gedeeld {
  readonly tabel?: ReturnType<typeof geheugenTabel>;
  readonly geheim?: string;
  readonly wachtrijen?: Map<string, Poststuk[]>;
}

/** The real processing functions on a table, a bus and queues in memory. */
export const hubInGeheugen = (
  antwoordenVan: (bsn: string) => DuoAntwoorden,
  val: (plek: 'bus' | 'afronden' | 'lijst' | 'wachtrij') => void = () => undefined,
  waarnemenVan?: WaarnemenVan,
  /** Members of DUO's answers that the contract does not know. */
  onbekendeVelden = 0,
  // Another instance of the functions, on the same table and queues and perhaps with another secret.
  { tabel = geheugenTabel(), geheim = GEHEIM, wachtrijen = new Map<string, Poststuk[]>() }: Gedeeld = {},
): HubInGeheugen => {
  const pseudoniemen = maakPseudoniemen(geheim);
  const echteOntvangsten = maakOntvangsten(tabel);
  const zaakLists = createZaakLists({
    schrijfAlsNieuwer: async (...argumenten) => {
      val('lijst');
      return tabel.schrijfAlsNieuwer(...argumenten);
    },
  });
  let klok = Date.parse('2025-09-08T10:00:00Z');
  const gemeten = new Map<string, number>();
  const onderweg: InkomendBericht[] = [];
  const teVersturen = new Set<ZaakId>();
  const bus: Bus = {
    biedAan: async (berichten) => {
      val('bus');
      onderweg.push(...berichten);
    },
    meldBijgewerkt: async (zaken) => {
      val('bus');
      for (const zaak of zaken) if (zaak.teVersturen) teVersturen.add(zaak.zaakId);
    },
  };
  const duo: Duo = {
    bevraag: async (bsn, vragen) => {
      const alle = antwoordenVan(bsn);
      return {
        antwoorden: Object.fromEntries(
          vragen.flatMap((vraag) => (alle[vraag] === undefined ? [] : [[vraag, alle[vraag]]])),
        ),
        onbekendeVelden,
      };
    },
  };
  const partnerwachtrijen: Partnerwachtrijen = {
    verstuur: async (zendingen) => {
      for (const zending of zendingen) {
        const rij = wachtrijen.get(zending.partner) ?? [];
        wachtrijen.set(zending.partner, rij);
        if (!rij.some(({ id }) => id === zending.id)) rij.push(zending);
      }
      return { failed: new Set(), refused: new Set() };
    },
  };
  const waarneemt: WaarnemenVan =
    waarnemenVan ??
    (() => ({
      info: () => undefined,
      fout: () => undefined,
      tel: (metriek: string, aantal: number) => {
        gemeten.set(metriek, (gemeten.get(metriek) ?? 0) + aantal);
      },
      telPer: () => undefined,
    }));
  const afhankelijkheden = {
    zaken: maakZaakLogboeken(tabel),
    nummers: maakNummerLogboeken(tabel),
    koppelingen: maakKoppelingLogboeken(tabel),
    ontvangsten: {
      ...echteOntvangsten,
      settle: async (...argumenten: Parameters<typeof echteOntvangsten.settle>) => {
        val('afronden');
        await echteOntvangsten.settle(...argumenten);
      },
    },
    zaakLists,
    pseudoniemen,
    bus,
    duo,
  };
  const verzending = {
    uitgaand: maakUitgaand(tabel),
    postvak: {
      ...maakPostvak(tabel),
      bezorgd: async (...argumenten: Parameters<ReturnType<typeof maakPostvak>['bezorgd']>) => {
        val('wachtrij');
        return maakPostvak(tabel).bezorgd(...argumenten);
      },
    },
    kanalen: maakKanalen(tabel),
    bezorgwachtrij: { bied: async () => undefined },
    stelAankondigingUit: async () => undefined,
    nu: () => new Date(klok++),
    partnerwachtrijen,
    waarnemen: waarneemt('partnerberichten'),
    afzender: {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
  };

  const verwerkBericht = (bericht: InkomendBericht, event: SQSEvent) => {
    if (bericht.type === TYPE_DUO_NOTIFICATIE) {
      const nodig = {
        ...afhankelijkheden,
        waarnemen: waarneemt('duo'),
        pendingAnswers: createPendingAnswers(tabel),
        nu: () => new Date(klok),
        toeval: () => 0.5,
      };
      return processMessages(nodig, DuoBericht, event, (b) => processNotificatie(nodig, b));
    }
    if (bericht.type.startsWith('nl.brp.')) {
      const nodig = { ...afhankelijkheden, waarnemen: waarneemt('brp') };
      return processMessages(nodig, BrpBericht, event, (b) => processPersoon(nodig, b));
    }
    const nodig = { ...afhankelijkheden, waarnemen: waarneemt('coa') };
    return processMessages(nodig, CoaBericht, event, (b) => processKoppeling(nodig, b));
  };

  const eenBericht = async (bericht: InkomendBericht, nummer: number): Promise<boolean> => {
    const event = { Records: [record(bericht, nummer)] };
    const { batchItemFailures } = await verwerkBericht(bericht, event);
    return batchItemFailures.length === 0;
  };

  /** As a queue does: what throws or fails comes again. */
  const totHetLukt = async (stap: () => Promise<boolean>): Promise<void> => {
    for (let poging = 0; poging < 5000; poging++) {
      try {
        if (await stap()) return;
      } catch (fout) {
        if (!(fout instanceof Error && fout.message === 'val')) throw fout;
        // A queue gives it again only after its visibility timeout.
        klok += 270_000;
      }
    }
    throw new Error('het bericht komt niet verder');
  };

  const verwerk = async (berichten: readonly InkomendBericht[]): Promise<void> => {
    for (const bericht of berichten) {
      await echteOntvangsten.neemAan(bericht);
      onderweg.push(bericht);
      while (onderweg.length > 0) {
        const volgende = onderweg.shift();
        if (volgende !== undefined) await totHetLukt(() => eenBericht(volgende, 1));
      }
      const zaakIds = new Set(teVersturen);
      teVersturen.clear();
      await totHetLukt(async () => {
        const progress = [...(await sendOutstanding(verzending, zaakIds)).values()];
        // In hand elsewhere: its announcement comes back when that must be over.
        if (progress.includes('busy')) klok += 16_000;
        return progress.every((how) => how === 'sent');
      });
    }
  };
  return {
    tabel,
    zaken: maakZaken(tabel, pseudoniemen),
    ontvangsten: echteOntvangsten,
    wachtrijen,
    pseudoniemen,
    gemeten,
    verwerk,
  };
};
