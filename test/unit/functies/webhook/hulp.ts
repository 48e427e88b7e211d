import { randomBytes } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import type { Aanbod } from '../../../../adapters/bezorgwachtrij.ts';
import { maakKanalen } from '../../../../adapters/kanalen.ts';
import { maakBanen } from '../../../../adapters/post/banen.ts';
import { maakFeeds } from '../../../../adapters/post/feeds.ts';
import { maakPostvak } from '../../../../adapters/post/postvak.ts';
import { maakToegangstokens } from '../../../../adapters/uitgaand/oauth2.ts';
import type { Antwoord, Verzoek } from '../../../../adapters/uitgaand/verzender.ts';
import { maakVersleuteling } from '../../../../adapters/versleuteling.ts';
import { ZaakId } from '../../../../contracts/basistypen.ts';
import { BERICHTTYPE_GEMELD, type Partnerbericht } from '../../../../contracts/partnerberichten.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { nieuwPoststuk, type Poststuk } from '../../../../domain/delivery/item.ts';
import type { WebhookAfhankelijkheden } from '../../../../functions/webhook/afhankelijkheden.ts';
import { verwerkOpdrachten } from '../../../../functions/webhook/verwerk.ts';
import { geheugenTabel } from '../hub-in-geheugen.ts';
import { sqsRecord } from '../sqs.ts';

/** functions/webhook on a table in memory, with a FIFO queue and a clock of its own. */

export const KANAAL = '0907/taalschool' as const;
export const SECONDE = 1000;
export const MINUUT = 60 * SECONDE;
export const UUR = 60 * MINUUT;
const BEGIN = Date.parse('2026-06-01T12:00:00.000Z');

export const zaak = (nummer: number): ZaakId =>
  ZaakId.parse(`00000000-0000-8000-8000-${String(nummer).padStart(12, '0')}`);

export const geheim = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const bericht = (zaakId: ZaakId, volgnummer: number, type = BERICHTTYPE_GEMELD): Partnerbericht =>
  ({
    specversion: '1.0',
    id: `${zaakId.slice(0, -4)}${String(volgnummer).padStart(4, '0')}`,
    source: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
    type,
    subject: zaakId,
    time: new Date(BEGIN).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `https://hub.example/v1/schemas/${type}`,
    data: { zaakId, gemeentecode: '0907', volgnummer, naam: 'Ünal ’t Voorbeeld' },
  }) as unknown as Partnerbericht;

/** A call of a receiver: when, in ms from the start, and with which message. */
export interface Oproep {
  readonly op: number;
  readonly verzoek: Verzoek;
  readonly id: string | undefined;
}

export const status = (code: number, headers: Record<string, string> = {}): Antwoord => ({
  soort: 'antwoord',
  status: code,
  headers,
  duurMs: 1,
});
export const stilte: Antwoord = { soort: 'geen antwoord', reden: 'tijdslimiet', duurMs: 20_000 };

interface Wachtend {
  readonly opdracht: Aanbod['opdracht'];
  readonly handvat: string;
  vanaf: number;
  keer: number;
}

/** The lane or other work that orders of one group belong to. */
const groep = ({ opdracht }: Wachtend): string =>
  opdracht.soort === 'baan' ? `${opdracht.kanaal}#${opdracht.zaakId}` : JSON.stringify(opdracht);

export const webhookHub = async (
  anders: Partial<Abonnement> = {},
  over: Partial<WebhookAfhankelijkheden> = {},
) => {
  const tabel = geheugenTabel();
  const postvak = maakPostvak(tabel);
  const banen = maakBanen(tabel);
  const kanalen = maakKanalen(tabel);
  const versleuteling = maakVersleuteling('x'.repeat(64));
  const klok = { nu: BEGIN };
  const oproepen: Oproep[] = [];
  const naarWachtrij: Poststuk[] = [];
  const events: unknown[] = [];
  const gemeten = new Map<string, number>();
  const logs: Readonly<Record<string, unknown>>[] = [];
  let rij: Wachtend[] = [];
  let nummer = 0;
  const opstelling: { antwoord: (oproep: Oproep) => Antwoord | Promise<Antwoord>; resterendMs: number } = {
    antwoord: () => status(204),
    resterendMs: 120_000,
  };
  const verzender = {
    verstuur: async (verzoek: Verzoek): Promise<Antwoord> => {
      const oproep = { op: klok.nu - BEGIN, verzoek, id: verzoek.headers['webhook-id'] };
      oproepen.push(oproep);
      return opstelling.antwoord(oproep);
    },
  };
  const afhankelijkheden: WebhookAfhankelijkheden = {
    postvak,
    banen,
    kanalen,
    versleuteling,
    bezorgwachtrij: {
      bied: async (aangeboden) => {
        for (const { opdracht } of aangeboden) {
          nummer += 1;
          rij.push({ opdracht, handvat: `h${nummer}`, vanaf: klok.nu, keer: 0 });
        }
      },
      stelUit: async (handvat, seconden) => {
        const gevonden = rij.find((kandidaat) => kandidaat.handvat === handvat);
        if (gevonden !== undefined) gevonden.vanaf = klok.nu + seconden * SECONDE;
      },
    },
    partnerwachtrijen: {
      verstuur: async (stukken) => {
        naarWachtrij.push(...stukken);
        return { failed: new Set(), refused: new Set() };
      },
    },
    verzender,
    tokens: maakToegangstokens(verzender, () => klok.nu),
    bus: {
      meldGewaarschuwd: async (event) => {
        events.push(event);
      },
    },
    waarnemen: {
      info: (wat, gegevens) => logs.push({ wat, ...gegevens }),
      fout: (wat, gegevens) => logs.push({ wat, ...gegevens }),
      tel: (naam, aantal) => gemeten.set(naam, (gemeten.get(naam) ?? 0) + aantal),
      telPer: () => undefined,
    },
    feeds: maakFeeds(tabel),
    herlever: async () => undefined,
    herkomst: 'hub.example',
    nu: () => new Date(klok.nu),
    toeval: () => 0,
    pauze: async (ms) => {
      klok.nu += ms;
    },
    ...over,
  };

  const eerste = geheim();
  const ABONNEMENT_ID = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e';
  const abonnement: Abonnement = {
    id: ABONNEMENT_ID,
    status: 'actief',
    sink: 'https://hooks.partner.example/inburgering',
    types: [],
    filters: [],
    geheimen: [{ versleuteld: versleuteling.versleutel(eerste, ABONNEMENT_ID) }],
    aangemaaktOp: new Date(BEGIN).toISOString(),
    versie: 1,
    ...anders,
  };
  await kanalen.maak(KANAAL, abonnement);

  /** Hands out what is visible as SQS does: per group in order, and nothing of a group that is in hand or hidden. */
  const zichtbaar = (): readonly Wachtend[] => {
    const dicht = new Set<string>();
    const uit: Wachtend[] = [];
    for (const kandidaat of rij) {
      if (kandidaat.vanaf > klok.nu) dicht.add(groep(kandidaat));
    }
    for (const kandidaat of rij) {
      if (dicht.has(groep(kandidaat)) || uit.length === 10) continue;
      uit.push(kandidaat);
    }
    return uit;
  };

  const record = ({ opdracht, handvat, keer }: Wachtend): SQSRecord => ({
    ...sqsRecord(handvat, JSON.stringify(opdracht), keer),
    receiptHandle: handvat,
  });

  /** Lets the function take what is on its queue until nothing is visible. */
  const draai = async (): Promise<void> => {
    for (let batch = zichtbaar(); batch.length > 0; batch = zichtbaar()) {
      for (const element of batch) element.keer += 1;
      const inHand = new Set(batch.map(({ handvat }) => handvat));
      const einde = klok.nu + opstelling.resterendMs;
      const { batchItemFailures } = await verwerkOpdrachten(
        afhankelijkheden,
        { Records: batch.map(record) },
        () => einde - klok.nu,
      );
      const mislukt = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      rij = rij.filter(({ handvat }) => !inHand.has(handvat) || mislukt.has(handvat));
    }
  };

  /** The sweep of functions/bewaking: lanes that are due are offered. */
  const veeg = async (): Promise<void> => {
    const banenNu = await banen.wachtende(new Date(klok.nu).toISOString());
    const onderweg = new Set(rij.map(groep));
    await afhankelijkheden.bezorgwachtrij.bied(
      banenNu
        .filter(({ kanaal, zaakId }) => !onderweg.has(`${kanaal}#${zaakId}`))
        .map(({ kanaal, zaakId }) => ({ opdracht: { soort: 'baan', kanaal, zaakId } })),
    );
  };

  /** Lets time pass, stopping at each moment at which something may happen. */
  const verstrijkt = async (ms: number): Promise<void> => {
    const einde = klok.nu + ms;
    await draai();
    for (;;) {
      const wachtend = (await banen.wachtende()).map(({ vanaf }) => Date.parse(vanaf));
      const momenten = [...rij.map(({ vanaf }) => vanaf), ...wachtend].filter((moment) => moment > klok.nu);
      const volgende = Math.min(...momenten);
      if (volgende > einde) break;
      klok.nu = volgende;
      await veeg();
      await draai();
    }
    klok.nu = einde;
  };

  return {
    afhankelijkheden,
    versleuteling,
    kanalen,
    postvak,
    banen,
    tabel,
    klok,
    oproepen,
    naarWachtrij,
    events,
    gemeten,
    logs,
    opstelling,
    abonnement,
    geheim: eerste,
    draai,
    verstrijkt,
    rij: () => rij,

    /** What partnerberichten does: a message into the postvak, and an order for its lane. */
    async leg(zaakNummer: number, volgnummer: number, type?: string): Promise<void> {
      const zaakId = zaak(zaakNummer);
      const { stukken } = await banen.lees(KANAAL, zaakId);
      await postvak.leg([
        nieuwPoststuk(KANAAL, bericht(zaakId, volgnummer, type as never), new Date(klok.nu), stukken),
      ]);
      await afhankelijkheden.bezorgwachtrij.bied([{ opdracht: { soort: 'baan', kanaal: KANAAL, zaakId } }]);
    },
    bied: (opdracht: Aanbod['opdracht']) => afhankelijkheden.bezorgwachtrij.bied([{ opdracht }]),

    /** The messages of a zaak as they stand. */
    async stukken(zaakNummer: number): Promise<readonly Poststuk[]> {
      return (await banen.lees(KANAAL, zaak(zaakNummer))).stukken;
    },
    async plekken(zaakNummer: number): Promise<readonly string[]> {
      return (await this.stukken(zaakNummer)).map(({ plek }) => plek);
    },
    huidig: () => kanalen.abonnement(KANAAL, ABONNEMENT_ID),
    /** The lines of the timeline of the abonnement, whole. */
    lines: () => kanalen.tijdlijn(ABONNEMENT_ID),
    async tijdlijn(): Promise<readonly string[]> {
      return (await kanalen.tijdlijn(ABONNEMENT_ID)).map(({ naam }) => naam);
    },
  };
};

export type WebhookHub = Awaited<ReturnType<typeof webhookHub>>;
