/**
 * Leest uw wachtrij bij de hub. Node 22.18 of nieuwer; `npm install @aws-sdk/client-sqs`.
 *
 *   WACHTRIJ_URL=https://sqs.eu-west-1.amazonaws.com/…/inburgeringshub-0907-taalschool.fifo node lezer.ts
 *
 * De rechten komen uit uw eigen AWS-omgeving (AWS_PROFILE, een rol van uw server). Elk bericht wordt één regel in
 * `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo. Gaat er iets mis, dan wacht dit
 * programma en gaat het verder; op de foutuitvoer staat waarom. Moet uw netwerk langs een proxy, zet dan HTTPS_PROXY
 * (Node 24 of nieuwer).
 */
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as pauze } from 'node:timers/promises';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const QueueUrl = process.env['WACHTRIJ_URL'] ?? '';
if (QueueUrl === '') {
  console.error('zet WACHTRIJ_URL: het adres van uw wachtrij, dat u van de gemeente krijgt');
  process.exit(1);
}
const BESTAND = process.env['BESTAND'] ?? 'ontvangen.jsonl';
/** Voor een programma dat elk uur even draait in plaats van altijd. Het eindigt met code 1 als er iets niet lukte. */
const STOP_ALS_LEEG = process.env['STOP_ALS_LEEG'] === 'ja';
const LANGSTE_PAUZE_S = 300;

const viaProxy = { keepAlive: true, proxyEnv: process.env };
const sqs = new SQSClient({
  requestHandler: { httpAgent: new http.Agent(viaProxy), httpsAgent: new https.Agent(viaProxy) },
});

// --- bewaren: in elk voorbeeld hetzelfde ---
const GEWIST = 'nl.inburgeringszaken.nieuwe.inburgeraar.gewist.v1';

/** Over een zaak, of bij MaGe over een huishouden: welke, zegt `subject`. */
type Bericht = { readonly id: string; readonly type: string; readonly subject: string };

/** Nooit de inhoud van een bericht: daar staan gegevens van mensen in. */
const zeg = (regel: string): void => console.error(regel);

const veldVan = (regel: string, naam: 'id' | 'subject'): unknown => {
  try {
    return JSON.parse(regel)[naam];
  } catch {
    return undefined;
  }
};

/**
 * Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon.
 * Viel het uit tijdens het schrijven, dan staat er een halve laatste regel. Die gaat weg: dat bericht komt opnieuw.
 */
const leesGehad = (): Set<unknown> => {
  if (!fs.existsSync(BESTAND)) return new Set();
  const inhoud = fs.readFileSync(BESTAND);
  const heel = inhoud.lastIndexOf('\n') + 1;
  const laatste = inhoud.subarray(heel).toString();
  const regels = inhoud.subarray(0, heel).toString().split('\n');
  if (veldVan(laatste, 'id') !== undefined) {
    fs.appendFileSync(BESTAND, '\n');
    regels.push(laatste);
  } else if (laatste !== '') {
    fs.truncateSync(BESTAND, heel);
    zeg(`een halve laatste regel van ${BESTAND} is weggehaald; dat bericht komt opnieuw`);
  }
  const ids = regels.filter((regel) => regel.trim() !== '').map((regel) => veldVan(regel, 'id'));
  const onleesbaar = ids.filter((id) => id === undefined).length;
  if (onleesbaar > 0) {
    zeg(`${BESTAND} heeft ${onleesbaar} regels die niet te lezen zijn; ze blijven staan en tellen niet mee`);
  }
  return new Set(ids.filter((id) => id !== undefined));
};

let gehad = leesGehad();

/** Alle regels over één zaak gaan weg. Valt het programma hier uit, dan komt `gewist` opnieuw. */
const wis = (zaak: string): void => {
  if (!fs.existsSync(BESTAND)) return;
  const regels = fs.readFileSync(BESTAND, 'utf8').split('\n');
  const blijft = regels.filter((regel) => veldVan(regel, 'subject') !== zaak);
  const echt = fs.realpathSync(BESTAND);
  fs.writeFileSync(`${echt}.nieuw`, blijft.join('\n'), { flush: true, mode: fs.statSync(echt).mode });
  fs.renameSync(`${echt}.nieuw`, echt);
  gehad = leesGehad();
};

/** Eén hele regel, echt op de schijf, of niets. */
const bewaar = (bericht: Bericht): void => {
  if (bericht.type === GEWIST) {
    wis(bericht.subject);
    return;
  }
  if (gehad.has(bericht.id)) return;
  const bestand = fs.openSync(BESTAND, 'a');
  const begin = fs.fstatSync(bestand).size;
  try {
    fs.writeFileSync(bestand, `${JSON.stringify(bericht)}\n`);
    fs.fsyncSync(bestand);
  } catch (fout) {
    fs.ftruncateSync(bestand, begin);
    throw fout;
  } finally {
    fs.closeSync(bestand);
  }
  gehad.add(bericht.id);
};
// --- einde bewaren ---

/**
 * Hier komt uw eigen werk. Gooit dit een fout, dan komt het bericht over vijf minuten opnieuw, tien keer in totaal.
 * Bij `gewist` (GEWIST) wist u hier ook wat u ergens anders over deze zaak bewaart.
 */
const verwerk = (inhoud: string): void => {
  const bericht = JSON.parse(inhoud);
  if (typeof bericht.id !== 'string') throw new TypeError('geen bericht');
  bewaar(bericht);
};

let pogingen = 0;

/** Steeds langer, tot vijf minuten. */
const pauzeer = async (reden: string): Promise<void> => {
  const seconden = Math.min(LANGSTE_PAUZE_S, 2 ** pogingen);
  pogingen += 1;
  zeg(`${reden}; opnieuw over ${seconden} seconden`);
  await pauze(seconden * 1000);
};

/** Wat u kunt doen als AWS weigert; niets als het vanzelf overgaat. */
const raad = (naam: string): string | undefined => {
  if (/AccessDenied|InvalidClientTokenId|SignatureDoesNotMatch|CredentialsProviderError/.test(naam)) {
    return 'Kijk na met welke rol dit programma draait, en vraag de gemeente of die is toegelaten.';
  }
  return /QueueDoesNotExist|NonExistentQueue/.test(naam) ? 'Klopt WACHTRIJ_URL?' : undefined;
};

const haalBerichten = async (): Promise<readonly Message[]> => {
  for (;;) {
    try {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: STOP_ALS_LEEG ? 1 : 20,
          MessageSystemAttributeNames: ['MessageGroupId'],
        }),
      );
      pogingen = 0;
      return Messages;
    } catch (fout) {
      const { name, message } = fout instanceof Error ? fout : new Error(String(fout));
      const advies = raad(name);
      const reden =
        `de wachtrij is niet te lezen: ${name}: ${message.split('\n')[0]}. ${advies ?? ''}`.trimEnd();
      if (advies !== undefined && STOP_ALS_LEEG) {
        zeg(reden);
        process.exit(1);
      }
      await pauzeer(reden);
    }
  }
};

/** Is het uw eigen schijf, dan heeft een volgend bericht geen zin: wacht tot hij het weer doet. */
const verwerkOfWacht = async (inhoud: string): Promise<void> => {
  for (;;) {
    try {
      return verwerk(inhoud);
    } catch (fout) {
      const isSchijf = fout instanceof Error && 'syscall' in fout;
      if (!isSchijf || STOP_ALS_LEEG) throw fout;
      await pauzeer(`${BESTAND} is niet te schrijven (${fout.message})`);
    }
  }
};

const nietGelukt = new Set<string | undefined>();
for (;;) {
  const berichten = await haalBerichten();
  if (berichten.length === 0 && STOP_ALS_LEEG) process.exit(nietGelukt.size > 0 ? 1 : 0);
  // Berichten van één zaak staan op volgorde: na een fout wachten de volgende van die zaak ook.
  const mislukt = new Set<string | undefined>();
  for (const { MessageId, Attributes, Body = '', ReceiptHandle } of berichten) {
    const zaak = Attributes?.MessageGroupId;
    if (mislukt.has(zaak)) continue;
    try {
      await verwerkOfWacht(Body);
      // Pas weg als het bij u vastligt.
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      nietGelukt.delete(MessageId);
    } catch (fout) {
      const { code, name } = fout as NodeJS.ErrnoException;
      zeg(`bericht ${MessageId} is niet verwerkt of niet weggehaald (${code ?? name})`);
      mislukt.add(zaak);
      nietGelukt.add(MessageId);
    }
  }
}
