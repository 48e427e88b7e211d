/**
 * Een hele ontvanger van webhooks van de hub. Alleen Node 22.18 of nieuwer, geen pakketten.
 *
 *   WEBHOOK_GEHEIM=whsec_… HUB=hub.example.nl node ontvanger.ts
 *
 * Elk bericht wordt één regel in `ontvangen.jsonl` (BESTAND). Daar staan persoonsgegevens in: bewaar het bestand zo.
 * Luistert op poort 8080 (POORT) van deze machine; zet er een webserver met https voor.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isGeldig } from './verifieer.ts';

const GEHEIM = process.env['WEBHOOK_GEHEIM'] ?? '';
const HUB = process.env['HUB'] ?? 'hub.example.nl';
const BESTAND = process.env['BESTAND'] ?? 'ontvangen.jsonl';
const GROOTSTE = 1024 * 1024;

/** Wat er al was: hetzelfde bericht kan nog eens komen, ook nadat dit programma opnieuw begon. */
const gehad = new Set(
  existsSync(BESTAND)
    ? readFileSync(BESTAND, 'utf8')
        .split('\n')
        .filter((regel) => regel !== '')
        .map((regel): unknown => JSON.parse(regel).id)
    : [],
);

/** Eerst vastleggen, dan pas antwoorden: na 2xx stuurt de hub het niet meer. */
const legVast = (id: string, inhoud: string): void => {
  if (gehad.has(id)) return;
  appendFileSync(BESTAND, `${JSON.stringify(JSON.parse(inhoud))}\n`);
  gehad.add(id);
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

/** De vraag vooraf: mag de hub u bellen? Zonder dit antwoord komt er niets. */
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
  if (!isGeldig(GEHEIM, koppen, inhoud)) return 401;
  legVast(id, inhoud);
  return 204;
};

if (GEHEIM === '') throw new Error('zet WEBHOOK_GEHEIM');
const server = createServer(async (vraag, antwoord) => {
  if (vraag.method === 'OPTIONS') return toestemming(vraag, antwoord);
  // Alles wat misgaat is 500: dan probeert de hub het later opnieuw.
  const status = vraag.method === 'POST' ? await ontvang(vraag).catch(() => 500) : 405;
  antwoord.writeHead(status).end();
});
server.listen(Number(process.env['POORT'] ?? 8080), '127.0.0.1', () => {
  console.log(`luistert op ${JSON.stringify(server.address())}`);
});
