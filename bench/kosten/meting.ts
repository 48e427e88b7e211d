import { join } from 'node:path';
import * as z from 'zod';
import { readScenario } from '../../cli/tester/replay.ts';
import { createHubClient, type HubClient } from '../../client/hub-client.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { runScenario } from '../../client/scenario/run.ts';
import type { Invocation } from '../../local/cloud.ts';
import { type LocalHub, startLocalHub } from '../../local/hub.ts';
import { vNummer } from '../huishoudens.ts';
import { levensloop } from '../levensloop.ts';
import type { Kloktaak } from './vast.ts';
import { maakTeller, perStuk, samen, type Teller, type Verbruik } from './verbruik.ts';
import { maakWaarnemer } from './waarnemer.ts';

/** What was replayed, and what each accepted message of it used. */
export interface Herspeling {
  readonly naam: string;
  readonly aangenomen: number;
  readonly perBericht: Verbruik;
}

/** One replay of everything, counted. */
export interface Meting {
  readonly voorbeelden: readonly Herspeling[];
  readonly leven: Herspeling;
  /** One read of a timeline, over the life of that zaak. */
  readonly raadpleging: Verbruik;
  /** What the watch does in a month, with as few zaken as this. */
  readonly klokPerMaand: Verbruik;
}

const VOORBEELDEN = join(import.meta.dirname, '../../examples');
const BESTANDEN = ['een-huishouden', 'rommelig', 'twaalf-huishoudens'];
/** About the commits of a zaak in its three years. */
const BERICHTEN_VAN_EEN_LEVEN = 80;
const PERSOON = 5_000;
/** The timeline is read after every so many messages. */
const LEES_NA = 20;
const KLOKSLAGEN = 5;

const Wachtrijbericht = z.looseObject({ eventSource: z.literal('aws:sqs'), eventSourceARN: z.string() });
const Partij = z.looseObject({ Records: z.array(Wachtrijbericht) });

/** CloudWatch adds this to every line (CloudWatch Logs, PutLogEvents). */
const BYTES_PER_REGEL = 26;

const telAanroep = (teller: Teller, { event, milliseconds, memorySize }: Invocation): void => {
  teller.tel('aanroepen', 1);
  teller.tel('aanroepMs', milliseconds);
  teller.tel('megabyteAanroepen', memorySize);
  const partij = Partij.safeParse(event);
  if (!partij.success) return;
  const { length, 0: eerste } = partij.data.Records;
  teller.verzoek('SQS ReceiveMessage, DeleteMessageBatch by Lambda');
  if (eerste?.eventSourceARN.endsWith('.fifo') === true) {
    // A function put these in, which was counted there.
    teller.tel('sqsFifo', 2);
    teller.tel('sqsSleutelverzoeken', length + 1);
    return;
  }
  // EventBridge puts each in by itself; Lambda takes them out and deletes them together.
  teller.tel('sqsStandaard', length + 2);
  teller.tel('sqsSleutelverzoeken', 2 * length + 1);
};

/** A hub whose calls are counted. */
interface Gemeten {
  readonly hub: LocalHub;
  readonly client: HubClient;
  readonly teller: Teller;
  /** Throws when a call was made whose price is not known. */
  controleer(): void;
  /** Sends a step and waits until the hub has dealt with it: each message comes alone, as most do. */
  stuur(stap: Step): Promise<boolean>;
  stop(): Promise<void>;
}

const startGemeten = async (): Promise<Gemeten> => {
  const teller = maakTeller();
  const fouten: unknown[] = [];
  const waarnemer = maakWaarnemer(teller, (fout) => fouten.push(fout));
  const hub = await startLocalHub({
    port: 0,
    between: waarnemer.tussen,
    onInvocation: (aanroep) => telAanroep(teller, aanroep),
    onLog: (_, regel) => teller.tel('logBytes', Buffer.byteLength(regel) + BYTES_PER_REGEL),
  });
  const client = createHubClient({ url: hub.url });
  const controleer = (): void => {
    if (fouten.length > 0) throw new Error('a call could not be counted', { cause: fouten[0] });
  };
  return {
    hub,
    client,
    teller,
    controleer,
    stuur: async (stap) => {
      let aangenomen = false;
      await runScenario(client, [stap], {
        settle: hub.settled,
        onStep: (_nummer, _stap, { status }) => {
          aangenomen = status === (isDuoStep(stap) ? 201 : 202);
        },
      });
      await hub.settled();
      teller.tel('apiVerzoeken', 1);
      controleer();
      return aangenomen;
    },
    stop: async () => {
      await hub.stop();
      waarnemer.close();
    },
  };
};

const stuurAlle = async (gemeten: Gemeten, stappen: readonly Step[]): Promise<number> => {
  let aangenomen = 0;
  for (const stap of stappen) if (await gemeten.stuur(stap)) aangenomen += 1;
  return aangenomen;
};

const speelVoorbeeld = async (gemeten: Gemeten, naam: string): Promise<Herspeling> => {
  const stappen = readScenario(join(VOORBEELDEN, `${naam}.jsonl`));
  gemeten.teller.neem();
  const aangenomen = await stuurAlle(gemeten, stappen);
  return { naam, aangenomen, perBericht: perStuk(gemeten.teller.neem(), aangenomen) };
};

/** The life of one zaak, its timeline read now and then; what the reading uses is kept apart. */
const speelLeven = async (gemeten: Gemeten): Promise<Pick<Meting, 'leven' | 'raadpleging'>> => {
  const { client, teller } = gemeten;
  const stappen = levensloop(PERSOON, BERICHTEN_VAN_EEN_LEVEN);
  const berichten: Verbruik[] = [];
  const lezingen: Verbruik[] = [];
  let aangenomen = 0;
  teller.neem();
  for (let begin = 0; begin < stappen.length; begin += LEES_NA) {
    aangenomen += await stuurAlle(gemeten, stappen.slice(begin, begin + LEES_NA));
    berichten.push(teller.neem());
    const [zaak] = await client.zoek({ vNummer: vNummer(PERSOON) });
    if (zaak === undefined) throw new Error('the koppeling made no zaak');
    teller.neem();
    const tijdlijn = await client.tijdlijn(zaak.zaakId);
    teller.tel('apiVerzoeken', 1);
    teller.tel('uitBytes', Buffer.byteLength(JSON.stringify(tijdlijn)));
    lezingen.push(teller.neem());
  }
  return {
    leven: { naam: 'leven van een zaak', aangenomen, perBericht: perStuk(samen(berichten), aangenomen) },
    raadpleging: perStuk(samen(lezingen), lezingen.length),
  };
};

/** What the clock runs in a month. */
const meetKlok = async (
  { hub, teller, controleer }: Gemeten,
  taken: readonly Kloktaak[],
): Promise<Verbruik> => {
  const naam = hub.outputs['BewakingFunctieNaam'];
  if (naam === undefined) throw new Error('the stacks do not name the function that watches');
  const perMaand: Verbruik[] = [];
  for (const { invoer, perMaand: keer } of taken) {
    teller.neem();
    for (let nummer = 0; nummer < KLOKSLAGEN; nummer += 1) {
      const uitkomst = await hub.invoke(naam, invoer);
      controleer();
      if (!uitkomst.ok) throw new Error('the watch failed', { cause: uitkomst.errorMessage });
    }
    perMaand.push(perStuk(teller.neem(), KLOKSLAGEN / keer));
  }
  return samen(perMaand);
};

/** Replays the scenario files and the life of a zaak on the embedded cloud, one message at a time, and counts. */
export const meetVerbruik = async (
  klok: readonly Kloktaak[],
  zeg: (tekst: string) => void,
): Promise<Meting> => {
  const gemeten = await startGemeten();
  try {
    const voorbeelden: Herspeling[] = [];
    for (const naam of BESTANDEN) {
      zeg(`examples/${naam}.jsonl`);
      voorbeelden.push(await speelVoorbeeld(gemeten, naam));
    }
    zeg(`the life of a zaak, ${BERICHTEN_VAN_EEN_LEVEN} messages`);
    const leven = await speelLeven(gemeten);
    zeg('the watch');
    return { voorbeelden, ...leven, klokPerMaand: await meetKlok(gemeten, klok) };
  } finally {
    await gemeten.stop();
  }
};
