/**
 * Een hele ontvanger van webhooks van de hub. Alleen Node 22.18 of nieuwer, geen pakketten.
 *
 *   WEBHOOK_GEHEIM=whsec_… HUB=hub.example.nl node ontvanger.ts
 *
 * Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
 * Luistert op poort 8080 (POORT) van deze machine; zet er een webserver met https voor.
 */
import * as fs from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isGeldig } from './verifieer.ts';

const GEHEIM = process.env['WEBHOOK_GEHEIM'] ?? '';
const HUB = process.env['HUB'] ?? 'hub.example.nl';
const BESTAND = process.env['BESTAND'] ?? 'ontvangen.jsonl';
const GROOTSTE = 1024 * 1024;

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
 * Eerst vastleggen, dan pas antwoorden: na 2xx stuurt de hub het niet meer.
 * Bij `gewist` (GEWIST) wist u hier ook wat u ergens anders over deze zaak bewaart.
 */
const legVast = (inhoud: string): void => {
  const bericht = JSON.parse(inhoud);
  if (typeof bericht.id !== 'string') throw new TypeError('geen bericht');
  bewaar(bericht);
};

const kop = (vraag: IncomingMessage, naam: string): string => {
  const waarde = vraag.headers[naam];
  return typeof waarde === 'string' ? waarde : '';
};

const leesInhoud = async (vraag: IncomingMessage): Promise<string | undefined> => {
  const delen: Buffer[] = [];
  let lengte = 0;
  for await (const deel of vraag) {
    lengte += deel.length;
    if (lengte > GROOTSTE) return undefined;
    delen.push(deel);
  }
  return Buffer.concat(delen).toString('utf8');
};

/** De vraag vooraf: mag de hub u berichten sturen? Zonder dit antwoord komt er niets. */
const toestemming = (vraag: IncomingMessage, antwoord: ServerResponse): void => {
  const isOnzeHub = kop(vraag, 'webhook-request-origin') === HUB;
  antwoord.writeHead(isOnzeHub ? 200 : 403, {
    allow: 'POST, OPTIONS',
    ...(isOnzeHub ? { 'WebHook-Allowed-Origin': HUB, 'WebHook-Allowed-Rate': '120' } : {}),
  });
  antwoord.end();
};

const ontvang = async (vraag: IncomingMessage): Promise<number> => {
  const inhoud = await leesInhoud(vraag);
  if (inhoud === undefined) return 413;
  const id = kop(vraag, 'webhook-id');
  const koppen = {
    id,
    tijdstip: kop(vraag, 'webhook-timestamp'),
    handtekeningen: kop(vraag, 'webhook-signature'),
  };
  if (!isGeldig(GEHEIM, koppen, inhoud)) {
    zeg('een bericht is geweigerd: de handtekening klopt niet');
    return 401;
  }
  try {
    legVast(inhoud);
    zeg(`bericht ${id}: de handtekening klopt, bewaard`);
    return 204;
  } catch (fout) {
    const { code, name } = fout as NodeJS.ErrnoException;
    zeg(`bericht ${id} is niet bewaard (${code ?? name}); de hub stuurt het later opnieuw`);
    return 500;
  }
};

// Een onbruikbaar geheim blijkt nu, en niet bij het eerste bericht.
try {
  isGeldig(GEHEIM, { id: 'start', tijdstip: String(Math.floor(Date.now() / 1000)), handtekeningen: '' }, '');
} catch {
  zeg('zet een goed geheim in WEBHOOK_GEHEIM: whsec_ met daarachter base64');
  process.exit(1);
}
const server = createServer(async (vraag, antwoord) => {
  if (vraag.method === 'OPTIONS') return toestemming(vraag, antwoord);
  // Alles wat misgaat is 500: dan probeert de hub het later opnieuw.
  const status = vraag.method === 'POST' ? await ontvang(vraag).catch(() => 500) : 405;
  antwoord.writeHead(status).end();
});
server.on('error', (fout: NodeJS.ErrnoException) => {
  zeg(`kan niet luisteren (${fout.code}): kies een andere poort met POORT`);
  process.exit(1);
});
server.listen(Number(process.env['POORT'] ?? 8080), '127.0.0.1', () => {
  const adres = server.address();
  const poort = typeof adres === 'object' ? adres?.port : adres;
  console.log(`luistert op http://127.0.0.1:${poort}`);
});
